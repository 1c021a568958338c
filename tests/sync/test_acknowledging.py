"""What an answer is taken for: versions that are known, rows that are doubted, work that is done."""

from typing import Any
from uuid import UUID

import pytest

from fieldservice.domain.model.base import new_id
from fieldservice.domain.store.engine import Database
from fieldservice.sync import wire
from fieldservice.sync.acknowledging import take
from fieldservice.sync.staging import UNPLACED
from tests.conftest import MONDAY_MORNING

NOW = "2026-11-23T07:30:00+00:00"
ROW, SCOPE = UUID(int=7).hex, UUID(int=3).hex
KEY = ("customer", ROW)


def sent(n: int = 1, kind: wire.Kind = "update", **values: Any) -> wire.Transaction:
    entry = wire.Entry(new_id().hex, "customer.change", {}, NOW, NOW)
    operation = wire.Operation(*KEY, kind, 3, values)
    return wire.Transaction(n, 2, n, entry, [operation])


def answered(*results: wire.RowResult, n: int = 1) -> wire.PushReply:
    return wire.PushReply(n, [wire.TransactionResult(n, "applied", list(results))], 9)


class Taken:
    """A file that knows version 3 of one row, and what an answer makes of it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.run("INSERT INTO exchange_version VALUES (?, ?, 3, ?)", *KEY, SCOPE)

    def run(self, statement: str, *bound: Any) -> list[Any]:
        with self.database.write_sessions().begin() as session:
            found = session.connection().exec_driver_sql(statement, bound)
            return [tuple(row) for row in found.all()] if found.returns_rows else []

    def take(self, transactions: list[wire.Transaction], reply: wire.PushReply) -> None:
        with self.database.write_sessions().begin() as session:
            take(session.connection(), transactions, reply, MONDAY_MORNING)

    @property
    def known(self) -> list[Any]:
        return self.run("SELECT version, scope FROM exchange_version")

    @property
    def doubted(self) -> list[Any]:
        return self.run("SELECT table_name, row_id FROM exchange_provisional")


@pytest.fixture
def taken(sqlite_database: Database) -> Taken:
    return Taken(sqlite_database)


def test_the_next_version_is_known_when_the_row_stands_as_it_was_sent(taken: Taken) -> None:
    taken.take([sent()], answered(wire.RowResult(*KEY, 4)))

    assert (taken.known, taken.doubted) == ([(4, SCOPE)], [])


@pytest.mark.covers("P-55")
def test_a_version_is_not_known_when_somebody_came_between(taken: Taken) -> None:
    """Else the next edit would claim to have seen a change that it never saw."""
    taken.take([sent()], answered(wire.RowResult(*KEY, 5)))

    assert (taken.known, taken.doubted) == ([(3, SCOPE)], [])


@pytest.mark.covers("P-55")
def test_a_version_is_not_known_when_the_row_became_another(taken: Taken) -> None:
    taken.take([sent()], answered(wire.RowResult(*KEY, 4, as_sent=False)))

    assert taken.known == [(3, SCOPE)]


@pytest.mark.covers("P-55")
def test_of_several_answers_about_a_row_one_that_is_not_as_sent_counts(taken: Taken) -> None:
    reply = wire.PushReply(
        2,
        [
            wire.TransactionResult(1, "applied", [wire.RowResult(*KEY, 4, as_sent=False)]),
            wire.TransactionResult(2, "applied", [wire.RowResult(*KEY, 4)]),
        ],
        9,
    )

    taken.take([sent(1), sent(2)], reply)

    assert taken.known == [(3, SCOPE)]


def test_a_row_that_is_gone_there_is_asked_for(taken: Taken) -> None:
    taken.take([sent()], answered(wire.RowResult(*KEY, 4, is_gone=True)))

    assert (taken.known, taken.doubted) == ([(3, SCOPE)], [KEY])


def test_a_row_that_went_back_at_the_centre_is_asked_for(taken: Taken) -> None:
    taken.take([sent()], answered(wire.RowResult(*KEY, 3)))

    assert (taken.known, taken.doubted) == ([(3, SCOPE)], [KEY])


def test_a_row_that_we_removed_is_forgotten(taken: Taken) -> None:
    taken.take([sent(kind="delete")], answered(wire.RowResult(*KEY, 4, is_gone=True)))

    assert (taken.known, taken.doubted) == ([], [])


def test_a_row_that_we_removed_and_the_centre_kept_is_not_forgotten(taken: Taken) -> None:
    taken.take([sent(kind="delete")], answered(wire.RowResult(*KEY, 4, as_sent=False)))

    assert taken.known == [(3, SCOPE)]


def test_a_new_row_is_known_and_asked_for_until_its_scope_is_told(taken: Taken) -> None:
    taken.run("DELETE FROM exchange_version")

    taken.take([sent(kind="insert")], answered(wire.RowResult(*KEY, 1)))

    assert (taken.known, taken.doubted) == ([(1, UNPLACED.hex)], [KEY])


def test_taking_an_answer_again_changes_nothing(taken: Taken) -> None:
    """But that the row is asked for: the version that is told is known by then."""
    reply = answered(wire.RowResult(*KEY, 4))
    taken.take([sent()], reply)

    taken.take([sent()], reply)

    assert taken.known == [(4, SCOPE)]


@pytest.mark.covers("J06")
def test_work_that_was_refused_is_kept_whole_and_its_rows_are_asked_for(taken: Taken) -> None:
    refusal = wire.Refusal(UUID(int=5).hex, "rights.missing", {"right": "edit"}, NOW)
    reply = wire.PushReply(1, [wire.TransactionResult(1, "refused", refusal=refusal)], 9)

    taken.take([sent(note="typed")], reply)
    taken.take([sent(note="typed")], reply)

    assert taken.doubted == [KEY]
    ((kind, payload, reason),) = taken.run("SELECT kind, payload, reason FROM exchange_news")
    assert kind == "refusal"
    assert "typed" in payload
    assert "rights.missing" in reason


@pytest.mark.covers("J06")
def test_a_new_row_whose_later_change_was_refused_is_not_known(taken: Taken) -> None:
    """Else the pull would find it as it was sent, and the refused change would stay here."""
    taken.run("DELETE FROM exchange_version")
    results = [
        wire.TransactionResult(1, "applied", [wire.RowResult(*KEY, 1)]),
        wire.TransactionResult(
            2, "refused", refusal=wire.Refusal(UUID(int=5).hex, "rights.missing", {}, NOW)
        ),
    ]

    taken.take([sent(1, kind="insert"), sent(2, note="refused")], wire.PushReply(2, results, 9))

    assert (taken.known, taken.doubted) == ([], [KEY])


@pytest.mark.covers("P-54")
def test_work_that_the_centre_has_already_is_no_news_and_its_files_go_up(taken: Taken) -> None:
    """A clone brought it, or this file before a backup took its place."""
    operation = wire.Operation("attachment", ROW, "insert", 0, {"digest": "ab", "size_bytes": 3})
    refusal = wire.Refusal(UUID(int=5).hex, "exchange.entry_known", {}, NOW)
    entry = wire.Entry(new_id().hex, "ticket.attach", {}, NOW, NOW)
    reply = wire.PushReply(1, [wire.TransactionResult(1, "refused", refusal=refusal)], 9)

    taken.take([wire.Transaction(1, 2, 1, entry, [operation])], reply)

    assert taken.run("SELECT count(*) FROM exchange_news") == [(0,)]
    assert taken.run("SELECT digest, direction FROM blob_transfer") == [("ab", "up")]
    assert taken.doubted == [("attachment", ROW)]


@pytest.mark.covers("P-53")
def test_only_what_was_answered_is_done(taken: Taken) -> None:
    for n in (1, 2):
        taken.run(
            "INSERT INTO outbox_transaction (number, entry_id, at, stamp, schema, state)"
            " VALUES (?, ?, '2026-11-23 07:30:00', 1, 2, 'sent')",
            n,
            UUID(int=n).hex,
        )
        taken.run("INSERT INTO outbox_operation VALUES (?, ?, 0, ?, ?, 3)", UUID(int=10 + n).hex, n, *KEY)

    taken.take([sent(1)], answered(wire.RowResult(*KEY, 4)))

    assert taken.run("SELECT number, state FROM outbox_transaction") == [(1, "acked"), (2, "sent")]
    assert taken.run("SELECT number FROM outbox_operation") == [(2,)]


def test_a_value_that_gave_way_is_told_once(taken: Taken) -> None:
    conflict = wire.Conflict(UUID(int=9).hex, *KEY, "note", "scalar", NOW, kept="theirs", lost="ours")
    reply = wire.PushReply(1, [wire.TransactionResult(1, "applied", conflicts=[conflict])], 9)

    taken.take([sent()], reply)
    taken.run("UPDATE exchange_news SET settled_at = '2026-11-23 08:00:00'")
    taken.take([sent()], reply)

    ((kept, lost, settled),) = taken.run("SELECT kept, lost, settled_at FROM exchange_news")
    assert (kept, lost) == ('"theirs"', '"ours"')
    assert settled is not None


def test_a_number_that_was_changed_is_told_as_that(taken: Taken) -> None:
    conflict = wire.Conflict(UUID(int=9).hex, "ticket", ROW, "number", "unique", NOW, kept="2", lost="1")

    taken.take([sent()], wire.PushReply(1, [wire.TransactionResult(1, "applied", conflicts=[conflict])], 9))

    assert taken.run("SELECT kind FROM exchange_news") == [("renumbered",)]


def test_files_are_sent_once_their_attachment_is_known_there(taken: Taken) -> None:
    operation = wire.Operation("attachment", ROW, "insert", 0, {"digest": "ab", "size_bytes": 3})
    entry = wire.Entry(new_id().hex, "ticket.attach", {}, NOW, NOW)
    transaction = wire.Transaction(1, 2, 1, entry, [operation])
    refused = wire.PushReply(1, [wire.TransactionResult(1, "refused")], 9)

    taken.take([transaction], refused)
    assert taken.run("SELECT digest FROM blob_transfer") == []

    taken.take([transaction], wire.PushReply(1, [wire.TransactionResult(1, "applied")], 9))
    assert taken.run("SELECT digest, direction, size_bytes FROM blob_transfer") == [("ab", "up", 3)]
