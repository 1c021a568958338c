"""What reads past the mapped classes leaves out for a person who sees only some tickets, or not all things.

`sight` narrows what goes through the mapped classes; the lists and the search, which go past them to be fast,
ask for the same here.
"""

from collections.abc import Iterable

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

_SEEN = "seen_tickets"
_HIDDEN = "hidden_kinds"


def show_only(session: Session, seen: ColumnElement[bool]) -> None:
    """From now on this session is of somebody who sees these tickets and no others."""
    session.info[_SEEN] = seen


def seen_tickets(session: Session) -> tuple[ColumnElement[bool], ...]:
    """Conditions on tickets for a statement that is run past the session; none where all are seen."""
    seen: ColumnElement[bool] | None = session.info.get(_SEEN)
    return () if seen is None else (seen,)


def hide_kinds(session: Session, kinds: Iterable[str]) -> None:
    """From now on this session is of somebody who may not look at these things, by their tables."""
    session.info[_HIDDEN] = frozenset(kinds)


def hidden_kinds(session: Session) -> frozenset[str]:
    hidden: frozenset[str] = session.info.get(_HIDDEN, frozenset())
    return hidden
