"""What the screen asks off the window's thread: query functions that answer in suggestions and rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from fieldservice.domain.rules.folding import fold
from fieldservice.ui.kit.suggestions import Suggestion
from fieldservice.ui.screens.intake import calls
from fieldservice.ui.screens.intake.words import (
    caller_offer,
    contact_offer,
    product_offer,
    unit_offer,
    work_offer,
)
from fieldservice.wording import Wording

if TYPE_CHECKING:
    from fieldservice.domain.queries.callers import CallerMatch, CallerSearch
    from fieldservice.domain.queries.intake import ContactChoice, CustomerPanel
    from fieldservice.domain.queries.intake_units import UnitChoice

FORM = "intake"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A request that somebody began and did not save: the fields of its draft."""

    draft_id: UUID
    saved_at: datetime
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Recovered:
    """What the ids in a draft or a parked request stand for; None for what is gone."""

    match: "CallerMatch | None" = None
    panel: "CustomerPanel | None" = None
    unit: "UnitChoice | None" = None
    work: Suggestion | None = None
    product: Suggestion | None = None


@dataclass(frozen=True, slots=True)
class LookedUp:
    """Who a call may be from; `shown` is its number with spaces."""

    search: "CallerSearch"
    shown: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """The ids to recover."""

    customer_id: UUID | None = None
    unit_id: UUID | None = None
    site_id: UUID | None = None
    work_kind_id: UUID | None = None
    product_id: UUID | None = None


def offer_callers(session: Any, typed: str, country: str, wording: Wording) -> Sequence[Suggestion]:
    found = calls.find_callers(session, typed, country)
    return [caller_offer(match, wording) for match in found.matches]


def look_up(session: Any, number: str, country: str) -> LookedUp:
    """Who is behind the number of a call, and the number as people write it."""
    search = calls.find_callers(session, number, country)
    return LookedUp(search, calls.show_phone(search.phone, "") if search.phone else number)


def offer_contacts(
    session: Any, typed: str, customer_id: UUID | None, now: datetime, language: str
) -> Sequence[Suggestion]:
    panel = None if customer_id is None else calls.customer_panel(session, customer_id, now, language)
    contacts = panel.contacts if panel else ()
    return [_contact(each) for each in contacts if _holds(f"{each.name} {each.role}", typed)]


def offer_units(session: Any, typed: str, customer_id: UUID | None) -> Sequence[Suggestion]:
    return [unit_offer(unit, customer_id) for unit in calls.units_for(session, typed, customer_id)]


def offer_works(session: Any, typed: str, wording: Wording) -> Sequence[Suggestion]:
    """Kinds of work by their name in any language: those that begin as typed, then those that hold it."""
    works = {work.id: work for work in calls.work_kinds(session, wording.language)}
    fitting = [works[known] for known in calls.work_kinds_known_as(session, typed) if known in works]
    return [work_offer(work, wording) for work in fitting]


def offer_products(session: Any, typed: str) -> Sequence[Suggestion]:
    return [product_offer(product) for product in calls.products_for(session, typed)]


def unfinished(session: Any, user_id: UUID | None) -> list[Unfinished]:
    """Drafts worth going on with: something stands in them, and they were not saved for good meanwhile."""
    drafts = calls.drafts_of(session, FORM, user_id)
    return [
        Unfinished(draft.id, draft.saved_at, draft.fields)
        for draft in drafts
        if _says_something(draft.fields) and not _was_logged(session, draft.fields)
    ]


def recover(session: Any, wanted: Wanted, now: datetime, wording: Wording) -> Recovered:
    """Look up what the ids stand for, as of now."""
    match = panel = unit = None
    if wanted.customer_id is not None:
        match = calls.customer_match(session, wanted.customer_id)
        panel = calls.customer_panel(session, wanted.customer_id, now, wording.language)
    if wanted.unit_id is not None:
        unit = calls.unit_choice(session, wanted.unit_id)
    elif wanted.site_id is not None:
        places = calls.units_for(session, "", wanted.customer_id)
        unit = next((each for each in places if each.id is None and each.site_id == wanted.site_id), None)
    works = {work.value: work for work in offer_works(session, "", wording)}
    products = (
        {product.value: product for product in offer_products(session, "")} if wanted.product_id else {}
    )
    return Recovered(match, panel, unit, works.get(wanted.work_kind_id), products.get(wanted.product_id))


def _contact(contact: "ContactChoice") -> Suggestion:
    offer = contact_offer(contact)
    phone = calls.read_phone(contact.phone, "")
    return replace(offer, trailing=calls.show_phone(phone, "")) if phone else offer


def _holds(text: str, typed: str) -> bool:
    folded = fold(text)
    return all(word in folded for word in fold(typed).split())


def _says_something(fields: Mapping[str, str]) -> bool:
    names = ("customer_id", "customer_typed", "title", "description", "unit_id", "person_typed")
    return any(fields.get(name) for name in names)


def _was_logged(session: Any, fields: Mapping[str, str]) -> bool:
    ticket_id, request_id = fields.get("ticket_id"), fields.get("request_id")
    if not ticket_id or not request_id:
        return False
    return calls.is_logged(
        session, UUID(request_id), UUID(ticket_id), is_from_tray=bool(fields.get("from_tray"))
    )
