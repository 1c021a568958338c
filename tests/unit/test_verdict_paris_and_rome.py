"""The example of the catalogue's row B03: Paris 3 of 5 servers and all 30 computers, Rome 1 of 3, 5 of 8."""

from collections.abc import Mapping
from types import MappingProxyType

import pytest

from fieldservice.domain.rules.coverage_facts import ContractFacts, Named
from fieldservice.domain.rules.verdict import judge
from fieldservice.domain.rules.verdict_codes import VerdictCode
from fieldservice.domain.rules.verdict_facts import UnitFacts
from fieldservice.domain.rules.verdict_values import Outcome
from tests.unit.verdict_builders import (
    COMPUTER,
    PARIS,
    ROME,
    SERVER,
    a_contract,
    a_line,
    a_question,
    a_unit,
    category,
)

STOCK = ((PARIS, SERVER, 5, 3), (PARIS, COMPUTER, 30, None), (ROME, SERVER, 3, 1), (ROME, COMPUTER, 8, 5))


def units_of(site: Named, kind: Named, count: int) -> list[UnitFacts]:
    return [
        a_unit(f"{site.name}-{kind.name}-{n:02}", site=site, category=kind, same_category_at_site=count)
        for n in range(1, count + 1)
    ]


def the_contract(served: Mapping[int, tuple[UnitFacts, ...]] = MappingProxyType({})) -> ContractFacts:
    """With the units that were first served under each line, by its position."""
    lines = []
    for position, (site, kind, _count, covered) in enumerate(STOCK, start=1):
        extent = category(kind, covered, served.get(position, ()))
        lines.append(a_line(position, extent, sites=(site,)))
    return a_contract(*lines)


Told = tuple[str, Outcome, str, int | None, int | None]


def morning() -> list[Told]:
    """Each unit is served once, in turn: those that count are recorded as they are first served."""
    served: dict[int, tuple[UnitFacts, ...]] = {}
    told = []
    for position, (site, kind, count, _covered) in enumerate(STOCK, start=1):
        for unit in units_of(site, kind, count):
            verdict = judge(a_question(the_contract(served), unit=unit))
            place, places = verdict.evidence.place, verdict.evidence.places
            told.append((unit.serial_number, verdict.outcome, verdict.reason.code, place, places))
            if verdict.evidence.takes_place:
                served[position] = (*served.get(position, ()), unit)
    return told


def expected() -> list[Told]:
    rows: list[Told] = []
    for site, kind, count, covered in STOCK:
        for n in range(1, count + 1):
            serial = f"{site.name}-{kind.name}-{n:02}"
            if covered is None:
                rows.append((serial, Outcome.OK, VerdictCode.COVERED_BY_CATEGORY.value, None, None))
            elif n <= covered:
                rows.append((serial, Outcome.OK, VerdictCode.COVERED_BY_NEW_PLACE.value, n, covered))
            else:
                code = VerdictCode.LINE_PLACES_TAKEN.value
                rows.append((serial, Outcome.NOT_COVERED, code, None, covered))
    return rows


@pytest.mark.covers("B03", "A17", "X2")
@pytest.mark.parametrize(("seen", "wanted"), list(zip(morning(), expected(), strict=True)))
def test_each_of_the_46_units_gets_its_verdict_and_main_reason(
    seen: Told,
    wanted: Told,
) -> None:
    assert seen == wanted


@pytest.mark.covers("B03")
def test_the_example_has_46_units_of_which_39_are_covered() -> None:
    outcomes = [told[1] for told in morning()]

    assert len(outcomes) == 46
    assert outcomes.count(Outcome.OK) == 39


@pytest.mark.covers("B03", "X2")
def test_the_fourth_server_of_paris_is_told_who_holds_the_three_places() -> None:
    servers = units_of(PARIS, SERVER, 5)
    contract = the_contract({1: tuple(servers[:3])})

    verdict = judge(a_question(contract, unit=servers[3]))

    values = verdict.reason.values
    assert sorted(values["served"]) == [unit.serial_number for unit in servers[:3]]
    assert (values["places"], values["total"], values["site"]) == (3, 5, "Paris")
    assert (values["contract"], values["line"]) == ("U/1", 1)


@pytest.mark.covers("B03")
def test_which_servers_count_is_decided_by_who_is_served_first_not_by_their_numbers() -> None:
    servers = units_of(PARIS, SERVER, 5)
    contract = the_contract({1: tuple(servers[2:])})

    verdicts = [judge(a_question(contract, unit=unit)).outcome for unit in servers]

    assert verdicts == [Outcome.NOT_COVERED] * 2 + [Outcome.OK] * 3
