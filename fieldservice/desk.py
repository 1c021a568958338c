"""The desk's database, opened: brought to this program's schema, backed up, set up at the first start.

For the window, the command line and the tour alike. Nothing here knows Qt.
"""

import getpass
import logging
from dataclasses import dataclass
from pathlib import Path

from fieldservice.config import Config
from fieldservice.domain.commands.first_start import SetUpCompany, set_up_company
from fieldservice.domain.model.base import new_id
from fieldservice.domain.queries.workplace import Workplace, workplace
from fieldservice.domain.store import backup
from fieldservice.domain.store.clock import Clock, SystemClock
from fieldservice.domain.store.engine import Database, open_sqlite
from fieldservice.domain.store.schema import migrate
from fieldservice.domain.store.unit_of_work import Actor, UnitOfWork

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class People:
    """Who works at a desk that is set up: the person at the screen (the system's name when empty), technicians."""

    user_name: str = ""
    technicians: tuple[str, ...] = ()


NOBODY_YET = People()


@dataclass(frozen=True, slots=True)
class Desk:
    """An open database and who works at it."""

    config: Config
    database: Database
    workplace: Workplace
    clock: Clock

    @property
    def actor(self) -> Actor:
        place = self.workplace
        return Actor(place.user_id, place.workstation_id, place.branch_code, self.config.settings.zone)

    def begin(self) -> UnitOfWork:
        return UnitOfWork(self.database.write_sessions(), self.actor, self.clock)

    def close(self) -> None:
        self.database.close()


def open_desk(config: Config, clock: Clock | None = None, *, people: People = NOBODY_YET) -> Desk:
    """Open the database of the home folder, making and setting it up when it is new, for those people.

    Raises `EnvironmentProblem` when it is newer than the program, damaged, or cannot be written.
    """
    clock = clock or SystemClock()
    config.paths.make_folders()
    path = config.paths.database
    database = open_sqlite(path)

    def save(old: Path) -> None:
        backup.back_up(old, config.paths.backups, clock.now(), reason=backup.BEFORE_MIGRATION)

    if migrate(database.writer, path if path.exists() else None, save):
        _log.info("schema brought up to date")
    with database.read_session() as session:
        place = workplace(session)
    if place is None:
        place = _set_up(config, database, clock, people)
    return Desk(config, database, place, clock)


def back_up_daily(desk: Desk) -> None:
    """Make today's backup when it is still to be made, and remove those that have had their time."""
    folder = desk.config.paths.backups
    now = desk.clock.now()
    if backup.due(folder, now):
        backup.back_up(desk.config.paths.database, folder, now)
        backup.prune(folder)


def _set_up(config: Config, database: Database, clock: Clock, people: People) -> Workplace:
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
