"""Who is told what: given, named, owning, following; read, put off; and who is at a ticket."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from fieldservice.domain.commands.acceptance import NewTicket
from fieldservice.domain.commands.articles import AddArticle, add_article
from fieldservice.domain.commands.following import (
    EndPresence,
    FollowTicket,
    ShowPresence,
    UnfollowTicket,
    end_presence,
    follow_ticket,
    tell_presence,
    unfollow_ticket,
)
from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.commands.notifications import (
    MarkNotices,
    MarkTicketRead,
    SnoozeNotice,
    mark_notices,
    mark_ticket_read,
    snooze_notice,
)
from fieldservice.domain.commands.tasks import AddTask, TaskData, add_task
from fieldservice.domain.commands.ticket_reopening import (
    ReopenAsNew,
    ReopenTicket,
    reopen_as_new,
    reopen_ticket,
)
from fieldservice.domain.commands.tickets import (
    ChangeTicket,
    CloseTicket,
    change_ticket,
    close_ticket,
)
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.content import Notice
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.ticket import ArticleKind, Ticket
from fieldservice.domain.queries.notifications import is_followed, notices, present_at, unread_count
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.mentions import fitting, half_typed, mentions
from fieldservice.domain.rules.notices import NoticeKind, TicketNews, notices_of
from fieldservice.domain.rules.rights import Right
from tests.conftest import FakeClock
from tests.factories import USER_ID, Company
from tests.store.ticket_givens import logged

ANNA, OLA = "Anna Kowal", "Ola Żuk"


def colleague(company: Company, name: str = OLA) -> Company:
    """The same company, with somebody else at the desk who may do everything."""
    user_id = new_id()
    rights = [Right.EVERYTHING.value]
    company.put(UserAccount(id=user_id, login=name.casefold(), name=name, rights=rights, is_active=True))
    return Company(company.database, company.clock, replace(company.actor, user_id=user_id), company._numbers)


def me(company: Company) -> UUID:
    assert company.actor.user_id is not None
    return company.actor.user_id


def told(company: Company) -> list[tuple[NoticeKind, str]]:
    rows = company.ask(notices, me(company), company.clock.now())
    return [(row.kind, row.who) for row in rows]


def note(company: Company, ticket: UUID, text: str) -> Changes:
    return company.run(
        add_article,
        AddArticle(ticket, new_id(), ArticleKind.NOTE, text, company.clock.now(), is_internal=True),
    )


def give(company: Company, ticket: UUID, to: UUID) -> Changes:
    return company.run(change_ticket, ChangeTicket(ticket, None, (("owner_id", to),)))


@pytest.mark.covers("F15")
def test_who_is_given_a_ticket_is_told_and_who_takes_one_is_not(company: Company) -> None:
    ola, ticket = colleague(company), logged(company)

    give(ola, ticket, me(ola))
    give(ola, ticket, USER_ID)

    assert told(company) == [(NoticeKind.ASSIGNED, OLA)]
    assert told(ola) == []


@pytest.mark.covers("F15", "C21")
def test_who_is_given_a_task_is_told(company: Company) -> None:
    ola, ticket = colleague(company), logged(company)

    company.run(add_task, AddTask(ticket, new_id(), TaskData("Zamówić filtr", me(ola))))

    assert told(ola) == [(NoticeKind.ASSIGNED, ANNA)]


@pytest.mark.covers("F15", "F18")
def test_who_is_named_in_a_note_is_told_once_though_the_ticket_is_his(
    company: Company, clock: FakeClock
) -> None:
    ola, ticket = colleague(company), logged(company)
    give(company, ticket, me(ola))

    clock.advance(minutes=1)
    note(company, ticket, "@ola żuk zadzwoń proszę, @Ola Żuk")

    assert told(ola) == [(NoticeKind.MENTIONED, ANNA), (NoticeKind.ASSIGNED, ANNA)]


@pytest.mark.covers("F17")
def test_who_follows_is_told_until_he_follows_no_longer(company: Company) -> None:
    ola, ticket = colleague(company), logged(company)
    ola.run(follow_ticket, FollowTicket(ticket))
    note(company, ticket, "pierwsza")
    assert ola.ask(is_followed, ticket, me(ola))

    ola.run(unfollow_ticket, UnfollowTicket(ticket))
    note(company, ticket, "druga")

    assert told(ola) == [(NoticeKind.FOLLOWED, ANNA)]
    assert not ola.ask(is_followed, ticket, me(ola))


@pytest.mark.covers("F15")
def test_the_owner_is_told_of_news_and_of_a_reopening(company: Company, clock: FakeClock) -> None:
    ola, ticket = colleague(company), logged(company)
    give(ola, ticket, me(ola))
    clock.advance(minutes=1)
    note(company, ticket, "klient dzwonił")
    clock.advance(minutes=1)
    company.run(close_ticket, CloseTicket(ticket, "gotowe"))
    clock.advance(minutes=1)
    company.run(reopen_ticket, ReopenTicket(ticket, "znowu stoi"))

    assert [kind for kind, _who in told(ola)] == [
        NoticeKind.REOPENED,
        NoticeKind.UPDATED,
        NoticeKind.UPDATED,
    ]


@pytest.mark.covers("C16")
def test_the_owners_supervisor_is_told_of_a_reopening_and_of_nothing_else(company: Company) -> None:
    ola, boss, ticket = colleague(company), colleague(company, "Ewa Duda"), logged(company)
    with company.begin() as uow:
        uow.get(UserAccount, me(ola)).supervisor_id = me(boss)
        uow.record("test.given", None)
        uow.commit()
    give(ola, ticket, me(ola))
    note(company, ticket, "klient dzwonił")
    company.run(close_ticket, CloseTicket(ticket, "gotowe"))
    assert told(boss) == []

    company.run(reopen_ticket, ReopenTicket(ticket, "znowu stoi"))

    assert [kind for kind, _who in told(boss)] == [NoticeKind.REOPENED]


@pytest.mark.covers("C14", "C16")
def test_a_ticket_made_instead_of_a_reopening_is_told_as_one(company: Company) -> None:
    ola, boss, ticket = colleague(company), colleague(company, "Ewa Duda"), logged(company)
    with company.begin() as uow:
        uow.get(UserAccount, me(ola)).supervisor_id = me(boss)
        uow.record("test.given", None)
        uow.commit()
    give(ola, ticket, me(ola))
    company.run(close_ticket, CloseTicket(ticket, "gotowe"))

    unit = company.get(Ticket, ticket).equipment_id
    wish = NewTicket(
        new_id(), "Znowu stoi", equipment_id=unit, work_kind_id=company.work_kind(), owner_id=me(ola)
    )
    company.run(reopen_as_new, ReopenAsNew(ticket, wish, "znowu stoi"))

    assert [kind for kind, _who in told(boss)] == [NoticeKind.REOPENED]


def test_what_was_undone_is_told_to_nobody_any_more(company: Company) -> None:
    ola, ticket = colleague(company), logged(company)
    given = give(company, ticket, me(ola))
    assert told(ola)

    assert given.entry_id is not None
    company.run(undo_entry, UndoEntry(given.entry_id))

    assert told(ola) == []
    assert ola.ask(unread_count, me(ola), company.clock.now()) == 0


@pytest.mark.covers("F16")
def test_notices_are_read_and_marked_unread_and_only_by_their_reader(company: Company) -> None:
    ola, ticket = colleague(company), logged(company)
    give(company, ticket, me(ola))
    note(company, ticket, "@Ola Żuk")
    ids = tuple(row.id for row in company.rows(Notice))

    company.run(mark_notices, MarkNotices(ids))
    assert ola.ask(unread_count, me(ola), company.clock.now()) == 2
    ola.run(mark_notices, MarkNotices(ids[:1]))
    assert ola.ask(unread_count, me(ola), company.clock.now()) == 1
    ola.run(mark_notices, MarkNotices(ids[:1], is_read=False))
    assert ola.ask(unread_count, me(ola), company.clock.now(), muted=("mentioned",)) == 1
    ola.run(mark_ticket_read, MarkTicketRead(ticket))

    assert ola.ask(unread_count, me(ola), company.clock.now()) == 0


@pytest.mark.covers("F16")
def test_a_notice_put_off_is_away_until_its_time_and_unread_then(company: Company, clock: FakeClock) -> None:
    ola, ticket = colleague(company), logged(company)
    give(company, ticket, me(ola))
    (row,) = ola.ask(notices, me(ola), clock.now())
    ola.run(mark_notices, MarkNotices((row.id,)))

    ola.run(snooze_notice, SnoozeNotice(row.id, clock.now() + timedelta(hours=1)))
    assert told(ola) == []
    clock.advance(hours=1)

    assert [each.is_read for each in ola.ask(notices, me(ola), clock.now())] == [False]


@pytest.mark.covers("E15")
def test_who_is_at_a_ticket_is_seen_and_a_crash_leaves_nobody_there_for_long(
    company: Company, clock: FakeClock
) -> None:
    ola, ticket, other = colleague(company), logged(company), logged(company)
    ola.run(tell_presence, ShowPresence(ticket, is_writing=True))
    seen = company.ask(present_at, ticket, USER_ID, clock.now())
    assert [(row.name, row.is_writing) for row in seen] == [(OLA, True)]
    assert ola.ask(present_at, ticket, me(ola), clock.now()) == ()

    ola.run(tell_presence, ShowPresence(other))
    assert company.ask(present_at, ticket, USER_ID, clock.now()) == ()
    clock.advance(minutes=2)

    assert company.ask(present_at, other, USER_ID, clock.now()) == ()


@pytest.mark.covers("E15")
def test_who_leaves_is_gone_at_once(company: Company, clock: FakeClock) -> None:
    ola, ticket = colleague(company), logged(company)
    ola.run(tell_presence, ShowPresence(ticket))

    ola.run(end_presence, EndPresence())

    assert company.ask(present_at, ticket, USER_ID, clock.now()) == ()


@pytest.mark.covers("F18")
@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Anna Kowal zadzwoń", ["Anna Kowal"]),
        ("@Anna Kowalska i @anna kowal.", ["Anna Kowalska", "Anna Kowal"]),
        ("proszę,@Łucja", ["Łucja"]),
        ("@lucja", ["Łucja"]),
        ("anna@Łucja.pl", []),
        ("@Annabel", []),
        ("@", []),
    ],
)
def test_a_name_after_the_sign_is_found_as_people_type_it(text: str, named: list[str]) -> None:
    ids = {name: new_id() for name in ("Anna Kowal", "Anna Kowalska", "Łucja")}
    by_id = {user_id: name for name, user_id in ids.items()}

    assert [by_id[found.user_id] for found in mentions(text, ids)] == named


@pytest.mark.parametrize(
    ("text", "typed"),
    [("pyta @Ann", "Ann"), ("@", ""), ("@Anna Ko", "Anna Ko"), ("a@b", None), ("@Anna Kowal wie", None)],
)
def test_what_is_being_typed_after_the_sign_is_told_from_other_text(text: str, typed: str | None) -> None:
    assert half_typed(text, len(text)) == typed


def test_names_fit_by_the_beginning_of_any_of_their_words() -> None:
    assert fitting("ko", ["Anna Kowal", "Kornel Mak", "Ola Żuk"]) == ["Anna Kowal", "Kornel Mak"]
    assert fitting("zu", ["Anna Kowal", "Ola Żuk"]) == ["Ola Żuk"]


def test_nobody_is_told_of_his_own_doing_and_everybody_once() -> None:
    one, two = new_id(), new_id()
    news = TicketNews(one, (one, two), mentioned=(two,), assigned=(one,), is_reopened=True, is_news=True)

    assert notices_of(news, two) == {one: NoticeKind.ASSIGNED}
    assert notices_of(news, None) == {two: NoticeKind.MENTIONED, one: NoticeKind.ASSIGNED}
