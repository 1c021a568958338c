"""Every state renamed and translated by the company: the whole life of a ticket goes on as before (P-29).

The tests of that life are run once more, on a company that calls nothing as the program does.
"""

from types import ModuleType

import pytest

from fieldservice.domain.model.catalogue import TicketState
from tests.factories import Company
from tests.store import (
    test_bulk,
    test_handing,
    test_life_of_a_ticket,
    test_merging,
    test_reopening,
    test_splitting,
    test_ticket_links,
    test_waiting,
)

LIFE: tuple[ModuleType, ...] = (
    test_bulk,
    test_handing,
    test_life_of_a_ticket,
    test_merging,
    test_reopening,
    test_splitting,
    test_ticket_links,
    test_waiting,
)
LANGUAGES = ("pl", "cs")
OWN_FIXTURES = ("served", "queue", "tickets")


def rename_all(company: Company) -> None:
    with company.begin() as uow:
        for place, state in enumerate(company.rows(TicketState), start=1):
            renamed = uow.get(TicketState, state.id)
            renamed.name = f"Etap {place}"
            renamed.translations = {language: f"Etap {place} ({language})" for language in LANGUAGES}
        uow.record("test.given", None)
        uow.commit()


@pytest.fixture
def company(desk_company: Company) -> Company:
    """A company whose states have other names, in every language."""
    rename_all(desk_company)
    return desk_company


@pytest.mark.covers("P-29", "C31")
def test_p29_no_state_is_called_as_at_first(company: Company) -> None:
    assert all(state.name.startswith("Etap") for state in company.rows(TicketState))
    assert all(set(state.translations) == set(LANGUAGES) for state in company.rows(TicketState))


def _once_more() -> None:
    """Let pytest find the tests of the other files here too, with the company of this file."""
    for module in LIFE:
        prefix = module.__name__.rpartition(".")[2].removeprefix("test_")
        for name, found in vars(module).items():
            if name.startswith("test_"):
                globals()[f"test_p29_{prefix}_{name.removeprefix('test_')}"] = found
            elif name in OWN_FIXTURES:
                globals()[name] = found


_once_more()
