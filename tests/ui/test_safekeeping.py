"""Data and backup on the screen: how safe everything is, and each act up to its end."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from fieldservice.domain.commands.retention import LiftHold, lift_hold
from fieldservice.domain.model.customer import Contact
from fieldservice.domain.model.journal import Draft, JournalEntry
from fieldservice.domain.model.retention import ArchivedTicket, LegalHold, RetentionRule
from fieldservice.domain.rules.backup_plan import BackupPlan
from fieldservice.domain.store import restoring
from fieldservice.domain.store.backup import PLAIN, back_up
from fieldservice.domain.store.engine import open_sqlite
from fieldservice.domain.store.safekeeping_file import SafekeepingFile
from fieldservice.domain.store.schema import migrate
from fieldservice.ui.kit.suggestions import Suggestion
from fieldservice.ui.screens.safekeeping.hold_dialog import HoldDialog
from fieldservice.ui.screens.safekeeping.plan_dialog import PlanDialog
from tests.conftest import MONDAY_MORNING, FakeClock
from tests.factories import Company, set_up
from tests.store.every_command import World, build_world
from tests.ui.fakes import FakeDialogs
from tests.ui.safekeeping_scene import Children, SafekeepingWindow

Lines = list[dict[str, Any]]
DONE: Lines = [{"step": "copying", "done": 0, "total": 0}, {"result": {}}]
PREVIEW = {
    "then": {"counts": {"ticket": 3}},
    "now": {"counts": {"ticket": 5}},
    "lost_commands": 2,
    "lost_tickets": ["WAW-000005"],
}


Made = tuple[bytes, Company, World]
"""A database at work, and who is in it."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    path = tmp_path_factory.mktemp("made") / "fieldservice.db"
    database = open_sqlite(path)
    migrate(database.writer)
    company = set_up(database, FakeClock(MONDAY_MORNING))
    world = build_world(company)
    database.close()
    return path.read_bytes(), company, world


class Scene:
    """A company in a home folder of its own, and the screen over it."""

    def __init__(self, home: Path, qtbot: QtBot, made: Made) -> None:
        self.home, self._qtbot = home, qtbot
        content, company, self.world = made
        (home / "fieldservice.db").write_bytes(content)
        database = open_sqlite(home / "fieldservice.db")
        self.company = Company(database, FakeClock(MONDAY_MORNING), company.actor)
        self.children = Children()

    def back_up(self, days_ago: int = 0) -> Path:
        moment = MONDAY_MORNING - timedelta(days=days_ago)
        return back_up(self.home / "fieldservice.db", self.home / "backups", moment)

    def open(self, *answers: object, children: Children | None = None) -> SafekeepingWindow:
        self.dialogs = FakeDialogs(*answers)
        self.children = children or Children()
        window = SafekeepingWindow(self.company, self.home, self.dialogs, self.children)
        self._qtbot.addWidget(window)
        window.show()
        return window

    def commands(self) -> set[str]:
        return {entry.command for entry in self.company.rows(JournalEntry)}


@pytest.fixture
def scene(tmp_path: Path, qtbot: QtBot, made: Made) -> Iterator[Scene]:
    scene = Scene(tmp_path, qtbot, made)
    yield scene
    scene.company.database.close()


def texts(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel))


def test_the_backups_that_there_are_stand_with_their_state(scene: Scene) -> None:
    for days_ago in (0, 1, 4):
        scene.back_up(days_ago)

    window = scene.open()

    assert len(window.view.backups.table.model.rows) == 3
    assert "today 08:30" in texts(window.view.backups)
    assert "today 12:00" in texts(window.view.backups)


def test_without_a_backup_the_empty_list_offers_one(scene: Scene) -> None:
    window = scene.open(children=Children(DONE))

    window.press("backupTableEmptyButton")

    assert scene.children.started == [(("backup",), "")]
    assert scene.children.made[0].is_stopped
    assert "The backup is made." in window.told


def test_what_went_wrong_beside_the_desk_is_told_in_words(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    problem = [{"error": "backup.not_written", "values": {"folder": "/mnt/usb"}}]
    window = scene.open(False, children=Children(problem))

    window.press("backUpButton")

    (asked,) = scene.dialogs.asked
    assert "/mnt/usb" in asked.about[0].what
    caplog.clear()


def test_a_child_that_ends_without_a_word_is_no_success(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    window = scene.open(False, children=Children([]))

    window.press("backUpButton")

    assert scene.dialogs.asked[0].method == "tell"
    assert window.told == []
    caplog.clear()


def test_restoring_tells_what_is_lost_saves_what_is_and_starts_anew(scene: Scene) -> None:
    saved = scene.back_up()
    restoring.prepare(saved, scene.home / "fieldservice.db", PLAIN)
    window = scene.open(True, children=Children([{"result": PREVIEW}], DONE))

    window.press("restoreButton")

    assert [arguments[0] for arguments, _ in scene.children.started] == ["restore", "backup"]
    assert scene.children.started[1][0][1:] == ("--reason", "before-restore")
    assert (scene.home / "fieldservice.restore-wanted").exists()
    assert window.restarts == 1


def test_restoring_that_was_given_up_changes_nothing(scene: Scene) -> None:
    scene.back_up()
    window = scene.open(False, children=Children([{"result": PREVIEW}]))

    window.press("restoreButton")

    assert window.restarts == 0
    assert len(scene.children.started) == 1


@pytest.mark.covers("L06")
def test_the_audit_trail_is_checked_from_the_screen(scene: Scene) -> None:
    window = scene.open()

    window.press("verifyButton")
    whole = texts(window.view.audit)
    with scene.company.database.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE journal_entry SET label = '{}' WHERE sequence = 3")
    window.press("verifyButton")

    assert "entries gone through" in whole
    assert "Entry 3: altered" in texts(window.view.audit)


def of_person(scene: Scene, window: SafekeepingWindow) -> Contact:
    """The contact of the world, taken as the picker would."""
    contact = scene.company.get(Contact, scene.world.contact)
    from_screen = window.view._ask_persons(contact.name)
    found: list[Any] = []
    from_screen.succeeded.connect(found.extend)
    window.ops.settle()
    assert [each.value for each in found] == [contact.id]
    window.view.persons.picker.set_item(found[0])
    window.view._refresh()
    return contact


def test_a_persons_data_are_handed_out_and_that_is_recorded(scene: Scene, tmp_path: Path) -> None:
    target = tmp_path / "out.zip"
    window = scene.open(target)
    contact = of_person(scene, window)

    window.press("handOutButton")

    with ZipFile(target) as archive:
        assert {"personal-data.pdf", "personal-data.json"} <= set(archive.namelist())
        assert contact.name in archive.read("personal-data.json").decode()
    assert "person.export" in scene.commands()


def test_a_person_is_erased_after_a_look_at_every_place(scene: Scene) -> None:
    window = scene.open("", True)
    of_person(scene, window)

    window.press("erasePersonButton")

    assert scene.company.get(Contact, scene.world.contact).name == "███"
    assert [asked.method for asked in scene.dialogs.asked] == ["ask_text", "run"]
    assert "The person is erased." in window.told


def test_copies_made_before_an_erasing_are_offered_for_removal(scene: Scene) -> None:
    scene.back_up()
    window = scene.open("", True, "remove", children=Children(DONE))
    of_person(scene, window)

    window.press("erasePersonButton")

    assert list((scene.home / "backups").glob("*.db.xz")) == []
    assert scene.children.started == [(("backup",), "")]


def test_a_term_is_tried_out_and_carried_out(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    company = scene.company
    assert isinstance(company.clock, FakeClock)
    company.clock.advance(days=3 * 365)
    company.run(lift_hold, LiftHold(scene.world.privacy.hold))
    window = scene.open(True)
    monkeypatch.setattr(scene.dialogs, "run", _pressing("archiveButton"))

    window.press("tryOutButton")

    assert scene.world.closed_by_orders in {row.id for row in company.rows(ArchivedTicket)}
    assert company.rows(RetentionRule)


def _pressing(button: str) -> Callable[[QWidget], bool]:
    def run(dialog: QWidget) -> bool:
        found = dialog.findChild(QWidget, button)
        assert found is not None
        found.click()  # type: ignore[attr-defined]
        dialog.deleteLater()
        return True

    return run


def test_a_customers_data_are_held_with_a_reason(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    window = scene.open()
    monkeypatch.setattr(scene.dialogs, "run", _holding(window, scene.world.customer))

    window.press("holdButton")

    held = {hold.customer_id: hold.because for hold in scene.company.rows(LegalHold)}
    assert held[scene.world.customer] == "spór o fakturę"


def _holding(window: SafekeepingWindow, customer: UUID) -> Callable[[QWidget], bool]:
    """Fills the form as somebody does who picks the customer and types a reason."""

    def run(dialog: QWidget) -> bool:
        assert isinstance(dialog, HoldDialog)
        dialog.accept()
        assert "Choose the customer" in dialog.form.error_at(dialog._customer)
        found: list[Suggestion] = []
        dialog._ask("stępień").succeeded.connect(found.extend)
        window.ops.settle()
        dialog._customer.set_item(next(each for each in found if each.value == customer))
        dialog._because.setPlainText("spór o fakturę")
        dialog.accept()
        window.ops.settle()
        dialog.deleteLater()
        return True

    return run


def test_the_plan_is_kept_in_the_home_folder(scene: Scene) -> None:
    window = scene.open(True)

    window.press("planButton")

    assert SafekeepingFile(scene.home).plan() == BackupPlan()
    assert (scene.home / "safekeeping.json").exists()


@pytest.mark.covers("P-40")
def test_a_plan_half_changed_is_back_without_its_passphrase(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, seen = scene.open(), list[tuple[str, str]]()

    def run(dialog: QWidget) -> bool:
        assert isinstance(dialog, PlanDialog)
        dialog.show()
        window.ops.settle()
        seen.append((dialog._folder.text(), dialog._passphrase.text()))
        dialog._sealed.setChecked(True)
        for field, text in ((dialog._folder, "/mnt/copies"), (dialog._passphrase, "koń bateria zszywka")):
            field.set_text(text)
            field.textEdited.emit(text)
        dialog.reject()
        window.ops.settle()
        dialog.deleteLater()
        return False

    monkeypatch.setattr(scene.dialogs, "run", run)
    window.press("planButton")
    window.press("planButton")

    assert seen == [("", ""), ("/mnt/copies", "")]
    assert all("zszywka" not in repr(draft.content) for draft in scene.company.rows(Draft))


def test_everything_goes_into_one_file_sealed_if_wished(scene: Scene, tmp_path: Path) -> None:
    target = tmp_path / "all.fieldservice"
    window = scene.open(target, "koń bateria", children=Children(DONE))

    window.press("moveButton")

    assert scene.children.started == [(("move", "export", str(target)), "koń bateria")]
