"""The company's own fields of a ticket, filled in where the ticket is read; nothing where there are none."""

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.field_form import FieldForm
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.tickets import content_calls as calls
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.custom_fields import FieldSheet
    from fieldservice.domain.queries.ticket_detail import TicketDetail


class FieldsSection(QWidget):
    """What was typed and not saved stays while the same ticket is read again."""

    def __init__(self, parts: TicketsParts) -> None:
        super().__init__()
        self._parts = parts
        self._ticket_id: UUID | None = None
        self._sheet: Latest[FieldSheet] = Latest()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(current_theme().px(8))
        self.form = FieldForm(parts.wording, parts.today, name="ticketFields")
        self.save = quiet(_("Save the fields"), name="saveFieldsButton")
        self.save.clicked.connect(self.send)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.save)
        layout.addWidget(label(_("Own fields"), Look.CARD_TITLE))
        layout.addWidget(self.form)
        layout.addLayout(foot)
        self.form.edited.connect(self._refresh)
        self.hide()

    def show_ticket(self, ticket: "TicketDetail") -> None:
        is_same = ticket.id == self._ticket_id
        self._ticket_id = ticket.id
        if is_same and self.form.changes():
            return
        query = self._parts.ops.query(calls.fields_of_ticket, ticket.id, self._parts.wording.language)
        self._sheet.ask(query).then(self._on_sheet, self._parts.services.errors.show)

    def send(self) -> None:
        """Save what was changed, beside what somebody else changed in other fields."""
        if self._ticket_id is None or not self.form.check():
            return
        changes = tuple(calls.FieldChange(*change) for change in self.form.changes())
        command = calls.SetCustomValues(self._ticket_id, changes)
        call = self._parts.ops.command(calls.set_custom_values, command)
        call.then(self._on_saved, self._parts.services.errors.show)

    def cancel(self) -> None:
        self._sheet.cancel()

    def _on_sheet(self, sheet: "FieldSheet") -> None:
        self.form.show_sheet(sheet)
        self.setVisible(not self.form.is_empty)
        self._refresh()

    def _on_saved(self, changes: Changes) -> None:
        del changes
        if self._ticket_id is not None:
            query = self._parts.ops.query(
                calls.fields_of_ticket, self._ticket_id, self._parts.wording.language
            )
            self._sheet.ask(query).then(self._on_sheet, self._parts.services.errors.show)

    def _refresh(self) -> None:
        self.save.setEnabled(bool(self.form.changes()))
