"""The list of a register: what is chosen stays, what is wanted is chosen when it comes, sorts add up."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from fieldservice.domain.queries.customers import CustomerFilter, customer_page
from fieldservice.domain.rules.changes import Changes, RowRef
from fieldservice.domain.rules.reasons import Reason
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.cells import Column
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.pages import Page
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.registers.register_list import ListNames, RegisterList
from tests.factories import Company
from tests.ui.customers_scene import RegisterScene

SHORT_PAGE = 2


class Names(RegisterList[Any, Any]):
    """Customers by name alone, two at a time."""

    tables = ("customer",)

    def __init__(self, parts: RegisterParts) -> None:
        self.asked: list[CustomerFilter] = []
        names = ListNames("name", "Names", "Search names", "A name")
        number: Column[Any] = Column(key="number", title="Number", text=lambda row: row.number)
        name: Column[Any] = Column(key="name", title="Name", text=lambda row: row.name)
        super().__init__(parts, names, (name, number))

    def ask(self, after: Any) -> Call[Any]:
        self.asked.append(CustomerFilter(self.search.text(), sorts=self.sorts))
        day = self.parts.today()
        return self.parts.ops.query(customer_page, self.asked[-1], day=day, after=after, limit=SHORT_PAGE)

    def make_filters(self) -> Sequence[QWidget]:
        return ()

    def empty_words(self, *, is_filtered: bool) -> EmptyWords:
        return EmptyWords("Nobody matches." if is_filtered else "Nobody here yet.")


class NamesPage(Page):
    def __init__(self, parts: RegisterParts) -> None:
        super().__init__("Names", name="namesPage")
        self.list = Names(parts)
        self.body.addWidget(self.list)
        self.list.reload()


@dataclass
class Given:
    scene: RegisterScene[NamesPage]
    ids: dict[str, UUID]

    @property
    def names(self) -> Names:
        return self.scene.page.list

    @property
    def rows(self) -> list[str]:
        return [row.name for row in self.names.table.model.rows]


@pytest.fixture
def given(desk_company: Company, qapp: QApplication) -> Iterator[Callable[..., Given]]:
    scenes: list[RegisterScene[NamesPage]] = []

    def make(*names: str) -> Given:
        ids = {name: desk_company.customer(name, f"K{at}") for at, name in enumerate(names)}
        scenes.append(RegisterScene(desk_company, NamesPage))
        return Given(scenes[-1], ids)

    yield make
    for scene in scenes:
        scene.page.list.leave()
        scene.close()


def test_the_first_row_is_chosen_and_told(given: Callable[..., Given]) -> None:
    listed = given("Bank", "Apteka")
    told: list[object] = []
    listed.names.chosen.connect(told.append)

    listed.names.table.view.setFocus()
    Keyboard(listed.scene.window).press("Down")

    assert listed.names.table.selected_id() == listed.ids["Bank"]
    assert told == [listed.ids["Bank"]]


def test_a_row_of_a_later_page_is_chosen_when_it_comes(given: Callable[..., Given]) -> None:
    listed = given("Apteka", "Bank", "Cukiernia")

    listed.names.choose(listed.ids["Cukiernia"])
    chosen_at_first = listed.names.table.selected_id()
    listed.names.search.setText("Cukier")
    listed.names.reload()
    listed.scene.settle()

    assert chosen_at_first is None
    assert listed.names.table.selected_id() == listed.ids["Cukiernia"]


def test_what_is_chosen_stays_when_the_list_is_asked_anew(given: Callable[..., Given]) -> None:
    listed = given("Apteka", "Bank")
    listed.names.choose(listed.ids["Bank"])

    listed.names.reload()
    listed.scene.settle()

    assert listed.names.table.selected_id() == listed.ids["Bank"]


def test_typing_asks_once_after_a_pause_and_return_goes_to_the_rows(given: Callable[..., Given]) -> None:
    listed = given("Apteka", "Bank")
    asked = len(listed.names.asked)

    QTest.keyClicks(listed.names.search, "bank")
    assert len(listed.names.asked) == asked
    listed.names.reload()
    listed.scene.settle()
    Keyboard(listed.names.search).press("Return")

    assert listed.rows == ["Bank"]
    assert listed.names.table.view.hasFocus()


def test_a_second_sort_decides_among_equals(given: Callable[..., Given]) -> None:
    listed = given("Apteka", "Bank")

    listed.names.table.sort_requested.emit("number", True)
    listed.names.table.sort_added.emit("name")
    listed.names.table.sort_added.emit("name")

    last = listed.names.asked[-1].sorts
    assert [(each.key, each.descending) for each in last] == [("number", True), ("name", False)]


def test_more_rows_follow_behind_those_shown(given: Callable[..., Given]) -> None:
    listed = given("Apteka", "Bank", "Cukiernia")
    first = listed.rows

    listed.names.table.more_requested.emit()
    listed.scene.settle()

    assert first == ["Apteka", "Bank"]
    assert listed.rows == ["Apteka", "Bank", "Cukiernia"]


def test_a_list_asks_anew_only_when_its_tables_changed(given: Callable[..., Given]) -> None:
    listed = given("Apteka")

    def concerned(table: str) -> bool:
        touched = frozenset({RowRef(table, listed.ids["Apteka"])})
        return listed.names.concerns(Changes(None, Reason("customer.change"), touched=touched))

    assert concerned("customer")
    assert not concerned("ticket")
