"""The dialog that asks for a reason, and keeps it as long as what it is said for is not done."""

from uuid import UUID

from PySide6.QtWidgets import QWidget

from fieldservice.ui.kit.fields import TextArea
from fieldservice.ui.kit.form_draft import DraftDesk, FormDraft
from fieldservice.ui.kit.kept_dialog import KeptDialog


class TextDialog(KeptDialog):
    """Asks for a reason or another short text; Ctrl+Enter goes on.

    What was typed is kept until what it was said for is done, so that a refusal takes no words away.
    """

    goes_when_done = True

    def __init__(self, parent: QWidget, title: str, text: str, yes: str) -> None:
        super().__init__(parent, title, text, name="textDialog")
        self._field = TextArea(name="textDialogField", lines=2)
        self._may_be_empty = False
        self.body.addWidget(self._field)
        self.body.addWidget(self.back)
        self.add_give_up()
        self._go_on = self.add_go_on(yes)
        self._go_on.show_keys("Ctrl+Return")
        self.add_keys("Ctrl+Return", self._go_on.click)
        self._field.edited.connect(self._on_edited)
        self._field.setFocus()

    @property
    def typed(self) -> str:
        return self._field.text().strip()

    def set_up(self, field_name: str, initial: str, *, may_be_empty: bool) -> None:
        self._may_be_empty = may_be_empty
        self._field.setAccessibleName(field_name)
        self._field.setPlaceholderText(field_name)
        self._field.set_draft_value(initial)
        self._on_edited()

    def keep(self, desk: DraftDesk, subject: UUID) -> FormDraft:
        """Keep what is typed as the draft of this question about this subject."""
        draft = self.keep_draft(desk, self.objectName(), subject)
        draft.keeper.register("text", self._field)
        return draft

    def _on_edited(self) -> None:
        self._go_on.setEnabled(self._may_be_empty or bool(self.typed))
