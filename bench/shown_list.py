"""Inside a measured process: a list of tickets painted, paged through and scrolled to its end.

`python -m bench.shown_list ours|qt FILE` prints what it took us, or Qt's own model of a query, as JSON:
milliseconds, and megabytes of the process.
"""

import gc
import json
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtSql import QSqlDatabase, QSqlQueryModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

from bench.company import USER_ID
from bench.company_tickets import NOW
from bench.first_paint import PAINT, megabytes
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.store.engine import Database, open_sqlite
from fieldservice.ui.kit.actions import Actions
from fieldservice.ui.kit.cells import Cell
from fieldservice.ui.kit.colours import ThemeName
from fieldservice.ui.kit.dialogs import QtDialogs
from fieldservice.ui.kit.errors import ErrorDesk
from fieldservice.ui.kit.garbage import GarbageCollector
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.ops import ThreadedOps
from fieldservice.ui.kit.services import Services
from fieldservice.ui.kit.table_model import CELL_ROLE
from fieldservice.ui.kit.theme import apply_theme, make_theme
from fieldservice.ui.kit.watchdog import Watchdog
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.ui.screens.tickets.ticket_table import TicketTable
from fieldservice.wording import activate

PAINTS, PAGES, STEPS = 7, 60, 120
ENOUGH = 5_000
LONGEST_SECONDS = 120.0
BARE = """
    SELECT t.number, t.title, c.name, s.name, t.priority, t.closed_at FROM ticket t
    JOIN ticket_state s ON s.id = t.state_id LEFT JOIN customer c ON c.id = t.customer_id
    WHERE t.state_type = 'closed' ORDER BY t.closed_at DESC, t.id DESC
"""


class List(ABC):
    """A list in a window: shown anew, whether it has rows, and whether its end is there."""

    def __init__(self, window: QMainWindow) -> None:
        self._window = window

    @abstractmethod
    def show(self) -> QTableView: ...

    @abstractmethod
    def fetch_all(self) -> None:
        """Do what makes the whole list scrollable."""

    @abstractmethod
    def is_whole(self) -> bool: ...

    @abstractmethod
    def is_filled(self) -> bool:
        """Whether what is in sight is there."""


class Ours(List):
    def __init__(self, window: QMainWindow, database: Database) -> None:
        super().__init__(window)
        self._ops = ThreadedOps(_ReadOnly(database), Notifier())
        words = activate("pl", zone=ZoneInfo("Europe/Warsaw"), country="PL")
        dialogs = QtDialogs(window)
        services = Services(
            dialogs=dialogs,
            errors=ErrorDesk(dialogs, words, window),
            actions=Actions(window),
            go=lambda _place: None,
            toast=lambda _words: None,
            told=lambda _text: None,
        )
        self._parts = TicketsParts(self._ops, Notifier(), services, words, lambda: NOW, USER_ID, "WAW", "PLN")
        self.table: TicketTable | None = None

    def show(self) -> QTableView:
        if self.table is not None:
            self.table.cancel()
        self.table = TicketTable(self._parts)
        self._window.setCentralWidget(self.table)
        self.table.show_view("closed")
        return self.table.table.view

    def fetch_all(self) -> None:
        """It comes by itself."""

    def is_whole(self) -> bool:
        return self.table is not None and self.table.feed.is_whole

    def is_filled(self) -> bool:
        assert self.table is not None
        view, model = self.table.table.view, self.table.table.model
        first, last = view.in_sight()
        cells: list[Cell | None] = [model.index(row, 1).data(CELL_ROLE) for row in range(first, last + 1)]
        return all(cell is not None and cell.text for cell in cells)

    def close(self) -> None:
        if self.table is not None:
            self.table.cancel()
        self._ops.close()


class Qts(List):
    """`QSqlQueryModel` in C++ with the plain delegate."""

    def __init__(self, window: QMainWindow, path: Path) -> None:
        super().__init__(window)
        self._database = QSqlDatabase.addDatabase("QSQLITE")
        self._database.setDatabaseName(str(path))
        self._database.setConnectOptions("QSQLITE_OPEN_READONLY")
        assert self._database.open(), self._database.lastError().text()
        self.model = QSqlQueryModel()

    def show(self) -> QTableView:
        view = QTableView()
        self.model = QSqlQueryModel(view)
        self.model.setQuery(BARE, self._database)
        view.setModel(self.model)
        self._window.setCentralWidget(view)
        return view

    def fetch_all(self) -> None:
        """As many rows as pages are turned: a million would take minutes."""
        while self.model.rowCount() < ENOUGH and self.model.canFetchMore():
            self.model.fetchMore()

    def is_whole(self) -> bool:
        return self.model.rowCount() >= ENOUGH or not self.model.canFetchMore()

    def is_filled(self) -> bool:
        return True


class _ReadOnly:
    """Sessions that read; nothing here writes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        with self._database.read_session() as session:
            return fn(session, *args, **kwargs)

    def write(self, fn: Callable[..., Changes], command: Any) -> Changes:
        raise NotImplementedError(fn, command)


class Painted(QObject):
    """Knows when a view painted rows."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self.at: float | None = None
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is PAINT and self.at is None:
            model = self._view.model()
            if model is not None and model.rowCount() > PAINTS:
                watched.removeEventFilter(self)
                QTimer.singleShot(0, self._on_painted)  # the paint itself is still to come
        return False

    def _on_painted(self) -> None:
        self.at = perf_counter()


def measure(shown: List) -> dict[str, Any]:
    """First paints, frames of pages, the whole list made scrollable and scrolled through."""
    first = [_first_paint(shown) for _turn in range(PAINTS)]
    view = shown.show()
    begun = perf_counter()
    QApplication.processEvents()
    watchdog = Watchdog()
    watchdog.start()
    shown.fetch_all()
    _until(shown.is_whole)
    whole = (perf_counter() - begun) * 1000
    blocked = watchdog.stop()
    frames = _pages(view, shown)
    watchdog.start()
    _scroll_through(view, shown)
    scrolled = watchdog.stop()
    return {
        "first": first,
        "whole": whole,
        "blocked_whole": blocked,
        "frames": frames,
        "blocked_scrolling": scrolled,
        "rows": view.model().rowCount(),
        "megabytes": megabytes(),
    }


def _first_paint(shown: List) -> float:
    """Lists that were shown before are freed: their memory is none of this one's."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    begun = perf_counter()
    view = shown.show()
    painted = Painted(view)
    _until(lambda: painted.at is not None)
    assert painted.at is not None
    milliseconds = (painted.at - begun) * 1000
    _until(shown.is_whole) if isinstance(shown, Ours) else None
    return milliseconds


def _pages(view: QTableView, shown: List) -> list[float]:
    """From the key to the painted page; what is fetched ahead comes between the keys."""
    view.setFocus()
    view.selectRow(0)
    frames = []
    for _page in range(PAGES):
        begun = perf_counter()
        QTest.keyClick(view, Qt.Key.Key_PageDown)
        view.viewport().repaint()
        frames.append((perf_counter() - begun) * 1000)
        _until(shown.is_filled)
    return frames


def _scroll_through(view: QTableView, shown: List) -> None:
    """As somebody drags the scroll bar from the top to the end, with stops to read."""
    bar = view.verticalScrollBar()
    for step in range(STEPS + 1):
        bar.setValue(bar.maximum() * step // STEPS)
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 8)
        if step % 10 == 0:
            _until(shown.is_filled)


def _until(is_so: Callable[[], bool]) -> None:
    begun = perf_counter()
    while not is_so():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        assert perf_counter() - begun < LONGEST_SECONDS, "it never came"


def main(kind: str, path: Path) -> int:
    application = QApplication(sys.argv[:1])
    apply_theme(application, make_theme(ThemeName.LIGHT))
    window = QMainWindow()
    window.resize(1440, 900)
    window.show()
    QApplication.processEvents()
    if kind == "ours":
        database = open_sqlite(path)
        ours = Ours(window, database)
        garbage = GarbageCollector(window)  # as in the program
        garbage.start()
        told = measure(ours)
        garbage.stop()
        ours.close()
        database.close()
    else:
        told = measure(Qts(window, path))
    print(json.dumps({**told, "at": datetime.now(UTC).isoformat()}), flush=True)
    window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
