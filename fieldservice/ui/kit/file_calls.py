"""What the kit's parts for files ask of the domain, imported late; pictures are decoded on a worker."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from fieldservice.domain.rules.attachments import FileOffer, Preview
from fieldservice.ui.kit.deferred import Deferred

__all__ = [
    "AttachFiles",
    "NewAttachment",
    "Offered",
    "PastedPicture",
    "RemoveAttachment",
    "RenameAttachment",
    "ShownFile",
    "attach_files",
    "attachments_of",
    "copy_to_open",
    "keep",
    "offers_in",
    "pdf_page",
    "remove_attachment",
    "rename_attachment",
    "save_copy",
    "shown_file",
]

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

    from fieldservice.domain.commands.attachments import (
        AttachFiles,
        NewAttachment,
        RemoveAttachment,
        RenameAttachment,
        attach_files,
        remove_attachment,
        rename_attachment,
    )
    from fieldservice.domain.queries.attachments import (
        AttachmentRow,
        TakenIn,
        attachment_content,
        attachments_of,
        copy_to_open,
        save_copy,
        take_in,
    )
else:
    PdfDocument = Deferred("pypdfium2", "PdfDocument")
    _COMMANDS = "fieldservice.domain.commands.attachments"
    _QUERIES = "fieldservice.domain.queries.attachments"
    AttachFiles = Deferred(_COMMANDS, "AttachFiles")
    NewAttachment = Deferred(_COMMANDS, "NewAttachment")
    RemoveAttachment = Deferred(_COMMANDS, "RemoveAttachment")
    RenameAttachment = Deferred(_COMMANDS, "RenameAttachment")
    attach_files = Deferred(_COMMANDS, "attach_files")
    remove_attachment = Deferred(_COMMANDS, "remove_attachment")
    rename_attachment = Deferred(_COMMANDS, "rename_attachment")
    attachment_content = Deferred(_QUERIES, "attachment_content")
    attachments_of = Deferred(_QUERIES, "attachments_of")
    copy_to_open = Deferred(_QUERIES, "copy_to_open")
    save_copy = Deferred(_QUERIES, "save_copy")
    take_in = Deferred(_QUERIES, "take_in")

LONGEST_TEXT = 200_000
LARGEST_SIDE = 2_400
_KEPT_SHAPE = Qt.AspectRatioMode.KeepAspectRatio


@dataclass(frozen=True, slots=True)
class PastedPicture:
    """A picture from the clipboard: it becomes a PNG file on the worker."""

    name: str
    image: QImage


Offered = FileOffer | PastedPicture


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file made ready to be looked at: a picture (of a PDF its first page), or its text."""

    row: "AttachmentRow"
    content: bytes
    picture: QImage | None = None
    pages: int = 0
    text: str = ""


def offers_in(mime: QMimeData, picture_name: str) -> list[Offered]:
    """What was dropped or pasted: files of this machine, else a picture."""
    paths = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
    if paths:
        return [_offer(path) for path in paths]
    image = mime.imageData() if mime.hasImage() else None
    return [PastedPicture(picture_name, image)] if isinstance(image, QImage) else []


def keep(session: Any, offers: Sequence[Offered]) -> "TakenIn":
    """Take files in; on a worker, where pictures are encoded too."""
    return take_in(session, [_as_file(offer) for offer in offers])


def shown_file(session: Any, attachment_id: UUID, width: int) -> ShownFile:
    """Read and decode a file, for a picture of about this width."""
    found = attachment_content(session, attachment_id)
    row, content = found.row, found.content
    if row.preview is Preview.PICTURE:
        return ShownFile(row, content, picture=_picture(content))
    if row.preview is Preview.PDF:
        image, pages = PdfPages.page(content, 0, width)
        return ShownFile(row, content, picture=image, pages=pages)
    text = _text(content) if row.preview is Preview.TEXT else ""
    return ShownFile(row, content, text=text)


def pdf_page(session: Any, content: bytes, number: int, width: int) -> QImage | None:
    """Draw one page of a PDF; `session` is not needed, but this runs where queries do."""
    del session
    return PdfPages.page(content, number, width)[0]


class PdfPages:
    """Draws pages of PDF files. The library must not be entered by two threads at once."""

    _one_at_a_time: ClassVar[Lock] = Lock()

    @classmethod
    def page(cls, content: bytes, number: int, width: int) -> tuple[QImage | None, int]:
        """The page's picture and the number of pages; no picture for a file that cannot be read."""
        with cls._one_at_a_time:
            try:
                document = PdfDocument(content)
            except RuntimeError:  # as the library says that a file is damaged or locked
                return None, 0
            try:
                page = document[number]
                drawn = page.render(scale=width / max(1.0, page.get_width()), rev_byteorder=False)
                image = QImage(
                    bytes(drawn.buffer), drawn.width, drawn.height, drawn.stride, _format(drawn.n_channels)
                )
                return image.copy(), len(document)
            finally:
                document.close()


def _format(channels: int) -> QImage.Format:
    return QImage.Format.Format_RGB32 if channels == _WITH_ALPHA else QImage.Format.Format_BGR888


def _offer(path: str) -> FileOffer:
    place = Path(path)
    return FileOffer(place.name, place)


def _as_file(offer: Offered) -> FileOffer:
    if isinstance(offer, FileOffer):
        return offer
    written = QByteArray()
    buffer = QBuffer(written)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    offer.image.save(buffer, "PNG")  # type: ignore[call-overload]
    buffer.close()
    return FileOffer(offer.name, content=bytes(written.data()))


def _picture(content: bytes) -> QImage | None:
    """Turned as the camera says, and no larger than a screen can show."""
    source = QBuffer()
    source.setData(content)
    source.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(source)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > LARGEST_SIDE:
        reader.setScaledSize(size.scaled(QSize(LARGEST_SIDE, LARGEST_SIDE), _KEPT_SHAPE))
    image = reader.read()
    return None if image.isNull() else image


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16" if content[:2] in _ORDER_MARKS else "cp1250", "latin-1"):
        try:
            return content.decode(encoding)[:LONGEST_TEXT].replace("\0", "")
        except UnicodeDecodeError:
            continue
    return ""


_WITH_ALPHA = 4
_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
