"""Fields of the company's own as a form: built from what is asked, shown, required and limited by its rules.

Intake and the ticket's panel use it alike. Values are the texts of `rules/form_conditions.py`, by field code.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.form_conditions import (
    NO,
    YES,
    FieldKind,
    FieldRule,
    FieldState,
    field_states,
    kept_values,
    problems,
)
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.day_field import DayField
from fieldservice.ui.kit.fields import TextArea, TextField
from fieldservice.ui.kit.forms import Form
from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.queries.custom_fields import AskedFieldRow, FieldSheet

Today = Callable[[], date]
NOTHING: Mapping[str, str] = MappingProxyType({})


class FieldForm(QWidget):
    """`edited` tells that something was typed; `values` are the answers that would be saved."""

    edited = Signal()

    def __init__(self, wording: Wording, today: Today, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._wording, self._today = wording, today
        self._sheet: FieldSheet | None = None
        self._inputs: dict[str, _Input] = {}
        self.form = Form(name=f"{name}Rows")
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.addWidget(self.form)
        self._is_filling = False

    @property
    def is_empty(self) -> bool:
        """Nothing is asked."""
        return not self._inputs

    def forget(self) -> None:
        """Nothing is asked any more, and nothing of what was typed is kept."""
        for each in self._inputs.values():
            self.form.show_row(each.widget, visible=False)
        self._sheet, self._inputs = None, {}

    def show_sheet(self, sheet: "FieldSheet", typed_before: Mapping[str, str] = NOTHING) -> None:
        """Ask these fields. What was typed into those that stay is kept when the sheet has no value.

        `typed_before` is what a draft brings back.
        """
        typed = {**typed_before, **{code: each.read() for code, each in self._inputs.items()}}
        if self._sheet is None or self._sheet.fields != sheet.fields:
            self._build(sheet)
        self._sheet = sheet
        values = {**typed, **(sheet.values or {})}
        self._is_filling = True
        for code, each in self._inputs.items():
            each.show(values.get(code, ""))
        self._is_filling = False
        self._follow()

    def begin(self, sheet: "FieldSheet", typed: Mapping[str, str] = NOTHING) -> None:
        """Show what stands on another thing, or on the same one now; nothing typed before is left.

        `typed` is what this person typed over it and did not save.
        """
        if self._sheet is None or self._sheet.fields != sheet.fields:
            self._build(sheet)
        self._sheet = sheet
        values = {**(sheet.values or {}), **typed}
        self._is_filling = True
        for code, each in self._inputs.items():
            self.form.drop_newer(each.widget)
            if each.read() != values.get(code, ""):
                each.show(values.get(code, ""))
        self._is_filling = False
        self._follow()

    def typed(self) -> dict[str, str]:
        """What was typed over what stood there, by code."""
        seen = {} if self._sheet is None else dict(self._sheet.values or {})
        read = {code: each.read() for code, each in self._inputs.items()}
        return {code: value for code, value in read.items() if value != seen.get(code, "")}

    def tell_newer(self, code: str, value: str) -> None:
        """Somebody else wrote this into a field that was typed into; it may be taken instead."""
        each = self._inputs.get(code)
        if each is not None and self._sheet is not None:
            row = next(row for row in self._sheet.fields if row.code == code)
            self.form.show_newer(each.widget, row.shown(value) or _("nothing"), lambda: each.show(value))

    def values(self) -> dict[str, str]:
        """The answers in fields that are shown."""
        if self._sheet is None:
            return {}
        return kept_values(self._rules(), self._sheet.rules, self._typed())

    def changes(self) -> list[tuple[str, str, str]]:
        """Code, what was seen, what is to be: of each field that differs."""
        if self._sheet is None:
            return []
        seen, kept = self._sheet.values or {}, self.values()
        codes = [code for code in self._inputs if seen.get(code, "") != kept.get(code, "")]
        return [(code, seen.get(code, ""), kept.get(code, "")) for code in codes]

    def check(self) -> bool:
        """Say at the fields what hinders saving, the first one focused; True when nothing does."""
        self.form.clear_errors()
        if self._sheet is None:
            return True
        found = problems(self._rules(), self._sheet.rules, self._typed())
        names = {row.code: row.name for row in self._sheet.fields}
        for problem in reversed(found):
            refusal = RuleViolation(problem.code, field=names[problem.field])
            self.form.show_error(self._inputs[problem.field].widget, self._wording.error(refusal).what)
        return not found

    def _build(self, sheet: "FieldSheet") -> None:
        fresh = Form(name=self.form.objectName())
        self._down.replaceWidget(self.form, fresh)
        self.form.setParent(None)
        self.form.deleteLater()
        self.form = fresh
        self._inputs = {}
        for row in sheet.fields:
            each = _input_for(row, self._wording, self._today)
            each.widget.setObjectName(f"{self.objectName()}-{row.code}")
            each.widget.setToolTip(row.hint)
            each.widget.edited.connect(self._on_edited)
            self._inputs[row.code] = each
            self.form.add(row.name, each.widget)

    def _on_edited(self) -> None:
        if not self._is_filling:
            self._follow()
            self.edited.emit()

    def _follow(self) -> None:
        """Show, hide and limit as the rules say for what stands there now."""
        if self._sheet is None:
            return
        states = field_states(self._rules(), self._sheet.rules, self._typed())
        for row in self._sheet.fields:
            self._apply(row, states[row.code])

    def _apply(self, row: "AskedFieldRow", state: FieldState) -> None:
        each = self._inputs[row.code]
        self.form.show_row(each.widget, visible=state.is_shown)
        words = _("{field}, must be filled in").format(field=row.name) if state.is_required else row.name
        each.widget.setAccessibleName(words)
        if isinstance(each, _OptionInput):
            self._is_filling = True
            each.offer(row, state.options)
            self._is_filling = False

    def _rules(self) -> tuple[FieldRule, ...]:
        rows = () if self._sheet is None else self._sheet.fields
        return tuple(
            FieldRule(row.code, row.kind, row.is_required, tuple(each.code for each in row.options))
            for row in rows
        )

    def _typed(self) -> Mapping[str, str]:
        about = {} if self._sheet is None else dict(self._sheet.about or {})
        return {**about, **{code: each.read() for code, each in self._inputs.items()}}


class _Input:
    """A field and how its text is read and shown; plain texts stand as they are."""

    def __init__(self, widget: Any) -> None:
        self.widget = widget

    def read(self) -> str:
        return str(self.widget.draft_value()).strip()

    def show(self, value: str) -> None:
        self.widget.set_draft_value(value)


class _NumberInput(_Input):
    """A decimal comma is read as a point, and a point is what is kept."""

    def read(self) -> str:
        typed = super().read().replace(" ", "").replace(",", ".")
        try:
            return str(Decimal(typed)) if typed else ""
        except InvalidOperation:
            return super().read()


class _DateInput(_Input):
    def read(self) -> str:
        day = self.widget.day
        return super().read() if day is None else day.isoformat()

    def show(self, value: str) -> None:
        self.widget.set_day(date.fromisoformat(value) if value else None)


class _OptionInput(_Input):
    """A choice by code; empty is no answer."""

    def read(self) -> str:
        return self.widget.value or ""

    def show(self, value: str) -> None:
        self.widget.set_value(value)

    def offer(self, row: "AskedFieldRow", codes: tuple[str, ...]) -> None:
        """Only these; an answer that is not offered any more is taken back."""
        if row.kind is not FieldKind.CHOICE:
            return
        self.widget.set_options(_options(row, codes))


def _input_for(row: "AskedFieldRow", wording: Wording, today: Today) -> _Input:
    match row.kind:
        case FieldKind.LONG_TEXT:
            return _Input(TextArea(name="", placeholder=row.hint, lines=2))
        case FieldKind.NUMBER:
            return _NumberInput(TextField(name="", placeholder=row.hint))
        case FieldKind.DATE:
            return _DateInput(DayField(name="", language=wording.language, today=today))
        case FieldKind.YES_NO:
            return _OptionInput(Choice([("", "–"), (YES, _("yes")), (NO, _("no"))], name=""))  # noqa: RUF001
        case FieldKind.CHOICE:
            return _OptionInput(Choice(_options(row, tuple(each.code for each in row.options)), name=""))
        case FieldKind.TEXT:
            return _Input(TextField(name="", placeholder=row.hint))


def _options(row: "AskedFieldRow", codes: tuple[str, ...]) -> list[tuple[str, str]]:
    nothing = [("", "–")]  # noqa: RUF001 - a dash for no answer
    return [*nothing, *((each.code, each.name) for each in row.options if each.code in codes)]
