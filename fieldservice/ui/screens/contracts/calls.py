"""Commands and queries of this screen, imported when they are first called (see `kit/deferred.py`)."""

from typing import TYPE_CHECKING

from fieldservice.ui.kit.deferred import Deferred

__all__ = [
    "AddLine",
    "ChangeContract",
    "ChangeLine",
    "ChangeTerms",
    "ContractFilter",
    "ContractHead",
    "ContractState",
    "ContractsAsk",
    "PeriodData",
    "RemoveLine",
    "RemoveTerms",
    "SortBy",
    "add_line",
    "change_contract",
    "change_line",
    "change_terms",
    "contract_page",
    "contract_reading",
    "fields_of",
    "remove_line",
    "remove_terms",
]

if TYPE_CHECKING:
    from fieldservice.domain.commands.contract_changes import (
        ChangeContract,
        ChangeTerms,
        ContractHead,
        PeriodData,
        change_contract,
        change_terms,
    )
    from fieldservice.domain.commands.contracts import (
        AddLine,
        ChangeLine,
        RemoveLine,
        RemoveTerms,
        add_line,
        change_line,
        remove_line,
        remove_terms,
    )
    from fieldservice.domain.commands.coverage_lines import fields_of
    from fieldservice.domain.queries.contract_list import (
        ContractFilter,
        ContractsAsk,
        ContractState,
        contract_page,
    )
    from fieldservice.domain.queries.contract_reading import contract_reading
    from fieldservice.domain.queries.keyset import SortBy
else:
    _CHANGES = "fieldservice.domain.commands.contract_changes"
    _CONTRACTS = "fieldservice.domain.commands.contracts"
    _LIST = "fieldservice.domain.queries.contract_list"

    ChangeContract = Deferred(_CHANGES, "ChangeContract")
    ChangeTerms = Deferred(_CHANGES, "ChangeTerms")
    ContractHead = Deferred(_CHANGES, "ContractHead")
    PeriodData = Deferred(_CHANGES, "PeriodData")
    change_contract = Deferred(_CHANGES, "change_contract")
    change_terms = Deferred(_CHANGES, "change_terms")

    AddLine = Deferred(_CONTRACTS, "AddLine")
    ChangeLine = Deferred(_CONTRACTS, "ChangeLine")
    RemoveLine = Deferred(_CONTRACTS, "RemoveLine")
    RemoveTerms = Deferred(_CONTRACTS, "RemoveTerms")
    add_line = Deferred(_CONTRACTS, "add_line")
    change_line = Deferred(_CONTRACTS, "change_line")
    remove_line = Deferred(_CONTRACTS, "remove_line")
    remove_terms = Deferred(_CONTRACTS, "remove_terms")

    fields_of = Deferred("fieldservice.domain.commands.coverage_lines", "fields_of")
    ContractFilter = Deferred(_LIST, "ContractFilter")
    ContractState = Deferred(_LIST, "ContractState")
    ContractsAsk = Deferred(_LIST, "ContractsAsk")
    contract_page = Deferred(_LIST, "contract_page")
    contract_reading = Deferred("fieldservice.domain.queries.contract_reading", "contract_reading")
    SortBy = Deferred("fieldservice.domain.queries.keyset", "SortBy")
