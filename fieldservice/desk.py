"""The desk's database, opened: brought to this program's schema, backed up, set up at the first start.

For the window, the command line and the tour alike. Nothing here knows Qt. SQLAlchemy takes longer to import
than all the rest of the start, so a desk that was set up before is told by a first look, and its database is
opened by whoever needs it first, on a worker.
"""

import getpass
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from fieldservice.config import Config, read_settings, write_settings
from fieldservice.domain.queries.first_look import first_page, first_workplace
from fieldservice.domain.queries.first_preferences import first_preferences
from fieldservice.domain.queries.ticket_rows import PageKey, TicketPage, TicketWish
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.domain.rules.workplace import Workplace
from fieldservice.domain.store.clock import CentreClock, Clock, SystemClock
from fieldservice.domain.store.quick_reading import is_encrypted
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.screens.tickets.calls import page as ticket_page

if TYPE_CHECKING:
    from fieldservice.domain.commands.company import ChangeCompany, change_company
    from fieldservice.domain.commands.entries import FieldChange
    from fieldservice.domain.commands.first_start import SetUpCompany, set_up_company
    from fieldservice.domain.commands.roles import SetUpRoles, set_up_roles
    from fieldservice.domain.model.base import new_id
    from fieldservice.domain.queries.workplace import workplace
    from fieldservice.domain.rules.beginning import CompanyAnswers
    from fieldservice.domain.store.backup import BackupWay, back_up, due, prune, restore
    from fieldservice.domain.store.database_key import keys_of
    from fieldservice.domain.store.encrypting import fulfil_wish
    from fieldservice.domain.store.engine import Database, open_sqlite
    from fieldservice.domain.store.exchange_state import is_joined
    from fieldservice.domain.store.moving import HomeFolder, import_everything
    from fieldservice.domain.store.restoring import finish
    from fieldservice.domain.store.schema import migrate
    from fieldservice.domain.store.search_index import rebuild as rebuild_words
    from fieldservice.domain.store.sight import Sight, sight
    from fieldservice.domain.store.unit_of_work import Actor, UnitOfWork
else:
    ChangeCompany = Deferred("fieldservice.domain.commands.company", "ChangeCompany")
    change_company = Deferred("fieldservice.domain.commands.company", "change_company")
    FieldChange = Deferred("fieldservice.domain.commands.entries", "FieldChange")
    SetUpCompany = Deferred("fieldservice.domain.commands.first_start", "SetUpCompany")
    set_up_company = Deferred("fieldservice.domain.commands.first_start", "set_up_company")
    SetUpRoles = Deferred("fieldservice.domain.commands.roles", "SetUpRoles")
    set_up_roles = Deferred("fieldservice.domain.commands.roles", "set_up_roles")
    new_id = Deferred("fieldservice.domain.model.base", "new_id")
    workplace = Deferred("fieldservice.domain.queries.workplace", "workplace")
    BackupWay = Deferred("fieldservice.domain.store.backup", "BackupWay")
    back_up = Deferred("fieldservice.domain.store.backup", "back_up")
    due = Deferred("fieldservice.domain.store.backup", "due")
    prune = Deferred("fieldservice.domain.store.backup", "prune")
    restore = Deferred("fieldservice.domain.store.backup", "restore")
    HomeFolder = Deferred("fieldservice.domain.store.moving", "HomeFolder")
    import_everything = Deferred("fieldservice.domain.store.moving", "import_everything")
    finish = Deferred("fieldservice.domain.store.restoring", "finish")
    keys_of = Deferred("fieldservice.domain.store.database_key", "keys_of")
    fulfil_wish = Deferred("fieldservice.domain.store.encrypting", "fulfil_wish")
    open_sqlite = Deferred("fieldservice.domain.store.engine", "open_sqlite")
    is_joined = Deferred("fieldservice.domain.store.exchange_state", "is_joined")
    sight = Deferred("fieldservice.domain.store.sight", "sight")
    rebuild_words = Deferred("fieldservice.domain.store.search_index", "rebuild")
    migrate = Deferred("fieldservice.domain.store.schema", "migrate")
    Actor = Deferred("fieldservice.domain.store.unit_of_work", "Actor")
    UnitOfWork = Deferred("fieldservice.domain.store.unit_of_work", "UnitOfWork")

SIGHT_TABLES = ("user_account", "user_role", "role", "team", "team_member", "queue")
BEFORE_MIGRATION = "before-migration"
RESTORE_WANTED, ENCRYPTION_WANTED = ".restore-wanted", ".encryption-wanted"
MOVED = ".fieldservice"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class People:
    """Who works at a desk that is set up: the person at the screen (the system's name when empty),
    technicians.
    """

    user_name: str = ""
    technicians: tuple[str, ...] = ()
    branch_name: str = ""


NOBODY_YET = People()


class Desk:
    """A database and who works at it. Without `database` it is opened when it is first asked for."""

    def __init__(
        self,
        config: Config,
        workplace: Workplace,
        clock: Clock,
        database: "Database | None" = None,
        key: str | None = None,
    ) -> None:
        self.config = _in_zone(config, workplace.zone)
        self.workplace = workplace
        self.clock: Clock = CentreClock(clock, self._correction)
        self._database = database
        self._key = key
        self._opening = Lock()

    def _correction(self) -> timedelta:
        """As the database remembers it from the last exchange."""
        return timedelta() if self._database is None else self._database.exchange.correction

    @property
    def is_open(self) -> bool:
        return self._database is not None

    @property
    def database(self) -> "Database":
        with self._opening:
            if self._database is None:
                self._database = open_sqlite(self.config.paths.database, key=self._key)
            return self._database

    @property
    def actor(self) -> "Actor":
        place = self.workplace
        zone = self.config.settings.zone
        return Actor(place.user_id, place.workstation_id, place.branch_code, zone, place.branch_id)

    def seat(self, user_id: UUID, name: str) -> None:
        """From now on this person works here; what was asked before is done in the name of who asked it."""
        self.workplace = replace(self.workplace, user_id=user_id, user_name=name)

    def today(self) -> date:
        """The day where those who work here are."""
        return self.clock.now().astimezone(ZoneInfo(self.config.settings.zone)).date()

    def first_page(self, wish: TicketWish, after: PageKey | None, limit: int) -> TicketPage | None:
        """Read past the database, while it is not open yet."""
        return first_page(self.config.paths.database, wish, after, limit, self._key)

    def first_preferences(self) -> dict[str, Any]:
        """What the person who works here kept, read past the database."""
        return first_preferences(self.config.paths.database, self.workplace.user_id, self._key)

    def begin(self) -> "UnitOfWork":
        return UnitOfWork(self.database.write_sessions(), self.actor, self.clock)

    def close(self) -> None:
        if self._database is not None:
            self._database.close()


class DeskBackend:
    """Runs queries and commands on the desk's database, each in a session of its own.

    While the database is not open yet, the first page of tickets is read past it. What is read is what the
    person who works here may see.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._sight: Sight | None = None

    def read(self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if fn is ticket_page and not self._desk.is_open:
            first = self._first_page(*args)
            if first is not None:
                return first
        with self._desk.database.read_session() as session:
            seen = self._sight_in(session)
            seen.require(session, fn)
            seen.narrow(session)
            return fn(session, *args, **kwargs)

    def _first_page(self, wish: TicketWish, after: PageKey | None, limit: int) -> TicketPage | None:
        return self._desk.first_page(wish, after, limit)

    def write(self, fn: Callable[..., Changes], command: Any) -> Changes:
        with self._desk.begin() as uow:
            changes = fn(command, uow, self._desk.clock)
        self.note(changes)
        return changes

    def note(self, changes: Changes) -> None:
        """What was changed here, or came from elsewhere, may change what the person sees."""
        if changes.concerns(*SIGHT_TABLES):
            self._sight = None

    def _sight_in(self, session: Any) -> "Sight":
        """What the person sees is asked once for each person and day, and after a change of roles."""
        day, user_id = self._desk.today(), self._desk.workplace.user_id
        known = self._sight
        if known is None or (known.user_id, known.day) != (user_id, day):
            is_joined(session)  # from now on the clock is right
            known = self._sight = sight(session, user_id, day)
        return known


def open_desk(config: Config, clock: Clock | None = None, *, people: People = NOBODY_YET) -> Desk:
    """Open the database of the home folder, making and setting it up when it is new, for those people.

    Raises `EnvironmentProblem` when it is newer than the program, damaged, or cannot be written, and when its
    key is missing.
    """
    clock = clock or SystemClock()
    config.paths.make_folders()
    key = key_of(config)
    known = first_workplace(config.paths.database, key)
    return _opened(config, clock, people, key) if known is None else Desk(config, known, clock, key=key)


def key_of(config: Config) -> str | None:
    """What opens the desk's database, if it is encrypted. `database.key_missing`, `database.key_wrong`."""
    paths = config.paths
    return keys_of(paths.home).key_of(paths.database) if is_encrypted(paths.database) else None


def _opened(config: Config, clock: Clock, people: People, key: str | None) -> Desk:
    """Open in full: migrate, set up; or tell why not."""
    path = config.paths.database
    database = open_sqlite(path, key=key)

    def save(old: Path) -> None:
        back_up(old, config.paths.backups, clock.now(), reason=BEFORE_MIGRATION, way=BackupWay(key=key))

    if migrate(database.writer, path if path.exists() else None, save):
        _log.info("schema brought up to date")
        with database.write_sessions().begin() as session:
            rebuild_words(session, clock.now())  # what older programs did not look for
    with database.read_session() as session:
        place = workplace(session)
    if place is None:
        place = _set_up(config, database, clock, people)
    else:
        _give_roles(config, database, clock)
    return Desk(config, place, clock, database, key)


def begin_company(config: Config, language: str, answers: "CompanyAnswers") -> Desk:
    """A new company as the first start was told about it; its settings are kept in the home folder."""
    settings = replace(
        config.settings, language=language, country=answers.country, branch_code=answers.branch_code
    )
    write_settings(config.paths.settings, settings)
    people = People(answers.user_name, branch_name=answers.branch_name)
    desk = open_desk(replace(config, settings=settings), people=people)
    with desk.begin() as uow:
        change_company(ChangeCompany((FieldChange("name", "", answers.company),)), uow, desk.clock)
    return desk


def take_over(config: Config, file: Path, passphrase: str) -> Desk:
    """Go on with what another computer wrote into one file, or with a backup."""
    paths, keys = config.paths, keys_of(config.paths.home)
    way = BackupWay(keys.known(), passphrase or None, paths.attachments)
    paths.make_folders()
    if file.name.endswith(MOVED):
        home = HomeFolder(paths.home, paths.database, paths.attachments, paths.settings, keys.keep_anywhere)
        import_everything(file, home, way)
    else:
        restore(file, paths.database, way)
    settings, _problems = read_settings(paths.settings, config.settings)
    return open_desk(replace(config, settings=settings))


def put_aside(config: Config) -> Path | None:
    """Move a closed database to the backups, so that the desk can begin anew; gives where it lies now."""
    database = config.paths.database
    if not database.exists():
        return None
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    kept = config.paths.backups / f"put-aside-{stamp}.db"
    database.replace(kept)
    for rest in ("-wal", "-shm"):
        database.with_name(database.name + rest).unlink(missing_ok=True)
    return kept


def take_key(config: Config, typed: str) -> None:
    """Keep a recovery key that opens the desk's database. `database.key_unreadable`,
    `database.recovery_key_wrong`.
    """
    keys_of(config.paths.home).take(typed, config.paths.database)


def take_wanted_backup(config: Config) -> None:
    """Before anything is opened: put a backup in its place that was prepared while the desk ran."""
    if config.paths.database.with_suffix(RESTORE_WANTED).exists():
        finish(config.paths.database)


def rewriting(config: Config) -> Callable[[], None] | None:
    """Long work before anything is opened: encrypting the database or decrypting it, where somebody switched
    that while the desk ran.
    """
    database = config.paths.database
    if not database.with_suffix(ENCRYPTION_WANTED).exists():
        return None
    return lambda: fulfil_wish(database, keys_of(config.paths.home))


def _in_zone(config: Config, zone: str) -> Config:
    """The company's time zone counts at every desk of it; without one that of the desk."""
    return replace(config, settings=replace(config.settings, zone=zone)) if zone else config


def _give_roles(config: Config, database: "Database", clock: Clock) -> None:
    """A company of before roles gets them; whoever had rights keeps every one. A centre has its own: it takes
    no work of nobody.
    """
    nobody = Actor(None, None, config.settings.branch_code, config.settings.zone)
    with UnitOfWork(database.write_sessions(), nobody, clock, exchanged=False) as uow:
        set_up_roles(SetUpRoles(config.settings.language), uow, clock)


def _set_up(config: Config, database: "Database", clock: Clock, people: People) -> Workplace:
    settings = config.settings
    login = getpass.getuser()
    command = SetUpCompany(
        language=settings.language,
        branch_code=settings.branch_code,
        branch_name=people.branch_name or settings.branch_code,
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
