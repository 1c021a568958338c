"""Parts and costs of a visit: lines that are booked to the contract which the dialog names."""

import json
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.tickets import calls
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.ui.screens.tickets.work_dialog import FormProblemError
from fieldservice.wording import _, pgettext

if TYPE_CHECKING:
    from fieldservice.domain.commands.visits import NewWorkLine
    from fieldservice.domain.queries.orders import BookedLine, VisitForm

_KINDS = ("part", "cost")


class BookedLines(QWidget):
    """What is booked already, and lines for what was used; empty lines are left out."""

    edited = Signal()

    def __init__(self, parts: TicketsParts, form: "VisitForm") -> None:
        super().__init__()
        self.setObjectName("bookedLines")
        self._parts = parts
        self._lines: list[_LineForm] = []
        theme = current_theme()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addWidget(label(self._title(form), Look.CARD_TITLE, wraps=True))
        for booked in form.booked:
            layout.addWidget(label(self._booked_words(booked), Look.SMALL, wraps=True))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(8))
        self._grid.setVerticalSpacing(theme.px(4))
        for column, stretch in enumerate((2, 6, 2, 2, 3)):
            self._grid.setColumnStretch(column, stretch)
        layout.addLayout(self._grid)
        more = quiet(_("Add a part or cost"), keys="Alt+P", name="addBookedLineButton")
        QShortcut(QKeySequence("Alt+P"), self).activated.connect(self._on_more_pressed)
        more.clicked.connect(self._on_more_pressed)
        layout.addWidget(more)

    def add_line(self) -> "_LineForm":
        line = _LineForm(self._parts, len(self._lines) + 1, self)
        row = len(self._lines)
        for column, field in enumerate(line.fields):
            self._grid.addWidget(field, row, column)
            field.edited.connect(self.edited)
        self._lines.append(line)
        return line

    def _on_more_pressed(self) -> None:
        self.add_line().description.setFocus()

    def new_lines(self) -> "tuple[NewWorkLine, ...]":
        """Raises `FormProblemError` for a number that cannot be read."""
        return tuple(line.new_line() for line in self._lines if not line.is_empty)

    def draft_value(self) -> str:
        return json.dumps([line.values() for line in self._lines if not line.is_empty])

    def set_draft_value(self, value: str) -> None:
        for place, values in enumerate(json.loads(value) if value else ()):
            line = self._lines[place] if place < len(self._lines) else self.add_line()
            line.set_values(values)

    def _title(self, form: "VisitForm") -> str:
        if not form.contract_number:
            return _("Booked without a contract: {customer}").format(
                customer=form.customer or _("unknown customer")
            )
        return _("Booked to contract {number} ({customer})").format(
            number=form.contract_number, customer=form.customer
        )

    def _booked_words(self, booked: "BookedLine") -> str:
        wording = self._parts.wording
        kind = wording.word_of("LineKind", booked.kind) or booked.kind
        unit = booked.unit or (_("min") if booked.kind in {"time", "travel"} else "")
        amount = wording.money(booked.amount_cents, self._parts.currency) if booked.amount_cents else ""
        quantity = f"{wording.number(booked.quantity)} {unit}".strip()
        return " · ".join(part for part in (kind, booked.description, quantity, amount) if part)


class _LineForm(QObject):
    def __init__(self, parts: TicketsParts, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._line_id: UUID = calls.new_form_id()
        words = parts.wording
        self.kind = Choice(
            [(kind, words.word_of("LineKind", kind) or kind) for kind in _KINDS], name=f"lineKind{number}"
        )
        self.description = TextField(name=f"lineDescription{number}", placeholder=_("What"))
        self.quantity = TextField(name=f"lineQuantity{number}", placeholder=_("Quantity"))
        self.unit = TextField(name=f"lineUnit{number}", placeholder=pgettext("of a quantity", "Unit"))
        self.amount = TextField(name=f"lineAmount{number}", placeholder=parts.currency)
        for field, name in zip(
            self.fields,
            (_("Kind"), _("What"), _("Quantity"), pgettext("of a quantity", "Unit"), _("Amount")),
            strict=True,
        ):
            field.setAccessibleName(_("{name}, line {number}").format(name=name, number=number))
        self.quantity.set_text("1")
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight)

    @property
    def fields(self) -> tuple[Choice | TextField, ...]:
        return (self.kind, self.description, self.quantity, self.unit, self.amount)

    @property
    def is_empty(self) -> bool:
        return not (self.description.text().strip() or self.amount.text().strip())

    def new_line(self) -> "NewWorkLine":
        quantity = _number(self.quantity)
        amount = _number(self.amount) if self.amount.text().strip() else Decimal(0)
        return calls.NewWorkLine(
            self._line_id,
            calls.LineKind(self.kind.value),
            quantity,
            self.description.text(),
            self.unit.text().strip(),
            int((amount * 100).to_integral_value()),
        )

    def values(self) -> list[str]:
        return [field.draft_value() for field in self.fields]

    def set_values(self, values: list[Any]) -> None:
        for field, value in zip(self.fields, values, strict=False):
            field.set_draft_value(str(value))


def _number(field: TextField) -> Decimal:
    typed = "".join(field.text().split()).replace(",", ".")
    try:
        number = Decimal(typed)
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or number < 0:
        raise FormProblemError(field, _("This is no number. Write it like 2 or 12.50."))
    return number
