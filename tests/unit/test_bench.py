"""The benchmarks' own arithmetic and the shape of what they print; nothing here measures a time."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bench import __main__ as bench
from bench import years
from bench.company import Scale, make_company
from bench.report import (
    Figure,
    as_json,
    at_most,
    interleaved,
    percentile,
    ratio_at_least,
    ratio_at_most,
    remarks,
    table,
)
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.equipment import Equipment
from fieldservice.domain.model.journal import SearchEntry
from fieldservice.domain.model.ticket import Article, Ticket
from fieldservice.domain.store import search_index
from fieldservice.domain.store.engine import open_sqlite
from tests.conftest import MONDAY_MORNING

RATE = Figure("create", 200.0, "per s", ratio_at_least(0.25), 400.0, "plain SQLite")


def test_a_ratio_is_ours_to_the_reference() -> None:
    assert RATE.ratio == 0.5


def missing() -> dict[str, object]:
    return {"push_95_ms": 400, "missed": ["push"]}


def reaching() -> dict[str, object]:
    return {"push_95_ms": 100, "missed": []}


@pytest.mark.parametrize(("outcome", "code"), [(missing, 1), (reaching, 0)])
def test_a_long_run_that_missed_a_target_tells_it_by_its_exit_code(
    outcome: Callable[[], object], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(bench.SOAKS, "scale", f"{__name__}:{outcome.__name__}")

    assert bench.main(["soak", "scale"]) == code


def test_a_figure_without_a_reference_has_no_ratio() -> None:
    assert Figure("undo", 3.0, "ms").ratio is None


@pytest.mark.parametrize(
    ("figure", "reached"),
    [
        (RATE, True),
        (Figure("create", 90.0, "per s", ratio_at_least(0.25), 400.0), False),
        (Figure("start", 300.0, "ms", ratio_at_most(2), 150.0), True),
        (Figure("start", 301.0, "ms", ratio_at_most(2), 150.0), False),
        (Figure("verdict", 5.0, "ms", at_most(5), 0.4), True),
        (Figure("verdict", 5.1, "ms", at_most(5), 0.4), False),
        (Figure("start", 300.0, "ms", ratio_at_most(2)), False),
        (Figure("undo", 300.0, "ms"), None),
    ],
)
def test_a_target_binds_the_ratio_or_the_figure_itself(figure: Figure, *, reached: bool | None) -> None:
    assert figure.is_reached is reached


def test_the_95th_percentile_is_not_exceeded_by_95_of_100() -> None:
    assert percentile(range(1, 101), 95) == 95


def test_interleaved_runs_are_compared_pair_by_pair() -> None:
    ours, theirs = [10.0, 40.0, 20.0], [10.0, 20.0, 40.0]

    medians = interleaved(ours.__getitem__, theirs.__getitem__, 3)

    assert medians == (20.0, 20.0, 1.0)


def test_the_table_is_aligned_and_names_what_was_missed() -> None:
    missed = Figure("start", 1234.5, "ms", ratio_at_most(2), 150.0, "bare window")

    head, first, second = table([RATE, missed]).splitlines()

    assert head.index("reference") + len("reference") == first.index("400 per s") + len("400 per s")
    assert first.endswith("ratio >= 0.25  reached")
    assert second.endswith("ratio <= 2     MISSED")
    assert "1,234 ms" in second


def test_what_else_was_measured_stands_below_the_table() -> None:
    figure = Figure("verdict", 3.0, "ms", more={"statements": 27, "least": 0.0456})

    assert remarks([RATE, figure]) == "verdict: statements 27, least 0.0456"


def test_json_tells_what_the_table_tells() -> None:
    told = json.loads(as_json([RATE], {"processors": 2}))

    assert told["machine"] == {"processors": 2}
    assert told["figures"] == [
        {
            "name": "create",
            "ours": 200.0,
            "unit": "per s",
            "reference": 400.0,
            "beside": "plain SQLite",
            "ratio": 0.5,
            "target": "ratio >= 0.25",
            "reached": True,
            "more": {},
        }
    ]


def test_the_generated_company_is_whole_and_found_under_the_programs_own_words(tmp_path: Path) -> None:
    path = tmp_path / "company.db"

    make_company(path, Scale(customers=30, tickets=120))

    database = open_sqlite(path)
    with database.write_sessions()() as session:
        counts = [session.scalar(select(func.count(kind.id))) for kind in (Customer, Equipment, Ticket)]
        found_by = select(SearchEntry.id, SearchEntry.words, SearchEntry.texts)
        made = {row[0]: row[1:] for row in session.execute(found_by)}
        search_index.rebuild(session, MONDAY_MORNING)
        anew = {row[0]: row[1:] for row in session.execute(found_by)}
    database.close()
    assert counts == [30, 150, 120]
    assert made == anew


def test_the_larger_database_of_years_has_the_same_open_tickets_and_ten_times_as_many_in_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(years, "SMALL", 60)
    path = tmp_path / "years.db"

    years.make_years(path, 600)

    database = open_sqlite(path)
    with database.read_session() as session:
        whole = session.scalar(select(func.count(Ticket.id)))
        numbers = session.scalar(select(func.count(Ticket.number.distinct())))
        live = session.scalar(select(func.count(Ticket.id)).where(Ticket.closed_at.is_(None)))
        said = session.scalar(select(func.count(Article.id)).where(Article.author_name == "Jan Nowak"))
        found = session.scalar(select(SearchEntry.words).where(SearchEntry.words.contains("000599")))
    database.close()
    assert (whole, numbers, live, said) == (600, 600, 15, years.TALKATIVE)
    assert found is not None
