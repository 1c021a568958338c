"""My desk: look, language, day and notices of the person who works here. Nothing is to be saved."""

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.pages import Page
from fieldservice.ui.kit.side_by_side import SideBySide
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.personal.cards import DayCard, LanguageCard, LookCard, NoticesCard, SettingCard
from fieldservice.ui.screens.personal.parts import PersonalParts
from fieldservice.wording import _

_PAUSE_MS = 300
_CARD_NEEDS = 360


class PersonalView(Page):
    """A choice holds as soon as one stops choosing; stepping through a list does not flicker."""

    def __init__(self, parts: PersonalParts) -> None:
        super().__init__(_("My desk"), name="personal", scrolls=True)
        self._parts = parts
        self._is_showing = self._is_edited = False
        self.look = LookCard(parts)
        self.language = LanguageCard(parts)
        self.day = DayCard(parts)
        self.notices = NoticesCard(parts)
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.choose_now)
        self._lay_out()
        for card in self._cards():
            card.edited.connect(self._on_edited)
        self._declare_actions()

    def open_at(self, argument: object) -> None:
        del argument
        self._show_chosen()

    def first_field(self) -> QWidget:
        return self.look.theme

    def leave(self) -> None:
        self.choose_now()

    @Slot()
    def choose_now(self) -> None:
        """Put what is chosen on the cards in force."""
        self._pause.stop()
        if not self._is_edited:
            return
        self._is_edited = False
        chosen = self._parts.habits.preferences
        for card in self._cards():
            chosen = card.put(chosen)
        self._parts.habits.choose(chosen)

    def _cards(self) -> tuple[SettingCard, ...]:
        return self.look, self.language, self.day, self.notices

    def _lay_out(self) -> None:
        words = _("Every choice holds at once, for you alone, wherever you sign in at this desk.")
        self.body.addWidget(label(words, Look.MUTED, wraps=True))
        left, right = _column(self.look, self.language), _column(self.day, self.notices)
        self.body.addWidget(SideBySide(left, right, left_needs=_CARD_NEEDS))
        self.body.addStretch(1)
        self._as_desk = quiet(_("As the desk is set"), name="asDeskButton")
        self.add_right(self._as_desk)

    def _declare_actions(self) -> None:
        spec = ActionSpec("personal.as_desk", _("As the desk is set"), icon="arrow-counter-clockwise")
        self._as_desk.follow(self._parts.services.actions.add(spec, self._on_as_desk, scope=self))

    def _show_chosen(self) -> None:
        self._is_showing = True
        for card in self._cards():
            card.show_chosen(self._parts.habits.preferences)
        self._is_showing = False

    def _on_edited(self) -> None:
        if not self._is_showing:
            self._is_edited = True
            self._pause.start()

    def _on_as_desk(self) -> None:
        self._pause.stop()
        self._is_edited = False
        self._parts.habits.choose(self._parts.habits.defaults)
        self._show_chosen()


def _column(*cards: SettingCard) -> QWidget:
    column = QWidget()
    down = QVBoxLayout(column)
    down.setContentsMargins(0, 0, 0, 0)
    down.setSpacing(current_theme().gap(16))
    for card in cards:
        down.addWidget(card)
    down.addStretch(1)
    return column
