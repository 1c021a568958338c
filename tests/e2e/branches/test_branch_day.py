"""Three desks, two processes of the centre, one day with the line cut (Must show 3)."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import URL

from fieldservice.desk import open_desk
from fieldservice.domain.queries.settled_calls import ticket_standing, ticket_with_number
from tests.e2e.branches.centre_in_two import centre_in_two
from tests.e2e.branches.day import Day, a_day
from tests.e2e.branches.preparing import WallClock, config_of
from tests.e2e.branches.sameness import differences, doubled_numbers, tickets_with, unsettled
from tests.postgres import create_database, drop_database


@pytest.fixture
def day(postgresql_server: URL, tmp_path: Path) -> Iterator[Day]:
    url = create_database(postgresql_server, f"day_{uuid4().hex}")
    with centre_in_two(url, tmp_path / "centre") as (centre, line), a_day(centre, line, tmp_path) as day:
        yield day
    drop_database(postgresql_server, url.database or "")


@pytest.mark.covers("J01", "J02", "J03", "J04", "J06", "X5", "P-31", "P-32")
@pytest.mark.timeout(600)
def test_a_day_with_the_line_cut_ends_with_the_same_everywhere(day: Day) -> None:
    asked = day.restore()
    day.close()

    assert asked
    assert day.killed == 2
    for name in day.desks:
        home = day.home(name)
        assert differences(home, day.line.address) == []
        desk = open_desk(config_of(home), WallClock())
        with desk.database.read_session() as session:
            assert {said: tickets_with(session, said) for said in day.said} == day.expected(name)
            assert doubled_numbers(session) == []
            ticket_id = ticket_with_number(session, day.closed_by_two)
            assert ticket_id is not None
            standing = ticket_standing(session, ticket_id)
            assert (standing.is_closed, standing.closings) == (True, 1)
        assert unsettled(desk.begin()) == []
        desk.close()
