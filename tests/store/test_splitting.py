"""A ticket split in two: what comes along, a verdict of today, a clock of its own or of its source (P-26)."""

from datetime import date
from uuid import UUID

import pytest

from fieldservice.domain.commands.acceptance import NewTicket
from fieldservice.domain.commands.articles import AddArticle, add_article
from fieldservice.domain.commands.ticket_conduct import SetConduct, set_conduct
from fieldservice.domain.commands.ticket_merging import (
    MergeTickets,
    UnmergeTicket,
    merge_tickets,
    unmerge_ticket,
)
from fieldservice.domain.commands.ticket_splitting import SplitTicket, split_ticket
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.ticket import Article, ArticleKind, LinkKind, Ticket, TicketLink
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.ticket_states import TicketStateType
from tests.conftest import FakeClock
from tests.factories import Company
from tests.store.snapshots import told
from tests.store.ticket_givens import covered_customer, logged


@pytest.fixture
def served(company: Company) -> tuple[UUID, UUID]:
    return covered_customer(company)


def wish(company: Company, unit: UUID, **values: object) -> NewTicket:
    given = {"equipment_id": unit, "work_kind_id": company.work_kind(), **values}
    return NewTicket(new_id(), "Druga usterka", **given)  # type: ignore[arg-type]


def say(company: Company, ticket_id: UUID, text: str) -> UUID:
    article = AddArticle(ticket_id, new_id(), ArticleKind.NOTE, text, company.clock.now())
    company.run(add_article, article)
    return article.article_id


def texts(company: Company, ticket_id: UUID) -> list[str]:
    mine = [each for each in company.rows(Article) if each.ticket_id == ticket_id and each.reason is None]
    return sorted(each.text for each in mine)


def test_chosen_articles_are_copied_with_who_said_them_and_when(
    company: Company, served: tuple[UUID, UUID]
) -> None:
    source = logged(company, served, description="stoi")
    chosen = say(company, source, "i cieknie z boku")
    new = wish(company, served[1])

    company.run(split_ticket, SplitTicket(source, new, (chosen,)))

    assert texts(company, new.ticket_id) == ["i cieknie z boku"]
    assert texts(company, source) == ["i cieknie z boku", "stoi"]
    copied = next(each for each in company.rows(Article) if each.ticket_id == new.ticket_id and each.text)
    original = company.get(Article, chosen)
    assert (copied.happened_at, copied.author_id) == (original.happened_at, original.author_id)
    (link,) = company.rows(TicketLink)
    assert (link.from_id, link.to_id, link.kind) == (new.ticket_id, source, LinkKind.SPLIT_FROM)


def test_chosen_articles_are_moved_when_that_is_wished(company: Company, served: tuple[UUID, UUID]) -> None:
    source = logged(company, served, description="stoi")
    chosen = say(company, source, "i cieknie z boku")
    new = wish(company, served[1])

    company.run(split_ticket, SplitTicket(source, new, (chosen,), moves=True))

    assert texts(company, new.ticket_id) == ["i cieknie z boku"]
    assert texts(company, source) == ["stoi"]


def test_without_articles_the_new_ticket_says_what_it_is_about(
    company: Company, served: tuple[UUID, UUID]
) -> None:
    source = logged(company, served)
    new = wish(company, served[1], description="szum w rurze")

    company.run(split_ticket, SplitTicket(source, new))

    assert texts(company, new.ticket_id) == ["szum w rurze"]


@pytest.mark.covers("P-26")
def test_p26_a_split_ticket_has_a_clock_of_its_own_and_nothing_fulfilled(
    company: Company, served: tuple[UUID, UUID], clock: FakeClock
) -> None:
    source = logged(company, served)
    say(company, source, "jedziemy")
    clock.advance(hours=2)
    new = wish(company, served[1])

    company.run(split_ticket, SplitTicket(source, new))

    made, old = company.get(Ticket, new.ticket_id), company.get(Ticket, source)
    assert old.first_response_at is not None
    assert made.first_response_at is None
    assert (made.opened_at, made.state_type) == (clock.now(), TicketStateType.NEW)
    assert made.resolution_due_at is not None
    assert old.resolution_due_at is not None
    assert made.resolution_due_at > old.resolution_due_at


@pytest.mark.covers("P-26")
def test_p26_by_setting_the_clock_goes_on_from_the_source_with_nothing_fulfilled(
    company: Company, served: tuple[UUID, UUID], clock: FakeClock
) -> None:
    company.run(set_conduct, SetConduct(company.ticket_type(), split_keeps_clock=True))
    source = logged(company, served)
    say(company, source, "jedziemy")
    clock.advance(hours=2)
    new = wish(company, served[1])

    company.run(split_ticket, SplitTicket(source, new))

    made, old = company.get(Ticket, new.ticket_id), company.get(Ticket, source)
    assert made.resolution_due_at == old.resolution_due_at
    assert made.expected_closing_at == old.resolution_due_at
    assert made.response_due_at == old.response_due_at
    assert made.first_response_at is None


@pytest.mark.covers("P-26", "P-11")
def test_p26_the_verdict_is_that_of_today_not_of_the_source(company: Company, clock: FakeClock) -> None:
    customer = company.customer()
    unit = company.unit(company.site(customer))
    company.contract(customer, valid_to=date(2026, 11, 30))
    source = logged(company, (customer, unit))
    clock.advance(days=14)
    before = told(company)

    with pytest.raises(RuleViolation, match=r"request\.not_servable"):
        company.run(split_ticket, SplitTicket(source, wish(company, unit)))

    assert told(company) == before
    new = wish(company, unit, override_because="obiecane przez telefon")
    company.run(split_ticket, SplitTicket(source, new))
    assert company.get(Ticket, new.ticket_id).override_because == "obiecane przez telefon"


def test_the_same_form_sent_twice_makes_one_ticket(company: Company, served: tuple[UUID, UUID]) -> None:
    source = logged(company, served)
    command = SplitTicket(source, wish(company, served[1]))
    company.run(split_ticket, command)

    company.run(split_ticket, command)

    assert len(company.rows(Ticket)) == 2


def test_what_stands_on_another_ticket_does_not_come_along(
    company: Company, served: tuple[UUID, UUID]
) -> None:
    source, other = logged(company, served), logged(company, served)
    elsewhere = say(company, other, "co innego")

    with pytest.raises(RuleViolation, match=r"split\.article_elsewhere"):
        company.run(split_ticket, SplitTicket(source, wish(company, served[1]), (elsewhere,)))


@pytest.mark.covers("P-38")
def test_what_was_split_off_is_not_claimed_back_by_a_merge_that_is_taken_back(
    company: Company, served: tuple[UUID, UUID]
) -> None:
    merged, survivor = logged(company, served, description="od A"), logged(company, served)
    chosen = say(company, merged, "cieknie z boku")
    company.run(merge_tickets, MergeTickets(merged, survivor))
    new = wish(company, served[1])
    company.run(split_ticket, SplitTicket(survivor, new, (chosen,), moves=True))

    company.run(unmerge_ticket, UnmergeTicket(merged))

    assert texts(company, new.ticket_id) == ["cieknie z boku"]
    assert texts(company, merged) == ["od A"]


def test_a_merged_ticket_is_not_split(company: Company, served: tuple[UUID, UUID]) -> None:
    source, other = logged(company, served), logged(company, served)
    company.run(merge_tickets, MergeTickets(source, other))

    with pytest.raises(RuleViolation, match=r"split\.merged"):
        company.run(split_ticket, SplitTicket(source, wish(company, served[1])))
