"""The exchange of the running desk: its line while the window is open, rounds, joining and leaving a centre.

It is handed what it works on. The network's library is imported on the threads that need it: the window opens
before.
"""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from fieldservice.background.exchange_line import ExchangeLine
from fieldservice.config import VERSION, Config
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.rules.workplace import Workplace
from fieldservice.domain.store.clock import Clock
from fieldservice.sync.round_result import Progress, RoundResult
from fieldservice.wording import current

if TYPE_CHECKING:
    from fieldservice.background.exchange_joining import JoinedCentre, Typed
    from fieldservice.domain.store.engine import Database
    from fieldservice.domain.store.unit_of_work import Actor


class RunningDesk(Protocol):
    """The desk, whose database is opened when it is first asked for."""

    @property
    def config(self) -> Config: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def database(self) -> "Database": ...

    @property
    def actor(self) -> "Actor": ...

    @property
    def workplace(self) -> Workplace: ...


@dataclass(frozen=True, slots=True)
class DeskNeeds:
    """What engine and joining are handed (`exchange_joining.py`)."""

    desk: RunningDesk
    program: str = VERSION

    @property
    def home(self) -> Path:
        return self.desk.config.paths.home

    @property
    def clock(self) -> Clock:
        return self.desk.clock

    def database(self) -> "Database":
        return self.desk.database

    def actor(self) -> "Actor":
        return self.desk.actor


class Job(Protocol):
    """A long job's handle, as far as it is needed here."""

    @property
    def is_cancelled(self) -> bool: ...

    def progress(self, done: int, total: int = 0, text: str = "") -> None: ...


class DeskExchange(QObject):
    """`began` and `ended` (with its result) tell of each round."""

    began = Signal()
    ended = Signal(object)

    def __init__(
        self, desk: RunningDesk, tell: Callable[[Changes], None], restart: Callable[[], object]
    ) -> None:
        """`tell` is how everybody hears of what came: the notifier's."""
        super().__init__()
        self._needs = DeskNeeds(desk)
        self._tell = tell
        self._restart = restart
        self.is_joined = desk.workplace.branch_id is not None
        self._line: ExchangeLine | None = None

    @property
    def is_running(self) -> bool:
        return self._line is not None and self._line.is_running

    @property
    def is_online(self) -> bool | None:
        return None if self._line is None else self._line.is_online

    @property
    def offline_since(self) -> datetime | None:
        return None if self._line is None else self._line.offline_since

    def begin(self, commanded: Any) -> None:
        """Exchange from now on; `commanded` is the signal of what is done here. A desk alone does nothing."""
        if not self.is_joined or self._line is not None:
            return
        line = self._line = ExchangeLine(self._engine, self._tell, self._needs.clock.now, self)
        line.began.connect(self.began)
        line.ended.connect(self.ended)
        commanded.connect(line.note_command)
        line.begin()

    def end(self) -> None:
        if self._line is not None:
            self._line.end()

    def exchange(self, job: Job) -> RoundResult | None:
        """A round now, on the job's thread; raises what it met."""
        if self._line is None:
            return None
        result = self._line.run_now(_telling(job), lambda: job.is_cancelled)
        if result.problem is not None:
            raise result.problem
        return result

    def join(self, job: Job, ask: "Typed") -> "JoinedCentre":
        """One that was broken off goes on when it is asked for again."""
        joining = _late("joining")
        joined: JoinedCentre = joining.join_centre(self._needs, ask, _telling(job), lambda: job.is_cancelled)
        return joined

    def leave(self, _job: Job) -> Path | None:
        """Where the backup lies that keeps what was not sent; None when all was."""
        kept: Path | None = _late("joining").leave_centre(self._needs, self.end)
        return kept

    def come_in(self, _job: Job, login: str, password: str, new_password: str = "") -> tuple[UUID, str]:
        """Somebody signs in at the centre; gives who it is. Later their password opens the desk without
        a line, too.
        """
        joining = _late("joining")

        def ask(engine: Any) -> tuple[UUID, str]:
            found: tuple[UUID, str] = joining.let_in(engine, self._needs, (login, password, new_password))
            return found

        return ask(self._engine()) if self._line is None else self._line.use(ask)

    def systems(self, _job: Job, act: str, values: Mapping[str, Any]) -> Any:
        """Ask the centre about other systems, in the name of who works here (`sync/systems_wire.py`)."""
        if self._line is None:
            raise EnvironmentProblem("exchange.unreachable")
        messages = importlib.import_module("fieldservice.sync.systems_wire")
        asked = messages.SystemsRequest(self._needs.desk.workplace.user_id.hex, act, **values)
        return self._line.use(lambda engine: engine.systems(asked))

    def restart(self) -> None:
        self._restart()

    def _engine(self) -> Any:
        return _late("joining").engine_of(self._needs)


def _late(name: str) -> Any:
    return importlib.import_module(f"fieldservice.background.exchange_{name}")


def _telling(job: Job) -> Callable[[Progress], None]:
    def tell(progress: Progress) -> None:
        if not job.is_cancelled:
            words = current().word_of("ExchangeStep", progress.step.value) or ""
            job.progress(progress.done, progress.total, words)

    return tell
