"""The import in the window: file, columns, preview, confirmation, result; nothing written unconfirmed."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from fieldservice.config import resources_folder
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.equipment import Equipment
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.import_records import RowState
from fieldservice.ui.kit.actions import Actions
from fieldservice.ui.kit.dialogs import Option, Question
from fieldservice.ui.kit.errors import ErrorDesk
from fieldservice.ui.kit.immediate_ops import ImmediateOps
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.places import Place
from fieldservice.ui.kit.services import Services
from fieldservice.ui.kit.toasts import ToastWords
from fieldservice.ui.screens.imports.view import ImportsPage
from fieldservice.ui.screens.imports.work import ImportSetting
from fieldservice.wording import ErrorWords, Wording
from tests.factories import Company

WORDS = Wording("en", zone=UTC, country="PL")
SAMPLE = resources_folder() / "demo" / "serwis-polska.xlsx"


class CompanyBackend:
    """Runs queries and commands on the test's company."""

    def __init__(self, company: Company) -> None:
        self._company = company

    def read(self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        return self._company.ask(fn, *args, **kwargs)

    def write(self, fn: Callable[..., Changes], command: Any) -> Changes:
        return self._company.run(fn, command)


@dataclass
class FakeDialogs:
    """Answers what the test says, and keeps what was told."""

    target: Path | None = None
    told: list[ErrorWords] = field(default_factory=list)

    def confirm(self, _question: Question) -> bool:
        return False

    def choose(self, _question: Question, _options: Sequence[Option]) -> Any:
        return None

    def ask_text(self, _question: Question, *, initial: str = "", may_be_empty: bool = False) -> str | None:
        return initial if may_be_empty else None

    def open_file(self, _title: str, _filters: str) -> Path | None:
        return None

    def open_folder(self, _title: str) -> Path | None:
        return None

    def show_file(self, _file: Path) -> None:
        raise AssertionError

    def save_file(self, _title: str, _suggested: Path, _filters: str) -> Path | None:
        return self.target

    def tell(self, words: ErrorWords, *, can_retry: bool = False) -> bool:
        self.told.append(words)
        return not can_retry

    def show_report(self, _words: ErrorWords, report: str) -> None:
        raise AssertionError(report)

    def run(self, _dialog: QDialog) -> bool:
        return False


class KeptLayouts:
    """Keeps how somebody left the page, as long as the test lasts."""

    def __init__(self) -> None:
        self._kept: dict[str, Any] = {}

    def load(self, name: str) -> Any | None:
        return self._kept.get(name)

    def keep(self, name: str, value: Any) -> None:
        self._kept[name] = value


@dataclass
class Window:
    """The page as a test drives it."""

    page: ImportsPage
    dialogs: FakeDialogs
    ops: ImmediateOps
    company: Company

    def settle(self) -> None:
        self.ops.settle()

    def open(self, path: Path) -> None:
        self.page.open_at(path)
        self.settle()

    def press(self, name: str) -> None:
        button = self.page.findChild(QWidget, name)
        assert button is not None
        assert button.isEnabled(), name
        button.click()  # type: ignore[attr-defined]
        self.settle()

    def chooser(self, name: str) -> Any:
        return self.page.findChild(QWidget, name)


@pytest.fixture
def window(qtbot: QtBot, desk_company: Company) -> Iterator[Window]:
    notifier = Notifier()
    ops = ImmediateOps(CompanyBackend(desk_company), notifier)
    frame = QWidget()
    qtbot.addWidget(frame)
    dialogs = FakeDialogs()
    services = Services(
        dialogs=dialogs,
        errors=ErrorDesk(dialogs, WORDS, frame),
        actions=Actions(frame),
        go=_ignore_place,
        toast=_ignore_toast,
        told=_ignore_text,
        layouts=KeptLayouts(),
    )
    page = ImportsPage(ops, services, WORDS, ImportSetting("PL", lambda: date(2026, 11, 23)))
    qtbot.addWidget(page)
    page.resize(1240, 780)
    page.show()
    yield Window(page, dialogs, ops, desk_company)
    ops.close()


def _ignore_place(_place: Place) -> None: ...


def _ignore_toast(_words: ToastWords) -> None: ...


def _ignore_text(_text: str) -> None: ...


def csv_file(folder: Path, *lines: str, name: str = "customers.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.covers("A20", "P-73")
def test_the_sample_is_read_shown_and_imported_only_when_confirmed(window: Window, tmp_path: Path) -> None:
    file = Path(shutil.copy(SAMPLE, tmp_path))

    window.open(file)
    lines = window.page.mapping.table.model.rows
    window.press("importGoOn")
    before = len(window.company.rows(Customer))
    label = window.page.go_on_button.text()
    window.press("importGoOn")

    assert [line.rows for line in lines] == [420, 419, 693, 2226, 362, 1291, 655, 1875]
    assert before == 0
    assert label == "Import 7,940 rows"
    assert len(window.company.rows(Customer)) == 420
    assert window.page.step is window.page.result


def test_the_import_can_be_undone_from_its_result(window: Window, tmp_path: Path) -> None:
    file = csv_file(tmp_path, "Customer number;Name", "K1;Alfa", "K2;Beta")
    window.open(file)
    window.press("importGoOn")
    window.press("importGoOn")

    window.press("importUndo")

    assert window.company.rows(Customer) == []
    assert window.chooser("importResultTitle").text() == "The import was undone"


@pytest.mark.covers("A21")
def test_a_file_that_another_system_writes_again_is_imported_again_by_one_key(
    window: Window, tmp_path: Path
) -> None:
    file = csv_file(tmp_path, "Customer number;Name", "K1;Alfa")
    window.open(file)
    window.press("importGoOn")
    window.press("importGoOn")
    window.press("importAgain")
    csv_file(tmp_path, "Customer number;Name", "K1;Alfa Nova", "K2;Beta")

    offered = window.chooser("importAgain0").text()
    Keyboard(window.page).press("Ctrl+Shift+R")
    window.settle()
    window.press("importGoOn")
    window.press("importGoOn")

    assert offered == f"Import {file.name} again"
    assert sorted(row.name for row in window.company.rows(Customer)) == ["Alfa Nova", "Beta"]


@pytest.mark.covers("A23")
def test_customers_whose_service_changes_stand_first_and_need_their_own_yes(
    window: Window, tmp_path: Path
) -> None:
    customer = window.company.customer(name="Alfa", number="K1")
    window.company.contract(customer)
    window.open(csv_file(tmp_path, "Customer number;Name;Block", "K1;Alfa;unpaid"))
    window.press("importGoOn")
    changes = window.page.preview.servability.model.rows
    before = window.page.go_on_button.isEnabled()

    window.page.preview.servability_box.click()

    assert [(row.number, row.after.value) for row in changes] == [("K1", "blocked")]
    assert not before
    assert window.page.go_on_button.isEnabled()


def test_a_column_can_be_corrected_before_the_preview(window: Window, tmp_path: Path) -> None:
    window.open(csv_file(tmp_path, "Customer number;Name;Whatever", "K1;Alfa;seen at the fair"))

    window.chooser("importColumn2").set_value("note")
    window.settle()
    window.press("importGoOn")
    window.press("importGoOn")

    assert [row.note for row in window.company.rows(Customer)] == ["seen at the fair"]


def test_a_corrected_column_is_remembered_for_the_next_file(window: Window, tmp_path: Path) -> None:
    window.open(csv_file(tmp_path, "Customer number;Name;Whatever", "K1;Alfa;first"))
    window.chooser("importColumn2").set_value("note")
    window.press("importGoOn")
    window.press("importGoOn")
    window.press("importAgain")

    window.open(csv_file(tmp_path, "Customer number;Name;Whatever", "K2;Beta;second", name="next.csv"))

    assert window.chooser("importColumn2").value == "note"


def test_rows_are_filtered_by_what_becomes_of_them(window: Window, tmp_path: Path) -> None:
    window.company.customer(name="Alfa", number="K1")
    window.open(csv_file(tmp_path, "Customer number;Name", "K1;Alfa", "K2;Beta", "K1;Gamma"))
    window.press("importGoOn")

    window.press("importRefused")

    shown = window.page.preview.rows.model.rows
    assert [(row.state, row.place.row_number) for row in shown] == [(RowState.REFUSED, 4)]


def test_a_changed_row_shows_each_field_before_and_after(window: Window, tmp_path: Path) -> None:
    window.company.customer(name="Alfa", number="K1")
    window.open(csv_file(tmp_path, "Customer number;Name", "K1;Alfa Sp. z o.o."))
    window.press("importGoOn")

    window.page.preview.rows.select_first()

    texts = [label.text() for label in window.page.preview.detail.findChildren(QLabel)]
    assert "Alfa" in texts
    assert "Alfa Sp. z o.o." in texts


def test_refused_rows_can_be_saved_corrected_and_imported(window: Window, tmp_path: Path) -> None:
    window.dialogs.target = tmp_path / "to correct.xlsx"
    window.open(csv_file(tmp_path, "Site code;Serial number;Category", "X1;SP1;Pump", name="equipment.csv"))
    window.press("importGoOn")

    window.press("importSaveRefused")

    assert window.dialogs.target.exists()
    assert window.company.rows(Equipment) == []


def test_a_file_that_is_none_is_told_and_the_choice_is_offered_again(window: Window, tmp_path: Path) -> None:
    broken = tmp_path / "letter.xlsx"
    broken.write_bytes(b"%PDF-1.7 not a workbook")

    window.open(broken)

    assert len(window.dialogs.told) == 1
    assert window.page.step is window.page.choose


def test_reading_can_be_cancelled_and_nothing_is_left_waiting(window: Window, tmp_path: Path) -> None:
    file = csv_file(tmp_path, "Customer number;Name", "K1;Alfa")
    window.page.open_at(file)

    window.press("importCancel")

    assert window.page.step is window.page.choose
    assert window.company.rows(Customer) == []


def test_an_import_cancelled_while_it_runs_writes_nothing(window: Window, tmp_path: Path) -> None:
    window.open(csv_file(tmp_path, "Customer number;Name", "K1;Alfa"))
    window.press("importGoOn")
    window.page.go_on_button.click()

    window.press("importCancel")

    assert window.page.step is window.page.preview
    assert window.company.rows(Customer) == []


def test_what_somebody_changed_meanwhile_is_shown_again(window: Window, tmp_path: Path) -> None:
    window.open(csv_file(tmp_path, "Customer number;Name", "K1;Alfa"))
    window.press("importGoOn")
    window.company.customer(name="Somebody else's", number="K1")

    window.press("importGoOn")

    assert len(window.dialogs.told) == 1
    assert window.page.step is window.page.preview
    assert [row.state for row in window.page.preview.rows.model.rows] == [RowState.CHANGED]


def test_the_keyboard_alone_takes_a_file_through(window: Window, tmp_path: Path) -> None:
    window.open(csv_file(tmp_path, "Customer number;Name", "K1;Alfa"))

    for _step in range(2):
        QTest.keyClick(window.page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        window.settle()

    assert [row.number for row in window.company.rows(Customer)] == ["K1"]
