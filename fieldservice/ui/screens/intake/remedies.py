"""What is done about a refusal: the field to fill, a new customer, the customer's card, or serving anyway."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.verdict_values import NextStep
from fieldservice.ui.kit.combo import Picker
from fieldservice.ui.kit.dialogs import Question
from fieldservice.ui.screens.intake import calls
from fieldservice.ui.screens.intake.form import IntakeForm
from fieldservice.ui.screens.intake.new_customer import CustomerEntry, NewCustomer
from fieldservice.ui.screens.intake.parts import IntakeParts
from fieldservice.ui.screens.intake.words import AT_THE_CARD
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.callers import CallerMatch


class Remedies(QObject):
    """`overridden` tells that there is a reason to serve anyway; `card_requested` carries a customer's id."""

    overridden = Signal()
    card_requested = Signal(object)

    def __init__(self, parts: IntakeParts, form: IntakeForm, window: QWidget) -> None:
        super().__init__(window)
        self._parts = parts
        self._form = form
        self.override_because = ""
        self._new_customer = NewCustomer(parts, window)
        self._new_customer.created.connect(self._on_customer_created)
        form.subject.step_requested.connect(self.take)

    def take(self, step: NextStep) -> None:
        """Do what somebody chose among the next steps of the verdict."""
        form = self._form
        if step in AT_THE_CARD:
            self.card_requested.emit(form.caller.caller().customer_id)
        elif step is NextStep.CREATE_CUSTOMER:
            self._ask_new_customer()
        elif step is NextStep.OVERRIDE:
            self._ask_override()
        elif step is NextStep.CHOOSE_SERVICE:
            form.trouble.unfold(is_open=True)
            form.trouble.more.service.setFocus()
        else:
            picker = _PICKER_OF[step](form)
            picker.setFocus()
            picker.selectAll()
            picker.open_list()

    def _ask_new_customer(self) -> None:
        caller = self._form.caller.caller()
        is_number = any(sign.isdigit() for sign in caller.caller)
        first = CustomerEntry(caller.name or ("" if is_number else caller.caller))
        first = replace(first, phone=caller.caller) if is_number else first
        self._new_customer.ask(first, self._form.own_ids().request_id)

    def _ask_override(self) -> None:
        question = Question(
            _("Serve against the verdict?"),
            _("The reason is kept on the ticket and counted."),
            _("Serve anyway"),
            label=_("Reason"),
            draft=uuid5(self._form.own_ids().request_id, "override"),
        )
        because = self._parts.services.dialogs.ask_text(question)
        if because:
            self.override_because = because
            self.overridden.emit()

    def _on_customer_created(self, customer_id: UUID) -> None:
        query = self._parts.ops.query(calls.customer_match, customer_id)
        query.then(self._on_new_match)

    def _on_new_match(self, match: "CallerMatch | None") -> None:
        if match is not None:
            self._form.caller.choose(match)


_PICKER_OF: dict[NextStep, Callable[[IntakeForm], Picker]] = {
    NextStep.CHOOSE_CUSTOMER: lambda form: form.caller.customer,
    NextStep.CHOOSE_UNIT: lambda form: form.subject.unit,
    NextStep.CHOOSE_OTHER_UNIT: lambda form: form.subject.unit,
    NextStep.CHOOSE_WORK: lambda form: form.subject.work,
}
