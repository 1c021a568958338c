"""The page of the import: step after step, each off the window's thread, nothing written unconfirmed."""

from collections.abc import Hashable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedLayout, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.import_records import Consent
from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.buttons import primary, quiet
from fieldservice.ui.kit.calls import JobCall
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.ops import Ops
from fieldservice.ui.kit.pages import Page
from fieldservice.ui.kit.services import Services
from fieldservice.ui.screens.imports.columns import MappingStep
from fieldservice.ui.screens.imports.preview import PreviewStep
from fieldservice.ui.screens.imports.steps import ChooseStep, ResultStep, WorkingStep
from fieldservice.ui.screens.imports.work import (
    FileRead,
    ImportSetting,
    Preview,
    plan_file,
    read_file,
    save_corrections,
    write_file,
)
from fieldservice.wording import Wording, _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.commands.history import UndoEntry, undo_entry
else:
    UndoEntry = Deferred("fieldservice.domain.commands.history", "UndoEntry")
    undo_entry = Deferred("fieldservice.domain.commands.history", "undo_entry")

GO_ON_KEYS = "Ctrl+Return"
CANCEL_KEYS = "Esc"
AGAIN_KEYS = "Ctrl+Shift+R"
FILES_KEPT = "imports.files"
MOST_FILES = 3


class ImportsPage(Page):
    """Open it at a `Path` to begin with that file."""

    def __init__(self, ops: Ops, services: Services, words: Wording, setting: ImportSetting) -> None:
        super().__init__(_("Import"), name="imports")
        self._ops = ops
        self._services = services
        self._words = words
        self._setting = setting
        self._read: FileRead | None = None
        self._preview: Preview | None = None
        self._changes: Changes | None = None
        self._job: JobCall[Any] | None = None
        self._back_to: QWidget | None = None
        self._build_steps()
        self._build_buttons()
        self._go_to(self.choose)

    def _build_steps(self) -> None:
        self.choose = ChooseStep()
        self.choose.choose_requested.connect(self._on_choose_requested)
        self.choose.file_dropped.connect(self.begin)
        self.choose.again_requested.connect(self.begin)
        self.choose.offer_again(self._kept_files())
        self.working = WorkingStep()
        self.working.cancel_requested.connect(self._on_cancel_requested)
        self.mapping = MappingStep(self._words)
        self.mapping.mapping_changed.connect(self._refresh_buttons)
        self.preview = PreviewStep(self._words)
        self.preview.consent_changed.connect(self._refresh_buttons)
        self.preview.replan_requested.connect(self._plan)
        self.result = ResultStep(self._words)
        self.result.undo_requested.connect(self._on_undo_requested)
        self.result.corrections_requested.connect(self._on_corrections_requested)
        self.result.again_requested.connect(self._on_again_requested)
        self._stack = QStackedLayout()
        self.body.addLayout(self._stack, 1)
        for step in (self.choose, self.working, self.mapping, self.preview, self.result):
            self._stack.addWidget(step)

    def _build_buttons(self) -> None:
        self.back_button = quiet(_("Back"), name="importBack")
        self.back_button.clicked.connect(self._on_back)
        self.corrections_button = quiet(_("Save rows to correct…"), name="importSaveRefused")
        self.corrections_button.clicked.connect(self._on_corrections_requested)
        self.go_on_button = primary("", keys=GO_ON_KEYS, name="importGoOn")
        self.go_on_button.clicked.connect(self._on_go_on)
        self.add_right(self.back_button, self.corrections_button, self.go_on_button)
        actions = self._services.actions
        go_on = ActionSpec("imports.go_on", _("Go on with the import"), GO_ON_KEYS, self._can_go_on)
        actions.add(go_on, self._on_go_on, scope=self)
        cancel = ActionSpec("imports.cancel", _("Cancel the import"), CANCEL_KEYS, self._is_working)
        actions.add(cancel, self._on_cancel_requested, scope=self)
        again = ActionSpec("imports.again", _("Import the last file again"), AGAIN_KEYS, self._may_repeat)
        actions.add(again, self._again, scope=self)

    @property
    def step(self) -> QWidget:
        """Where the import stands."""
        return self._stack.currentWidget() or self.choose

    def open_at(self, argument: Hashable) -> None:
        if isinstance(argument, Path):
            self.begin(argument)

    def first_field(self) -> QWidget | None:
        return self.choose.button if self.step is self.choose else self.go_on_button

    def leave(self) -> None:
        """Reading and planning stop; an import that was confirmed is finished."""
        if self._job is not None and self._back_to is not self.preview:
            self._on_cancel_requested()

    @Slot(object)
    def begin(self, path: Path) -> None:
        """Read a file and show what its columns are taken for."""
        self.preview.reset()
        self._wait_for(
            self._ops.job(read_file, _("Reading {file}").format(file=path.name), path), self.choose
        ).then(self._on_read, self._on_failed)

    @Slot()
    def _on_choose_requested(self) -> None:
        patterns = "*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.txt *.tsv"
        filters = _("Spreadsheets and text tables") + f" ({patterns});;" + _("All files") + " (*)"
        path = self._services.dialogs.open_file(_("Choose a file to import"), filters)
        if path is not None:
            self.begin(path)

    def _wait_for(self, job: JobCall[Any], back_to: QWidget) -> JobCall[Any]:
        self._job = job
        self._back_to = back_to
        job.progressed.connect(self.working.show_progress)
        self.working.begin(job.title)
        self._go_to(self.working)
        return job

    def _on_read(self, read: FileRead) -> None:
        self._read = read
        self._job = None
        self.mapping.show_read(read)
        self.set_title(_("Import {file}").format(file=read.path.name))
        self._go_to(self.mapping)

    def _plan(self) -> None:
        if self._read is None:
            return
        self._read = replace(self._read, mapping=self.mapping.mapping)
        job = self._ops.job(
            plan_file, _("Comparing with what is stored"), self._read, self._setting, self.preview.consents
        )
        self._wait_for(job, self.mapping).then(self._on_planned, self._on_failed)

    def _on_planned(self, preview: Preview) -> None:
        self._preview = preview
        self._job = None
        self.preview.show_preview(preview)
        self._go_to(self.preview)
        self.preview.rows.setFocus()

    def _import(self) -> None:
        if self._preview is None:
            return
        job = self._ops.job(write_file, _("Importing"), self._preview, self.preview.consents)
        self._wait_for(job, self.preview).then(self._on_imported, self._on_import_failed)

    def _on_imported(self, changes: Changes) -> None:
        self._changes = changes
        self._job = None
        if self._preview is not None:
            self.result.show_result(self._preview)
            self._keep_file(self._preview.read.path)
        self._go_to(self.result)
        self.result.again_button.setFocus()

    def _kept_files(self) -> list[Path]:
        kept = self._services.layouts.load(FILES_KEPT)
        return [Path(file) for file in kept] if isinstance(kept, list) else []

    def _keep_file(self, path: Path) -> None:
        """What another system writes out night after night is imported again by one press."""
        others = [each for each in self._kept_files() if each != path]
        files = [path, *others][:MOST_FILES]
        self._services.layouts.keep(FILES_KEPT, [str(file) for file in files])
        self.choose.offer_again(files)

    def _again(self) -> None:
        for file in self._kept_files()[:1]:
            self.begin(file)

    def _may_repeat(self) -> bool:
        return self.step is self.choose and bool(self._kept_files())

    def _on_import_failed(self, error: Exception) -> None:
        """What was confirmed no longer holds: look at it again, as it would be now."""
        self._on_failed(error)
        if isinstance(error, RuleViolation) and error.code == "import.changed_meanwhile":
            self._plan()

    def _on_failed(self, error: Exception) -> None:
        self._job = None
        self._go_to(self._back_to or self.choose)
        self._services.errors.show(error)

    @Slot()
    def _on_cancel_requested(self) -> None:
        if self._job is None:
            return
        self._job.cancel()
        self._job = None
        self._go_to(self._back_to or self.choose)
        self.status_told.emit(_("Cancelled. Nothing was imported."))

    @Slot()
    def _on_undo_requested(self) -> None:
        if self._changes is not None and self._changes.entry_id is not None:
            self.result.undo_button.setEnabled(False)
            self._ops.command(undo_entry, UndoEntry(self._changes.entry_id)).then(
                self._on_undone, self._on_undo_failed
            )

    def _on_undone(self, _changes: Changes) -> None:
        self._changes = None
        self.result.show_undone()

    def _on_undo_failed(self, error: Exception) -> None:
        self._services.errors.show(error)

    @Slot()
    def _on_corrections_requested(self) -> None:
        if self._preview is None:
            return
        file = self._preview.read.path
        suggested = file.with_name(f"{file.stem}-{_('to correct')}.xlsx")
        target = self._services.dialogs.save_file(
            _("Save rows to correct"), suggested, _("Excel workbook") + " (*.xlsx)"
        )
        if target is not None:
            title = _("Writing {file}").format(file=target.name)
            job = self._ops.job(save_corrections, title, self._preview, target, self._words)
            job.then(self._on_corrections_saved, self._services.errors.show)

    def _on_corrections_saved(self, count: int) -> None:
        said = ngettext("{count} row to correct was saved.", "{count} rows to correct were saved.", count)
        self.status_told.emit(said.format(count=self._words.number(count)))

    @Slot()
    def _on_again_requested(self) -> None:
        self._preview, self._read, self._changes = None, None, None
        self.set_title(_("Import"))
        self._go_to(self.choose)

    @Slot()
    def _on_back(self) -> None:
        self._go_to(self.mapping if self.step is self.preview else self.choose)

    @Slot()
    def _on_go_on(self) -> None:
        if not self._can_go_on():
            return
        if self.step is self.mapping:
            self._plan()
        elif self.step is self.preview:
            self._import()

    def _go_to(self, step: QWidget) -> None:
        self._stack.setCurrentWidget(step)
        self._refresh_buttons()

    def _is_working(self) -> bool:
        return self._job is not None

    def _can_go_on(self) -> bool:
        if self.step is self.mapping:
            return self.mapping.is_ready
        if self.step is not self.preview or self._preview is None:
            return False
        is_agreed = not self._preview.plan.servability or Consent.SERVABILITY in self.preview.consents
        return is_agreed and bool(self._preview.plan.writes.count)

    @Slot()
    def _refresh_buttons(self) -> None:
        is_preview = self.step is self.preview
        self.back_button.setVisible(is_preview or self.step is self.mapping)
        self.go_on_button.setVisible(is_preview or self.step is self.mapping)
        self.go_on_button.setText(self._go_on_words() if is_preview else _("Show what would change"))
        self.go_on_button.setEnabled(self._can_go_on())
        refused = bool(self._preview and self._preview.plan.total().refused)
        self.corrections_button.setVisible(is_preview and refused)
        self._services.actions.refresh()

    def _go_on_words(self) -> str:
        total = self._preview.plan.total() if self._preview is not None else None
        count = total.new + total.changed if total is not None else 0
        if not count:
            return _("Nothing to import")
        return ngettext("Import {count} row", "Import {count} rows", count).format(
            count=self._words.number(count)
        )
