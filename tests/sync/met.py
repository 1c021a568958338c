"""Two desks that have met at a plain centre, cheap enough for a test of one thing."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import pytest

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.sync import wire
from fieldservice.sync.round_result import RoundResult
from tests.conftest import MONDAY_MORNING, FakeClock
from tests.sync.desks import MemoryTokens, TestDesk
from tests.sync.plain_centre import PlainCentre, PlainLine
from tests.sync.test_meeting_of_desks import World, two_desks

__all__ = ["met", "two_desks"]


class NarrowLine(PlainLine):
    """Carries pages of a few rows. `before_page` is called before each, with how many were carried."""

    def __init__(self, centre: PlainCentre, most_rows: int = 1_000) -> None:
        super().__init__(centre)
        self.most_rows = most_rows
        self.pages = 0
        self.asked: list[wire.RowsRequest] = []
        self.before_page: Callable[[int], None] = lambda _pages: None

    def pull(self, request: wire.PullRequest) -> wire.PullReply:
        self.before_page(self.pages)
        self.pages += 1
        narrow = wire.PullRequest(request.cursors, request.schema, self.most_rows, request.ack)
        return super().pull(narrow)

    def blob_offset(self, _sha256: str) -> wire.BlobState:
        """No files are kept here."""
        raise RuleViolation("exchange.blob_unknown")

    def get_blob(self, _sha256: str, _offset: int) -> bytes:
        raise RuleViolation("exchange.blob_on_its_way")

    def rows(self, request: wire.RowsRequest) -> wire.RowsReply:
        self.asked.append(request)
        return super().rows(request)


@dataclass(slots=True)
class Met:
    """The centre, its two desks, their lines and their clock."""

    centre: PlainCentre
    desks: list[TestDesk]
    clock: FakeClock

    @property
    def one(self) -> TestDesk:
        return self.desks[0]

    @property
    def other(self) -> TestDesk:
        return self.desks[1]

    def line(self, desk: TestDesk) -> NarrowLine:
        assert isinstance(desk.line, NarrowLine)
        return desk.line

    def exchange(self) -> list[RoundResult]:
        """Rounds until nothing moves."""
        for _ in range(6):
            results = [desk.round() for desk in self.desks]
            assert [each.problem for each in results] == [None] * len(self.desks)
            if not any(each.sent or each.touched for each in results):
                return results
        raise AssertionError(results)

    def require_same(self, table: str = "customer") -> None:
        theirs = {key[1] for key, row in self.centre.rows.items() if key[0] == table and row.values}
        for desk in self.desks:
            assert desk.rows(table).keys() == theirs
            assert desk.rows(table) == self.one.rows(table)


@pytest.fixture
def met(two_desks: World, tmp_path: Path) -> Iterator[Met]:
    centre, clock = deepcopy(two_desks.centre), FakeClock(MONDAY_MORNING)
    desks = []
    for place, (content, token) in enumerate(two_desks.files):
        path = tmp_path / f"{place}" / "desk.db"
        path.parent.mkdir()
        path.write_bytes(content)
        desks.append(TestDesk(path, NarrowLine(centre), clock, MemoryTokens(token), place))
    yield Met(centre, desks, clock)
    for desk in desks:
        desk.database.close()
