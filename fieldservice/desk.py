"""The desk's database, opened: brought to this program's schema, backed up, set up at the first start.

For the window, the command line and the tour alike. Nothing here knows Qt. SQLAlchemy takes longer to import
than all the rest of the start, so a desk that was set up before is told by a first look, and its database is
opened by whoever needs it first, on a worker.
"""

import getpass
import logging
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from fieldservice.config import Config
from fieldservice.domain.queries.first_look import first_workplace
from fieldservice.domain.rules.workplace import Workplace
from fieldservice.domain.store.clock import Clock, SystemClock
from fieldservice.ui.kit.deferred import Deferred

if TYPE_CHECKING:
    from fieldservice.domain.commands.first_start import SetUpCompany, set_up_company
    from fieldservice.domain.model.base import new_id
    from fieldservice.domain.queries.workplace import workplace
    from fieldservice.domain.store.backup import back_up, due, prune
    from fieldservice.domain.store.engine import Database, open_sqlite
    from fieldservice.domain.store.schema import migrate
    from fieldservice.domain.store.unit_of_work import Actor, UnitOfWork
else:
    SetUpCompany = Deferred("fieldservice.domain.commands.first_start", "SetUpCompany")
    set_up_company = Deferred("fieldservice.domain.commands.first_start", "set_up_company")
    new_id = Deferred("fieldservice.domain.model.base", "new_id")
    workplace = Deferred("fieldservice.domain.queries.workplace", "workplace")
    back_up = Deferred("fieldservice.domain.store.backup", "back_up")
    due = Deferred("fieldservice.domain.store.backup", "due")
    prune = Deferred("fieldservice.domain.store.backup", "prune")
    open_sqlite = Deferred("fieldservice.domain.store.engine", "open_sqlite")
    migrate = Deferred("fieldservice.domain.store.schema", "migrate")
    Actor = Deferred("fieldservice.domain.store.unit_of_work", "Actor")
    UnitOfWork = Deferred("fieldservice.domain.store.unit_of_work", "UnitOfWork")

BEFORE_MIGRATION = "before-migration"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class People:
    """Who works at a desk that is set up: the person at the screen (the system's name when empty),
    technicians.
    """

    user_name: str = ""
    technicians: tuple[str, ...] = ()


NOBODY_YET = People()


class Desk:
    """A database and who works at it. Without `database` it is opened when it is first asked for."""

    def __init__(
        self, config: Config, workplace: Workplace, clock: Clock, database: "Database | None" = None
    ) -> None:
        self.config = config
        self.workplace = workplace
        self.clock = clock
        self._database = database
        self._opening = Lock()

    @property
    def is_open(self) -> bool:
        return self._database is not None

    @property
    def database(self) -> "Database":
        with self._opening:
            if self._database is None:
                self._database = open_sqlite(self.config.paths.database)
            return self._database

    @property
    def actor(self) -> "Actor":
        place = self.workplace
        return Actor(place.user_id, place.workstation_id, place.branch_code, self.config.settings.zone)

    def begin(self) -> "UnitOfWork":
        return UnitOfWork(self.database.write_sessions(), self.actor, self.clock)

    def close(self) -> None:
        if self._database is not None:
            self._database.close()


def open_desk(config: Config, clock: Clock | None = None, *, people: People = NOBODY_YET) -> Desk:
    """Open the database of the home folder, making and setting it up when it is new, for those people.

    Raises `EnvironmentProblem` when it is newer than the program, damaged, or cannot be written.
    """
    clock = clock or SystemClock()
    config.paths.make_folders()
    known = first_workplace(config.paths.database)
    return _opened(config, clock, people) if known is None else Desk(config, known, clock)


def _opened(config: Config, clock: Clock, people: People) -> Desk:
    """Open in full: migrate, set up; or tell why not."""
    path = config.paths.database
    database = open_sqlite(path)

    def save(old: Path) -> None:
        back_up(old, config.paths.backups, clock.now(), reason=BEFORE_MIGRATION)

    if migrate(database.writer, path if path.exists() else None, save):
        _log.info("schema brought up to date")
    with database.read_session() as session:
        place = workplace(session)
    if place is None:
        place = _set_up(config, database, clock, people)
    return Desk(config, place, clock, database)


def back_up_daily(desk: Desk) -> None:
    """Make today's backup when it is still to be made, and remove those that have had their time."""
    folder = desk.config.paths.backups
    now = desk.clock.now()
    if due(folder, now):
        back_up(desk.config.paths.database, folder, now)
        prune(folder)


def _set_up(config: Config, database: "Database", clock: Clock, people: People) -> Workplace:
    settings = config.settings
    login = getpass.getuser()
    command = SetUpCompany(
        language=settings.language,
        branch_code=settings.branch_code,
        branch_name=settings.branch_code,
        user_id=new_id(),
        user_login=login,
        user_name=people.user_name or login,
        workstation_id=new_id(),
        country=settings.country,
        zone=settings.zone,
        technicians=people.technicians,
    )
    nobody = Actor(None, None, settings.branch_code, settings.zone)
    with UnitOfWork(database.write_sessions(), nobody, clock) as uow:
        set_up_company(command, uow, clock)
    with database.read_session() as session:
        place = workplace(session)
    if place is None:
        raise LookupError("the first start made no workplace")
    return place
