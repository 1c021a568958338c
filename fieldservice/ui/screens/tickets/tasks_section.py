"""The tasks of a ticket: typed at the foot, ticked by click or space bar, given, dated, put in order."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.buttons import Button, icon_button, key_words, quiet
from fieldservice.ui.kit.cells import CellLook, Column
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.flow import Flow
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.tables import DataTable
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.tickets import content_calls as calls
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.queries.ticket_detail import TicketDetail
    from fieldservice.domain.queries.ticket_tasks import TaskRow
    from fieldservice.ui.screens.tickets.task_dialog import TaskDialog
else:
    TaskDialog = Deferred("fieldservice.ui.screens.tickets.task_dialog", "TaskDialog")

_MOST_ROWS = 15
_EMPTY_HEIGHT = 90
_ICONS = {"up": "arrow-up", "down": "arrow-down"}


class TasksSection(QWidget):
    def __init__(self, parts: TicketsParts) -> None:
        super().__init__()
        self._parts = parts
        self._ticket: TicketDetail | None = None
        theme = current_theme()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        layout.setSpacing(theme.px(8))
        self.table = TasksTable(parts.wording, parts.now)
        self.table.view.installEventFilter(self)
        self.table.row_activated.connect(self.change)
        self.table.row_selected.connect(self._refresh)
        self.title = TextField(name="taskTitle", placeholder=_("What is to be done…"))
        self.title.setAccessibleName(_("New task"))
        self.title.returnPressed.connect(self.add)
        self.add_button = quiet(_("Add"), keys="Return", name="addTaskButton")
        self.add_button.clicked.connect(self.add)
        self._trouble = label("", Look.ERROR, wraps=True)
        self._trouble.setObjectName("taskError")
        self._trouble.hide()
        layout.addWidget(self.table)
        layout.addWidget(self._button_row())
        layout.addLayout(self._foot())
        layout.addWidget(self._trouble)
        layout.addStretch(1)

    def show_ticket(self, ticket: "TicketDetail") -> None:
        if self._ticket is None or self._ticket.id != ticket.id:
            self.title.clear()
            self._trouble.hide()
        self._ticket = ticket
        self.table.set_rows(ticket.tasks)
        is_live = not ticket.state_type.is_terminal
        self.title.setVisible(is_live)
        self.add_button.setVisible(is_live)
        self._refresh()

    def add(self) -> None:
        """Add what was typed; the field is free for the next one."""
        words = self.title.text().strip()
        if self._ticket is not None and words:
            task = calls.AddTask(self._ticket.id, calls.new_form_id(), calls.TaskData(words))
            self._run(calls.add_task, task, self._on_added)

    def change(self, row: "TaskRow | None" = None) -> None:
        """Words, person and day of a task."""
        task = row or self.table.selected_row()
        if task is not None:
            query = self._parts.ops.query(calls.people)
            query.then(lambda people: self._change(task, people), self._parts.services.errors.show)

    def tick(self) -> None:
        """Done, or not done after all."""
        task = self.table.selected_row()
        if task is not None:
            self._run(calls.tick_task, calls.TickTask(task.id, is_done=not task.is_done))

    def remove(self) -> None:
        task = self.table.selected_row()
        if task is not None:
            self._run(calls.remove_task, calls.RemoveTask(task.id))

    def move_by(self, step: int) -> None:
        """Put the task one place up or down."""
        task = self.table.selected_row()
        if task is not None:
            place = [each.id for each in self.table.model.rows].index(task.id)
            self._run(calls.move_task, calls.MoveTask(task.id, place + step))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys on the list: Space ticks, Delete removes, Alt with an arrow moves."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._press(event):
            return True
        return super().eventFilter(watched, event)

    def _press(self, event: QKeyEvent) -> bool:
        is_moving = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if is_moving and event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.move_by(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() == Qt.Key.Key_Space:
            self.tick()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove()
        else:
            return False
        return True

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(current_theme().px(8))
        foot.addWidget(self.title, 1)
        foot.addWidget(self.add_button)
        return foot

    def _button_row(self) -> Flow:
        self._flow = Flow()
        self._buttons: dict[str, Button] = {}
        acts: tuple[tuple[str, str, str, Callable[[], object]], ...] = (
            ("tick", _("Done"), "Space", self.tick),
            ("change", _("Change…"), "Return", self.change),
            ("up", _("Up"), "Alt+Up", lambda: self.move_by(-1)),
            ("down", _("Down"), "Alt+Down", lambda: self.move_by(1)),
            ("remove", _("Remove"), "Del", self.remove),
        )
        for name, words, keys, act in acts:
            icon = _ICONS.get(name, "")
            button = (
                icon_button(icon, f"{words} ({key_words(keys)})", name=f"{name}TaskButton")
                if icon
                else quiet(words, keys=keys, name=f"{name}TaskButton")
            )
            button.clicked.connect(lambda _checked=False, act=act: act())
            self._buttons[name] = button
            self._flow.add(button)
        return self._flow

    def _refresh(self, _row: object = None) -> None:
        task = self.table.selected_row()
        for name, button in self._buttons.items():
            several = self.table.model.rowCount() > 1
            button.setVisible(task is not None and (several or name not in ("up", "down")))
        if task is not None:
            self._buttons["tick"].setText(_("Not done") if task.is_done else _("Done"))
        self._flow.arrange()

    def _change(self, task: "TaskRow", people: "Sequence[calls.PersonRow]") -> None:
        dialog = TaskDialog(self._parts, self, task, people)
        self._parts.services.dialogs.run(dialog)

    def _run(
        self,
        function: Callable[[Any, Any, Any], Changes],
        command: Any,
        then: Callable[[Changes], None] | None = None,
    ) -> None:
        done = then or _nothing_more
        self._parts.ops.command(function, command).then(done, self._parts.services.errors.show)

    def _on_added(self, changes: Changes) -> None:
        del changes
        self.title.clear()


class TasksTable(DataTable["TaskRow"]):
    """As high as its rows: what it stands on scrolls."""

    def __init__(self, wording: Wording, now: Callable[[], datetime]) -> None:
        super().__init__(
            task_columns(wording, now),
            name="tasksTable",
            empty=EmptyWords(_("No task yet. What is to be done besides the orders can be written below.")),
            title=_("Tasks"),
            sorts_itself=False,
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def set_rows(self, rows: "Sequence[TaskRow]", *, has_more: bool = False) -> None:
        super().set_rows(rows, has_more=has_more)
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        theme, count = current_theme(), self.model.rowCount()
        if not count:
            return QSize(super().sizeHint().width(), theme.px(_EMPTY_HEIGHT))
        header = self.view.horizontalHeader().height()
        rows = min(count, _MOST_ROWS) * self.view.verticalHeader().defaultSectionSize()
        return QSize(super().sizeHint().width(), header + rows + theme.px(6))


def task_columns(wording: Wording, now: Callable[[], datetime]) -> "Sequence[Column[TaskRow]]":
    return (
        Column(
            key="done",
            title="",
            name=_("State"),
            text=lambda row: _("done") if row.is_done else _("open"),
            look=CellLook.MARK,
            tone=lambda row: Tone.GOOD if row.is_done else Tone.NEUTRAL,
            shape=lambda row: Shape.TICK if row.is_done else Shape.CIRCLE,
            width=34,
        ),
        Column(
            key="title",
            title=_("Task"),
            text=lambda row: row.title,
            look=CellLook.STRONG,
            width=160,
            stretch=3,
        ),
        Column(
            key="owner",
            title=_("Who"),
            text=lambda row: row.done_by if row.is_done else row.owner,
            look=CellLook.MUTED,
            width=90,
            stretch=1,
        ),
        Column(
            key="due",
            title=_("Due"),
            text=lambda row: _due(row, wording, now()),
            look=CellLook.TONED,
            tone=lambda row: Tone.STOP if row.is_late(now()) else Tone.NEUTRAL,
            shape=lambda row: Shape.TRIANGLE if row.is_late(now()) else Shape.NONE,
            width=110,
        ),
    )


def _due(row: "TaskRow", wording: Wording, now: datetime) -> str:
    if row.done_at is not None:
        return wording.near_moment(row.done_at, now)
    return "" if row.due_at is None else wording.near_moment(row.due_at, now)


def _nothing_more(changes: Changes) -> None:
    """The panel hears of it by the notifier."""
