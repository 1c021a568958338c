"""Saves what stands in the form, once: as a ticket, as a parked request, or on a ticket there is already."""

from collections.abc import Callable
from enum import Enum
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.screens.intake import calls
from fieldservice.ui.screens.intake.form import IntakeForm
from fieldservice.ui.screens.intake.parts import IntakeParts
from fieldservice.ui.screens.intake.sending import accept_of, article_of, log_of, park_of


class GoOn(Enum):
    """What happens after a request was saved."""

    NEXT_CALL = "next"
    PLAN = "plan"
    ANOTHER = "another"


class Saver(QObject):
    """While one save is under way no second is begun; nothing is cleared before the database answered."""

    logged = Signal(object, object)
    parked = Signal(object)
    added = Signal(object)
    failed = Signal(object)

    def __init__(self, parts: IntakeParts, form: IntakeForm, parent: QObject) -> None:
        super().__init__(parent)
        self._parts = parts
        self._form = form
        self._call: Call[Changes] | None = None

    @property
    def is_busy(self) -> bool:
        return self._call is not None and not self._call.is_over

    def log(self, go_on: GoOn, override_because: str) -> None:
        """`logged` carries the ticket's id and what happens next."""
        ids, filled = self._form.own_ids(), self._form.filled()

        def on_logged(_changes: Changes) -> None:
            self._form.drafts.discard()
            self.logged.emit(ids.ticket_id, go_on)

        ops = self._parts.ops
        if self._form.is_from_tray:
            self._send(
                lambda: ops.command(calls.accept_parked, accept_of(filled, ids, override_because)), on_logged
            )
        else:
            self._send(
                lambda: ops.command(calls.log_request, log_of(filled, ids, override_because)), on_logged
            )

    def park(self, because: str) -> None:
        """`parked` carries the request's id."""
        ids, filled = self._form.own_ids(), self._form.filled()
        command = park_of(filled, ids, because, is_told=self._form.subject.steps.told.isChecked())

        def on_parked(_changes: Changes) -> None:
            self._form.drafts.discard()
            self.parked.emit(ids.request_id)

        self._send(lambda: self._parts.ops.command(calls.park_request, command), on_parked)

    def add_to(self, ticket_id: UUID) -> None:
        """`added` carries the ticket's id."""
        command = article_of(self._form.filled(), self._form.own_ids(), ticket_id)

        def on_added(_changes: Changes) -> None:
            self._form.drafts.discard()
            self.added.emit(ticket_id)

        self._send(lambda: self._parts.ops.command(calls.add_article, command), on_added)

    def _send(self, start: Callable[[], Call[Changes]], on_done: Callable[[Any], None]) -> None:
        if not self.is_busy:
            self._call = start().then(on_done, self.failed.emit)
