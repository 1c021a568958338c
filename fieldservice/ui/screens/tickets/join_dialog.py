"""Dialogs that join a ticket with another one: the other is looked up by number, customer or words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.combo import Picker
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.suggestions import Suggestion
from fieldservice.ui.screens.tickets import life_calls as calls
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.ui.screens.tickets.words import state_tone, when_words
from fieldservice.ui.screens.tickets.work_dialog import FormProblemError, WorkDialog
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.ticket_links import JoinAsk, TicketRef

_WIDTH = 640


class JoinDialog(WorkDialog):
    """`other` is the picker of the other ticket; the subclass says which are offered and what is done."""

    def __init__(self, parts: TicketsParts, parent: QWidget, title: str, *, name: str, subject: UUID) -> None:
        super().__init__(parts, parent, title, name=name, subject=subject)
        self._subject = subject
        self.widen(_WIDTH)
        self.form = Form(name=f"{name}Form")
        self.other = Picker(
            self._ask,
            name=f"{name}Other",
            placeholder=_("number, words of the ticket …"),
            no_match=_("No ticket matches."),
        )
        self.body.addWidget(self.form)

    def explain(self, words: str, look: Look = Look.MUTED, *, name: str = "") -> None:
        """Say above the form what this is for."""
        shown = label(words, look, wraps=True)
        shown.setObjectName(name)
        self.body.insertWidget(self.body.indexOf(self.form), shown)

    def picked_id(self, words: str) -> UUID:
        """The other ticket, or the complaint that none is picked."""
        chosen = self.other.value
        if not isinstance(chosen, UUID):
            raise FormProblemError(self.other, words)
        return chosen

    def candidates(self, session: Any, ask: "JoinAsk") -> "Sequence[TicketRef]":
        """The query that finds them; runs on a reader."""
        raise NotImplementedError

    def _ask(self, typed: str) -> Call[Sequence[Suggestion]]:
        ask = calls.JoinAsk(self._subject, self.parts.wording.language, typed, self.parts.branch)
        return self.parts.ops.query(self._offers, ask)

    def _offers(self, session: Any, ask: "JoinAsk") -> Sequence[Suggestion]:
        """Runs on a reader: rows in, suggestions out."""
        return [self._offer(row) for row in self.candidates(session, ask)]

    def _offer(self, row: "TicketRef") -> Suggestion:
        return Suggestion(
            row.id,
            f"{row.number}  {row.title}",
            trailing=when_words(row.opened_at, self.parts.now(), self.parts.wording),
            chip=row.state,
            chip_tone=state_tone(row.state_type),
        )
