"""What people see of the exchange, and what they can do: values brought back, refused work done anew."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from fieldservice.domain.commands.exchange import (
    RedoRefused,
    RestoreValue,
    SettleNews,
    redo_refused,
    restore_value,
    settle_news,
)
from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.commands.tickets import ChangeTicket, change_ticket
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import Customer, Site
from fieldservice.domain.model.exchange import ExchangeNews, OutboxState, OutboxTransaction
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.ticket import Article, Ticket
from fieldservice.domain.queries.exchange import ExchangeView, exchange_view, standing
from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation
from tests.factories import Company
from tests.store.exchange_givens import conflict, joined, refusal, written
from tests.store.ticket_givens import covered_customer, logged

LANGUAGE = "en"


@pytest.fixture
def desk(company: Company) -> Company:
    return joined(company)


def seen(desk: Company) -> ExchangeView:
    return desk.ask(exchange_view, LANGUAGE)


def lost(desk: Company, field: str, values: tuple[Any, Any], **more: Any) -> tuple[UUID, UUID]:
    """A ticket one of whose fields gave way, and the news of it."""
    ticket_id = logged(desk, covered_customer(desk))
    news = conflict(desk, "ticket", ticket_id, field, values, **more)
    written(desk, news)
    return ticket_id, news.id


def test_a_desk_that_stands_alone_has_nothing_to_exchange(company: Company) -> None:
    assert company.ask(exchange_view, LANGUAGE) == ExchangeView(None)
    assert company.ask(standing) is None


@pytest.mark.covers("J02")
def test_what_waits_stands_in_its_order_with_who_and_whether_it_was_sent(desk: Company) -> None:
    ticket_id = logged(desk, covered_customer(desk))
    desk.run(change_ticket, ChangeTicket(ticket_id, None, (("title", "Stuka"),)))
    with desk.database.write_sessions().begin() as session:
        first = session.get_one(OutboxTransaction, 1)
        first.state = OutboxState.SENT

    view = seen(desk)

    assert [row.number for row in view.waiting] == list(range(1, len(view.waiting) + 1))
    assert [row.was_sent for row in view.waiting][:2] == [True, False]
    assert view.waiting[-1].label.code == "ticket.change"
    assert view.waiting[-1].user == "Anna Kowal"
    assert view.standing is not None
    assert view.standing.waiting == len(view.waiting)
    assert view.standing.waiting_since == desk.clock.now()


@pytest.mark.covers("J03")
def test_the_standing_tells_since_when_nothing_was_exchanged_and_why(company: Company) -> None:
    at = company.clock.now() - timedelta(hours=2)
    problem = {"code": "exchange.unreachable", "values": {}}
    desk = joined(company, at, problem=problem)

    found = desk.ask(standing)

    assert found is not None
    assert (found.exchanged_at, found.branch, found.slot) == (at, "Warszawa", "WAW-2")
    assert isinstance(found.problem, EnvironmentProblem)
    assert found.problem.code == "exchange.unreachable"


@pytest.mark.covers("J04", "X5")
def test_a_conflict_is_told_with_both_values_who_made_them_and_where_to_look(desk: Company) -> None:
    other = UserAccount(id=new_id(), login="jan", name="Jan Nowak")
    desk.put(other)
    ticket_id, news_id = lost(desk, "title", ("Hałasuje", "Syczy"), kept_by=other.id)

    (row,) = seen(desk).conflicts

    assert (row.id, row.field, row.kept, row.lost) == (news_id, "title", "Hałasuje", "Syczy")
    assert (row.kept_by, row.lost_by) == ("Jan Nowak", "Anna Kowal")
    assert row.name == desk.get(Ticket, ticket_id).number
    assert row.place == RowRef("ticket", ticket_id)
    assert row.can_restore


def test_ids_are_told_by_the_names_of_what_they_mean(desk: Company) -> None:
    other = UserAccount(id=new_id(), login="jan", name="Jan Nowak")
    desk.put(other)
    assert desk.actor.user_id is not None
    lost(desk, "owner_id", (other.id.hex, desk.actor.user_id.hex), rule="planning")

    (row,) = seen(desk).conflicts

    assert (row.kept, row.lost) == ("Jan Nowak", "Anna Kowal")


@pytest.mark.covers("J04", "X5")
def test_one_click_brings_the_other_value_back_and_undo_takes_it_away_again(desk: Company) -> None:
    ticket_id, news_id = lost(desk, "title", ("Hałasuje", "Syczy"))

    changes = desk.run(restore_value, RestoreValue(news_id))

    assert desk.get(Ticket, ticket_id).title == "Syczy"
    assert seen(desk).conflicts == ()
    assert [row.settled_by for row in seen(desk).settled] == ["Anna Kowal"]
    assert desk.rows(OutboxTransaction)[-1].entry_id == changes.entry_id
    assert changes.entry_id is not None
    desk.run(undo_entry, UndoEntry(changes.entry_id))
    assert desk.get(Ticket, ticket_id).title == "Hałasuje"


def test_a_value_can_still_be_brought_back_after_it_was_put_aside(desk: Company) -> None:
    ticket_id, news_id = lost(desk, "title", ("Hałasuje", "Syczy"))
    changes = desk.run(settle_news, SettleNews((news_id,)))

    (row,) = seen(desk).settled

    assert changes.touched == frozenset({RowRef("exchange_news", news_id)})
    assert row.can_restore
    desk.run(restore_value, RestoreValue(news_id))
    assert desk.get(Ticket, ticket_id).title == "Syczy"


def test_what_moves_together_is_brought_back_together(desk: Company) -> None:
    site_id = desk.site(desk.customer())
    street = conflict(desk, "site", site_id, "street", ("Długa 1", "Krótka 2"))
    city = conflict(desk, "site", site_id, "city", ("Gdańsk", "Sopot"))
    written(desk, street, city)

    desk.run(restore_value, RestoreValue(street.id))

    site = desk.get(Site, site_id)
    assert (site.street, site.city) == ("Krótka 2", "Sopot")
    assert seen(desk).conflicts == ()


@pytest.mark.parametrize(
    ("field", "values", "rule"),
    [
        ("state_type", ("closed", "open"), "state"),
        ("", (None, None), "removal"),
        ("title", ("█████", None), "erased"),
    ],
)
def test_what_rules_decided_is_told_and_not_brought_back(
    desk: Company, field: str, values: tuple[Any, Any], rule: str
) -> None:
    _ticket_id, news_id = lost(desk, field, values, rule=rule)

    assert not seen(desk).conflicts[0].can_restore
    with pytest.raises(RuleViolation, match=r"exchange\.not_restorable"):
        desk.run(restore_value, RestoreValue(news_id))


@pytest.mark.covers("P-63")
def test_what_is_here_no_longer_is_told_and_not_brought_back(desk: Company) -> None:
    news = conflict(desk, "ticket", new_id(), "title", ("Hałasuje", "Syczy"))
    written(desk, news)

    (row,) = seen(desk).conflicts

    assert row.is_gone
    assert not row.can_restore
    with pytest.raises(RuleViolation, match=r"exchange\.row_gone"):
        desk.run(restore_value, RestoreValue(news.id))


def test_who_may_not_change_the_record_brings_nothing_back(desk: Company) -> None:
    _ticket_id, news_id = lost(desk, "title", ("Hałasuje", "Syczy"))
    assert desk.actor.user_id is not None
    desk.leave_only(desk.actor.user_id, "edit_customer")

    with pytest.raises(RuleViolation, match=r"rights\.missing"):
        desk.run(restore_value, RestoreValue(news_id))


@pytest.mark.covers("P-40")
def test_refused_work_is_told_in_its_own_words_with_the_reason_and_done_anew(desk: Company) -> None:
    customer_id = desk.customer()
    customer = desk.get(Customer, customer_id)
    change = {"table": "customer", "id": customer_id.hex, "kind": "update", "set": {"note": "tylko po 15"}}
    label = {"number": customer.number, "name": customer.name}
    news = refusal(desk, "customer.change", label, [change])
    written(desk, news)
    (row,) = seen(desk).refused

    changes = desk.run(redo_refused, RedoRefused(news.id))

    assert (row.label.code, row.error.code, row.can_redo) == ("customer.change", "rights.missing", True)
    assert desk.get(Customer, customer_id).note == "tylko po 15"
    assert changes.label.code == "customer.change"
    assert desk.rows(OutboxTransaction)[-1].entry_id == changes.entry_id
    assert seen(desk).refused == ()


def test_a_refused_row_that_was_taken_away_is_made_anew(desk: Company) -> None:
    ticket_id = logged(desk, covered_customer(desk))
    now = desk.clock.now().isoformat()
    article = {
        "ticket_id": ticket_id.hex,
        "kind": "note",
        "happened_at": now,
        "recorded_at": now,
        "text": "klient prosi o telefon",
    }
    article_id = new_id()
    made = {"table": "article", "id": article_id.hex, "kind": "insert", "set": article}
    news = refusal(desk, "article.add", {"number": "WAW-2-000001"}, [made])
    written(desk, news)

    desk.run(redo_refused, RedoRefused(news.id))

    assert desk.get(Article, article_id).text == "klient prosi o telefon"


def test_what_one_may_not_do_is_not_done_anew_either(desk: Company) -> None:
    customer_id = desk.customer()
    change = {"table": "customer", "id": customer_id.hex, "kind": "update", "set": {"note": "x"}}
    news = refusal(desk, "customer.change", {"number": "K1", "name": "x"}, [change])
    written(desk, news)
    assert desk.actor.user_id is not None
    desk.leave_only(desk.actor.user_id, "edit_ticket")

    with pytest.raises(RuleViolation, match=r"rights\.missing"):
        desk.run(redo_refused, RedoRefused(news.id))


def test_refused_work_without_content_is_put_aside(desk: Company) -> None:
    news = replace_payload(refusal(desk, "customer.change", {}, [{"table": "customer", "id": new_id().hex}]))
    written(desk, news)

    assert not seen(desk).refused[0].can_redo
    with pytest.raises(RuleViolation, match=r"exchange\.nothing_to_redo"):
        desk.run(redo_refused, RedoRefused(news.id))
    desk.run(settle_news, SettleNews((news.id,)))
    assert seen(desk).refused == ()


def replace_payload(news: ExchangeNews) -> ExchangeNews:
    news.payload = None
    return news


def test_somebody_else_settles_in_their_own_name(desk: Company) -> None:
    other = UserAccount(id=new_id(), login="jan", name="Jan Nowak")
    desk.put(other)
    _ticket_id, news_id = lost(desk, "title", ("Hałasuje", "Syczy"))

    replace(desk, actor=replace(desk.actor, user_id=other.id)).run(settle_news, SettleNews((news_id,)))

    assert seen(desk).settled[0].settled_by == "Jan Nowak"
