"""What a stranger gets: no mistake of ours, no row of others, no word of the inside, no hint by time."""

import statistics
import time
from uuid import UUID

import pytest

from fieldservice.domain.rules.exchange_scopes import GLOBAL
from fieldservice.domain.store.exchange_state import SCHEMA
from fieldservice.server.routes_exchange import PREFIX
from fieldservice.sync.wire import DigestRequest, LoginRequest, PullRequest, RowsRequest, VersionsRequest
from tests.server.centre.office import LOGIN, Office
from tests.server.centre.running import Client, Running
from tests.server.centre.strangers import CANARY, NOBODY, Guest, put_canaries, storm

Served = tuple[Office, Running]
EACH = 4


@pytest.mark.covers("P-62")
@pytest.mark.parametrize("who", ["workstation", "stranger"])
def test_made_up_requests_find_no_mistake_and_no_row_of_others(served: Served, who: str) -> None:
    office, running = served
    put_canaries(office, office_branch(office))
    device, session = office.begun("WAW")
    guest = Guest(device.device, session.access_token) if who == "workstation" else NOBODY

    seen = storm(running, guest, EACH, PREFIX)

    assert seen.mistakes == []
    assert seen.requests >= EACH * 5


@pytest.mark.covers("P-62", "L08")
def test_no_canary_of_another_branch_is_in_any_answer(served: Served) -> None:
    office, running = served
    ids = put_canaries(office, office_branch(office))
    device, session = office.begun("WAW")
    client = Client(running.address, session.access_token)
    krk = office.pair("KRK").branch
    cursors = {GLOBAL.hex: 0, device.branch: 0, krk: 0}
    asked = [
        client.tell("/pull", PullRequest(cursors, SCHEMA)),
        client.tell("/pull", PullRequest({krk: 0}, SCHEMA)),
        client.tell("/rows", RowsRequest({"customer": ids}, SCHEMA)),
        client.tell("/digest", DigestRequest(device.branch, ["customer"], content=True)),
        *(client.tell("/versions", VersionsRequest(device.branch, "customer", f"{n:02x}")) for n in range(4)),
        client.ask("GET", f"{PREFIX}/snapshot/{device.branch}?schema={SCHEMA}"),
        client.ask("GET", f"{PREFIX}/snapshot/{GLOBAL.hex}?schema={SCHEMA}"),
    ]

    assert all(CANARY not in answer.text for answer in asked)
    assert not any(row_id in answer.text for answer in asked[:2] for row_id in ids)


def test_time_tells_nobody_whether_a_login_is_known(served: Served) -> None:
    office, running = served
    device, session = office.begun()
    client = Client(running.address, session.access_token)
    seconds: dict[str, list[float]] = {LOGIN: [], "nobody-here": []}
    for _round in range(9):
        for login, taken in seconds.items():
            office.forgive()
            began = time.perf_counter()
            answer = client.tell("/login", LoginRequest(device.device, login, "not this one"))
            taken.append(time.perf_counter() - began)
            assert answer.json()["code"] == "sign_in.wrong"

    known, unknown = (statistics.median(each) for each in seconds.values())

    assert 0.6 < known / unknown < 1.7


def office_branch(office: Office) -> UUID:
    with office.database.writer.connect() as connection:
        found: UUID = connection.exec_driver_sql("SELECT id FROM branch WHERE code = 'KRK'").scalar_one()
        return found
