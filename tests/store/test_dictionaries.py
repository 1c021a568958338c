"""The company's own dictionaries: added, narrowed, renamed, retired; offered in the reader's language."""

import pytest

from fieldservice.domain.commands.dictionaries import (
    AddBlockReason,
    AddKind,
    AddPurpose,
    AddService,
    AddTicketState,
    AddTicketType,
    AddWorkKind,
    DemandPurpose,
    EntryNames,
    NarrowKind,
    RenameEntry,
    SetEntryActive,
    add_block_reason,
    add_kind,
    add_purpose,
    add_service,
    add_ticket_state,
    add_ticket_type,
    add_work_kind,
    demand_purpose,
    narrow_kind,
    rename_entry,
    set_entry_active,
)
from fieldservice.domain.model.base import new_id
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


def _kinds(company: Company, *arguments: object) -> list[str]:
    return [kind.name for kind in company.ask(kinds, "pl", *arguments)]  # type: ignore[arg-type]


def _pickers(company: Company, language: str = "pl") -> TicketPickers:
    return company.ask(ticket_pickers, language)


@pytest.mark.covers("A04")
def test_a_kind_narrowed_to_a_customer_is_offered_to_that_customer_only(company: Company) -> None:
    hotel, printer = company.customer("Hotel Świt"), company.customer("Drukarnia")

    company.run(add_kind, AddKind(new_id(), EntryNames("Awaria windy"), hotel))

    assert "Awaria windy" in _kinds(company, hotel)
    assert "Awaria windy" not in _kinds(company, printer)
    assert "Awaria windy" not in _kinds(company)


@pytest.mark.covers("A04")
def test_a_kind_can_be_narrowed_and_opened_again(company: Company) -> None:
    hotel = company.customer("Hotel Świt")

    company.run(narrow_kind, NarrowKind(company.kind("leak"), hotel))
    narrowed = _kinds(company)
    company.run(narrow_kind, NarrowKind(company.kind("leak"), None))

    assert "Wyciek" not in narrowed
    assert "Wyciek" in _kinds(company)


def test_two_customers_may_have_kinds_of_the_same_name(company: Company) -> None:
    for customer_id in (company.customer("A"), company.customer("B")):
        company.run(add_kind, AddKind(new_id(), EntryNames("Awaria windy"), customer_id))

    assert [row.name for row in company.ask(entries, "kind")].count("Awaria windy") == 2


@pytest.mark.covers("A06", "A07", "A08")
def test_own_types_purposes_services_and_works_are_offered_behind_the_first_ones(company: Company) -> None:
    company.run(add_ticket_type, AddTicketType(new_id(), EntryNames("Reklamacja"), requires_purpose=True))
    company.run(add_purpose, AddPurpose(new_id(), EntryNames("Szkolenie")))
    company.run(add_service, AddService(new_id(), EntryNames("Dyżur nocny")))
    company.run(
        add_work_kind, AddWorkKind(new_id(), EntryNames("Wsparcie SMS"), WorkMode.REMOTE, default_minutes=15)
    )
    company.run(add_block_reason, AddBlockReason(new_id(), EntryNames("Windykacja")))

    offered = _pickers(company)
    assert (offered.ticket_types[-1].name, offered.ticket_types[-1].requires_purpose) == ("Reklamacja", True)
    assert (offered.purposes[-1].name, offered.services[-1].name) == ("Szkolenie", "Dyżur nocny")
    work = company.ask(work_kinds, "pl")[-1]
    assert (work.name, work.mode, work.default_minutes) == ("Wsparcie SMS", WorkMode.REMOTE, 15)
    assert company.ask(customer_pickers, "pl").block_reasons[-1].name == "Windykacja"


@pytest.mark.covers("A07")
def test_a_type_can_demand_a_purpose(company: Company) -> None:
    company.run(demand_purpose, DemandPurpose(company.ticket_type("incident"), is_demanded=True))

    incident = next(each for each in _pickers(company).ticket_types if each.code == "incident")
    assert incident.requires_purpose


@pytest.mark.covers("C02")
def test_any_number_of_own_states_may_share_a_type(company: Company) -> None:
    for name in ("u producenta", "u podwykonawcy", "w magazynie"):
        company.run(
            add_ticket_state,
            AddTicketState(new_id(), EntryNames(name), TicketStateType.PENDING_REMINDER),
        )

    own = [state for state in _pickers(company).states if state.code.startswith("own-")]
    assert [state.name for state in own] == ["u producenta", "u podwykonawcy", "w magazynie"]
    assert {state.state_type for state in own} == {TicketStateType.PENDING_REMINDER}


@pytest.mark.covers("C31")
def test_a_state_renamed_keeps_its_type_and_its_code(company: Company) -> None:
    state_id = company.ticket_state("waiting_parts")

    company.run(rename_entry, RenameEntry("ticket_state", state_id, "czeka na dostawę"))

    state = company.get(TicketState, state_id)
    assert (state.name, state.code, state.state_type) == (
        "czeka na dostawę",
        "waiting_parts",
        TicketStateType.PENDING_REMINDER,
    )
    in_every_language = {_named(company, language, "waiting_parts") for language in ("pl", "en", "es")}
    assert in_every_language == {"czeka na dostawę"}


def _named(company: Company, language: str, code: str) -> str:
    return next(state.name for state in _pickers(company, language).states if state.code == code)


@pytest.mark.covers("C31")
def test_a_name_changed_in_one_language_stays_in_the_others(company: Company) -> None:
    command = RenameEntry("ticket_state", company.ticket_state("waiting_parts"), "awaiting delivery", "en")

    company.run(rename_entry, command)

    assert _named(company, "en", "waiting_parts") == "awaiting delivery"
    assert _named(company, "pl", "waiting_parts") == "czeka na części"


def test_the_companys_own_language_renames_what_has_no_translation_too(company: Company) -> None:
    command = RenameEntry("ticket_state", company.ticket_state("open"), "przyjęte", "pl")

    company.run(rename_entry, command)

    assert company.get(TicketState, company.ticket_state("open")).name == "przyjęte"


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
        company.run(add_kind, AddKind(new_id(), EntryNames(name)))

    assert error.value.code == f"dictionary.{code}"
