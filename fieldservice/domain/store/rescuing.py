"""Rows that a centre which was put back from a backup does not know any more: kept at the desk as news of the
rule `unknown_there`, until somebody sends them anew or lets them go.

A ticket and all that hangs on it are one thing to decide: the row that belongs to none of the others stands
for them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.exchange import ExchangeNews
from fieldservice.domain.model.whole import Base

UNKNOWN_THERE = "unknown_there"
NAMES = ("number", "name", "serial_number", "title", "code", "login", "label")

Key = tuple[str, str]


def is_rescued(news: ExchangeNews) -> bool:
    return news.rule == UNKNOWN_THERE


def is_any_rescued(session: Session) -> bool:
    found = select(func.count()).where(ExchangeNews.rule == UNKNOWN_THERE, ExchangeNews.settled_at.is_(None))
    return bool(session.scalar(found))


def rescued(session: Session) -> Sequence[ExchangeNews]:
    """All that wait for a decision. What another workstation has sent anew meanwhile is here again."""
    open_ones = session.scalars(
        select(ExchangeNews).where(ExchangeNews.rule == UNKNOWN_THERE, ExchangeNews.settled_at.is_(None))
    ).all()
    here = {name: _here(session, name, open_ones) for name in {news.table_name for news in open_ones}}
    return [news for news in open_ones if news.row_id not in here[news.table_name]]


def _here(session: Session, name: str, found: Iterable[ExchangeNews]) -> set[UUID]:
    table = Base.metadata.tables.get(name)
    if table is None:
        return set()
    ids = [news.row_id for news in found if news.table_name == name]
    return set(session.scalars(select(table.c.id).where(table.c.id.in_(ids))))


def first_of_each(found: Sequence[ExchangeNews]) -> dict[UUID, int]:
    """The news that stand for themselves and what hangs on them, with how many rows that is."""
    hanging = _hanging(found)
    keys = {key_of(news): news for news in found}
    roots = [news for news in found if not any(parent in keys for parent in _parents(news))]
    return {news.id: len(_below(key_of(news), hanging)) for news in roots}


def together_with(found: Sequence[ExchangeNews], about: ExchangeNews) -> list[ExchangeNews]:
    """What hangs on a row, and what all of these need to stand."""
    keys = {key_of(news): news for news in found}
    wanted = list(_below(key_of(about), _hanging(found)))
    for key in wanted:
        wanted.extend(p for p in _parents(keys[key]) if p in keys and p not in wanted)
    return [keys[key] for key in wanted]


def hanging_on(found: Sequence[ExchangeNews], about: ExchangeNews) -> list[ExchangeNews]:
    """The row and what hangs on it."""
    keys = {key_of(news): news for news in found}
    return [keys[key] for key in _below(key_of(about), _hanging(found)) if key in keys]


def key_of(news: ExchangeNews) -> Key:
    return news.table_name, news.row_id.hex


def row_of(news: ExchangeNews) -> Mapping[str, Any]:
    row: Mapping[str, Any] = (news.payload or {}).get("row", {})
    return row


def name_of(news: ExchangeNews) -> str:
    """What the row was called; it stands nowhere but here."""
    row = row_of(news)
    return next((str(row[name]) for name in NAMES if row.get(name)), "")


def operations_of(found: Iterable[ExchangeNews]) -> list[dict[str, Any]]:
    """The rows as they are made anew."""
    return [
        {"table": news.table_name, "id": news.row_id.hex, "kind": "insert", "set": dict(row_of(news))}
        for news in found
    ]


def _hanging(found: Iterable[ExchangeNews]) -> dict[Key, list[Key]]:
    hanging: dict[Key, list[Key]] = {}
    for news in found:
        for parent in _parents(news):
            hanging.setdefault(parent, []).append(key_of(news))
    return hanging


def _below(first: Key, hanging: Mapping[Key, Sequence[Key]]) -> dict[Key, None]:
    """In the order in which they are reached, the first one first."""
    reached: dict[Key, None] = {}
    todo = [first]
    while todo:
        key = todo.pop()
        if key not in reached:
            reached[key] = None
            todo.extend(hanging.get(key, ()))
    return reached


def _parents(news: ExchangeNews) -> Iterator[Key]:
    row = row_of(news)
    table = Base.metadata.tables.get(news.table_name)
    for key in table.foreign_keys if table is not None else ():
        value = row.get(key.parent.name)
        if value and value != row.get("id"):
            yield str(key.column.table.name), str(value)
    if row.get("owner_table") and row.get("owner_id"):
        yield str(row["owner_table"]), str(row["owner_id"])
