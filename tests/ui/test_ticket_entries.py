"""Entries on a ticket's screen: written in every kind, with files and names, found again, put right."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QImage

from fieldservice.domain.model.content import Attachment, Notice
from fieldservice.domain.model.ticket import Article, ArticleKind, Delivery, Direction
from fieldservice.ui.kit.buttons import Button
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.screens.tickets.article_dialog import ArticleDialog
from tests.factories import Company
from tests.store.ticket_givens import covered_customer, logged
from tests.ui.content_scene import colleague, last_article, panel, said, write
from tests.ui.tickets_scene import TicketsScene


@pytest.fixture
def scene(desk_company: Company) -> Iterator[TicketsScene]:
    made = TicketsScene(desk_company)
    yield made
    made.close()


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


def test_in_a_low_window_one_writes_beside_the_course_and_the_key_leads_there(
    desk_company: Company, scene: TicketsScene
) -> None:
    scene.window.resize(1247, 560)
    scene.show(logged(desk_company))
    panel(scene).show_tab(3)
    scene.settle()
    assert not panel(scene).composer.isVisible()

    scene.press_key("N")

    assert panel(scene).composer.text.hasFocus()
    assert panel(scene).course.isVisible()
