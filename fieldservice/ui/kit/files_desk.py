"""What can be done with files, whatever they belong to: taken in, shown, opened, saved, renamed, removed.

What is refused is told in words; nothing of it waits on the window's thread.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.attachments import KINDS, FileOffer
from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit import file_calls as calls
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.dialogs import Question
from fieldservice.ui.kit.ops import Ops
from fieldservice.ui.kit.services import Services
from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.queries.attachments import AttachmentRow, TakenIn

# The preview knows the desk, so the desk names it late.
FilePreview: Any = Deferred("fieldservice.ui.kit.file_preview", "FilePreview")

PAGE_WIDTH = 900


class FilesDesk:
    """Handed what a screen has. Each method starts the work and tells its outcome later."""

    def __init__(self, ops: Ops, services: Services, wording: Wording) -> None:
        self.ops = ops
        self.services = services
        self.wording = wording

    def choose(self) -> list[FileOffer]:
        """Ask for a file of this machine."""
        endings = " ".join(f"*.{ending}" for ending in KINDS)
        path = self.services.dialogs.open_file(_("Add a file"), f"{_('Files that can be kept')} ({endings})")
        return [] if path is None else [FileOffer(path.name, path)]

    def take_in(self, offers: Sequence[calls.Offered], then: "Callable[[TakenIn], object]") -> None:
        """Keep the contents; those refused are told one by one, with the others kept."""

        def on_taken(taken: "TakenIn") -> None:
            for error in taken.refused:
                self.services.errors.show(error)
            if taken.kept:
                then(taken)

        if offers:
            self.ops.query(calls.keep, tuple(offers)).then(on_taken, self.services.errors.show)

    def attach(self, owner: tuple[str, UUID], offers: Sequence[calls.Offered]) -> None:
        """Put files to a row; `ops.commanded` tells when it is done."""

        def on_taken(taken: "TakenIn") -> None:
            files = tuple(calls.NewAttachment(row_id, kept) for row_id, kept in taken.kept)
            self._command(calls.attach_files, calls.AttachFiles(*owner, files))

        self.take_in(offers, on_taken)

    def show(self, attachment_id: UUID, page: QWidget) -> None:
        """Show a file inside the program."""

        def on_shown(shown: calls.ShownFile) -> None:
            self.services.dialogs.run(FilePreview(page, shown, self))

        call = self.ops.query(calls.shown_file, attachment_id, PAGE_WIDTH)
        call.then(on_shown, self.services.errors.show)

    def open(self, attachment_id: UUID) -> None:
        """Open a copy in the program that the system has for it."""
        call = self.ops.query(calls.copy_to_open, attachment_id)
        call.then(self.services.dialogs.show_file, self.services.errors.show)

    def save_as(self, attachment_id: UUID, name: str) -> None:
        target = self.services.dialogs.save_file(_("Save the file"), Path.home() / name, "")
        if target is not None:
            call = self.ops.query(calls.save_copy, attachment_id, target)
            call.then(self._on_saved, self.services.errors.show)

    def rename(self, row: "AttachmentRow") -> None:
        question = Question(
            title=_("Rename {name}").format(name=row.name),
            yes=_("Rename"),
            label=_("New name"),
            draft=uuid5(row.id, "rename"),
        )
        name = self.services.dialogs.ask_text(question, initial=row.name.rpartition(".")[0])
        if name is not None and name.strip():
            self._command(calls.rename_attachment, calls.RenameAttachment(row.id, name))

    def remove(self, row: "AttachmentRow") -> None:
        """Without a question: it can be undone."""
        self._command(calls.remove_attachment, calls.RemoveAttachment(row.id))

    def _command(self, function: Callable[[Any, Any, Any], Changes], command: Any) -> None:
        self.ops.command(function, command).then(_nothing_more, self.services.errors.show)

    def _on_saved(self, target: Path) -> None:
        self.services.told(_("{name} saved").format(name=target.name))


def _nothing_more(changes: Changes) -> None:
    """The screens hear of it by the notifier."""
