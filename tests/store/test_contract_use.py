"""What contracts are used for: costs are booked to them, and plans hang on units that they cover."""

from datetime import date
from decimal import Decimal

import pytest

from fieldservice.domain.commands.visits import NewWorkLine, RecordVisit, record_visit
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.catalogue import TicketState
from fieldservice.domain.model.contract import Contract
from fieldservice.domain.model.order import LineKind
from fieldservice.domain.model.plan import MaintenancePlan
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.contract_costs import costs_of_customer
from fieldservice.domain.queries.intake import IntakeAsk, intake_options, intake_preview
from fieldservice.domain.queries.plans import plans_of_customer
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.order_states import VisitOutcome
from tests.factories import USER_ID, Company, Line
from tests.store.conftest import Stage
from tests.store.every_command import uses
from tests.store.ticket_givens import AT_NINE, covered_customer, logged, ordered

TODAY = date(2026, 11, 23)


@pytest.mark.covers("B07", "B08")
def test_what_contracts_cost_adds_up_to_what_the_customer_cost(company: Company) -> None:
    served, others = covered_customer(company), covered_customer(company)
    number = next(row.number for row in company.rows(Contract) if row.customer_id == served[0])
    first, second = ordered(company, logged(company, served), 2)
    (elsewhere,) = ordered(company, logged(company, others), at=AT_NINE.replace(hour=14))
    time_and_filter = (
        NewWorkLine(new_id(), LineKind.TIME, Decimal(90)),
        NewWorkLine(new_id(), LineKind.TRAVEL, Decimal(30)),
        NewWorkLine(new_id(), LineKind.PART, Decimal(2), "Filtr", "szt.", 9_980),
    )
    parking = (NewWorkLine(new_id(), LineKind.COST, Decimal(1), "Parking", "", 1_500),)
    for_others = (NewWorkLine(new_id(), LineKind.TIME, Decimal(60)),)
    for (_order, visit), booked in ((first, time_and_filter), (second, parking), (elsewhere, for_others)):
        company.run(record_visit, RecordVisit(visit, VisitOutcome.DONE, AT_NINE, AT_NINE, "", booked))

    costs = company.ask(costs_of_customer, served[0])

    assert [(each.number, each.amount_cents) for each in costs.contracts] == [(number, 11_480)]
    assert (costs.work_minutes, costs.travel_minutes) == (Decimal(90), Decimal(30))
    assert costs.amount_cents == 11_480


@pytest.mark.covers("B08")
def test_work_that_no_contract_carries_is_shown_apart(company: Company) -> None:
    customer = company.customer()
    unit = company.unit(company.site(customer))
    (order,) = ordered(company, logged(company, (customer, unit), override_because="szpital"))
    part = (NewWorkLine(new_id(), LineKind.PART, Decimal(1), "Filtr", "szt.", 4_990),)
    company.run(record_visit, RecordVisit(order[1], VisitOutcome.DONE, AT_NINE, AT_NINE, "", part))

    costs = company.ask(costs_of_customer, customer)

    assert [(each.contract_id, each.amount_cents) for each in costs.contracts] == [(None, 4_990)]


@pytest.mark.covers("B09", "B05")
def test_each_plan_tells_whether_a_contract_covers_its_unit(company: Company) -> None:
    customer = company.customer()
    site = company.site(customer)
    covered, bare = company.unit(site, "A-1"), company.unit(site, "B-2")
    company.contract(customer, lines=(Line(units=(covered,), works=("inspection",)),))
    for unit in (covered, bare):
        plan = MaintenancePlan(
            id=new_id(), equipment_id=unit, name="Przegląd", anchor_date=TODAY, period_months=6
        )
        company.put(plan)

    plans = company.ask(plans_of_customer, customer, TODAY, company.work_kind("inspection"))

    assert [(plan.serial_number, plan.verdict.is_ok) for plan in plans] == [("A-1", True), ("B-2", False)]


@pytest.mark.covers("B06", "B04")
def test_intake_offers_agents_and_queues_beside_the_contract_that_decides(company: Company) -> None:
    customer, unit = covered_customer(company)
    [contract] = company.rows(Contract)
    ask = IntakeAsk(
        TODAY,
        company.clock.now(),
        customer_id=customer,
        equipment_id=unit,
        work_kind_id=company.work_kind(),
    )

    options = company.ask(intake_options, "pl", USER_ID, customer)
    preview = company.ask(intake_preview, ask, company.clock.now(), "pl")

    assert [user.name for user in options.pickers.agents] == ["Anna Kowal"]
    assert [queue.name for queue in options.pickers.queues] == ["Dyspozytornia"]
    assert preview.verdict.evidence.contract_number == contract.number


@pytest.mark.covers("C04")
def test_a_ticket_is_in_exactly_one_state_whatever_is_done(stage: Stage) -> None:
    company, world = stage

    for function, command in uses(company, world).values():
        try:
            company.run(function, command)
        except RuleViolation:
            continue  # done against what a command before has changed
        types = {state.id: state.state_type for state in company.rows(TicketState)}
        assert [types[ticket.state_id] for ticket in company.rows(Ticket)] == [
            ticket.state_type for ticket in company.rows(Ticket)
        ]
