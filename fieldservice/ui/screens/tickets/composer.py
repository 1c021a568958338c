"""The foot of a ticket: notes, calls and messages are written where the ticket is read; Ctrl+Enter adds."""

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.cards import rule
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.drafts import DraftKeeper
from fieldservice.ui.kit.errors import words_for
from fieldservice.ui.kit.fields import TextArea
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.tickets import calls
from fieldservice.ui.screens.tickets.parts import ADD_KEYS, TicketsParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldservice.domain.queries.drafts import DraftRow

_FORM = "ticketArticle"
_NARROW = 460
_BESIDE_WORDS = 110 + 2 * 16 + 2 * 8 + 2 * 16
_KINDS = ("note", "call", "email", "sms")


class Composer(QWidget):
    """Keeps a draft for each ticket: going to another one loses nothing typed."""

    added = Signal(object)

    def __init__(self, parts: TicketsParts) -> None:
        super().__init__()
        self._parts = parts
        self._ticket_id: UUID | None = None
        self._article_id: UUID | None = None
        self._call: Call[Changes] | None = None
        words = parts.wording
        self.kind = Choice(
            [(kind, words.word_of("ArticleKind", kind) or kind) for kind in _KINDS], name="articleKind"
        )
        self.text = TextArea(name="articleText", placeholder=_("Note, call, message…"), lines=1, most_lines=6)
        self.text.setAccessibleName(_("New entry"))
        self.kind.setAccessibleName(_("Kind of entry"))
        self.add = quiet(_("Add"), keys=ADD_KEYS, name="addArticleButton")
        self.add.clicked.connect(self.send)
        self._trouble = label("", Look.ERROR, wraps=True)
        self._trouble.setObjectName("articleError")
        self._trouble.hide()
        self._lay_out()
        self._keeper = DraftKeeper(self._save_draft, now=parts.now, parent=self)
        self._keeper.register("kind", self.kind)
        self._keeper.register("text", self.text)
        self.text.edited.connect(self._refresh)
        self._refresh()

    def show_ticket(self, ticket_id: UUID) -> None:
        """Write on this ticket; what was half typed on the one before is kept there."""
        if ticket_id == self._ticket_id:
            return
        self._keeper.flush()
        self._ticket_id, self._article_id = ticket_id, None
        self._keeper.restore({"kind": "0", "text": ""})
        self._trouble.hide()
        draft = self._parts.ops.query(calls.drafts_of, _FORM, self._parts.user_id)
        draft.then(self._on_drafts, self._on_no_drafts)

    def flush(self) -> None:
        self._keeper.flush()

    def send(self) -> None:
        is_busy = self._call is not None and not self._call.is_over
        if self._ticket_id is None or is_busy or not self.text.text().strip():
            return
        self._article_id = self._article_id or calls.new_form_id()
        kind: str = self.kind.value
        article = calls.AddArticle(
            self._ticket_id,
            self._article_id,
            calls.ArticleKind(kind),
            self.text.text(),
            self._parts.now(),
            is_internal=kind == "note",
        )
        self._call = self._parts.ops.command(calls.add_article, article)
        self._call.then(self._on_added, self._on_failed)

    def _lay_out(self) -> None:
        theme = current_theme()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(rule())
        inner = QVBoxLayout()
        inner.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        inner.setSpacing(theme.px(4))
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.kind, 0)
        row.addWidget(self.text, 1)
        row.addWidget(self.add, 0)
        inner.addLayout(row)
        inner.addWidget(self._trouble)
        layout.addLayout(inner)
        self.kind.setMaximumWidth(theme.px(110))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow panel the words have the room; the key stands on the sheet of keys."""
        super().resizeEvent(event)
        theme = current_theme()
        self.add.show_keys("" if self.width() < theme.px(_NARROW) else ADD_KEYS)
        room = self.width() - self.add.sizeHint().width() - theme.px(_BESIDE_WORDS)
        words = self.fontMetrics().elidedText(_("Note, call, message…"), Qt.TextElideMode.ElideRight, room)
        self.text.setPlaceholderText(words)

    def _refresh(self) -> None:
        self.add.setEnabled(bool(self.text.text().strip()))

    def _on_added(self, changes: Changes) -> None:
        self._trouble.hide()
        self._article_id = None
        self._keeper.restore({"text": ""})
        self._keeper.forget()
        if self._ticket_id is not None:
            self._parts.ops.command(calls.discard_draft, calls.DiscardDraft(self._draft_id(self._ticket_id)))
        self.added.emit(changes)

    def _on_failed(self, error: Exception) -> None:
        """The text stays; it can be sent again."""
        self._trouble.setText(str(words_for(error, self._parts.wording)))
        self._trouble.show()

    def _draft_id(self, ticket_id: UUID) -> UUID:
        return uuid5(ticket_id, _FORM)

    def _save_draft(self, values: dict[str, str]) -> Call[Any]:
        draft_id = self._draft_id(self._ticket_id or UUID(int=0))
        if not values.get("text", "").strip():
            return self._parts.ops.command(calls.discard_draft, calls.DiscardDraft(draft_id))
        fields = tuple(sorted(values.items()))
        return self._parts.ops.command(calls.save_draft, calls.SaveDraft(draft_id, _FORM, fields))

    def _on_drafts(self, drafts: "Sequence[DraftRow]") -> None:
        if self._ticket_id is None or self._keeper.is_dirty or self.text.text():
            return
        wanted = self._draft_id(self._ticket_id)
        for draft in drafts:
            if draft.id == wanted:
                self._keeper.restore(draft.fields)

    def _on_no_drafts(self, error: Exception) -> None:
        """One can write without the draft; `ops` has logged why there is none."""
