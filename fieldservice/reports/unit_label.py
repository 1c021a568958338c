"""Labels for units: what it is, whose it is, and a square code that a telephone reads; one page a label."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from fieldservice.reports.layout import Ink
from fieldservice.reports.square_code import SquareCode
from fieldservice.reports.typeface import Face, fitting_size, load_typeface, printable

LABEL_WIDTH, LABEL_HEIGHT = 70 * mm, 37 * mm
_EDGE = 3 * mm
_CODE = 27 * mm
_LEFT = _EDGE + _CODE + 2 * mm
_ROOM = LABEL_WIDTH - _LEFT - _EDGE


@dataclass(frozen=True, slots=True)
class UnitLabel:
    """`content` is what the code says: the serial number, by which the search finds the unit."""

    serial_number: str
    name: str
    customer: str
    site: str
    place: str = ""
    call: str = ""

    @property
    def content(self) -> str:
        return self.serial_number


def unit_labels_pdf(labels: Iterable[UnitLabel], language: str) -> bytes:
    """Same labels, same bytes."""
    load_typeface()
    buffer = BytesIO()
    canvas = Canvas(
        buffer,
        pagesize=(LABEL_WIDTH, LABEL_HEIGHT),
        pageCompression=1,
        invariant=1,
        lang=language,
        initialFontName=Face.REGULAR,
    )
    for label in labels:
        _draw(canvas, label)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _draw(canvas: Canvas, label: UnitLabel) -> None:
    SquareCode(label.content, _CODE).drawOn(canvas, _EDGE - 1 * mm, LABEL_HEIGHT - _EDGE - _CODE + 1 * mm)
    top = LABEL_HEIGHT - _EDGE - 4.5 * mm
    lines = (
        (label.serial_number, Face.STRONG, 14.0, 0.0),
        (label.name, Face.REGULAR, 10.0, 5.6),
        (label.customer, Face.REGULAR, 9.0, 11.4),
        (label.site, Face.REGULAR, 9.0, 15.6),
        (label.place, Face.REGULAR, 9.0, 19.8),
    )
    canvas.setFillColor(Ink.TEXT)
    for text, face, size, down in lines:
        _line(canvas, text, (face, size), top - down * mm)
    canvas.setFillColor(Ink.MUTED)
    _line(canvas, label.call, (Face.REGULAR, 8.0), _EDGE + 1 * mm)


def _line(canvas: Canvas, text: str, style: tuple[Face, float], height: float) -> None:
    """One line that is made smaller rather than cut."""
    face, size = style
    words = printable(text)
    if words:
        canvas.setFont(face, fitting_size(words, face, size, _ROOM))
        canvas.drawString(_LEFT, height, words)
