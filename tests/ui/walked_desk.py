"""The whole window on a company in the middle of its work, for walks over every screen and every dialog.

What stands in `desk_screens` is walked: a new screen is covered by being registered. Its dialogs are found by
running every action that can be run there.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget

from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.rules.preferences import Preferences
from fieldservice.ui.desk_screens import INTAKE, PERSONAL, TICKETS, DeskContext, screen_specs
from fieldservice.ui.kit.calls import Call, CancelledError
from fieldservice.ui.kit.dialog_windows import AskDialog, ChooseDialog, TellDialog
from fieldservice.ui.kit.dialogs import Option, Question
from fieldservice.ui.kit.immediate_ops import ImmediateOps
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.pages import Page
from fieldservice.ui.kit.places import Place
from fieldservice.ui.kit.suggestions import Suggestion
from fieldservice.ui.kit.table_view import RowsView
from fieldservice.ui.kit.text_dialog import TextDialog
from fieldservice.ui.main_window import MainWindow
from fieldservice.ui.screens.safekeeping.parts import Child, HomeDesk
from fieldservice.ui.shell.comforts import ComfortNeeds, Comforts
from fieldservice.ui.shell.keeping import Keeping
from fieldservice.ui.shell.search_places import recent_suggestions
from fieldservice.ui.shell.specs import DeskParts, DeskStatus
from fieldservice.ui.shell.uses import HabitsOf, no_habits
from fieldservice.wording import ErrorWords, current
from tests.factories import COUNTRY, Company
from tests.ui.customers_scene import CompanyBackend
from tests.ui.exchange_scene import StandIn

NOT_WALKED = {"desk.close", "desk.search", "desk.keys"}
SETTLING_ROUNDS = 4


Look = Callable[[QWidget, str], None]


class _Anything:
    """Stands for a context while nothing is made with it: whatever is asked for is there."""

    def __getattr__(self, name: str) -> "_Anything":
        return self


def screen_ids() -> list[str]:
    """Every screen that is registered, also those that only a desk with a folder of its own has."""
    nothing: Any = _Anything()
    return [spec.id for spec in screen_specs(nothing)]


class Memory:
    def load(self) -> bytes:
        return b""

    def save(self, geometry: bytes) -> None:
        """Nothing is remembered between walks."""


def no_child(*arguments: str, passphrase: str = "") -> Child:
    """Long work beside the desk is not begun on a walk."""
    raise CancelledError(*arguments, passphrase)


class LookingDialogs:
    """Shows each dialog, lets it be looked at, and gives it up: nothing is decided on a walk."""

    def __init__(self) -> None:
        self.look: Look = lambda _dialog, _name: None
        self.window: QWidget | None = None
        self.shown: list[str] = []

    def confirm(self, question: Question) -> bool:
        assert self.window is not None
        self.run(
            AskDialog(
                self.window, question.title, question.text, question.yes, is_dangerous=question.is_dangerous
            )
        )
        return False

    def choose(self, question: Question, options: Sequence[Option]) -> Any:
        assert self.window is not None
        self.run(ChooseDialog(self.window, question.title, question.text, options))

    def ask_text(self, question: Question, *, initial: str = "", may_be_empty: bool = False) -> str | None:
        assert self.window is not None
        dialog = TextDialog(self.window, question.title, question.text, question.yes)
        dialog.set_up(question.label, initial, may_be_empty=may_be_empty)
        self.run(dialog)
        return None

    def open_file(self, title: str, filters: str) -> Path | None:
        """The system's own dialog."""

    def save_file(self, title: str, suggested: Path, filters: str) -> Path | None:
        """The system's own dialog."""

    def open_folder(self, title: str) -> Path | None:
        """The system's own dialog."""

    def show_file(self, file: Path) -> None:
        """The system's own program."""

    def tell(self, words: ErrorWords, *, can_retry: bool = False) -> bool:
        assert self.window is not None
        self.run(TellDialog(self.window, words, can_retry=can_retry))
        return False

    def show_report(self, words: ErrorWords, report: str) -> None:
        raise AssertionError(f"{words}\n{report}")

    def run(self, dialog: QDialog) -> bool:
        self.shown.append(dialog.objectName())
        dialog.show()
        QTest.qWaitForWindowExposed(dialog)
        QApplication.processEvents()
        self.look(dialog, f"dialog {dialog.objectName()}")
        dialog.reject()
        dialog.deleteLater()
        return False


class WalkedDesk:
    """The window with all its screens, and what one comes by on a walk through it."""

    def __init__(
        self, company: Company, dialogs: LookingDialogs | None = None, habits: HabitsOf | None = None
    ) -> None:
        self.company = company
        self.notifier = Notifier()
        self.dialogs = dialogs or LookingDialogs()
        self.ops = ImmediateOps(CompanyBackend(company), self.notifier)
        words, user_id = current(), company.actor.user_id
        assert user_id is not None
        words.zone = ZoneInfo("Europe/Warsaw")
        database = Path(str(company.database.writer.url.database))
        self.keeping = Keeping(self.ops, {}, Preferences(zone="Europe/Warsaw"))
        context = DeskContext(
            ops=self.ops,
            notifier=self.notifier,
            words=words,
            now=company.clock.now,
            country=COUNTRY,
            branch="WAW",
            user_id=user_id,
            habits=self.keeping,
            home=partial(HomeDesk, database.parent, database, no_child, lambda: None),
            exchange=partial(StandIn, is_joined=False),
        )
        self.specs = screen_specs(context)
        parts = DeskParts(
            title="Service",
            ops=self.ops,
            words=words,
            search=self._search,
            recent=lambda places: self.ops.query(recent_suggestions, places, company.clock.now()),
            undo_entry=partial(self._undo),
            memory=Memory(),
            new_request=Place(INTAKE),
            dialogs=self.dialogs,
            habits=habits or no_habits(),
        )
        self.window = MainWindow(self.specs, parts)
        needs = self._comfort_needs(company)
        self.comforts = Comforts(self.window.parts(), needs)
        self.window.place_shown.connect(self.comforts.acts.look)
        self.dialogs.window = self.window
        self.window.show_status(DeskStatus("Anna Kowal", "Oddział Warszawa"))

    def show(self, width: int, height: int) -> None:
        self.window.resize(width, height)
        self.window.show()
        QTest.qWaitForWindowExposed(self.window)
        self.settle()

    def go(self, screen_id: str) -> QWidget:
        """Go to a screen, and let its first row be selected where it has a list."""
        self.window.go(Place(screen_id))
        self.settle()
        page = self.window.page(screen_id)
        for table in page.findChildren(RowsView):
            if table.isVisible() and table.model().rowCount() and not table.currentIndex().isValid():
                table.select_row(0)
                break
        self.settle()
        return page

    def settle(self) -> None:
        for _round in range(SETTLING_ROUNDS):
            QApplication.processEvents()
            self.ops.settle()
        QApplication.processEvents()

    def shows(self, name: str, words: str) -> bool:
        """Whether a label of this name is to be seen with these words."""
        self.settle()
        label = self.window.findChild(QLabel, name)
        return label is not None and label.isVisible() and label.text() == words

    def run_actions(self, screen_id: str) -> None:
        """Run each action that can be run on this screen, one after the other; each begins at the screen.

        Those of the whole desk are the same on every screen: they are run on that of the tickets, which
        has them all.
        """
        self.go(screen_id)
        wanted = [spec.id for spec, _action in self.window.actions_of_desk.usable()]
        elsewhere = ("go.",) if screen_id == TICKETS else ("go.", "desk.")
        for action_id in wanted:
            if action_id in NOT_WALKED or action_id.startswith(elsewhere):
                continue
            if self.window.current_place != Place(screen_id):
                self.go(screen_id)
            usable = {spec.id: action for spec, action in self.window.actions_of_desk.usable()}
            if action_id in usable:
                usable[action_id].trigger()
                self.settle()

    def close(self) -> None:
        for page in self.window.findChildren(Page):
            page.leave()
        self.settle()
        self.ops.close()
        self.window.hide()
        self.window.deleteLater()
        vars(self).clear()  # pytest keeps it until the check for leftovers is over
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _comfort_needs(self, company: Company) -> ComfortNeeds:
        assert company.actor.user_id is not None
        return ComfortNeeds(
            ops=self.ops,
            notifier=self.notifier,
            keeping=self.keeping,
            words=current(),
            now=company.clock.now,
            user_id=company.actor.user_id,
            personal=Place(PERSONAL),
            overdue=Place(TICKETS, "overdue"),
            ticket_at=partial(Place, TICKETS),
        )

    def _search(self, _typed: str) -> "Call[Sequence[Suggestion]]":
        return self.ops.query(lambda _session: [])

    def _undo(self, entry_id: Any) -> Any:
        return self.ops.command(undo_entry, UndoEntry(entry_id))


@contextmanager
def walked(
    company: Company,
    *,
    size: tuple[int, int] = (1440, 900),
    dialogs: LookingDialogs | None = None,
    habits: HabitsOf | None = None,
) -> Iterator[WalkedDesk]:
    desk = WalkedDesk(company, dialogs, habits)
    desk.show(*size)
    try:
        yield desk
    finally:
        desk.close()
