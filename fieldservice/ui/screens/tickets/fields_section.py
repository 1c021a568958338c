"""The company's own fields of a ticket, filled in where the ticket is read; nothing where there are none."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.announcements import announce
from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.draft_merge import draft_id_of, merged, with_before
from fieldservice.ui.kit.drafts import DraftKeeper
from fieldservice.ui.kit.field_form import FieldForm
from fieldservice.ui.kit.form_draft import keep
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.tickets import calls as tickets
from fieldservice.ui.screens.tickets import content_calls as calls
from fieldservice.ui.screens.tickets.parts import ADD_KEYS, TicketsParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.custom_fields import FieldSheet
    from fieldservice.domain.queries.drafts import DraftRow
    from fieldservice.domain.queries.ticket_detail import TicketDetail

_FORM = "ticketFields"


class FieldsSection(QWidget):
    """Each ticket has its own draft: what was typed and not saved comes back there, and only there.

    While the same ticket is read again, what was typed stays over what stands there now.
    """

    def __init__(self, parts: TicketsParts) -> None:
        super().__init__()
        self._parts = parts
        self._ticket_id: UUID | None = None
        self._before: dict[str, str] = {}
        self._draft: Mapping[str, str] | None = None
        self._is_back = False
        self._sheet: Latest[FieldSheet] = Latest()
        self._drafts: Latest[DraftRow | None] = Latest()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(current_theme().px(8))
        self.form = FieldForm(parts.wording, parts.today, name=_FORM)
        self.save = quiet(_("Save the fields"), keys=ADD_KEYS, name="saveFieldsButton")
        self.save.clicked.connect(self.send)
        self.told = label("", Look.SMALL, wraps=True)
        self.told.setObjectName("fieldsTold")
        foot = QHBoxLayout()
        foot.addWidget(self.told, 1)
        foot.addWidget(self.save)
        layout.addWidget(label(_("Own fields"), Look.CARD_TITLE))
        layout.addWidget(self.form)
        layout.addLayout(foot)
        self._keeper = DraftKeeper(self._save_draft, now=parts.now, parent=self)
        self.form.edited.connect(self._on_edited)
        self.hide()

    @property
    def can_save(self) -> bool:
        return self._ticket_id is not None and bool(self.form.changes())

    @property
    def is_written_in(self) -> bool:
        """The keyboard is in one of the fields, so what saves is meant for them."""
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def show_ticket(self, ticket: "TicketDetail") -> None:
        """Read what stands there now, and for another ticket what was typed there last time."""
        if ticket.id != self._ticket_id:
            self.put_away()
            self._ticket_id = ticket.id
            ids = (self._draft_id(ticket.id),)
            query = self._parts.ops.query(tickets.draft_of, ids, self._parts.user_id)
            self._drafts.ask(query).then(self._on_draft, self._on_no_draft)
        else:
            self._read()

    def put_away(self) -> None:
        """Keep what was typed as the draft of its ticket, and show nothing of it any more."""
        self._keeper.flush()
        self.cancel()
        self._ticket_id, self._draft, self._before, self._is_back = None, None, {}, False
        self.told.clear()
        self.form.forget()
        self.hide()

    def flush(self) -> None:
        self._keeper.flush()

    def send(self) -> None:
        """Save what was changed, beside what somebody else changed in other fields."""
        if self._ticket_id is None or not self.can_save or not self.form.check():
            return
        changes = tuple(calls.FieldChange(*change) for change in self.form.changes())
        command = calls.SetCustomValues(self._ticket_id, changes)
        call = self._parts.ops.command(calls.set_custom_values, command)
        call.then(self._on_saved, self._parts.services.errors.show)

    def cancel(self) -> None:
        self._sheet.cancel()
        self._drafts.cancel()

    def _read(self) -> None:
        if self._ticket_id is not None:
            query = self._parts.ops.query(
                calls.fields_of_ticket, self._ticket_id, self._parts.wording.language
            )
            self._sheet.ask(query).then(self._on_sheet, self._parts.services.errors.show)

    def _on_draft(self, draft: "DraftRow | None") -> None:
        self._draft = None if draft is None else draft.fields
        self._read()

    def _on_no_draft(self, error: Exception) -> None:
        """One can write without the draft; `ops` has logged why there is none."""
        del error
        self._read()

    def _on_sheet(self, sheet: "FieldSheet") -> None:
        now = {field.code: (sheet.values or {}).get(field.code, "") for field in sheet.fields}
        draft, self._draft = self._draft, None
        self._is_back = self._is_back or draft is not None
        typed = with_before(self.form.typed(), self._before) if draft is None else draft
        found = merged(typed, now)
        self._before = now | {each.name: each.before for each in found.meanwhile}
        self.form.begin(sheet, found.values)
        for each in found.meanwhile:
            self.form.tell_newer(each.name, each.now)
        self.setVisible(not self.form.is_empty)
        self._tell(is_back=self._is_back and bool(self.form.typed()), is_changed=bool(found.meanwhile))
        self._refresh()

    def _tell(self, *, is_back: bool, is_changed: bool) -> None:
        told = [
            words
            for is_so, words in (
                (is_back, _("What you typed last time is back.")),
                (is_changed, _("Somebody else has changed the same meanwhile; what you typed still stands.")),
            )
            if is_so
        ]
        if told and self.told.text() != " ".join(told):
            self.told.setText(" ".join(told))
            announce(self, self.told.text())

    def _on_saved(self, changes: Changes) -> None:
        del changes
        self._keeper.forget()
        self._is_back = False
        self.told.clear()
        if self._ticket_id is not None:
            self._discard(self._ticket_id)
            self._before = {code: self.form.typed().get(code, text) for code, text in self._before.items()}
            self._read()

    def _on_edited(self) -> None:
        self._keeper.touch()
        self._refresh()

    def _refresh(self) -> None:
        self.save.setEnabled(self.can_save)
        self._parts.services.actions.refresh()

    def _draft_id(self, ticket_id: UUID) -> UUID:
        return draft_id_of(ticket_id, _FORM, self._parts.user_id)

    def _save_draft(self, values: dict[str, str]) -> Call[Any]:
        del values  # the fields come and go, so the form tells what stands in them
        ticket_id = self._ticket_id or UUID(int=0)
        typed = self.form.typed()
        if not typed:
            return self._discard(ticket_id)
        return keep(self._parts, self._draft_id(ticket_id), _FORM, with_before(typed, self._before))

    def _discard(self, ticket_id: UUID) -> Call[Changes]:
        return self._parts.ops.command(tickets.discard_draft, tickets.DiscardDraft(self._draft_id(ticket_id)))
