"""The typeface of all papers: Source Sans Pro, embedded as a subset. Its figures are all of one width.

reportlab keeps fonts in a registry of its own; they are put there once, when the first paper is made.
"""

import importlib.util
import re
from enum import StrEnum
from functools import cache
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont

_PACKAGE = "font_source_sans_pro"
# What cannot be drawn: control characters but for line ends and tabs, halves of characters, non-characters.
_NOT_PRINTABLE = re.compile(r"[\x00-\x08\x0b-\x0d\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Face(StrEnum):
    """The faces in use, by the names that reportlab knows them by."""

    REGULAR = "SourceSansPro-Regular"
    STRONG = "SourceSansPro-Semibold"


@cache
def load_typeface() -> None:
    """Make the faces known to reportlab. Raises `LookupError` when the package of the typeface is missing."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise LookupError(f"the package {_PACKAGE} is not installed")
    for face in Face:
        registerFont(TTFont(face, str(Path(spec.origin).parent / "files" / f"{face}.ttf")))


def printable(text: str) -> str:
    """The text without characters that no paper can show; every line end is a line feed."""
    return _NOT_PRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).replace("\t", "    ")


def fitting_size(text: str, face: Face, size: float, width: float) -> float:
    """The size, or a smaller one at which the text is no wider than `width` points."""
    needed = stringWidth(text, face, size)
    return size if needed <= width else size * width / needed
