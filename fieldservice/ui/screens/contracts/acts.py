"""What can be done with a contract: opens the dialogs, asks, starts the commands."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.coverage_facts import ContractStatus
from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.dialogs import Option, Question
from fieldservice.ui.kit.registers import calls as registers
from fieldservice.ui.kit.registers.contract_dialogs import ContractDialog
from fieldservice.ui.kit.registers.coverage_dialog import CoverageDialog
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.registers.renew_dialog import RenewDialog
from fieldservice.ui.kit.registers.unit_dialogs import DayReasonAsk, DayReasonDialog
from fieldservice.ui.screens.contracts import calls
from fieldservice.ui.screens.contracts.line_dialog import LineDialog
from fieldservice.ui.screens.contracts.period_dialogs import ContractHeadDialog, TermsDialog, WhoseDialog
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.contract_reading import ContractReading
    from fieldservice.domain.queries.contracts import LineRow, TermsRow
    from fieldservice.domain.queries.customer_card import CustomerCard
    from fieldservice.domain.queries.dictionaries import CustomerPickers


class ContractActs(QObject):
    """Acts on the contract that is shown. `customer_made` carries the customer of a new contract."""

    created = Signal()

    def __init__(self, parts: RegisterParts, page: QWidget) -> None:
        super().__init__(page)
        self._parts = parts
        self._customer_call: Latest[CustomerCard | None] = Latest()
        self.reading: ContractReading | None = None
        self.pickers: CustomerPickers | None = None

    @property
    def has_contract(self) -> bool:
        return self.reading is not None and self.pickers is not None

    @property
    def can_change(self) -> bool:
        """Not one that another system keeps."""
        return self.has_contract and self.reading is not None and not self.reading.mastered_in

    @property
    def makes_contracts(self) -> bool:
        """Not while another system keeps them all."""
        return self.pickers is None or not self.pickers.elsewhere.contracts

    @property
    def can_renew(self) -> bool:
        return self.can_change and self._is(ContractStatus.SIGNED)

    def leave(self) -> None:
        self._customer_call.cancel()

    def new(self) -> None:
        """Whose it is, then its days and lines."""
        if self.pickers is None:
            return
        dialog = WhoseDialog(self._parts, self._page)
        chosen: list[UUID] = []
        dialog.accepted.connect(lambda: chosen.append(cast("UUID", dialog.customer_id)))
        if self._run(dialog) and chosen:
            parts = self._parts
            ask = registers.CardAsk(chosen[0], parts.today(), parts.wording.language, parts.country)
            query = parts.ops.query(registers.customer_card, ask)
            self._customer_call.ask(query).then(self._on_customer, self._on_failed)

    def change(self) -> None:
        if self.reading is not None:
            self._run(ContractHeadDialog(self._parts, self._page, self.reading.contract))

    def renew(self) -> None:
        if self.reading is not None:
            self._run(RenewDialog(self._parts, self._page, self.reading.contract))

    def coverage(self) -> None:
        """What is covered at the customer's sites, unit by unit."""
        if self.reading is None or self.pickers is None:
            return
        sites = [site for site in self.reading.sites if site.units]
        if sites:
            self._run(CoverageDialog(self._parts, self._page, sites, self.pickers))

    def add_line(self, terms: "TermsRow | None" = None) -> None:
        """A further line, of the period in force unless another is meant."""
        if self.reading is None or self.pickers is None:
            return
        contract = self.reading.contract
        target = terms or contract.current or next(iter(contract.terms), None)
        if target is not None:
            self._run(LineDialog(self._parts, self._page, self.reading, self.pickers, target.id))

    def line(self, line: "LineRow") -> None:
        if self.reading is not None and self.pickers is not None:
            self._run(LineDialog(self._parts, self._page, self.reading, self.pickers, line))

    def remove_line(self, line: "LineRow") -> None:
        self._command(calls.remove_line, calls.RemoveLine(line.id))

    def terms(self, terms: "TermsRow") -> None:
        """Correct the days of a period, or take it back."""
        if self.reading is None:
            return
        if len(self.reading.contract.terms) > 1:
            options = [
                Option("change", _("Change the days")),
                Option("remove", _("Take the period back"), _("while nothing rests on it")),
            ]
            chosen = self._choose(_("Period"), options)
        else:
            chosen = "change"
        if chosen == "change":
            version = self.reading.versions[terms.id]
            self._run(TermsDialog(self._parts, self._page, terms, version))
        elif chosen == "remove":
            self._command(calls.remove_terms, calls.RemoveTerms(terms.id))

    def more(self) -> None:
        """All that can be done with the contract, to choose from."""
        if self.reading is None:
            return
        contract = self.reading.contract
        title = _("Contract {number}").format(number=contract.number)
        chosen = self._choose(title, self._options())
        runs: dict[object, Callable[[], None]] = {
            "change": self.change,
            "renew": self.renew,
            "end": self.end,
            "sign": self.sign,
            "discard": self.discard,
        }
        if chosen in runs:
            runs[chosen]()

    def sign(self) -> None:
        if self.reading is not None:
            contract = self.reading.contract
            self._command(registers.sign_contract, registers.SignContract(contract.id, contract.version))

    def discard(self) -> None:
        if self.reading is not None:
            contract = self.reading.contract
            discard = registers.DiscardContract(contract.id, contract.version)
            self._command(registers.discard_contract, discard)

    def end(self) -> None:
        if self.reading is None:
            return
        contract = self.reading.contract

        def send(day: date, reason: str) -> Call[Changes]:
            command = registers.EndContract(contract.id, day, reason, contract.version)
            return self._parts.ops.command(registers.end_contract, command)

        title = _("End contract {number}").format(number=contract.number)
        days = ("contract.not_valid_on", "contract.later_terms")
        ask = DayReasonAsk(title, _("End"), _("Last day"), send, days, ("contract.reason_missing",))
        self._run(DayReasonDialog(self._parts, self._page, contract.id, ask))

    def _options(self) -> list[Option]:
        change = Option("change", _("Change"), _("number and note"))
        if self._is(ContractStatus.DRAFT):
            return [
                change,
                Option("sign", _("Sign"), _("from now on it counts")),
                Option("discard", _("Discard"), _("it is put aside and stays in the history")),
            ]
        return [
            change,
            Option("renew", _("Renew"), _("a further period; the old one stays as it was")),
            Option("end", _("End"), _("it ends before its time")),
        ]

    def _is(self, status: ContractStatus) -> bool:
        return self.reading is not None and self.reading.contract.status is status

    def _on_customer(self, card: "CustomerCard | None") -> None:
        if card is not None and self.pickers is not None:
            dialog = ContractDialog(self._parts, self._page, card, self.pickers)
            if self._run(dialog):
                self.created.emit()

    @property
    def _page(self) -> QWidget:
        # Asked for and not kept: page and acts would hold each other beyond the window.
        return cast("QWidget", self.parent())

    def _choose(self, title: str, options: list[Option]) -> object:
        return self._parts.services.dialogs.choose(Question(title), options)

    def _run(self, dialog: QDialog) -> bool:
        return self._parts.services.dialogs.run(dialog)

    def _command(self, function: Any, command: object) -> None:
        """What no dialog shows is told by the window: undo as a toast, a refusal as a dialog."""
        self._parts.ops.command(function, command).failed.connect(self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        self._parts.services.errors.show(error)
