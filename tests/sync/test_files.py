"""Contents of attachments at a desk: kept only when they are what their digest says, in parts."""

import hashlib
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.content import Attachment
from fieldservice.domain.model.exchange import BlobDirection, BlobTransfer
from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation
from fieldservice.domain.store.engine import Database
from fieldservice.domain.store.unit_of_work import Actor
from fieldservice.sync.blobs import AGAIN_AFTER, ARRIVING, BlobExchange, queue
from fieldservice.sync.desk_store import DeskStore
from fieldservice.sync.round_result import never, unheard
from fieldservice.sync.wire import BLOB_PART, BlobState
from tests.conftest import FakeClock
from tests.factories import BRANCH, USER_ID, WORKSTATION_ID, ZONE
from tests.sync.desks import MemoryTokens

CONTENT = Random(5).randbytes(BLOB_PART * 2 + 100)  # noqa: S311 - a file
DIGEST = hashlib.sha256(CONTENT).hexdigest()


class Shelf:
    """The files of a centre, and a line that breaks before the part of that number."""

    def __init__(self, content: bytes = b"") -> None:
        self.content = bytearray(content)
        self.breaks_before = -1
        self.asked: list[int] = []

    def _part(self, offset: int) -> None:
        self.asked.append(offset)
        if len(self.asked) - 1 == self.breaks_before:
            raise EnvironmentProblem("exchange.unreachable")

    def blob_offset(self, _digest: str) -> BlobState:
        return BlobState(len(self.content), len(CONTENT))

    def put_blob(self, _digest: str, offset: int, total: int, part: bytes) -> BlobState:
        self._part(offset)
        assert (offset, total) == (len(self.content), len(CONTENT))
        self.content += part
        return BlobState(len(self.content), total)

    def get_blob(self, _digest: str, offset: int) -> bytes:
        self._part(offset)
        return bytes(self.content[offset : offset + BLOB_PART])


class Files:
    """A desk for which one file waits."""

    def __init__(self, database: Database, clock: FakeClock, direction: BlobDirection) -> None:
        actor = Actor(USER_ID, WORKSTATION_ID, BRANCH, ZONE)
        self.store = DeskStore(database, actor, MemoryTokens(), "1.0")
        self.clock = clock
        assert database.files is not None
        self.place: Path = database.files / DIGEST[:2] / DIGEST
        self.arriving: Path = database.files / ARRIVING / DIGEST
        with database.write_sessions().begin() as session:
            queue(session, direction, {DIGEST: len(CONTENT)}, clock.now())

    def carry(self, shelf: Shelf) -> int:
        line: object = shelf
        return BlobExchange(self.store, line, self.clock).run(unheard, never)  # type: ignore[arg-type]

    @property
    def waiting(self) -> list[str]:
        with self.store.database.read_session() as session:
            return [each.problem for each in session.query(BlobTransfer)]


@pytest.fixture
def coming(sqlite_database: Database, clock: FakeClock) -> Files:
    return Files(sqlite_database, clock, BlobDirection.DOWN)


@pytest.fixture
def going(sqlite_database: Database, clock: FakeClock) -> Files:
    files = Files(sqlite_database, clock, BlobDirection.UP)
    files.place.parent.mkdir(parents=True)
    files.place.write_bytes(CONTENT)
    return files


@pytest.mark.covers("P-61")
def test_a_file_comes_in_parts_and_goes_on_where_the_line_broke(coming: Files) -> None:
    shelf = Shelf(CONTENT)
    shelf.breaks_before = 2
    with pytest.raises(EnvironmentProblem):
        coming.carry(shelf)
    assert not coming.place.exists()

    assert coming.carry(shelf) == 1

    assert coming.place.read_bytes() == CONTENT
    assert shelf.asked == [0, BLOB_PART, 2 * BLOB_PART, 2 * BLOB_PART]
    assert coming.waiting == []


@pytest.mark.covers("P-61")
def test_a_file_that_is_not_what_its_digest_says_is_not_kept_and_comes_anew(coming: Files) -> None:
    altered = CONTENT[:-1] + b"?"

    assert coming.carry(Shelf(altered)) == 0

    assert not coming.place.exists()
    assert not coming.arriving.exists()
    assert coming.waiting == ["exchange.blob_altered"]

    coming.clock.advance(seconds=AGAIN_AFTER / timedelta(seconds=1))
    assert coming.carry(Shelf(CONTENT)) == 1
    assert coming.place.read_bytes() == CONTENT


def test_a_file_that_is_not_at_the_centre_yet_is_asked_for_again_after_a_while(coming: Files) -> None:
    assert coming.carry(Shelf()) == 0
    assert coming.waiting == ["exchange.blob_on_its_way"]

    assert coming.carry(Shelf(CONTENT)) == 0
    coming.clock.advance(minutes=1)
    assert coming.carry(Shelf(CONTENT)) == 1


@pytest.mark.covers("P-61")
def test_a_file_goes_in_parts_and_on_where_the_line_broke(going: Files) -> None:
    shelf = Shelf()
    shelf.breaks_before = 1
    with pytest.raises(EnvironmentProblem):
        going.carry(shelf)

    assert going.carry(shelf) == 1

    assert bytes(shelf.content) == CONTENT
    assert shelf.asked == [0, BLOB_PART, BLOB_PART, 2 * BLOB_PART]
    assert going.waiting == []


def test_a_file_that_is_there_already_is_not_sent_again(going: Files) -> None:
    shelf = Shelf(CONTENT)

    assert going.carry(shelf) == 1
    assert shelf.asked == []


def test_a_refusal_puts_one_file_off_and_not_the_others(going: Files) -> None:
    class Strict(Shelf):
        def blob_offset(self, digest: str) -> BlobState:
            if digest == DIGEST:
                raise RuleViolation("exchange.blob_unknown")
            return super().blob_offset(digest)

    other = hashlib.sha256(b"other").hexdigest()
    place = going.place.parent.parent / other[:2] / other
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(CONTENT)
    with going.store.database.write_sessions().begin() as session:
        queue(session, BlobDirection.UP, {other: len(CONTENT)}, going.clock.now())

    with going.store.database.write_sessions().begin() as session:
        session.add(
            Attachment(
                id=new_id(),
                owner_table="ticket",
                owner_id=new_id(),
                name="a.pdf",
                media_type="application/pdf",
                size_bytes=len(CONTENT),
                digest=DIGEST,
                added_at=going.clock.now(),
            )
        )

    assert going.carry(Strict()) == 1
    assert going.waiting == ["exchange.blob_unknown"]


def test_a_file_whose_row_is_neither_here_nor_there_waits_no_longer(going: Files) -> None:
    class Strict(Shelf):
        def blob_offset(self, _digest: str) -> BlobState:
            raise RuleViolation("exchange.blob_unknown")

    assert going.carry(Strict()) == 0
    assert going.waiting == []
