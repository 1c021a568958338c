"""The look in force: colours by role, measures by scale, fonts.

Colours are written in `colours`, rules in `style_sheet`. The theme lives where Qt keeps its palette: on the
application. `current_theme()` reads it there, so that a widget needs no argument for it and nothing is kept
in a module.
"""

import importlib.util
import logging
from functools import cache
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.ui.kit.colours import COLOURS_OF, LIGHT, Colours, ThemeName
from fieldservice.ui.kit.measures import Measures
from fieldservice.ui.kit.style_sheet import style_sheet

_log = logging.getLogger(__name__)

FAMILY = "Source Sans Pro"
_FONT_PACKAGE = "font_source_sans_pro"
_FACES = ("Regular", "Semibold", "Bold", "It")
_PROPERTY = "fieldserviceTheme"

_REGULAR = QFont.Weight.Normal
_SEMIBOLD = QFont.Weight.DemiBold


@dataclass(frozen=True, slots=True)
class Theme:
    colours: Colours
    measures: Measures

    def font(self, size: int = 14, *, strong: bool = False) -> QFont:
        """The typeface at `size` pixels of the unscaled design. Shared: copy it before changing it."""
        return _font(self.measures.px(size), strong)

    def px(self, size: float) -> int:
        return self.measures.px(size)

    def gap(self, size: float) -> int:
        """Room between parts, which a compact desk has less of."""
        return self.measures.gap(size)

    @property
    def ring(self) -> int:
        """Width of the focus ring: always thicker than a line."""
        return self.measures.px(self.colours.line_width + 1)

    @property
    def is_high_contrast(self) -> bool:
        return self.colours.line_width > 1


def make_theme(
    name: ThemeName = ThemeName.LIGHT, *, scale_percent: int = 100, is_compact: bool = False
) -> Theme:
    return Theme(COLOURS_OF[name], Measures(scale_percent / 100, is_compact))


def needs_new_layout(old: Theme, new: Theme) -> bool:
    """Whether what is laid out already stands wrong under the new theme; colours alone change at once."""
    return old.measures != new.measures or old.colours.line_width != new.colours.line_width


def apply_theme(application: QApplication, theme: Theme) -> None:
    """Put the theme in force for every widget, also those already on the screen."""
    _load_fonts()
    application.setProperty(_PROPERTY, theme)
    application.setStyle("Fusion")
    application.setFont(theme.font())
    application.setPalette(_palette(theme.colours))
    application.setStyleSheet(style_sheet(theme.colours, theme.measures))


def current_theme() -> Theme:
    """The theme that `apply_theme` put in force; the light one at 100 % before that."""
    application = QCoreApplication.instance()
    theme = application.property(_PROPERTY) if application is not None else None
    return theme if isinstance(theme, Theme) else Theme(LIGHT, Measures(1.0))


@cache
def _font(pixels: int, strong: bool, /) -> QFont:  # noqa: FBT001 - called in one place
    font = QFont(FAMILY)
    font.setPixelSize(pixels)
    font.setWeight(_SEMIBOLD if strong else _REGULAR)
    return font


def _load_fonts() -> None:
    """What was measured before the typeface was there was measured in another one: that is forgotten."""
    if QFontDatabase.hasFamily(FAMILY):
        return
    _font.cache_clear()
    spec = importlib.util.find_spec(_FONT_PACKAGE)
    if spec is None or spec.origin is None:
        _log.info("typeface %s is not installed, the system's is used", FAMILY)
        return
    for face in _FACES:
        QFontDatabase.addApplicationFont(
            str(Path(spec.origin).parent / "files" / f"SourceSansPro-{face}.ttf")
        )


def _palette(colours: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette(QColor(colours.panel), QColor(colours.ground))
    for target, colour in (
        (role.Window, colours.ground),
        (role.WindowText, colours.text),
        (role.Base, colours.panel),
        (role.AlternateBase, colours.ground),
        (role.Text, colours.text),
        (role.Button, colours.panel),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.stop),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.Accent, colours.accent),
        (role.Link, colours.accent),
        (role.LinkVisited, colours.accent),
        (role.PlaceholderText, colours.hint),
        (role.ToolTipBase, colours.text),
        (role.ToolTipText, colours.panel),
        (role.Mid, colours.line),
        (role.Light, colours.panel),
        (role.Midlight, colours.line),
        (role.Dark, colours.muted),
        (role.Shadow, colours.line),
    ):
        palette.setColor(target, QColor(colour))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(colours.muted))
    return palette
