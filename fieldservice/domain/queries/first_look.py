"""What the window shows first, read before SQLAlchemy is loaded: who works here, and their first tickets.

The statements repeat those of `workplace` and `ticket_list`; tests hold both to the same rows.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from fieldservice.domain.queries.ticket_rows import Moments, PageKey, TicketPage, TicketRow, TicketWish
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.rules.workplace import Workplace
from fieldservice.domain.store.quick_reading import quick_rows

FIRST_VIEW = "mine"

_WORKPLACE = """
    SELECT person.id, person.name, workstation.id, coalesce(exchange_state.slot, branch.code), branch.name,
           EXISTS (SELECT 1 FROM password JOIN user_account ON user_account.id = password.user_id
                   WHERE user_account.is_active),
           coalesce(company_profile.country, ''), coalesce(company_profile.currency, ''),
           exchange_state.branch_id, coalesce(company_profile.zone, '')
    FROM workstation JOIN branch ON branch.id = workstation.branch_id
    LEFT JOIN sign_in ON sign_in.workstation_id = workstation.id
    LEFT JOIN company_profile
    LEFT JOIN exchange_state ON exchange_state."order" <> 'joining'
    JOIN user_account AS person ON person.is_active AND NOT person.is_program
    ORDER BY workstation.id = exchange_state.device_id DESC NULLS LAST, sign_in.workstation_id IS NULL,
             workstation.id, person.id = sign_in.user_id DESC, person.id LIMIT 1
"""
_TICKETS = """
    SELECT ticket.id, ticket.number, ticket.title, customer.name, customer.customer_class,
           coalesce(nullif(json_extract(ticket_state.translations, ?), ''), ticket_state.name),
           ticket.state_type, ticket.priority, ticket.expected_closing_at,
           (SELECT count(*) FROM work_order
            WHERE work_order.ticket_id = ticket.id AND work_order.state = 'finished'),
           (SELECT count(*) FROM work_order
            WHERE work_order.ticket_id = ticket.id AND work_order.state != 'cancelled'),
           user_account.name, ticket.opened_at, ticket.closed_at, ticket_state.tone, ticket_state.shape,
           ticket.wait_until, ticket.response_due_at, ticket.first_response_at, ticket.resolution_due_at
    FROM ticket JOIN ticket_state ON ticket_state.id = ticket.state_id
    LEFT JOIN customer ON customer.id = ticket.customer_id
    LEFT JOIN user_account ON user_account.id = ticket.owner_id
    WHERE ticket.state_type NOT IN ('closed', 'merged') AND (ticket.owner_id = ? OR ticket.owner_id IN (
        SELECT id FROM user_account WHERE substitute_id = ? AND away_from <= ? AND away_until >= ?))
"""
_DATED = (
    f"{_TICKETS} AND ticket.expected_closing_at IS NOT NULL "
    "ORDER BY ticket.expected_closing_at, ticket.id LIMIT ?"
)
_UNDATED = f"{_TICKETS} AND ticket.expected_closing_at IS NULL ORDER BY ticket.id LIMIT ?"


def first_workplace(path: Path, key: str | None = None) -> Workplace | None:
    """The workplace; None when the usual way must be gone: a first start, another schema, a damaged file."""
    found = quick_rows(path, _WORKPLACE, key=key)
    if not found or found[0][0] is None:
        return None
    user_id, name, workstation_id, code, branch, asks_who, country, currency, joined, zone = found[0]
    return Workplace(
        UUID(user_id),
        name,
        UUID(workstation_id),
        code,
        branch,
        asks_who=bool(asks_who),
        country=country,
        currency=currency,
        branch_id=None if joined is None else UUID(joined),
        zone=zone,
    )


def first_page(
    path: Path, wish: TicketWish, after: PageKey | None, limit: int, key: str | None = None
) -> TicketPage | None:
    """The first page of one's own tickets; None for anything else."""
    user_id = wish.viewer.user_id
    is_plain = wish == TicketWish(FIRST_VIEW, wish.viewer, wish.language, branch=wish.branch)
    if not is_plain or after is not None or user_id is None:
        return None
    day = wish.viewer.day.isoformat()
    values = (f'$."{wish.language}"', user_id.hex, user_id.hex, day, day)
    found = quick_rows(path, _DATED, (*values, limit + 1), key)
    if found is not None and len(found) <= limit:
        undated = quick_rows(path, _UNDATED, (*values, limit + 1 - len(found)), key)
        found = None if undated is None else found + undated
    return None if found is None else _page(found, wish.viewer.now, limit)


def _page(found: list[tuple[Any, ...]], now: datetime, limit: int) -> TicketPage:
    rows = tuple(_row(each, now) for each in found[:limit])
    has_more = len(found) > limit
    return TicketPage(rows, PageKey(rows[-1].due_at, rows[-1].id) if has_more else None, has_more=has_more)


def _row(found: tuple[Any, ...], now: datetime) -> TicketRow:
    row_id, number, title, customer, kind, state, state_code, priority, due, done, total, *rest = found
    owner, opened, closed, tone, shape, *promised = rest
    wait_until, respond_by, responded_at, solve_by = map(_moment, promised)
    state_type, due_at, closed_at = TicketStateType(state_code), _moment(due), _moment(closed)
    moments = Moments(due_at, closed_at, wait_until, respond_by, responded_at, solve_by)
    return TicketRow(
        id=UUID(row_id),
        number=number,
        title=title,
        customer=customer or "",
        is_vip=kind == "vip",
        state=state,
        state_type=state_type,
        priority=priority,
        due_at=due_at,
        clock=moments.clock(state_type, now),
        orders_done=done,
        orders_total=total,
        owner=owner or "",
        opened_at=datetime.fromisoformat(opened).replace(tzinfo=UTC),
        closed_at=closed_at,
        look=(tone or "", shape or ""),
        wait_until=wait_until,
        response_due_at=respond_by,
        responded_at=responded_at,
    )


def _moment(stored: str | None) -> datetime | None:
    return None if stored is None else datetime.fromisoformat(stored).replace(tzinfo=UTC)
