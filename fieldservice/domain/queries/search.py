"""Search over everything: what the top search box finds, and the matching that lists filter by.

Words are folded as the index is; the word being typed is looked up by its beginning. Numbers and telephone
numbers are looked up as what they are, the latter also by any part. Everything is bounded, so that a frequent
word costs no more than a rare one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from fieldservice.domain.formats.phones import looks_like_phone, read_phone
from fieldservice.domain.model.journal import NAMED_TABLES, SearchEntry
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries import search_statements as statements
from fieldservice.domain.queries.search_statements import LOOKS, MOST_OF_A_KIND, WINDOW
from fieldservice.domain.rules.folding import fold, fold_words
from fieldservice.domain.rules.numbers import DIGITS, HumanNumber, read_number
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.prepared import Prepared, id_of
from fieldservice.domain.store.seen_tickets import hidden_kinds, seen_tickets

MOST_MATCHES = 5_000
MOST_HITS = 12
FEWEST_LETTERS_IN_TEXTS = 3
FEWEST_DIGITS = 4
_LAST_LETTER = "\N{REPLACEMENT CHARACTER}"
_PHONE_SIGNS = frozenset("0123456789 +-/().")


class Subject(Enum):
    """What was found; in the order in which hits that fit alike are shown."""

    CUSTOMER = "customer"
    EQUIPMENT = "equipment"
    CONTACT = "contact"
    CONTRACT = "contract"
    TICKET = "ticket"
    ORDER = "work_order"
    SITE = "site"
    REQUEST = "request"


class Among(Enum):
    """What is looked for: everything, or only tickets (`#`), or only people and companies (`@`)."""

    EVERYTHING = "everything"
    TICKETS = "tickets"
    PEOPLE = "people"


_SUBJECTS = {
    Among.EVERYTHING: frozenset(Subject),
    Among.TICKETS: frozenset({Subject.TICKET, Subject.ORDER, Subject.REQUEST}),
    Among.PEOPLE: frozenset({Subject.CUSTOMER, Subject.CONTACT, Subject.SITE}),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: `text` names it, `second` says where it belongs.

    `ticket_id` of orders and `customer_id` of contacts, sites and numbers are where one goes; `state_type` is
    a ticket's; `found_in` says in what of a ticket the words stand, when not in its title.
    """

    subject: Subject
    id: UUID
    text: str
    second: str = ""
    number: str = ""
    customer_id: UUID | None = None
    ticket_id: UUID | None = None
    state_type: TicketStateType | None = None
    found_in: str = ""


def find(
    session: Session, typed: str, branch: str = "", country: str = "", among: Among = Among.EVERYTHING
) -> tuple[Hit, ...]:
    """At most `MOST_HITS`, best first: what the number names, customers by their name, then latest words."""
    if not fold_words(typed):
        return ()
    found = [*_by_phone(session, typed, country), *_by_number(session, typed, branch)]
    found += _customers_by_name(session, typed)
    found = [*_only_seen(session, found), *_by_words(session, typed)]
    wanted = {each for each in _SUBJECTS[among] if each.value not in hidden_kinds(session)}
    once: dict[tuple[Subject, UUID], Hit] = {}
    for hit in found:
        if hit.subject in wanted:
            once.setdefault((hit.subject, hit.id), hit)
    return tuple(once.values())[:MOST_HITS]


def told(session: Session, wanted: Sequence[tuple[str, UUID]]) -> tuple[Hit, ...]:
    """These rows, by table and id, as the search tells them and in this order; what is gone is left out."""
    found: dict[tuple[str, UUID], Hit] = {}
    for kind in {kind for kind, _row_id in wanted if kind in LOOKS}:
        ids = [row_id for each, row_id in wanted if each == kind]
        for start in range(0, len(ids), MOST_OF_A_KIND):
            part = ids[start : start + MOST_OF_A_KIND]
            values = {f"id{place}": part[min(place, len(part) - 1)] for place in range(MOST_OF_A_KIND)}
            hits = _only_seen(session, [_hit(row) for row in LOOKS[kind].rows(session, values)])
            found.update({(kind, hit.id): hit for hit in hits})
    return tuple(found[each] for each in wanted if each in found)


def matching_ids(session: Session, typed: str, subject_table: str, limit: int) -> Select[Any]:
    """The rows of a table under which the words stand, among the latest `limit` that fit at all."""
    return select(SearchEntry.id).where(
        SearchEntry.position.in_(_positions(session, typed, limit, _index_of(subject_table))),
        SearchEntry.subject_table == subject_table,
    )


def is_cut(session: Session, typed: str) -> bool:
    """Whether more tickets and orders fit than a list filtered by the words looks through."""
    counted = select(func.count()).select_from(_positions(session, typed, MOST_MATCHES + 1).subquery())
    return (session.scalar(counted) or 0) > MOST_MATCHES


def ticket_number(typed: str, branch: str) -> str | None:
    """The ticket's number that may be meant; that of an order names its ticket."""
    read = read_number(typed, branch)
    return None if read is None or not read.branch else str(read).partition("/")[0]


def _index_of(subject_table: str) -> str:
    return "search_names" if subject_table in NAMED_TABLES else "search_words"


def _positions(session: Session, typed: str, limit: int, index: str = "search_words") -> Select[Any]:
    """Positions in the index of what fits, the latest first."""
    if session.get_bind().dialect.name == "sqlite":
        return statements.fitting(index, limit).params(fits=_fts_query(typed))
    return statements.fitting_on_postgresql(index, limit).params(fits=_ts_query(typed))


def _fts_query(typed: str) -> str:
    """All words, the last one by its beginning unless a space ended it: `"pompa" "kot"*`."""
    words = [f'"{word}"' for word in fold_words(typed)]
    return " ".join(words) + ("" if typed[-1:].isspace() else "*") if words else '""'


def _ts_query(typed: str) -> str:
    """The same in PostgreSQL's words, which keeps signs inside a word: the index is made alike."""
    said = (word.replace("\\", "").replace("'", "''") for word in fold(typed).split())
    words = [f"'{word}'" for word in said if any(letter.isalnum() for letter in word)]
    return " & ".join(words) + ("" if typed[-1:].isspace() else ":*") if words else ""


def _by_number(session: Session, typed: str, branch: str) -> list[Hit]:
    """A ticket, an order, a customer or a unit by the number that is typed."""
    if not any(letter.isdigit() for letter in typed):
        return []
    number = read_number(typed, branch)
    found: list[Hit] = []
    if number is not None and number.branch:
        held = statements.TICKET_OF_NUMBER if number.position is None else statements.ORDER_OF_NUMBER
        found += _hits(session, held, **_spellings(number))
    found += _hits(session, statements.UNIT_OF_SERIAL, wanted=fold(typed).strip())
    return found + _hits(session, statements.CUSTOMER_OF_NUMBER, wanted=typed.strip().upper())


def _spellings(number: HumanNumber) -> dict[str, str]:
    spellings = number.spellings()
    return {f"number{place}": spellings[min(place, len(spellings) - 1)] for place in range(len(DIGITS))}


def _by_phone(session: Session, typed: str, country: str) -> list[Hit]:
    identity = read_phone(typed, country) if looks_like_phone(typed) else None
    return [] if identity is None else _hits(session, statements.CUSTOMERS_OF_PHONE, wanted=identity.e164)


def _customers_by_name(session: Session, typed: str) -> list[Hit]:
    """Those whose name begins so: few letters of a name are what a caller's company is looked up by."""
    start = fold(typed).strip()
    return _hits(session, statements.CUSTOMERS_FROM, start=start, end=start + _LAST_LETTER)


def _by_words(session: Session, typed: str) -> list[Hit]:
    """The latest records of each kind under which the words stand; long texts when little else does."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    looking = statements.ON_SQLITE if is_sqlite else statements.ON_POSTGRESQL
    query = _fts_query(typed) if is_sqlite else _ts_query(typed)
    if not query:
        return []
    most = WINDOW if seen_tickets(session) else MOST_OF_A_KIND  # some of them are for others' eyes
    ids: dict[str, list[Any]] = {}
    part = _part_of_phone(typed)
    if part:
        _keep(ids, looking.names.rows(session, {"fits": f'"{part}"*' if is_sqlite else f"'{part}':*"}), most)
    _keep(ids, looking.names.rows(session, {"fits": query}), most)
    _keep(ids, looking.words.rows(session, {"fits": query}), most)
    if sum(len(known) for known in ids.values()) < MOST_HITS and _may_stand_in_texts(typed):
        _keep(ids, looking.texts.rows(session, {"fits": query}), most)
    return [hit for kind, look in LOOKS.items() if kind in ids for hit in _in_order(session, look, ids[kind])]


def _only_seen(session: Session, hits: list[Hit]) -> list[Hit]:
    """Without the tickets that somebody with limited roles does not see, nor what belongs to those."""
    seen = seen_tickets(session)
    wanted = {hit.ticket_id for hit in hits if hit.ticket_id is not None} if seen else set()
    if not wanted:
        return hits
    known = set(session.scalars(select(Ticket.id).where(Ticket.id.in_(wanted), *seen)))
    return [hit for hit in hits if hit.ticket_id is None or hit.ticket_id in known]


def _part_of_phone(typed: str) -> str:
    """The digits of what may be a part of a telephone number, as its endings are indexed; else nothing."""
    plain = typed.strip()
    if not set(plain) <= _PHONE_SIGNS:
        return ""
    digits = "".join(sign for sign in plain if sign.isdigit())
    told = digits.lstrip("0")  # what one dials before a number at home or abroad
    return told if len(told) >= FEWEST_DIGITS else ""


def _may_stand_in_texts(typed: str) -> bool:
    """Texts have no index of beginnings: two letters would have half of their words looked through."""
    last = fold_words(typed)[-1]
    return len(last) >= FEWEST_LETTERS_IN_TEXTS and not last.isdigit()


def _keep(ids: dict[str, list[Any]], rows: Iterable[Any], most: int) -> None:
    """The first few of each kind; ids stay as the database gave them until a hit is made."""
    for subject_table, row_id in rows:
        known = ids.setdefault(subject_table, [])
        if len(known) < most and row_id not in known:
            known.append(row_id)


def _in_order(session: Session, look: Prepared, ids: Sequence[Any]) -> list[Hit]:
    """The latest first, as they were found."""
    rows: list[Any] = []
    for start in range(0, len(ids), MOST_OF_A_KIND):
        part = ids[start : start + MOST_OF_A_KIND]
        wanted = {f"id{place}": part[min(place, len(part) - 1)] for place in range(MOST_OF_A_KIND)}
        rows += look.rows(session, wanted)
    rows.sort(key=lambda row: ids.index(row[-1]))
    return _only_seen(session, [_hit(row) for row in rows])[:MOST_OF_A_KIND]


def _hits(session: Session, statement: Prepared, **values: str) -> list[Hit]:
    return [_hit(row) for row in statement.rows(session, values)]


def _hit(row: Any) -> Hit:
    subject, row_id, text, second, number, customer_id, ticket_id, state, found_in = row[:9]
    found = id_of(row_id)
    if found is None:
        raise LookupError("a find without an id")
    return Hit(
        Subject(subject),
        found,
        text,
        second or "",
        number or "",
        id_of(customer_id),
        id_of(ticket_id),
        TicketStateType(state) if state else None,
        found_in or "",
    )
