"""A term of retention: what is done with which closed tickets, and after how long."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.retention import RetentionAct, RetentionOutcome
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.form_dialog import FormDialog
from fieldservice.ui.screens.safekeeping import calls
from fieldservice.ui.screens.safekeeping.parts import SafekeepingParts
from fieldservice.wording import _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.retention import TermRow

_MONTHS = (1, 3, 6, 12, 24, 36, 60, 84, 120)
_TWO_YEARS = 24


class TermDialog(FormDialog):
    def __init__(
        self,
        parts: SafekeepingParts,
        parent: QWidget,
        kinds: Sequence[tuple[UUID, str]],
        term: "TermRow | None",
    ) -> None:
        subject = parts.user_id if term is None else term.id
        title = _("New term") if term is None else _("Change the term")
        super().__init__(parts, parent, title, name="termDialog", subject=subject)
        self._rule_id: UUID = calls.new_form_id() if term is None else term.id
        word = parts.wording.word
        months = _MONTHS if term is None else sorted({*_MONTHS, term.months})
        self._act = Choice([(each, _capital(word(each))) for each in RetentionAct], name="termAct")
        self._months = Choice([(each, _month_words(each)) for each in months], name="termMonths")
        self._kind = Choice([(None, _("every kind")), *kinds], name="termKind")
        ends: list[tuple[Any, str]] = [(each, word(each)) for each in RetentionOutcome]
        self._outcome = Choice([(None, _("however it ended")), *ends], name="termOutcome")
        self._fill(term)
        rows = (
            (_("What is done"), self._act),
            (_("After"), self._months),
            (_("Kind"), self._kind),
            (_("Ended"), self._outcome),
        )
        for words, field in rows:
            self.form.add(words, field)
            self.keep(field.objectName(), field)

    def send(self) -> Call[Changes]:
        command = calls.SetRetention(
            self._rule_id, self._act.value, self._months.value, self._kind.value, self._outcome.value
        )
        return self.parts.ops.command(calls.set_retention, command)

    def field_of(self) -> Mapping[str, QWidget]:
        return {"retention.doubled": self._kind, "retention.months": self._months}

    def _fill(self, term: "TermRow | None") -> None:
        self._months.set_value(_TWO_YEARS if term is None else term.months)
        if term is not None:
            self._act.set_value(term.act)
            self._kind.set_value(term.kind_id)
            self._outcome.set_value(term.outcome)


def _month_words(count: int) -> str:
    return ngettext("{count} month", "{count} months", count).format(count=count)


def _capital(word: str) -> str:
    return f"{word[:1].upper()}{word[1:]}"
