"""A ticket that turns out to be two: what concerns the second one is copied or moved there (P-26)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from fieldservice.domain.commands.acceptance import NewTicket, accept_again
from fieldservice.domain.model.base import member_id, new_id
from fieldservice.domain.model.content import Attachment
from fieldservice.domain.model.ticket import Article, ArticleKind, LinkKind, Ticket, TicketLink
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.belongings import move_for_good
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.conduct import conduct_of
from fieldservice.domain.store.finding import every, exists
from fieldservice.domain.store.split_clock import run_on_from
from fieldservice.domain.store.ticket_moves import take_up, tell
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class SplitTicket:
    """`ticket` is what the new one is about, judged today; `moves` takes the articles from the source."""

    ticket_id: UUID
    ticket: NewTicket
    article_ids: tuple[UUID, ...] = ()
    moves: bool = False


def split_ticket(command: SplitTicket, uow: UnitOfWork, clock: Clock) -> Changes:
    """Make the new ticket, linked to its source. Raises as accepting a request does, and `split.merged`,
    `split.article_elsewhere`.
    """
    source = uow.lock(Ticket, command.ticket_id)
    if source.state_type is TicketStateType.MERGED:
        raise RuleViolation("split.merged", number=source.number)
    if exists(uow, Ticket, command.ticket.ticket_id):
        uow.record("ticket.split", source, number=source.number)
        return uow.commit()
    made = accept_again(uow, source, command.ticket)
    uow.record("ticket.split", made, happened_at=clock.now(), number=source.number, made=made.number)
    uow.add(TicketLink(id=new_id(), from_id=made.id, to_id=source.id, kind=LinkKind.SPLIT_FROM))
    if conduct_of(uow.session, source.type_id).split_keeps_clock:
        run_on_from(uow, made, source)
    _bring(uow, made, _chosen(uow, source, command.article_ids), moves=command.moves)
    take_up(uow, source)
    tell(uow, source, Reason("ticket.split_off", {"number": made.number, "title": made.title}), clock.now())
    tell(
        uow, made, Reason("ticket.split_from", {"number": source.number, "title": source.title}), clock.now()
    )
    return uow.commit()


def _chosen(uow: UnitOfWork, source: Ticket, ids: Sequence[UUID]) -> list[Article]:
    articles = every(uow, Article, id=tuple(ids)) if ids else []
    strange = len(articles) != len(set(ids)) or any(each.ticket_id != source.id for each in articles)
    if strange or any(each.reason is not None for each in articles):
        raise RuleViolation("split.article_elsewhere", number=source.number)
    return sorted(articles, key=lambda each: (each.happened_at, each.id))


def _bring(uow: UnitOfWork, made: Ticket, articles: Sequence[Article], *, moves: bool) -> None:
    """What was said comes along as it was said; without any of it, what the new ticket is about."""
    for article in articles:
        if moves:
            move_for_good(uow, article, made.id)
        else:
            _copy(uow, made, article)
    if not articles:
        uow.add(_description(uow, made))


def _copy(uow: UnitOfWork, made: Ticket, article: Article) -> None:
    columns = (column.key for column in Article.__mapper__.column_attrs)
    values = {name: getattr(article, name) for name in columns}
    key = member_id(made.id, article.id)
    uow.add(Article(**{**values, "id": key, "ticket_id": made.id}))
    for file in every(uow, Attachment, owner_table=Article.__tablename__, owner_id=article.id):
        named = (column.key for column in Attachment.__mapper__.column_attrs if column.key != "version")
        shared = {name: getattr(file, name) for name in named}
        uow.add(Attachment(**{**shared, "id": member_id(key, file.id), "owner_id": key}))


def _description(uow: UnitOfWork, made: Ticket) -> Article:
    now = uow.clock.now()
    return Article(
        id=new_id(),
        ticket_id=made.id,
        kind=ArticleKind.NOTE,
        author_id=uow.actor.user_id,
        happened_at=now,
        recorded_at=now,
        text=made.description or made.title,
    )
