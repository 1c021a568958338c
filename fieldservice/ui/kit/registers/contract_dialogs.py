"""The dialogs about contracts: a new one with its lines, and a further period."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.checks import CheckBox
from fieldservice.ui.kit.day_field import DayField
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.form_dialog import FieldProblemError, FormDialog
from fieldservice.ui.kit.registers import calls
from fieldservice.ui.kit.registers.line_form import LineForm, LineProblemError
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.theme import current_theme
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.customer_card import CustomerCard
    from fieldservice.domain.queries.dictionaries import CustomerPickers

_WIDTH = 880
_ONE_DAY = timedelta(days=1)


class ContractDialog(FormDialog):
    """A new contract: number, days, and one or more lines. Ctrl+L adds a line."""

    parts: RegisterParts

    def __init__(
        self, parts: RegisterParts, parent: QWidget, card: "CustomerCard", pickers: "CustomerPickers"
    ) -> None:
        title = _("New contract with {name}").format(name=card.head.name)
        super().__init__(parts, parent, title, name="contractDialog", subject=card.head.id)
        self.setMinimumWidth(min(current_theme().px(_WIDTH), parent.window().width()))
        self._card, self._pickers = card, pickers
        self._contract_id: UUID = calls.new_form_id()
        self._terms_id: UUID = calls.new_form_id()
        self.lines: list[LineForm] = []
        self._add_days()
        self._lines_area = QWidget()
        self._lines_box = QVBoxLayout(self._lines_area)
        self._lines_box.setContentsMargins(0, 0, 0, 0)
        self._lines_box.setSpacing(current_theme().px(4))
        self.form.add(_("Covers"), self._lines_area)
        self._add_button = quiet(_("Add a line"), keys="Ctrl+L", name="addLineButton")
        self._add_button.setShortcut("Ctrl+L")
        self._add_button.clicked.connect(self.add_line)
        self._lines_box.addWidget(self._add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_line()
        self.keep_value("lines", self._lines_draft, self._restore_lines)
        self._number.setFocus()

    def add_line(self) -> LineForm:
        line = LineForm(len(self.lines) + 1, self.parts, self._card.sites, self._pickers)
        line.removal_asked.connect(lambda: self._remove_line(line))
        self.lines.append(line)
        self._lines_box.insertWidget(len(self.lines) - 1, line)
        line.edited.connect(self.touch)
        self._number_lines()
        line.reach.setFocus()
        return line

    def send(self) -> Call[Changes]:
        self.require(self._from)
        self.require(self._to)
        lines = tuple(self._line_of(line) for line in self.lines)
        valid_from = self._from.day or self.parts.today()
        terms = calls.TermsData(self._terms_id, valid_from, self._to.day or year_after(valid_from), lines)
        command = calls.CreateContract(
            self._contract_id,
            self._card.head.id,
            terms,
            self._number.text(),
            self._signed.isChecked(),
        )
        return self.parts.ops.command(calls.create_contract, command)

    def field_of(self) -> Mapping[str, QWidget]:
        return {"contract.number_taken": self._number, "contract.ends_before_start": self._to}

    def _line_of(self, line: LineForm) -> "calls.LineData":
        try:
            return line.line()
        except LineProblemError as problem:
            raise FieldProblemError(self._lines_area, problem.words) from problem

    def _add_days(self) -> None:
        language, today = self.parts.wording.language, self.parts.today
        self._number = TextField(name="contractNumber", placeholder=_("given by itself"))
        self._signed = CheckBox(_("signed"), name="contractSigned")
        self._signed.setChecked(True)
        self._from = DayField(name="contractFrom", language=language, today=today, day=today())
        self._to = DayField(name="contractTo", language=language, today=today, day=year_after(today()))
        self._from.setAccessibleName(_("Valid from"))
        self._to.setAccessibleName(_("Valid until"))
        self.form.add(_("Number"), self._number, self._signed, stretches=(3, 1))
        self.form.add(_("Valid"), self._from, self._to)
        for key, field in (("number", self._number), ("from", self._from), ("to", self._to)):
            self.keep(key, field)

    def _remove_line(self, line: LineForm) -> None:
        self.lines.remove(line)
        self._lines_box.removeWidget(line)
        line.deleteLater()
        self._number_lines()
        self.touch()

    def _lines_draft(self) -> str:
        return json.dumps([{key: f.draft_value() for key, f in line.fields().items()} for line in self.lines])

    def _restore_lines(self, draft: str) -> None:
        kept: list[dict[str, str]] = json.loads(draft)
        while len(self.lines) < len(kept):
            self.add_line()
        while len(self.lines) > max(1, len(kept)):
            self._remove_line(self.lines[-1])
        for line, values in zip(self.lines, kept, strict=False):
            for key, field in line.fields().items():
                field.set_draft_value(values.get(key, ""))

    def _number_lines(self) -> None:
        for number, line in enumerate(self.lines, start=1):
            line.show_number(number, can_go=len(self.lines) > 1)


def year_after(first_day: date) -> date:
    """The last day of a year that begins on the day."""
    try:
        return first_day.replace(year=first_day.year + 1) - _ONE_DAY
    except ValueError:  # the 29th of February
        return date(first_day.year + 1, 2, 28)
