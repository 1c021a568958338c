"""Colours, fonts and measures: readable in every theme, growing together."""

import subprocess
import sys

import pytest
from PySide6.QtGui import QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication

from fieldservice.ui.kit.colours import COLOURS_OF, ThemeName, contrast, pairs_in_use
from fieldservice.ui.kit.icons import has_icon
from fieldservice.ui.kit.measures import Measures
from fieldservice.ui.kit.theme import FAMILY, apply_theme, current_theme, make_theme

READABLE = 4.5
ENHANCED = 7
TOLD_APART = 2.5


@pytest.mark.parametrize("name", ThemeName)
def test_every_pair_of_colours_in_use_can_be_read(name: ThemeName) -> None:
    too_faint = {pair for pair in pairs_in_use(COLOURS_OF[name]) if contrast(*pair) < READABLE}

    assert too_faint == set()


@pytest.mark.covers("39")
def test_a_hint_does_not_look_like_something_typed_in_high_contrast() -> None:
    colours = COLOURS_OF[ThemeName.HIGH_CONTRAST]

    assert contrast(colours.hint, colours.panel) >= ENHANCED
    assert contrast(colours.hint, colours.text) >= TOLD_APART


ROLES = QPalette.ColorRole
PAIRS_OF_ROLES = (
    (ROLES.WindowText, ROLES.Window),
    (ROLES.Text, ROLES.Base),
    (ROLES.Text, ROLES.AlternateBase),
    (ROLES.ButtonText, ROLES.Button),
    (ROLES.HighlightedText, ROLES.Highlight),
    (ROLES.ToolTipText, ROLES.ToolTipBase),
    (ROLES.PlaceholderText, ROLES.Base),
    (ROLES.Link, ROLES.Base),
    (ROLES.Link, ROLES.Window),
    (ROLES.LinkVisited, ROLES.Base),
    (ROLES.BrightText, ROLES.Window),
)


@pytest.mark.covers("39")
@pytest.mark.parametrize("name", ThemeName)
@pytest.mark.parametrize("group", [QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive])
def test_every_pair_of_palette_roles_can_be_read(
    qapp: QApplication, name: ThemeName, group: QPalette.ColorGroup
) -> None:
    apply_theme(qapp, make_theme(name))
    palette = qapp.palette()

    too_faint = [
        (ink.name, ground.name)
        for ink, ground in PAIRS_OF_ROLES
        if contrast(palette.color(group, ink).name(), palette.color(group, ground).name()) < READABLE
    ]

    assert too_faint == []


def test_contrast_follows_the_published_formula() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scale", [80, 100, 125, 200])
def test_fonts_and_measures_grow_together(scale: int) -> None:
    theme = make_theme(scale_percent=scale)

    assert theme.font(14).pixelSize() == round(14 * scale / 100)
    assert theme.measures.field_height == round(32 * scale / 100)
    assert theme.measures.row_height == round(33 * scale / 100)


@pytest.mark.parametrize("scale", [0.5, 2.5])
def test_a_scale_outside_what_is_promised_does_not_construct(scale: float) -> None:
    with pytest.raises(ValueError, match="outside"):
        Measures(scale)


def test_digits_are_equally_wide_so_that_numbers_stand_below_each_other(qapp: QApplication) -> None:
    metrics = QFontMetricsF(make_theme().font())

    assert {metrics.horizontalAdvance(digit) for digit in "0123456789"} == {metrics.horizontalAdvance("0")}


def test_the_typeface_is_the_one_of_the_documents(qapp: QApplication) -> None:
    assert qapp.font().family() == FAMILY


def test_a_theme_applied_is_the_one_in_force(qapp: QApplication) -> None:
    dark = make_theme(ThemeName.DARK, scale_percent=125)

    apply_theme(qapp, dark)

    assert current_theme() == dark
    assert qapp.palette().window().color().name().upper() == dark.colours.ground


@pytest.mark.parametrize("icon", ["tray", "note", "calendar", "users", "plus", "x", "arrow-right"])
def test_icons_of_the_rail_are_in_the_set(qapp: QApplication, icon: str) -> None:
    assert has_icon(icon)


def test_starting_the_window_imports_nothing_that_is_slow() -> None:
    code = (
        "import sys, fieldservice.ui.main_window as w; "
        "slow = {'sqlalchemy', 'qtawesome', 'reportlab', 'phonenumbers', 'pyqtgraph', 'numpy', 'requests'}; "
        "sys.exit(' '.join(slow & set(sys.modules)) or 0)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


ASKED_EARLY = """
from PySide6.QtWidgets import QApplication
from fieldservice.ui.kit.theme import apply_theme, current_theme, make_theme
application = QApplication([])
early = current_theme().font(12)
apply_theme(application, make_theme())
print(current_theme().font(12) is early)
"""


def test_a_font_asked_for_before_the_typeface_was_there_is_not_kept() -> None:
    """It may have been measured in the system's typeface, which is wider, and then words are cut for ever."""
    done = subprocess.run([sys.executable, "-c", ASKED_EARLY], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"
