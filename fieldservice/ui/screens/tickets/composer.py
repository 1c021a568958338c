"""The foot of a ticket: notes, calls and messages are written where the ticket is read; Ctrl+Enter adds.

What else belongs to an entry (which way, with whom, when, internal, files) shows once something is written.
"""

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.reasons import Reason
from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.cards import rule
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.draft_merge import draft_id_of
from fieldservice.ui.kit.drafts import DraftKeeper
from fieldservice.ui.kit.errors import words_for
from fieldservice.ui.kit.files_desk import FilesDesk
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.tickets import calls, content_calls
from fieldservice.ui.screens.tickets.composer_details import ComposerDetails, direction_of
from fieldservice.ui.screens.tickets.composer_help import ComposerText
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.queries.drafts import DraftRow
    from fieldservice.domain.queries.ticket_company import TicketCompany
    from fieldservice.domain.queries.ticket_detail import TicketDetail

ADD_KEYS = "Ctrl+Return"
_FORM = "ticketArticle"
_NARROW = 460
_BESIDE_WORDS = 110 + 2 * 16 + 2 * 8 + 2 * 16
_KINDS = ("note", "call", "email", "sms", "web", "update")
_EMPTY = {"kind": "0", "text": ""}


class Composer(QWidget):
    """Keeps a draft for each ticket: going to another one loses nothing typed.

    `wanted` is told before the text gets the focus by a key, `entered` when somebody begins to write.
    """

    added = Signal(object)
    writing_changed = Signal(bool)
    entered = Signal()
    wanted = Signal()

    def __init__(self, parts: TicketsParts, desk: FilesDesk) -> None:
        super().__init__()
        self._parts = parts
        self._ticket: TicketDetail | None = None
        self._ticket_id: UUID | None = None
        self._article_id: UUID | None = None
        self._call: Call[Changes] | None = None
        self._draft_id = UUID(int=0)
        self._draft: Latest[DraftRow | None] = Latest()
        words = parts.wording
        self.kind = Choice(
            [(kind, words.word_of("ArticleKind", kind) or kind) for kind in _KINDS], name="articleKind"
        )
        self.text = ComposerText(parts)
        self.kind.setAccessibleName(_("Kind of entry"))
        self.add = quiet(_("Add"), keys=ADD_KEYS, name="addArticleButton")
        self.add.clicked.connect(self.send)
        self.details = ComposerDetails(parts, desk)
        self._trouble = label("", Look.ERROR, wraps=True)
        self._trouble.setObjectName("articleError")
        self._trouble.hide()
        self._lay_out()
        self._keeper = DraftKeeper(self._save_draft, now=parts.now, parent=self)
        self._keeper.register("kind", self.kind)
        self._keeper.register("text", self.text)
        self.details.register(self._keeper)
        self._connect()
        self._refresh()

    def show_ticket(self, ticket: "TicketDetail") -> None:
        """Write on this ticket; what was half typed on the one before is kept there."""
        self._ticket = ticket
        self.details.show_told(is_told=is_told(ticket))
        if ticket.id == self._ticket_id:
            return
        self._keeper.flush()
        self._ticket_id, self._article_id = ticket.id, None
        self.text.show_ticket(ticket.id)
        self.details.clear()
        self._keeper.restore(_EMPTY)
        self._on_kind()
        self._keeper.forget()  # nobody typed what was emptied here
        self._trouble.hide()
        self._draft_id = draft_id_of(ticket.id, _FORM, self._parts.user_id)
        ids = (self._draft_id, uuid5(ticket.id, _FORM))  # the latter as programs before kept it
        query = self._parts.ops.query(calls.draft_of, ids, self._parts.user_id)
        self._draft.ask(query).then(self._on_draft, self._on_no_draft)
        self._refresh()

    def show_company(self, company: "TicketCompany") -> None:
        """Who can be named, and who is at the customer's side."""
        self.text.show_people(company.people)
        self.details.show_contacts(company.contacts)

    def flush(self) -> None:
        self._keeper.flush()

    @property
    def is_writing(self) -> bool:
        return bool(self.text.text().strip() or self.details.files)

    def start(self, kind: str = "") -> None:
        """Go to the text, for an entry of this kind."""
        self.wanted.emit()
        if kind:
            self.kind.set_value(kind)
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def tell_customer(self) -> None:
        """Prepare the message that tells the customer the number of the case (A18)."""
        ticket = self._ticket
        if ticket is None:
            return
        self.kind.set_value("sms")
        self.details.way.set_value("prepared")
        language = ticket.place.language or self._parts.wording.language
        told = Reason("message.accepted", {"number": ticket.number, "title": ticket.title})
        self.text.set_text(Wording(language, zone=self._parts.wording.zone).reason(told))
        self.start()

    def offer_blocks(self) -> None:
        """Open the company's text blocks where the cursor stands."""
        self.start()
        self.text.begin_block()

    def send(self) -> None:
        is_busy = self._call is not None and not self._call.is_over
        if self._ticket_id is None or is_busy or not self.is_writing:
            return
        happened_at = self.details.happened_at()
        if happened_at is None:
            self._tell(_("This is no day and time."))
            self.details.when.setFocus()
            return
        self._article_id = self._article_id or calls.new_form_id()
        way = self.details.way_of(self.kind.value)
        article = calls.AddArticle(
            self._ticket_id,
            self._article_id,
            calls.ArticleKind(self.kind.value),
            self.text.text(),
            happened_at,
            is_internal=self.details.internal.isChecked(),
            direction=direction_of(way),
            contact_id=self.details.contact.value if way else None,
            delivery=content_calls.Delivery(way) if way == "prepared" else None,
            asks_approval=self.details.approval.isChecked(),
            files=tuple(content_calls.NewAttachment(row_id, kept) for row_id, kept in self.details.files),
        )
        self._call = self._parts.ops.command(calls.add_article, article)
        self._call.then(self._on_added, self._on_failed)

    def _connect(self) -> None:
        self.text.edited.connect(self._refresh)
        self.kind.edited.connect(self._on_kind)
        self.text.pasted.connect(self.details.take_in)
        self.details.files_changed.connect(self._on_files)
        self.details.tell_pressed.connect(self.tell_customer)
        self.details.blocks_pressed.connect(self.offer_blocks)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def _lay_out(self) -> None:
        theme = current_theme()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(rule())
        inner = QVBoxLayout()
        inner.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        inner.setSpacing(theme.px(6))
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.kind, 0)
        row.addWidget(self.text, 1)
        row.addWidget(self.add, 0)
        inner.addLayout(row)
        inner.addWidget(self.details)
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
        self.add.setEnabled(self.is_writing)
        self.details.setVisible(self.is_writing or self._has_focus())
        self.writing_changed.emit(self.is_writing)

    def _has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and (focus is self or self.isAncestorOf(focus))

    def _on_focus_changed(self, _old: QWidget | None, _new: QWidget | None) -> None:
        was_shown = self.details.isVisible()
        self.details.setVisible(self.is_writing or self._has_focus())
        if self._has_focus() and not was_shown:
            self.entered.emit()

    def _on_kind(self) -> None:
        self.details.show_kind(self.kind.value)

    def _on_files(self) -> None:
        self._keeper.touch()
        self._refresh()

    def _on_added(self, changes: Changes) -> None:
        self._trouble.hide()
        self._article_id = None
        self.details.clear()
        self._keeper.restore({"text": ""})
        self._on_kind()
        self._keeper.forget()
        self._refresh()
        if self._ticket_id is not None:
            self._parts.ops.command(calls.discard_draft, calls.DiscardDraft(self._draft_id))
        self.added.emit(changes)

    def _on_failed(self, error: Exception) -> None:
        """The text stays; it can be sent again."""
        self._tell(str(words_for(error, self._parts.wording)))

    def _tell(self, words: str) -> None:
        self._trouble.setText(words)
        self._trouble.show()

    def _save_draft(self, values: dict[str, str]) -> Call[Any]:
        draft_id = self._draft_id
        if not values.get("text", "").strip() and not values.get("files"):
            return self._parts.ops.command(calls.discard_draft, calls.DiscardDraft(draft_id))
        fields = tuple(sorted(values.items()))
        return self._parts.ops.command(calls.save_draft, calls.SaveDraft(draft_id, _FORM, fields))

    def _on_draft(self, draft: "DraftRow | None") -> None:
        if draft is None or self._keeper.is_dirty or self.text.text():
            return
        self._draft_id = draft.id
        self._keeper.restore({"kind": draft.fields.get("kind", "0")})
        self._on_kind()
        self._keeper.restore(draft.fields)
        self._keeper.forget()
        self._refresh()

    def _on_no_draft(self, error: Exception) -> None:
        """One can write without the draft; `ops` has logged why there is none."""


def is_told(ticket: "TicketDetail") -> bool:
    """Whether the customer has heard from us, or will as soon as the channel is there."""
    return any(each.direction == "out" and not each.is_internal for each in ticket.articles)
