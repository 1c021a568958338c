"""A field for a day: typed in any usual way, stepped by arrows, shown as the reader's country writes it."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent

from fieldservice.ui.kit.fields import TextField

_GROUPS = re.compile(r"\d+")
_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 7, Qt.Key.Key_PageDown: -7}
_PATTERNS = {"pl": "{:%d.%m.%Y}", "cs": "{:%d.%m.%Y}", "es": "{:%d/%m/%Y}", "pt": "{:%d/%m/%Y}"}
_WITHOUT_CENTURY = 100
_YEAR_DIGITS = 4


class DayField(TextField):
    """`day` is None while the field is empty; `is_unreadable` tells that something else stands in it."""

    def __init__(
        self, *, name: str, language: str, today: Callable[[], date], day: date | None = None
    ) -> None:
        super().__init__(name=name)
        self._pattern = _PATTERNS.get(language, "{:%Y-%m-%d}")
        self._today = today
        self.set_day(day)

    @property
    def day(self) -> date | None:
        return read_day(self.text(), self._today())

    @property
    def example(self) -> str:
        return self._shown(self._today())

    @property
    def is_unreadable(self) -> bool:
        return bool(self.text().strip()) and self.day is None

    def set_day(self, day: date | None) -> None:
        self.setText(self._shown(day) if day else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        day = self.day
        self.set_day(day + timedelta(days=step) if day else self._today())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if self.day is not None:
            self.set_day(self.day)
        super().focusOutEvent(event)

    def _shown(self, day: date) -> str:
        return self._pattern.format(day)


def mark_of(language: str) -> str:
    """What parts day and month where this language is read."""
    return "/" if "/" in _PATTERNS.get(language, "") else "."


def short_day(day: date, language: str) -> str:
    """A day of about now as one types it: `27.11.`, `27/11`."""
    return f"{day.day}/{day.month}" if mark_of(language) == "/" else f"{day.day}.{day.month}."


def read_day(text: str, today: date) -> date | None:
    """`24.12.2026`, `24/12/26`, `2026-12-24`, `24.12` (this year); None for anything else."""
    groups = _GROUPS.findall(text)
    if len(groups) not in {2, 3}:
        return None
    if len(groups[0]) == _YEAR_DIGITS:
        groups.reverse()
    numbers = [int(group) for group in groups]
    year = numbers[2] if len(numbers) > 2 else today.year  # noqa: PLR2004 - day, month, year
    if year < _WITHOUT_CENTURY:
        year += today.year // _WITHOUT_CENTURY * _WITHOUT_CENTURY
    try:
        return date(year, numbers[1], numbers[0])
    except ValueError:
        return None
