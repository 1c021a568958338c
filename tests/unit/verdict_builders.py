"""Facts for the tests of verdict and coverage: state only what matters, the rest is an everyday customer.

Ids are derived from names, so that a failing test shows the same ids on every run.
"""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from fieldservice.domain.rules.coverage_facts import (
    AllUnits,
    ContractFacts,
    ContractStatus,
    Extent,
    LineFacts,
    Named,
    NamedUnits,
    ServedUnit,
    TermsFacts,
    UnitsOfCategory,
)
from fieldservice.domain.rules.verdict_facts import (
    BlockFacts,
    CustomerFacts,
    UnitFacts,
    VerdictQuestion,
    WorkFacts,
)

TODAY = date(2026, 11, 23)
YEAR_START = date(2026, 1, 1)
YEAR_END = date(2026, 12, 31)


def an_id(name: str) -> UUID:
    return uuid5(NAMESPACE_OID, name)


def named(name: str) -> Named:
    return Named(an_id(name), name)


PARIS, ROME = named("Paris"), named("Rome")
SERVER, COMPUTER = named("server"), named("computer")
REPAIR = WorkFacts(an_id("repair"), "repair", is_repair=True)
INSPECTION = WorkFacts(an_id("inspection"), "inspection")
CUSTOMER = CustomerFacts(an_id("customer"), "K0001", "Fleszar")


def a_unit(serial: str = "PO352942", **changes: Any) -> UnitFacts:
    unit = UnitFacts(an_id(serial), serial, "Pump", CUSTOMER.id, site=PARIS, category=SERVER)
    return replace(unit, **changes)


UNIT = a_unit()


def a_block(since: date = YEAR_START, until: date | None = None, reason: str = "unpaid") -> BlockFacts:
    return BlockFacts(an_id(f"block {since} {until} {reason}"), reason, since, until)


def a_line(position: int = 1, extent: Extent | None = None, contract: str = "U/1", **more: Any) -> LineFacts:
    return LineFacts(an_id(f"{contract} line {position}"), position, extent or AllUnits(), **more)


def naming(*units: UnitFacts) -> NamedUnits:
    return NamedUnits(frozenset(unit.id for unit in units))


def category(
    of: Named = SERVER, units_per_site: int | None = None, served: tuple[UnitFacts, ...] = ()
) -> UnitsOfCategory:
    return UnitsOfCategory(of, units_per_site, tuple(served_unit(unit) for unit in served))


def served_unit(unit: UnitFacts, since: date = YEAR_START) -> ServedUnit:
    assert unit.site is not None
    return ServedUnit(unit.id, unit.site.id, since, unit.serial_number)


def some_terms(*lines: LineFacts, start: date = YEAR_START, end: date | None = YEAR_END) -> TermsFacts:
    return TermsFacts(an_id(f"terms {start} {end}"), start, end, lines)


def a_contract(
    *lines: LineFacts,
    number: str = "U/1",
    start: date = YEAR_START,
    end: date | None = YEAR_END,
    status: ContractStatus = ContractStatus.SIGNED,
) -> ContractFacts:
    terms = some_terms(*lines, start=start, end=end)
    return ContractFacts(an_id(number), number, CUSTOMER.id, status, (terms,))


def a_question(*contracts: ContractFacts, **changes: Any) -> VerdictQuestion:
    question = VerdictQuestion(
        day=TODAY,
        caller="+48601200300",
        customer=CUSTOMER,
        contracts=contracts,
        unit=UNIT,
        work=REPAIR,
    )
    return replace(question, **changes)
