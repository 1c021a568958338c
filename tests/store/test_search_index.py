"""What exists is found by every word that is written on it, and nothing else is found."""

from uuid import UUID

import pytest
from sqlalchemy import select, text

from fieldservice.domain.commands.contacts import (
    Reachability,
    SetCustomerReach,
    set_customer_reach,
)
from fieldservice.domain.commands.customers import ChangeCustomer, CustomerData, change_customer
from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.commands.tickets import ChangeTicket, change_ticket
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.equipment import Equipment, Product
from fieldservice.domain.model.journal import SearchEntry
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.folding import fold
from fieldservice.domain.store import search_index
from fieldservice.domain.store.row_writer import TOGETHER
from tests.factories import COUNTRY, Company
from tests.store.conftest import Stage
from tests.store.every_command import uses, version
from tests.store.ticket_givens import logged

ON_SQLITE = """SELECT id FROM search_entry WHERE position IN
(SELECT rowid FROM search_words(:words) UNION SELECT rowid FROM search_names(:words))"""
ON_POSTGRESQL = (
    "SELECT id FROM search_entry WHERE to_tsvector('simple', words) @@ to_tsquery('simple', :words)"
)


def found(company: Company, word: str) -> set[UUID]:
    """Rows found by the beginning of a word, through the index itself."""
    is_sqlite = company.database.is_sqlite
    beginning = f'"{fold(word)}"*' if is_sqlite else f"{fold(word)}:*"
    statement = text(ON_SQLITE if is_sqlite else ON_POSTGRESQL)
    rows = company.ask(lambda session: session.execute(statement, {"words": beginning}).scalars().all())
    return {row if isinstance(row, UUID) else UUID(row) for row in rows}


def entries(company: Company) -> set[tuple[UUID, str, str]]:
    return {(entry.id, entry.subject_table, entry.words) for entry in company.rows(SearchEntry)}


def rebuilt(company: Company) -> set[tuple[UUID, str, str]]:
    """The words as they are when made anew from the rows; nothing is kept of it."""
    with company.begin() as uow:
        search_index.rebuild(uow.session, company.clock.now())
        uow.session.flush()
        made = select(SearchEntry.id, SearchEntry.subject_table, SearchEntry.words)
        return {(row[0], row[1], row[2]) for row in uow.session.execute(made)}


def test_a_name_is_found_however_it_is_written(company: Company) -> None:
    customer = company.customer()

    ways = ("zaklady", "Zakłady", "STEPIEN", "stęp", "mlecz")
    assert {word: found(company, word) for word in ways} == {word: {customer} for word in ways}


@pytest.mark.parametrize("name", ["close_ticket", "create_customer", "import_workbook", "add_equipment"])
def test_after_a_command_its_undo_and_its_redo_the_words_are_those_of_the_rows(
    stage: Stage, name: str
) -> None:
    company, world = stage
    function, command = uses(company, world)[name]

    done = company.run(function, command)
    assert entries(company) == rebuilt(company)
    assert done.entry_id is not None
    undone = company.run(undo_entry, UndoEntry(done.entry_id))
    assert entries(company) == rebuilt(company)
    assert undone.entry_id is not None
    company.run(undo_entry, UndoEntry(undone.entry_id))

    assert entries(company) == rebuilt(company)


def test_what_was_taken_back_is_not_found(company: Company) -> None:
    ticket_id = logged(company)
    seen = version(company, Ticket, ticket_id)
    done = company.run(change_ticket, ChangeTicket(ticket_id, seen, (("title", "Zgrzyta"),)))
    assert found(company, "zgrzyta") == {ticket_id}
    assert done.entry_id is not None

    company.run(undo_entry, UndoEntry(done.entry_id))

    assert found(company, "zgrzyta") == set()
    assert ticket_id in found(company, "halasuje")


def test_a_ticket_is_found_by_the_new_name_of_its_customer(company: Company) -> None:
    ticket_id = logged(company)
    customer_id = company.get(Ticket, ticket_id).customer_id
    assert customer_id is not None
    seen = version(company, Customer, customer_id)

    company.run(change_customer, ChangeCustomer(customer_id, seen, CustomerData("Browar Łomża")))

    assert found(company, "lomza") == {customer_id, ticket_id}
    assert found(company, "stepien") == set()


def test_a_ticket_is_found_by_the_corrected_serial_number(desk_company: Company) -> None:
    company = desk_company
    ticket_id = logged(company)
    unit_id = company.get(Ticket, ticket_id).equipment_id
    assert unit_id is not None
    with company.begin() as uow:
        uow.record("test.given", None)
        uow.get(Equipment, unit_id).serial_number = "QX-900"
        uow.commit()

    assert found(company, "qx") == {unit_id, ticket_id}


def test_a_unit_is_found_by_the_new_name_of_its_model(desk_company: Company) -> None:
    company = desk_company
    unit_id = company.unit(company.site(company.customer()))
    product_id = company.get(Equipment, unit_id).product_id
    with company.begin() as uow:
        uow.record("test.given", None)
        uow.get(Product, product_id).name = "Boge C 20"
        uow.commit()

    assert found(company, "boge") == {unit_id}
    assert found(company, "kaeser") == set()


def test_a_number_that_was_replaced_is_not_found(desk_company: Company) -> None:
    company = desk_company
    customer = company.customer(phone="61 281 30 35")
    reach = Reachability(("61 281 30 36",), country=COUNTRY)

    company.run(set_customer_reach, SetCustomerReach(customer, reach))

    assert found(company, "+48612813035") == set()


def test_a_command_that_failed_leaves_no_words(desk_company: Company) -> None:
    company = desk_company
    with company.begin() as uow:
        uow.record("test.given", None)
        uow.add(Customer(id=new_id(), number="K-9", name="Widmo", name_folded="widmo"))
        uow.session.flush()

    assert found(company, "widmo") == set()


def test_each_of_many_rows_that_came_together_is_found(company: Company) -> None:
    came = {f"Osoba{place:04}": new_id() for place in range(2 * TOGETHER + 3)}
    rows = [{"id": row_id, "name": name, "role": ""} for name, row_id in came.items()]

    with company.begin() as uow:
        search_index.add(uow.session, "contact", rows, company.clock.now())
        uow.session.commit()

    for place in (0, TOGETHER - 1, TOGETHER, 2 * TOGETHER, len(came) - 1):
        name = f"Osoba{place:04}"
        assert found(company, name) == {came[name]}
    assert {entry[0] for entry in entries(company)} >= set(came.values())
