"""T5: over a line that loses, doubles, delays and cuts, everything arrives, each once."""

from uuid import uuid4

import pytest

from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.sync.http_transport import HttpTransport
from tests.server.bad_line import QUICK, Chance, Trouble, bad_line
from tests.server.centre.office import Office, session_request
from tests.server.centre.running import Running
from tests.server.centre.sender import Sender

Served = tuple[Office, Running]
SENT = 40


def arrived(office: Office, mark: str) -> dict[str, int]:
    """How often each text of this test stands in the centre, as a row and in its history."""
    with office.database.writer.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT name, count(*) FROM customer WHERE name LIKE %(mark)s GROUP BY 1", {"mark": f"{mark}%"}
        )
        return {row[0]: row[1] for row in rows}


def entries(office: Office, mark: str) -> int:
    with office.database.writer.connect() as connection:
        statement = "SELECT count(*) FROM journal_entry WHERE label->>'name' LIKE %(mark)s"
        return int(connection.exec_driver_sql(statement, {"mark": f"{mark}%"}).scalar() or 0)


@pytest.mark.covers("J03", "P-40")
def test_over_a_bad_line_each_text_arrives_once(served: Served) -> None:
    office, running = served
    mark = uuid4().hex[:8]
    with bad_line(running.port, Chance(seed=11, share=40)) as line:
        sender = Sender(HttpTransport(line.address), office.pair())
        for number in range(SENT):
            assert sender.send(f"{mark}-{number}").status == "applied"

    assert arrived(office, mark) == {f"{mark}-{number}": 1 for number in range(SENT)}
    assert entries(office, mark) == SENT
    assert sum(line.counts.values()) > SENT
    assert line.counts[Trouble.NONE] < sum(line.counts.values())


@pytest.mark.parametrize("trouble", QUICK, ids=lambda trouble: trouble.name.lower())
def test_each_trouble_alone_loses_and_doubles_nothing(served: Served, trouble: Trouble) -> None:
    office, running = served
    mark, coming = uuid4().hex[:8], [trouble, Trouble.NONE, trouble]
    with bad_line(running.port, lambda: coming.pop(0) if coming else Trouble.NONE) as line:
        sender = Sender(HttpTransport(line.address), office.pair())
        told = [sender.send(f"{mark}-{number}").status for number in range(3)]

    assert told == ["applied"] * 3
    assert arrived(office, mark) == {f"{mark}-{number}": 1 for number in range(3)}


def test_a_line_that_goes_nowhere_is_a_problem_of_the_surroundings(served: Served) -> None:
    office, running = served
    device = office.pair()
    with (
        bad_line(running.port, lambda: Trouble.DROP_REQUEST) as line,
        pytest.raises(EnvironmentProblem, match="unreachable"),
    ):
        HttpTransport(line.address).begin(session_request(device))
