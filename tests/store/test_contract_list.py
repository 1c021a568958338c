"""The list of contracts and the reading of one: where each stands today, how much is used, when it ends."""

from datetime import date
from decimal import Decimal

import pytest

from fieldservice.domain.commands.visits import NewWorkLine, RecordVisit, record_visit
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.order import LineKind
from fieldservice.domain.queries.contract_list import (
    ContractFilter,
    ContractListRow,
    ContractsAsk,
    ContractState,
    contract_page,
)
from fieldservice.domain.queries.contract_reading import contract_reading
from fieldservice.domain.queries.keyset import SortBy
from fieldservice.domain.rules.coverage_quota import QuotaKind
from fieldservice.domain.rules.order_states import VisitOutcome
from tests.factories import Company, Line
from tests.store.ticket_givens import AT_NINE, logged, ordered

TODAY = date(2026, 11, 23)


def shown(company: Company, *sorts: SortBy, **values: object) -> list[ContractListRow]:
    ask = ContractsAsk(ContractFilter(**values), TODAY, sorts)  # type: ignore[arg-type]
    return list(company.ask(contract_page, ask).rows)


def numbers(company: Company, *sorts: SortBy, **values: object) -> list[str]:
    return [row.number for row in shown(company, *sorts, **values)]


@pytest.mark.covers("B01", "P-44")
def test_each_contract_tells_where_it_stands_and_how_long_it_lasts(company: Company) -> None:
    customer = company.customer()
    company.contract(customer, date(2026, 1, 1), date(2027, 12, 31), number="force")
    company.contract(customer, date(2026, 1, 1), TODAY, number="last day")
    company.contract(customer, date(2025, 1, 1), date(2026, 11, 22), number="over")
    company.contract(customer, date(2026, 12, 1), date(2027, 11, 30), number="coming")
    company.contract(customer, number="draft", is_signed=False)

    told = {row.number: (row.state, row.days_left(TODAY)) for row in shown(company)}

    assert told == {
        "force": (ContractState.IN_FORCE, 403),
        "last day": (ContractState.ENDING, 0),
        "over": (ContractState.ENDED, None),
        "coming": (ContractState.COMING, None),
        "draft": (ContractState.DRAFT, None),
    }
    for number, (state, _days) in told.items():
        assert numbers(company, state=state) == [number]


@pytest.mark.covers("P-45")
def test_contracts_whose_quota_runs_out_are_listed_alone(company: Company) -> None:
    used, calm = company.customer("Hotel"), company.customer("Biuro")
    for customer, number in ((used, "U/used"), (calm, "U/calm")):
        unit = company.unit(company.site(customer))
        quota = (QuotaKind.CASES, Decimal(2) if customer == used else Decimal(9))
        company.contract(customer, lines=(Line(quota=quota),), number=number)
        for _ in range(2):
            logged(company, (customer, unit))

    assert numbers(company, quota_low=True) == ["U/used"]
    assert [row.quota.used for row in shown(company, text="calm") if row.quota] == [Decimal(2)]


def test_contracts_stand_in_the_order_in_which_they_end(company: Company) -> None:
    customer = company.customer()
    for number, last in (("B", date(2027, 5, 1)), ("A", date(2027, 6, 1)), ("C", date(2026, 12, 31))):
        company.contract(customer, date(2026, 1, 1), last, number=number)

    assert numbers(company, SortBy("ends")) == ["C", "B", "A"]
    assert numbers(company, SortBy("ends", descending=True)) == ["A", "B", "C"]


@pytest.mark.covers("B07", "B08")
def test_a_contract_is_read_with_its_lines_costs_and_tickets(company: Company) -> None:
    customer = company.customer("Hotel Świt")
    unit = company.unit(company.site(customer))
    contract = company.contract(customer, lines=(Line(units=(unit,), works=("repair",)),))
    ticket = logged(company, (customer, unit))
    ((_order, visit),) = ordered(company, ticket)
    worked = (NewWorkLine(new_id(), LineKind.TIME, Decimal(90)),)
    company.run(record_visit, RecordVisit(visit, VisitOutcome.DONE, AT_NINE, AT_NINE, "", worked))

    read = company.ask(contract_reading, contract, day=TODAY, language="en")

    assert read is not None
    (line,) = read.contract.terms[0].lines
    assert (read.customer, read.costs.work_minutes) == ("Hotel Świt", Decimal(90))
    assert read.values[line.id].unit_ids == (unit,)
    assert [each.id for each in read.tickets] == [ticket]
    assert [row.what.code for row in read.history] == ["contract.create"]
