"""What a level of impact, urgency or priority is called, in each language."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.priority import Scale
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.form_dialog import FormDialog
from fieldservice.ui.screens.settings import calls
from fieldservice.ui.screens.settings.inputs import LineInput
from fieldservice.ui.screens.settings.parts import SettingsParts
from fieldservice.wording import LANGUAGE_NAMES, _

LEVELS = UUID("0f2f0f8e-3f8b-5b5e-9d5b-5a7f3c1f8a03")


class GradeDialog(FormDialog):
    """`values` are the names that the level has, by `name:pl`."""

    def __init__(
        self, parts: SettingsParts, parent: QWidget, scale: Scale, grade: int, values: dict[str, str]
    ) -> None:
        title = _("{scale} {grade}: what you call it").format(scale=parts.wording.word(scale), grade=grade)
        subject = uuid5(LEVELS, f"{scale.value}{grade}")
        super().__init__(parts, parent, title, name="gradeDialog", subject=subject)
        self._scale, self._grade, self._values = scale, grade, values
        self._fields: dict[str, LineInput] = {}
        own = parts.wording.language
        for code in (own, *(code for code in LANGUAGE_NAMES if code != own)):
            field = LineInput(name=f"name-{code}Field")
            field.show_value(values.get(f"name:{code}", ""))
            self.form.add(LANGUAGE_NAMES[code], field)
            self.keep(f"name:{code}", field)
            self._fields[f"name:{code}"] = field
        self._fields[f"name:{own}"].setFocus()

    def field_titles(self) -> Mapping[str, str]:
        return {f"name:{code}": language for code, language in LANGUAGE_NAMES.items()}

    def overrule(self, name: str, value: Any) -> None:
        self._values = {**self._values, name: value}

    def send(self) -> Call[Changes]:
        changes = tuple(
            calls.FieldChange(name, self._values.get(name, ""), field.read_value())
            for name, field in self._fields.items()
            if field.read_value() != self._values.get(name, "")
        )
        command = calls.NameGrade(self._scale, self._grade, changes)
        return self.parts.ops.command(calls.name_grade, command)
