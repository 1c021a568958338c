"""One request of the tray: who, what was said, why it is not served, and what can be done."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.cards import Card, rule, soft_block
from fieldservice.ui.kit.chips import Chip
from fieldservice.ui.kit.empty import EmptyState, EmptyWords
from fieldservice.ui.kit.labels import Look, label, selectable
from fieldservice.ui.kit.lights import Lights
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.kit.verdict_words import lights_of, sentence_of, strong_parts_of, waiting_lights
from fieldservice.ui.screens.trays import words
from fieldservice.ui.screens.trays.calls import TrayShown
from fieldservice.wording import Wording, _


class RequestCard(Card):
    """Emits what was pressed; what it shows is decided by the view."""

    told_pressed = Signal()
    dismiss_pressed = Signal()
    call_back_pressed = Signal()
    ticket_pressed = Signal()

    def __init__(self, wording: Wording, now: Callable[[], datetime]) -> None:
        super().__init__(_("Request"), padded=False, name="requestCard")
        self._wording = wording
        self._now = now
        self._state = Chip(name="toldChip")
        self.add_trailing(self._state)
        self._who = selectable("", Look.HEADING)
        self._behind = selectable("", Look.MUTED)
        self._subject = selectable("", Look.STRONG)
        self._said = selectable()
        self._said_block = soft_block(self._said)
        self._came = label("", Look.SMALL, wraps=True)
        self._because = selectable("", Look.STRONG)
        self.lights = Lights(waiting_lights(wording), name="frozenVerdict")
        self.told = quiet("", name="toldButton")
        self.dismiss = quiet(_("Put aside…"), name="dismissButton")
        self.call_back = quiet(_("Call back"), name="callBackButton")
        self.ticket = quiet("", name="openTicketButton")
        self._stack = QStackedLayout()
        self.add(self._stack, 1)  # before the widgets: a stack without a parent shows them as windows
        self._stack.addWidget(EmptyState(EmptyWords(_("Choose a request to see it.")), name="noRequest"))
        self._stack.addWidget(self._content())
        self.told.clicked.connect(self.told_pressed)
        self.dismiss.clicked.connect(self.dismiss_pressed)
        self.call_back.clicked.connect(self.call_back_pressed)
        self.ticket.clicked.connect(self.ticket_pressed)

    def show_request(self, shown: TrayShown | None) -> None:
        self._stack.setCurrentIndex(0 if shown is None else 1)
        self._state.setVisible(shown is not None)
        if shown is None:
            return
        row = shown.row
        self._who.setText(words.who_words(shown))
        self._behind.setText(words.behind_words(shown))
        self._behind.setVisible(bool(words.behind_words(shown)))
        self._subject.setText(words.subject_words(shown))
        self._subject.setVisible(bool(words.subject_words(shown)))
        said = "\n".join(dict.fromkeys(part for part in (row.title, row.text) if part))
        self._said.setText(said)
        self._said_block.setVisible(bool(said))
        self._came.setText(self._came_words(shown))
        said_of = _("Parked: {because}") if shown.waits else _("Put aside: {because}")
        self._because.setText(said_of.format(because=row.because) if row.because else "")
        self._because.setVisible(bool(row.because))
        self._show_told(shown)
        self._show_verdict(shown)
        self._show_buttons(shown)

    def _show_told(self, shown: TrayShown) -> None:
        is_told = shown.row.requester_told
        self._state.show_state(words.told_words(shown), words.told_tone(shown), words.told_shape(shown))
        self.told.setText(_("Not told after all") if is_told else _("The requester was told"))
        self.told.updateGeometry()

    def _show_buttons(self, shown: TrayShown) -> None:
        """Nothing is done any more about what is settled; what it became is opened."""
        self.call_back.setEnabled(bool(shown.number))
        self.told.setVisible(shown.waits)
        self.dismiss.setVisible(shown.waits)
        self.ticket.setVisible(bool(shown.row.ticket_number))
        self.ticket.setText(_("Ticket {number}").format(number=shown.row.ticket_number))

    def _show_verdict(self, shown: TrayShown) -> None:
        verdict = shown.row.verdict
        if verdict is None:
            self.lights.clear()
            return
        self.lights.show_verdict(
            lights_of(verdict, self._wording),
            sentence_of(verdict, self._wording),
            strong_parts=strong_parts_of(verdict.reason, self._wording),
        )

    def _came_words(self, shown: TrayShown) -> str:
        row, wording = shown.row, self._wording
        came = wording.near_moment(row.received_at, self._now())
        channel = wording.word_of("Channel", row.channel) or row.channel
        taken = _("taken by {person}").format(person=row.taken_by) if row.taken_by else ""
        return words.DOT.join(part for part in (came, channel, taken) if part)

    def _content(self) -> QWidget:
        theme = current_theme()
        content = QWidget()
        layout = QVBoxLayout(content)
        side, top = theme.px(16), theme.px(12)
        layout.setContentsMargins(side, top, side, top)
        layout.setSpacing(theme.px(6))
        for widget in (self._who, self._behind, self._came, rule(), self._subject, self._said_block, rule()):
            layout.addWidget(widget)
        layout.addWidget(self.lights)
        layout.addWidget(self._because)
        layout.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(8))
        for button in (self.ticket, self.told, self.call_back, self.dismiss):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        return content
