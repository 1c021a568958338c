"""The desk may die at any step of taking a new token: it comes in again, and its file never holds one."""

from dataclasses import dataclass, field

import pytest
from sqlalchemy import event

from tests.sync.conftest import Desks
from tests.sync.desks import MemoryTokens, TestDesk


class DiedError(Exception):
    """The desk died here."""


@dataclass(slots=True)
class DyingTokens(MemoryTokens):
    """Dies once, before or after a step; remembers every token that it was given."""

    dies: str = ""
    given: list[str] = field(default_factory=list)

    def keep_next(self, token: str) -> None:
        self.given.append(token)
        MemoryTokens.keep_next(self, token)
        self._die("kept")

    def take_next(self) -> None:
        self._die("noted")
        MemoryTokens.take_next(self)
        self._die("taken")

    def _die(self, at: str) -> None:
        if self.dies == at:
            self.dies = ""
            raise DiedError


@pytest.mark.covers("L08")
@pytest.mark.parametrize("step", ["kept", "noted", "taken"])
def test_a_desk_that_died_with_a_new_token_comes_in_again(desks: Desks, step: str) -> None:
    desk = desks.joined()
    desk.tokens = tokens = DyingTokens(desk.tokens.token)
    desk.restart()
    desks.clock.advance(minutes=20)
    tokens.dies = step

    with pytest.raises(DiedError):
        desk.round()
    desk.restart()
    desks.clock.advance(minutes=20)

    assert desk.round().problem is None
    desk.restart()
    desks.clock.advance(minutes=20)
    assert desk.round().problem is None


@pytest.mark.covers("L08")
def test_no_token_is_ever_written_into_the_file_of_the_desk(desks: Desks) -> None:
    desk = desks.joined()
    desk.tokens = tokens = DyingTokens(desk.tokens.token)
    desk.restart()
    desks.clock.advance(minutes=20)
    written = bound_by(desk)

    assert desk.round().problem is None

    assert tokens.given
    assert [token for token in tokens.given if token in repr(written)] == []


def bound_by(desk: TestDesk) -> list[object]:
    """All values that are bound from now on."""
    written: list[object] = []
    event.listen(desk.database.writer, "before_cursor_execute", lambda *seen: written.append(seen[3]))
    return written
