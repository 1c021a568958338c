"""Contracts as one reads them: the lines in force in words, other periods in one line each."""

from typing import TYPE_CHECKING

from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.labels import Look
from fieldservice.ui.screens.customers.acts import Acts
from fieldservice.ui.screens.customers.parts import CustomersParts
from fieldservice.ui.screens.customers.section import LineRow, Section, bare, chip_of
from fieldservice.ui.screens.customers.words import contract_mark, line_words, period, terms_words
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.contracts import ContractRow, TermsRow
    from fieldservice.domain.queries.customer_card import CustomerCard


class ContractsSection(Section):
    def __init__(self, parts: CustomersParts, acts: Acts) -> None:
        super().__init__(
            _("Contracts"), _("No contract: requests of this customer are refused."), name="contractsSection"
        )
        self._parts, self._acts = parts, acts
        add = quiet(_("New contract"), name="newContractButton")
        add.clicked.connect(acts.add_contract)
        self.add_trailing(add)

    def show_card(self, card: "CustomerCard") -> None:
        self.show_rows([self._row(contract) for contract in card.contracts], len(card.contracts))

    def _row(self, contract: "ContractRow") -> LineRow:
        wording = self._parts.wording
        acts = bare(_("Change…"), name=f"contract-{contract.number}")
        acts.clicked.connect(lambda: self._acts.contract(contract))
        mark = chip_of(contract_mark(contract, self._parts.today(), wording))
        row = LineRow(contract.number, mark, acts)
        shown = shown_terms(contract)
        if shown is not None:
            row.add_below(period(shown.valid_from, shown.valid_to, wording))
            for line in shown.lines:
                row.add_below(f"{line.position}. {line_words(line, wording)}", Look.PLAIN)
        row.add_below(contract.note)
        for terms in contract.terms:
            if terms is not shown:
                words = _("other period: {terms}").format(terms=terms_words(terms, wording))
                row.add_below(words)
        return row


def shown_terms(contract: "ContractRow") -> "TermsRow | None":
    """The period whose lines are shown: the one in force, else the newest."""
    return contract.current or next(iter(contract.terms), None)
