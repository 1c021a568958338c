"""How this workstation stands to its centre, at a glance."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.chips import Chip
from fieldservice.ui.kit.facts import Facts
from fieldservice.ui.kit.labels import ElidedLabel, Look, label, set_tone
from fieldservice.ui.kit.sections import Mark
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.exchange import words
from fieldservice.ui.screens.exchange.parts import ExchangeParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.exchange import Standing


class StandingCard(Card):
    """Line, age of the data, what waits, where; and in words what stands in the way."""

    def __init__(self, parts: ExchangeParts) -> None:
        super().__init__(_("Centre"), padded=False, name="standingCard")
        self._parts = parts
        self.leave = quiet(_("Leave…"), name="leaveButton")
        self.add_trailing(self.leave)
        facts = Facts(name="exchangeFacts")
        self.line, self._exchanged, self._waiting, self._branch = (Chip() for _each in range(4))
        self._line_words, self._age, self._work, self._place = (
            ElidedLabel("", Look.STRONG) for _each in range(4)
        )
        for title, text, chip in (
            (_("Line"), self._line_words, self.line),
            (_("Data of"), self._age, self._exchanged),
            (_("Waits to be sent"), self._work, self._waiting),
            (_("Branch"), self._place, self._branch),
        ):
            facts.add(title, text, _at_left(chip))
            chip.hide()
        self.add(facts)
        self.trouble = label("", Look.PLAIN, wraps=True)
        self.trouble.setObjectName("exchangeTrouble")
        side = current_theme().px(16)
        self.trouble.setContentsMargins(side, 0, side, current_theme().px(12))
        self.trouble.hide()
        self.add(self.trouble)

    def show_standing(self, standing: "Standing") -> None:
        parts, wording, now = self._parts, self._parts.wording, self._parts.now()
        home = parts.home
        since = home.offline_since or standing.exchanged_at
        mark = words.line_mark(is_online=home.is_online, since=since, now=now, words=wording)
        _show(self.line, (_("exchanging…"), mark[1], mark[2]) if home.is_running else mark)
        self._line_words.setText(standing.address.partition("://")[2])
        self._age.setText(words.age_words(standing.exchanged_at, now, wording))
        _show(self._exchanged, words.age_mark(standing.exchanged_at, now))
        self._work.setText(words.waiting_words(standing, now, wording))
        _show(self._waiting, words.work_mark(standing, wording))
        self._place.setText(standing.branch)
        _show(self._branch, words.place_mark(standing))
        trouble = words.trouble_words(standing, wording)
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        set_tone(self.trouble, words.trouble_tone(standing))


def _show(chip: Chip, mark: Mark) -> None:
    chip.show_state(*mark)
    chip.setVisible(bool(mark[0]))


def _at_left(chip: Chip) -> QWidget:
    row = QWidget()
    across = QHBoxLayout(row)
    across.setContentsMargins(0, 0, 0, 0)
    across.addWidget(chip)
    across.addStretch(1)
    return row
