"""What becomes of a row that was pulled; and fingerprints as both sides make them."""

from uuid import UUID, uuid4

import msgspec
import pytest

from fieldservice.domain.model.journal import ChangeKind
from fieldservice.domain.rules import exchange_digest
from fieldservice.domain.store.engine import Database
from fieldservice.domain.store.journal import RowChange
from fieldservice.sync.checking import versions_here
from fieldservice.sync.deciding import NOTHING_KNOWN, Fate, Known, decide
from fieldservice.sync.open_work import OpenWork
from fieldservice.sync.row_form import exchanged_tables, row_form, stored_moment, travelling_moment
from fieldservice.sync.staging import UNPLACED, Incoming
from fieldservice.sync.wire import PulledRow

HERE, THERE = UUID(int=1).hex, UUID(int=2).hex
ROW = {"id": uuid4().hex, "name": "theirs", "note": "theirs"}


def told(version: int = 5, *, row: dict[str, str] | None = ROW, **values: object) -> Incoming:
    row_id = uuid4().hex
    written = msgspec.json.encode(PulledRow(HERE, 1, "customer", row_id, version, row))
    given = {"scope": HERE, "version": version, "written": written, "is_told": True, **values}
    return Incoming("customer", row_id, **given)  # type: ignore[arg-type]


def left(*scopes: str) -> Incoming:
    return Incoming("customer", uuid4().hex, exits=set(scopes))


OURS = OpenWork(RowChange(ChangeKind.UPDATE, {"note": "before"}, {"note": "ours"}))
REMOVED = OpenWork(RowChange(ChangeKind.DELETE, {"note": "before"}, None))
BROUGHT = OpenWork(None, is_whole=True)


def test_a_newer_row_is_written_and_one_that_is_not_newer_passed_over() -> None:
    assert decide(told(5), Known(4, HERE), None).fate is Fate.WRITE
    assert decide(told(5), NOTHING_KNOWN, None).fate is Fate.WRITE
    assert decide(told(5), Known(5, HERE), None).fate is Fate.PASSED
    assert decide(told(5), Known(6, HERE), None).fate is Fate.PASSED


def test_a_truth_counts_whatever_version_is_known() -> None:
    assert decide(told(5, is_truth=True), Known(9, HERE), None).fate is Fate.WRITE


def test_our_open_work_stays_on_top_of_the_centre_s_row() -> None:
    decision = decide(told(), Known(4, HERE), OURS)

    assert decision.row == {**ROW, "note": "ours"}


@pytest.mark.covers("P-59")
def test_what_we_removed_stays_removed_until_the_centre_decides() -> None:
    decision = decide(told(), Known(4, HERE), REMOVED)

    assert (decision.fate, decision.row) == (Fate.WRITE, None)


def test_what_is_gone_or_left_waits_as_long_as_our_work_on_it_does() -> None:
    assert decide(told(row=None), Known(4, HERE), None).fate is Fate.REMOVE
    assert decide(told(row=None), Known(4, HERE), OURS).fate is Fate.HOLD
    assert decide(left(HERE), Known(4, HERE), None).fate is Fate.REMOVE
    assert decide(left(HERE), Known(4, HERE), OURS).fate is Fate.HOLD
    assert decide(told(), Known(4, HERE), BROUGHT).fate is Fate.HOLD


def test_an_exit_concerns_only_who_holds_the_row_for_that_scope() -> None:
    assert decide(left(HERE), Known(4, THERE), None).fate is Fate.PASSED
    assert decide(left(HERE), Known(4, UNPLACED.hex), None).fate is Fate.REMOVE
    moved = told(scope=THERE, exits={HERE})
    assert decide(moved, Known(4, HERE), None).fate is Fate.WRITE


def test_fingerprints_of_versions_are_those_of_the_rule(sqlite_database: Database) -> None:
    rows = [("customer", uuid4(), version) for version in range(300)]
    with sqlite_database.write_sessions().begin() as session:
        session.connection().exec_driver_sql(
            "INSERT INTO exchange_version (table_name, row_id, version, scope) VALUES (?, ?, ?, ?)",
            [(table, row_id.hex, version, HERE) for table, row_id, version in rows],
        )

    with sqlite_database.read_session() as session:
        found = versions_here(session.connection(), HERE)

    hashes = ((row_id, exchange_digest.version_hash(row_id, version)) for _table, row_id, version in rows)
    assert found == {"customer": exchange_digest.buckets(hashes)}


@pytest.mark.parametrize(
    "moment",
    ["2026-11-23T07:30:00+00:00", "2026-11-23T07:30:00.000001+00:00", "1969-07-20T20:17:40.100000+00:00"],
)
def test_a_moment_comes_back_from_the_file_as_it_travelled(moment: str) -> None:
    assert travelling_moment(stored_moment(moment)) == moment
    assert stored_moment("2026-11-23T08:30:00+01:00") == "2026-11-23 07:30:00.000000"


def test_every_table_that_is_exchanged_has_its_form() -> None:
    forms = [row_form(table) for table in exchanged_tables()]

    assert len(forms) > 50
    assert all(form is not None and "id" in form.columns for form in forms)
    assert not [form for form in forms if form is not None and "version" in form.columns]
