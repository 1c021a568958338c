"""Icons of the one set (Phosphor, regular weight), as glyphs of its typeface.

The typeface lies in the package `qtawesome`; that package itself is not imported, since it loads every set it
has. Words are painted before icons: the first icon is asked for after the first paint.
"""

import importlib.util
import logging
import re
from functools import cache
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPixmap

from fieldservice.ui.kit.theme import current_theme

_log = logging.getLogger(__name__)
_FACE = "phosphor-1.3.0.ttf"
_NAMES = "phosphor-charmap-1.3.0.json"
_CENTRE = Qt.AlignmentFlag.AlignCenter


def paint_icon(painter: QPainter, name: str, box: QRect, colour: str) -> None:
    """Paint the icon centred in `box`, at the height of the box."""
    font = QFont(_set()[0])
    font.setPixelSize(box.height())
    painter.save()
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(box, _CENTRE, _glyph(name) or "?")
    painter.restore()


def icon(name: str, colour: str | None = None) -> QIcon:
    """A `QIcon` in the colour of muted text unless another is given, sharp at 100 and 200 %."""
    theme = current_theme()
    result = QIcon()
    for ratio in (1, 2):
        pixmap = QPixmap(theme.measures.icon * ratio, theme.measures.icon * ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint_icon(painter, name, pixmap.rect(), colour or theme.colours.muted)
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        result.addPixmap(pixmap)
    return result


def has_icon(name: str) -> bool:
    return bool(_glyph(name))


@cache
def _glyph(name: str) -> str:
    """The icon's letter, found in the set's table as text: parsing its thousands takes longer than the first
    picture has time for.
    """
    found = re.search(rf'"{re.escape(name)}"\s*:\s*"(?:0x)?([0-9a-f]+)"', _set()[1])
    return chr(int(found[1], 16)) if found else ""


@cache
def _set() -> tuple[str, str]:
    """The family's name and the table of its glyphs, read once."""
    spec = importlib.util.find_spec("qtawesome")
    if spec is None or spec.origin is None:
        _log.info("the icon set is not installed, icons are left out")
        return "", ""
    folder = Path(spec.origin).parent / "fonts"
    number = QFontDatabase.addApplicationFont(str(folder / _FACE))
    families = QFontDatabase.applicationFontFamilies(number)
    return families[0] if families else "", (folder / _NAMES).read_text("utf-8")
