"""Fields of the settings' forms: each reads and shows one value of an entry, typed or chosen."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QCompleter, QGridLayout, QWidget

from fieldservice.domain.rules.calendar_hours import Span, YearlyDay
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.typed_hours import (
    read_minutes,
    read_spans,
    read_yearly_days,
    write_minutes,
    write_spans,
    write_yearly_days,
)
from fieldservice.ui.kit.checks import CheckBox
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.day_field import mark_of
from fieldservice.ui.kit.fields import TextArea, TextField
from fieldservice.ui.kit.flow import Flow
from fieldservice.ui.kit.form_dialog import FieldProblemError
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.theme import current_theme
from fieldservice.wording import Wording, _

DAYS_A_WEEK = 7


class Input(Protocol):
    """What the entry's form asks of a field: a value in, a value out, and its text for the draft."""

    @property
    def edited(self) -> SignalInstance: ...

    def draft_value(self) -> str: ...

    def set_draft_value(self, value: str) -> None: ...

    def show_value(self, value: Any) -> None: ...

    def read_value(self) -> Any:
        """Raises `FieldProblemError` for what cannot be meant."""


class LineInput(TextField):
    """One line of text."""

    def show_value(self, value: Any) -> None:
        self.set_text("" if value is None else str(value))

    def read_value(self) -> Any:
        return self.text().strip()


class CompletingInput(LineInput):
    """One line that completes what is known, from any part of it: time zones."""

    def __init__(self, words: Sequence[str], *, name: str) -> None:
        super().__init__(name=name)
        completer = QCompleter(list(words), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)


class TextInput(TextArea):
    """Several lines of text."""

    def show_value(self, value: Any) -> None:
        self.setPlainText(value or "")

    def read_value(self) -> Any:
        return self.text().strip()


class LinesInput(TextInput):
    """A list, one entry in each line."""

    def show_value(self, value: Any) -> None:
        super().show_value("\n".join(value or ()))

    def read_value(self) -> Any:
        return [line.strip() for line in self.text().splitlines() if line.strip()]


class RolesInput(TextInput):
    """Pairs, one in each line: who, a colon, for what."""

    def show_value(self, value: Any) -> None:
        super().show_value("\n".join(": ".join(part for part in pair if part) for pair in value or ()))

    def read_value(self) -> Any:
        lines = (line.partition(":") for line in self.text().splitlines() if line.strip())
        pairs = [[who.strip(), what.strip()] for who, _colon, what in lines]
        return pairs or None


class CheckInput(CheckBox):
    def show_value(self, value: Any) -> None:
        self.setChecked(bool(value))

    def read_value(self) -> Any:
        return self.isChecked()


class ChoiceInput(Choice):
    """A choice whose draft is the value itself, so that it survives a list that grew."""

    def show_value(self, value: Any) -> None:
        self.set_value(value)

    def read_value(self) -> Any:
        return self.value

    def draft_value(self) -> str:
        return str(self.value)

    def set_draft_value(self, value: str) -> None:
        named = [str(each) for each in self.values]
        if value in named:
            self.setCurrentIndex(named.index(value))

    def draft_words(self, value: str) -> str:
        named = [str(each) for each in self.values]
        return self.itemText(named.index(value)) if value in named else ""


class MinutesInput(LineInput):
    """A duration: `4 h`, `90 min`, `1:30`. Empty is none."""

    def show_value(self, value: Any) -> None:
        super().show_value("" if value is None else write_minutes(value))

    def read_value(self) -> Any:
        if not self.text().strip():
            return None
        minutes = read_minutes(self.text())
        if minutes is None:
            raise FieldProblemError(self, _("This is no duration. Write it like 4 h or 90 min."))
        return minutes


class NumberInput(LineInput):
    """A whole number that must be there."""

    def read_value(self) -> Any:
        typed = self.text().strip()
        if not typed.isdecimal():
            raise FieldProblemError(self, _("Write a whole number."))
        return int(typed)


class YearlyDaysInput(LineInput):
    """Days that are closed every year: `24.12, 31.12`, with the mark of the reader's country."""

    def __init__(self, *, name: str, language: str) -> None:
        self._mark = mark_of(language)
        example = write_yearly_days((YearlyDay(12, 24), YearlyDay(12, 31)), self._mark)
        super().__init__(name=name, placeholder=example)

    def show_value(self, value: Any) -> None:
        self.set_text(write_yearly_days((YearlyDay(*each) for each in value or ()), self._mark))

    def read_value(self) -> Any:
        try:
            return [[each.month, each.day] for each in read_yearly_days(self.text())]
        except RuleViolation as error:
            raise FieldProblemError(self, _("Write days like 24.12, with commas between them.")) from error


class SpansInput(LineInput):
    """Hours of one day: `8-16, 17-19`. Empty is closed."""

    def spans(self) -> tuple[Span, ...]:
        try:
            return read_spans(self.text())
        except RuleViolation as error:
            raise FieldProblemError(self, _("Write hours like 8-16, 17-19.")) from error


class WeekInput(QWidget):
    """The hours of the seven days, each in a line of its own."""

    edited = Signal()

    def __init__(self, names: Sequence[str], *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(current_theme().px(8))
        grid.setVerticalSpacing(current_theme().px(4))
        self.days: list[SpansInput] = []
        for at, day in enumerate(names):
            field = SpansInput(name=f"{name}{at}", placeholder=_("closed"))
            field.setAccessibleName(day)
            field.edited.connect(self.edited)
            self.days.append(field)
            grid.addWidget(label(day, Look.MUTED), at, 0)
            grid.addWidget(field, at, 1)
        self.setFocusProxy(self.days[0])

    def show_value(self, value: Any) -> None:
        for field, spans in zip(self.days, value or [[]] * DAYS_A_WEEK, strict=True):
            field.set_text(write_spans(Span(*span) for span in spans))

    def read_value(self) -> Any:
        return [[[span.start_minute, span.end_minute] for span in self._spans(field)] for field in self.days]

    def _spans(self, field: SpansInput) -> tuple[Span, ...]:
        try:
            return field.spans()
        except FieldProblemError as error:
            self.setFocusProxy(field)
            raise FieldProblemError(self, f"{field.accessibleName()}: {error.words}") from error

    def draft_value(self) -> str:
        return "\n".join(field.text() for field in self.days)

    def set_draft_value(self, value: str) -> None:
        for field, text in zip(self.days, value.split("\n"), strict=False):
            field.set_text(text)


class ManyInput(QWidget):
    """Any of a few things, each with a box to tick."""

    edited = Signal()

    def __init__(self, options: Sequence[tuple[UUID, str]], *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        self._flow = Flow(gap=12)
        grid.addWidget(self._flow, 0, 0)
        self.boxes: Mapping[UUID, CheckBox] = {key: self._box(key, words) for key, words in options}
        if self.boxes:
            self.setFocusProxy(next(iter(self.boxes.values())))
        else:
            grid.addWidget(label(_("Nothing to choose from yet."), Look.MUTED), 0, 0)

    def show_value(self, value: Any) -> None:
        for key, box in self.boxes.items():
            box.setChecked(key in (value or ()))

    def read_value(self) -> Any:
        return tuple(sorted(key for key, box in self.boxes.items() if box.isChecked()))

    def draft_value(self) -> str:
        return ",".join(str(key) for key in self.read_value())

    def set_draft_value(self, value: str) -> None:
        for key, box in self.boxes.items():
            box.setChecked(str(key) in value.split(","))

    def _box(self, key: UUID, words: str) -> CheckBox:
        box = CheckBox(words, name=f"{self.objectName()}-{key}")
        box.edited.connect(self.edited)
        self._flow.add(box)
        return box


def weekday_names(wording: Wording) -> list[str]:
    """From Monday to Sunday, in the reader's language."""
    names = wording.locale.days["stand-alone"]["wide"]
    return [str(names[day]) for day in range(DAYS_A_WEEK)]
