"""A number as a QR code, to be read by a telephone's camera."""

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.platypus import Flowable

from fieldservice.reports.layout import Ink

_QUIET = 4  # modules that stay white around it
_MASK = 0  # readers take any of the eight; trying which looks best takes four times as long


class SquareCode(Flowable):  # type: ignore[misc]
    """`content` as a square whose side, quiet zone included, is `side` points."""

    def __init__(self, content: str, side: float) -> None:
        super().__init__()
        self.width = self.height = side
        self._content = content

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        modules = _modules(self._content)
        module = self.width / (len(modules) + 2 * _QUIET)
        path = self.canv.beginPath()
        for number, row in enumerate(modules):
            bottom = self.height - (_QUIET + number + 1) * module
            for first, length in _runs(row):
                path.rect((_QUIET + first) * module, bottom, length * module, module)
        self.canv.setFillColor(Ink.TEXT)
        self.canv.drawPath(path, stroke=0, fill=1)


def _modules(content: str) -> list[list[bool]]:
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(content)
    code.version = code.calculate_version()
    code.makeImpl(test=False, maskPattern=_MASK)
    size = code.getModuleCount()
    return [[bool(code.isDark(row, column)) for column in range(size)] for row in range(size)]


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Where dark modules begin and how many they are."""
    runs: list[tuple[int, int]] = []
    for place, is_dark in enumerate(row):
        if is_dark and place and row[place - 1]:
            first, length = runs[-1]
            runs[-1] = (first, length + 1)
        elif is_dark:
            runs.append((place, 1))
    return runs
