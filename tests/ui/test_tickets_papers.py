"""Papers of a ticket, orders finished by word, and what stands against lines that meet each other."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from fieldservice.domain.model.order import WorkOrder
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.order_states import OrderState
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.screens.tickets.orders_grid import OrdersGrid
from tests.factories import Company
from tests.store.ticket_givens import logged, ordered
from tests.ui.tickets_scene import TicketsScene


@pytest.fixture
def scene(desk_company: Company, qapp: QApplication) -> Iterator[TicketsScene]:
    made = TicketsScene(desk_company)
    yield made
    made.close()


def with_order(company: Company, scene: TicketsScene) -> None:
    ticket_id = logged(company)
    ordered(company, ticket_id)
    scene.show(ticket_id)


def test_the_ticket_is_saved_as_pdf_where_one_wants_it_and_opened(
    desk_company: Company, scene: TicketsScene, tmp_path: Path
) -> None:
    with_order(desk_company, scene)
    scene.dialogs.answers.append(tmp_path / "ticket")
    said: list[str] = []
    scene.page.status_told.connect(said.append)

    scene.parts.services.actions["tickets.print"].trigger()
    scene.settle()

    paper = tmp_path / "ticket.pdf"
    assert paper.read_bytes().startswith(b"%PDF")
    assert scene.dialogs.asked[-1].about == (paper,)
    assert str(paper) in said[-1]


def test_the_sheet_of_an_order_is_suggested_under_its_number(
    desk_company: Company, scene: TicketsScene, tmp_path: Path
) -> None:
    with_order(desk_company, scene)
    paper = tmp_path / "order.pdf"
    scene.dialogs.answers.append(paper)

    scene.choose_for_order("print")

    number = desk_company.rows(WorkOrder)[0].number.replace("/", "-")
    assert paper.read_bytes().startswith(b"%PDF")
    assert scene.dialogs.asked[0].about[1].name == f"{number}.pdf"


def test_a_paper_that_cannot_be_written_is_told_and_not_opened(
    desk_company: Company, scene: TicketsScene, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with_order(desk_company, scene)
    scene.dialogs.answers.extend((tmp_path / "gone" / "order.pdf", False))

    scene.parts.services.actions["tickets.print_order"].trigger()
    scene.settle()

    assert [asked.method for asked in scene.dialogs.asked] == ["save_file", "tell"]
    caplog.clear()


def test_an_order_finished_by_word_closes_its_ticket(desk_company: Company, scene: TicketsScene) -> None:
    with_order(desk_company, scene)
    scene.dialogs.answers.append(True)

    scene.choose_for_order("finish")

    assert desk_company.rows(WorkOrder)[0].state is OrderState.FINISHED
    assert desk_company.rows(Ticket)[0].state_type is TicketStateType.CLOSED


def test_a_line_that_meets_another_line_says_which_and_when(
    desk_company: Company, scene: TicketsScene
) -> None:
    scene.show(logged(desk_company))
    said: list[str] = []

    def at_grid(dialog: OrdersGrid) -> None:
        keys = Keyboard(dialog)
        for place in (1, 2):
            keys.type("Naprawa")
            keys.press("Tab", "Tab", "Tab")
            keys.type("mar")
            keys.press("Tab")
            scene.settle()
            keys.type("tomorrow 9")
            keys.press(*(("Return",) if place == 1 else ()))
        scene.settle()
        dialog.check()
        scene.settle()
        said.append(scene.find(QLabel, "orderConflict2", dialog).text())
        dialog.reject()

    scene.expect(at_grid)
    scene.press_key("O")

    assert "Marek Lis" in said[0]
    assert "(/1)" in said[0]
