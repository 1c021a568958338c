"""The base of dialogs that take typing and send no command of their own: what was typed is kept."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from fieldservice.ui.kit.announcements import announce
from fieldservice.ui.kit.dialog_windows import KitDialog
from fieldservice.ui.kit.draft_merge import Meanwhile
from fieldservice.ui.kit.form_draft import DraftDesk, FormDraft
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.meanwhile import tell_back


class KeptDialog(KitDialog):
    """Subclasses call `keep_draft`, name their fields to the keeper, and put `back` where it is read.

    A dialog accepted has been taken at its word, and its draft goes; one that is only to be believed when
    its work succeeded says so by `goes_when_done`, and is told by `FormDraft.forget` or `discard`.
    """

    goes_when_done = False

    def __init__(self, parent: QWidget, title: str, text: str = "", *, name: str) -> None:
        super().__init__(parent, title, text, name=name)
        self.kept: FormDraft | None = None
        self._was_shown = False
        self.back = label("", Look.SMALL, wraps=True)
        self.back.setObjectName(f"{name}Back")
        self.back.hide()

    def keep_draft(self, desk: DraftDesk, form: str, subject: UUID) -> FormDraft:
        self.kept = kept = FormDraft(desk, form, subject, self)
        kept.restored.connect(self._on_restored)
        return kept

    def draft_restored(self) -> None:
        """What was typed last time was put back into the fields."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.kept is not None and not self._was_shown:
            self._was_shown = True
            self.kept.begin()

    def accept(self) -> None:
        if self.kept is not None:
            if self.goes_when_done:
                self.kept.flush()
            else:
                self.kept.forget()
        super().accept()

    def reject(self) -> None:
        """What was typed stays, and is there when the dialog is opened again."""
        if self.kept is not None:
            self.kept.flush()
        super().reject()

    def done(self, result: int) -> None:
        if self.kept is not None:
            self.kept.cancel()
        super().done(result)

    def _on_restored(self, meanwhile: Sequence[Meanwhile]) -> None:
        if self.kept is not None:
            self.back.setText(tell_back(self.kept, self.findChildren(Form), meanwhile))
            self.back.show()
            announce(self, self.back.text())
        self.draft_restored()
