"""Bodies of requests and answers: packed with gzip or zstd, and never larger than expected when unpacked.

A body that promises little and unpacks to much is stopped at its limit, not after it.
"""

import asyncio
import io
import zlib
from collections.abc import AsyncIterator, Mapping
from typing import Any, TypeVar

import msgspec
import zstandard
from starlette.responses import Response

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.server.problems import malformed

SMALL, MEDIUM = 16 << 10, 1 << 20
"""Limits of what strangers may send, and of questions."""

MEDIA_TYPE = "application/json"
STALLED_SECONDS = 30
_WORTH_PACKING = 1_024
_GZIP_WINDOW = 16 + zlib.MAX_WBITS
_GZIP_LEVEL, _ZSTD_LEVEL = 5, 3
_LARGEST_WINDOW = 8 << 20

T = TypeVar("T")


async def packed_body(chunks: AsyncIterator[bytes], headers: Mapping[str, str], limit: int) -> bytes:
    """The body as it came, `exchange.too_large` as soon as it is."""
    promised = headers.get("content-length", "")
    if promised.isdigit() and int(promised) > limit:
        raise RuleViolation("exchange.too_large", limit=limit)
    gathered = bytearray()
    while (chunk := await _next(chunks)) is not None:
        gathered += chunk
        if len(gathered) > limit:
            raise RuleViolation("exchange.too_large", limit=limit)
    return bytes(gathered)


async def _next(chunks: AsyncIterator[bytes]) -> bytes | None:
    """None at the end; `TimeoutError` when the line stands still."""
    async with asyncio.timeout(STALLED_SECONDS):
        return await anext(chunks, None)


def unpacked(body: bytes, encoding: str, limit: int) -> bytes:
    """`exchange.wrong_encoding`, `exchange.too_large`, `exchange.malformed`."""
    match encoding.strip().lower():
        case "" | "identity":
            content = body
        case "gzip" | "x-gzip":
            content = _gunzipped(body, limit)
        case "zstd":
            content = _unzstd(body, limit)
        case _:
            raise RuleViolation("exchange.wrong_encoding", allowed="gzip, zstd")
    if len(content) > limit:
        raise RuleViolation("exchange.too_large", limit=limit)
    return content


def message(kind: type[T], content: bytes) -> T:
    """`exchange.malformed` for what is no such message."""
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise malformed("body") from error


def reply(told: object, accepted: str) -> Response:
    """The answer, packed as the workstation understands. Bytes are an answer that is written already."""
    content = told if isinstance(told, bytes) else msgspec.json.encode(told)
    headers = {"Vary": "Accept-Encoding"}
    encoding = _chosen(accepted) if len(content) >= _WORTH_PACKING else ""
    if encoding == "zstd":
        content = zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(content)
    elif encoding == "gzip":
        packer = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP_WINDOW)
        content = packer.compress(content) + packer.flush()
    if encoding:
        headers["Content-Encoding"] = encoding
    return Response(content, headers=headers, media_type=MEDIA_TYPE)


def _chosen(accepted: str) -> str:
    offered = {part.partition(";")[0].strip().lower() for part in accepted.split(",") if "q=0" not in part}
    return next((each for each in ("zstd", "gzip") if each in offered), "")


def _gunzipped(body: bytes, limit: int) -> bytes:
    unpacker = zlib.decompressobj(_GZIP_WINDOW)
    try:
        content = unpacker.decompress(body, limit + 1)
    except zlib.error as error:
        raise malformed("gzip") from error
    if not unpacker.eof and len(content) <= limit:
        raise malformed("gzip")
    return content


def _unzstd(body: bytes, limit: int) -> bytes:
    unpacker: Any = zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW)
    try:
        with unpacker.stream_reader(io.BytesIO(body)) as reader:
            content: bytes = reader.read(limit + 1)
    except zstandard.ZstdError as error:
        raise malformed("zstd") from error
    return content
