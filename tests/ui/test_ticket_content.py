"""What is kept on a ticket, on its screen: files, tasks, links, conflicts, and who else is there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QLabel, QPushButton

from fieldservice.domain.commands.following import ShowPresence, tell_presence
from fieldservice.domain.commands.ticket_links import LinkToProblem, link_to_problem
from fieldservice.domain.commands.tickets import ChangeTicket, change_ticket
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.content import Attachment, Follow
from fieldservice.domain.model.ticket import Direction, Task, Ticket
from fieldservice.ui.kit.buttons import Button
from fieldservice.ui.kit.checks import RadioButton
from fieldservice.ui.kit.conflicts import ConflictDialog
from fieldservice.ui.kit.file_preview import FilePreview
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.screens.tickets.edit_dialog import EditDialog
from fieldservice.ui.screens.tickets.task_dialog import TaskDialog
from fieldservice.ui.screens.tickets.ticket_dialogs import CloseDialog
from tests.factories import Company
from tests.store import photos
from tests.store.ticket_givens import covered_customer, logged, ordered
from tests.ui.content_scene import colleague, panel, said, with_file
from tests.ui.tickets_scene import TicketsScene


@pytest.fixture
def scene(desk_company: Company) -> Iterator[TicketsScene]:
    made = TicketsScene(desk_company)
    yield made
    made.close()


@pytest.mark.covers("F04")
def test_a_file_is_shown_renamed_and_removed_by_keyboard(desk_company: Company, scene: TicketsScene) -> None:
    ticket = logged(desk_company)
    file = with_file(desk_company, ticket, "zdjecie.png", photos.png())
    scene.show(ticket)
    seen: list[str] = []

    def look(dialog: FilePreview) -> None:
        seen.append(dialog.windowTitle())
        dialog.accept()

    scene.press_key("Shift+D")
    files = panel(scene).files.strip
    files.table.select_first()
    keys = Keyboard(files.table.view)
    scene.expect(look)
    keys.press("Return")
    scene.settle()
    scene.dialogs.answers.append("tabliczka")
    keys.press("F2")
    scene.settle()

    assert seen == ["zdjecie.png"]
    assert desk_company.get(Attachment, file).name == "tabliczka.png"
    keys.press("Delete")
    scene.settle()
    assert desk_company.rows(Attachment) == []


def test_a_file_that_may_not_be_kept_is_refused_in_words_and_the_others_are_kept(
    desk_company: Company, scene: TicketsScene, tmp_path: Path
) -> None:
    scene.show(logged(desk_company))
    folder = tmp_path / "dropped"
    folder.mkdir()
    (folder / "program.exe").write_bytes(b"MZ")
    (folder / "plan.txt").write_bytes(b"hala")
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path)) for path in sorted(folder.iterdir())])
    scene.dialogs.answers.append(False)

    panel(scene).composer.text.insertFromMimeData(dropped)
    scene.settle()

    (asked,) = [each for each in scene.dialogs.asked if each.method == "tell"]
    assert "program.exe" in str(asked.about[0])
    assert [kept.name for _id, kept in panel(scene).composer.details.files] == ["plan.txt"]


@pytest.mark.covers("C21")
def test_tasks_are_typed_ticked_given_and_moved_by_keyboard(
    desk_company: Company, scene: TicketsScene
) -> None:
    ticket = logged(desk_company)
    scene.show(ticket)
    scene.press_key("Shift+T")
    for title in ("Zamówić filtr", "Oddzwonić"):
        Keyboard(panel(scene).tasks.title).type(title)
        Keyboard(panel(scene).tasks.title).press("Return")
        scene.settle()

    def give(dialog: TaskDialog) -> None:
        dialog.owner.set_value(desk_company.actor.user_id)
        dialog.due.setText("tomorrow 9")
        dialog.accept()
        scene.settle()

    table = panel(scene).tasks.table
    table.view.setFocus()
    table.select_first()
    scene.expect(give)
    Keyboard(table.view).press("Return")
    scene.settle()
    Keyboard(table.view).press("Space", "Alt+Down")
    scene.settle()

    rows = table.model.rows
    assert [(row.title, row.is_done) for row in rows] == [("Oddzwonić", False), ("Zamówić filtr", True)]
    given = next(row for row in desk_company.rows(Task) if row.title == "Zamówić filtr")
    assert (given.owner_id, given.due_at is not None) == (desk_company.actor.user_id, True)
    assert scene.find(Button, "tasksTab").accessibleName() == "Tasks, 1"


@pytest.mark.covers("C21")
def test_closing_a_ticket_with_open_tasks_says_so(desk_company: Company, scene: TicketsScene) -> None:
    scene.show(logged(desk_company))
    scene.press_key("Shift+T")
    Keyboard(panel(scene).tasks.title).type("Oddzwonić")
    Keyboard(panel(scene).tasks.title).press("Return")
    scene.settle()
    seen: list[str] = []

    def look(dialog: CloseDialog) -> None:
        seen.append(scene.find(QLabel, "openTasksWords", dialog).text())
        dialog.reject()

    scene.expect(look)
    scene.page.acts.close_ticket()
    scene.settle()

    assert seen == ["1 task is not done: Oddzwonić. It stays open on the closed ticket."]


@pytest.mark.covers("P-39")
def test_p_39_the_same_field_changed_by_two_is_asked_about_field_by_field(
    desk_company: Company, scene: TicketsScene
) -> None:
    ticket = logged(desk_company)
    scene.show(ticket)
    asked: list[str] = []

    def edit(dialog: EditDialog) -> None:
        theirs = (("title", "Stoi od rana"), ("description", "hala 2"))
        desk_company.run(change_ticket, ChangeTicket(ticket, None, theirs))
        dialog.title.set_text("Cieknie")
        dialog.description.set_text("hala 3")
        dialog.accept()
        scene.settle()

    def choose(dialog: ConflictDialog) -> None:
        asked.append(dialog.windowTitle())
        scene.find(RadioButton, "theirs_title", dialog).click()
        dialog.accept()

    scene.expect(edit, choose)
    scene.press_key("E")
    scene.settle()

    kept = desk_company.get(Ticket, ticket)
    assert asked == ["Somebody else changed the same 2 fields meanwhile"]
    assert (kept.title, kept.description) == ("Stoi od rana", "hala 3")


@pytest.mark.covers("E15")
def test_who_else_writes_on_the_ticket_is_seen(desk_company: Company, scene: TicketsScene) -> None:
    ticket = logged(desk_company)
    ola = colleague(desk_company)
    ola.run(tell_presence, ShowPresence(ticket, is_writing=True))

    scene.show(ticket)

    assert scene.words("presentWords") == "Ola Żuk is writing here"


@pytest.mark.covers("F17")
def test_a_ticket_is_followed_and_no_longer_by_one_key(desk_company: Company, scene: TicketsScene) -> None:
    scene.show(logged(desk_company))

    scene.press_key("Shift+W")
    assert len(desk_company.rows(Follow)) == 1
    assert panel(scene).follow_button.is_followed
    scene.press_key("Shift+W")

    assert desk_company.rows(Follow) == []
    assert not panel(scene).follow_button.is_followed


@pytest.mark.covers("F23")
def test_one_line_says_the_phase_who_has_it_and_when_it_is_done(
    desk_company: Company, scene: TicketsScene
) -> None:
    ticket = logged(desk_company)
    scene.show(ticket)
    assert scene.words("phaseWords").startswith("Not taken up yet · nobody has it yet · result by ")

    ordered(desk_company, ticket)
    desk_company.run(change_ticket, ChangeTicket(ticket, None, (("owner_id", desk_company.actor.user_id),)))
    scene.show(ticket)

    assert scene.words("phaseWords").startswith("Marek Lis comes today 10:00 · Anna Kowal has it · ")


def test_a_blocked_customer_is_said_on_the_ticket(desk_company: Company, scene: TicketsScene) -> None:
    served = covered_customer(desk_company)
    ticket = logged(desk_company, served)
    desk_company.block(served[0], "Zaległości płatnicze")

    scene.show(ticket)

    assert scene.words("holdWords").startswith("Zaległości płatnicze, since ")


def test_links_say_what_they_mean_and_lead_there(desk_company: Company, scene: TicketsScene) -> None:
    problem = logged(desk_company, title="Wadliwa seria", type_id=desk_company.ticket_type("problem"))
    incident = logged(desk_company)
    desk_company.run(link_to_problem, LinkToProblem(new_id(), incident, problem))
    scene.show(incident)
    tab = scene.find(Button, "linksTab")
    assert tab.isVisible()

    tab.click()
    scene.settle()
    scene.press("linkedTicket")

    ticket = panel(scene).ticket
    assert ticket is not None
    assert ticket.id == problem
    seen = [each.text() for each in panel(scene).links.findChildren(QLabel) if each.isVisible()]
    assert seen[0] == "This problem caused 1 ticket"


def test_a_ticket_without_links_shows_no_tab_for_them(desk_company: Company, scene: TicketsScene) -> None:
    scene.show(logged(desk_company))

    assert not scene.find(QPushButton, "linksTab").isVisible()


@pytest.mark.covers("F21")
def test_what_was_said_with_the_customer_on_other_tickets_is_at_hand(
    desk_company: Company, scene: TicketsScene
) -> None:
    served = covered_customer(desk_company)
    ticket, other = logged(desk_company, served), logged(desk_company, served, title="Pompa")
    said(desk_company, other, "email", "czekamy na wycenę", direction=Direction.IN)
    said(desk_company, other, "email", "tylko u nas", direction=Direction.IN, is_internal=True)
    said(desk_company, logged(desk_company), "call", "ktoś inny", direction=Direction.IN)
    scene.show(ticket)

    panel(scene).show_tab(1)
    scene.settle()
    words = [each.text() for each in panel(scene).background.lately.findChildren(QLabel)]
    scene.press("saidLately")

    assert "czekamy na wycenę" in words
    assert "tylko u nas" not in words
    assert "ktoś inny" not in words
    shown = panel(scene).ticket
    assert shown is not None
    assert shown.id == other
