"""How fast work orders are printed, beside reportlab's bare canvas drawing the very same lines of text.

The peer does nothing but draw strings at given places, in the same typeface: it is the limit of the library.
"""

from dataclasses import replace
from io import BytesIO
from statistics import median
from time import perf_counter

import pypdfium2  # type: ignore[import-untyped]
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from fieldservice.reports.typeface import Face, load_typeface
from fieldservice.reports.work_order import order_pdf, write_orders
from tests.reports.samples import an_order_sheet, wording

ORDERS = 200
ROUNDS = 3
LEAST_RATIO = 0.5
TOP, LEFT, STEP = 280 * mm, 18 * mm, 4.4 * mm


def measure() -> dict[str, float]:
    """Pages per second of both, their ratio and its limit; milliseconds and kilobytes of a single sheet."""
    words = wording("pl")
    sheets = [replace(an_order_sheet(), number=f"WAW-{number:06}/1") for number in range(1, ORDERS + 1)]
    one = order_pdf(sheets[0], words)
    lines = _lines(one)
    ours = median(_seconds(lambda: write_orders(sheets, words)) for _ in range(ROUNDS))
    peer = median(_seconds(lambda: _strings_only(lines)) for _ in range(ROUNDS))
    single = median(_seconds(lambda: order_pdf(sheets[0], words)) for _ in range(ROUNDS))
    return {
        "pages_per_second": ORDERS / ours,
        "canvas_pages_per_second": ORDERS / peer,
        "ratio": peer / ours,
        "least_ratio": LEAST_RATIO,
        "single_ms": single * 1000,
        "single_kb": len(one) / 1024,
    }


def _lines(document: bytes) -> list[str]:
    page = pypdfium2.PdfDocument(document)[0]
    text: str = page.get_textpage().get_text_bounded()
    return text.splitlines()


def _strings_only(lines: list[str]) -> bytes:
    load_typeface()
    buffer = BytesIO()
    canvas = Canvas(buffer, pageCompression=1, invariant=1)
    for _number in range(ORDERS):
        canvas.setFont(Face.REGULAR, 10)
        for place, line in enumerate(lines):
            canvas.drawString(LEFT, TOP - place * STEP, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _seconds(call: object) -> float:
    started = perf_counter()
    assert callable(call)
    call()
    return perf_counter() - started
