"""The grid that makes orders of a ticket: one line an order, several at once, without the mouse."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.pages import scrolling
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.tickets import calls
from fieldservice.ui.screens.tickets.order_line import OrderLineForm
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.ui.screens.tickets.work_dialog import FormProblemError, WorkDialog
from fieldservice.wording import _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.orders import OrderForm

_PAUSE_MS = 150
_WIDTH = 1080
_MOST_LINES = 30
_ROWS_A_LINE = 2


class OrdersGrid(WorkDialog):
    """Enter or Down goes to the line below and makes one; Ctrl+Enter saves all lines in one command.

    What stands against a visit is said at its line while one types, as the command would refuse it.
    """

    def __init__(
        self, parts: TicketsParts, parent: QWidget, form: "OrderForm", hold: RuleViolation | None
    ) -> None:
        title = _("Orders for {number}").format(number=form.number)
        super().__init__(parts, parent, title, name="ordersGrid", subject=form.ticket_id)
        self._form = form
        self._hold = hold
        self.lines: list[OrderLineForm] = []
        self._checked: Latest[tuple[RuleViolation | None, ...]] = Latest()
        self.widen(_WIDTH)
        self.body.addWidget(label(f"{form.title} · {form.customer}", Look.MUTED, wraps=True))
        self._build_grid()
        self._build_override()
        self.add_foot(_("Make the orders"))
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.check)
        self.keeper.register_value("lines", self._lines_as_text, self._restore_lines)
        self.keeper.register("because", self.because)
        self.add_line().title.setFocus()
        self._show_hold()

    def add_line(self) -> OrderLineForm:
        """A further line below; it begins like the one above."""
        number = self._form.next_position + len(self.lines)
        line = OrderLineForm(self.parts, self._form, number, self)
        if self.lines:
            line.follow(self.lines[-1])
        self.lines.append(line)
        line.place(self._grid, len(self.lines) * _ROWS_A_LINE)
        line.edited.connect(self._on_edited)
        line.below_requested.connect(self._on_below_requested)
        line.above_requested.connect(self._on_above_requested)
        line.remove_requested.connect(self._on_remove_requested)
        self._name_button()
        self._make_room()
        return line

    def send(self) -> Call[Changes]:
        filled = [line for line in self.lines if not line.is_empty] or self.lines[:1]
        orders = tuple(line.new_order() for line in filled)
        has_conflict = self._hold is not None or any(not line.conflict.isHidden() for line in filled)
        because = self.because.text().strip()
        if has_conflict and not because:
            raise FormProblemError(
                self.because, _("Say why it is planned all the same, or change the lines.")
            )
        command = calls.CreateOrders(self._form.ticket_id, orders, because if has_conflict else "")
        return self.parts.ops.command(calls.create_orders, command)

    def check(self) -> None:
        """Ask what speaks against the visits as they stand."""
        asked = [(line, ask) for line in self.lines if (ask := line.plan_ask()) is not None]
        for line in self.lines:
            if all(line is not other for other, _ask in asked):
                line.show_conflict(None)
        local = self.parts.local
        days = [(local(ask.planned_from).date(), local(ask.planned_to).date()) for _line, ask in asked]
        call = self.parts.ops.query(calls.plan_conflicts, [ask for _line, ask in asked], days)
        lines = [line for line, _ask in asked]
        self._checked.ask(call).then(lambda told: self._on_checked(lines, told), self.on_failed)

    def on_failed(self, error: Exception) -> None:
        """What the command refused may be overridden as well."""
        super().on_failed(error)
        if isinstance(error, RuleViolation) and error.code in {"visit.overlaps", "order.customer_blocked"}:
            self._show_override(needed=True)

    def done(self, result: int) -> None:
        self._pause.stop()
        self._checked.cancel()
        super().done(result)

    def _build_grid(self) -> None:
        theme = current_theme()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(8))
        self._grid.setVerticalSpacing(theme.px(4))
        self._grid.setContentsMargins(0, 0, theme.px(4), 0)
        heads = ("", _("What is done"), _("Kind of work"), _("Minutes"), _("Technician"), _("When"), "")
        for column, words in enumerate(heads):
            self._grid.addWidget(label(words, Look.SMALL), 0, column)
        for column, (stretch, least) in enumerate(
            ((0, 28), (4, 116), (3, 104), (0, 56), (3, 110), (4, 146), (0, 32))
        ):
            self._grid.setColumnStretch(column, stretch)
            self._grid.setColumnMinimumWidth(column, theme.px(least))
        lines = QVBoxLayout()
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addLayout(self._grid)
        lines.addStretch(1)
        self._area: QScrollArea = scrolling(lines)
        self.body.addWidget(self._area, 1)
        self._more = quiet(_("A further order"), keys="Return", name="addOrderLineButton")
        self._more.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._more.clicked.connect(lambda: self._on_below_requested(self.lines[-1]))
        self.body.addWidget(self._more)

    def _build_override(self) -> None:
        self.because = TextField(name="overrideBecause", placeholder=_("Plan all the same, because…"))
        self.because.setAccessibleName(_("Reason to plan all the same"))
        self._held = label("", Look.ERROR, wraps=True)
        self._held.setObjectName("customerHold")
        self.body.addWidget(self._held)
        self.body.addWidget(self.because)
        self.because.hide()

    def _show_hold(self) -> None:
        words = "" if self._hold is None else str(self.parts.wording.error(self._hold))
        self._held.setText(words)
        self._held.setVisible(bool(words))
        self._show_override(needed=False)

    def _show_override(self, *, needed: bool) -> None:
        conflicts = any(not line.conflict.isHidden() for line in self.lines)
        self.because.setVisible(needed or conflicts or self._hold is not None)

    def _name_button(self) -> None:
        count = max(1, sum(not line.is_empty for line in self.lines))
        words = ngettext("Make {count} order", "Make {count} orders", count)
        self.go_on.setText(words.format(count=count))
        self.go_on.updateGeometry()

    def _make_room(self) -> None:
        """As high as its lines, as long as they are few."""
        theme = current_theme()
        wanted = self._grid.sizeHint().height() + theme.px(8)
        self._area.setMinimumHeight(max(theme.px(120), min(wanted, theme.px(360))))

    def _on_edited(self) -> None:
        self._name_button()
        self.keeper.touch()
        self._pause.start()

    def _on_checked(self, lines: list[OrderLineForm], told: "Sequence[RuleViolation | None]") -> None:
        for line, conflict in zip(lines, told, strict=True):
            line.show_conflict(self._named(conflict, lines))
        self._make_room()
        self._show_override(needed=False)

    def _named(self, conflict: RuleViolation | None, lines: Sequence[OrderLineForm]) -> RuleViolation | None:
        """A line that meets a line above it says which: that order has no number yet."""
        if conflict is None or conflict.code != "visit.overlaps" or conflict.values["order"]:
            return conflict
        start = conflict.values["planned_from"]
        other = next((line for line in lines if line.moment.moment == start), None)
        order = "" if other is None else other.number.text()
        return RuleViolation(conflict.code, **(dict(conflict.values) | {"order": order}))

    def _on_below_requested(self, line: OrderLineForm) -> None:
        place = self.lines.index(line) + 1
        if place == len(self.lines) and place < _MOST_LINES:
            self.add_line()
        below = self.lines[min(place, len(self.lines) - 1)]
        below.title.setFocus(Qt.FocusReason.TabFocusReason)
        self._area.ensureWidgetVisible(below.title)

    def _on_above_requested(self, line: OrderLineForm) -> None:
        self.lines[max(0, self.lines.index(line) - 1)].title.setFocus(Qt.FocusReason.BacktabFocusReason)

    def _on_remove_requested(self, line: OrderLineForm) -> None:
        if len(self.lines) > 1:
            self.lines.remove(line)
            line.drop()
            for place, each in enumerate(self.lines):
                each.number.setText(f"/{self._form.next_position + place}")
            self.lines[-1].title.setFocus()
            self._on_edited()

    def _lines_as_text(self) -> str:
        return json.dumps([line.draft_value() for line in self.lines if not line.is_empty])

    def _restore_lines(self, text: str) -> None:
        drafts = json.loads(text) if text else []
        for place, draft in enumerate(drafts):
            line = self.lines[place] if place < len(self.lines) else self.add_line()
            line.set_draft_value(draft)
        self._name_button()
        self._pause.start()
