"""What a table column is, and what one of its cells shows; no Qt view in here."""

import dataclasses
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from typing import Any, Generic, TypeAlias, TypeVar

from PySide6.QtCore import Qt

from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.painting import Shape

Row = TypeVar("Row")
Value: TypeAlias = str | int | float | date | datetime | None

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Align(Enum):
    LEFT = _LEFT
    RIGHT = _RIGHT


class CellLook(Enum):
    """How a cell is painted: TONED in the tone's colour, MARK as the shape alone (its text is a tooltip)."""

    TEXT = "text"
    STRONG = "strong"
    MUTED = "muted"
    CHIP = "chip"
    TONED = "toned"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, worked out once a row and looked up while painting."""

    text: str
    tone: Tone = Tone.NEUTRAL
    shape: Shape = Shape.NONE
    second: str = ""


BLANK = Cell(text="")
"""Shown where a row is still on its way; painted as a soft bar."""


@dataclasses.dataclass(frozen=True, kw_only=True)  # no slots: they cannot be had with Column[Row](...)
class Column(Generic[Row]):
    """One column over frozen rows.

    `key` names it for sorting and for remembering its width. `width` is in pixels of the unscaled design;
    columns with a `stretch` share what is left over, `least` at least. `sort_key` None means that it cannot
    be sorted. `second` is a muted second line. `tooltip` is needed only where it says more than the text:
    cut text shows itself.
    `export` gives a file a number, a day or a moment instead of the text. `name` is what the column is called
    where its title says nothing.
    """

    key: str
    title: str
    text: Callable[[Row], str]
    sort_key: Callable[[Row], Any] | None = None
    align: Align = Align.LEFT
    tooltip: Callable[[Row], str] | None = None
    look: CellLook = CellLook.TEXT
    tone: Callable[[Row], Tone] | None = None
    shape: Callable[[Row], Shape] | None = None
    second: Callable[[Row], str] | None = None
    width: int = 100
    stretch: int = 0
    least: int = 56
    export: Callable[[Row], Value] | None = None
    name: str = ""

    @property
    def heading(self) -> str:
        return self.name or self.title

    def cell(self, row: Row) -> Cell:
        return Cell(
            text=self.text(row),
            tone=self.tone(row) if self.tone else Tone.NEUTRAL,
            shape=self.shape(row) if self.shape else Shape.NONE,
            second=self.second(row) if self.second else "",
        )
