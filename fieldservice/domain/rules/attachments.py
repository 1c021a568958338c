"""Which files may be kept, and how each is shown: an allow-list, checked against the first bytes.

A name says what a file claims to be; its first bytes say whether that is true. What runs (programs, scripts,
pages and drawings with scripts in them) is on no list.
"""

import enum
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from fieldservice.domain.rules.errors import RuleViolation

LARGEST_BYTES = 25_000_000
LONGEST_NAME = 200
HEAD_BYTES = 4_096
"""So many first bytes are enough to judge."""


class Preview(enum.Enum):
    """How the program itself shows a file."""

    PICTURE = "picture"
    PDF = "pdf"
    TEXT = "text"
    NONE = "none"


class FileState(enum.Enum):
    """Whether the content that was kept is still there, bit by bit."""

    WHOLE = "whole"
    MISSING = "missing"
    ALTERED = "altered"


@dataclass(frozen=True, slots=True)
class FileKind:
    """`beginnings` are (place, bytes) of which one must be there; without any it must be plain text."""

    media_type: str
    preview: Preview
    beginnings: tuple[tuple[int, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class FileOffer:
    """A file that somebody wants to keep: one on the disk, or a content without a file (a screenshot)."""

    name: str
    path: Path | None = None
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A content that is kept, durably, and what it is called; nothing refers to it yet."""

    name: str
    media_type: str
    size_bytes: int
    digest: str


def kind_of(name: str) -> FileKind | None:
    """What a file of this name may be; None when such files are not kept."""
    return KINDS.get(extension_of(name))


def extension_of(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def judge(name: str, size: int, head: bytes) -> FileKind:
    """The kind of a file that may be kept; or `RuleViolation` `attachment.empty`, `.too_large`,
    `.kind_refused`, `.not_what_it_says`.
    """
    if not size:
        raise RuleViolation("attachment.empty", name=name)
    if size > LARGEST_BYTES:
        raise RuleViolation("attachment.too_large", name=name, limit=LARGEST_BYTES // 1_000_000)
    kind = kind_of(name)
    if kind is None:
        raise RuleViolation("attachment.kind_refused", name=name, extension=extension_of(name) or "-")
    if not is_what_it_says(kind, head):
        raise RuleViolation("attachment.not_what_it_says", name=name, extension=extension_of(name))
    return kind


def is_what_it_says(kind: FileKind, head: bytes) -> bool:
    if not kind.beginnings:
        return is_text(head)
    return any(head[place : place + len(mark)] == mark for place, mark in kind.beginnings)


def is_text(head: bytes) -> bool:
    """Text of any usual encoding: nothing that only programs write."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(byte < _SPACE and byte not in _TEXT_CONTROLS for byte in head) and not head.startswith(
        _NEVER_TEXT
    )


def kept_name(name: str, taken: Collection[str] = ()) -> str:
    """A name that any system can write: without folders and signs with a meaning, told apart from others."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    clean = "".join("_" if sign in _MEANING or not sign.isprintable() else sign for sign in bare).strip(" .")
    stem, dot, extension = clean.rpartition(".")
    stem, ending = (stem, f".{extension}") if dot else (clean, "")
    stem = stem[: LONGEST_NAME - len(ending) - 6] or "_"
    wanted, number = f"{stem}{ending}", 2
    while wanted.casefold() in {each.casefold() for each in taken}:
        wanted, number = f"{stem} ({number}){ending}", number + 1
    return wanted


_SPACE = 0x20
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\x1b")
_NEVER_TEXT = (b"#!", b"MZ", b"\x7fELF")
_MEANING = frozenset('<>:"/\\|?*')
_ZIP = ((0, b"PK\x03\x04"), (0, b"PK\x05\x06"))
_OLE = ((0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),)
_JPEG = FileKind("image/jpeg", Preview.PICTURE, ((0, b"\xff\xd8\xff"),))
_TIFF = FileKind("image/tiff", Preview.NONE, ((0, b"II*\0"), (0, b"MM\0*")))
_OPEN = "application/vnd.oasis.opendocument"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_MP4 = ((4, b"ftyp"),)

KINDS: Mapping[str, FileKind] = MappingProxyType(
    {
        "jpg": _JPEG,
        "jpeg": _JPEG,
        "png": FileKind("image/png", Preview.PICTURE, ((0, b"\x89PNG\r\n\x1a\n"),)),
        "gif": FileKind("image/gif", Preview.PICTURE, ((0, b"GIF87a"), (0, b"GIF89a"))),
        "webp": FileKind("image/webp", Preview.PICTURE, ((8, b"WEBP"),)),
        "bmp": FileKind("image/bmp", Preview.PICTURE, ((0, b"BM"),)),
        "tif": _TIFF,
        "tiff": _TIFF,
        "heic": FileKind("image/heic", Preview.NONE, _MP4),
        "pdf": FileKind("application/pdf", Preview.PDF, ((0, b"%PDF-"), (3, b"%PDF-"))),
        "txt": FileKind("text/plain", Preview.TEXT),
        "log": FileKind("text/plain", Preview.TEXT),
        "csv": FileKind("text/csv", Preview.TEXT),
        "ics": FileKind("text/calendar", Preview.TEXT),
        "vcf": FileKind("text/vcard", Preview.TEXT),
        "eml": FileKind("message/rfc822", Preview.TEXT),
        "msg": FileKind("application/vnd.ms-outlook", Preview.NONE, _OLE),
        "doc": FileKind("application/msword", Preview.NONE, _OLE),
        "xls": FileKind("application/vnd.ms-excel", Preview.NONE, _OLE),
        "ppt": FileKind("application/vnd.ms-powerpoint", Preview.NONE, _OLE),
        "docx": FileKind(f"{_OFFICE}.wordprocessingml.document", Preview.NONE, _ZIP),
        "xlsx": FileKind(f"{_OFFICE}.spreadsheetml.sheet", Preview.NONE, _ZIP),
        "pptx": FileKind(f"{_OFFICE}.presentationml.presentation", Preview.NONE, _ZIP),
        "odt": FileKind(f"{_OPEN}.text", Preview.NONE, _ZIP),
        "ods": FileKind(f"{_OPEN}.spreadsheet", Preview.NONE, _ZIP),
        "rtf": FileKind("application/rtf", Preview.NONE, ((0, b"{\\rtf"),)),
        "zip": FileKind("application/zip", Preview.NONE, _ZIP),
        "7z": FileKind("application/x-7z-compressed", Preview.NONE, ((0, b"7z\xbc\xaf\x27\x1c"),)),
        "dwg": FileKind("image/vnd.dwg", Preview.NONE, ((0, b"AC10"),)),
        "mp4": FileKind("video/mp4", Preview.NONE, _MP4),
        "mov": FileKind("video/quicktime", Preview.NONE, _MP4),
        "m4a": FileKind("audio/mp4", Preview.NONE, _MP4),
        "mp3": FileKind("audio/mpeg", Preview.NONE, ((0, b"ID3"), (0, b"\xff\xfb"), (0, b"\xff\xf3"))),
        "wav": FileKind("audio/wav", Preview.NONE, ((8, b"WAVE"),)),
    }
)
"""By extension."""
