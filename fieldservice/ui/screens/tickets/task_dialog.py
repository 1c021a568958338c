"""One task: what is to be done, by whom, until when."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.conflict_asking import seen_after_asking
from fieldservice.ui.kit.conflicts import conflicts_in
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.screens.tickets import content_calls as calls
from fieldservice.ui.screens.tickets.moment_field import MomentField
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.ui.screens.tickets.work_dialog import FormProblemError, WorkDialog
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.notifications import PersonRow
    from fieldservice.domain.queries.ticket_tasks import TaskRow


class TaskDialog(WorkDialog):
    def __init__(
        self, parts: TicketsParts, parent: QWidget, task: "TaskRow", people: "Sequence[PersonRow]"
    ) -> None:
        super().__init__(parts, parent, _("Task"), name="taskDialog", subject=task.id)
        self._task = task
        self.title = TextField(name="taskDialogTitle")
        self.title.set_text(task.title)
        choices = [(None, _("nobody")), *((each.id, each.name) for each in people)]
        self._named = {each.id: each.name for each in people}
        self.owner = Choice(choices, name="taskDialogOwner")
        self.owner.set_value(task.owner_id)
        self.due = MomentField(parts, name="taskDialogDue")
        if task.due_at is not None:
            self.due.show_moment(task.due_at)
        form = Form(name="taskForm")
        form.add(_("What is to be done"), self.title)
        form.add(_("Given to"), self.owner)
        form.add(_("Due"), self.due)
        self.body.addWidget(form)
        self.add_foot(_("Save"))
        for name, field in (("title", self.title), ("owner", self.owner), ("due", self.due)):
            self.keeper.register(name, field)
        self._titles = {"title": _("What is to be done"), "owner_id": _("Given to"), "due_at": _("Due")}
        self._seen = calls.TaskData(task.title, task.owner_id, self.due.moment)
        self.title.setFocus()

    def send(self) -> Call[Changes]:
        if self.due.is_unreadable:
            raise FormProblemError(self.due, _("This is no day and time."))
        data = calls.TaskData(self.title.text(), self.owner.value, self.due.moment)
        return self.parts.ops.command(
            calls.change_task, calls.ChangeTask(self._task.id, self._task.version, data, self._seen)
        )

    def on_failed(self, error: Exception) -> None:
        conflicts = conflicts_in(error)
        if not conflicts:
            super().on_failed(error)
            return
        asked = seen_after_asking(self, self.parts.services.dialogs, conflicts, self._titles, self._words)
        if asked:
            self._seen = replace(self._seen, **asked)
            self.accept()

    def _words(self, _name: str, value: Any) -> str:
        if isinstance(value, datetime):
            return self.parts.wording.moment(value)
        return self._named.get(value, "") if isinstance(value, UUID) else str(value or "")
