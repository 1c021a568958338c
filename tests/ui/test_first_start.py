"""The first start: four ways to begin, each asked only what it needs; then there is a desk to work at."""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fieldservice.config import Config, Paths, Settings, Theme, read_settings, refusal
from fieldservice.demo import Begun, begin
from fieldservice.desk import put_aside
from fieldservice.domain.model.company import CompanyProfile
from fieldservice.domain.model.people import Branch, UserAccount
from fieldservice.domain.queries.first_preferences import first_preferences
from fieldservice.domain.rules.beginning import Beginning, BeginningKind
from fieldservice.domain.rules.preferences import IS_DEMO
from fieldservice.domain.store.backup import back_up
from fieldservice.ui.kit.actions import Actions
from fieldservice.ui.kit.immediate_ops import ImmediateOps
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.theme import apply_theme, make_theme
from fieldservice.ui.screens.welcome.asking import NoDatabase
from fieldservice.ui.screens.welcome.parts import WelcomeParts
from fieldservice.ui.screens.welcome.view import WelcomeWindow
from fieldservice.ui.shell.beginnings import AGAIN, DEMO_AGAIN, offer_beginnings
from fieldservice.wording import activate, current
from tests.ui.fakes import FakeDialogs
from tests.ui.looking import cut, nameless, out_of_order

SETTINGS = Settings(theme=Theme.LIGHT, country="PL", zone="Europe/Warsaw")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    made = Config(Paths(tmp_path / "home"), SETTINGS)
    made.paths.make_folders()
    return made


class Assistant:
    """The window of the first start, and what came of it."""

    def __init__(self, config: Config, *answers: object) -> None:
        self.begun: list[Begun] = []
        self.wished: list[Beginning] = []
        self.dialogs = FakeDialogs(*answers)
        self.ops = ImmediateOps(NoDatabase(), Notifier())
        self._config = config
        self.window = WelcomeWindow(
            WelcomeParts(
                ops=self.ops,
                begin=self._begin,
                speak=lambda language: activate(language, zone=ZoneInfo("Europe/Warsaw"), country="PL"),
                refusal=lambda code: refusal("branch_code", code),
                words=current(),
                country="PL",
                user_name="anna",
                dialogs=self.dialogs,
            )
        )
        self.window.begun.connect(self.begun.append)
        self.window.show()

    @property
    def keys(self) -> Keyboard:
        return Keyboard(self.window)

    def settle(self) -> None:
        QApplication.processEvents()
        self.ops.settle()
        QApplication.processEvents()

    def close(self) -> None:
        for each in self.begun:
            each.desk.close()
        self.ops.close()
        self.window.close()
        self.window.deleteLater()
        vars(self).clear()

    def _begin(self, beginning: Beginning) -> Begun:
        self.wished.append(beginning)
        return begin(self._config, beginning)


@pytest.fixture
def assistant(config: Config, qtbot: QtBot) -> Iterator[Assistant]:
    made = Assistant(config)
    with qtbot.waitActive(made.window):
        made.window.activateWindow()
    yield made
    made.close()


def fill_in(assistant: Assistant, company: str = "Młyn Żary", code: str = "zar") -> None:
    form = assistant.window.company
    for field, text in ((form.company, company), (form.code, code), (form.user, "Anna Kowal")):
        field.setFocus()
        field.clear()
        assistant.keys.type(text)


def test_an_empty_desk_knows_company_branch_and_person(assistant: Assistant, config: Config) -> None:
    assistant.window.choose(BeginningKind.EMPTY)
    fill_in(assistant)

    assistant.keys.press("Ctrl+Return")
    assistant.settle()

    desk, settings = assistant.begun[0].desk, read_settings(config.paths.settings, SETTINGS)[0]
    with desk.database.read_session() as session:
        assert session.query(CompanyProfile.name).scalar() == "Młyn Żary"
        assert session.query(Branch.code).scalar() == "ZAR"
        assert session.query(UserAccount.name).scalar() == "Anna Kowal"
    assert (settings.branch_code, settings.country) == ("ZAR", "PL")


def test_whoever_brings_a_workbook_begins_at_the_import(assistant: Assistant) -> None:
    assistant.window.choose(BeginningKind.WORKBOOK)
    fill_in(assistant)

    assistant.keys.press("Ctrl+Return")
    assistant.settle()

    assert [begun.kind for begun in assistant.begun] == [BeginningKind.WORKBOOK]


@pytest.mark.parametrize(
    ("company", "code", "field"), [("", "HQ", "companyField"), ("Młyn", "H1", "branchCodeField")]
)
def test_what_is_missing_is_said_at_its_field(
    assistant: Assistant, company: str, code: str, field: str
) -> None:
    assistant.window.choose(BeginningKind.EMPTY)
    fill_in(assistant, company, code)

    assistant.keys.press("Ctrl+Return")
    assistant.settle()

    focused = assistant.window.focusWidget()
    assert assistant.wished == []
    assert focused is not None
    assert focused.objectName() == field
    assert focused.accessibleDescription()


def test_another_computers_backup_is_taken_over_with_everything_in_it(
    assistant: Assistant, config: Config, tmp_path: Path
) -> None:
    elsewhere = Config(Paths(tmp_path / "elsewhere"), SETTINGS)
    desk = begin(elsewhere, Beginning(BeginningKind.DEMO, "pl")).desk
    desk.close()
    file = back_up(elsewhere.paths.database, tmp_path / "stick", desk.clock.now())
    assistant.window.choose(BeginningKind.TAKE_OVER)
    assistant.dialogs.answers.append(file)
    assistant.window.take_over.choose.click()

    assistant.window.begin()
    assistant.settle()

    assert [begun.desk.workplace.user_name for begun in assistant.begun] == ["Anna Kowal"]
    values = first_preferences(config.paths.database, desk.workplace.user_id)
    assert values[IS_DEMO] is True


def test_a_file_that_is_no_backup_is_refused_in_words_and_one_can_choose_again(
    assistant: Assistant, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = tmp_path / "wrong.db.xz"
    wrong.write_bytes(b"not a backup")
    assistant.window.choose(BeginningKind.TAKE_OVER)
    assistant.window.take_over.show_path(wrong)

    assistant.window.begin()
    assistant.settle()

    assert assistant.begun == []
    assert "wrong.db.xz" in assistant.window._trouble.text()
    assert assistant.window.go.isEnabled()
    caplog.clear()


def test_the_language_changes_at_once_and_what_was_typed_stays(qtbot: QtBot, assistant: Assistant) -> None:
    assistant.window.choose(BeginningKind.EMPTY)
    fill_in(assistant)

    assistant.window.language.set_value("pl")
    assistant.settle()

    assert current().language == "pl"
    assert assistant.window.company.company.text() == "Młyn Żary"
    assert assistant.window.ways[BeginningKind.EMPTY].isChecked()


def test_closing_the_assistant_makes_no_desk(qtbot: QtBot, assistant: Assistant, config: Config) -> None:
    with qtbot.waitSignal(assistant.window.given_up):
        assistant.window.close()

    assert not config.paths.database.exists()


@pytest.mark.covers("39")
@pytest.mark.parametrize("kind", BeginningKind)
@pytest.mark.parametrize(("scale", "size"), [(100, (800, 600)), (133, (1024, 768)), (200, (1440, 900))])
def test_the_assistant_is_readable_and_named_at_every_size(
    qapp: QApplication, config: Config, kind: BeginningKind, scale: int, size: tuple[int, int]
) -> None:
    apply_theme(qapp, make_theme(scale_percent=scale))
    assistant = Assistant(config)
    assistant.window.resize(*size)
    assistant.window.choose(kind)
    assistant.settle()

    assert nameless(assistant.window) == []
    assert out_of_order(assistant.window) == []
    assert cut(assistant.window) == []
    assistant.close()


def test_invented_data_can_be_left_and_are_put_aside(config: Config, qtbot: QtBot) -> None:
    desk = begin(config, Beginning(BeginningKind.DEMO, "en")).desk
    desk.close()

    kept = put_aside(config)

    assert kept is not None
    assert kept.parent == config.paths.backups
    assert not config.paths.database.exists()
    assert put_aside(config) is None


@pytest.mark.parametrize(("agreed", "codes"), [(True, [DEMO_AGAIN, AGAIN]), (False, [])])
def test_beginning_anew_is_asked_for_first(qtbot: QtBot, agreed: object, codes: list[int]) -> None:
    dialogs, done = FakeDialogs(agreed, agreed), list[int]()
    window = QWidget()
    qtbot.addWidget(window)
    actions = Actions(window)
    offer_beginnings(actions, dialogs, done.append)

    actions["desk.fresh_demo"].trigger()
    actions["desk.own_data"].trigger()

    assert done == codes
    assert len(dialogs.asked) == 2
