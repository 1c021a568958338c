"""A section that is one form: its fields keep a draft until they are saved together."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import TellableError
from fieldservice.domain.rules.field_conflicts import FieldConflict
from fieldservice.ui.kit.announcements import announce
from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.conflict_asking import seen_after_asking
from fieldservice.ui.kit.conflicts import conflicts_in
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.draft_merge import Meanwhile, merged, with_before
from fieldservice.ui.kit.drafts import DraftKeeper
from fieldservice.ui.kit.errors import ErrorKind, kind_of, words_for
from fieldservice.ui.kit.form_dialog import FieldProblemError
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.meanwhile import newer_words
from fieldservice.ui.kit.pages import scrolling
from fieldservice.ui.screens.settings.inputs import Input
from fieldservice.ui.screens.settings.parts import SettingsParts
from fieldservice.ui.screens.settings.section import SettingsSection
from fieldservice.ui.screens.settings.value_words import words_of

if TYPE_CHECKING:
    from fieldservice.domain.commands.drafts import DiscardDraft, SaveDraft, discard_draft, save_draft
    from fieldservice.domain.queries.drafts import DraftRow, drafts_of
else:
    DiscardDraft = Deferred("fieldservice.domain.commands.drafts", "DiscardDraft")
    SaveDraft = Deferred("fieldservice.domain.commands.drafts", "SaveDraft")
    discard_draft = Deferred("fieldservice.domain.commands.drafts", "discard_draft")
    save_draft = Deferred("fieldservice.domain.commands.drafts", "save_draft")
    drafts_of = Deferred("fieldservice.domain.queries.drafts", "drafts_of")

FORMS = UUID("0f2f0f8e-3f8b-5b5e-9d5b-5a7f3c1f8a02")


class KeptDraft:
    """The draft of a section: saved while one types, offered again, forgotten when it was saved.

    Fields that only somebody else changed show what stands there now; where both did, that stands beside.
    """

    def __init__(self, section: SettingsSection, form: Form | None = None) -> None:
        self._fields_form = form
        self._before: dict[str, str] = {}
        self._parts = section.parts
        self._form = section.objectName()
        self._id = uuid5(FORMS, f"{self._form}|{self._parts.user_id}")
        self.keeper = DraftKeeper(self._save, now=self._parts.now, parent=section)
        self._call: Latest[list[DraftRow]] = Latest()

    def load(self) -> None:
        """Put back what was typed last time, unless something is being typed."""
        self._before = self.keeper.values()
        query = self._parts.ops.query(drafts_of, self._form, self._parts.user_id)
        self._call.ask(query).then(self._on_drafts, self._on_no_drafts)

    def forget(self) -> None:
        self.keeper.forget()
        self._parts.ops.command(discard_draft, DiscardDraft(self._id))

    def leave(self) -> None:
        self._call.cancel()
        self.keeper.flush()

    def _save(self, values: dict[str, str]) -> Call[Changes]:
        if values == self._before:
            return self._parts.ops.command(discard_draft, DiscardDraft(self._id))
        fields = tuple(sorted(with_before(values, self._before).items()))
        command = SaveDraft(self._id, self._form, fields)
        return self._parts.ops.command(save_draft, command)

    def _on_drafts(self, drafts: "Sequence[DraftRow]") -> None:
        mine = next((draft for draft in drafts if draft.id == self._id), None)
        if mine is not None and not self.keeper.is_dirty:
            found = merged(mine.fields, self._before)
            self.keeper.restore(found.values)
            for each in found.meanwhile:
                self._tell(each)

    def _tell(self, meanwhile: Meanwhile) -> None:
        """What somebody else saved there, to be taken instead."""
        self._before[meanwhile.name] = meanwhile.before
        field = self.keeper.field(meanwhile.name)
        if self._fields_form is not None and isinstance(field, QWidget) and self._fields_form.has(field):
            take = partial(self._take, meanwhile.name, meanwhile.now)
            self._fields_form.show_newer(field, newer_words(field, meanwhile.now), take)

    def _take(self, name: str, now: str) -> None:
        self._before[name] = now
        self.keeper.write(name, now)

    def _on_no_drafts(self, error: Exception) -> None:
        """The form works without its draft; `ops` has logged why there is none."""


class FormSection(SettingsSection):
    """Subclasses add fields with `add_field` and override `reload` and `send`."""

    def __init__(self, parts: SettingsParts, title: str, explains: str, *, name: str) -> None:
        super().__init__(parts, title, explains, name=name)
        self.fields: dict[str, Any] = {}
        self.seen: dict[str, Any] = {}
        self._titles: dict[str, str] = {}
        self.form = Form(name=f"{name}Form")
        self._trouble = label("", Look.ERROR, wraps=True)
        self._trouble.hide()
        self.draft = KeptDraft(self, self.form)
        card = Card()
        card.add(self.form)
        card.add(self._trouble)
        self.below: QVBoxLayout = card.body
        column = self._scrolled()
        column.addWidget(card)
        column.addStretch(1)

    def acts(self) -> frozenset[str]:
        return frozenset({"save"})

    def add_field(self, name: str, words: str, field: Input) -> None:
        self.fields[name] = field
        self._titles[name] = words
        if not isinstance(field, QWidget):
            raise TypeError(name)
        self.form.add(words, field)
        self.draft.keeper.register(name, field)

    def show_values(self, values: dict[str, Any]) -> None:
        """Show what is stored now, then what was being typed. Fields that somebody typed into stay."""
        if self.draft.keeper.is_dirty:
            return
        self.seen = dict(values)
        for name, field in self.fields.items():
            field.show_value(values.get(name))
            if isinstance(field, QWidget):
                self.form.drop_newer(field)
        self.draft.keeper.forget()
        self.draft.load()

    def changes(self) -> list[tuple[str, Any, Any]]:
        """Name, what was seen, what is to be: of the fields that differ."""
        read = {name: field.read_value() for name, field in self.fields.items()}
        return [
            (name, self.seen.get(name), value) for name, value in read.items() if value != self.seen.get(name)
        ]

    def send(self) -> Call[Changes] | None:
        """Start the command; None when there is nothing to save."""
        raise NotImplementedError

    def field_of(self, code: str) -> QWidget | None:
        """The field that a refusal belongs to."""
        del code
        return None

    def save(self) -> None:
        self.form.clear_errors()
        self._trouble.hide()
        try:
            call = self.send()
        except (TellableError, FieldProblemError) as error:
            self._on_refused(error)
            return
        if call is not None:
            call.then(self._on_saved, self._on_refused)

    def leave(self) -> None:
        self.draft.leave()

    def _on_saved(self, changes: Changes) -> None:
        del changes
        self.draft.forget()
        self.reload()

    def _on_refused(self, error: Exception) -> None:
        if not isinstance(error, FieldProblemError) and kind_of(error) is ErrorKind.BUG:
            self.failed(error)
            return
        conflicts = conflicts_in(error)
        if conflicts:
            self._ask_fields(conflicts)
            return
        words = (
            error.words if isinstance(error, FieldProblemError) else str(words_for(error, self.parts.wording))
        )
        field = error.field if isinstance(error, FieldProblemError) else self._field(error)
        if field is not None:
            self.form.show_error(field, words)
        else:
            self._trouble.setText(words)
            self._trouble.show()
        announce(self, words)

    def _ask_fields(self, conflicts: Sequence[FieldConflict]) -> None:
        """Mine or theirs for each field that both changed, then save again."""
        dialogs = self.parts.services.dialogs
        asked = seen_after_asking(self.window(), dialogs, conflicts, self._titles, self._words)
        if not asked:
            return
        for each in conflicts:
            self.seen[each.name] = each.theirs
            if asked[each.name] == each.mine:  # what is given up makes room for what stands there now
                self.fields[each.name].show_value(each.theirs)
        if self.changes():
            self.save()
        else:
            self.draft.forget()
            self.reload()

    def _words(self, name: str, value: Any) -> str:
        return words_of(self.fields[name], value)

    def _field(self, error: Exception) -> QWidget | None:
        return self.field_of(error.code) if isinstance(error, TellableError) else None

    def _scrolled(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(scrolling(column), 1)
        return column
