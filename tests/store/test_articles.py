"""What is said on a ticket: entered by hand in every kind, put right, and what it does to the ticket."""

from datetime import timedelta
from uuid import UUID

import pytest

from fieldservice.domain.commands.articles import (
    AddArticle,
    AnswerApproval,
    Approval,
    CorrectArticle,
    SettleDelivery,
    add_article,
    answer_approval,
    correct_article,
    settle_delivery,
)
from fieldservice.domain.commands.tickets import CloseTicket, PutInState, close_ticket, put_ticket_in_state
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.ticket import Article, ArticleKind, Delivery, Direction, Ticket
from fieldservice.domain.queries.ticket_detail import detail
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.ticket_states import TicketStateType
from tests.conftest import FakeClock
from tests.factories import Company
from tests.store.ticket_givens import covered_customer, logged


@pytest.mark.covers("F02", "F05", "F06")
@pytest.mark.parametrize("kind", list(ArticleKind))
def test_every_kind_is_entered_by_hand_with_its_way_and_its_person(
    company: Company, kind: ArticleKind
) -> None:
    served = covered_customer(company)
    customer, ticket = served[0], logged(company, served)
    contact = company.contact(customer, "Ewa Mróz")
    when = company.clock.now() - timedelta(hours=1)

    company.run(
        add_article,
        AddArticle(ticket, new_id(), kind, "tekst", when, direction=Direction.OUT, contact_id=contact),
    )

    told = company.ask(detail, ticket, "en", company.clock.now()).articles
    (row,) = [each for each in told if each.text == "tekst"]
    assert (row.kind, row.direction, row.contact, row.happened_at) == (kind.value, "out", "Ewa Mróz", when)


@pytest.mark.covers("F01")
def test_the_course_is_told_in_the_order_in_which_things_happened(company: Company, clock: FakeClock) -> None:
    ticket = logged(company)
    at = clock.now()
    for text, when in (("drugi", at), ("pierwszy", at - timedelta(hours=1)), ("trzeci", at)):
        clock.advance(minutes=1)
        company.run(add_article, AddArticle(ticket, new_id(), ArticleKind.NOTE, text, when))

    told = [row.text for row in company.ask(detail, ticket, "en", clock.now()).articles]

    assert [text for text in told if text in {"pierwszy", "drugi", "trzeci"}] == [
        "trzeci",
        "drugi",
        "pierwszy",
    ]


def test_what_has_happened_cannot_lie_in_the_future(company: Company) -> None:
    ticket = logged(company)
    tomorrow = company.clock.now() + timedelta(days=1)

    with pytest.raises(RuleViolation, match=r"article\.in_future"):
        company.run(add_article, AddArticle(ticket, new_id(), ArticleKind.CALL, "dzwonił", tomorrow))


def test_a_message_of_the_customer_is_no_answer_to_him_but_a_call_is(company: Company) -> None:
    written, called = logged(company), logged(company)
    now = company.clock.now()
    for ticket, kind in ((written, ArticleKind.EMAIL), (called, ArticleKind.CALL)):
        article = AddArticle(ticket, new_id(), kind, "nadal stoi", now, direction=Direction.IN)
        company.run(add_article, article)

    assert company.get(Ticket, written).first_response_at is None
    assert company.get(Ticket, called).first_response_at == now


@pytest.mark.covers("P-37")
def test_a_note_leaves_a_wait_alone_and_a_word_of_the_customer_ends_it(company: Company) -> None:
    ticket, now = logged(company), company.clock.now()
    company.run(
        put_ticket_in_state,
        PutInState(ticket, company.ticket_state("waiting_customer"), now + timedelta(days=2)),
    )

    company.run(add_article, AddArticle(ticket, new_id(), ArticleKind.NOTE, "cisza", now, is_internal=True))
    assert company.get(Ticket, ticket).state_type.is_waiting
    article = AddArticle(ticket, new_id(), ArticleKind.SMS, "juz jestem", now, direction=Direction.IN)
    company.run(add_article, article)

    assert not company.get(Ticket, ticket).state_type.is_waiting


@pytest.mark.covers("A18")
def test_a_message_is_prepared_and_waits_for_its_channel_until_somebody_settles_it(company: Company) -> None:
    ticket, message, now = logged(company), new_id(), company.clock.now()
    article = AddArticle(
        ticket,
        message,
        ArticleKind.SMS,
        "Zgłoszenie przyjęte",
        now,
        direction=Direction.OUT,
        delivery=Delivery.PREPARED,
    )
    company.run(add_article, article)
    told = company.ask(detail, ticket, "en", now)
    assert [row.delivery for row in told.articles if row.id == message] == ["prepared"]

    company.run(settle_delivery, SettleDelivery(message, Delivery.TOLD))

    assert company.get(Article, message).delivery is Delivery.TOLD
    with pytest.raises(RuleViolation, match=r"article\.not_prepared"):
        company.run(settle_delivery, SettleDelivery(message, Delivery.SENT))


def test_an_entry_is_put_right_unless_somebody_else_just_did(company: Company) -> None:
    ticket, note, now = logged(company), new_id(), company.clock.now()
    company.run(add_article, AddArticle(ticket, note, ArticleKind.NOTE, "klucz u Jeki", now))
    company.run(correct_article, CorrectArticle(note, "klucz u Jeki", "klucz u portiera", now, True))

    with pytest.raises(RuleViolation, match=r"row\.changed_meanwhile"):
        company.run(correct_article, CorrectArticle(note, "klucz u Jeki", "bez klucza", now, False))

    kept = company.get(Article, note)
    assert (kept.text, kept.is_internal) == ("klucz u portiera", True)


def test_what_the_program_wrote_is_not_put_right_by_hand(company: Company) -> None:
    ticket = logged(company)
    company.run(close_ticket, CloseTicket(ticket, "pomyłka"))
    (automatic,) = [row for row in company.rows(Article) if row.reason is not None]

    with pytest.raises(RuleViolation, match=r"article\.automatic"):
        company.run(correct_article, CorrectArticle(automatic.id, "", "inaczej", company.clock.now(), True))

    assert company.get(Ticket, ticket).state_type is TicketStateType.CLOSED


def offered(company: Company) -> tuple[UUID, UUID]:
    """A ticket, and the offer on it that waits for the customer's word."""
    ticket, offer, now = logged(company), new_id(), company.clock.now()
    asked = AddArticle(
        ticket, offer, ArticleKind.EMAIL, "zawór 450 zł", now, direction=Direction.OUT, asks_approval=True
    )
    company.run(add_article, asked)
    return ticket, offer


@pytest.mark.parametrize("answer", [Approval.APPROVED, Approval.DECLINED])
def test_an_offer_is_answered_once_by_somebody_and_the_answer_stands_on_the_ticket(
    company: Company, answer: Approval
) -> None:
    ticket, offer = offered(company)

    company.run(answer_approval, AnswerApproval(offer, new_id(), answer, "Ewa Mróz", "zgodnie z ofertą"))

    rows = company.ask(detail, ticket, "en", company.clock.now()).articles
    told = [(row.author, row.direction, row.text, row.approval) for row in rows if row.approval]
    assert sorted(told) == [
        ("Anna Kowal", "out", "zawór 450 zł", answer.value),
        ("Ewa Mróz", "in", "zgodnie z ofertą", answer.value),
    ]
    with pytest.raises(RuleViolation, match=r"approval\.not_asked"):
        company.run(answer_approval, AnswerApproval(offer, new_id(), answer, "Ewa Mróz"))


def test_an_answer_needs_somebody_who_gave_it_and_ends_the_wait_for_it(company: Company) -> None:
    ticket, offer = offered(company)
    until = company.clock.now() + timedelta(days=2)
    company.run(put_ticket_in_state, PutInState(ticket, company.ticket_state("waiting_customer"), until))

    with pytest.raises(RuleViolation, match=r"approval\.unanswered"):
        company.run(answer_approval, AnswerApproval(offer, new_id(), Approval.APPROVED, " "))
    company.run(answer_approval, AnswerApproval(offer, new_id(), Approval.APPROVED, "Ewa Mróz"))

    assert not company.get(Ticket, ticket).state_type.is_waiting


@pytest.mark.covers("expectation 21")
def test_an_offer_that_was_not_approved_yet_is_no_answer(company: Company) -> None:
    _ticket, offer = offered(company)

    with pytest.raises(RuleViolation, match=r"approval\.unanswered"):
        company.run(answer_approval, AnswerApproval(offer, new_id(), Approval.ASKED, "Ewa Mróz"))
