"""Backups, audit trail and persons by the command line: real processes on a real home folder."""

import json
from pathlib import Path

import pytest

from fieldservice.config import Config, Paths, Settings
from fieldservice.desk import Desk, open_desk
from fieldservice.domain.commands.attachments import AttachFiles, NewAttachment, attach_files
from fieldservice.domain.commands.contacts import (
    AddContact,
    ChangeContact,
    ContactData,
    Reachability,
    add_contact,
    change_contact,
)
from fieldservice.domain.commands.customers import CreateCustomer, CustomerData, create_customer
from fieldservice.domain.commands.drafts import SaveDraft, save_draft
from fieldservice.domain.model.base import new_id
from fieldservice.domain.queries.attachments import take_in
from fieldservice.domain.rules.attachments import FileOffer
from tests.e2e.test_command_line import fieldservice

NAME, PHONE = "Zuzanna Wielgosz", "+48 501 222 333"
NAME_NOW, PHONE_NOW = "Zuzanna Nowak", "+48 600 700 800"
TRACES = (
    "Nowak",
    "600700800",
    "600 700 800",
    "Wielgosz",
    "wielgosz",
    "WIELGOSZ",
    "Zuzann",
    "501222333",
    "501 222 333",
)
SETTINGS = 'language = "en"\nbranch_code = "WAW"\ncountry = "PL"\nzone = "Europe/Warsaw"\n'


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A desk in which somebody stands in texts, a draft, a file and the log."""
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "settings.toml").write_text(SETTINGS, "utf-8")
    desk = open_desk(Config(Paths(folder), Settings(branch_code="WAW")))
    _fill(desk)
    desk.close()
    (folder / "logs" / "fieldservice.log").write_text(f"INFO called by {NAME}\nINFO done\n", "utf-8")
    return folder


def _fill(desk: Desk) -> None:
    customer, contact = new_id(), new_id()
    letter = FileOffer("list.txt", content=f"Proszę dzwonić: {NAME}, {PHONE}".encode())
    with desk.database.read_session() as session:
        kept = take_in(session, [letter]).kept
    files = tuple(NewAttachment(attachment_id, file) for attachment_id, file in kept)
    reach = Reachability((PHONE,), (), "PL")
    with desk.begin() as uow:
        create_customer(CreateCustomer(customer, CustomerData("Młyn", number="K-1")), uow, desk.clock)
    with desk.begin() as uow:
        add_contact(AddContact(contact, customer, ContactData(NAME, "kierowniczka", reach)), uow, desk.clock)
    with desk.begin() as uow:
        attach_files(AttachFiles("customer", customer, files), uow, desk.clock)
    with desk.begin() as uow:
        save_draft(SaveDraft(new_id(), "intake", (("text", f"oddzwonić: {NAME}"),)), uow, desk.clock)
    with desk.begin() as uow:
        data = ContactData(NAME_NOW, "kierowniczka", Reachability((PHONE_NOW,), (), "PL"))
        change_contact(ChangeContact(contact, 1, data), uow, desk.clock)


def traces_in(folder: Path) -> set[tuple[str, str]]:
    found = set()
    for path in folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        for trace in TRACES:
            if any(trace.encode(encoding) in content for encoding in ("utf-8", "utf-16-le", "cp1250")):
                found.add((path.name, trace))
    return found


@pytest.mark.covers("L06", "expectation 42")
def test_no_byte_of_an_erased_person_is_left_in_the_whole_home_folder(home: Path) -> None:
    """Must show 7: database, search index, log of the database, attachments, drafts and logs."""
    assert {name for name, _trace in traces_in(home)} >= {"fieldservice.db", "fieldservice.log"}

    shown = fieldservice(home, "person", "erase", NAME_NOW)
    done = fieldservice(home, "person", "erase", PHONE_NOW, "--yes")

    assert shown.returncode == 1
    assert "oddzwonić: [Zuzanna Wielgosz]" in shown.stdout
    assert done.returncode == 0, done.stderr
    assert traces_in(home) == set()
    checked = fieldservice(home, "audit", "verify", "--json")
    assert json.loads(checked.stdout)["whole"] is True
    assert "INFO done" in (home / "logs" / "fieldservice.log").read_text("utf-8")


def test_a_person_who_is_not_one_is_told_from_many(home: Path) -> None:
    nobody = fieldservice(home, "person", "export", "Nikt")

    assert nobody.returncode == 4
    assert "fits no contact" in nobody.stderr


def test_a_backup_made_drilled_and_previewed(home: Path) -> None:
    made = fieldservice(home, "backup")
    drilled = fieldservice(home, "backup", "--drill")
    listed = fieldservice(home, "backup", "--list")
    previewed = fieldservice(home, "restore", made.stdout.strip(), "--preview")

    assert made.returncode == 0, made.stderr
    assert "is whole" in drilled.stdout, drilled.stderr
    assert "by hand" in listed.stdout
    assert "0 changes would be lost" in previewed.stdout


def test_another_computer_takes_over_and_the_chain_goes_on(home: Path, tmp_path: Path) -> None:
    there, file = tmp_path / "there", tmp_path / "all.fieldservice"
    noted = json.loads(fieldservice(home, "audit", "verify", "--json").stdout)
    assert fieldservice(home, "move", "export", str(file)).returncode == 0

    taken = fieldservice(there, "move", "import", str(file))

    assert taken.returncode == 0, taken.stderr
    expected = f"{noted['last']}:{noted['digest']}"
    assert fieldservice(there, "audit", "verify", "--expect", expected).returncode == 0
    assert fieldservice(there, "audit", "verify", "--expect", f"1:{'0' * 64}").returncode == 1


def test_terms_are_told_by_the_command_line(home: Path) -> None:
    told = fieldservice(home, "retention", "--archive")

    assert told.returncode == 0, told.stderr
    assert "0 tickets would be archived" in told.stdout


def test_a_file_that_is_not_what_was_kept_is_named_by_the_check(home: Path) -> None:
    (kept,) = (path for path in (home / "attachments").glob("*/*") if path.is_file())
    kept.write_bytes(b"other")

    checked = fieldservice(home, "audit", "verify")

    assert checked.returncode == 1
    assert "list.txt" in checked.stdout
    assert "altered" in checked.stdout
