"""Cover, warranty and places of units in words, with the tone and shape of each."""

from datetime import date
from typing import TYPE_CHECKING

from fieldservice.domain.rules.verdict_values import CheckName, Outcome, Verdict
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.sections import Mark
from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.queries.equipment_list import UnitListRow

DOT = " · "


def cover_mark(cover: str) -> Mark:
    """The word, tone and shape of what covers a unit; by the value of the query's enum."""
    marks = {
        "contract": (_("covered"), Tone.GOOD, Shape.TICK),
        "warranty": (_("warranty"), Tone.GOOD, Shape.TICK),
        "none": (_("not covered"), Tone.STOP, Shape.TRIANGLE),
        "blocked": (_("blocked"), Tone.STOP, Shape.TRIANGLE),
        "out-of-use": (_("out of use"), Tone.NEUTRAL, Shape.CIRCLE),
    }
    return marks[cover]


def why(verdict: Verdict, wording: Wording) -> str:
    """The sentence that decides: the covering line, or what stands in the way."""
    reason = verdict.check(CheckName.COVERAGE).reason if verdict.is_ok else verdict.reason
    return wording.reason(reason)


def verdict_mark(verdict: Verdict) -> Mark:
    if not verdict.is_settled:
        return _("not said yet"), Tone.CARE, Shape.DIAMOND
    if verdict.is_ok:
        return _("covered"), Tone.GOOD, Shape.TICK
    word = _("blocked") if verdict.outcome is Outcome.BLOCKED else _("not covered")
    return word, Tone.STOP, Shape.TRIANGLE


def warranty_of(until: date | None, today: date, wording: Wording) -> str:
    """Never over when nobody knows: the day, that it ended, or that it is not known (P-46)."""
    if until is None:
        return _("not known")
    day = wording.day(until)
    return _("until {day}").format(day=day) if until >= today else _("ended {day}").format(day=day)


def warranty_tone(until: date | None, today: date) -> Tone:
    return Tone.GOOD if until is not None and until >= today else Tone.NEUTRAL


def due_words(due: date | None, today: date, wording: Wording) -> str:
    if due is None:
        return ""
    return _("today") if due == today else wording.day(due)


def site_words(row: "UnitListRow") -> str:
    return DOT.join(part for part in (row.site, row.city, row.place) if part)
