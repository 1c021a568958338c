"""Every list is narrowed, ordered and exported by the same keys, whatever screen it stands on."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from fieldservice.ui.kit.dialogs import Question
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.places import Place
from fieldservice.ui.kit.tables import DataTable
from fieldservice.ui.screens.staff.parts import StaffSection
from tests.factories import Company
from tests.store.test_trays import parked
from tests.ui.walked_desk import LookingDialogs, WalkedDesk, walked

LISTS = (
    Place("staff", StaffSection.CREW),
    Place("staff", StaffSection.USERS),
    Place("trays"),
    Place("settings", "kinds"),
    Place("settings", "services"),
    Place("settings", "waiting"),
    Place("settings", "states"),
)


class Answering(LookingDialogs):
    """Saves files where it is told, and takes the option with the words it is told."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.file = folder / "list.csv"
        self.wanted = ""

    def save_file(self, _title: str, _suggested: Path, _filters: str) -> Path | None:
        return self.file

    def choose(self, _question: Question, options: Any) -> Any:
        return next(option.value for option in options if option.words == self.wanted)


@pytest.fixture
def dialogs(tmp_path: Path) -> Answering:
    return Answering(tmp_path)


@pytest.fixture
def desk(desk_company: Company, qapp: QApplication, dialogs: Answering) -> Iterator[WalkedDesk]:
    desk_company.product("Sprężarka", "Kaeser SK 22")
    desk_company.product("Kocioł", "Vitodens")
    parked(desk_company)
    with walked(desk_company, dialogs=dialogs) as made:
        yield made


def table_at(desk: WalkedDesk, place: Place) -> DataTable[Any]:
    """The largest list at this place, with its rows."""
    desk.window.go(place)
    desk.settle()
    found = [each for each in desk.window.page(place.screen).findChildren(DataTable) if each.isVisible()]
    return max(found, key=lambda each: each.width() * each.height())


def press(desk: WalkedDesk, *keys: str) -> None:
    Keyboard(desk.window).press(*keys)
    desk.settle()


@pytest.mark.parametrize("place", LISTS, ids=lambda place: f"{place.screen} {place.argument or ''}")
def test_a_list_is_narrowed_by_words_and_exported_as_it_stands(
    desk: WalkedDesk, dialogs: Answering, place: Place
) -> None:
    table = table_at(desk, place)
    before = table.model.rowCount()
    first = table.model.index(0, 0).data() or table.model.index(0, 1).data()

    press(desk, "F3")
    Keyboard(desk.window).type("nothing is called so")
    none = table.model.rowCount()
    press(desk, "Escape", "F3")
    Keyboard(desk.window).type(str(first))
    desk.settle()
    fitting = table.model.rowCount()
    press(desk, "F8")

    assert before > 0
    assert none == 0
    assert 0 < fitting <= before
    assert len(dialogs.file.read_text("utf-8-sig").splitlines()) == fitting + 1


def test_a_list_is_ordered_by_keyboard_turned_round_and_put_back(
    desk: WalkedDesk, dialogs: Answering
) -> None:
    table = table_at(desk, Place("settings", "waiting"))
    came = [row.name for row in table.model.rows]
    dialogs.wanted = table.model.columns[0].heading
    orders = []

    for _time in range(2):
        press(desk, "Shift+F3")
        orders.append([row.name for row in table.model.rows])
    dialogs.wanted = "As it was"
    press(desk, "Shift+F3")

    assert orders[0] == list(reversed(orders[1]))
    assert sorted(orders[0]) == sorted(came)
    assert [row.name for row in table.model.rows] == came


def test_a_list_that_the_database_orders_is_ordered_and_exported_by_the_same_keys(
    desk: WalkedDesk, dialogs: Answering
) -> None:
    table = table_at(desk, Place("products"))
    dialogs.wanted = table.model.columns[0].heading
    orders = []

    for _time in range(2):
        press(desk, "Shift+F3")
        orders.append([row.name for row in table.model.rows])
    press(desk, "F8")

    assert orders[0] == list(reversed(orders[1]))
    assert len(dialogs.file.read_text("utf-8-sig").splitlines()) == len(orders[0]) + 1


def test_on_a_screen_with_a_long_list_the_same_keys_run_its_own_actions(
    desk: WalkedDesk, dialogs: Answering
) -> None:
    desk.go("tickets")
    press(desk, "F3")
    focus = desk.window.focusWidget()
    press(desk, "F8")
    press(desk, "Shift+F3")

    assert focus is not None
    assert focus.objectName() == "ticketFilter"
    assert dialogs.shown == ["orderDialog"]
    assert dialogs.file.exists()


def test_what_comes_while_a_list_is_narrowed_is_narrowed_too(desk: WalkedDesk) -> None:
    table = table_at(desk, Place("settings", "waiting"))
    everything = list(table.model.rows)
    press(desk, "F3")
    Keyboard(desk.window).type(everything[0].name)
    table.set_rows(everything)

    assert [row.name for row in table.model.rows] == [everything[0].name]


def test_a_header_pressed_a_third_time_shows_the_list_as_it_came(desk: WalkedDesk) -> None:
    table = table_at(desk, Place("settings", "waiting"))
    came = [row.name for row in table.model.rows]

    orders = []
    for _time in range(3):
        table.view.header_pressed.emit(0)
        orders.append([row.name for row in table.model.rows])

    assert orders[2] == came
    assert orders[0] == list(reversed(orders[1]))


def test_without_a_list_in_sight_it_is_said(desk: WalkedDesk) -> None:
    desk.go("personal")
    press(desk, "F8")

    assert desk.window.status_bar.told.text() == "No list is in sight."
