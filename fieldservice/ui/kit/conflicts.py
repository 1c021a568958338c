"""Somebody else changed the same fields meanwhile: field by field mine, theirs and before, and one choice.

Nothing is overwritten unseen (P-39). What is chosen is the caller's to save.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QVBoxLayout, QWidget

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.field_conflicts import FieldConflict
from fieldservice.ui.kit.checks import RadioButton
from fieldservice.ui.kit.dialog_windows import KitDialog
from fieldservice.ui.kit.labels import Look, label, selectable
from fieldservice.ui.kit.scrolling import scrolling
from fieldservice.ui.kit.theme import current_theme
from fieldservice.wording import _, ngettext, pgettext

IN_CONFLICT = "row.fields_in_conflict"
_WIDTH = 620
_TOP = Qt.AlignmentFlag.AlignTop
_MOST_HEIGHT = 420


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One field in words: what it is called, and the three values as a person reads them."""

    name: str
    title: str
    before: str
    mine: str
    theirs: str


def conflicts_in(error: Exception) -> tuple[FieldConflict, ...]:
    """The fields that a refusal tells of; none for any other error."""
    if isinstance(error, RuleViolation) and error.code == IN_CONFLICT:
        found: tuple[FieldConflict, ...] = error.values["conflicts"]
        return found
    return ()


def rows_of(
    conflicts: Sequence[FieldConflict], titles: Mapping[str, str], words: Callable[[str, Any], str]
) -> list[ConflictRow]:
    """Put the fields into words; `words` says a value of the field of that name."""
    return [
        ConflictRow(
            each.name,
            titles.get(each.name, each.name),
            words(each.name, each.before),
            words(each.name, each.mine),
            words(each.name, each.theirs),
        )
        for each in conflicts
    ]


class ConflictDialog(KitDialog):
    """After it was accepted `mine_wanted` names the fields whose own value is to stay."""

    def __init__(self, parent: QWidget, rows: Sequence[ConflictRow], *, who: str = "") -> None:
        words = ngettext(
            "Somebody else changed the same field meanwhile",
            "Somebody else changed the same {count} fields meanwhile",
            len(rows),
        ).format(count=len(rows))
        text = _("Choose for each which value is to stay. Everything else that both of you changed is kept.")
        by = _("It was {name}.").format(name=who) if who else ""
        super().__init__(parent, words, f"{text} {by}".strip(), name="conflictDialog")
        self._mine: dict[str, RadioButton] = {}
        theme = current_theme()
        self.setMinimumWidth(min(theme.px(_WIDTH), parent.window().width()))
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, theme.px(8), 0)
        column.setSpacing(theme.px(16))
        for row in rows:
            column.addWidget(self._field(row))
        column.addStretch(1)
        area = scrolling(column)
        area.setMinimumHeight(min(theme.px(_MOST_HEIGHT), column.sizeHint().height() + theme.px(8)))
        self.body.addWidget(area, 1)
        self.add_give_up(_("Go on writing"))
        self.add_go_on(_("Save what is chosen")).show_keys("Ctrl+Return")
        self.add_keys("Ctrl+Return", self.accept)
        if rows:
            self._mine[rows[0].name].setFocus()

    @property
    def mine_wanted(self) -> frozenset[str]:
        return frozenset(name for name, button in self._mine.items() if button.isChecked())

    def _field(self, row: ConflictRow) -> QWidget:
        whole = QWidget()
        whole.setAccessibleName(row.title)
        theme = current_theme()
        grid = QGridLayout(whole)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(4))
        grid.setColumnStretch(1, 1)
        grid.addWidget(label(row.title, Look.STRONG), 0, 0, 1, 2)
        group = QButtonGroup(whole)
        mine = RadioButton(pgettext("of two values", "Mine"), name=f"mine_{row.name}")
        theirs = RadioButton(_("Theirs"), name=f"theirs_{row.name}")
        for place, (button, value) in enumerate(((mine, row.mine), (theirs, row.theirs)), start=1):
            button.setAccessibleName(f"{row.title}: {button.text()}")
            button.setAccessibleDescription(value)
            group.addButton(button)
            grid.addWidget(button, place, 0, _TOP)
            grid.addWidget(_value(value), place, 1)
        grid.addWidget(label(_("Before"), Look.MUTED), 3, 0, _TOP)
        before = _value(row.before)
        before.setProperty("look", Look.MUTED.value)
        grid.addWidget(before, 3, 1)
        mine.setChecked(True)
        self._mine[row.name] = mine
        return whole


def _value(words: str) -> QWidget:
    return selectable(words or _("nothing"))
