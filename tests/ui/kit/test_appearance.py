"""Theme, size and density as a person likes them; the system is followed when they leave it to that."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldservice.domain.rules.preferences import Density, Preferences, ThemeChoice
from fieldservice.ui.kit.appearance import Appearance, SystemLook
from fieldservice.ui.kit.colours import COLOURS_OF, ThemeName
from fieldservice.ui.kit.theme import current_theme


class FakeSystem(SystemLook):
    """A system that a test turns dark: the platform without a screen cannot be told to."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application.styleHints())
        self.name = ThemeName.LIGHT

    def theme(self) -> ThemeName:
        return self.name

    def turn(self, name: ThemeName) -> None:
        self.name = name
        self.changed.emit()


@pytest.fixture
def system(qapp: QApplication) -> Iterator[FakeSystem]:
    made = FakeSystem(qapp)
    yield made
    made.deleteLater()
    qapp.styleHints().unsetColorScheme()


@pytest.fixture
def appearance(qapp: QApplication, system: FakeSystem) -> Iterator[Appearance]:
    made = Appearance(qapp, system)
    yield made
    made.deleteLater()


@pytest.mark.parametrize(
    ("choice", "name"),
    [
        (ThemeChoice.LIGHT, ThemeName.LIGHT),
        (ThemeChoice.DARK, ThemeName.DARK),
        (ThemeChoice.CONTRAST, ThemeName.HIGH_CONTRAST),
    ],
)
def test_the_theme_chosen_is_worn(appearance: Appearance, choice: ThemeChoice, name: ThemeName) -> None:
    appearance.wear(Preferences(theme=choice))

    assert current_theme().colours == COLOURS_OF[name]


def test_left_to_the_system_the_desk_turns_dark_and_light_with_it(
    appearance: Appearance, system: FakeSystem
) -> None:
    appearance.wear(Preferences(theme=ThemeChoice.SYSTEM))
    system.turn(ThemeName.DARK)
    at_night = current_theme().colours
    system.turn(ThemeName.HIGH_CONTRAST)

    assert at_night.is_dark
    assert current_theme().is_high_contrast


def test_a_chosen_theme_stays_whatever_the_system_does(appearance: Appearance, system: FakeSystem) -> None:
    appearance.wear(Preferences(theme=ThemeChoice.LIGHT))
    system.turn(ThemeName.DARK)

    assert not current_theme().colours.is_dark


def test_size_and_density_outdate_what_is_laid_out_and_colours_do_not(
    qtbot: QtBot, appearance: Appearance
) -> None:
    appearance.wear(Preferences(theme=ThemeChoice.LIGHT))
    with qtbot.assertNotEmitted(appearance.layout_outdated):
        appearance.wear(Preferences(theme=ThemeChoice.DARK))
    with qtbot.waitSignal(appearance.layout_outdated):
        appearance.wear(Preferences(theme=ThemeChoice.DARK, scale_percent=150))
    with qtbot.waitSignal(appearance.layout_outdated):
        appearance.wear(Preferences(theme=ThemeChoice.DARK, scale_percent=150, density=Density.COMPACT))
    with qtbot.waitSignal(appearance.layout_outdated):
        appearance.wear(Preferences(theme=ThemeChoice.CONTRAST, scale_percent=150, density=Density.COMPACT))


def test_a_compact_desk_has_more_rows_and_the_same_letters(appearance: Appearance) -> None:
    appearance.wear(Preferences(theme=ThemeChoice.LIGHT))
    roomy = current_theme()
    appearance.wear(Preferences(theme=ThemeChoice.LIGHT, density=Density.COMPACT))
    dense = current_theme()

    assert dense.font() == roomy.font()
    assert dense.measures.row_height < roomy.measures.row_height
    assert dense.measures.field_height >= 24
