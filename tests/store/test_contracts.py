"""Contracts: made, renewed, ended, and what they cover at a site, unit by unit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event

from fieldservice.domain.commands.contracts import (
    AddLine,
    AddTerms,
    ChangeLine,
    CreateContract,
    DiscardContract,
    EndContract,
    RemoveLine,
    RemoveTerms,
    SignContract,
    TermsData,
    add_line,
    add_terms,
    change_line,
    create_contract,
    discard_contract,
    end_contract,
    remove_line,
    remove_terms,
    sign_contract,
)
from fieldservice.domain.commands.coverage_lines import LineData
from fieldservice.domain.commands.equipment import MoveEquipment, move_equipment
from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.contract import Contract, CoverageLine, CoverageUnit, ServedUnit, Terms
from fieldservice.domain.queries import site_coverage
from fieldservice.domain.queries.contracts import ContractRow, Standing, contract_card, contracts_of
from fieldservice.domain.queries.site_coverage import CoverageAsk, covered_at
from fieldservice.domain.rules.coverage_facts import ContractStatus, WorkMode
from fieldservice.domain.rules.coverage_quota import QuotaKind
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.verdict_values import Outcome
from fieldservice.domain.store.engine import Database
from fieldservice.domain.store.verdicts import VerdictAsk, ask_verdict
from tests.factories import Company, Line

TODAY = date(2026, 11, 23)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
NEXT_YEAR = (date(2027, 1, 1), date(2027, 12, 31))


def _terms(*lines: LineData, days: tuple[date, date] = YEAR) -> TermsData:
    return TermsData(new_id(), *days, lines=lines)


def _everything() -> LineData:
    return LineData(new_id())


def _card(company: Company, contract_id: UUID) -> ContractRow:
    card = company.ask(contract_card, contract_id, day=TODAY, language="pl")
    assert card is not None
    return card


def _refusal(run: Callable[[], Any]) -> str:
    with pytest.raises(RuleViolation) as error:
        run()
    return error.value.code


@contextmanager
def counted_statements(database: Database) -> Iterator[list[str]]:
    """The statements that readers send while the block runs."""
    statements: list[str] = []

    def note(*arguments: Any) -> None:
        statements.append(arguments[2])

    event.listen(database.reader, "before_cursor_execute", note)
    yield statements
    event.remove(database.reader, "before_cursor_execute", note)


@pytest.mark.covers("B01", "B02", "B05")
def test_a_contract_reads_as_it_was_entered(company: Company) -> None:
    customer_id = company.customer()
    site_id = company.site(customer_id, "Hala")
    unit_id = company.unit(site_id, "SP1")
    lines = (
        LineData(new_id(), unit_ids=(unit_id,), work_kind_ids=(company.work_kind("repair"),)),
        LineData(
            new_id(),
            category="Gaśnica",
            units_per_site=3,
            site_ids=(site_id,),
            service_ids=(company.service(),),
            mode=WorkMode.ON_SITE,
            quota=(QuotaKind.CASES, Decimal(12)),
        ),
    )
    contract_id = new_id()

    company.run(create_contract, CreateContract(contract_id, customer_id, _terms(*lines), "U/0198/2025"))

    card = _card(company, contract_id)
    named, counted = card.terms[0].lines
    assert (card.number, card.status) == ("U/0198/2025", ContractStatus.SIGNED)
    assert (named.serials, named.works, named.sites) == (("SP1",), ("Naprawa",), ())
    assert (counted.category, counted.units_per_site, counted.sites) == ("Gaśnica", 3, ("Hala",))
    assert (counted.services, counted.mode) == (("Serwis terenowy",), WorkMode.ON_SITE)
    assert counted.quota is not None
    assert (counted.quota.limit, counted.quota.used) == (Decimal(12), Decimal(0))


@pytest.mark.parametrize(("language", "work"), [("pl", "Naprawa"), ("en", "Repair"), ("es", "Reparación")])
def test_works_of_a_line_are_named_in_the_readers_language(
    company: Company, language: str, work: str
) -> None:
    contract_id = company.contract(company.customer(), lines=[Line(works=("repair",))])

    card = company.ask(contract_card, contract_id, day=TODAY, language=language)

    assert card is not None
    assert card.terms[0].lines[0].works == (work,)


@pytest.mark.covers("P-40")
def test_a_contract_saved_twice_is_one(company: Company) -> None:
    command = CreateContract(new_id(), company.customer(), _terms(_everything()), "U/1")

    company.run(create_contract, command)
    company.run(create_contract, command)

    assert len(company.rows(Contract)) == 1
    assert len(company.rows(CoverageLine)) == 1


@pytest.mark.covers("B01")
def test_a_renewal_adds_a_period_and_leaves_the_old_one_alone(company: Company) -> None:
    customer_id = company.customer()
    contract_id = company.contract(customer_id, *YEAR, lines=[Line(category="Gaśnica", works=("repair",))])
    before = _card(company, contract_id).terms[0]

    company.run(add_terms, AddTerms(contract_id, TermsData(new_id(), *NEXT_YEAR)))

    newer, older = _card(company, contract_id).terms
    assert older == before
    assert (newer.valid_from, newer.valid_to, newer.standing) == (*NEXT_YEAR, Standing.FUTURE)
    assert [(line.category, line.works) for line in newer.lines] == [("Gaśnica", ("Naprawa",))]


def test_periods_of_one_contract_do_not_overlap(company: Company) -> None:
    contract_id = company.contract(company.customer(), *YEAR)
    days = (date(2026, 12, 31), date(2027, 12, 30))

    code = _refusal(lambda: company.run(add_terms, AddTerms(contract_id, TermsData(new_id(), *days))))

    assert code == "contract.terms_overlap"


def test_a_draft_covers_nothing_until_it_is_signed(company: Company) -> None:
    customer_id = company.customer()
    contract_id = company.contract(customer_id, is_signed=False)
    unit_id = company.unit(company.site(customer_id))
    ask = VerdictAsk(TODAY, customer_id=customer_id, equipment_id=unit_id, work_kind_id=company.work_kind())

    before = company.ask(ask_verdict, ask).outcome
    company.run(sign_contract, SignContract(contract_id, 1))

    assert before is Outcome.NO_VALID_CONTRACT
    assert company.ask(ask_verdict, ask).outcome is Outcome.OK


def test_a_discarded_draft_is_not_shown_and_stays_in_the_database(company: Company) -> None:
    customer_id = company.customer()
    contract_id = company.contract(customer_id, is_signed=False)

    company.run(discard_contract, DiscardContract(contract_id))

    assert company.ask(contracts_of, customer_id, day=TODAY, language="pl") == ()
    assert company.get(Contract, contract_id).status is ContractStatus.DELETED


def test_only_a_draft_is_signed_or_discarded(company: Company) -> None:
    contract_id = company.contract(company.customer())

    assert _refusal(lambda: company.run(sign_contract, SignContract(contract_id))) == "contract.not_a_draft"
    discard = DiscardContract(contract_id)
    assert _refusal(lambda: company.run(discard_contract, discard)) == "contract.not_a_draft"


def test_a_contract_ended_early_covers_until_its_last_day(company: Company) -> None:
    customer_id = company.customer()
    contract_id = company.contract(customer_id, *YEAR)
    unit_id = company.unit(company.site(customer_id))

    company.run(end_contract, EndContract(contract_id, TODAY, "wypowiedzenie", version=1))

    def outcome(day: date) -> Outcome:
        ask = VerdictAsk(day, customer_id=customer_id, equipment_id=unit_id, work_kind_id=company.work_kind())
        return company.ask(ask_verdict, ask).outcome

    assert outcome(TODAY) is Outcome.OK
    assert outcome(date(2026, 11, 24)) is Outcome.NO_VALID_CONTRACT


@pytest.mark.parametrize(
    ("last_day", "reason", "code"),
    [
        (date(2027, 1, 1), "wypowiedzenie", "contract.not_valid_on"),
        (date(2025, 12, 31), "wypowiedzenie", "contract.not_valid_on"),
        (TODAY, "", "contract.reason_missing"),
    ],
)
def test_an_end_that_makes_no_sense_is_refused(
    company: Company, last_day: date, reason: str, code: str
) -> None:
    contract_id = company.contract(company.customer(), *YEAR)

    assert _refusal(lambda: company.run(end_contract, EndContract(contract_id, last_day, reason))) == code


def test_a_contract_with_a_coming_period_ends_after_that_is_removed(company: Company) -> None:
    contract_id = company.contract(company.customer(), *YEAR)
    coming = TermsData(new_id(), *NEXT_YEAR)
    company.run(add_terms, AddTerms(contract_id, coming))
    end = EndContract(contract_id, TODAY, "wypowiedzenie")

    refused = _refusal(lambda: company.run(end_contract, end))
    company.run(remove_terms, RemoveTerms(coming.terms_id))
    company.run(end_contract, end)

    assert refused == "contract.later_terms"
    assert [terms.valid_to for terms in company.rows(Terms)] == [TODAY]


def test_the_only_period_of_a_contract_is_not_removed(company: Company) -> None:
    company.contract(company.customer())
    terms_id = company.rows(Terms)[0].id

    assert _refusal(lambda: company.run(remove_terms, RemoveTerms(terms_id))) == "contract.only_terms"


def test_a_line_changed_is_what_it_became_with_all_its_members(company: Company) -> None:
    customer_id = company.customer()
    site_id = company.site(customer_id)
    first, second = company.unit(site_id, "A"), company.unit(site_id, "B")
    contract_id = company.contract(customer_id, lines=[Line(units=(first,), works=("repair",))])
    line = company.rows(CoverageLine)[0]

    company.run(change_line, ChangeLine(1, LineData(line.id, unit_ids=(first, second))))

    row = _card(company, contract_id).terms[0].lines[0]
    assert (row.serials, row.works, row.version) == (("A", "B"), (), 2)


def test_a_line_changed_meanwhile_is_not_overwritten(company: Company) -> None:
    company.contract(company.customer())
    line_id = company.rows(CoverageLine)[0].id
    company.run(change_line, ChangeLine(1, LineData(line_id, note="A")))

    code = _refusal(lambda: company.run(change_line, ChangeLine(1, LineData(line_id, note="B"))))

    assert code == "row.changed_meanwhile"


def test_a_line_is_added_behind_the_others_and_removed_again(company: Company) -> None:
    contract_id = company.contract(company.customer())
    terms_id = company.rows(Terms)[0].id
    added = LineData(new_id(), category="Gaśnica")

    company.run(add_line, AddLine(terms_id, added))
    positions = [line.position for line in _card(company, contract_id).terms[0].lines]
    company.run(remove_line, RemoveLine(added.line_id))

    assert positions == [1, 2]
    assert [line.position for line in _card(company, contract_id).terms[0].lines] == [1]


def test_a_removed_line_comes_back_whole_by_undo(company: Company) -> None:
    customer_id = company.customer()
    unit_id = company.unit(company.site(customer_id))
    company.contract(customer_id, lines=[Line(), Line(units=(unit_id,))])
    named = next(row.line_id for row in company.rows(CoverageUnit))
    changes = company.run(remove_line, RemoveLine(named))
    assert changes.entry_id is not None

    company.run(undo_entry, UndoEntry(changes.entry_id))

    assert [row.line_id for row in company.rows(CoverageUnit)] == [named]


def test_the_last_line_and_a_line_that_served_are_not_removed(company: Company) -> None:
    customer_id = company.customer()
    site_id = company.site(customer_id)
    unit_id = company.unit(site_id)
    company.contract(customer_id)
    only = company.rows(CoverageLine)[0].id
    alone = _refusal(lambda: company.run(remove_line, RemoveLine(only)))
    company.run(add_line, AddLine(company.rows(Terms)[0].id, LineData(new_id(), category="Gaśnica")))
    company.put(
        ServedUnit(id=new_id(), line_id=only, equipment_id=unit_id, site_id=site_id, first_served_on=TODAY)
    )

    used = _refusal(lambda: company.run(remove_line, RemoveLine(only)))

    assert (alone, used) == ("coverage.no_lines", "coverage.line_used")


def test_lines_that_promise_nonsense_are_refused(company: Company) -> None:
    customer_id, other = company.customer(), company.customer("Hotel Świt")
    foreign_site = company.site(other)
    foreign_unit = company.unit(foreign_site)
    wrong = {
        "coverage.of_other_customer": LineData(new_id(), unit_ids=(foreign_unit,)),
        "coverage.units_and_category": LineData(new_id(), unit_ids=(foreign_unit,), category="Gaśnica"),
        "coverage.units_without_category": LineData(new_id(), units_per_site=3),
        "coverage.negative_units": LineData(new_id(), category="Gaśnica", units_per_site=-1),
        "quota.negative": LineData(new_id(), quota=(QuotaKind.HOURS, Decimal(-1))),
        "quota.levels_not_rising": LineData(
            new_id(), quota=(QuotaKind.HOURS, Decimal(1)), warn_at=(90, 75, 100)
        ),
    }
    company.run(move_equipment, MoveEquipment(foreign_unit, company.site(other, "B"), TODAY, "x"))

    def refused(line: LineData) -> str:
        owner = other if line.category and line.unit_ids else customer_id
        command = CreateContract(new_id(), owner, _terms(line), "U/9")
        return _refusal(lambda: company.run(create_contract, command))

    assert {code: refused(line) for code, line in wrong.items()} == {code: code for code in wrong}
    assert _refusal(
        lambda: company.run(create_contract, CreateContract(new_id(), customer_id, _terms(), "U/9"))
    ) == ("coverage.no_lines")
    assert company.rows(Contract) == []


def test_a_contract_number_is_taken_once(company: Company) -> None:
    company.contract(company.customer(), number="U/1")
    command = CreateContract(new_id(), company.customer(), _terms(_everything()), "U/1")

    assert _refusal(lambda: company.run(create_contract, command)) == "contract.number_taken"


def test_a_period_that_ends_before_it_starts_is_refused(company: Company) -> None:
    days = (date(2026, 2, 1), date(2026, 1, 31))
    command = CreateContract(new_id(), company.customer(), _terms(_everything(), days=days))

    assert _refusal(lambda: company.run(create_contract, command)) == "contract.ends_before_start"


@pytest.mark.covers("B03", "A17", "B04")
def test_what_is_covered_at_a_site_is_told_unit_by_unit(company: Company) -> None:
    customer_id = company.customer()
    paris, rome = company.site(customer_id, "Paryż"), company.site(customer_id, "Rzym")
    for number in range(5):
        company.unit(paris, f"SRV{number}", "Serwer", "R740")
    named = company.unit(rome, "PC1", "Komputer", "Optiplex")
    company.unit(rome, "PC2", "Komputer", "Optiplex")
    lines = [Line(category="Serwer", sites=(paris,), works=("repair",)), Line(units=(named,))]
    company.contract(customer_id, lines=lines)
    ask = CoverageAsk(company.work_kind("repair"))

    at_paris = company.ask(covered_at, paris, ask, day=TODAY)
    at_rome = company.ask(covered_at, rome, ask, day=TODAY)

    assert at_paris is not None
    assert at_rome is not None
    assert (at_paris.site, at_paris.work, at_paris.covered, len(at_paris.units)) == ("Paryż", "Naprawa", 5, 5)
    told = {unit.serial_number: unit.verdict.outcome for unit in at_rome.units}
    assert told == {"PC1": Outcome.OK, "PC2": Outcome.NOT_COVERED}


def test_what_is_covered_agrees_with_the_verdict_asked_for_each_unit(company: Company) -> None:
    customer_id = company.customer()
    here, there = company.site(customer_id, "A"), company.site(customer_id, "B")
    company.contract(customer_id, lines=[Line(category="Sprężarka", units_per_site=2, sites=(here,))])
    for number in range(4):
        company.unit(here, f"SP{number}")
    gone = company.unit(here, "GONE")
    company.run(move_equipment, MoveEquipment(gone, there, date(2026, 11, 20), "x"))
    work = company.work_kind("repair")

    for day in (date(2026, 11, 19), TODAY):
        site = company.ask(covered_at, here, CoverageAsk(work), day=day)
        assert site is not None
        for unit in site.units:
            ask = VerdictAsk(day, customer_id=customer_id, equipment_id=unit.equipment_id, work_kind_id=work)
            assert company.ask(ask_verdict, ask).outcome is unit.verdict.outcome
        assert ("GONE" in {unit.serial_number for unit in site.units}) is (day < date(2026, 11, 20))


def test_more_units_than_are_looked_at_are_told(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    site = company.site(company.customer(), "A")
    for _number in range(3):
        company.unit(site)
    ask = CoverageAsk(company.work_kind("repair"))

    whole = company.ask(covered_at, site, ask, day=TODAY)
    monkeypatch.setattr(site_coverage, "MOST_UNITS", 2)
    part = company.ask(covered_at, site, ask, day=TODAY)

    assert whole is not None
    assert part is not None
    assert (len(whole.units), whole.is_cut, len(part.units), part.is_cut) == (3, False, 2, True)


def test_what_is_covered_takes_as_many_statements_for_fifty_units_as_for_one(company: Company) -> None:
    customer_id = company.customer()
    small, large = company.site(customer_id, "A"), company.site(customer_id, "B")
    company.contract(customer_id)
    company.unit(small)
    for _number in range(50):
        company.unit(large)
    ask = CoverageAsk(company.work_kind("repair"))

    with counted_statements(company.database) as one:
        company.ask(covered_at, small, ask, day=TODAY)
    with counted_statements(company.database) as fifty:
        company.ask(covered_at, large, ask, day=TODAY)

    assert len(one) == len(fifty) <= 20
