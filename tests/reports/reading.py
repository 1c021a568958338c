"""Reads papers back as a person or a program would: the text of each page, and the fonts inside the file."""

import ctypes
import re
from dataclasses import fields, is_dataclass
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
from PIL.Image import Image


def pages(document: bytes) -> list[str]:
    """The text of each page, with plain line ends."""
    opened = pypdfium2.PdfDocument(document)
    try:
        return [_text(opened, number) for number in range(len(opened))]
    finally:
        opened.close()


def _text(opened: pypdfium2.PdfDocument, number: int) -> str:
    page = opened[number]
    text_page = page.get_textpage()
    text: str = text_page.get_text_bounded()
    text_page.close()
    page.close()
    return text.replace("\r\n", "\n")


def pictures(document: bytes) -> list[Image]:
    """Each page as it looks, one pixel a point."""
    opened = pypdfium2.PdfDocument(document)
    shown = [opened[number].render(scale=1).to_pil() for number in range(len(opened))]
    opened.close()
    return shown


def one_line(text: str) -> str:
    """Without the breaks that the width of the paper made."""
    return re.sub(r"\s+", " ", text).strip()


def whole_text(document: bytes) -> str:
    return one_line(" ".join(pages(document)))


def accepted_form(document: bytes) -> str:
    """The text of a document as it is kept for comparison."""
    return "\n\n----- next page -----\n\n".join(page.strip() for page in pages(document)) + "\n"


def fonts(document: bytes) -> dict[str, bool]:
    """The fonts that draw text, by name, and whether they travel inside the file."""
    opened = pypdfium2.PdfDocument(document)
    found: dict[str, bool] = {}
    for number in range(len(opened)):
        page = opened[number]
        for part in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
            font = pdfium.FPDFTextObj_GetFont(part.raw)
            name = ctypes.create_string_buffer(200)
            pdfium.FPDFFont_GetBaseFontName(font, name, 200)
            found[name.value.decode()] = bool(pdfium.FPDFFont_GetIsEmbedded(font))
        page.close()
    opened.close()
    return found


def texts_in(row: Any) -> list[str]:
    """Every text that is not empty in a row and the rows inside it."""
    if isinstance(row, str):
        return [row] if row and not hasattr(row, "value") else []
    if isinstance(row, tuple | list):
        return [text for each in row for text in texts_in(each)]
    if is_dataclass(row):
        return [text for field in fields(row) for text in texts_in(getattr(row, field.name))]
    return []
