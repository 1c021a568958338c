"""What is said and kept on a ticket, on its screen: entries, files, tasks, links, and who else is there."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel, QPushButton

from fieldservice.domain.commands.articles import AddArticle, add_article
from fieldservice.domain.commands.attachments import AttachFiles, NewAttachment, attach_files
from fieldservice.domain.commands.following import ShowPresence, tell_presence
from fieldservice.domain.commands.ticket_links import LinkToProblem, link_to_problem
from fieldservice.domain.commands.tickets import ChangeTicket, change_ticket
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.content import Attachment, Follow, Notice
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.ticket import Article, ArticleKind, Delivery, Direction, Task, Ticket
from fieldservice.domain.queries.attachments import take_in
from fieldservice.domain.rules.attachments import FileOffer
from fieldservice.ui.kit.buttons import Button
from fieldservice.ui.kit.checks import RadioButton
from fieldservice.ui.kit.conflicts import ConflictDialog
from fieldservice.ui.kit.file_preview import FilePreview
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.screens.tickets.article_dialog import ArticleDialog
from fieldservice.ui.screens.tickets.detail_panel import DetailPanel
from fieldservice.ui.screens.tickets.task_dialog import TaskDialog
from fieldservice.ui.screens.tickets.ticket_dialogs import CloseDialog, EditDialog
from tests.factories import Company
from tests.store import photos
from tests.store.ticket_givens import covered_customer, logged, ordered
from tests.ui.tickets_scene import TicketsScene


@pytest.fixture
def scene(desk_company: Company) -> Iterator[TicketsScene]:
    made = TicketsScene(desk_company)
    yield made
    made.close()


def panel(scene: TicketsScene) -> DetailPanel:
    return scene.page.detail


def write(scene: TicketsScene, text: str) -> None:
    composer = panel(scene).composer.text
    composer.setFocus()
    Keyboard(composer).type(text)
    scene.settle()


def said(company: Company, ticket: UUID, kind: str, text: str, **values: object) -> UUID:
    article = new_id()
    when = company.clock.now() - timedelta(minutes=5)
    added = AddArticle(ticket, article, ArticleKind(kind), text, when)
    company.run(add_article, replace(added, **values))  # type: ignore[arg-type]
    return article


def colleague(company: Company, name: str = "Ola Żuk") -> Company:
    user_id = new_id()
    company.put(UserAccount(id=user_id, login="ola", name=name, rights=["everything"], is_active=True))
    actor = replace(company.actor, user_id=user_id)
    return Company(company.database, company.clock, actor, company._numbers)


def with_file(company: Company, ticket: UUID, name: str = "odczyty.csv", content: bytes = b"a;b\n") -> UUID:
    kept = company.ask(take_in, [FileOffer(name, content=content)]).kept
    files = tuple(NewAttachment(row_id, file) for row_id, file in kept)
    company.run(attach_files, AttachFiles("ticket", ticket, files))
    return files[0].attachment_id


def last_article(company: Company, text: str) -> Article:
    return next(row for row in company.rows(Article) if row.text == text)


@pytest.mark.covers("F02")
def test_a_call_is_written_down_with_who_spoke_and_when(desk_company: Company, scene: TicketsScene) -> None:
    served = covered_customer(desk_company)
    contact = desk_company.contact(served[0], "Ewa Mróz")
    ticket = logged(desk_company, served)
    scene.show(ticket)

    scene.press_key("P")
    details = panel(scene).composer.details
    write(scene, "nadal stoi")
    details.contact.set_value(contact)
    details.when.setText("7:00")
    Keyboard(panel(scene).composer.text).press("Ctrl+Return")
    scene.settle()

    article = last_article(desk_company, "nadal stoi")
    assert (article.kind, article.direction, article.contact_id) == (
        ArticleKind.CALL,
        Direction.IN,
        contact,
    )
    assert (article.happened_at.hour, article.happened_at.minute, article.is_internal) == (6, 0, False)
    assert "Ewa Mróz → Anna Kowal" in [entry.who for entry in panel(scene).course.timeline.entries]


@pytest.mark.covers("A18")
def test_the_customer_is_told_the_number_by_a_message_that_waits_for_its_channel(
    desk_company: Company, scene: TicketsScene
) -> None:
    ticket = logged(desk_company)
    scene.show(ticket)

    scene.press_key("Shift+N")
    Keyboard(panel(scene).composer.text).press("Ctrl+Return")
    scene.settle()
    entry = panel(scene).course.timeline.entries[0]
    assert entry.mark is not None
    assert entry.mark.text == "to be sent"
    assert "WAW-000001" in entry.text
    scene.press("timelineActButton")

    article = next(row for row in desk_company.rows(Article) if row.delivery is not None)
    assert article.delivery is Delivery.TOLD


@pytest.mark.covers("F18")
def test_a_colleague_is_named_by_three_keys_and_told(desk_company: Company, scene: TicketsScene) -> None:
    ola = colleague(desk_company)
    scene.show(logged(desk_company))

    write(scene, "pyta @zu")
    assert panel(scene).composer.text.is_offering
    Keyboard(panel(scene).composer.text).press("Return")
    scene.settle()
    assert panel(scene).composer.text.text() == "pyta @Ola Żuk "
    Keyboard(panel(scene).composer.text).press("Ctrl+Return")
    scene.settle()

    assert [row.user_id for row in desk_company.rows(Notice)] == [ola.actor.user_id]


@pytest.mark.covers("F04")
def test_a_picture_pasted_into_the_text_becomes_a_file_of_the_entry(
    desk_company: Company, scene: TicketsScene
) -> None:
    ticket = logged(desk_company)
    scene.show(ticket)
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    pasted = QMimeData()
    pasted.setImageData(image)

    panel(scene).composer.text.insertFromMimeData(pasted)
    scene.settle()
    assert len(panel(scene).composer.details.files) == 1
    panel(scene).composer.send()
    scene.settle()

    (file,) = desk_company.rows(Attachment)
    assert (file.owner_table, file.media_type) == ("article", "image/png")
    assert [name for _id, name in panel(scene).course.timeline.entries[0].files] == [file.name]


def test_files_and_words_half_written_are_there_again_when_one_comes_back(
    desk_company: Company, scene: TicketsScene, tmp_path: Path
) -> None:
    first, second = logged(desk_company), logged(desk_company)
    source = tmp_path / "plan.txt"
    source.write_bytes(b"hala 2")
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(source))])
    scene.show(first)
    write(scene, "jak na planie")
    panel(scene).composer.text.insertFromMimeData(dropped)
    scene.settle()

    scene.show(second)
    assert panel(scene).composer.details.files == []
    scene.show(first)

    assert panel(scene).composer.text.text() == "jak na planie"
    assert [kept.name for _id, kept in panel(scene).composer.details.files] == ["plan.txt"]


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


@pytest.mark.covers("F01")
def test_the_course_is_filtered_by_kind_and_searched(desk_company: Company, scene: TicketsScene) -> None:
    ticket = logged(desk_company)
    for kind, text in (
        ("note", "klucz u portiera"),
        ("email", "proszę o wycenę"),
        ("sms", "przyjedziemy"),
        ("note", "druga notatka"),
        ("call", "ZŁOTÓW, brama"),
    ):
        said(desk_company, ticket, kind, text)
    scene.show(ticket)
    course = panel(scene).course.said

    course.kind.set_value("notes")
    scene.settle()
    assert {entry.text for entry in course.timeline.entries} == {"klucz u portiera", "druga notatka"}
    course.kind.set_value("all")
    course.search.setText("zlotow")
    course._show()

    assert [entry.text for entry in course.timeline.entries] == ["ZŁOTÓW, brama"]


def test_of_two_hundred_entries_only_those_in_sight_are_built_and_steps_build_the_rest(
    desk_company: Company, scene: TicketsScene
) -> None:
    ticket = logged(desk_company)
    for number in range(60):
        said(desk_company, ticket, "note", f"wpis {number}")
    scene.show(ticket)
    timeline = panel(scene).course.timeline
    assert timeline.built < 30 < len(timeline.entries)

    timeline.setFocus()
    Keyboard(timeline).press(*["PgDown"] * 12)
    scene.settle()

    assert timeline.built == len(timeline.entries)


def test_a_long_text_is_folded_and_shown_whole_on_enter(desk_company: Company, scene: TicketsScene) -> None:
    ticket = logged(desk_company)
    long = "Zatrzymuje się po dwóch minutach. " * 40
    said(desk_company, ticket, "email", long, direction=Direction.IN)
    scene.show(ticket)
    timeline = panel(scene).course.timeline
    unfold = scene.find(Button, "unfoldButton")
    assert unfold.isVisible()

    timeline.setFocus()
    at = [entry.text for entry in timeline.entries].index(long.strip())
    Keyboard(timeline).press(*["Down"] * at, "Return")
    scene.settle()

    assert not unfold.isVisible()


def test_an_entry_is_put_right_from_the_course(desk_company: Company, scene: TicketsScene) -> None:
    ticket = logged(desk_company)
    note = said(desk_company, ticket, "note", "klucz u Jeki")
    scene.show(ticket)

    def correct(dialog: ArticleDialog) -> None:
        dialog.text.set_text("klucz u portiera")
        dialog.accept()
        scene.settle()

    timeline = panel(scene).course.timeline
    at = [entry.id for entry in timeline.entries].index(note)
    timeline.setFocus()
    Keyboard(timeline).press(*["Down"] * at)
    scene.expect(correct)
    scene.press_key("Shift+E")

    assert desk_company.get(Article, note).text == "klucz u portiera"


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
    assert [each.text() for each in panel(scene).links.findChildren(QLabel)][:1] == [
        "This problem caused 1 ticket"
    ]


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


def test_work_that_costs_extra_is_offered_and_the_answer_written_down(
    desk_company: Company, scene: TicketsScene
) -> None:
    scene.show(logged(desk_company))
    composer = panel(scene).composer
    composer.start("email")
    composer.details.way.set_value("out")
    composer.details.approval.setChecked(True)
    write(scene, "zawór 450 zł")
    composer.send()
    scene.settle()
    scene.dialogs.answers.extend(["approved", "Ewa Mróz, zgodnie z ofertą"])

    scene.press("timelineActButton")

    entries = [entry for entry in panel(scene).course.timeline.entries if entry.mark is not None]
    assert {entry.mark.text for entry in entries if entry.mark} == {"approved"}
    assert {entry.text for entry in entries} == {"zawór 450 zł", "zgodnie z ofertą"}
    assert not any(entry.act for entry in entries)
