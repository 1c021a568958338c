"""Undo and redo by journal entries."""

from collections.abc import Callable
from uuid import UUID, uuid4

from PySide6.QtTest import QSignalSpy

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.reasons import Reason
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.immediate_ops import ImmediateOps
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.undo import UndoList
from tests.ui.fakes import PlainBackend


class Journal:
    """Ops with an undo command behind them, and an undo list tied to them as the window does it."""

    def __init__(self, *, limit: int = 50) -> None:
        self.ops = ImmediateOps(PlainBackend(), Notifier())
        self.taken_back: list[UUID] = []
        self.refuses = False
        self.undo_list = UndoList(self.undo_entry, limit=limit)
        self.ops.commanded.connect(self.undo_list.note)

    def do(self, label: str, *, undoable: bool = True) -> UUID:
        entry = uuid4()
        self._run(lambda *_: Changes(entry, Reason(label), undoable=undoable))
        return entry

    def undo_entry(self, entry_id: UUID) -> "Call[Changes]":
        def undo(command: UUID, uow: object, clock: object) -> Changes:
            if self.refuses:
                raise RuleViolation("changed.meanwhile")
            self.taken_back.append(command)
            return Changes(uuid4(), Reason("undone"))

        return self.ops.command(undo, entry_id)

    def _run(self, fn: Callable[..., Changes]) -> None:
        self.ops.command(fn, None)
        self.ops.settle()


def test_undo_takes_back_the_last_thing_done() -> None:
    journal = Journal()
    journal.do("first")
    last = journal.do("last")

    journal.undo_list.undo()
    journal.ops.settle()

    assert journal.taken_back == [last]


def test_redo_takes_the_undo_back() -> None:
    journal = Journal()
    journal.do("first")
    journal.undo_list.undo()
    journal.ops.settle()
    redo = journal.undo_list.next_redo

    journal.undo_list.redo()
    journal.ops.settle()

    assert redo is not None
    assert journal.taken_back[-1] == redo.entry_id
    assert redo.label == Reason("first")
    assert journal.undo_list.next_undo is not None
    assert journal.undo_list.next_redo is None


def test_undo_and_redo_can_go_on_for_ever() -> None:
    journal = Journal()
    journal.do("first")

    for _ in range(3):
        journal.undo_list.undo()
        journal.ops.settle()
        journal.undo_list.redo()
        journal.ops.settle()

    assert len(journal.taken_back) == len(set(journal.taken_back)) == 6


def test_something_new_forgets_what_was_undone() -> None:
    journal = Journal()
    journal.do("first")
    journal.undo_list.undo()
    journal.ops.settle()

    journal.do("other")

    assert journal.undo_list.next_redo is None


def test_what_cannot_be_undone_is_told_but_not_listed() -> None:
    journal = Journal()
    told = QSignalSpy(journal.undo_list.noted)

    journal.do("printed", undoable=False)

    assert journal.undo_list.next_undo is None
    assert told.count() == 1


def test_a_refused_undo_is_told_and_left_out() -> None:
    journal = Journal()
    unheard = QSignalSpy(journal.ops.went_unheard)
    first = journal.do("first")
    journal.do("second")
    journal.refuses = True

    journal.undo_list.undo()
    journal.ops.settle()

    assert unheard.count() == 1
    assert journal.undo_list.next_undo is not None
    assert journal.undo_list.next_undo.entry_id == first


def test_the_list_is_bounded() -> None:
    journal = Journal(limit=3)
    entries = [journal.do(str(number)) for number in range(5)]

    for _ in range(5):
        journal.undo_list.undo()
        journal.ops.settle()

    assert journal.taken_back == entries[:1:-1]


def test_a_second_undo_waits_for_the_first() -> None:
    journal = Journal()
    journal.do("first")
    journal.do("second")

    journal.undo_list.undo()
    is_busy = journal.undo_list.next_undo is None
    journal.ops.settle()

    assert is_busy
    assert journal.undo_list.next_undo is not None
