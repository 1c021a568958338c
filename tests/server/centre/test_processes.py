"""Processes of the centre: several at one port, killed, ended; TLS; one request of a device at a time."""

import asyncio
import os
import signal
import socket
import threading
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from uuid import UUID

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from fieldservice.domain.rules.exchange_scopes import GLOBAL
from fieldservice.domain.store.exchange_state import SCHEMA
from fieldservice.server.limits import OneAtATime
from fieldservice.server.routes_exchange import PREFIX
from fieldservice.server.serve import listen
from fieldservice.sync.wire import PullRequest
from tests.server.centre.office import METRICS, Office
from tests.server.centre.running import STARTED_WITHIN_SECONDS, Client, Running, running_centre

Served = tuple[Office, Running]


def pull() -> PullRequest:
    return PullRequest({GLOBAL.hex: 0}, SCHEMA, limit=1)


def process_of(address: str) -> str:
    """Which process answered, asked over a connection of its own."""
    told = Client(address, METRICS).ask("GET", "/metrics").text
    return next(line for line in told.splitlines() if line.startswith("fieldservice_process_id"))


def test_two_processes_at_one_port_know_each_others_sessions_and_one_may_die(
    served: Served, tmp_path: Path
) -> None:
    office, _running = served
    _device, session = office.begun()
    url, folder = office.database.writer.url, office.settings.folder
    with running_centre(url, folder, ("--workers", "2"), METRICS_TOKEN=METRICS) as both:
        found: set[str] = set()
        until = time.monotonic() + STARTED_WITHIN_SECONDS  # the second may still be starting
        while len(found) < 2 and time.monotonic() < until:
            found.add(process_of(both.address))
            answer = Client(both.address, session.access_token).tell("/pull", pull())
            assert answer.status_code == 200, answer.text
        victim = int(float(min(found).split()[1]))
        os.kill(victim, signal.SIGKILL)

        answers = [ask_until_answered(both.address, session.access_token) for _ in range(10)]

    assert len(found) == 2
    assert answers == [200] * 10


def ask_until_answered(address: str, token: str) -> int:
    """As a workstation does: a connection that breaks is tried again."""
    for _ in range(5):
        try:
            return Client(address, token).tell("/pull", pull()).status_code
        except requests.ConnectionError:
            continue
    return 0


def test_the_end_waits_for_nobody_who_waits(served: Served) -> None:
    office, _running = served
    device, session = office.begun()
    with office.database.writer.connect() as connection:
        head = int(connection.exec_driver_sql("SELECT max(seq) FROM sync_head").scalar() or 0)
    answers: list[int] = []
    with running_centre(office.database.writer.url, office.settings.folder, METRICS_TOKEN=METRICS) as ending:

        def wait() -> None:
            path = f"{PREFIX}/wait?cursors={GLOBAL.hex}:{head},{device.branch}:{head}"
            answers.append(Client(ending.address, session.access_token).ask("GET", path).status_code)

        waiting = threading.Thread(target=wait)
        waiting.start()
        while "fieldservice_waiting 1" not in Client(ending.address, METRICS).ask("GET", "/metrics").text:
            assert waiting.is_alive()
        ending.process.terminate()
        waiting.join(50)

    assert answers == [200]
    assert ending.process.returncode in (0, -signal.SIGTERM)


def test_a_device_is_served_once_at_a_time_by_all_processes(served: Served) -> None:
    office, running = served
    device, session = office.begun()
    client, elsewhere = Client(running.address, session.access_token), OneAtATime(office.database.writer)

    with elsewhere.serving(UUID(device.device)):
        busy = client.tell("/pull", pull())
    free = client.tell("/pull", pull())
    elsewhere.close()

    assert (busy.status_code, busy.json()["code"], busy.headers["Retry-After"]) == (
        429,
        "exchange.too_often",
        "1",
    )
    assert free.status_code == 200


def test_who_asks_too_often_is_told_to_wait(served: Served) -> None:
    office, _running = served
    _device, session = office.begun()
    url, folder = office.database.writer.url, office.settings.folder
    with running_centre(url, folder, REQUESTS_A_MINUTE="10") as slow:
        client = Client(slow.address, session.access_token)
        answers = [client.tell("/pull", pull()) for _ in range(40)]

    told = {answer.status_code for answer in answers}
    assert told == {200, 429}
    assert "Retry-After" in answers[-1].headers


PATIENCE_IN_THE_OPEN = 2
"""Seconds: the same over TLS is answered at once."""


@pytest.mark.covers("L01")
def test_over_tls_nothing_is_said_in_the_open(served: Served, tmp_path: Path) -> None:
    office, _running = served
    certificate, key = self_signed(tmp_path)
    options = ("--tls-cert", str(certificate), "--tls-key", str(key))
    with running_centre(office.database.writer.url, office.settings.folder, options) as private:
        answer = requests.get(f"{private.address}/health", verify=str(certificate), timeout=60)
        with pytest.raises((requests.ConnectionError, requests.Timeout)):  # dropped, or left without a word
            requests.get(f"http://127.0.0.1:{private.port}/health", timeout=PATIENCE_IN_THE_OPEN)
        private.process.kill()  # its own end waits half a minute for whoever spoke in the open

    assert answer.json() == {"status": "ok"}
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


def self_signed(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    address = x509.IPAddress(ip_address("127.0.0.1"))
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, private


def test_the_second_piece_of_an_answer_does_not_wait_until_the_first_arrived() -> None:
    told: list[int] = []

    async def called(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        near: socket.socket = writer.get_extra_info("socket")
        told.append(near.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    async def call() -> None:
        listening = listen("127.0.0.1", 0)
        async with await asyncio.start_server(called, sock=listening):
            reader, writer = await asyncio.open_connection(*listening.getsockname())
            await reader.read()
            writer.close()
            await writer.wait_closed()

    asyncio.run(call())

    assert told == [1]
