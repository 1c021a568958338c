"""Technicians: the list, and the card with skills, absences, base, calendar, user and teams."""

from typing import TYPE_CHECKING, Any

from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.cells import CellLook, Column
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.dialogs import Question
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.sections import LineRow, Section, bare, chip_of
from fieldservice.ui.screens.staff import calls
from fieldservice.ui.screens.staff.crew_dialogs import AbsenceDialog, TechnicianDialog
from fieldservice.ui.screens.staff.fact_rows import FactRows
from fieldservice.ui.screens.staff.parts import StaffParts
from fieldservice.ui.screens.staff.register_pane import RegisterPane
from fieldservice.ui.screens.staff.skill_dialogs import SkillBookDialog, SkillsDialog
from fieldservice.ui.screens.staff.words import (
    crew_mark,
    level_words,
    licence_mark,
    short_crew_mark,
    skills_line,
)
from fieldservice.wording import _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.crew import CrewRow, SkillLevel
    from fieldservice.domain.queries.people import AbsenceRow
    from fieldservice.domain.queries.staff import StaffBook


class CrewPane(RegisterPane):
    def __init__(self, parts: StaffParts) -> None:
        empty = EmptyWords(_("No technicians yet: who carries out the work?"), _("New technician"))
        super().__init__(parts, columns(), empty, name="crewPane")
        self._book: StaffBook | None = None
        self.table.empty_button_pressed.connect(self.add_technician)
        self.skills = Section(_("Skills"), _("No skills entered yet."), name="skillsSection")
        self.absences = Section(_("Absences"), _("No absence lasts or comes."), name="absencesSection")
        self.place = FactRows(_("Where and when"), name="placeFacts")
        self.add_card(self.skills, self.absences, self.place)
        self._declare()

    def show_book(self, book: "StaffBook") -> None:
        self._book = book
        self.show_rows(book.crew)

    def searched(self, row: Any) -> str:
        named = " ".join(skill.name for skill in row.skills)
        return f"{row.name} {row.phone} {row.base} {named} {' '.join(row.teams)}"

    def fill_card(self, row: Any) -> None:
        person: CrewRow = row
        visits = ngettext("{count} visit to come", "{count} visits to come", person.coming_visits)
        facts = [person.phone, visits.format(count=person.coming_visits) if person.coming_visits else ""]
        self.header.show_words(person.name, facts, crew_mark(person, self.parts.wording))
        self._leave.setText(_("No longer here") if person.is_active else _("Here again"))
        self.skills.show_rows([self._skill(skill) for skill in person.skills], len(person.skills))
        self.absences.show_rows([self._absence(each) for each in person.absences], len(person.absences))
        self.place.show_facts(place_facts(person))

    def add_technician(self) -> None:
        if self._book is not None:
            dialog = TechnicianDialog(self.parts, self.window(), self._book)
            if self.parts.services.dialogs.run(dialog):
                self.show_one(dialog.technician_id)

    def change(self) -> None:
        if self._book is not None and self.current is not None:
            self.parts.services.dialogs.run(
                TechnicianDialog(self.parts, self.window(), self._book, self.current)
            )

    def set_skills(self) -> None:
        if self._book is not None and self.current is not None:
            self.parts.services.dialogs.run(
                SkillsDialog(self.parts, self.window(), self._book.skills, self.current)
            )

    def keep_skill_book(self) -> None:
        if self._book is not None:
            self.parts.services.dialogs.run(SkillBookDialog(self.parts, self.window(), self._book.skills))

    def add_absence(self) -> None:
        if self.current is not None:
            self.parts.services.dialogs.run(AbsenceDialog(self.parts, self.window(), self.current))

    def leave_or_return(self) -> None:
        person: CrewRow | None = self.current
        if person is None or (person.is_active and not self._may_leave(person)):
            return
        command = calls.SetTechnicianActive(person.id, not person.is_active)
        self.parts.ops.command(calls.set_technician_active, command)

    def _may_leave(self, person: "CrewRow") -> bool:
        if not person.coming_visits:
            return True
        visits = ngettext(
            "{count} visit of theirs is still to come and has to be given to somebody else.",
            "{count} visits of theirs are still to come and have to be given to somebody else.",
            person.coming_visits,
        )
        question = Question(
            title=_("{name} is no longer here?").format(name=person.name),
            text=visits.format(count=person.coming_visits),
            yes=_("No longer here"),
        )
        return self.parts.services.dialogs.confirm(question)

    def _declare(self) -> None:
        def somebody() -> bool:
            return self.current is not None

        new = ActionSpec("staff.new_technician", _("New technician"), "Ctrl+Shift+N")
        self.new_button = self.declare_first(new, self.add_technician)
        (book,) = self.declare(
            (
                ActionSpec("staff.skill_book", _("Skills of the company…"), "Ctrl+Shift+B"),
                self.keep_skill_book,
            ),
        )
        self._leave, change = self.declare(
            (
                ActionSpec("staff.technician_leaves", _("No longer here"), enabled_when=somebody),
                self.leave_or_return,
            ),
            (ActionSpec("staff.change_technician", _("Change…"), "F2", somebody), self.change),
        )
        self.header.add_buttons(self._leave, change)
        (skills,) = self.declare(
            (ActionSpec("staff.set_skills", _("Set skills…"), "Ctrl+Shift+K", somebody), self.set_skills)
        )
        (absence,) = self.declare(
            (ActionSpec("staff.add_absence", _("Add absence…"), "Ctrl+Shift+A", somebody), self.add_absence)
        )
        self.skills.add_trailing(skills)
        self.absences.add_trailing(absence)
        self.page_buttons = (book, self.new_button)

    def _skill(self, skill: "SkillLevel") -> LineRow:
        mark = licence_mark(skill, self.parts.today(), self.parts.wording)
        chips = [chip_of(mark)] if mark is not None else []
        return LineRow(skill.name, level_words()[skill.level], *chips)

    def _absence(self, absence: "AbsenceRow") -> LineRow:
        wording, day = self.parts.wording, self.parts.today()
        days = _("{first_day} to {last_day}").format(
            first_day=wording.day(absence.first_day), last_day=wording.day(absence.last_day)
        )
        now = [chip_of((_("now"), Tone.CARE, Shape.DIAMOND))] if absence.first_day <= day else []
        row = LineRow(days, absence.reason, *now)
        remove = bare(_("Remove"), name="removeAbsence")
        remove.setAccessibleName(_("Remove the absence {days}").format(days=days))
        remove.clicked.connect(lambda: self._remove(absence))
        row.add_buttons(remove)
        return row

    def _remove(self, absence: "AbsenceRow") -> None:
        self.parts.ops.command(calls.remove_absence, calls.RemoveAbsence(absence.id))


def place_facts(person: "CrewRow") -> list[tuple[str, str]]:
    return [
        (_("Base"), person.base or _("none entered: days begin at the office")),
        (_("Calendar"), person.calendar or _("office hours")),
        (_("Teams"), ", ".join(person.teams) or _("no team")),
        (_("User"), person.user or _("does not work with the program")),
    ]


def columns() -> "tuple[Column[CrewRow], ...]":
    """Name over skills; away or gone as a chip."""

    def second(row: "CrewRow") -> str:
        return skills_line(row.skills) or row.phone

    def state(row: "CrewRow") -> tuple[str, Tone, Shape]:
        return short_crew_mark(row) or ("", Tone.NEUTRAL, Shape.NONE)

    return (
        Column(
            key="name",
            title=_("Technician"),
            text=lambda row: row.name,
            second=second,
            sort_key=lambda row: row.name,
            look=CellLook.STRONG,
            stretch=1,
        ),
        Column(
            key="state",
            title="",
            name=_("State"),
            text=lambda row: state(row)[0],
            look=CellLook.CHIP,
            tone=lambda row: state(row)[1],
            shape=lambda row: state(row)[2],
            width=124,
        ),
    )
