"""The form that puts a ticket right: what it says and is, what it is about, who has it, how urgent it is."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.conflicts import ConflictDialog, conflicts_in, rows_of
from fieldservice.ui.kit.fields import TextArea, TextField
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.screens.tickets import calls
from fieldservice.ui.screens.tickets.edit_subject import EditSubject, optional, with_current
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.ui.screens.tickets.work_dialog import FormProblemError, WorkDialog
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.ticket_detail import TicketDetail
    from fieldservice.domain.queries.ticket_edit import EditForm
    from fieldservice.domain.rules.field_conflicts import FieldConflict

_WIDTH = 640
_GRADES = range(1, 6)


class EditDialog(WorkDialog):
    """Sends only what was changed. Changes of somebody else to other fields are kept beside these; a field
    that both changed is asked about.
    """

    def __init__(
        self, parts: TicketsParts, parent: QWidget, ticket: "TicketDetail", form: "EditForm"
    ) -> None:
        title = _("Change {number}").format(number=ticket.number)
        super().__init__(parts, parent, title, name="editTicket", subject=ticket.id)
        self._ticket = ticket
        self._version = ticket.version
        self.widen(_WIDTH)
        self.form = Form(name="editTicketForm")
        self.body.addWidget(self.form)
        self._build_texts()
        self._build_entries(form)
        self.subject = EditSubject(parts, ticket, form, self)
        self.subject.place(self.form)
        self.subject.asked_about(self._judged)
        self._build_people(form)
        self._keep()
        self._first = self._values()
        self.add_foot(_("Save"))
        self.subject.look()
        self._seen = dict(self._first)
        self.title.setFocus()

    def send(self) -> Call[Changes]:
        changed = [(name, value) for name, value in self._values().items() if value != self._first[name]]
        if not changed:
            raise FormProblemError(self.title, _("Nothing was changed."))
        seen = tuple((name, self._seen[name]) for name, _value in changed)
        because = self.subject.because.text().strip() if self.subject.because.isVisible() else ""
        command = calls.ChangeTicket(self._ticket.id, self._version, tuple(changed), seen, because)
        return self.parts.ops.command(calls.change_ticket, command)

    def on_failed(self, error: Exception) -> None:
        conflicts = conflicts_in(error)
        if not conflicts:
            super().on_failed(error)
            if isinstance(error, RuleViolation) and error.code == "ticket.not_covered_anew":
                self.subject.ask_reason()
            return
        dialog = ConflictDialog(self, rows_of(conflicts, self._titles(), self._words))
        chosen: list[frozenset[str]] = []
        dialog.accepted.connect(lambda: chosen.append(dialog.mine_wanted))
        if self.parts.services.dialogs.run(dialog):
            self._resolve(conflicts, chosen[0])

    def done(self, result: int) -> None:
        self.subject.cancel()
        super().done(result)

    def draft_restored(self) -> None:
        self.subject.look()

    def _build_texts(self) -> None:
        ticket = self._ticket
        self.title = TextField(name="editTitle")
        self.title.set_text(ticket.title)
        self.description = TextArea(name="editDescription", lines=2)
        self.description.set_draft_value(ticket.description)
        self.form.add(_("Subject"), self.title)
        self.form.add(_("Description"), self.description)

    def _build_entries(self, form: "EditForm") -> None:
        pickers, named, at = form.pickers, self._ticket.entries, form.values
        self.type = _choice(
            "editType", with_current(pickers.ticket_types, at["type_id"], named.type), at["type_id"]
        )
        kinds = optional(with_current(pickers.kinds, at["kind_id"], named.kind))
        self.kind = _choice("editKind", kinds, at["kind_id"])
        services = optional(with_current(pickers.services, at["service_id"], named.service))
        self.service = _choice("editService", services, at["service_id"])
        purposes = optional(with_current(pickers.purposes, at["purpose_id"], named.purpose))
        self.purpose = _choice("editPurpose", purposes, at["purpose_id"])
        self.contact = _choice("editContact", [(None, _("nobody")), *form.contacts], at["contact_id"])
        for field, words in (
            (self.type, _("Type")),
            (self.kind, _("Kind")),
            (self.service, _("Service")),
            (self.purpose, _("Purpose")),
        ):
            field.setAccessibleName(words)
        self.form.add(_("Type, kind"), self.type, self.kind)
        self.form.add(_("Service, purpose"), self.service, self.purpose)
        self.form.add(_("Contact"), self.contact)
        for field in (self.service, self.purpose):
            field.edited.connect(self._on_judged_edited)

    def _build_people(self, form: "EditForm") -> None:
        ticket = self._ticket
        people = [(None, _("nobody")), *((agent.id, agent.name) for agent in form.pickers.agents)]
        self.owner = _choice("editOwner", people, ticket.owner_id)
        self.responsible = _choice("editResponsible", people, ticket.responsible_id)
        self.impact = _grade("editImpact", ticket.impact, _("Impact"))
        self.urgency = _grade("editUrgency", ticket.urgency, _("Urgency"))
        self.priority = _grade("editPriority", ticket.priority, _("Priority"))
        self.form.add(_("Worked on by"), self.owner)
        self.form.add(_("Responsible"), self.responsible)
        self.form.add(_("Grades"), self.impact, self.urgency, self.priority)

    def _keep(self) -> None:
        for name, field in self._fields().items():
            self.keeper.register(name.removesuffix("_id"), field)
        self.subject.keep(self.keeper)

    def _on_judged_edited(self) -> None:
        self.subject.look_soon()

    def _judged(self) -> dict[str, Any]:
        """What is asked about besides unit, site and contract, where it is another than on the ticket."""
        values = {"service_id": self.service.value, "purpose_id": self.purpose.value}
        return {name: value for name, value in values.items() if value != self._first[name]}

    def _values(self) -> dict[str, Any]:
        """What stands in the fields, under the names of the columns."""
        values: dict[str, Any] = {
            name: field.value if isinstance(field, Choice) else field.text().strip()
            for name, field in self._fields().items()
        }
        return values | self.subject.values()

    def _resolve(self, conflicts: "Sequence[FieldConflict]", mine: frozenset[str]) -> None:
        """Save what was chosen: mine over theirs as now seen, theirs by leaving the field as it is."""
        for conflict in conflicts:
            if conflict.name in mine:
                self._seen[conflict.name] = conflict.theirs
            else:
                self._write(conflict.name, conflict.theirs)
                self._first[conflict.name] = self._seen[conflict.name] = conflict.theirs
        if self._values() == self._first:
            self.keeper.forget()
            self.reject()
        else:
            self.accept()

    def _write(self, name: str, value: Any) -> None:
        field = self._fields().get(name)
        if field is None:
            self.subject.write(name, value)
        elif isinstance(field, Choice):
            field.set_value(value)
        else:
            field.set_draft_value(value)

    def _words(self, name: str, value: Any) -> str:
        field = self._fields().get(name)
        if field is None:
            return self.subject.words_of(name, value)
        if isinstance(field, Choice):
            return next(
                (field.itemText(at) for at in range(field.count()) if field.itemData(at) == value), ""
            )
        return str(value)

    def _fields(self) -> dict[str, TextField | TextArea | Choice]:
        return {
            "title": self.title,
            "description": self.description,
            "type_id": self.type,
            "kind_id": self.kind,
            "service_id": self.service,
            "purpose_id": self.purpose,
            "contact_id": self.contact,
            "owner_id": self.owner,
            "responsible_id": self.responsible,
            "impact": self.impact,
            "urgency": self.urgency,
            "priority": self.priority,
        }

    def _titles(self) -> Mapping[str, str]:
        return {
            name: field.accessibleName() for name, field in self._fields().items()
        } | self.subject.titles()


def _choice(name: str, options: Sequence[tuple[Any, str]], value: UUID | None) -> Choice:
    choice = Choice(options, name=name)
    choice.set_value(value)
    return choice


def _grade(name: str, value: int, words: str) -> Choice:
    choice = Choice([(grade, str(grade)) for grade in _GRADES], name=name, prefix=f"{words} ")
    choice.set_value(value)
    choice.setAccessibleName(words)
    return choice
