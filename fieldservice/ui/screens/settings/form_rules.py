"""The rules of a form, without programming: when a field says this, show, require or limit that one."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldservice.domain.rules.folding import fold
from fieldservice.domain.rules.form_conditions import (
    ANSWERED_BY_PRESENCE,
    NO,
    YES,
    Comparison,
    Effect,
    FieldKind,
)
from fieldservice.ui.kit.buttons import icon_button, quiet
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.settings.books import Forge
from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.queries.settings import Pick

Options = list[tuple[str, str]]
Answers = Mapping[str, Mapping[str, str]]
"""Of each field that offers answers: their words by code."""


class RulesInput(QWidget):
    """Rules one below the other; one with several conditions keeps those that are not shown."""

    edited = Signal()

    def __init__(self, forge: Forge, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._wording = forge.parts.wording
        self._fields: Options = [(f"own-{key.hex}", words) for key, words in forge.options("custom_field")]
        self._answers: Answers = {
            f"own-{pick.id.hex}": _answers(pick) for pick in forge.choices.of("custom_field")
        }
        self._rows: list[RuleRow] = []
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(current_theme().px(6))
        self._add = quiet(_("Add a rule"), name="addRuleButton")
        self._add.setEnabled(bool(self._fields))
        self._add.clicked.connect(self._on_add)
        self._down.addWidget(self._add)
        self.setFocusProxy(self._add)

    def show_value(self, value: Any) -> None:
        for row in list(self._rows):
            self._drop(row)
        for rule in value or ():
            self._append(rule)

    def read_value(self) -> Any:
        return [row.rule() for row in self._rows]

    def draft_value(self) -> str:
        return json.dumps(self.read_value())

    def set_draft_value(self, value: str) -> None:
        self.show_value(json.loads(value))

    def _on_add(self) -> None:
        first = self._fields[0][0]
        self._append({"when": [[first, "filled", ""]], "effect": "show", "target": self._fields[-1][0]})
        self._rows[-1].field.setFocus()
        self.edited.emit()

    def _append(self, rule: dict[str, Any]) -> None:
        row = RuleRow(rule, self._fields, self._answers, self._wording)
        row.name_fields(len(self._rows) + 1)
        row.edited.connect(self.edited)
        row.drop.clicked.connect(lambda: self._on_drop(row))
        self._rows.append(row)
        self._down.insertWidget(len(self._rows) - 1, row)

    def _on_drop(self, row: "RuleRow") -> None:
        self._drop(row)
        self.edited.emit()

    def _drop(self, row: "RuleRow") -> None:
        self._rows.remove(row)
        self._down.removeWidget(row)
        row.hide()
        row.deleteLater()


class RuleRow(QWidget):
    """When … says …, then … the field …."""

    edited = Signal()

    def __init__(self, rule: dict[str, Any], fields: Options, answers: Answers, wording: Wording) -> None:
        super().__init__()
        self._answers = answers
        (asked, test, value), *self._more = rule["when"]
        self.field = Choice(fields, name="")
        self.test = Choice([(each, wording.word(each)) for each in Comparison], name="")
        self.value = TextField(name="", placeholder=_("value"))
        self.effect = Choice([(each, wording.word(each)) for each in Effect], name="")
        self.target = Choice(fields, name="")
        self.options = TextField(name="", placeholder=_("options, with commas"))
        self.drop = icon_button("x", _("Remove the rule"))
        self.field.set_value(asked)
        self.test.set_value(Comparison(test))
        self.value.set_text(self._words(asked, value))
        self.effect.set_value(Effect(rule["effect"]))
        self.target.set_value(rule["target"])
        left = (self._words(rule["target"], code) for code in rule.get("options", ()))
        self.options.set_text(", ".join(left))
        self._lay_out()
        for each in (self.field, self.test, self.value, self.effect, self.target, self.options):
            each.edited.connect(self._on_edited)
        self._on_edited()

    def rule(self) -> dict[str, Any]:
        value = "" if self.test.value in ANSWERED_BY_PRESENCE else self.value.text().strip()
        typed = [part.strip() for part in self.options.text().split(",") if part.strip()]
        options = [self._code(self.target.value, words) for words in typed]
        return {
            "when": [
                [self.field.value, self.test.value.value, self._code(self.field.value, value)],
                *self._more,
            ],
            "effect": self.effect.value.value,
            "target": self.target.value,
            "options": options if self.effect.value is Effect.LIMIT else [],
        }

    def name_fields(self, number: int) -> None:
        """For screen readers and tests."""
        for name, field, words in (
            ("Field", self.field, _("When the field")),
            ("Test", self.test, _("Comparison")),
            ("Value", self.value, _("value")),
            ("Effect", self.effect, _("Then")),
            ("Target", self.target, _("Field concerned")),
            ("Options", self.options, _("Options left")),
        ):
            field.setObjectName(f"rule{number}{name}")
            field.setAccessibleName(words)
        self.drop.setObjectName(f"rule{number}Drop")

    def _words(self, field: str, code: str) -> str:
        return self._answers.get(field, {}).get(code, code)

    def _code(self, field: str, words: str) -> str:
        """The code of an answer by its words; what is no answer stays as it was typed."""
        known = self._answers.get(field, {})
        return next((code for code, said in known.items() if fold(said) == fold(words)), words)

    def _lay_out(self) -> None:
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(current_theme().px(2))
        first, second = QHBoxLayout(), QHBoxLayout()
        for row, words, fields in (
            (first, _("When"), (self.field, self.test, self.value)),
            (second, _("then"), (self.effect, self.target, self.options)),
        ):
            row.setSpacing(current_theme().px(6))
            row.addWidget(label(words, Look.MUTED))
            for field in fields:
                row.addWidget(field, 1)
            down.addLayout(row)
        first.addWidget(self.drop)

    def _on_edited(self) -> None:
        self.value.setVisible(self.test.value not in ANSWERED_BY_PRESENCE)
        self.options.setVisible(self.effect.value is Effect.LIMIT)
        self.edited.emit()


def _answers(pick: "Pick") -> dict[str, str]:
    if pick.holds is FieldKind.YES_NO:
        return {YES: _("yes"), NO: _("no")}
    return dict(pick.options)
