"""The centre over real HTTP: how messages travel, and what a stranger is told."""

import gzip
import json
from uuid import uuid4

import msgspec
import pytest
import zstandard

from fieldservice.domain.rules.exchange_scopes import GLOBAL
from fieldservice.domain.store.exchange_state import SCHEMA
from fieldservice.server.routes_exchange import PREFIX
from fieldservice.sync import wire
from tests.server.centre.office import METRICS, Office, device_request, session_request
from tests.server.centre.running import Client, Running

Served = tuple[Office, Running]
ODD_TEXTS = ("\0", "'; DROP TABLE ticket; --", "../../etc/passwd", "%00", "${jndi:x}", "😀" * 9, "'" * 999)
ZSTD = zstandard.FRAME_HEADER
HEADERS = ("X-Content-Type-Options", "Content-Security-Policy", "X-Frame-Options", "X-Request-Id")


def pull() -> wire.PullRequest:
    return wire.PullRequest({GLOBAL.hex: 0}, SCHEMA)


@pytest.fixture
def client(served: Served) -> Client:
    """A workstation of WAW in its session."""
    office, running = served
    _device, session = office.begun()
    return Client(running.address, session.access_token)


def test_a_workstation_joins_and_begins_over_the_line(served: Served) -> None:
    office, running = served
    office.forgive()
    client = Client(running.address)

    joined = client.tell("/devices", device_request(office.code()))
    device = msgspec.json.decode(joined.content, type=wire.DeviceReply)
    begun = msgspec.json.decode(
        client.tell("/session", session_request(device)).content, type=wire.SessionReply
    )
    client.token = begun.access_token
    page = msgspec.json.decode(client.tell("/pull", pull()).content, type=wire.PullReply)

    assert device.slot.startswith("WAW-")
    assert begun.order == "ok"
    assert page.rows


@pytest.mark.parametrize(
    ("encoding", "packed"), [("gzip", gzip.compress), ("zstd", zstandard.ZstdCompressor().compress)]
)
def test_messages_are_packed_both_ways(client: Client, encoding: str, packed: object) -> None:
    assert callable(packed)
    body = packed(msgspec.json.encode(pull()))
    headers = {"Content-Encoding": encoding, "Accept-Encoding": encoding}

    answer = client.ask("POST", f"{PREFIX}/pull", body, headers)

    assert answer.headers["Content-Encoding"] == encoding
    content = answer.content
    if content.startswith(ZSTD):  # the client's library did not unpack it
        content = zstandard.ZstdDecompressor().decompressobj().decompress(content)
    assert msgspec.json.decode(content, type=wire.PullReply).rows


@pytest.mark.parametrize(
    ("encoding", "packed"), [("gzip", gzip.compress), ("zstd", zstandard.ZstdCompressor(level=19).compress)]
)
def test_a_bomb_is_stopped_at_its_limit(served: Served, encoding: str, packed: object) -> None:
    assert callable(packed)
    bomb = packed(b'{"pairing_code":"' + b"A" * (8 << 20))
    assert len(bomb) < 16 << 10

    answer = Client(served[1].address).ask("POST", f"{PREFIX}/devices", bomb, {"Content-Encoding": encoding})

    assert (answer.status_code, answer.json()["code"]) == (413, "exchange.too_large")


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/pull", 401, "exchange.session_over"),
        ("/push", 401, "exchange.session_over"),
        ("/nothing", 404, "exchange.unknown_address"),
    ],
)
def test_without_a_token_nothing_is_told(served: Served, path: str, status: int, code: str) -> None:
    for token in ("", "x", "fsa." + "A" * 43, "ż" * 3):
        client = Client(served[1].address)
        headers = {"Authorization": f"Bearer {token}".encode()} if token else {}
        answer = client.ask("POST", PREFIX + path, b"{}", headers)  # type: ignore[arg-type]
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_messages_in_anothers_name_are_refused(client: Client, served: Served) -> None:
    other, _session = served[0].begun("KRK")

    forged = client.tell("/push", wire.PushRequest(other.device, 1, []))
    login = client.tell("/login", wire.LoginRequest(other.device, "anna", "x"))

    assert [forged.json()["code"], login.json()["code"]] == ["exchange.wrong_device"] * 2


def test_scopes_of_other_branches_stay_closed(client: Client, served: Served) -> None:
    krk = served[0].pair("KRK").branch
    asked = [
        client.tell("/digest", wire.DigestRequest(krk, ["ticket"])),
        client.tell("/versions", wire.VersionsRequest(krk, "ticket", "00")),
        client.ask("GET", f"{PREFIX}/snapshot/{krk}?schema={SCHEMA}"),
        client.ask("GET", f"{PREFIX}/wait?cursors={krk}:0"),
        client.ask("GET", f"{PREFIX}/snapshot/{uuid4().hex}?schema={SCHEMA}"),
    ]

    assert {answer.json()["code"] for answer in asked} == {"exchange.not_in_scope"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"cursors":1}',
        b'{"cursors":{},"schema":2,"limit":1e400}',
        b"\xff\xfe",
        b"[" * 9000,
    ],
)
def test_what_is_no_message_is_said_to_be_none(client: Client, body: bytes) -> None:
    answer = client.ask("POST", f"{PREFIX}/pull", body)

    assert (answer.status_code, answer.json()["code"]) == (400, "exchange.malformed")


@pytest.mark.parametrize("text", ODD_TEXTS, ids=ascii)
def test_odd_texts_in_every_field_do_no_harm(served: Served, text: str) -> None:
    office, running = served
    client = Client(running.address)
    strange = {
        "/devices": device_request(text, name=text, program=text, login=text, password=text),
        "/session": session_request(office.pair(), device=text, refresh_token=text, server_id=text),
    }

    for path, message in strange.items():
        answer = client.tell(path, message)
        assert 400 <= answer.status_code < 500, answer.text
        assert "Traceback" not in answer.text


def test_an_answer_says_nothing_of_the_program_and_keeps_browsers_out(served: Served) -> None:
    answer = Client(served[1].address).ask("GET", "/health")

    assert answer.json() == {"status": "ok"}
    assert all(name in answer.headers for name in HEADERS)
    assert "Server" not in answer.headers


def test_the_log_has_the_request_and_nothing_of_a_person(served: Served) -> None:
    office, running = served
    office.forgive()
    client = Client(running.address)
    told = client.ask(
        "POST",
        f"{PREFIX}/devices",
        msgspec.json.encode(device_request(office.code(), login="anna", password="nie to hasło")),
        {"X-Request-Id": "request-of-a-test"},
    )

    assert told.headers["X-Request-Id"] == "request-of-a-test"
    lines = running.lines_of("request-of-a-test", "POST")
    assert [(line["route"], line["status"]) for line in lines if "route" in line] == [
        (f"{PREFIX}/devices", 403)
    ]
    assert "nie to hasło" not in running.log.read_text("utf-8")
    assert "anna" not in json.dumps(lines)


def test_what_is_counted_is_told_to_those_who_may_know(served: Served) -> None:
    stranger = Client(served[1].address).ask("GET", "/metrics")
    told = Client(served[1].address, METRICS).ask("GET", "/metrics")

    assert stranger.status_code == 404
    assert 'fieldservice_requests_total{route="/metrics",status="404",process="' in told.text
    assert "fieldservice_devices " in told.text


def test_whoever_runs_it_sees_whether_it_is_ready(served: Served) -> None:
    assert Client(served[1].address).ask("GET", "/ready").json() == {"status": "ready"}


def test_the_description_is_complete_and_readable(served: Served) -> None:
    client = Client(served[1].address)
    description = client.ask("GET", "/openapi.json").json()

    exchange = {path for path in description["paths"] if path.startswith(PREFIX)}
    assert len(exchange) == 14
    assert "PushRequest" in description["components"]["schemas"]
    assert "<script" not in client.ask("GET", "/docs").text


def test_one_waits_until_there_is_something(served: Served) -> None:
    office, running = served
    device, session = office.begun()
    client = Client(running.address, session.access_token)
    head = office_head(office)
    behind = client.ask("GET", f"{PREFIX}/wait?cursors={GLOBAL.hex}:0")
    office.add_user(f"u{uuid4().hex[:8]}", "Nowa osoba")

    woken = client.ask("GET", f"{PREFIX}/wait?cursors={GLOBAL.hex}:{head},{device.branch}:0")

    assert behind.json()["changed"] is True
    assert woken.json()["changed"] is True


def office_head(office: Office) -> int:
    with office.database.writer.connect() as connection:
        return int(connection.exec_driver_sql("SELECT max(seq) FROM sync_head").scalar() or 0)
