"""What is said and noted on a ticket: calls, messages and notes entered by hand, and put right."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from fieldservice.domain.commands.attachments import NewAttachment, put_files
from fieldservice.domain.model.ticket import Approval, Article, ArticleKind, Delivery, Direction, Ticket
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.belongings import lives_on, locked_with_survivor
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import exists
from fieldservice.domain.store.ticket_moves import take_up
from fieldservice.domain.store.unit_of_work import UnitOfWork
from fieldservice.domain.store.waiting import answered

__all__ = [
    "AddArticle",
    "AnswerApproval",
    "Approval",
    "CorrectArticle",
    "Delivery",
    "Direction",
    "SettleDelivery",
    "add_article",
    "answer_approval",
    "correct_article",
    "settle_delivery",
]

CLOCKS_DIFFER_BY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class AddArticle:
    """A call, note, update or message on a ticket; `happened_at` may lie back.

    `contact_id` is who spoke or was spoken to at the customer's side, `author_name` who it was when that is
    nobody known. A message with `delivery` PREPARED waits for its channel.
    """

    ticket_id: UUID
    article_id: UUID
    kind: ArticleKind
    text: str
    happened_at: datetime
    is_internal: bool = False
    author_name: str = ""
    direction: Direction | None = None
    contact_id: UUID | None = None
    delivery: Delivery | None = None
    files: tuple[NewAttachment, ...] = ()
    asks_approval: bool = False


@dataclass(frozen=True, slots=True)
class CorrectArticle:
    """Put right what was written; `seen` is the text as it was read, so that nobody's change is lost."""

    article_id: UUID
    seen: str
    text: str
    happened_at: datetime
    is_internal: bool


@dataclass(frozen=True, slots=True)
class AnswerApproval:
    """What the customer said to the work that was offered: who said it, and in which words.

    `answer_id` is the article that tells it.
    """

    article_id: UUID
    answer_id: UUID
    answer: Approval
    answered_by: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class SettleDelivery:
    """What became of a prepared message: sent by other means, or told aloud."""

    article_id: UUID
    delivery: Delivery


def add_article(command: AddArticle, uow: UnitOfWork, clock: Clock) -> Changes:
    """Write what was said or noted; a new ticket is thereby taken up (C03), a wait for the customer ends."""
    ticket = locked_with_survivor(uow, command.ticket_id)
    uow.record(
        "article.add", ticket, happened_at=command.happened_at, number=ticket.number, kind=command.kind.value
    )
    _require_sensible(command.text, command.happened_at, clock, has_files=bool(command.files))
    if not exists(uow, Article, command.article_id):
        uow.add(_article(uow, command))
    put_files(uow, (Article.__tablename__, command.article_id), command.files)
    ticket = lives_on(uow, ticket)
    take_up(uow, ticket)
    if _is_from_customer(command):
        answered(uow, ticket, command.happened_at)
    if _is_response(command) and ticket.first_response_at is None:
        ticket.first_response_at = command.happened_at
    return uow.commit()


def correct_article(command: CorrectArticle, uow: UnitOfWork, clock: Clock) -> Changes:
    """`article.automatic` for what the program wrote, `row.changed_meanwhile` when it reads otherwise now."""
    article = uow.lock(Article, command.article_id)
    ticket = uow.get(Ticket, article.ticket_id)
    uow.record("article.correct", ticket, number=ticket.number, kind=article.kind.value)
    if article.reason is not None:
        raise RuleViolation("article.automatic")
    if article.text != command.seen:
        raise RuleViolation("row.changed_meanwhile", table=Article.__tablename__)
    _require_sensible(command.text, command.happened_at, clock)
    article.text = command.text.strip()
    article.happened_at = command.happened_at
    article.is_internal = command.is_internal
    return uow.commit()


def settle_delivery(command: SettleDelivery, uow: UnitOfWork, clock: Clock) -> Changes:
    """`article.not_prepared` when the message waits for nothing."""
    del clock
    article = uow.lock(Article, command.article_id)
    ticket = uow.get(Ticket, article.ticket_id)
    uow.record("article.settle_delivery", ticket, number=ticket.number, delivery=command.delivery.value)
    if article.delivery is not Delivery.PREPARED:
        raise RuleViolation("article.not_prepared")
    article.delivery = command.delivery
    return uow.commit()


def answer_approval(command: AnswerApproval, uow: UnitOfWork, clock: Clock) -> Changes:
    """`approval.not_asked` when nothing was asked, or it was answered; `approval.unanswered` without a word
    of who answered or with no answer. The answer is an entry of its own, and ends a wait for the customer.
    """
    ticket = uow.lock(Ticket, uow.get(Article, command.article_id).ticket_id)
    article = uow.lock(Article, command.article_id)
    uow.record("article.answer_approval", ticket, number=ticket.number, approval=command.answer.value)
    if article.approval is not Approval.ASKED:
        raise RuleViolation("approval.not_asked")
    if command.answer is Approval.ASKED or not command.answered_by.strip():
        raise RuleViolation("approval.unanswered")
    article.approval = command.answer
    if not exists(uow, Article, command.answer_id):
        uow.add(_answer(uow, command, article))
    answered(uow, ticket, clock.now())
    return uow.commit()


def _answer(uow: UnitOfWork, command: AnswerApproval, asked: Article) -> Article:
    return Article(
        id=command.answer_id,
        ticket_id=asked.ticket_id,
        kind=ArticleKind.CALL,
        author_id=uow.actor.user_id,
        author_name=command.answered_by.strip(),
        happened_at=uow.clock.now(),
        recorded_at=uow.clock.now(),
        text=command.text.strip(),
        direction=Direction.IN,
        approval=command.answer,
    )


def _article(uow: UnitOfWork, command: AddArticle) -> Article:
    return Article(
        id=command.article_id,
        ticket_id=command.ticket_id,
        kind=command.kind,
        is_internal=command.is_internal,
        author_id=uow.actor.user_id,
        author_name=command.author_name,
        happened_at=command.happened_at,
        recorded_at=uow.clock.now(),
        text=command.text.strip(),
        direction=command.direction,
        contact_id=command.contact_id,
        delivery=command.delivery,
        approval=Approval.ASKED if command.asks_approval else None,
    )


def _require_sensible(text: str, happened_at: datetime, clock: Clock, *, has_files: bool = False) -> None:
    if not text.strip() and not has_files:
        raise RuleViolation("article.text_missing")
    if happened_at > clock.now() + CLOCKS_DIFFER_BY:
        raise RuleViolation("article.in_future")


def _is_from_customer(command: AddArticle) -> bool:
    return command.direction is Direction.IN and not command.is_internal


def _is_response(command: AddArticle) -> bool:
    """Whether the customer heard from us: a message of theirs alone is no answer, a call is one."""
    if command.is_internal or command.delivery is Delivery.PREPARED:
        return False
    return command.direction is not Direction.IN or command.kind is ArticleKind.CALL
