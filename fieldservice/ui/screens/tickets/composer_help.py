"""The text of a new entry, which helps while one writes: `@` names a colleague, `/` puts in a text block."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from fieldservice.domain.rules.mentions import BLOCK_SIGN, SIGN, fitting, half_typed
from fieldservice.domain.rules.placeholders import filled
from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.fields import TextArea
from fieldservice.ui.kit.file_calls import Offered, offers_in
from fieldservice.ui.kit.suggestions import Suggestion, SuggestionList
from fieldservice.ui.screens.tickets import content_calls as calls
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.notifications import PersonRow
    from fieldservice.domain.queries.texts import TextBlockRow, TextFacts

_TAKES = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab}
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class ComposerText(TextArea):
    """`pasted` carries files or a picture that were pasted or dropped into the text."""

    pasted = Signal(object)

    def __init__(self, parts: TicketsParts) -> None:
        super().__init__(name="articleText", placeholder=_("Note, call, message…"), lines=1, most_lines=6)
        self.setAccessibleName(_("New entry"))
        self._parts = parts
        self._ticket_id: UUID | None = None
        self._names: list[str] = []
        self._blocks: list[TextBlockRow] | None = None
        self._asking: Latest[list[TextBlockRow]] = Latest()
        self._filling: Latest[TextFacts] = Latest()
        self._list: SuggestionList | None = None
        self.edited.connect(self._offer)

    def show_ticket(self, ticket_id: UUID) -> None:
        self._ticket_id = ticket_id
        self._close()

    def show_people(self, people: "Sequence[PersonRow]") -> None:
        self._names = [each.name for each in people]

    def begin_block(self) -> None:
        """Open the list of text blocks at the cursor."""
        before = self.toPlainText()[: self.textCursor().position()]
        apart = "" if not before or before[-1].isspace() else " "
        self.insertPlainText(f"{apart}{BLOCK_SIGN}")

    @property
    def is_offering(self) -> bool:
        return self._list is not None and self._list.isVisible()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._list is not None and self.is_offering and self._step(self._list, event):
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._close()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasImage() or source.hasUrls() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Files and pictures become files of the entry; words go into the text."""
        offers: list[Offered] = [] if source.hasText() and not source.hasUrls() else self._offers(source)
        if offers:
            self.pasted.emit(offers)
        else:
            super().insertFromMimeData(source)

    def _offers(self, source: QMimeData) -> list[Offered]:
        local = self._parts.local(self._parts.now())
        return offers_in(source, f"{_('Picture')} {local:%Y-%m-%d %H.%M}.png")

    def _step(self, shown: SuggestionList, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        if key in _STEPS:
            shown.step(_STEPS[key])
        elif key in _TAKES:
            current = shown.current()
            if current is None:
                return False
            self._take(current)
        elif key == Qt.Key.Key_Escape:
            self._close()
        else:
            return False
        return True

    def _offer(self) -> None:
        """Look what is being typed, and open, refill or close the list."""
        if not self.hasFocus():
            self._close()
            return
        text, cursor = self.toPlainText(), self.textCursor().position()
        name = half_typed(text, cursor)
        block = half_typed(text, cursor, BLOCK_SIGN)
        if name is not None:
            self._show([Suggestion((SIGN, name), name) for name in fitting(name, self._names)])
        elif block is None:
            self._close()
        elif self._blocks is None:
            query = self._parts.ops.query(calls.text_blocks, self._parts.wording.language)
            self._asking.ask(query).then(self._on_blocks, self._on_no_blocks)
        else:
            names = fitting(block, [each.name for each in self._blocks])
            found = [each for each in self._blocks if each.name in names]
            self._show([Suggestion((BLOCK_SIGN, each.text), each.name, each.text[:120]) for each in found])

    def _on_blocks(self, blocks: "list[TextBlockRow]") -> None:
        self._blocks = blocks
        self._offer()
        self._blocks = blocks if self.is_offering else None

    def _on_no_blocks(self, error: Exception) -> None:
        """One can write without text blocks; `ops` has logged why there are none."""

    def _show(self, items: list[Suggestion]) -> None:
        if not items:
            self._close()
            return
        if self._list is None:
            self._list = SuggestionList(self, no_match="")
            self._list.picked.connect(self._take)
        self._list.show_items(items)

    def _close(self) -> None:
        if self._list is not None:
            self._list.hide()

    def _take(self, item: Suggestion) -> None:
        sign, words = item.value
        if sign == SIGN:
            self._replace(sign, f"{SIGN}{words} ")
        elif self._ticket_id is not None:
            wording = self._parts.wording
            ask = calls.TextAsk(
                self._ticket_id, self._parts.user_id, self._parts.now(), wording.language, str(wording.zone)
            )
            query = self._parts.ops.query(calls.text_facts, ask)
            self._filling.ask(query).then(lambda facts: self._put(words, facts), self._on_no_blocks)
        self._close()

    def _put(self, text: str, facts: "TextFacts") -> None:
        moments = {key: self._parts.wording.moment(moment) for key, moment in facts.moments.items()}
        self._replace(BLOCK_SIGN, filled(text, {**facts.words, **moments}))

    def _replace(self, sign: str, words: str) -> None:
        """Put the words in the place of the sign and what was typed after it."""
        cursor = self.textCursor()
        start = self.toPlainText().rfind(sign, 0, cursor.position())
        if start >= 0:
            cursor.setPosition(start, cursor.MoveMode.KeepAnchor)
        cursor.insertText(words)
        self.setTextCursor(cursor)
