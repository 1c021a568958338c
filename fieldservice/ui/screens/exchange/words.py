"""What this screen says of lines, values and work."""

from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from fieldservice.domain.rules.exchange_clock import correction
from fieldservice.ui.kit.booking_words import booked_twice_words
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.errors import ErrorKind, kind_of, words_for
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.sections import Mark
from fieldservice.wording import Wording, _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.exchange import NewsRow, RefusedRow, Standing, WaitingRow
    from fieldservice.domain.queries.exchange_away import AwayTicket
    from fieldservice.domain.queries.own_data import OwnData
    from fieldservice.domain.rules.quota_overdrawn import Overdrawn

FRESH, STALE = timedelta(hours=1), timedelta(days=1)
ASKED_TO_WAIT = ("drain_only", "upgrade")
_LONGEST = 160
_ON_BUTTON = 28
_LATER = ErrorKind.RETRY


def line_mark(*, is_online: bool | None, since: datetime | None, now: datetime, words: Wording) -> Mark:
    if is_online is None:
        return _("not tried yet"), Tone.NEUTRAL, Shape.CIRCLE
    if is_online:
        return _("online"), Tone.GOOD, Shape.DOT
    if since is None:
        return _("offline"), Tone.CARE, Shape.DIAMOND
    return _("offline since {when}").format(when=words.near_moment(since, now)), Tone.CARE, Shape.DIAMOND


def age_words(exchanged_at: datetime | None, now: datetime, words: Wording) -> str:
    if exchanged_at is None:
        return _("nothing was exchanged yet")
    return words.near_moment(exchanged_at, now)


def age_mark(exchanged_at: datetime | None, now: datetime) -> Mark:
    """How old is what one sees of the others."""
    if exchanged_at is None:
        return _("data of this workstation only"), Tone.CARE, Shape.DIAMOND
    age = now - exchanged_at
    if age < FRESH:
        return _("fresh"), Tone.GOOD, Shape.TICK
    if age < STALE:
        hours = age // timedelta(hours=1)
        text = ngettext("{count} hour old", "{count} hours old", hours)
        return text.format(count=hours), Tone.CARE, Shape.DIAMOND
    text = ngettext("{count} day old", "{count} days old", age.days)
    return text.format(count=age.days), Tone.STOP, Shape.TRIANGLE


def waiting_words(standing: "Standing", now: datetime, words: Wording) -> str:
    if not standing.waiting or standing.waiting_since is None:
        return _("nothing")
    count = ngettext("{count} step of work", "{count} steps of work", standing.waiting)
    since = _("the oldest {when}").format(when=words.near_moment(standing.waiting_since, now))
    return f"{count.format(count=words.number(standing.waiting))}, {since}"


def work_mark(standing: "Standing", words: Wording) -> Mark:
    files = files_words(standing, words)
    if files:
        return files, Tone.NEUTRAL, Shape.CIRCLE
    if standing.waiting:
        return _("kept here until then"), Tone.NEUTRAL, Shape.CIRCLE
    return _("all is at the centre"), Tone.GOOD, Shape.TICK


def place_mark(standing: "Standing") -> Mark:
    return _("numbers {slot}").format(slot=standing.slot), Tone.NEUTRAL, Shape.NONE


def trouble_tone(standing: "Standing") -> Tone:
    """A line that is down is nothing to be afraid of; a centre that refuses is."""
    return Tone.CARE if standing.problem is None or kind_of(standing.problem) is _LATER else Tone.STOP


def files_words(standing: "Standing", words: Wording) -> str:
    if not standing.files:
        return ""
    text = ngettext("{count} file on its way", "{count} files on their way", standing.files)
    size = Decimal(standing.file_bytes) / 1_000_000
    return f"{text.format(count=standing.files)} ({words.number(round(size, 1))} MB)"


def trouble_words(standing: "Standing", words: Wording) -> str:
    """What stands in the way, in three parts; empty when nothing does."""
    if standing.problem is not None:
        return str(words_for(standing.problem, words))
    if standing.order in ASKED_TO_WAIT:
        return _("The centre takes your work but gives nothing: this program is too old. Update it.")
    if correction(timedelta(milliseconds=standing.offset_milliseconds)):
        minutes = round(abs(standing.offset_milliseconds) / 60_000)
        text = ngettext(
            "The clock of this computer differs from the centre's by {count} minute: what is done here "
            "bears the time of the centre. Set it right.",
            "The clock of this computer differs from the centre's by {count} minutes: what is done here "
            "bears the time of the centre. Set it right.",
            minutes,
        )
        return text.format(count=words.number(minutes))
    return ""


def own_data_words(own: "OwnData") -> str:
    """What would go when the data of the centre take the place of those of this workstation."""
    counted = (
        (ngettext("{count} customer", "{count} customers", own.customers), own.customers),
        (ngettext("{count} request", "{count} requests", own.requests), own.requests),
        (ngettext("{count} ticket", "{count} tickets", own.tickets), own.tickets),
    )
    what = ", ".join(text.format(count=count) for text, count in counted if count)
    return _(
        "From this workstation would go: {what}. They would be in a backup only, which is made first. "
        "To keep them at work, go back and begin with the data of this workstation."
    ).format(what=what)


def record_words(row: "NewsRow", words: Wording) -> str:
    """`ticket WAW-2-000123`; the kind alone when its name is not known here."""
    kind = words.word_of("Record", row.table) or words.word_of("Record", "") or row.table
    return f"{kind} {row.name}".strip()


def heading_words(row: "NewsRow", words: Wording) -> str:
    """What gave way: `Subject · ticket WAW-2-000123`."""
    record = record_words(row, words)
    if not row.field:
        return record[:1].upper() + record[1:]
    field = field_words(row.field, words)
    return f"{field[:1].upper()}{field[1:]} · {record}"


def field_words(field: str, words: Wording) -> str:
    named = words.word_of("ExchangeField", field) or words.word_of("Field", field)
    return named or field.removesuffix("_id").replace("_", " ")


def conflict_words(row: "NewsRow", words: Wording) -> str:
    """Both values, and whose they are."""
    if row.rule == "removal" and not row.field:
        by = _by(row.lost_by)
        return _("Removed here{by}, changed elsewhere meanwhile: it stays.").format(by=by)
    if row.booking is not None:
        return booked_twice_words(row.booking, words)
    if row.overdrawn is not None:
        return overdrawn_words(row.overdrawn, words)
    if row.rule == "erased":
        return _("The person was erased meanwhile: what was typed about them is kept nowhere.")
    if row.settled_at is not None and not row.is_gone and row.stands != row.kept:
        return _settled_words(row, words)
    kept = _("{value} stays{by}").format(value=_quoted(row.kept, row.field, words), by=_by(row.kept_by))
    lost = _("{value} gave way{by}").format(value=_quoted(row.lost, row.field, words), by=_by(row.lost_by))
    return f"{kept[:1].upper()}{kept[1:]}; {lost}."


def overdrawn_words(quota: "Overdrawn", words: Wording) -> str:
    """Which contract, by how much, and who else; and what to do."""
    other = f"{quota.number} ({quota.branch})" if quota.branch else quota.number
    return _(
        "The quota of contract {contract} is used up twice: {used} of {limit} cases, also by {ticket}. "
        "Both stay covered; agree with them which one is served beyond the quota."
    ).format(
        contract=quota.contract, used=words.number(quota.used), limit=words.number(quota.limit), ticket=other
    )


def _settled_words(row: "NewsRow", words: Wording) -> str:
    """What stands now that somebody has decided, or that has been changed since."""
    stands, gone = (_quoted(value, row.field, words) for value in (row.stands, row.kept))
    if row.stands == row.lost:
        told = _("{value} stands again{by}; {other} gave way to it.")
        sentence = told.format(value=stands, by=_by(row.lost_by), other=gone)
    else:
        sentence = _("{value} stands now: it has been changed again since.").format(value=stands)
    return f"{sentence[:1].upper()}{sentence[1:]}"


def other_news_words(row: "NewsRow", words: Wording) -> str:
    """A number that was changed, a record that left."""
    if row.kind.value == "renumbered":
        text = _("The number {old} was taken already: it is {new} now. The old one is still found.")
        return text.format(old=value_words(row.lost, "", words), new=value_words(row.kept, "", words))
    if row.rule != "unknown_there":
        return _("It belongs to another branch now, and is here no longer.")
    said = _("The centre, put back from a backup, no longer knows it.")
    hanging = row.rows - 1
    if not hanging:
        return said
    more = ngettext("{count} record hangs on it.", "{count} records hang on it.", hanging)
    return f"{said} {more.format(count=words.number(hanging))}"


def second_words(row: "NewsRow", now: datetime, words: Wording) -> str:
    rule = words.word_of("ExchangeRule", row.rule) or words.word_of("ExchangeRule", "") or ""
    parts = [words.near_moment(row.at, now), rule if row.kind.value == "conflict" else ""]
    if row.is_gone and row.kind.value != "left":
        parts.append(_("not at this workstation any more"))
    elif row.settled_at is None and not row.can_restore and row.stands not in (row.kept, row.lost):
        parts.append(_("changed again since"))
    if row.settled_at is not None and row.settled_by:
        is_back = row.kind.value == "conflict" and row.stands == row.lost and row.stands != row.kept
        told = _("brought back by {name}, {when}") if is_back else _("settled by {name}, {when}")
        parts.append(told.format(name=row.settled_by, when=words.near_moment(row.settled_at, now)))
    return " · ".join(part for part in parts if part)


def restore_words(row: "NewsRow", words: Wording) -> str:
    if row.kind.value == "left":
        return _("Bring it back")
    value = value_words(row.lost, row.field, words)
    if len(value) > _ON_BUTTON or not value:
        return _("Bring the other value back")
    return _("Bring back “{value}”").format(value=value)


def settle_words(row: "NewsRow") -> str:
    if not row.can_restore:
        return _("Put it aside")
    return _("Let it go") if row.kind.value == "left" else _("Leave it so")


def value_words(value: object, field: str, words: Wording) -> str:
    match value:
        case bool():
            return _("yes") if value else _("no")
        case int() if field.endswith("_minutes"):
            return words.duration(timedelta(minutes=value))
        case int() if field.endswith("_cents"):
            return words.number(Decimal(value) / 100)
        case Enum():
            return words.word(value)
        case str():
            return value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"
        case _:
            return words.value(value) or ""


def refused_words(row: "RefusedRow", words: Wording) -> tuple[str, str]:
    """What it was, and why it was not taken."""
    return words.reason(row.label), str(words_for(row.error, words))


def refused_mark() -> Mark:
    return _("not taken"), Tone.STOP, Shape.TRIANGLE


def waiting_mark(row: "WaitingRow", *, is_first: bool, standing: "Standing | None") -> Mark:
    if is_first and standing is not None and standing.problem is not None:
        if kind_of(standing.problem) is _LATER:
            return _("waits for the line"), Tone.CARE, Shape.DIAMOND
        return _("held up"), Tone.STOP, Shape.TRIANGLE
    if row.was_sent:
        return _("sent, no answer yet"), Tone.CARE, Shape.DIAMOND
    return _("not sent yet"), Tone.NEUTRAL, Shape.CIRCLE


def touched_words(ticket: "AwayTicket", words: Wording) -> str:
    """`subject, queue; new: entry, file`."""
    fields = list(dict.fromkeys(field_words(field, words) for _table, field in ticket.fields))
    added = [words.word_of("Record", table) or words.word_of("Record", "") or table for table in ticket.added]
    parts = [words.listing(fields)] if fields else []
    if added:
        parts.append(_("new: {what}").format(what=words.listing(added)))
    return "; ".join(parts)


def _quoted(value: object, field: str, words: Wording) -> str:
    said = value_words(value, field, words)
    return _("“{value}”").format(value=said) if said else _("nothing")


def _by(person: str) -> str:
    return f" ({person})" if person else ""
