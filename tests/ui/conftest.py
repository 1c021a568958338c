"""Rules for every test of the window: no screen, nothing left behind, no window that nobody asked for."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt is imported

import gc
import logging
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from fieldservice.config import Config, Paths, Settings, Theme
from fieldservice.desk import Desk, open_desk
from fieldservice.domain.store.engine import open_sqlite
from fieldservice.domain.store.unit_of_work import Actor
from fieldservice.ui.kit.colours import ThemeName
from fieldservice.ui.kit.theme import apply_theme, make_theme
from tests.conftest import MONDAY_MORNING, FakeClock, close_whole
from tests.factories import BRANCH, USER_ID, WORKSTATION_ID, ZONE, Company, set_up
from tests.ui.lived_in import live_in


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The platform without a screen says at each window that it cannot hint sizes to a window manager."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", extend=True))


@pytest.fixture(autouse=True)
def _themed(qapp: QApplication) -> None:
    """Every test starts in the light theme at 100 %; putting it in force is slow, so only when it is not."""
    light = make_theme(ThemeName.LIGHT)
    if qapp.property("fieldserviceTheme") != light:
        apply_theme(qapp, light)


@pytest.fixture(autouse=True)
def _nothing_left_behind(qapp: QApplication, _themed: None) -> Iterator[None]:
    """No widget, timer or thread outlives its test, and no window opens that the test did not make.

    What stands before a test is not its garbage: the search for what it left passes over all that, which
    would else take up to a quarter of a second after each test.
    """
    gc.freeze()
    windows = set(QApplication.topLevelWidgets())
    threads = set(threading.enumerate())

    yield

    qapp.processEvents()
    gc.collect()
    _free_deleted(qapp)
    left = [widget for widget in QApplication.topLevelWidgets() if widget not in windows]
    assert [_describe(widget) for widget in left] == []
    running = [thread.name for thread in threading.enumerate() if thread not in threads]
    assert running == []
    assert [timer.objectName() for timer in qapp.findChildren(QTimer) if timer.isActive()] == []


@pytest.fixture(autouse=True)
def _quiet_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """No warning or error may be logged, unless the test takes it out with `caplog.clear()`."""
    yield
    loud = [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    assert loud == []


def _free_deleted(qapp: QApplication) -> None:
    qapp.sendPostedEvents(None, 52)  # 52 is QEvent.Type.DeferredDelete
    qapp.processEvents()


def _describe(widget: QWidget) -> str:
    name = QObject.objectName(widget)
    return f"{type(widget).__name__} {name!r}"


@pytest.fixture(scope="session")
def lived_in_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of a company in the middle of its work, made once: walks copy it."""
    path = tmp_path_factory.mktemp("lived-in") / "desk.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = open_sqlite(path)
    live_in(set_up(database, FakeClock(MONDAY_MORNING)))
    close_whole(database)
    return path.read_bytes()


@pytest.fixture
def lived_in(lived_in_template: bytes, tmp_path: Path, clock: FakeClock) -> Iterator[Company]:
    """A company in the middle of its work, part of it given to whoever looks, on SQLite."""
    path = tmp_path / "desk.db"
    path.write_bytes(lived_in_template)
    database = open_sqlite(path)
    yield Company(database, clock, Actor(USER_ID, WORKSTATION_ID, BRANCH, ZONE))
    database.close()


@pytest.fixture(scope="session")
def begun_config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """A desk that was opened once: its first start is behind it."""
    settings = Settings(theme=Theme.LIGHT, branch_code="WAW", country="PL", zone="Europe/Warsaw")
    config = Config(Paths(tmp_path_factory.mktemp("begun")), settings)
    open_desk(config).close()
    return config


@pytest.fixture
def begun_desk(begun_config: Config, tmp_path: Path) -> Desk:
    """A copy of it in a home of its own, open."""
    paths = Paths(tmp_path)
    shutil.copy(begun_config.paths.database, paths.database)
    return open_desk(Config(paths, begun_config.settings))
