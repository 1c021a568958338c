"""What stands behind a ticket: its frozen verdict, contract and promise, its call."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from fieldservice.domain.rules.verdict_values import CheckName
from fieldservice.domain.rules.verdict_values import Light as LightState
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.labels import Look, label, selectable
from fieldservice.ui.kit.lights import Light, Lights
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.tickets.fields_section import FieldsSection
from fieldservice.ui.screens.tickets.lately_section import LatelySection
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.ticket_detail import RequestRow, TicketDetail
    from fieldservice.domain.rules.verdict_values import Verdict

_TONES = {
    LightState.PASSED: Tone.GOOD,
    LightState.WARNING: Tone.CARE,
    LightState.FAILED: Tone.STOP,
}


class DetailBackground(QWidget):
    def __init__(self, parts: TicketsParts) -> None:
        super().__init__()
        self._parts = parts
        self._ticket: TicketDetail | None = None
        theme = current_theme()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        layout.setSpacing(theme.px(12))
        self.lights = Lights([parts.wording.word(name) for name in CheckName], name="ticketVerdict")
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(theme.px(16))
        self._facts.setVerticalSpacing(theme.px(4))
        self._facts.setColumnStretch(1, 1)
        layout.addWidget(label(_("Verdict when it was accepted"), Look.CARD_TITLE))
        layout.addWidget(self.lights)
        self.fields = FieldsSection(parts)
        layout.addWidget(self.fields)
        layout.addWidget(label(_("About this ticket"), Look.CARD_TITLE))
        layout.addLayout(self._facts)
        self.lately = LatelySection(parts)
        layout.addWidget(self.lately)
        layout.addStretch(1)

    def show_ticket(self, ticket: "TicketDetail") -> None:
        """It is put into words when somebody looks; fields of another ticket are put away at once."""
        if self._ticket is None or self._ticket.id != ticket.id:
            self.fields.put_away()
        self._ticket = ticket

    def _show_facts(self, ticket: "TicketDetail") -> None:
        self._show_verdict(ticket.verdict)
        _empty(self._facts)
        for row, (name, words) in enumerate(self._told(ticket)):
            self._facts.addWidget(label(name, Look.MUTED), row, 0)
            self._facts.addWidget(selectable(words), row, 1)

    def load(self) -> None:
        """Read what is shown here alone; called when somebody looks."""
        if self._ticket is not None:
            self._show_facts(self._ticket)
            self.fields.show_ticket(self._ticket)
            self.lately.load(self._ticket.id)

    def flush(self) -> None:
        self.fields.flush()

    def cancel(self) -> None:
        self.fields.cancel()
        self.lately.cancel()

    def _show_verdict(self, verdict: "Verdict | None") -> None:
        if verdict is None:
            self.lights.clear()
            return
        wording = self._parts.wording
        lights = [
            Light(
                wording.word(check.name),
                _TONES.get(check.light, Tone.NEUTRAL),
                f"{wording.word(check.name)}: {wording.word(check.light)}",
            )
            for check in verdict.checks
        ]
        parts = (verdict.evidence.contract_number, verdict.evidence.serial_number)
        self.lights.show_verdict(lights, wording.verdict(verdict), strong_parts=parts)

    def _told(self, ticket: "TicketDetail") -> list[tuple[str, str]]:
        entries, place = ticket.entries, ticket.place
        told = [
            (_("Contract"), ticket.contract_number),
            (_("Accepted against the verdict"), _by(ticket.override_by, ticket.override_because)),
            (_("Customer"), _by(place.customer, place.customer_number)),
            (_("Contact"), place.contact),
            (_("Call"), self._call_words(ticket.request)),
            (_("Type"), entries.type),
            (_("Subject"), entries.kind),
            (_("Kind of work"), entries.work_kind),
            (_("Purpose"), entries.purpose),
            (_("Service"), entries.service),
            (_("Queue"), entries.queue),
            (_("Worked on by"), ticket.owner),
            (_("Responsible"), ticket.responsible),
            (_("Opened"), self._parts.wording.long_moment(ticket.opened_at)),
            (_("Expected closing"), self._closing_words(ticket)),
            (_("Description"), ticket.description),
        ]
        return [(name, words) for name, words in told if words]

    def _call_words(self, request: "RequestRow | None") -> str:
        if request is None:
            return ""
        wording = self._parts.wording
        channel = wording.word_of("Channel", request.channel) or request.channel
        return _by(channel, request.caller_name, request.caller, wording.moment(request.received_at))

    def _closing_words(self, ticket: "TicketDetail") -> str:
        closing, wording = ticket.closing, self._parts.wording
        if closing.expected_at is None:
            return ""
        words = wording.long_moment(closing.expected_at)
        if not closing.because:
            return words
        computed = "" if closing.computed_at is None else wording.moment(closing.computed_at)
        why = _("{words}, because: {because}").format(words=words, because=closing.because)
        return f"{why} ({_('computed: {moment}').format(moment=computed)})" if computed else why


def _by(*words: str) -> str:
    return ", ".join(word for word in words if word)


def _empty(layout: QGridLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
