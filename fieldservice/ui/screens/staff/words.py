"""What rows of people are called: marks for what is unusual, levels of skills, lines of facts."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.sections import Mark
from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.queries.crew import CrewRow, SkillLevel
    from fieldservice.domain.queries.users import UserRow

SHOWN_SKILLS = 3


def level_words() -> dict[int, str]:
    """What each level of a skill means."""
    return {
        1: _("1 · learning"),
        2: _("2 · with help"),
        3: _("3 · on their own"),
        4: _("4 · experienced"),
        5: _("5 · teaches it"),
    }


def crew_mark(row: "CrewRow", wording: Wording) -> Mark | None:
    if not row.is_active:
        return _("no longer here"), Tone.NEUTRAL, Shape.NONE
    if row.away_until is not None:
        return _("away until {day}").format(day=wording.day(row.away_until)), Tone.CARE, Shape.DIAMOND
    return None


def short_crew_mark(row: "CrewRow") -> Mark | None:
    """The same in one word, for the list."""
    if not row.is_active:
        return _("no longer here"), Tone.NEUTRAL, Shape.NONE
    return (_("away"), Tone.CARE, Shape.DIAMOND) if row.away_until is not None else None


def user_mark(row: "UserRow", day: date) -> Mark | None:
    if not row.is_active:
        return _("deactivated"), Tone.NEUTRAL, Shape.NONE
    if row.is_away(day):
        return _("away"), Tone.CARE, Shape.DIAMOND
    if row.must_change:
        return _("first password"), Tone.ACCENT, Shape.CIRCLE
    return None


def skills_line(skills: "Sequence[SkillLevel]") -> str:
    """The best few skills, as `F-gas 4, heights 2`."""
    shown = [f"{skill.name} {skill.level}" for skill in skills[:SHOWN_SKILLS]]
    return ", ".join(shown) + ("…" if len(skills) > SHOWN_SKILLS else "")


def licence_mark(skill: "SkillLevel", day: date, wording: Wording) -> Mark | None:
    """A licence that has ended, or when it ends."""
    if skill.valid_until is None:
        return None
    shown = wording.day(skill.valid_until)
    if skill.valid_until < day:
        return _("ended {day}").format(day=shown), Tone.STOP, Shape.TRIANGLE
    return _("until {day}").format(day=shown), Tone.NEUTRAL, Shape.NONE
