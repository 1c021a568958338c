"""Contracts as one reads them: the lines in force in words, other periods in one line each."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.coverage_facts import ContractStatus
from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.labels import Look
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.registers.words import contract_mark, line_words, period, terms_words
from fieldservice.ui.kit.sections import LineRow, Section, bare, chip_of
from fieldservice.ui.screens.customers.acts import Acts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.contracts import ContractRow, TermsRow
    from fieldservice.domain.queries.customer_card import CustomerCard


class ContractsSection(Section):
    def __init__(self, parts: RegisterParts, acts: Acts) -> None:
        super().__init__(
            _("Contracts"), _("No contract: requests of this customer are refused."), name="contractsSection"
        )
        self._parts, self._acts = parts, acts
        self._add = quiet(_("New contract"), name="newContractButton")
        self._add.clicked.connect(acts.add_contract)
        self.add_trailing(self._add)

    def show_card(self, card: "CustomerCard") -> None:
        covered = any(is_in_force(contract) for contract in card.contracts)
        rows: list[QWidget] = [self._row(contract, is_covered=covered) for contract in card.contracts]
        kept = card.elsewhere.contracts
        self._add.setVisible(not kept)
        if kept:
            words = _("Contracts are kept in {system}: they are changed there.").format(system=kept)
            rows.insert(0, LineRow(words, "", name="contractsElsewhere", wraps=True))
        self.show_rows(rows, len(card.contracts))

    def _row(self, contract: "ContractRow", *, is_covered: bool) -> LineRow:
        wording = self._parts.wording
        acts = bare(
            _("Change…") if self._acts.makes_contracts else _("Show"), name=f"contract-{contract.number}"
        )
        acts.clicked.connect(lambda: self._acts.contract(contract))
        mark = chip_of(contract_mark(contract, self._parts.today(), wording, is_covered=is_covered))
        shown = shown_terms(contract)
        valid = period(shown.valid_from, shown.valid_to, wording) if shown else ""
        row = LineRow(contract.number, valid, mark)
        row.add_buttons(acts)
        if shown is not None and shows_lines(contract, self._parts.today()):
            for line in shown.lines:
                row.add_line(f"{line.position}. {line_words(line, wording)}", Look.PLAIN)
        row.add_line(contract.note)
        for terms in contract.terms:
            if terms is not shown:
                words = _("other period: {terms}").format(terms=terms_words(terms, wording))
                row.add_line(words)
        return row


def is_in_force(contract: "ContractRow") -> bool:
    return contract.status is ContractStatus.SIGNED and contract.current is not None


def shows_lines(contract: "ContractRow", today: date) -> bool:
    """What a contract promised in the past is told by the verdicts of its time, not on the card."""
    return any(terms.valid_to >= today for terms in contract.terms)


def shown_terms(contract: "ContractRow") -> "TermsRow | None":
    """The period whose lines are shown: the one in force, else the newest."""
    return contract.current or next(iter(contract.terms), None)
