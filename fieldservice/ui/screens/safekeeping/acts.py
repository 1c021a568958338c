"""What is done on this screen, step by step: asked, run beside the desk, told."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.person_traces import PersonTraces
from fieldservice.domain.rules.retention import RetentionAct
from fieldservice.ui.kit.calls import JobCall
from fieldservice.ui.kit.dialogs import Option, Question
from fieldservice.ui.kit.export import Rows
from fieldservice.ui.kit.form_draft import discard
from fieldservice.ui.kit.list_export import ExportDesk, write_list
from fieldservice.ui.screens.safekeeping import calls, jobs
from fieldservice.ui.screens.safekeeping.dry_run_dialog import DryRunDialog
from fieldservice.ui.screens.safekeeping.erase_dialog import EraseDialog
from fieldservice.ui.screens.safekeeping.parts import SafekeepingParts
from fieldservice.ui.screens.safekeeping.plan_dialog import PlanDialog
from fieldservice.ui.screens.safekeeping.restore_dialog import RestoreDialog
from fieldservice.wording import _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.retention import DryRun
    from fieldservice.domain.queries.safekeeping import BackupFile, OldCopies, SafekeepingState

MOVED_SUFFIX = ".fieldservice"


class SafekeepingActs(QObject):
    """`done` when the state may have changed; `told` carries a sentence."""

    done = Signal()
    told = Signal(str)
    audited = Signal(object)

    def __init__(self, parts: SafekeepingParts, page: QWidget) -> None:
        super().__init__(page)
        self._parts = parts
        self._page = page
        self._desk = parts.desk
        self._dialogs = parts.services.dialogs

    def back_up(self) -> None:
        self._run_child(_("Backing up"), ("backup",), lambda _result: self._finish(_("The backup is made.")))

    def drill(self, backup: "BackupFile | None") -> None:
        passphrase = self._passphrase_for(backup)
        if passphrase is not None:
            done = _("The newest backup came back whole.")
            self._run_child(
                _("Backup drill"), ("backup", "--drill"), lambda _result: self._finish(done), passphrase
            )

    def plan(self, state: "SafekeepingState | None") -> None:
        if state is None:
            return
        dialog = PlanDialog(self._page, state, self._parts.wording, self._dialogs)
        draft = dialog.keep(self._parts)
        if self._dialogs.run(dialog):
            query = self._parts.ops.query(
                calls.set_backup_plan, self._desk.home, dialog.plan, dialog.passphrase
            )
            query.then(partial(self._on_planned, draft.id), self._on_failed)

    def _on_planned(self, draft_id: UUID, plan: object) -> None:
        del plan
        discard(self._parts, draft_id)
        self._finish(_("The plan is kept."))

    def restore(self, backup: "BackupFile | None") -> None:
        """Unpacked and checked beside the desk first: what it would lose is told before anything is done."""
        passphrase = self._passphrase_for(backup)
        if backup is None or passphrase is None:
            return
        arguments = ("restore", str(backup.path), "--prepare")
        self._run_child(_("Reading the backup"), arguments, partial(self._on_prepared, backup), passphrase)

    def move(self) -> None:
        suggested = Path.home() / f"{self._parts.today().isoformat()}{MOVED_SUFFIX}"
        title = _("Write everything into one file")
        target = self._dialogs.save_file(title, suggested, f"{_('Desk')} (*{MOVED_SUFFIX})")
        if target is None:
            return
        question = Question(
            _("Seal the file with a passphrase?"),
            _("Whoever has the file has all data. Without a passphrase leave the field empty."),
            _("Write the file"),
            label=_("Passphrase"),
        )
        passphrase = self._dialogs.ask_text(question, may_be_empty=True)
        if passphrase is not None:
            done = _("Everything is in {file}.").format(file=target.name)
            arguments = ("move", "export", str(target))
            self._run_child(
                _("Writing everything"), arguments, lambda _result: self.told.emit(done), passphrase
            )

    def verify(self) -> None:
        call = self._parts.ops.job(jobs.verify, _("Checking the audit trail"))
        call.then(self.audited.emit, self._on_failed)

    def hand_out(self, contact_id: UUID | None, name: str) -> None:
        if contact_id is None:
            return
        suggested = Path.home() / f"{name}.zip"
        target = self._dialogs.save_file(_("Hand out data"), suggested, f"{_('Archive')} (*.zip)")
        if target is None:
            return
        parts = self._parts
        wanted = jobs.HandOut(contact_id, parts.country, target, parts.wording, parts.now())
        call = parts.ops.job(jobs.hand_out, _("Gathering data"), wanted)
        call.then(self._on_handed_out, self._on_failed)

    def erase(self, contact_id: UUID | None) -> None:
        if contact_id is None:
            return
        question = Question(
            _("What else tells of the person?"),
            _("Other spellings, a private address, the plate of a car: one a line. It may be empty."),
            _("Look for the person"),
            label=_("Further words"),
        )
        others = self._dialogs.ask_text(question, may_be_empty=True)
        if others is None:
            return
        words = tuple(line.strip() for line in others.splitlines() if line.strip())
        job = self._parts.ops.job(
            jobs.find_traces, _("Looking for the person"), contact_id, self._parts.country, words
        )
        job.then(self._on_traces, self._on_failed)

    def try_out(self) -> None:
        parts = self._parts
        call = parts.ops.job(jobs.try_out, _("Trying out"), parts.now(), str(parts.wording.zone))
        call.then(self._on_tried, self._on_failed)

    def _on_prepared(self, backup: "BackupFile", preview: dict[str, Any]) -> None:
        made = self._parts.wording.moment(backup.moment)
        dialog = RestoreDialog(self._page, made, preview, self._parts.wording)
        if self._dialogs.run(dialog):
            arguments = ("backup", "--reason", "before-restore")
            self._run_child(_("Saving the data of now"), arguments, self._on_saved)

    def _on_saved(self, _result: dict[str, Any]) -> None:
        query = self._parts.ops.query(calls.want_restore, self._desk.database)
        query.then(lambda _path: self._desk.restart(), self._on_failed)

    def _on_handed_out(self, file: Path) -> None:
        self.told.emit(_("Saved: {file}").format(file=file))

    def _on_traces(self, traces: PersonTraces) -> None:
        dialog = EraseDialog(self._page, traces, self._parts.wording)
        if not self._dialogs.run(dialog):
            return
        call = self._parts.ops.job(
            jobs.erase,
            _("Erasing the person"),
            traces,
            jobs.Chosen(dialog.rows, dialog.files),
            self._desk.home,
        )
        call.then(self._on_erased, self._on_erase_failed)

    def _on_erased(self, copies: "OldCopies") -> None:
        self._finish(_("The person is erased."))
        count = copies.backups + len(copies.others)
        if not count:
            return
        title = ngettext(
            "{count} copy made before still holds the person.",
            "{count} copies made before still hold the person.",
            count,
        )
        options = (
            Option("remove", _("Remove them"), _("A new backup is made right after.")),
            Option("keep", _("Let them age out"), _("At the latest after as many months as the plan keeps.")),
        )
        question = Question(title.format(count=count), _("What becomes of the copies?"))
        if self._dialogs.choose(question, options) == "remove":
            call = self._parts.ops.job(
                jobs.start_anew_without_copies, _("Backing up"), self._desk.start_child, self._desk.home
            )
            done = _("The copies are removed, a new backup is made.")
            call.then(lambda _result: self._finish(done), self._on_failed)

    def _on_erase_failed(self, error: Exception) -> None:
        """What is left to do when another program was reading: the pages of the file."""
        self._parts.services.errors.show(error, self._overwrite)
        self.done.emit()

    def _overwrite(self) -> None:
        call = self._parts.ops.command(calls.overwrite_erased, calls.OverwriteErased())
        call.then(self._on_done, self._on_erase_failed)

    def _on_tried(self, tried: "DryRun") -> None:
        dialog = DryRunDialog(self._page, tried, self._parts.wording)
        dialog.export_requested.connect(partial(self._export_due, dialog))
        if not self._dialogs.run(dialog):
            return
        if dialog.chosen is RetentionAct.ARCHIVE:
            command = calls.ArchiveTickets(tried.archive_ids)
            self._parts.ops.command(calls.archive_tickets, command).then(self._on_done, self._on_failed)
        elif dialog.chosen is RetentionAct.ANONYMISE:
            self._anonymise(tried)

    def _export_due(self, dialog: DryRunDialog) -> None:
        parts, rows = self._parts, tuple(dialog.table.model.rows)
        services = parts.services
        desk = ExportDesk(self._dialogs, services.errors, parts.ops, services.told, parts.today)
        columns = tuple(dialog.table.model.columns)
        write_list(desk, dialog.windowTitle(), columns, Rows(lambda _job: iter([rows]), len(rows)))

    def _anonymise(self, tried: "DryRun") -> None:
        count = len(tried.anonymise_ids)
        title = ngettext("Anonymise {count} ticket for good?", "Anonymise {count} tickets for good?", count)
        question = Question(
            title.format(count=count),
            _("Contacts, callers, texts and files go and do not come back; figures stay."),
            _("Anonymise for good"),
            is_dangerous=True,
        )
        if self._dialogs.confirm(question):
            command = calls.AnonymiseTickets(tried.anonymise_ids)
            self._parts.ops.command(calls.anonymise_tickets, command).then(self._on_done, self._on_failed)

    def _passphrase_for(self, backup: "BackupFile | None") -> str | None:
        """Asked for a sealed backup; an empty one means that the one in the plan is taken. None: given up."""
        if backup is None or not backup.is_sealed:
            return ""
        question = Question(
            _("The backup is sealed"),
            _("Leave the field empty to take the passphrase of the plan."),
            _("Open"),
            label=_("Passphrase"),
        )
        return self._dialogs.ask_text(question, may_be_empty=True)

    def _run_child(
        self,
        title: str,
        arguments: tuple[str, ...],
        then: Callable[[dict[str, Any]], None],
        passphrase: str = "",
    ) -> None:
        start = self._desk.start_child
        call: JobCall[dict[str, Any]] = self._parts.ops.job(
            jobs.run_child, title, start, arguments, passphrase
        )
        call.then(then, self._on_failed)

    def _finish(self, words: str) -> None:
        self.told.emit(words)
        self.done.emit()

    def _on_done(self, _changes: object) -> None:
        self.done.emit()

    def _on_failed(self, error: Exception) -> None:
        self._parts.services.errors.show(error)
        self.done.emit()
