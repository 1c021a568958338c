"""Logs of the centre: one JSON object a line, with the request it belongs to. Never a name, text or token."""

import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

import msgspec

REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The id of the request that is being served."""

FIELDS = "told"
"""Under this name a record carries fields of its own."""


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": record.getMessage(),
        }
        if request := REQUEST.get():
            line["request"] = request
        line.update(getattr(record, FIELDS, {}))
        if record.exc_info:
            line["trace"] = trace_of(record.exc_info[1])
        return msgspec.json.encode(line, enc_hook=str).decode()


def trace_of(error: BaseException | None) -> str:
    """Where it went wrong and what kind of error it was, each with its cause. Its words stay out: a database
    tells in them what stands in a row, a conversion what was typed.
    """
    parts: list[str] = []
    while error is not None:
        code = getattr(error, "sqlstate", None)
        named = f"{type(error).__module__}.{type(error).__qualname__}"
        parts.append("".join(traceback.format_tb(error.__traceback__)) + named + (f" {code}" if code else ""))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n\n".join(reversed(parts))


def log_to_stderr(level: str) -> None:
    """For the whole process: systemd or the container keeps what is written."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for noisy in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(noisy).handlers = []
        logging.getLogger(noisy).propagate = noisy != "uvicorn.access"


@contextmanager
def about_request(request_id: str) -> Iterator[None]:
    token = REQUEST.set(request_id)
    try:
        yield
    finally:
        REQUEST.reset(token)
