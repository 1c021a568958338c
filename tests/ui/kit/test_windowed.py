"""A list of any length: rows come as they are seen, nothing jumps, the selection is kept by id."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.ordered_ids import OrderedIds
from fieldservice.ui.kit.cells import BLANK, Column
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.immediate_ops import ImmediateOps
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.list_feed import ListFeed, Source
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.table_model import CELL_ROLE
from fieldservice.ui.kit.tables import DataTable
from fieldservice.ui.kit.windowed_model import MOST_KEPT, WindowedModel


@dataclass(frozen=True)
class Thing:
    id: UUID
    name: str


@dataclass(frozen=True)
class FirstPage:
    rows: tuple[Thing, ...]
    has_more: bool


COLUMNS = (
    Column[Thing](key="name", title="Name", text=lambda row: row.name, sort_key=lambda r: r.name, stretch=1),
)
FIRST = 100


def things(count: int, start: int = 0) -> list[Thing]:
    return [Thing(UUID(int=start + number + 1), f"Thing {start + number}") for number in range(count)]


class Store:
    """What a database would answer, and what it was asked for."""

    def __init__(self, rows: Sequence[Thing]) -> None:
        self.rows = list(rows)
        self.orders = 0
        self.fetched: list[int] = []

    def page(self, _session: Any) -> FirstPage:
        return FirstPage(tuple(self.rows[:FIRST]), len(self.rows) > FIRST)

    def order(self, _session: Any) -> OrderedIds:
        self.orders += 1
        return OrderedIds.of(row.id for row in self.rows)

    def some(self, _session: Any, ids: tuple[UUID, ...]) -> list[Thing]:
        self.fetched.append(len(ids))
        wanted = set(ids)
        return [row for row in self.rows if row.id in wanted]


class Backend:
    def read(self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        return fn(None, *args, **kwargs)

    def write(self, fn: Callable[..., Changes], command: Any) -> Changes:
        return fn(command, None, None)


class Scene:
    def __init__(self, count: int) -> None:
        self.store = Store(things(count))
        self.ops = ImmediateOps(Backend(), Notifier())
        self.table: DataTable[Thing] = DataTable(
            COLUMNS, name="things", empty=EmptyWords("Nothing."), sorts_itself=False, windowed=True
        )
        self.table.allow_many()
        ops, store = self.ops, self.store
        source: Source[Thing] = Source(
            lambda: ops.query(store.page),
            lambda: ops.query(store.order),
            lambda ids: ops.query(store.some, ids),
        )
        self.feed: ListFeed[Thing] = ListFeed(self.table, source)
        self.counts: list[tuple[int, bool]] = []
        self.feed.counted.connect(lambda count, whole: self.counts.append((count, whole)))
        self.table.resize(400, 420)
        self.table.show()
        self.feed.begin()
        self.settle()

    def settle(self) -> None:
        for _ in range(4):
            QApplication.processEvents()
            self.ops.settle()
        QApplication.processEvents()

    def reload(self) -> None:
        self.feed.reload()
        self.settle()

    def scroll_to(self, place: int) -> None:
        self.table.view.verticalScrollBar().setValue(place)
        self.settle()

    def in_sight(self) -> list[str]:
        first, last = self.table.view.in_sight()
        cells = [self.table.model.index(place, 0).data(CELL_ROLE) for place in range(first, last + 1)]
        return ["…" if cell is BLANK else cell.text for cell in cells]


@pytest.fixture
def scene(qtbot: QtBot) -> Iterator[Callable[[int], Scene]]:
    made: list[Scene] = []

    def make(count: int) -> Scene:
        made.append(Scene(count))
        qtbot.addWidget(made[-1].table)
        return made[-1]

    yield make
    for each in made:
        each.feed.cancel()
        each.ops.close()


@pytest.mark.covers("P-74")
def test_a_short_list_is_one_question(scene: Callable[[int], Scene]) -> None:
    shown = scene(30)

    assert shown.table.model.rowCount() == 30
    assert (shown.store.orders, shown.store.fetched) == (0, [])
    assert shown.counts == [(30, True)]


@pytest.mark.covers("P-74")
def test_the_scroll_bar_knows_the_whole_length_though_few_rows_were_fetched(
    scene: Callable[[int], Scene],
) -> None:
    shown = scene(20_000)

    assert shown.table.model.rowCount() == 20_000
    assert shown.counts == [(100, False), (20_000, True)]
    assert sum(shown.store.fetched) <= 200


def test_rows_come_where_one_scrolls_to(scene: Callable[[int], Scene]) -> None:
    shown = scene(20_000)

    shown.scroll_to(15_000)
    middle = shown.in_sight()
    shown.scroll_to(20_000)

    assert middle[:2] == ["Thing 15000", "Thing 15001"]
    assert "…" not in middle
    assert shown.in_sight()[-1] == "Thing 19999"


def test_a_row_on_its_way_is_blank_and_not_wrong(scene: Callable[[int], Scene]) -> None:
    shown = scene(20_000)

    shown.table.view.verticalScrollBar().setValue(9_000)

    assert set(shown.in_sight()) == {"…"}
    shown.settle()
    assert shown.in_sight()[0] == "Thing 9000"


def test_pages_turned_by_key_find_their_rows_fetched_ahead(scene: Callable[[int], Scene]) -> None:
    shown = scene(20_000)
    shown.table.view.setFocus()
    shown.table.select_first()
    keys = Keyboard(shown.table)
    seen: list[str] = []

    for _ in range(40):
        keys.press("PgDown")
        seen += shown.in_sight()
        shown.settle()

    assert "…" not in seen


def test_memory_is_bounded_however_far_one_scrolls(scene: Callable[[int], Scene]) -> None:
    shown = scene(50_000)

    for place in range(0, 50_000, 600):
        shown.scroll_to(place)

    assert len(shown.table.model.rows) <= MOST_KEPT


def test_the_selection_stays_by_id_when_rows_come_before_it(scene: Callable[[int], Scene]) -> None:
    shown = scene(5_000)
    shown.scroll_to(2_000)
    shown.table.view.select_row(2_003)
    before = shown.in_sight()

    shown.store.rows[:0] = things(7, start=100_000)
    shown.reload()

    assert shown.table.selected_id() == UUID(int=2_004)
    assert shown.in_sight() == before
    assert shown.table.model.rowCount() == 5_007


def test_what_is_new_at_the_top_is_seen_when_one_looks_at_the_top(scene: Callable[[int], Scene]) -> None:
    shown = scene(5_000)
    shown.table.select_first()

    shown.store.rows[:0] = things(1, start=100_000)
    shown.reload()

    assert shown.in_sight()[:2] == ["Thing 100000", "Thing 0"]
    assert shown.table.selected_id() == UUID(int=1)


def test_several_selected_rows_stay_selected_when_others_leave(scene: Callable[[int], Scene]) -> None:
    shown = scene(5_000)
    shown.table.view.select_spans([range(10, 14), range(20, 21)], 12)

    del shown.store.rows[11]
    shown.reload()

    assert shown.table.selected_ids() == [UUID(int=number) for number in (11, 13, 14, 21)]
    assert shown.table.selected_id() == UUID(int=13)


def test_all_selected_stays_all(scene: Callable[[int], Scene]) -> None:
    shown = scene(5_000)
    shown.table.view.selectAll()

    assert shown.table.selected_count() == 5_000
    assert len(shown.table.selected_ids(most=1_200)) == 1_200


def test_a_current_row_that_left_is_told(qtbot: QtBot, scene: Callable[[int], Scene]) -> None:
    shown = scene(5_000)
    shown.table.view.select_row(3)
    del shown.store.rows[3]

    with qtbot.waitSignal(shown.table.row_selected) as told:
        shown.reload()

    assert told.args == [None]


def test_a_change_is_seen_in_the_rows_in_sight(scene: Callable[[int], Scene]) -> None:
    shown = scene(5_000)
    shown.scroll_to(3_000)
    shown.store.rows[3_001] = replace(shown.store.rows[3_001], name="Renamed")

    shown.reload()

    assert shown.in_sight()[1] == "Renamed"


def test_a_row_that_is_gone_from_the_database_stays_blank(scene: Callable[[int], Scene]) -> None:
    shown = scene(5_000)
    gone = shown.store.rows.pop(4_000)

    shown.scroll_to(4_000)

    assert shown.in_sight()[0] == "…"
    assert gone.id == shown.table.model.id_at(4_000)


def test_a_late_order_of_another_list_is_not_painted(scene: Callable[[int], Scene]) -> None:
    shown = scene(5_000)
    shown.feed.begin()
    shown.store.rows = things(20, start=9_000)
    shown.feed.begin()

    shown.settle()

    assert shown.table.model.rowCount() == 20


def test_a_list_that_became_empty_says_so(scene: Callable[[int], Scene]) -> None:
    shown = scene(3)
    shown.store.rows.clear()

    shown.reload()

    assert not shown.table.view.isVisible()


def test_a_press_with_shift_asks_to_sort_by_this_column_too(
    qtbot: QtBot, scene: Callable[[int], Scene]
) -> None:
    table = scene(10).table
    header = table.view.horizontalHeader()
    place = header.rect().center()
    place.setX(header.sectionViewportPosition(0) + 20)

    with qtbot.waitSignal(table.sort_added) as asked:
        QTest.mouseClick(
            header.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, place
        )

    assert asked.args == ["name"]


def test_several_sorting_columns_show_their_rank(scene: Callable[[int], Scene]) -> None:
    table = scene(10).table
    table.mark_sorts((("other", False), ("name", True)))

    assert table.model.headerData(0, Qt.Orientation.Horizontal) == "Name ↓2"


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model: WindowedModel[Thing] = WindowedModel(COLUMNS)
    rows = things(300)
    model.set_rows(rows[:FIRST])
    model.lengthen(OrderedIds.of(row.id for row in rows))

    qtmodeltester.check(model)  # type: ignore[no-untyped-call]


def test_own_widths_hold_and_the_others_share_what_is_left(scene: Callable[[int], Scene]) -> None:
    table = scene(10).table

    table.view.set_own_widths({"name": 150})

    assert table.view.columnWidth(0) == 150


def test_letters_typed_in_a_long_list_ask_no_row(scene: Callable[[int], Scene]) -> None:
    shown = scene(20_000)
    shown.table.select_first()
    before = len(shown.store.fetched)

    shown.table.view.keyboardSearch("thing 19")
    shown.settle()

    assert shown.table.selected_id() == UUID(int=1)
    assert len(shown.store.fetched) == before
