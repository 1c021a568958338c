"""The base of dialogs with a form: it keeps drafts, sends a command, shows refusals at fields."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any, Protocol
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCompleter, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import TellableError
from fieldservice.domain.rules.field_conflicts import FieldConflict
from fieldservice.ui.kit.announcements import announce
from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.conflict_asking import seen_after_asking
from fieldservice.ui.kit.conflicts import conflicts_in
from fieldservice.ui.kit.day_field import DayField
from fieldservice.ui.kit.dialog_windows import KitDialog
from fieldservice.ui.kit.draft_merge import Meanwhile
from fieldservice.ui.kit.errors import ErrorKind, kind_of, words_for
from fieldservice.ui.kit.fields import Field, TextField
from fieldservice.ui.kit.form_draft import FormDraft
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.meanwhile import tell_back
from fieldservice.ui.kit.ops import Ops
from fieldservice.ui.kit.services import Services
from fieldservice.ui.kit.theme import current_theme
from fieldservice.wording import Wording, _

_WIDTH = 560
SAVE_KEYS = "Ctrl+Return"


class FormParts(Protocol):
    """What a form needs of its screen; `user_id` is whose drafts are kept."""

    @property
    def ops(self) -> Ops: ...

    @property
    def services(self) -> Services: ...

    @property
    def wording(self) -> Wording: ...

    @property
    def now(self) -> Callable[[], datetime]: ...

    @property
    def user_id(self) -> UUID | None: ...

    def today(self) -> date: ...


class FormDialog(KitDialog):
    """Subclasses add rows to `form`, name them to `keep`, and override `send` and `field_of`.

    `subject` is what the form is about: one draft is kept of each form and subject.
    """

    def __init__(self, parts: FormParts, parent: QWidget, title: str, *, name: str, subject: UUID) -> None:
        super().__init__(parent, title, name=name)
        self.parts: FormParts = parts
        self._call: Call[Changes] | None = None
        self.setMinimumWidth(min(current_theme().px(_WIDTH), parent.window().width()))
        self.form = Form(name=f"{name}Form")
        self.body.addWidget(self.form)
        self._hint = label("", Look.SMALL, wraps=True)
        self._hint.hide()
        self._trouble = label("", Look.ERROR, wraps=True)
        self._trouble.setObjectName(f"{name}Error")
        self._trouble.hide()
        self._back = label("", Look.SMALL, wraps=True)
        self._back.setObjectName(f"{name}Back")
        self._back.hide()
        self.body.addWidget(self._back)
        self.body.addWidget(self._hint)
        self.body.addWidget(self._trouble)
        self.kept = FormDraft(parts, name, subject, self)
        self.kept.restored.connect(self._on_restored)
        self._keeper = self.kept.keeper
        self._anew = quiet(_("Start anew"), name="startAnewButton")
        self._anew.clicked.connect(self._on_anew)
        self._anew.hide()
        self.add_buttons(self._anew)
        self.add_give_up()
        self.go_on = self.add_go_on(_("Save"))
        self.go_on.show_keys(SAVE_KEYS)
        self.add_keys(SAVE_KEYS, self.accept)
        self._was_shown = False

    def send(self) -> Call[Changes]:
        """Start the command; raise a `RuleViolation` for what the form itself can see."""
        raise NotImplementedError

    def field_of(self) -> Mapping[str, QWidget]:
        """Codes of refusals, and the field each belongs to."""
        return {}

    def field_titles(self) -> Mapping[str, str]:
        """What the form calls the fields of its data, for a conflict about them."""
        return {}

    def value_words(self, name: str, value: Any) -> str:
        """A value of the data as a person reads it."""
        del name
        if value is None or value == "":
            return ""
        if isinstance(value, date):
            return self.parts.wording.day(value)
        return self.parts.wording.word(value) if isinstance(value, Enum) else str(value)

    def overrule(self, name: str, value: Any) -> None:
        """Take a value as the one that was seen, so that saving again does what was chosen."""
        raise NotImplementedError

    def keep(self, name: str, field: Field) -> None:
        self._keeper.register(name, field)

    def keep_value(self, name: str, read: Callable[[], str], write: Callable[[str], None]) -> None:
        self._keeper.register_value(name, read, write)

    def touch(self) -> None:
        """Something kept by `keep_value` changed."""
        self._keeper.touch()

    def hint(self, words: str) -> None:
        """Tell something worth knowing that does not hinder saving."""
        self._hint.setText(words)
        self._hint.setVisible(bool(words))
        self._grow()
        announce(self, words)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            self.kept.begin()
            self._begin_at_a_field()

    def accept(self) -> None:
        """Send the command; the dialog closes when it was committed."""
        if self._call is not None and not self._call.is_over:
            return
        self.form.clear_errors()
        self._trouble.hide()
        try:
            self._call = self.send().then(self._on_done, self._on_failed)
        except (TellableError, FieldProblemError) as error:
            self._on_failed(error)

    def reject(self) -> None:
        """What was typed stays as a draft and is there when the form is opened again."""
        self.kept.flush()
        super().reject()

    def done(self, result: int) -> None:
        self.kept.cancel()
        super().done(result)

    def require(self, field: DayField) -> None:
        """Refuse a day that cannot be read before anything is sent."""
        if field.is_unreadable:
            words = _("This is no day. Write it like {example}.").format(example=field.example)
            raise FieldProblemError(field, words)

    def _on_done(self, changes: Changes) -> None:
        del changes
        self.kept.forget()
        super().accept()

    def _on_failed(self, error: Exception) -> None:
        conflicts = conflicts_in(error)
        if conflicts:
            self._choose_fields(conflicts)
            return
        if not isinstance(error, FieldProblemError) and kind_of(error) is ErrorKind.BUG:
            super().reject()
            self.parts.services.errors.show(error)
            return
        words = self._words_for(error)
        field = self._field_for(error)
        if field is not None:
            self.form.show_error(field, words)
        else:
            self._trouble.setText(words)
            self._trouble.show()
        self._grow()
        announce(self, words)

    def _choose_fields(self, conflicts: Sequence[FieldConflict]) -> None:
        """Mine or theirs for each field that both changed, then save again."""
        dialogs = self.parts.services.dialogs
        asked = seen_after_asking(self, dialogs, conflicts, self.field_titles(), self.value_words)
        for name, value in asked.items():
            self.overrule(name, value)
        if asked:
            self.accept()

    def _words_for(self, error: Exception) -> str:
        if isinstance(error, FieldProblemError):
            return error.words
        return str(words_for(error, self.parts.wording))

    def _field_for(self, error: Exception) -> QWidget | None:
        if isinstance(error, FieldProblemError):
            return error.field
        return self.field_of().get(error.code) if isinstance(error, TellableError) else None

    def _grow(self) -> None:
        """Make room for a sentence that appeared; never shrink under the hands of the person."""
        layout = self.layout()
        if layout is not None and self.isVisible():
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def _begin_at_a_field(self) -> None:
        """The first, unless the form has chosen another: one comes to type, not to save."""
        focused, first = self.focusWidget(), self.form.first_field()
        if first is not None and (focused is None or not self.form.isAncestorOf(focused)):
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_restored(self, meanwhile: Sequence[Meanwhile]) -> None:
        self._anew.show()
        self._back.setText(tell_back(self.kept, [self.form], meanwhile))
        self._back.show()
        self._grow()
        announce(self, self._back.text())

    def _on_anew(self) -> None:
        self.kept.start_anew()
        self._anew.hide()
        self._back.hide()


class FieldProblemError(Exception):
    """What stands in a field cannot be meant: seen by the form itself, before anything is sent."""

    def __init__(self, field: QWidget, words: str) -> None:
        super().__init__(field.objectName())
        self.field = field
        self.words = words


def completing(field: TextField, words: Sequence[str]) -> TextField:
    """Complete inside the field what begins like one of the words, whatever its case."""
    completer = QCompleter(list(words), field)
    completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
    completer.setCaseSensitivity(completer.caseSensitivity().CaseInsensitive)
    field.setCompleter(completer)
    return field


def parted(text: str) -> tuple[str, ...]:
    """What stands between commas and semicolons."""
    return tuple(part.strip() for part in text.replace(";", ",").split(",") if part.strip())
