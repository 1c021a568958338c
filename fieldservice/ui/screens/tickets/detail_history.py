"""The history of a ticket: every step with person, place and moment, and each value before and after."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from enum import Enum
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.kit.timeline import Timeline, TimelineEntry
from fieldservice.ui.screens.tickets import calls
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.ui.screens.tickets.words import when_words
from fieldservice.wording import Wording, _, pgettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.history import FieldChange, HistoryRow

_LONGEST = 120
_LATE = timedelta(minutes=1)


class DetailHistory(QWidget):
    """Asks for the history when it is first seen, and again when something changed while it is seen."""

    def __init__(self, parts: TicketsParts) -> None:
        super().__init__()
        self._parts = parts
        self._ticket_id: UUID | None = None
        self._is_due = False
        self._latest: Latest[list[HistoryRow]] = Latest()
        theme = current_theme()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        self.timeline = Timeline(name="ticketHistory")
        self._nothing = label(_("Nothing is recorded yet."), Look.MUTED)
        layout.addWidget(self._nothing)
        layout.addWidget(self.timeline)
        layout.addStretch(1)

    def show_ticket(self, ticket_id: UUID) -> None:
        self._ticket_id, self._is_due = ticket_id, True
        if self.isVisible():
            self.load()

    def load(self) -> None:
        """Fetch what is not fetched yet."""
        if self._ticket_id is None or not self._is_due:
            return
        self._is_due = False
        parts = self._parts
        call = parts.ops.query(
            calls.history, self._ticket_id, parts.wording.language, reader_id=parts.user_id
        )
        self._latest.ask(call).then(self._on_history, self._parts.services.errors.show)

    def cancel(self) -> None:
        self._latest.cancel()

    def _on_history(self, rows: "Sequence[HistoryRow]") -> None:
        self._nothing.setVisible(not rows)
        self.timeline.set_entries([history_entry(row, self._parts) for row in rows])


def history_entry(row: "HistoryRow", parts: TicketsParts) -> TimelineEntry:
    wording = parts.wording
    who = ", ".join(part for part in (row.user, row.workstation, _learned(row, wording)) if part)
    title = wording.reason(row.label)
    return TimelineEntry(
        row.id,
        when_words(row.happened_at, parts.now(), wording),
        f"{title} ({_('taken back')})" if row.is_undone else title,
        who,
        "\n".join(_lines(row.changes, wording)),
        when_tooltip=wording.long_moment(row.happened_at),
    )


def _lines(changes: "Sequence[FieldChange]", wording: Wording) -> list[str]:
    """One line for each row that was touched."""
    by_row = groupby(changes, key=lambda change: (change.table, change.row_id))
    return [" · ".join(change_words(change, wording) for change in group) for _row, group in by_row]


def change_words(change: "FieldChange", wording: Wording) -> str:
    """`Priority: 3 → 5`; only the new value of a row that was made."""
    name = _field_words().get((change.table, change.field)) or _field_words().get(
        ("", change.field), change.field
    )
    before, after = (value_words(change.field, value, wording) for value in (change.before, change.after))
    if not before:
        return f"{name}: {after}"
    return f"{name}: {before} → {after or _('nothing')}"


def value_words(field: str, value: object, wording: Wording) -> str:
    match value:
        case bool():
            return _("yes") if value else _("no")
        case int() if field.endswith("_minutes"):
            return wording.duration(timedelta(minutes=value))
        case int() if field.endswith("_cents"):
            return wording.number(Decimal(value) / 100)
        case Enum():
            return wording.word(value)
        case str():
            return value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"
        case _:
            return wording.value(value) or ""


def _learned(row: "HistoryRow", wording: Wording) -> str:
    """Told only when it was recorded later than it happened."""
    if row.recorded_at - row.happened_at < _LATE:
        return ""
    return _("recorded {moment}").format(moment=wording.moment(row.recorded_at))


def _field_words() -> dict[tuple[str, str], str]:
    return {
        ("", "title"): pgettext("field of a ticket", "Subject"),
        ("", "description"): _("Description"),
        ("", "state_id"): pgettext("field of a ticket", "State"),
        ("", "priority"): _("Priority"),
        ("", "impact"): _("Impact"),
        ("", "urgency"): _("Urgency"),
        ("", "owner_id"): _("Worked on by"),
        ("", "responsible_id"): _("Responsible"),
        ("", "queue_id"): _("Queue"),
        ("", "type_id"): _("Type"),
        ("", "kind_id"): pgettext("field of a ticket", "Kind"),
        ("", "purpose_id"): _("Purpose"),
        ("", "service_id"): _("Service"),
        ("", "contact_id"): _("Contact"),
        ("", "expected_closing_at"): _("Expected closing"),
        ("", "expected_closing_because"): _("Reason of the expected closing"),
        ("", "closed_because"): _("Reason of the closing"),
        ("work_order", "title"): _("Order"),
        ("work_order", "state"): _("State of the order"),
        ("", "work_kind_id"): _("Kind of work"),
        ("", "duration_minutes"): _("Duration"),
        ("", "cancelled_because"): _("Reason of the cancelling"),
        ("", "technician_id"): _("Technician"),
        ("", "planned_from"): _("Planned from"),
        ("", "planned_to"): _("Planned to"),
        ("visit", "state"): _("State of the visit"),
        ("", "outcome"): _("Outcome"),
        ("", "started_at"): _("Begun"),
        ("", "ended_at"): _("Ended"),
        ("", "report"): _("Report"),
        ("work_line", "kind"): _("Booked"),
        ("work_line", "description"): _("Description"),
        ("", "quantity"): _("Quantity"),
        ("", "amount_cents"): _("Amount"),
        ("", "text"): _("Text"),
    }
