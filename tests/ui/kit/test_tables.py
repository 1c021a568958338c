"""Tables: the model's contract with Qt, and what a screen relies on."""

from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fieldservice.ui.kit.cell_delegate import CellDelegate
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.table_model import CELL_ROLE, ROW_ROLE, SORT_ROLE, row_at
from fieldservice.ui.kit.tables import Align, CellLook, Column, DataTable, TableModel


@dataclass(frozen=True, slots=True)
class Ticket:
    id: int
    subject: str
    priority: int
    state: str = "new"


TICKETS = (Ticket(1, "Pump", 3), Ticket(2, "Boiler", 5, "closed"), Ticket(3, "Compressor", 4))
COLUMNS = (
    Column[Ticket](
        key="subject",
        title="Subject",
        text=lambda row: row.subject,
        sort_key=lambda row: row.subject,
        stretch=1,
    ),
    Column[Ticket](
        key="priority",
        title="Priority",
        text=lambda row: str(row.priority),
        sort_key=lambda row: row.priority,
        align=Align.RIGHT,
        width=80,
    ),
    Column[Ticket](
        key="state",
        title="State",
        text=lambda row: row.state,
        look=CellLook.CHIP,
        tone=lambda row: Tone.GOOD if row.state == "closed" else Tone.NEUTRAL,
        shape=lambda row: Shape.TICK if row.state == "closed" else Shape.NONE,
        width=90,
    ),
)


@pytest.fixture
def table(qtbot: QtBot) -> DataTable[Ticket]:
    made = DataTable(COLUMNS, name="ticketTable", empty=EmptyWords("Tickets stand here.", "New request"))
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    return made


def test_the_model_keeps_its_promises_to_qt(qtmodeltester: ModelTester) -> None:
    model: TableModel[Ticket] = TableModel(COLUMNS)
    model.set_rows(TICKETS)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]

    model.append_rows([Ticket(4, "Printer", 1)])
    model.sort(1, Qt.SortOrder.DescendingOrder)

    assert [row.priority for row in model.rows] == [5, 4, 3, 1]


def test_rows_have_no_children() -> None:
    model: TableModel[Ticket] = TableModel(COLUMNS)
    model.set_rows(TICKETS)

    assert model.rowCount(model.index(0, 0)) == 0
    assert model.rowCount(QModelIndex()) == 3


def test_sort_and_row_roles_work_through_a_proxy() -> None:
    model: TableModel[Ticket] = TableModel(COLUMNS)
    model.set_rows([Ticket(1, "a", 10), Ticket(2, "b", 9)])
    proxy = QSortFilterProxyModel()
    proxy.setSourceModel(model)
    proxy.setSortRole(SORT_ROLE)

    proxy.sort(1)

    assert [proxy.index(at, 0).data(ROW_ROLE).priority for at in range(2)] == [9, 10]
    assert row_at(proxy.index(0, 0)).id == 2


def test_a_cell_is_worked_out_once(qtbot: QtBot) -> None:
    asked: list[int] = []

    def text(row: Ticket) -> str:
        asked.append(row.id)
        return row.subject

    model: TableModel[Ticket] = TableModel([Column[Ticket](key="s", title="S", text=text)])
    model.set_rows(TICKETS)

    for _ in range(5):
        model.index(0, 0).data(CELL_ROLE)
        model.index(0, 0).data(Qt.ItemDataRole.DisplayRole)

    assert asked == [1]


def test_the_sorted_column_is_marked(table: DataTable[Ticket]) -> None:
    table.set_rows(TICKETS)

    table.view.header_pressed.emit(1)
    upwards = table.model.headerData(1, Qt.Orientation.Horizontal)
    table.view.header_pressed.emit(1)
    downwards = table.model.headerData(1, Qt.Orientation.Horizontal)

    assert (upwards, downwards) == ("Priority ↑", "Priority ↓")
    assert [row.priority for row in table.model.rows] == [5, 4, 3]


def test_an_order_stays_when_new_rows_come(table: DataTable[Ticket]) -> None:
    table.view.header_pressed.emit(0)

    table.set_rows(TICKETS)

    assert [row.subject for row in table.model.rows] == ["Boiler", "Compressor", "Pump"]


def test_a_column_that_says_nothing_about_its_order_is_ordered_by_its_words(
    table: DataTable[Ticket],
) -> None:
    table.set_rows(TICKETS)

    table.view.header_pressed.emit(2)

    words = [table.model.columns[2].text(row) for row in table.model.rows]
    assert words == sorted(words)


def test_a_column_that_a_query_cannot_sort_leaves_the_order_alone(qtbot: QtBot) -> None:
    table = DataTable(COLUMNS, name="t", empty=EmptyWords("Nothing."), sorts_itself=False)
    qtbot.addWidget(table)
    table.set_rows(TICKETS)

    with qtbot.assertNotEmitted(table.sort_requested):
        table.view.header_pressed.emit(2)

    assert table.model.rows == TICKETS


def test_a_table_of_a_query_asks_for_another_order(qtbot: QtBot) -> None:
    table = DataTable(COLUMNS, name="t", empty=EmptyWords("Nothing."), sorts_itself=False)
    qtbot.addWidget(table)
    table.mark_sorted("priority")

    with qtbot.waitSignal(table.sort_requested) as asked:
        table.view.header_pressed.emit(1)

    assert asked.args == ["priority", True]


def test_the_selection_stays_on_its_row_when_rows_come_anew(table: DataTable[Ticket]) -> None:
    table.set_rows(TICKETS)
    table.select_id(3)

    table.set_rows((Ticket(9, "New", 1), *reversed(TICKETS)))

    assert table.selected_row() == TICKETS[2]


def test_a_selected_row_that_is_gone_is_told(qtbot: QtBot, table: DataTable[Ticket]) -> None:
    table.set_rows(TICKETS)
    table.select_id(3)

    with qtbot.waitSignal(table.row_selected) as told:
        table.set_rows(TICKETS[:2])

    assert told.args == [None]


def test_enter_opens_the_row_the_keyboard_stands_on(qtbot: QtBot, table: DataTable[Ticket]) -> None:
    table.set_rows(TICKETS)
    table.select_first()
    table.view.setFocus()
    keyboard = Keyboard(table)

    with qtbot.waitSignal(table.row_activated) as opened:
        keyboard.press("Down", "Return")

    assert opened.args == [TICKETS[1]]


def test_tab_does_not_walk_through_the_cells(table: DataTable[Ticket]) -> None:
    assert not table.view.tabKeyNavigation()


def test_an_empty_table_says_what_belongs_here(qtbot: QtBot, table: DataTable[Ticket]) -> None:
    table.set_rows(())

    with qtbot.waitSignal(table.empty_button_pressed):
        table._empty.button.click()

    assert not table.view.isVisible()
    assert table._empty.isVisible()


def test_before_the_first_answer_nothing_says_that_there_is_nothing(table: DataTable[Ticket]) -> None:
    assert not table._empty.isVisible()


def test_old_rows_stay_while_new_ones_load(qtbot: QtBot, table: DataTable[Ticket]) -> None:
    table.set_rows(TICKETS)

    table.start_loading()
    qtbot.waitUntil(lambda: table.loading.is_moving)

    assert table.model.rowCount() == 3
    table.set_rows(TICKETS)
    assert not table.loading.is_moving


def test_the_end_of_the_list_asks_once_for_more(qtbot: QtBot, table: DataTable[Ticket]) -> None:
    table.set_rows([Ticket(number, "x", 1) for number in range(200)], has_more=True)
    asked: list[bool] = []
    table.more_requested.connect(lambda: asked.append(True))

    table.view.scrollToBottom()
    table.view.scrollToTop()
    table.view.scrollToBottom()

    assert asked == [True]


def test_stretching_columns_share_what_is_left(qtbot: QtBot, table: DataTable[Ticket]) -> None:
    table.set_rows(TICKETS)
    widths = [table.view.columnWidth(at) for at in range(3)]

    assert widths[1:] == [80, 90]
    assert sum(widths) == table.view.viewport().width()


def worded(*words: str) -> DataTable[Ticket]:
    """The same columns in a language with these words for them."""
    columns = [replace(column, title=title) for column, title in zip(COLUMNS, words, strict=True)]
    return DataTable(columns, name="ticketTable", empty=EmptyWords("Tickets stand here.", "New request"))


def cut_titles(table: DataTable[Ticket]) -> list[str]:
    header = table.view.horizontalHeader()
    return [
        column.title
        for at, column in enumerate(table.model.columns)
        if header.sectionSizeHint(at) > header.sectionSize(at)
    ]


@pytest.mark.parametrize("width", [600, 330])
def test_a_language_with_longer_words_gets_wider_columns(qtbot: QtBot, width: int) -> None:
    table = worded("Assunto", "Prioridade pedida", "Estado")
    qtbot.addWidget(table)
    table.resize(width, 300)
    table.show()
    table.set_rows(TICKETS)

    assert cut_titles(table) == []
    assert sum(table.view.columnWidth(at) for at in range(3)) == table.view.viewport().width()


def test_where_there_is_no_room_headings_do_not_push_columns_out_of_sight(qtbot: QtBot) -> None:
    table = worded("Assunto", "Prioridade pedida pelo cliente ao telefone", "Estado")
    qtbot.addWidget(table)
    table.resize(330, 300)
    table.show()
    table.set_rows(TICKETS)

    assert sum(table.view.columnWidth(at) for at in range(3)) <= table.view.viewport().width()


def test_a_short_stretching_column_gets_the_room_of_its_heading_from_the_others(qtbot: QtBot) -> None:
    wide, narrow, _state = COLUMNS
    shared = (replace(wide, stretch=9), replace(narrow, title="Responsible person", stretch=1))
    table = DataTable(shared, name="ticketTable", empty=EmptyWords("Tickets stand here.", "New request"))
    qtbot.addWidget(table)
    table.resize(600, 300)
    table.show()
    table.set_rows(TICKETS)

    assert cut_titles(table) == []


def test_a_width_that_somebody_chose_is_kept_whatever_the_heading(qtbot: QtBot) -> None:
    table = worded("Assunto", "Prioridade pedida", "Estado")
    qtbot.addWidget(table)
    table.resize(600, 300)
    table.show()
    table.set_rows(TICKETS)

    table.view.set_own_widths({"priority": 40})

    assert table.view.columnWidth(1) == 40


def test_cut_text_is_whole_in_its_tooltip(qtbot: QtBot, table: DataTable[Ticket]) -> None:
    long = "A compressor that stops after a few minutes and will not start again, whatever one does to it"
    table.set_rows([Ticket(1, long, 1), Ticket(2, "Short", 2)])
    delegate = table.view.itemDelegate()
    assert isinstance(delegate, CellDelegate)

    tooltips = [delegate.tooltip(table.view, table.model.index(at, 0)) for at in range(2)]

    assert tooltips == [long, ""]


def test_a_page_of_rows_is_painted_within_a_frame(qtbot: QtBot, table: DataTable[Ticket]) -> None:
    table.set_rows([Ticket(number, f"Subject {number}", number % 5) for number in range(1000)])

    assert not table.grab().isNull()
