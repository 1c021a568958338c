"""The dialogs about skills: those of one technician, and the dictionary of the company."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.buttons import primary, quiet
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.day_field import DayField
from fieldservice.ui.kit.dialog_windows import KitDialog
from fieldservice.ui.kit.dialogs import Question
from fieldservice.ui.kit.errors import words_for
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.form_dialog import FormDialog
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.sections import LineRow, bare
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.staff import calls
from fieldservice.ui.screens.staff.parts import StaffParts
from fieldservice.ui.screens.staff.words import level_words
from fieldservice.wording import _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.commands.skills import HeldSkill
    from fieldservice.domain.queries.crew import CrewRow, SkillRow


class SkillsDialog(FormDialog):
    """A level for each skill the company knows, and the last day of a licence."""

    def __init__(
        self, parts: StaffParts, parent: QWidget, skills: "Sequence[SkillRow]", row: "CrewRow"
    ) -> None:
        title = _("Skills of {name}").format(name=row.name)
        super().__init__(parts, parent, title, name="skillsDialog", subject=row.id)
        self._row = row
        self._fields: dict[UUID, tuple[Choice, DayField]] = {}
        self._names = {str(skill.id): skill.name for skill in skills}
        self._seen = {
            str(skill.skill_id): calls.HeldSkill(skill.skill_id, skill.level, skill.valid_until)
            for skill in row.skills
        }
        held = {skill.skill_id for skill in row.skills}
        for skill in skills:
            if skill.is_active or skill.id in held:
                self._add_skill(skill)
        if not self._fields:
            words = _("The company has no skills yet. Add them under “Skills of the company”.")
            self.form.add_wide(label(words, Look.MUTED, wraps=True))
        for skill_level in row.skills:
            level, until = self._fields[skill_level.skill_id]
            level.set_value(skill_level.level)
            until.set_day(skill_level.valid_until)
        for level, _until in list(self._fields.values())[:1]:
            level.setFocus()

    def send(self) -> Call[Changes]:
        for _level, until in self._fields.values():
            self.require(until)
        held = tuple(
            calls.HeldSkill(skill_id, level.value, until.day)
            for skill_id, (level, until) in self._fields.items()
            if level.value
        )
        return self.parts.ops.command(
            calls.set_skills, calls.SetSkills(self._row.id, held, tuple(self._seen.values()))
        )

    def field_titles(self) -> Mapping[str, str]:
        return self._names

    def value_words(self, name: str, value: "HeldSkill | None") -> str:
        del name
        if value is None:
            return _("not at all")
        level = level_words()[value.level]
        day = self.parts.wording.day(value.valid_until) if value.valid_until else ""
        return f"{level} · {_('licence until')} {day}" if day else level

    def overrule(self, name: str, value: "HeldSkill | None") -> None:
        self._seen.pop(name, None)
        if value is not None:
            self._seen[name] = value

    def _add_skill(self, skill: "SkillRow") -> None:
        level = Choice([(0, _("not at all")), *level_words().items()], name=f"level-{skill.name}")
        language, today = self.parts.wording.language, self.parts.today
        until = DayField(name=f"until-{skill.name}", language=language, today=today)
        until.setPlaceholderText(_("licence until"))
        until.setAccessibleName(_("{skill}: licence until").format(skill=skill.name))
        self.form.add(skill.name, level, until, stretches=(3, 2))
        self.keep(f"level-{skill.id}", level)
        self.keep(f"until-{skill.id}", until)
        self._fields[skill.id] = (level, until)


class SkillBookDialog(KitDialog):
    """The company's own dictionary of skills: added, renamed, no longer offered. Every step holds at once."""

    def __init__(self, parts: StaffParts, parent: QWidget, skills: "Sequence[SkillRow]") -> None:
        text = _("What technicians can do, in the company's own words. Each change holds at once.")
        super().__init__(parent, _("Skills of the company"), text, name="skillBookDialog")
        self._parts = parts
        self._shown: list[QWidget] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.body.addLayout(self._rows)
        self._name = TextField(name="newSkillName", placeholder=_("F-gas licence, work at heights …"))
        self._name.setAccessibleName(_("New skill"))
        self._name.returnPressed.connect(self._on_add)
        add = quiet(_("Add"), name="addSkillButton")
        add.clicked.connect(self._on_add)
        across = QHBoxLayout()
        across.setSpacing(current_theme().px(8))
        across.addWidget(self._name, 1)
        across.addWidget(add)
        self.body.addLayout(across)
        self._trouble = label("", Look.ERROR, wraps=True)
        self._trouble.setObjectName("skillTrouble")
        self._trouble.hide()
        self.body.addWidget(self._trouble)
        self.body.addStretch(1)
        done = primary(_("Done"), name="doneButton")
        done.clicked.connect(self.accept)
        self.add_buttons(done)
        self._show(skills)
        self._name.setFocus()

    def _show(self, skills: "Sequence[SkillRow]") -> None:
        for gone in self._shown:
            self._rows.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self._shown = [self._row(skill) for skill in skills]
        for row in self._shown:
            self._rows.addWidget(row)

    def _row(self, skill: "SkillRow") -> LineRow:
        holders = ngettext("{count} technician has it", "{count} technicians have it", skill.holders)
        second = holders.format(count=skill.holders) if skill.holders else _("nobody has it")
        row = LineRow(skill.name, second if skill.is_active else _("no longer offered"))
        rename, retire = (
            bare(_("Rename…"), name=f"rename-{skill.name}"),
            bare(_("No longer offer") if skill.is_active else _("Offer again"), name=f"offer-{skill.name}"),
        )
        rename.clicked.connect(lambda: self._on_rename(skill))
        retire.clicked.connect(lambda: self._on_offer(skill))
        for button in (rename, retire):
            button.setAccessibleName(f"{button.text()} {skill.name}")
        row.add_buttons(rename, retire)
        return row

    def _on_add(self) -> None:
        command = calls.AddSkill(calls.new_id(), self._name.text())
        self._after(self._parts.ops.command(calls.add_skill, command))

    def _on_rename(self, skill: "SkillRow") -> None:
        question = Question(
            title=_("Rename “{name}”").format(name=skill.name),
            yes=_("Rename"),
            label=_("Name"),
            draft=uuid5(skill.id, "rename"),
        )
        name = self._parts.services.dialogs.ask_text(question, initial=skill.name)
        if name is not None:
            self._after(self._parts.ops.command(calls.rename_skill, calls.RenameSkill(skill.id, name)))

    def _on_offer(self, skill: "SkillRow") -> None:
        command = calls.SetSkillActive(skill.id, not skill.is_active)
        self._after(self._parts.ops.command(calls.set_skill_active, command))

    def _after(self, call: Call[Changes]) -> None:
        self._trouble.hide()
        call.then(self._on_done, self._on_failed)

    def _on_done(self, changes: Changes) -> None:
        del changes
        self._name.setText("")
        self._parts.ops.query(calls.skills, self._parts.wording.language).then(self._show, self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        self._trouble.setText(str(words_for(error, self._parts.wording)))
        self._trouble.show()
