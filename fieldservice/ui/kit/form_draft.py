"""The draft of one form: written while somebody types, back when the form is opened again."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID, uuid5

from PySide6.QtCore import QObject, Signal

from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.draft_merge import draft_id_of, merged, with_before
from fieldservice.ui.kit.drafts import DraftKeeper
from fieldservice.ui.kit.ops import Ops

if TYPE_CHECKING:
    from fieldservice.domain.commands.drafts import DiscardDraft, SaveDraft, discard_draft, save_draft
    from fieldservice.domain.queries.drafts import DraftRow, draft_of
else:
    DiscardDraft = Deferred("fieldservice.domain.commands.drafts", "DiscardDraft")
    SaveDraft = Deferred("fieldservice.domain.commands.drafts", "SaveDraft")
    discard_draft = Deferred("fieldservice.domain.commands.drafts", "discard_draft")
    save_draft = Deferred("fieldservice.domain.commands.drafts", "save_draft")
    draft_of = Deferred("fieldservice.domain.queries.drafts", "draft_of")


class DraftDesk(Protocol):
    """Where drafts are kept; `user_id` is whose they are."""

    @property
    def ops(self) -> Ops: ...

    @property
    def now(self) -> Callable[[], datetime]: ...

    @property
    def user_id(self) -> UUID | None: ...


class FormDraft(QObject):
    """`restored` tells that something typed is back: a tuple of `Meanwhile`, the fields both changed.

    Fields are named to `keeper`; `begin` is called when the form has filled them in.
    """

    restored = Signal(object)

    def __init__(self, desk: DraftDesk, form: str, subject: UUID, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._form = desk, form
        self._id = draft_id_of(subject, form, desk.user_id)
        self._known = (self._id, uuid5(subject, form))  # the latter as programs before kept it
        self._before: dict[str, str] = {}
        self._call: Latest[DraftRow | None] = Latest()
        self.keeper = DraftKeeper(self._save, now=desk.now, parent=self)

    @property
    def id(self) -> UUID:
        return self._id

    def begin(self) -> None:
        """What the form itself put into its fields is no draft; what was typed last time comes back."""
        self._before = self.keeper.values()
        self.keeper.forget()
        query = self._desk.ops.query(draft_of, self._known, self._desk.user_id)
        self._call.ask(query).then(self._on_draft, self._on_none)

    def forget(self) -> None:
        """The form was saved, or what was typed is given up."""
        self.keeper.forget()
        discard(self._desk, self._id)

    def start_anew(self) -> None:
        """What the form showed before anything was typed."""
        self.keeper.restore(self._before)
        self.forget()

    def settle(self, name: str, now: str) -> None:
        """Of a field that both changed what stands there now is taken: nothing of it is typed any more."""
        self._before[name] = now
        self.keeper.write(name, now)

    def flush(self) -> None:
        self.keeper.flush()

    def cancel(self) -> None:
        """The form is gone; nothing is to come back into it."""
        self._call.cancel()

    def _save(self, values: dict[str, str]) -> Call[Any]:
        if values == self._before:  # typed and taken back: nothing is left to come back
            return discard(self._desk, self._id)
        return keep(self._desk, self._id, self._form, with_before(values, self._before))

    def _on_draft(self, draft: "DraftRow | None") -> None:
        if draft is None or self.keeper.is_dirty:
            return
        self._id = draft.id
        found = merged(draft.fields, self._before)
        self.keeper.restore(found.values)
        for each in found.meanwhile:  # as long as nothing is decided it is told again
            self._before[each.name] = each.before
        if self.keeper.values() != self._before:
            self.restored.emit(found.meanwhile)

    def _on_none(self, error: Exception) -> None:
        """The form works without its draft; `ops` has logged why there is none."""


def keep(desk: DraftDesk, draft_id: UUID, form: str, fields: Mapping[str, str]) -> Call[Any]:
    """Write a draft down over its former state."""
    return desk.ops.command(save_draft, SaveDraft(draft_id, form, tuple(sorted(fields.items()))))


def discard(desk: DraftDesk, draft_id: UUID) -> Call[Any]:
    """What it was typed for is done."""
    return desk.ops.command(discard_draft, DiscardDraft(draft_id))
