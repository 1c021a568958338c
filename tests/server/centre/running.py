"""A centre as a process of its own at a port of its own, and a plain client of it."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition, Event, Thread
from typing import Any
from urllib.parse import urlsplit

import msgspec
import requests
from sqlalchemy import URL

from fieldservice.server.routes_exchange import PREFIX

STARTED_WITHIN_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Running:
    """A process that serves. `log` is where it writes."""

    process: "subprocess.Popen[bytes]"
    address: str
    log: Path
    news: Condition = field(default_factory=Condition)

    def lines_of(self, request_id: str, message: str) -> list[dict[str, Any]]:
        """What was logged of a request, once a line that begins so is there: it comes after the answer."""

        def found() -> list[dict[str, Any]]:
            own = [line for line in self.lines() if line.get("request") == request_id]
            return own if any(line["message"].startswith(message) for line in own) else []

        with self.news:
            return self.news.wait_for(found, STARTED_WITHIN_SECONDS)

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines() if line.startswith("{")]


@contextmanager
def running_centre(
    database: URL, folder: Path, options: tuple[str, ...] = (), **settings: str
) -> Iterator[Running]:
    """Start `fieldservice-server serve` and stop it at the end; `settings` go by the environment."""
    port = free_port()
    log = folder / f"centre-{port}.log"
    own = {
        "DATABASE": database.set(drivername="postgresql").render_as_string(hide_password=False),
        "FOLDER": str(folder),
        "PORT": str(port),
        "CONNECTIONS": "5",
        **settings,
    }
    environ = {**os.environ, **{f"FIELDSERVICE_SERVER_{name}": value for name, value in own.items()}}
    process = subprocess.Popen(
        [sys.executable, "-m", "fieldservice.server", "serve", *options], env=environ, stderr=subprocess.PIPE
    )
    scheme = "https" if "--tls-cert" in options else "http"
    served = Running(process, f"{scheme}://127.0.0.1:{port}", log)
    listening = Event()
    reader = Thread(target=_keep_log, args=(served, listening))
    reader.start()
    try:
        listening.wait(STARTED_WITHIN_SECONDS)
        assert process.poll() is None, log.read_text("utf-8")
        yield served
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(STARTED_WITHIN_SECONDS)
        reader.join()


def _keep_log(served: Running, listening: Event) -> None:
    """Until the process ends. As soon as it listens, whoever asks gets an answer."""
    assert served.process.stderr is not None
    with served.process.stderr as told, served.log.open("wb") as kept:
        for line in told:
            kept.write(line)
            kept.flush()
            with served.news:
                served.news.notify_all()
            if b"serving at port" in line:
                listening.set()
    served.process.wait()
    listening.set()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Client:
    """Speaks to a centre as any program could: nothing of the workstation's own engine is in it."""

    def __init__(self, address: str, token: str = "") -> None:
        self.address = address
        self.token = token
        self.http = requests.Session()

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> requests.Response:
        sent = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return self.http.request(
            method,
            self.address + path,
            data=body,
            headers={**sent, **(headers or {})},
            timeout=60,
            verify=False,
        )

    def tell(self, path: str, message: object, **headers: str) -> requests.Response:
        """A message of the exchange."""
        return self.ask("POST", PREFIX + path, msgspec.json.encode(message), headers)
