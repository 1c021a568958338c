"""Killed at any moment: what was confirmed is there after the restart, drafts too, the database is sound."""

import random
from pathlib import Path
from uuid import UUID

import pytest

from fieldservice.domain.commands.articles import AddArticle, add_article
from fieldservice.domain.commands.drafts import SaveDraft, save_draft
from fieldservice.domain.commands.orders import CreateOrders, NewOrder, create_orders
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.equipment import Equipment
from fieldservice.domain.model.ticket import ArticleKind
from tests.e2e.killing import Memory, faults, found, kill_one, workplace
from tests.e2e.morning import at_the_desk
from tests.factories import Company
from tests.store.ticket_givens import logged

KILLS = 12


@pytest.mark.covers("C27", "P-40", "P-55")
def test_nothing_confirmed_is_lost_when_the_program_is_killed(tmp_path: Path) -> None:
    path, memory, chance = tmp_path / "desk.db", Memory(), random.Random(20261123)  # noqa: S311 - no secret
    found(path)

    with workplace(path) as place:
        wrong = []
        for _ in range(KILLS):
            kill_one(place, memory, chance)
            wrong += faults(path, memory)

    assert wrong == []
    assert memory.kills == KILLS
    assert len(memory.kept) > KILLS


def called_in(company: Company) -> UUID:
    """A ticket of the one customer there is."""
    return logged(company, (company.rows(Customer)[0].id, company.rows(Equipment)[0].id))


def test_the_look_afterwards_finds_what_is_wrong(tmp_path: Path) -> None:
    """The control: a ticket never made, another number, a word of a draft, an article that came back."""
    path, memory = tmp_path / "desk.db", Memory()
    found(path)
    company = at_the_desk(path)
    ticket = called_in(company)
    note = AddArticle(ticket, new_id(), ArticleKind.NOTE, "oddzwonić", company.clock.now())
    company.run(add_article, note)
    draft = SaveDraft(new_id(), "intake", (("text", "Klient"),))
    company.run(save_draft, draft)
    company.database.close()
    memory.hear({"kept": "ticket", "id": str(new_id()), "number": "WAW-000009"})
    memory.hear({"kept": "ticket", "id": str(ticket), "number": "WAW-000009"})
    memory.hear({"kept": "draft", "id": str(draft.draft_id), "text": "Klient mówi"})
    memory.hear({"gone": "article", "id": str(note.article_id)})

    wrong = faults(path, memory)

    assert [fault.partition(":")[0] for fault in wrong] == ["missing", "differs", "differs", "back again"]


def test_the_look_afterwards_finds_a_ticket_that_did_not_close_and_words_that_lead_nowhere(
    tmp_path: Path,
) -> None:
    path = tmp_path / "desk.db"
    found(path)
    company = at_the_desk(path)
    order = NewOrder(new_id(), "Naprawa")
    company.run(create_orders, CreateOrders(called_in(company), (order,)))
    with company.database.writer.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE work_order SET state = 'finished', finished_at = '2026-11-23 09:00:00'"
        )
        connection.exec_driver_sql("UPDATE search_entry SET words = 'nic' WHERE subject_table = 'customer'")
    company.database.close()

    wrong = faults(path, Memory())

    assert {fault.partition(":")[0] for fault in wrong} == {"unsettled", "words differ"}
