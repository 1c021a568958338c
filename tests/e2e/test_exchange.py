"""Workstations of a real centre over HTTP: joined by the command line, exchanging beside the window."""

import io
import json
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from fieldservice import cli
from fieldservice.background.desk_exchange import DeskExchange, DeskNeeds
from fieldservice.background.exchange_joining import engine_of
from fieldservice.commandline.exits import Exit
from fieldservice.config import Paths, read_config
from fieldservice.desk import Desk, open_desk
from fieldservice.domain.commands.customers import CreateCustomer, CustomerData, create_customer
from fieldservice.domain.commands.sign_in import EnterDesk, enter_desk
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.unit_of_work import UnitOfWork
from fieldservice.server.accounts import devices
from fieldservice.sync.token_places import FILE
from fieldservice.ui.shell.desk_lock import DeskLock
from tests.conftest import FakeClock
from tests.server.centre.conftest import served
from tests.server.centre.office import FIRST, HOME, LOGIN, PASSWORD, Office
from tests.server.centre.running import Running

__all__ = ["served"]

Served = tuple[Office, Running]
PATIENCE_MS = 30_000
NO_JOB: Any = None
OWN = "Granatowy parasol 9"


class Hands(QObject):
    """Does work at a desk, and says so as the window's operations do."""

    commanded = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.heard: list[Changes] = []

    def customer(self, name: str) -> None:
        with self.desk.begin() as uow:
            command = CreateCustomer(new_id(), CustomerData(name=name))
            changes = create_customer(command, uow, self.desk.clock)
        self.commanded.emit(changes)

    def customers(self) -> set[str]:
        with self.desk.database.read_session() as session:
            return {customer.name for customer in session.query(Customer)}


Typed = Callable[..., int]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, migrated_template: bytes) -> Typed:
    """The command line of a home folder, with a password on standard input."""

    def run(home: Path, *arguments: str) -> int:
        paths = Paths(home)
        if not paths.database.exists():  # going through all migrations is tested elsewhere
            paths.make_folders()
            paths.database.write_bytes(migrated_template)
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n"))
        return cli.main(["--home", str(home), "exchange", *arguments])

    return run


@pytest.fixture
def joined(served: Served, tmp_path: Path, typed: Typed) -> Callable[..., Path]:
    """A home folder whose workstation belongs to the centre."""

    def join(name: str, *more: str) -> Path:
        office, running = served
        home, code = tmp_path / name, office.code(HOME)
        where = ("--address", running.address, "--code", code, "--login", LOGIN, "--name", name)
        assert typed(home, "join", *where, "--password-stdin", *more) == Exit.DONE
        return home

    return join


@pytest.fixture
def exchanging(qtbot: QtBot) -> Iterator[Callable[[Path], tuple[Hands, DeskExchange]]]:
    """A desk whose exchange runs beside it, as in the window."""
    running: list[tuple[Hands, DeskExchange]] = []

    def begin(home: Path) -> tuple[Hands, DeskExchange]:
        hands = Hands(open_desk(read_config(home)))
        exchange = DeskExchange(hands.desk, hands.heard.append, lambda: None)
        running.append((hands, exchange))
        with qtbot.waitSignal(exchange.ended, timeout=PATIENCE_MS):
            exchange.begin(hands.commanded)
        return hands, exchange

    yield begin
    for hands, exchange in running:
        exchange.end()
        hands.desk.close()


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.covers("J03", "J07")
def test_a_workstation_joins_exchanges_tells_and_leaves_by_the_command_line(
    joined: Callable[..., Path], typed: Typed, capsys: pytest.CaptureFixture[str]
) -> None:
    home = joined("recepcja")
    desk = open_desk(read_config(home))
    Hands(desk).customer("Młyn Wierzbica")
    place = desk.workplace
    desk.close()
    capsys.readouterr()
    typed(home, "status", "--json")
    before = told(capsys)

    done = typed(home, "now")

    capsys.readouterr()
    typed(home, "status", "--json")
    after = told(capsys)
    assert place.branch_code == before["slot"]
    assert place.branch_id is not None
    assert place.asks_who
    assert done == Exit.DONE
    assert (before["waiting"] > 0, after["waiting"]) == (True, 0)
    assert after["exchanged_at"] is not None
    assert typed(home, "leave") == Exit.DONE
    assert not list((home / "backups").glob("*-before-leaving.db.xz"))
    assert not (home / FILE).exists()
    typed(home, "status", "--json")
    assert json.loads(capsys.readouterr().out.partition("\n")[2]) == {"joined": False}


def test_the_token_lies_in_a_file_that_nobody_else_may_read(joined: Callable[..., Path]) -> None:
    token = joined("recepcja") / FILE

    assert token.stat().st_mode & 0o777 == 0o600


def test_beside_the_window_nobody_else_exchanges(joined: Callable[..., Path], typed: Typed) -> None:
    home = joined("recepcja")
    lock = DeskLock(home)
    assert lock.take()

    assert typed(home, "now") == Exit.NOT_DONE
    lock.release()


@pytest.mark.covers("J01", "X6")
def test_what_one_desk_does_comes_to_the_other_by_itself(
    joined: Callable[..., Path],
    exchanging: Callable[[Path], tuple[Hands, DeskExchange]],
    qtbot: QtBot,
) -> None:
    here, _first = exchanging(joined("okienko"))
    there, second = exchanging(joined("zaplecze"))

    here.customer("Browar Lubicz")

    qtbot.waitUntil(lambda: "Browar Lubicz" in there.customers(), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: any(changes.concerns("customer") for changes in there.heard), timeout=PATIENCE_MS)
    assert second.is_online


def test_a_desk_without_a_line_goes_on_and_says_since_when(
    joined: Callable[..., Path],
    exchanging: Callable[[Path], tuple[Hands, DeskExchange]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    home = joined("okienko")
    desk = open_desk(read_config(home))
    with desk.database.write_sessions().begin() as session:
        session.connection().exec_driver_sql("UPDATE exchange_state SET address = 'http://127.0.0.1:9'")
    desk.close()

    hands, exchange = exchanging(home)
    hands.customer("Cukrownia Dobre")

    assert exchange.is_online is False
    assert exchange.offline_since is not None
    assert "Cukrownia Dobre" in hands.customers()
    caplog.clear()


@pytest.mark.covers("L08")
def test_somebody_who_never_was_here_comes_in_by_the_centre_and_then_without_a_line(
    joined: Callable[..., Path],
    exchanging: Callable[[Path], tuple[Hands, DeskExchange]],
    served: Served,
) -> None:
    served[0].add_user("ewa", "Ewa Lis")
    hands, exchange = exchanging(joined("okienko"))
    desk = hands.desk

    with pytest.raises(RuleViolation, match=r"sign_in\.wrong"):
        exchange.come_in(NO_JOB, "ewa", "nie to hasło")
    with pytest.raises(RuleViolation, match=r"sign_in\.password_expired"):
        exchange.come_in(NO_JOB, "ewa", FIRST)
    user_id, name = exchange.come_in(NO_JOB, "ewa", FIRST, OWN)

    entered = EnterDesk(user_id, desk.workplace.workstation_id, OWN)
    with desk.begin() as uow:
        enter_desk(entered, uow, desk.clock)
    assert name == "Ewa Lis"
    fortnight = FakeClock(desk.clock.now() + timedelta(days=15))
    with (
        pytest.raises(RuleViolation, match=r"sign_in\.offline_too_long"),
        UnitOfWork(desk.database.write_sessions(), desk.actor, fortnight) as uow,
    ):
        enter_desk(entered, uow, fortnight)


def test_a_workstation_that_is_revoked_is_wiped_with_its_copies(
    joined: Callable[..., Path],
    exchanging: Callable[[Path], tuple[Hands, DeskExchange]],
    served: Served,
    caplog: pytest.LogCaptureFixture,
) -> None:
    home = joined("laptop")
    hands, exchange = exchanging(home)
    hands.customer("Tartak Podlas")
    exchange.end()
    (home / "backups" / "old.db").write_bytes(b"what was")
    with served[0].database.writer.begin() as connection:
        for line in devices.devices(connection):
            if line.name == "laptop" and line.revoked_at is None:
                devices.revoke(connection, line.id, served[0].clock.now())

    result = engine_of(DeskNeeds(hands.desk)).round()

    assert result.problem is not None
    assert result.problem.code == "exchange.revoked"
    assert hands.customers() == set()
    assert not (home / "backups").exists()
    assert not (home / FILE).exists()
    caplog.clear()


def test_a_code_that_nobody_gave_is_refused_and_changes_nothing(
    served: Served, tmp_path: Path, typed: Typed, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ("--address", served[1].address, "--code", "AAAA-BBBB", "--login", LOGIN, "--name", "obcy")

    code = typed(tmp_path / "obcy", "join", *where, "--password-stdin")

    assert code == Exit.NOT_DONE
    assert "does not know this pairing code" in capsys.readouterr().err


@pytest.mark.parametrize("address", ["", "ftp://centre", "http://centre.example", "https://centre/x", "::"])
def test_an_address_that_cannot_be_meant_is_refused_before_anything_is_sent(
    tmp_path: Path, typed: Typed, address: str
) -> None:
    where = ("--address", address, "--code", "AAAA-BBBB", "--login", LOGIN, "--name", "obcy")

    assert typed(tmp_path / "obcy", "join", *where, "--password-stdin") == Exit.NOT_DONE


@pytest.mark.covers("J09")
def test_a_workstation_with_data_is_not_emptied_without_a_word_and_a_backup(
    served: Served, tmp_path: Path, typed: Typed, capsys: pytest.CaptureFixture[str]
) -> None:
    office, running = served
    home = tmp_path / "biuro"
    where = ("--address", running.address, "--login", LOGIN, "--name", "biuro", "--password-stdin")
    assert typed(home, "status") == Exit.DONE
    desk = open_desk(read_config(home))
    Hands(desk).customer("Młyn Wierzbica")
    desk.close()
    capsys.readouterr()

    refused = typed(home, "join", "--code", office.code(HOME), *where)
    why = capsys.readouterr().err
    done = typed(home, "join", "--code", office.code(HOME), *where, "--take-theirs")

    assert refused == Exit.NOT_DONE
    assert "--take-theirs" in why
    assert done == Exit.DONE
    (backup,) = (home / "backups").glob("*-before-joining.db.xz")
    assert str(backup) in capsys.readouterr().out


@pytest.mark.covers("J03")
def test_work_that_was_not_sent_is_kept_when_the_centre_is_left(
    joined: Callable[..., Path], typed: Typed, capsys: pytest.CaptureFixture[str]
) -> None:
    home = joined("magazyn")
    desk = open_desk(read_config(home))
    Hands(desk).customer("Młyn Wierzbica")
    desk.close()

    refused = typed(home, "leave")
    why = capsys.readouterr().err
    done = typed(home, "leave", "--unsent")

    assert (refused, done) == (Exit.NOT_DONE, Exit.DONE)
    assert "work waits to be sent" in why
    (backup,) = (home / "backups").glob("*-before-leaving.db.xz")
    assert str(backup) in capsys.readouterr().out
