"""Encrypting from the screen of data and backup, and the windows before the window that go with it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from fieldservice.config import Config, Paths, Settings
from fieldservice.desk import open_desk, rewriting, take_key
from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.store.database_key import keys_of, new_key, spelled
from fieldservice.domain.store.encrypting import encrypt, wish
from fieldservice.domain.store.engine import open_sqlite
from fieldservice.domain.store.quick_reading import is_encrypted
from fieldservice.domain.store.schema import migrate
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.shell.start_windows import KeyWindow, WaitingWindow, open_with_key, wait_for
from tests.conftest import MONDAY_MORNING, FakeClock
from tests.factories import Company, set_up
from tests.ui.fakes import FakeDialogs
from tests.ui.safekeeping_scene import Children, SafekeepingWindow

NOTHING = "nothing that is asked at the start"


@pytest.fixture(autouse=True)
def _no_keyring() -> Iterator[None]:
    """Whoever runs these tests keeps their own keyring to themselves."""
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]
    yield
    keyring.set_keyring(before)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Company]:
    path = tmp_path_factory.mktemp("begun") / "fieldservice.db"
    database = open_sqlite(path)
    migrate(database.writer)
    company = set_up(database, FakeClock(MONDAY_MORNING))
    database.close()
    return path.read_bytes(), company


class Scene:
    def __init__(self, home: Path, begun: tuple[bytes, Company], qtbot: QtBot) -> None:
        content, company = begun
        self.home = home
        self.database = home / "fieldservice.db"
        self.database.write_bytes(content)
        self._qtbot = qtbot
        self.company = Company(open_sqlite(self.database), FakeClock(MONDAY_MORNING), company.actor)

    def open(self, *answers: object) -> SafekeepingWindow:
        self.dialogs = FakeDialogs(*answers)
        window = SafekeepingWindow(self.company, self.home, self.dialogs, Children())
        self._qtbot.addWidget(window)
        window.show()
        return window

    def config(self) -> Config:
        return Config(Paths(self.home), Settings())


@pytest.fixture
def scene(tmp_path: Path, begun: tuple[bytes, Company], qtbot: QtBot) -> Iterator[Scene]:
    scene = Scene(tmp_path, begun, qtbot)
    yield scene
    scene.company.database.close()


def texts(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisibleTo(widget))


def _noting_down(seen: list[str]) -> Callable[[QWidget], bool]:
    """As a person does: reads the key, says that it was written down, goes on."""

    def run(dialog: QWidget) -> bool:
        seen.append(texts(dialog))
        go_on = dialog.findChild(QWidget, "goOnButton")
        assert go_on is not None
        assert not go_on.isEnabled()
        dialog.findChild(QWidget, "keyNoted").click()  # type: ignore[union-attr]
        assert go_on.isEnabled()
        dialog.deleteLater()
        return True

    return run


def test_without_a_keyring_a_file_is_asked_for_and_the_key_has_to_be_noted_down(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stick").mkdir()
    file = tmp_path / "stick" / "desk.key"
    window = scene.open(True, file)
    seen: list[str] = []
    monkeypatch.setattr(scene.dialogs, "run", _noting_down(seen))

    window.press("encryptButton")

    assert spelled(file.read_text())[:39] in seen[0]
    assert window.restarts == 1
    assert rewriting(scene.config()) is not None


def test_a_key_that_was_not_noted_down_encrypts_nothing(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = scene.open(True, tmp_path / "desk.key")
    monkeypatch.setattr(scene.dialogs, "run", _giving_up)

    window.press("encryptButton")

    assert window.restarts == 0
    assert rewriting(scene.config()) is None


def _giving_up(dialog: QWidget) -> bool:
    dialog.deleteLater()
    return False


def test_the_card_says_how_the_database_lies_and_offers_the_way_back(scene: Scene) -> None:
    window = scene.open()
    assert "Whoever has this computer's disk can read the data." in texts(window.view.encryption)
    scene.company.database.close()
    key = new_key()
    keys_of(scene.home).keep_anywhere(key)
    encrypt(scene.database, key)
    scene.company = Company(open_sqlite(scene.database, key=key), scene.company.clock, scene.company.actor)

    window = scene.open(True)
    window.press("encryptButton")

    assert "keeps nobody out who has the whole folder" in texts(window.view.encryption)
    assert window.view.encryption.switch.text() == "Decrypt"
    assert window.restarts == 1


@pytest.fixture
def locked(scene: Scene) -> tuple[Config, str]:
    """An encrypted desk whose key is gone."""
    scene.company.database.close()
    key = new_key()
    place = keys_of(scene.home).keep_anywhere(key)
    encrypt(scene.database, key)
    Path(place.file).unlink()
    return scene.config(), key


def _problem(config: Config) -> EnvironmentProblem:
    with pytest.raises(EnvironmentProblem) as told:
        open_desk(config)
    return told.value


def _window_of(kind: type[QWidget]) -> QWidget:
    return next(
        each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()
    )


def test_the_recovery_key_is_asked_for_where_the_key_is_missing(locked: tuple[Config, str]) -> None:
    config, key = locked
    said: list[str] = []

    def type_it() -> None:
        window = _window_of(KeyWindow)
        keys = Keyboard(window)
        keys.type(spelled(new_key()))
        keys.press("Return")
        said.append(texts(window))
        keys.press("Ctrl+A")
        keys.type(spelled(key))
        keys.press("Return")

    desk = open_with_key(
        _problem(config), lambda: open_desk(config), lambda typed: take_key(config, typed), type_it
    )

    assert desk.workplace.branch_code
    assert "it does not open this database" in said[0]
    desk.close()
    open_desk(config).close()  # known from now on


def test_whoever_does_not_know_the_key_closes_the_window_and_the_problem_stands(
    locked: tuple[Config, str],
) -> None:
    config, _key = locked
    problem = _problem(config)

    with pytest.raises(EnvironmentProblem) as told:
        open_with_key(
            problem,
            lambda: open_desk(config),
            lambda typed: take_key(config, typed),
            lambda: _window_of(KeyWindow).close(),
        )

    assert told.value is problem


def test_another_problem_asks_for_no_key() -> None:
    problem = EnvironmentProblem("database.newer", revision="9")

    with pytest.raises(EnvironmentProblem) as told:
        open_with_key(problem, _never, _never, _never)

    assert told.value is problem


def _never(*_arguments: object) -> object:
    raise AssertionError(NOTHING)


def test_the_database_is_written_anew_behind_a_window_that_says_so(scene: Scene, qtbot: QtBot) -> None:
    scene.company.database.close()
    keys_of(scene.home).keep_anywhere(new_key())
    wish(scene.database, "on")
    work = rewriting(scene.config())
    assert work is not None
    seen: list[str] = []

    def until_quit() -> None:
        seen.append(texts(_window_of(WaitingWindow)))
        qtbot.waitUntil(lambda: is_encrypted(scene.database), timeout=20_000)

    wait_for(work, until_quit)

    assert "written anew" in seen[0]
    open_desk(scene.config()).close()


def test_what_hinders_it_is_told_before_the_desk_opens_as_it_was(qtbot: QtBot) -> None:
    said: list[str] = []
    refused: list[bool] = []

    def refuse() -> None:
        refused.append(True)
        raise EnvironmentProblem("database.not_rewritten", name="fieldservice.db")

    def look() -> None:
        qtbot.waitUntil(lambda: bool(refused))
        window = next(each for each in QApplication.topLevelWidgets() if each.isVisible())
        said.append(texts(window))

    wait_for(refuse, look)

    assert "could not be written anew" in said[1]
