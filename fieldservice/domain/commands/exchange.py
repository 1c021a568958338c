"""What people do about the exchange: bring a value back, do refused work anew, put news aside."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fieldservice.domain.model.exchange import ExchangeNews, InboxKind
from fieldservice.domain.model.order import Visit
from fieldservice.domain.rules.changes import Changes, RowRef
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.exchange_restoring import can_restore, restored_together, rights_of_table
from fieldservice.domain.rules.rights import Right
from fieldservice.domain.store import rescuing
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.doing_anew import do_anew
from fieldservice.domain.store.exchange_names import record_name
from fieldservice.domain.store.exchange_news import (
    decoded,
    mapped_class,
    open_news,
    set_value,
    settle,
    settled_alone,
)
from fieldservice.domain.store.order_facts import require_free
from fieldservice.domain.store.preferences import keep_values
from fieldservice.domain.store.rights import rights_of
from fieldservice.domain.store.unit_of_work import UnitOfWork

AWAY_SEEN = "exchange_seen_at"
"""The preference that keeps when a person last looked at what had changed while they were away."""


@dataclass(frozen=True, slots=True)
class RestoreValue:
    """Let the value that gave way stand after all, with those that moved together with it."""

    news_id: UUID


@dataclass(frozen=True, slots=True)
class SettleNews:
    """Somebody has read it and lets it be as it is."""

    news_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class RedoRefused:
    """Do once more what the centre did not take; it travels as new work."""

    news_id: UUID


@dataclass(frozen=True, slots=True)
class SeeAway:
    """The person has looked at what changed while they were away."""


def restore_value(command: RestoreValue, uow: UnitOfWork, clock: Clock) -> Changes:
    """`exchange.not_restorable`, `exchange.row_gone`, `visit.overlaps`, `row.conflict` for a taken number.

    An ordinary change of the row, which can be taken back.
    """
    news = uow.get(ExchangeNews, command.news_id)
    if rescuing.is_rescued(news):
        return _bring_back(uow, news, clock)
    table, field = news.table_name, news.field
    kind = mapped_class(table)
    if kind is None or news.kind is not InboxKind.CONFLICT or not can_restore(table, field, news.rule):
        raise RuleViolation("exchange.not_restorable", table=table)
    row = uow.session.get(kind, news.row_id, with_for_update=True)
    if row is None:
        raise RuleViolation("exchange.row_gone", table=table)
    name = record_name(uow.session, table, news.row_id).name
    uow.record("exchange.restore", row, happened_at=clock.now(), table=table, field=field, name=name)
    uow.require(*rights_of_table(table))
    together = open_news(uow.session, news, restored_together(table, field))
    for each in together:
        set_value(row, each.field, decoded(table, each.field, each.lost))
    if isinstance(row, Visit):
        require_free(uow, row, override_because="")
    settle(uow, together, clock.now())
    return uow.commit()


def _bring_back(uow: UnitOfWork, news: ExchangeNews, clock: Clock) -> Changes:
    """A row that the centre lost, with all that hangs on it, as new work: the centre gets it once more."""
    if news.settled_at is not None:
        raise RuleViolation("exchange.not_restorable", table=news.table_name)
    together = rescuing.together_with(rescuing.rescued(uow.session), news)
    subject = RowRef(news.table_name, news.row_id)
    uow.record("exchange.brought_along", subject, happened_at=clock.now(), rows=len(together))
    do_anew(uow, rescuing.operations_of(together))
    settle(uow, together, clock.now())
    return uow.commit()


def settle_news(command: SettleNews, uow: UnitOfWork, clock: Clock) -> Changes:
    """What the centre lost is let go with all that hangs on it, by whoever may everything."""
    asked = [uow.get(ExchangeNews, news_id) for news_id in command.news_ids]
    lost = [news for news in asked if rescuing.is_rescued(news)]
    ids = list(command.news_ids)
    if lost:
        uow.require(Right.EVERYTHING)
        found = rescuing.rescued(uow.session)
        ids.extend(each.id for news in lost for each in rescuing.hanging_on(found, news))
    return settled_alone(uow, ids, clock.now())


def redo_refused(command: RedoRefused, uow: UnitOfWork, clock: Clock) -> Changes:
    """`exchange.nothing_to_redo`, `rights.missing` as for the work itself; the centre judges it anew."""
    news = uow.get(ExchangeNews, command.news_id)
    if news.kind is not InboxKind.REFUSAL or not (news.payload or {}).get("operations"):
        raise RuleViolation("exchange.nothing_to_redo")
    work = news.payload or {}
    entry = work["entry"]
    subject = RowRef(news.table_name, news.row_id)
    label: dict[str, Any] = entry["label"]
    uow.record(entry["command"], subject, happened_at=clock.now(), **label)
    if "command" in label:  # what was taken back asks for its own rights
        uow.require(*rights_of(str(label["command"])))
    do_anew(uow, work["operations"])
    settle(uow, [news], clock.now())
    return uow.commit()


def see_away(command: SeeAway, uow: UnitOfWork, clock: Clock) -> Changes:
    del command
    return keep_values(uow, {AWAY_SEEN: clock.now().isoformat()})
