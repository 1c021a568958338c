"""What this screen says of backups, checks and terms."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from fieldservice.domain.rules.erasing import AROUND, Spot
from fieldservice.domain.rules.person_traces import Trace
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.sections import Mark
from fieldservice.wording import Wording, _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.audit import ChainReport, Finding
    from fieldservice.domain.queries.retention import TermRow
    from fieldservice.domain.queries.safekeeping import BackupFile, SafekeepingState

KILO = 1_000
OLD_AFTER_DAYS = 3
ROOM_FOR_COPIES = 3


def left_out_words(count: int, words: Wording) -> str:
    """Uncertain places that are too many to be looked at one by one."""
    return ngettext(
        "{count} more text may mean the person and is not listed here. It stays as it is.",
        "{count} more texts may mean the person and are not listed here. They stay as they are.",
        count,
    ).format(count=words.number(count))


def size_words(size_bytes: int, words: Wording) -> str:
    """In the unit that gives a short number."""
    if size_bytes < KILO * KILO:
        return f"{words.number(max(1, round(size_bytes / KILO)))} kB"
    if size_bytes < KILO**3:
        return f"{words.number(round(size_bytes / KILO**2))} MB"
    return f"{words.number(round(size_bytes / KILO**3))} GB"


def reason_words(backup: "BackupFile", words: Wording) -> str:
    return words.word_of("BackupReason", backup.reason) or backup.reason


def last_words(state: "SafekeepingState", now: datetime, words: Wording) -> str:
    return words.near_moment(state.backups[0].moment, now) if state.backups else _("none yet")


def last_mark(state: "SafekeepingState", now: datetime) -> Mark:
    if not state.backups:
        return _("nothing is saved"), Tone.STOP, Shape.TRIANGLE
    age = now - state.backups[0].moment
    if age.days >= OLD_AFTER_DAYS:
        text = ngettext("{count} day old", "{count} days old", age.days)
        return text.format(count=age.days), Tone.CARE, Shape.DIAMOND
    return _("read back and whole"), Tone.GOOD, Shape.TICK


def next_words(state: "SafekeepingState", now: datetime, words: Wording) -> str:
    if state.next_at is None:
        return _("no plan")
    return _("as soon as possible") if state.next_at <= now else words.near_moment(state.next_at, now)


def room_mark(state: "SafekeepingState", words: Wording) -> Mark:
    free = _("{size} free").format(size=size_words(state.free_bytes, words))
    if not state.is_reachable:
        return _("cannot be reached"), Tone.STOP, Shape.TRIANGLE
    is_short = state.free_bytes < ROOM_FOR_COPIES * state.database_bytes
    return (free, Tone.CARE, Shape.DIAMOND) if is_short else (free, Tone.NEUTRAL, Shape.NONE)


def drill_words(state: "SafekeepingState", now: datetime, words: Wording) -> str:
    if state.drilled is None:
        return _("never tried")
    return words.near_moment(state.drilled.at, now)


def drill_mark(state: "SafekeepingState", words: Wording) -> Mark:
    if state.drilled is None:
        return _("try it once"), Tone.CARE, Shape.DIAMOND
    count = state.drilled.tickets
    text = ngettext("{count} ticket came back", "{count} tickets came back", count)
    return text.format(count=words.number(count)), Tone.GOOD, Shape.TICK


def chain_words(report: "ChainReport", words: Wording) -> str:
    count = ngettext("{count} entry gone through.", "{count} entries gone through.", report.entries)
    said = [count.format(count=words.number(report.entries))]
    if report.erased:
        erased = ngettext(
            "{count} place of it was erased for a person.",
            "{count} places of it were erased for persons.",
            report.erased,
        )
        said.append(erased.format(count=words.number(report.erased)))
    return " ".join(said)


def finding_words(finding: "Finding", words: Wording) -> tuple[str, str]:
    """What is wrong, and where."""
    place = _("Entry {number}: {fault}").format(
        number=words.number(finding.sequence), fault=words.word(finding.fault)
    )
    when = words.moment(finding.recorded_at) if finding.recorded_at else ""
    label = words.reason(finding.label) if finding.label else ""
    return place, " · ".join(part for part in (when, finding.user, label) if part)


def term_words(term: "TermRow", words: Wording) -> tuple[str, str]:
    months = ngettext("after {count} month", "after {count} months", term.months).format(count=term.months)
    act = words.word(term.act)
    first = f"{act[:1].upper()}{act[1:]} {months}"
    kind = term.kind or _("every kind")
    outcome = words.word(term.outcome) if term.outcome else _("however it ended")
    return first, f"{kind} · {outcome}"


def record_words(trace: Trace, words: Wording) -> str:
    record = words.word_of("Record", trace.row.table) or trace.row.table.replace("_", " ")
    name = f"{record[:1].upper()}{record[1:]}"
    return f"{name} {trace.belongs}" if trace.belongs else name


def spot_words(spot: Spot) -> str:
    """The place with what stands around it, the person in brackets."""
    before = "…" if len(spot.before) == AROUND else ""
    after = "…" if len(spot.after) == AROUND else ""
    return " ".join(f"{before}{spot.before}[{spot.found}]{spot.after}{after}".split())


def lost_words(preview: Mapping[str, Any], words: Wording) -> str:
    lost = int(preview["lost_commands"])
    if not lost:
        return _("Nothing was done since: nothing would be lost.")
    text = ngettext(
        "{count} change was made since and would be lost.",
        "{count} changes were made since and would be lost.",
        lost,
    )
    tickets = ", ".join(preview["lost_tickets"])
    said = text.format(count=words.number(lost))
    return f"{said} {_('Tickets made since: {numbers}.').format(numbers=tickets)}" if tickets else said
