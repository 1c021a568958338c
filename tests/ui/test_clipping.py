"""Nothing is cut: at 200 %, with letters of 14 points, in small windows, and with texts a third longer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from fieldservice.sentences.sayings import Sayings
from fieldservice.ui.kit.colours import ThemeName
from fieldservice.ui.kit.theme import apply_theme, make_theme
from tests.factories import Company
from tests.ui.looking import cut, cut_headers, too_wide
from tests.ui.walked_desk import WalkedDesk, screen_ids, walked

FOURTEEN_POINTS = 133
"""The scale at which plain text is 14 points high: it is 10.5 at 100 %."""

LONGER = 1.35
PLACEHOLDER = re.compile(r"(\{[^}]*\})")
VOWELS = re.compile("([aeiouyAEIOUY])")


SIZES = ((1024, 768), (800, 600))


@dataclass(frozen=True, slots=True)
class Setting:
    """How a person sits at the desk: at windows of these sizes, one after the other."""

    scale: int
    sizes: tuple[tuple[int, int], ...] = SIZES
    is_longer: bool = False

    def __str__(self) -> str:
        manner = "-longer" if self.is_longer else ""
        return f"{self.scale}%{manner}-" + "-".join(f"{width}x{height}" for width, height in self.sizes)


LETTERS = (
    Setting(100, is_longer=True),
    Setting(FOURTEEN_POINTS),
    Setting(200, ((1440, 900),)),
)
"""What makes texts larger; shorter texts and smaller letters fit where these do."""


def longer(text: str) -> str:
    """The text a third longer, its placeholders and line ends as they were: vowels are said twice."""
    parts = [
        part if PLACEHOLDER.fullmatch(part) else VOWELS.sub(r"\1\1", part) for part in PLACEHOLDER.split(text)
    ]
    grown = "".join(parts)
    missing = int(len(text) * LONGER) - len(grown)
    return grown + "~" * max(0, missing)


HARDEST = (
    Setting(100, ((1024, 768),), is_longer=True),
    Setting(FOURTEEN_POINTS, ((1024, 768),)),
    Setting(200, ((1440, 900),)),
)
"""Where dialogs break. The second is narrower than 800 x 600 with the usual letters, which it stands for."""


@pytest.fixture
def desk(
    request: pytest.FixtureRequest,
    lived_in: Company,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[WalkedDesk]:
    setting: Setting = request.param
    if setting.is_longer:
        _say_longer(monkeypatch)
    theme = make_theme(ThemeName.LIGHT, scale_percent=setting.scale)
    apply_theme(qapp, theme)
    with walked(lived_in, size=setting.sizes[0]) as made:
        yield made


def _say_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    text, plural, in_context = Sayings.text, Sayings.plural, Sayings.in_context
    monkeypatch.setattr(Sayings, "text", lambda self, message: longer(text(self, message)))
    monkeypatch.setattr(
        Sayings, "plural", lambda self, one, many, number: longer(plural(self, one, many, number))
    )
    monkeypatch.setattr(
        Sayings, "in_context", lambda self, context, message: longer(in_context(self, context, message))
    )


SCREENS = screen_ids()


@pytest.mark.covers("39")
@pytest.mark.parametrize("desk", LETTERS, ids=str, indirect=True)
def test_nothing_is_cut_on_any_screen(desk: WalkedDesk, request: pytest.FixtureRequest) -> None:
    found: list[str] = []
    for screen_id in SCREENS:
        desk.go(screen_id)
        for width, height in request.node.callspec.params["desk"].sizes:
            desk.window.resize(width, height)
            desk.settle()
            seen = (*cut(desk.window), *cut_headers(desk.window), *too_wide(desk.window))
            found += [f"{screen_id} at {width} x {height}: {what}" for what in seen]

    assert found == []


@pytest.mark.covers("39")
@pytest.mark.parametrize("screen_id", SCREENS)
@pytest.mark.parametrize("desk", HARDEST, ids=str, indirect=True)
def test_nothing_is_cut_in_the_dialogs_of_a_screen(desk: WalkedDesk, screen_id: str) -> None:
    found: list[str] = []

    def look(dialog: QWidget, name: str) -> None:
        window = desk.window
        found.extend(f"{name}: {what}" for what in (*cut(dialog), *cut_headers(dialog), *too_wide(dialog)))
        if dialog.width() > window.width() or dialog.height() > window.height():
            found.append(f"{name} is larger than the window: {dialog.width()} x {dialog.height()}")

    desk.dialogs.look = look
    desk.run_actions(screen_id)

    assert found == []


def test_a_longer_text_keeps_its_placeholders() -> None:
    said = longer("Ticket {number} closed; {count} orders were cancelled.")

    assert "{number}" in said
    assert "{count}" in said
    assert len(said) >= LONGER * len("Ticket {number} closed; {count} orders were cancelled.") - 1
