"""The processes of the centre: uvicorn with TLS or behind a proxy, one or several at one port.

Processes know nothing of each other; the first only starts the others anew when one dies.
"""

import asyncio
import gc
import logging
import signal
import socket
import ssl
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from types import FrameType
from typing import Any

import uvicorn
from fastapi import FastAPI
from sqlalchemy import text
from uvicorn.supervisors import Multiprocess

from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation
from fieldservice.domain.store.clock import SystemClock
from fieldservice.domain.store.engine import Database, open_postgresql
from fieldservice.domain.store.schema import head, revision_of
from fieldservice.server.app import make_application
from fieldservice.server.centre import Centre
from fieldservice.server.erp.delivering import Delivering, deliverer_of
from fieldservice.server.housekeeping import Housekeeper, Housekeeping
from fieldservice.server.key import read_key
from fieldservice.server.logs import log_to_stderr
from fieldservice.server.settings import ServerSettings, require_private

KEEP_ALIVE_SECONDS = 75
GRACE_SECONDS = 30
HEALTH_SECONDS = 30
"""A process that says nothing for so long is started anew; a busy one says something."""
MOST_CONNECTIONS = 4_000
BACKLOG = 1_024
CONNECTIONS_BESIDES = 4
"""Of the database, beside those of requests: looking at the feed, locks of devices, state."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AppFactory:
    """Makes the application in the process that serves it: it travels there as settings only."""

    settings: ServerSettings

    def __call__(self) -> FastAPI:
        log_to_stderr(self.settings.log_level)
        centre = open_centre(self.settings)
        made = make_application(centre)
        tasks = (Delivering(deliverer_of(centre)), Housekeeping(Housekeeper(centre)))
        within = made.app.router.lifespan_context

        @asynccontextmanager
        async def lifespan(app: FastAPI) -> AsyncIterator[Any]:
            _tell_at_signal(made.stop)
            async with within(app) as state:
                for task in tasks:
                    task.start()
                yield state
                for task in tasks:
                    await asyncio.to_thread(task.stop)

        made.app.router.lifespan_context = lifespan
        gc.freeze()  # what is here stays: looking through it for circles again and again is for nothing
        return made.app


def open_centre(settings: ServerSettings) -> Centre:
    size = settings.connections + CONNECTIONS_BESIDES
    database = open_postgresql(settings.url(), pool_size=size, files=settings.files)
    return Centre(database, settings, SystemClock())


def serve(settings: ServerSettings) -> None:
    """Serve until a signal says to stop; what is under way is finished.

    `server.tls_needed`, `server.tls_half`, `server.not_ready`, `server.key_missing`, `server.port_taken`.
    """
    require_private(settings)
    read_key(settings.key_file)
    _require_ready(settings)
    log_to_stderr(settings.log_level)
    config = _config(settings)
    listening = listen(settings.host, settings.port)
    _log.info("serving at port %s with %s processes", settings.port, settings.workers)
    if settings.workers == 1:
        uvicorn.Server(config).run(sockets=[listening])
    else:
        Multiprocess(config, sockets=[listening]).run()


def _config(settings: ServerSettings) -> uvicorn.Config:
    return uvicorn.Config(
        AppFactory(settings),
        factory=True,
        workers=settings.workers,
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        lifespan="on",
        proxy_headers=settings.behind_proxy,
        forwarded_allow_ips=settings.trusted_proxies if settings.behind_proxy else None,
        backlog=BACKLOG,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_worker_healthcheck=HEALTH_SECONDS,
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
        ssl_context_factory=_modern_tls if settings.is_tls else None,
    )


def _modern_tls(_config: uvicorn.Config, usual: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    context = usual()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def listen(host: str, port: int) -> socket.socket:
    """A port at which one or several processes take calls. `server.port_taken`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends each piece at once only where the protocol is named: else the second piece of an answer
    # waits until the other end says that it has the first, which takes it 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(BACKLOG)
        listening.set_inheritable(True)
    except OSError as error:
        listening.close()
        raise EnvironmentProblem("server.port_taken", host=host, port=str(port)) from error
    return listening


def _require_ready(settings: ServerSettings) -> None:
    database = open_postgresql(settings.url(), pool_size=1)
    try:
        if revision_of(database.writer) != head() or not _is_installed(database):
            raise RuleViolation("server.not_ready")
    finally:
        database.close()


def _is_installed(database: Database) -> bool:
    wanted = text("SELECT to_regclass('sync_meta') IS NOT NULL AND to_regclass('centre_session') IS NOT NULL")
    with database.writer.connect() as connection:
        return bool(connection.execute(wanted).scalar())


def _tell_at_signal(stop: Callable[[], None]) -> None:
    """Those who wait for news are sent home at once: else the end would wait for them for a minute."""
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)

        def told(sent: int, frame: FrameType | None, before: Any = before) -> None:
            with suppress(RuntimeError):  # the loop has ended already
                loop.call_soon_threadsafe(stop)
            if callable(before):
                before(sent, frame)

        signal.signal(number, told)
