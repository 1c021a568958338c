"""The list of tickets by keyboard: views, filters, order, columns, many at once, export."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import python_calamine
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from fieldservice.domain.commands.ticket_views import SaveView, save_view
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.model.views import SavedView
from fieldservice.domain.rules.ticket_filters import (
    FilterField,
    ListWish,
    SortKey,
    SortName,
    TicketFilter,
)
from fieldservice.ui.kit.buttons import Button
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.screens.tickets.bulk_bar import BulkBar
from fieldservice.ui.screens.tickets.columns_dialog import ColumnsDialog
from fieldservice.ui.screens.tickets.filter_bar import FilterBar
from fieldservice.ui.screens.tickets.filter_dialog import FilterDialog
from fieldservice.ui.screens.tickets.order_dialog import OrderDialog
from fieldservice.ui.screens.tickets.parts import OpenView
from fieldservice.ui.screens.tickets.ticket_table import TicketTable
from fieldservice.ui.screens.tickets.view_dialogs import SaveViewDialog, ViewsDialog
from tests.factories import Company
from tests.store.ticket_givens import covered_customer, logged
from tests.ui.tickets_scene import TicketsScene

URGENT = TicketFilter().having(FilterField.PRIORITY, ("5",))


@pytest.fixture
def scene(desk_company: Company, qapp: QApplication) -> Iterator[TicketsScene]:
    made = TicketsScene(desk_company)
    yield made
    made.close()


def tickets(company: Company, *priorities: int) -> list[UUID]:
    """One open ticket for each priority, in the order of their deadlines."""
    served = covered_customer(company, name="Łódzkie Zakłady")
    ids = [logged(company, served, title=f"Usterka {place}") for place in range(len(priorities))]
    with company.begin() as uow:
        for place, (ticket_id, priority) in enumerate(zip(ids, priorities, strict=True)):
            ticket = uow.get(Ticket, ticket_id)
            ticket.priority = priority
            ticket.expected_closing_at = company.clock.now() + timedelta(hours=place + 2)
        uow.record("test.given", None)
        uow.commit()
    return ids


def show(scene: TicketsScene, wish: ListWish) -> None:
    scene.page.show_list(wish)
    scene.settle()
    scene.page.first_field().setFocus()


class RememberedLayouts:
    """What `Layouts` promises, in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}

    def load(self, name: str) -> Any | None:
        return self.kept.get(name)

    def keep(self, name: str, value: Any) -> None:
        self.kept[name] = value


def type_at(widget: QWidget, *keys: str) -> None:
    widget.setFocus()
    Keyboard(widget).press(*keys)


def numbers(scene: TicketsScene) -> list[int]:
    return [int(number[-6:]) for number in scene.numbers()]


def chips(scene: TicketsScene) -> list[str]:
    bar = scene.page.findChild(FilterBar)
    return [] if bar is None or bar.isHidden() else [chip.text() for chip in bar.chips]


@pytest.mark.covers("E17", "39")
def test_the_list_is_narrowed_in_the_editor_by_keyboard(desk_company: Company, scene: TicketsScene) -> None:
    tickets(desk_company, 5, 3, 5)
    show(scene, ListWish("open"))
    left: list[str] = []

    def choose(dialog: FilterDialog) -> None:
        dialog.fields.select_id(FilterField.PRIORITY)
        scene.settle()
        dialog.options.table.select_id("5")
        type_at(dialog.options.table.view, "Space")
        scene.settle()
        left.append(dialog.left.text())
        dialog.accept()

    scene.expect(choose)
    scene.press_key("Ctrl+F")

    assert left == ["2 tickets are left"]
    assert numbers(scene) == [1, 3]
    assert chips(scene) == ["Priority: 5"]


@pytest.mark.covers("E17", "39")
def test_a_chip_is_taken_off_by_delete_and_the_next_one_has_the_focus(
    desk_company: Company, scene: TicketsScene
) -> None:
    tickets(desk_company, 5, 3, 4)
    show(scene, ListWish("open", TicketFilter().having(FilterField.PRIORITY, ("5", "4"))))
    bar = scene.page.findChild(FilterBar)
    assert bar is not None
    bar.chips[0].setFocus()

    scene.press_key("Delete")
    one_left, focused = chips(scene), bar.chips[0].hasFocus()
    scene.press_key("Delete")

    assert (one_left, focused) == (["Priority: 4"], True)
    assert chips(scene) == []
    assert numbers(scene) == [1, 2, 3]


def test_chips_say_the_names_of_what_was_chosen(desk_company: Company, scene: TicketsScene) -> None:
    (first,) = tickets(desk_company, 5)
    customer = desk_company.get(Ticket, first).customer_id
    assert customer is not None
    chosen = TicketFilter().having(FilterField.CUSTOMER, (customer.hex,)).having(FilterField.DUE, ("today",))

    show(scene, ListWish("open", chosen))

    assert chips(scene) == ["Customer: Łódzkie Zakłady", "Due: today"]


@pytest.mark.covers("K05")
def test_a_filter_becomes_a_view_with_a_count_and_a_chip_of_its_own(
    desk_company: Company, scene: TicketsScene
) -> None:
    tickets(desk_company, 5, 3, 5)
    show(scene, ListWish("open", URGENT))

    def name(dialog: SaveViewDialog) -> None:
        dialog.name.set_text("Pilne")
        dialog.accept()
        scene.settle()

    scene.expect(name)
    scene.press_key("Ctrl+S")

    (view,) = desk_company.rows(SavedView)
    chip = scene.find(Button, f"view_{view.id.hex}")
    assert chip.accessibleName() == "Pilne, 2"
    scene.page.show_view("mine")
    scene.settle()
    chip.click()
    scene.settle()
    assert numbers(scene) == [1, 3]


def test_a_view_without_a_name_is_refused_at_its_field(desk_company: Company, scene: TicketsScene) -> None:
    tickets(desk_company, 5)
    show(scene, ListWish("open", URGENT))
    told: list[str] = []

    def name(dialog: SaveViewDialog) -> None:
        dialog.accept()
        scene.settle()
        told.append(scene.find(QLabel, "viewNameError", dialog).text())
        dialog.reject()

    scene.expect(name)
    scene.press_key("Ctrl+S")

    assert told[0].startswith("The view was not saved: it has no name.")
    assert desk_company.rows(SavedView) == []


@pytest.mark.covers("K05")
def test_a_view_is_removed_after_a_question_and_comes_back_by_undo(
    desk_company: Company, scene: TicketsScene
) -> None:
    desk_company.run(save_view, SaveView(new_id(), "Pilne", ListWish("open", URGENT), is_shared=True))
    show(scene, ListWish("open"))
    scene.dialogs.answers.append(True)

    def remove(dialog: ViewsDialog) -> None:
        scene.settle()
        dialog.remove.click()

    scene.expect(remove)
    scene.press_key("Ctrl+Shift+V")
    gone = desk_company.rows(SavedView)
    scene.undo.undo()
    scene.settle()

    assert gone == []
    assert [view.name for view in desk_company.rows(SavedView)] == ["Pilne"]


def test_a_saved_view_is_a_place(desk_company: Company, scene: TicketsScene) -> None:
    tickets(desk_company, 3, 5)
    view_id = new_id()
    desk_company.run(save_view, SaveView(view_id, "Pilne", ListWish("open", URGENT)))

    scene.page.open_at(OpenView(view_id))
    scene.settle()

    assert numbers(scene) == [2]


@pytest.mark.covers("K11")
def test_columns_are_chosen_moved_and_kept_for_the_person(desk_company: Company, scene: TicketsScene) -> None:
    tickets(desk_company, 5)
    show(scene, ListWish("open"))

    def choose(dialog: ColumnsDialog) -> None:
        dialog.list.table.select_id("product")
        type_at(dialog.list.table.view, "Space")
        scene.find(Button, "columnUpButton", dialog).click()
        dialog.accept()

    scene.expect(choose)
    scene.press_key("Ctrl+L")

    usual = ("clock", "number", "title", "customer", "state", "priority", "due")
    assert scene.page.list.columns == (*usual, "product")
    row = scene.page.list.table.model.rows[0]
    assert row.further("product") == "Kaeser SK 22"


@pytest.mark.covers("K11")
def test_columns_and_widths_are_there_again_the_next_day(desk_company: Company, scene: TicketsScene) -> None:
    tickets(desk_company, 5)
    layouts = RememberedLayouts()
    parts = replace(scene.parts, services=replace(scene.parts.services, layouts=layouts))
    first = TicketTable(parts)
    first.show_columns(("number", "title", "unit"))
    first.table.view.width_chosen.emit("title", 210)
    first.cancel()

    again = TicketTable(parts)
    again.show_view("open")
    scene.settle()

    assert again.columns == ("number", "title", "unit")
    assert again.table.view.columnWidth(1) == 210
    for table in (first, again):
        table.cancel()
        table.deleteLater()


@pytest.mark.covers("D10")
def test_what_is_overdue_or_due_soon_differs_by_shape_word_and_colour(
    desk_company: Company, scene: TicketsScene
) -> None:
    late, soon, later = tickets(desk_company, 3, 3, 3)
    with desk_company.begin() as uow:
        for ticket_id, minutes in ((late, -20), (soon, 40)):
            uow.get(Ticket, ticket_id).expected_closing_at = desk_company.clock.now() + timedelta(
                minutes=minutes
            )
        uow.record("test.given", None)
        uow.commit()
    show(scene, ListWish("open"))
    model = scene.page.list.table.model

    cells = [model.cell(row, 0) for row in range(3)]
    due = [model.cell(row, scene.page.list.columns.index("due")) for row in range(3)]

    assert [cell.text for cell in cells] == ["overdue", "due soon", "on time"]
    assert [cell.shape for cell in cells] == [Shape.TRIANGLE, Shape.DIAMOND, Shape.NONE]
    assert [cell.tone for cell in due] == [Tone.STOP, Tone.CARE, Tone.NEUTRAL]
    assert [cell.text for cell in due[:2]] == ["\N{MINUS SIGN}0:20", "0:40"]
    assert later


def test_the_order_is_chosen_by_several_columns(desk_company: Company, scene: TicketsScene) -> None:
    tickets(desk_company, 3, 5, 3, 5)
    show(scene, ListWish("open"))

    def choose(dialog: OrderDialog) -> None:
        dialog.names[0].set_value(SortName.PRIORITY)
        dialog.directions[0].set_value(True)
        dialog.names[1].set_value(SortName.DUE)
        dialog.directions[1].set_value(True)
        dialog.accept()

    scene.expect(choose)
    scene.press_key("Ctrl+O")

    assert numbers(scene) == [4, 2, 3, 1]
    assert scene.page.list.wish.sorts == (
        SortKey(SortName.PRIORITY, descending=True),
        SortKey(SortName.DUE, descending=True),
    )


def test_a_press_on_a_head_orders_by_it_and_again_the_other_way(
    desk_company: Company, scene: TicketsScene
) -> None:
    tickets(desk_company, 3, 5, 4)
    show(scene, ListWish("open"))
    table = scene.page.list.table
    at = scene.page.list.columns.index("priority")

    table.view.header_pressed.emit(at)
    scene.settle()
    upwards = numbers(scene)
    table.view.header_pressed.emit(at)
    scene.settle()

    assert upwards == [1, 3, 2]
    assert numbers(scene) == [2, 3, 1]


def test_several_selected_tickets_bring_a_bar_with_their_number(
    desk_company: Company, scene: TicketsScene
) -> None:
    tickets(desk_company, 3, 5, 4)
    show(scene, ListWish("open"))
    scene.page.list.table.select_first()

    scene.press_key("Shift+Down", "Shift+Down")
    bar = scene.page.findChild(BulkBar)
    assert bar is not None
    many = (bar.isVisible(), bar.words.text())
    scene.press_key("Up")

    assert many == (True, "3 tickets selected")
    assert not bar.isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
@pytest.mark.covers("E17")
def test_the_menu_of_views_spreads_open_tickets_and_shows_those_of_one_group(
    desk_company: Company, scene: TicketsScene
) -> None:
    tickets(desk_company, 5, 3, 5)
    show(scene, ListWish("open"))
    menu = scene.page.list_acts.open_menu(QPoint(0, 0), ())
    scene.settle()
    views = [action.text() for action in menu.actions() if action.text().startswith("All open")]
    by_product = menu.findChild(QMenu, "groups_open_product")
    assert by_product is not None
    by_product.aboutToShow.emit()
    scene.settle()
    group = by_product.actions()[0]

    said = group.text()
    group.trigger()
    scene.settle()
    menu.close()

    assert views == ["All open\t3"]
    assert said == "Kaeser SK 22\t3"
    assert chips(scene) == ["Product: Kaeser SK 22"]


@pytest.mark.covers("P-69")
@pytest.mark.parametrize("name", ["lista.xlsx", "lista.csv"])
def test_the_whole_list_goes_into_a_file_and_no_title_is_a_formula(
    desk_company: Company, scene: TicketsScene, tmp_path: Path, name: str
) -> None:
    ids = tickets(desk_company, *[3] * 4)
    with desk_company.begin() as uow:
        for ticket_id, title in zip(ids, ("=1+1", "+48 22", "-5", "@ala"), strict=True):
            uow.get(Ticket, ticket_id).title = title
        uow.record("test.given", None)
        uow.commit()
    show(scene, ListWish("open"))
    scene.dialogs.answers.append(tmp_path / name)

    scene.press_key("Ctrl+E")

    rows = read_table(tmp_path / name)
    at = rows[0].index("Subject")
    assert [row[at].lstrip("'") for row in rows[1:]] == ["=1+1", "+48 22", "-5", "@ala"]
    assert rows[0][:2] == ["Deadline", "Number"]
    assert [file.name for file in tmp_path.iterdir() if "lista" in file.name] == [name]
    if name.endswith(".csv"):
        assert all(row[at].startswith("'") for row in rows[1:])


def test_an_export_that_cannot_be_written_says_so_and_leaves_nothing(
    desk_company: Company, scene: TicketsScene, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    tickets(desk_company, 5)
    show(scene, ListWish("open"))
    scene.dialogs.answers += [tmp_path / "nowhere" / "lista.csv", False]

    scene.press_key("Ctrl+E")

    caplog.clear()
    assert not scene.dialogs.answers
    assert list(tmp_path.glob("**/*lista*")) == []


def test_nothing_that_fits_the_filter_says_so_and_offers_all(
    desk_company: Company, scene: TicketsScene, qtbot: QtBot
) -> None:
    tickets(desk_company, 3)
    show(scene, ListWish("open", URGENT))
    empty = scene.find(Button, "ticketTableEmptyButton")

    assert empty.isVisible()
    empty.click()
    scene.settle()
    assert numbers(scene) == [1]


def read_table(file: Path) -> list[list[str]]:
    if file.suffix == ".csv":
        with file.open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.reader(stream, delimiter=";"))
    sheet = python_calamine.load_workbook(str(file)).get_sheet_by_index(0)
    return [[str(value) for value in row] for row in sheet.to_python()]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_selected_tickets_are_changed_together_by_keyboard(
    desk_company: Company, scene: TicketsScene
) -> None:
    tickets(desk_company, 3, 4, 5)
    show(scene, ListWish("open"))
    scene.page.list.table.select_first()
    scene.press_key("Shift+Down")

    def choose(dialog: QDialog) -> None:
        seen.append(dialog.objectName())
        dialog.reject()

    seen: list[str] = []
    scene.expect(choose)
    scene.press_key("X")
    menu = scene.page.findChild(QMenu, "bulkMenu")
    assert menu is not None
    menu.actions()[2].trigger()
    scene.settle()

    assert len(seen) == 1
