"""The company's own dictionaries: added, narrowed, renamed, retired; offered in the reader's language."""

import pytest

from fieldservice.domain.commands.dictionaries import SetEntryActive, set_entry_active
from fieldservice.domain.model.catalogue import TicketState
from fieldservice.domain.queries.dictionaries import (
    TicketPickers,
    customer_pickers,
    entries,
    kinds,
    ticket_pickers,
    work_kinds,
)
from fieldservice.domain.rules.coverage_facts import WorkMode
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.ticket_states import TicketStateType
from tests.factories import Company
from tests.store.entry_givens import add_own, change_one


def _kinds(company: Company, *arguments: object) -> list[str]:
    return [kind.name for kind in company.ask(kinds, "pl", *arguments)]  # type: ignore[arg-type]


def _pickers(company: Company, language: str = "pl") -> TicketPickers:
    return company.ask(ticket_pickers, language)


@pytest.mark.covers("A04")
def test_a_kind_narrowed_to_a_customer_is_offered_to_that_customer_only(company: Company) -> None:
    hotel, printer = company.customer("Hotel Świt"), company.customer("Drukarnia")

    add_own(company, "kind", "Awaria windy", customer_id=hotel)

    assert "Awaria windy" in _kinds(company, hotel)
    assert "Awaria windy" not in _kinds(company, printer)
    assert "Awaria windy" not in _kinds(company)


@pytest.mark.covers("A04")
def test_a_kind_can_be_narrowed_and_opened_again(company: Company) -> None:
    hotel = company.customer("Hotel Świt")

    change_one(company, "kind", company.kind("leak"), "customer_id", hotel)
    narrowed = _kinds(company)
    change_one(company, "kind", company.kind("leak"), "customer_id", None)

    assert "Wyciek" not in narrowed
    assert "Wyciek" in _kinds(company)


def test_two_customers_may_have_kinds_of_the_same_name(company: Company) -> None:
    for customer_id in (company.customer("A"), company.customer("B")):
        add_own(company, "kind", "Awaria windy", customer_id=customer_id)

    assert [row.name for row in company.ask(entries, "kind")].count("Awaria windy") == 2


@pytest.mark.covers("A06", "A07", "A08")
def test_own_types_purposes_services_and_works_are_offered_behind_the_first_ones(company: Company) -> None:
    add_own(company, "ticket_type", "Reklamacja", requires_purpose=True)
    add_own(company, "purpose", "Szkolenie")
    add_own(company, "service", "Dyżur nocny")
    add_own(company, "work_kind", "Wsparcie SMS", mode=WorkMode.REMOTE, is_repair=False, default_minutes=15)
    add_own(company, "block_reason", "Windykacja")

    offered = _pickers(company)
    assert (offered.ticket_types[-1].name, offered.ticket_types[-1].requires_purpose) == ("Reklamacja", True)
    assert (offered.purposes[-1].name, offered.services[-1].name) == ("Szkolenie", "Dyżur nocny")
    work = company.ask(work_kinds, "pl")[-1]
    assert (work.name, work.mode, work.default_minutes) == ("Wsparcie SMS", WorkMode.REMOTE, 15)
    assert company.ask(customer_pickers, "pl").block_reasons[-1].name == "Windykacja"


@pytest.mark.covers("A07")
def test_a_type_can_demand_a_purpose(company: Company) -> None:
    change_one(company, "ticket_type", company.ticket_type("incident"), "requires_purpose", True)

    incident = next(each for each in _pickers(company).ticket_types if each.code == "incident")
    assert incident.requires_purpose


@pytest.mark.covers("C02")
def test_any_number_of_own_states_may_share_a_type(company: Company) -> None:
    for name in ("u producenta", "u podwykonawcy", "w magazynie"):
        add_own(company, "ticket_state", name, state_type=TicketStateType.PENDING_REMINDER)

    own = [state for state in _pickers(company).states if state.code.startswith("own-")]
    assert [state.name for state in own] == ["u producenta", "u podwykonawcy", "w magazynie"]
    assert {state.state_type for state in own} == {TicketStateType.PENDING_REMINDER}


@pytest.mark.covers("C31")
def test_a_state_renamed_keeps_its_type_and_its_code(company: Company) -> None:
    state_id = company.ticket_state("waiting_parts")

    change_one(company, "ticket_state", state_id, "name:pl", "czeka na dostawę")

    state = company.get(TicketState, state_id)
    assert (state.name, state.code, state.state_type) == (
        "czeka na dostawę",
        "waiting_parts",
        TicketStateType.PENDING_REMINDER,
    )


def _named(company: Company, language: str, code: str) -> str:
    return next(state.name for state in _pickers(company, language).states if state.code == code)


@pytest.mark.covers("C31")
def test_a_name_changed_in_one_language_stays_in_the_others(company: Company) -> None:
    state_id = company.ticket_state("waiting_parts")

    change_one(company, "ticket_state", state_id, "name:en", "awaiting delivery")

    assert _named(company, "en", "waiting_parts") == "awaiting delivery"
    assert _named(company, "pl", "waiting_parts") == "czeka na części"


@pytest.mark.parametrize("language", ["en", "pl", "cs", "es", "pt"])
def test_the_first_dictionaries_are_offered_in_every_language(company: Company, language: str) -> None:
    expected = {"en": "Repair", "pl": "Naprawa", "cs": "Oprava", "es": "Reparación", "pt": "Reparação"}

    assert company.ask(work_kinds, language)[0].name == expected[language]


def test_a_retired_entry_is_offered_no_longer_and_kept(company: Company) -> None:
    leak = company.kind("leak")

    company.run(set_entry_active, SetEntryActive("kind", leak, is_active=False))

    assert "Wyciek" not in _kinds(company)
    assert [row.is_active for row in company.ask(entries, "kind") if row.id == leak] == [False]


def test_the_state_that_the_program_itself_uses_is_not_retired(company: Company) -> None:
    with pytest.raises(RuleViolation) as error:
        company.run(
            set_entry_active, SetEntryActive("ticket_state", company.ticket_state("new"), is_active=False)
        )

    assert error.value.code == "dictionary.default_state"


@pytest.mark.parametrize(("name", "code"), [(" ", "name_missing"), ("WYCIEK", "name_taken")])
def test_a_name_that_cannot_be_told_apart_is_refused(company: Company, name: str, code: str) -> None:
    with pytest.raises(RuleViolation) as error:
        add_own(company, "kind", name)

    assert error.value.code == f"dictionary.{code}"
