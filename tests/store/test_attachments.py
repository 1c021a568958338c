"""Files of a ticket, an article, a unit: kept once, durably, checked, and what becomes of a broken one."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from fieldservice.domain.commands.articles import AddArticle, add_article
from fieldservice.domain.commands.attachments import (
    AttachFiles,
    NewAttachment,
    RemoveAttachment,
    RenameAttachment,
    attach_files,
    remove_attachment,
    rename_attachment,
)
from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.commands.orders import CancelOrder, cancel_order
from fieldservice.domain.commands.tickets import CloseTicket, close_ticket
from fieldservice.domain.formats.photo_places import without_place
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.ticket import ArticleKind
from fieldservice.domain.queries.attachments import (
    attachment_content,
    attachments_of,
    broken_attachments,
    copy_to_open,
    save_copy,
    take_in,
    ticket_attachments,
)
from fieldservice.domain.rules.attachments import FileOffer, FileState, Preview, kept_name
from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation
from fieldservice.domain.store.attachments import AttachmentFolder
from fieldservice.domain.store.engine import Database
from tests.conftest import FakeClock
from tests.factories import Company, set_up
from tests.store import photos
from tests.store.ticket_givens import logged, ordered


@pytest.fixture
def keeping(database: Database, clock: FakeClock, tmp_path: Path) -> Company:
    """A company whose database has a folder for files, on either database."""
    return set_up(replace(database, files=tmp_path / "attachments"), clock)


def folder(company: Company) -> AttachmentFolder:
    files = company.database.files
    assert files is not None
    return AttachmentFolder(files)


def put(company: Company, ticket: UUID, *offers: FileOffer, table: str = "ticket") -> tuple[UUID, ...]:
    taken = company.ask(take_in, offers)
    assert not taken.refused
    files = tuple(NewAttachment(row_id, kept) for row_id, kept in taken.kept)
    company.run(attach_files, AttachFiles(table, ticket, files))
    return tuple(new.attachment_id for new in files)


@pytest.mark.covers("F04")
def test_a_file_put_to_a_ticket_is_given_back_byte_by_byte(keeping: Company, tmp_path: Path) -> None:
    ticket = logged(keeping)
    source = tmp_path / "Protokół.pdf"
    source.write_bytes(photos.PDF)

    (file,) = put(keeping, ticket, FileOffer(source.name, source))

    (row,) = keeping.ask(ticket_attachments, ticket)
    assert (row.name, row.preview, row.size_bytes, row.added_by) == (
        "Protokół.pdf",
        Preview.PDF,
        len(photos.PDF),
        "Anna Kowal",
    )
    assert keeping.ask(attachment_content, file).content == photos.PDF
    assert keeping.ask(save_copy, file, tmp_path / "kopia.pdf").read_bytes() == photos.PDF


@pytest.mark.covers("F04")
def test_files_of_what_was_said_stand_with_those_of_the_ticket(keeping: Company) -> None:
    ticket, article = logged(keeping), new_id()
    put(keeping, ticket, FileOffer("plan.txt", content=b"hala 2"))
    kept = keeping.ask(take_in, [FileOffer("usterka.png", content=photos.png())]).kept
    files = tuple(NewAttachment(row_id, file) for row_id, file in kept)
    keeping.run(
        add_article, AddArticle(ticket, article, ArticleKind.EMAIL, "", keeping.clock.now(), files=files)
    )

    found = keeping.ask(ticket_attachments, ticket)

    assert {(row.name, row.owner_table) for row in found} == {
        ("plan.txt", "ticket"),
        ("usterka.png", "article"),
    }
    assert [row.name for row in keeping.ask(attachments_of, "article", article)] == ["usterka.png"]


def test_one_content_lies_in_the_folder_once_however_often_it_is_put_somewhere(keeping: Company) -> None:
    ticket = logged(keeping)

    put(keeping, ticket, FileOffer("a.txt", content=b"to samo"))
    put(keeping, ticket, FileOffer("a.txt", content=b"to samo"))

    assert len(list(folder(keeping).digests())) == 1
    assert sorted(row.name for row in keeping.ask(ticket_attachments, ticket)) == ["a (2).txt", "a.txt"]


def test_removing_is_undone_with_its_content(keeping: Company) -> None:
    ticket = logged(keeping)
    (file,) = put(keeping, ticket, FileOffer("a.txt", content=b"wazne"))

    removed = keeping.run(remove_attachment, RemoveAttachment(file))
    assert keeping.ask(ticket_attachments, ticket) == ()
    assert removed.entry_id is not None
    keeping.run(undo_entry, UndoEntry(removed.entry_id))

    assert keeping.ask(attachment_content, file).content == b"wazne"


def test_a_new_name_keeps_the_ending_that_says_what_the_file_is(keeping: Company) -> None:
    ticket = logged(keeping)
    (file,) = put(keeping, ticket, FileOffer("IMG_0001.png", content=photos.png()))

    keeping.run(rename_attachment, RenameAttachment(file, "tabliczka/znamionowa.exe"))

    assert [row.name for row in keeping.ask(ticket_attachments, ticket)] == ["znamionowa.exe.png"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("pusty.txt", b"", "attachment.empty"),
        ("program.exe", b"MZ\x90\0", "attachment.kind_refused"),
        ("strona.html", b"<script>", "attachment.kind_refused"),
        ("bez_koncowki", b"abc", "attachment.kind_refused"),
        ("zdjecie.jpg", b"MZ\x90\0", "attachment.not_what_it_says"),
        ("notatka.txt", b"MZ\x90\0\0", "attachment.not_what_it_says"),
        ("skrypt.txt", b"#!/bin/sh", "attachment.not_what_it_says"),
        ("film.mp4", b"\0" * 25_000_001, "attachment.too_large"),
    ],
)
def test_what_may_not_be_kept_is_refused_and_nothing_is_written(
    keeping: Company, name: str, content: bytes, code: str
) -> None:
    taken = keeping.ask(take_in, [FileOffer(name, content=content)])

    assert [error.code for error in taken.refused] == [code]
    assert list(folder(keeping).digests()) == []


def test_one_refused_file_does_not_hinder_the_others(keeping: Company, tmp_path: Path) -> None:
    offers = [
        FileOffer("a.txt", content=b"dobry"),
        FileOffer("nie ma.txt", tmp_path / "nie ma.txt"),
        FileOffer("b.png", content=photos.png()),
    ]

    taken = keeping.ask(take_in, offers)

    assert [file.name for _id, file in taken.kept] == ["a.txt", "b.png"]
    assert [error.code for error in taken.refused] == ["attachment.not_read"]


def test_a_missing_and_an_altered_content_are_said_and_not_handed_out(
    keeping: Company, tmp_path: Path
) -> None:
    ticket = logged(keeping)
    gone, changed = put(keeping, ticket, FileOffer("a.txt", content=b"a"), FileOffer("b.txt", content=b"b"))
    digests = {keeping.ask(attachment_content, file).content: file for file in (gone, changed)}
    assert set(digests) == {b"a", b"b"}
    paths = {path.read_bytes(): path for path in (folder(keeping).folder).glob("*/*")}
    paths[b"a"].unlink()
    paths[b"b"].write_bytes(b"x")

    for file, code in ((gone, "attachment.missing"), (changed, "attachment.altered")):
        with pytest.raises(EnvironmentProblem, match=code):
            keeping.ask(attachment_content, file)
        with pytest.raises(EnvironmentProblem, match=code):
            keeping.ask(save_copy, file, tmp_path / "kopia.txt")

    broken = [(each.name, each.state) for each in keeping.ask(broken_attachments)]
    assert broken == [("a.txt", FileState.MISSING), ("b.txt", FileState.ALTERED)]


def test_adding_an_altered_file_again_heals_it(keeping: Company) -> None:
    ticket = logged(keeping)
    (file,) = put(keeping, ticket, FileOffer("a.txt", content=b"a"))
    (path,) = folder(keeping).folder.glob("*/*")
    path.write_bytes(b"x")

    put(keeping, ticket, FileOffer("a.txt", content=b"a"))

    assert keeping.ask(attachment_content, file).content == b"a"


def test_a_copy_for_the_systems_program_has_the_files_own_name(keeping: Company) -> None:
    ticket = logged(keeping)
    (file,) = put(keeping, ticket, FileOffer("Wycena końcowa.txt", content=b"100 zl"))

    copy = keeping.ask(copy_to_open, file)

    assert copy.name == "Wycena końcowa.txt"
    assert copy.read_bytes() == b"100 zl"
    assert len(list(folder(keeping).digests())) == 1


def test_files_are_put_only_where_files_can_be(keeping: Company) -> None:
    with pytest.raises(RuleViolation, match=r"attachment\.owner_unknown"):
        keeping.run(attach_files, AttachFiles("user_account", new_id(), ()))
    with pytest.raises(RuleViolation, match=r"row\.missing"):
        keeping.run(attach_files, AttachFiles("equipment", new_id(), ()))


def test_a_photo_is_kept_without_the_place_where_it_was_taken(keeping: Company) -> None:
    ticket = logged(keeping)
    told, chunk = photos.jpeg(with_place=True), photos.png(with_place=True)
    assert photos.PLACE in told
    assert photos.PLACE in chunk

    jpeg, png = put(keeping, ticket, FileOffer("a.jpg", content=told), FileOffer("b.png", content=chunk))

    kept = keeping.ask(attachment_content, jpeg).content
    assert photos.PLACE not in kept
    assert photos.CAMERA in kept
    assert len(kept) == len(told)
    assert keeping.ask(attachment_content, png).content == photos.png()


@pytest.mark.parametrize("photo", [photos.jpeg(with_place=True), photos.png(with_place=True)])
def test_a_photo_cut_short_anywhere_is_read_as_far_as_it_goes(photo: bytes) -> None:
    for end in range(4, len(photo)):
        cut = photo[:end]

        assert len(without_place(cut)) <= len(cut)


def test_a_photo_without_a_place_is_kept_bit_by_bit(keeping: Company) -> None:
    photo = photos.jpeg(with_place=False)

    ((_id, kept),) = keeping.ask(take_in, [FileOffer("a.jpg", content=photo)]).kept

    assert folder(keeping).read(kept.digest) == photo


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/hasla.txt", "hasla.txt"),
        ("C:\\Temp\\a.pdf", "a.pdf"),
        ('a"b<c>:d.txt', "a_b_c__d.txt"),
        ("a" * 300 + ".pdf", "a" * 190 + ".pdf"),
    ],
)
def test_a_name_becomes_one_that_any_system_can_write(given: str, kept: str) -> None:
    assert kept_name(given) == kept


@pytest.mark.covers("P-41")
def test_p_41_files_of_orders_are_reachable_from_the_ticket_also_when_both_are_over(
    keeping: Company,
) -> None:
    ticket = logged(keeping)
    put(keeping, ticket, FileOffer("schemat.pdf", content=photos.PDF))
    ((order, visit),) = ordered(keeping, ticket)
    put(keeping, visit, FileOffer("protokol.txt", content=b"zrobione"), table="visit")

    keeping.run(cancel_order, CancelOrder(order, "pomyłka"))
    keeping.run(close_ticket, CloseTicket(ticket, "pomyłka"))

    of_ticket = keeping.ask(ticket_attachments, ticket)
    assert sorted(row.name for row in of_ticket) == ["protokol.txt", "schemat.pdf"]
