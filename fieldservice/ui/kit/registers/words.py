"""Customers, contracts and coverage in the words of the reader; no widget in here."""

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from fieldservice.domain.rules.coverage_facts import ContractStatus
from fieldservice.domain.rules.coverage_quota import QuotaFacts, QuotaKind
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.sections import Mark
from fieldservice.wording import Wording, _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.contracts import ContractRow, LineRow, TermsRow
    from fieldservice.domain.queries.customer_card import BlockRow, SiteRow
    from fieldservice.domain.queries.equipment import UnitRow

_SOON = timedelta(days=60)
_DOT = " · "
_MOST_NAMED = 8


def class_mark(customer_class: str, word: str) -> Mark | None:
    """The chip of a class worth knowing; standard customers have none."""
    tones = {"vip": Tone.CARE, "high_value": Tone.ACCENT}
    return (word, tones[customer_class], Shape.NONE) if customer_class in tones else None


def period(valid_from: date, valid_to: date | None, wording: Wording) -> str:
    if valid_to is None:
        return _("from {day}").format(day=wording.day(valid_from))
    return f"{wording.day(valid_from)}\N{EN DASH}{wording.day(valid_to)}"


def contract_mark(contract: "ContractRow", today: date, wording: Wording, *, is_covered: bool) -> Mark:
    """In force, ending soon, coming, ended, or a draft; an end is no alarm while another contract covers."""
    if contract.status is ContractStatus.DRAFT:
        return wording.word(contract.status), Tone.NEUTRAL, Shape.CIRCLE
    current = contract.current
    if current is None:
        return _out_of_force(contract, today, wording, is_covered=is_covered)
    last_day = max(terms.valid_to for terms in contract.terms)
    if last_day - today <= _SOON:
        words = _("ends {day}").format(day=wording.day(last_day))
        return words, Tone.CARE, Shape.DIAMOND
    return _("in force"), Tone.GOOD, Shape.TICK


def _out_of_force(contract: "ContractRow", today: date, wording: Wording, *, is_covered: bool) -> Mark:
    coming = [terms.valid_from for terms in contract.terms if terms.valid_from > today]
    if coming:
        return _("starts {day}").format(day=wording.day(min(coming))), Tone.ACCENT, Shape.NONE
    last_day = max((terms.valid_to for terms in contract.terms), default=today)
    words = _("ended {day}").format(day=wording.day(last_day))
    return (words, Tone.NEUTRAL, Shape.NONE) if is_covered else (words, Tone.STOP, Shape.TRIANGLE)


def terms_words(terms: "TermsRow", wording: Wording) -> str:
    """One line for a period that is not in force."""
    lines = ngettext("{count} line", "{count} lines", len(terms.lines)).format(count=len(terms.lines))
    return f"{period(terms.valid_from, terms.valid_to, wording)}{_DOT}{lines}"


def line_words(line: "LineRow", wording: Wording) -> str:
    """What a line promises, as one reads it: what, where, which works, how much of it is used."""
    works = ", ".join((*line.works, *line.services)) or _("all works")
    where = ", ".join(line.sites) or _("all sites")
    mode = wording.word(line.mode) if line.mode else ""
    quota = quota_words(line.quota, wording) if line.quota else ""
    parts = (_extent_words(line), where, works, mode, quota, line.note)
    return _DOT.join(part for part in parts if part)


def _extent_words(line: "LineRow") -> str:
    if line.serials:
        return _named_words(line.serials)
    if not line.category:
        return _("all units")
    if line.units_per_site is None:
        return _("{category}: all").format(category=line.category)
    places = line.units_per_site
    words = ngettext(
        "{category}: {count} unit at each site", "{category}: {count} units at each site", places
    ).format(category=line.category, count=places)
    return (
        f"{words} ({_('taken: {serials}').format(serials=', '.join(line.served))})" if line.served else words
    )


def _named_words(serials: tuple[str, ...]) -> str:
    shown = ", ".join(serials[:_MOST_NAMED])
    rest = len(serials) - _MOST_NAMED
    if rest <= 0:
        return shown
    return ngettext("{serials} and {count} more", "{serials} and {count} more", rest).format(
        serials=shown, count=rest
    )


def quota_words(quota: QuotaFacts, wording: Wording) -> str:
    used, limit = wording.number(_tidy(quota.used)), wording.number(_tidy(quota.limit))
    if quota.kind is QuotaKind.CASES:
        return _("{used} of {limit} cases used").format(used=used, limit=limit)
    return _("{used} of {limit} hours used").format(used=used, limit=limit)


def _tidy(number: Decimal) -> Decimal:
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else round(number, 2)


def block_words(block: "BlockRow", wording: Wording) -> str:
    """When a block holds, who set it, and who lifted it and why."""
    days = period(block.since, block.until, wording)
    if block.until is not None and block.until < block.since:
        days = _("from {day}, never in force").format(day=wording.day(block.since))
    by = block.hands.set_by
    origin = _("set by {name}").format(name=by) if by else wording.word(block.source)
    return _DOT.join(part for part in (days, origin, _lifted(block)) if part)


def _lifted(block: "BlockRow") -> str:
    if not block.lifted_because:
        return ""
    if block.hands.lifted_by:
        return _("lifted by {name}: {why}").format(name=block.hands.lifted_by, why=block.lifted_because)
    return _("lifted: {why}").format(why=block.lifted_because)


def block_mark(block: "BlockRow") -> Mark:
    if block.is_active:
        return _("in force"), Tone.STOP, Shape.TRIANGLE
    if block.is_coming:
        return _("coming"), Tone.CARE, Shape.DIAMOND
    return _("over"), Tone.NEUTRAL, Shape.NONE


def address(site: "SiteRow") -> str:
    town = " ".join(part for part in (site.postal_code, site.city) if part)
    return ", ".join(part for part in (site.street, town) if part)


def unit_count(count: int) -> str:
    return ngettext("{count} unit", "{count} units", count).format(count=count)


def warranty_words(unit: "UnitRow", today: date, wording: Wording) -> str:
    if unit.is_retired:
        return wording.word(unit.status)
    if unit.warranty_until is None:
        return ""
    day = wording.day(unit.warranty_until)
    if unit.warranty_until >= today:
        return _("until {day}").format(day=day)
    return _("ended {day}").format(day=day)
