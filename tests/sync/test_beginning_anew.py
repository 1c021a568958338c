"""A whole copy in the place of what is here: kept when it holds what the centre counted; our work on top."""

import hashlib
from uuid import UUID

import msgspec
import pytest
import zstandard

from fieldservice.domain.commands.attachments import AttachFiles, NewAttachment, attach_files
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.exchange import BlobDirection, BlobTransfer
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.attachments import FileOffer
from fieldservice.domain.store.attachments import AttachmentFolder
from fieldservice.sync import wire
from fieldservice.sync.bootstrap import FOLDER
from tests.sync.met import Met, met, two_desks

__all__ = ["met", "two_desks"]


def must_begin_anew(met: Met) -> None:
    """As after an upgrade."""
    with met.other.database.write_sessions().begin() as session:
        session.connection().exec_driver_sql("UPDATE exchange_cursor SET tables_version = 0")


def customers(met: Met) -> set[str]:
    return {str(row["name"]) for row in met.other.rows("customer").values()}


@pytest.mark.covers("P-57")
def test_a_copy_that_lacks_a_row_is_not_kept(met: Met) -> None:
    must_begin_anew(met)
    before, whole = met.other.rows("customer"), met.centre.manifest

    def short() -> wire.Manifest:
        """A chunk without its last customer, whole as its digest says."""
        manifest = whole()
        (chunk,) = manifest.chunks
        lines = zstandard.decompress(met.centre.chunks[chunk.sha256]).splitlines()
        lines.remove(next(line for line in lines if msgspec.json.decode(line)["table"] == "customer"))
        return msgspec.structs.replace(manifest, chunks=[kept(met, lines)])

    met.line(met.other).manifest = lambda _scope, _schema: short()  # type: ignore[method-assign]
    result = met.other.round()

    assert result.problem is not None
    assert result.problem.code == "exchange.broken_answer"
    assert met.other.rows("customer") == before
    assert before


@pytest.mark.covers("P-57")
def test_a_chunk_that_was_altered_on_its_way_is_not_kept(met: Met) -> None:
    must_begin_anew(met)
    line, before = met.line(met.other), met.other.rows("customer")
    carry = line.chunk
    line.chunk = lambda sha256: carry(sha256)[:-1]  # type: ignore[method-assign]

    result = met.other.round()

    assert result.problem is not None
    assert result.problem.code == "exchange.broken_answer"
    assert met.other.rows("customer") == before
    folder = met.other.path.with_name(met.other.path.name + FOLDER)
    assert not [path for path in folder.iterdir() if not path.name.endswith(".part")]

    line.chunk = carry  # type: ignore[method-assign]
    assert met.other.round().went_well


@pytest.mark.covers("P-57", "P-53")
def test_work_that_is_done_while_the_copy_is_fetched_stays_on_top(met: Met) -> None:
    """It was not sent before: the copy takes the place of all but the rows that it is about."""
    must_begin_anew(met)
    line = met.line(met.other)
    carry = line.chunk
    (first, *_rest) = met.other.rows("customer")

    def work(sha256: str) -> bytes:
        met.other.company.customer("Typed meanwhile", number="N-99")
        met.other.say(UUID(first), note="said meanwhile")
        return carry(sha256)

    line.chunk = work  # type: ignore[method-assign]
    met.other.round()

    assert "Typed meanwhile" in customers(met)
    assert met.other.rows("customer")[first]["note"] == "said meanwhile"

    met.exchange()
    met.require_same()
    assert met.one.rows("customer")[first]["note"] == "said meanwhile"


def test_a_copy_that_is_broken_off_goes_on_and_leaves_nothing_behind(met: Met) -> None:
    must_begin_anew(met)
    asked = list[str]()
    line, whole = met.line(met.other), met.centre.manifest
    carry = line.chunk
    line.manifest = lambda _scope, _schema: in_two(met, whole())  # type: ignore[method-assign]

    def note(sha256: str) -> bytes:
        asked.append(sha256)
        return carry(sha256)

    line.chunk = note  # type: ignore[method-assign]
    folder = met.other.path.with_name(met.other.path.name + FOLDER)

    met.other.engine.round(is_cancelled=lambda: bool(asked))
    assert len(list(folder.iterdir())) == 1
    met.other.round()

    assert len(asked) == len(set(asked)) == 2
    assert not folder.exists()
    met.require_same()


@pytest.mark.covers("P-61")
def test_files_that_others_attached_meanwhile_come_with_a_copy_too(met: Met) -> None:
    assert met.one.database.files is not None
    kept = AttachmentFolder(met.one.database.files).keep(FileOffer("report.pdf", content=b"%PDF-1.4 report"))
    (ticket,) = [each.id for each in met.one.company.rows(Ticket)]
    met.one.company.run(attach_files, AttachFiles("ticket", ticket, (NewAttachment(new_id(), kept),)))
    assert met.one.round().sent == 1
    must_begin_anew(met)

    met.other.round()

    with met.other.database.read_session() as session:
        (waiting,) = session.query(BlobTransfer)
    assert (waiting.digest, waiting.direction) == (kept.digest, BlobDirection.DOWN)


def in_two(met: Met, manifest: wire.Manifest) -> wire.Manifest:
    (chunk,) = manifest.chunks
    lines = zstandard.decompress(met.centre.chunks[chunk.sha256]).splitlines()
    half = len(lines) // 2
    return msgspec.structs.replace(
        manifest, chunks=[kept(met, each) for each in (lines[:half], lines[half:])]
    )


def kept(met: Met, lines: list[bytes]) -> wire.Chunk:
    """A chunk of these lines, at the centre."""
    packed = zstandard.compress(b"\n".join(lines))
    name = hashlib.sha256(packed).hexdigest()
    met.centre.chunks[name] = packed
    return wire.Chunk(name, len(lines), len(packed))
