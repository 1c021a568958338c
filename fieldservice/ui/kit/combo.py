"""The picker: a field that looks up while one types, and keeps what was picked. Keyboard first.

Typing asks, the first match is marked, Enter or Tab takes it (also when the answer is still under way),
arrows step, Escape goes back to what was picked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QHideEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.painting import Shape, chip_width, paint_caret, paint_chip, paint_text
from fieldservice.ui.kit.suggestions import Suggestion, SuggestionList
from fieldservice.ui.kit.theme import Theme, current_theme
from fieldservice.wording import _

Ask = Callable[[str], "Call[Sequence[Suggestion]]"]

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_TAB = Qt.Key.Key_Tab
_KEY_PRESS = QEvent.Type.KeyPress
_PAUSE_MS = 60
_SMALL = 13


@dataclass(frozen=True, slots=True)
class ExtraRow:
    """A row below the matches that does something else, as "New customer". `text` may hold `{typed}`."""

    text: str
    icon: str = "plus"


class Picker(QLineEdit):
    """`ask(text)` answers with suggestions (an empty text asks for the usual ones).

    `picked` carries the `Suggestion`, `cleared` tells that nothing is picked any more, `extra_chosen` carries
    what was typed when the extra row was taken, `left_as_typed` tells that Enter found nothing to take.
    """

    picked = Signal(object)
    cleared = Signal()
    extra_chosen = Signal(str)
    left_as_typed = Signal()
    edited = Signal()

    def __init__(
        self, ask: Ask, *, name: str, placeholder: str = "", extra: ExtraRow | None = None, no_match: str = ""
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setPlaceholderText(placeholder)
        self._ask = ask
        self._extra = extra
        self._item: Suggestion | None = None
        self._is_choosing = False
        self._wants_first = False
        self._goes_on = False
        self._latest: Latest[Sequence[Suggestion]] = Latest()
        self._list = SuggestionList(self, no_match=no_match or _("Nothing matches."))
        self._list.picked.connect(self._on_list_picked)
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._look_up)
        self.textEdited.connect(self._on_text_edited)
        self.textChanged.connect(self.edited)

    @property
    def item(self) -> Suggestion | None:
        """What is picked."""
        return self._item

    @property
    def value(self) -> Any:
        """The value of what is picked, or None."""
        return self._item.value if self._item else None

    @property
    def is_open(self) -> bool:
        return self._list.isVisible()

    def suggestions(self) -> tuple[Suggestion, ...]:
        """What the list shows now."""
        return self._list.model.items if self.is_open else ()

    def set_item(self, item: Suggestion | None) -> None:
        """Show what is picked without telling anybody."""
        self._item = item
        self._close()
        self.setText(item.text if item else "")
        self.setFont(current_theme().font(strong=item is not None))
        self.setAccessibleDescription(item.words() if item else "")
        self.setToolTip(item.words() if item else "")
        self.setCursorPosition(0)
        self.update()

    def open_list(self) -> None:
        """Show the usual suggestions, as Down does."""
        self._is_choosing = True
        self._look_up()

    def draft_value(self) -> str:
        """Only what is half typed; the screen itself remembers what was picked."""
        return "" if self._item else self.text()

    def set_draft_value(self, value: str) -> None:
        if value and not self._item:
            self.setText(value)

    def event(self, event: QEvent) -> bool:
        is_tab = isinstance(event, QKeyEvent) and event.type() == _KEY_PRESS and event.key() == _TAB
        if is_tab and self._is_choosing and self.text():
            self._on_enter(goes_on=False)
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self._on_arrow(1 if key == Qt.Key.Key_Down else -1)
        elif key in _ENTER and self._is_choosing and not event.modifiers():
            self._on_enter(goes_on=True)
        elif key == Qt.Key.Key_Escape and (self.is_open or self._is_choosing):
            self._give_up()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._on_left()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme dresses the field anew, and forgets that what is picked stands strong."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._is_shown_strong():
            self.setFont(current_theme().font(strong=True))

    def _is_shown_strong(self) -> bool:
        item: Suggestion | None = getattr(self, "_item", None)  # Qt dresses it while it is being made
        return item is not None and self.text() == item.text

    def hideEvent(self, event: QHideEvent) -> None:
        self._close()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = current_theme()
        painter = QPainter(self)
        paint_caret(painter, self.rect(), theme)
        if self._item is not None and not self._is_choosing:
            self._paint_item(painter, self._item, theme)
        painter.end()

    def _paint_item(self, painter: QPainter, item: Suggestion, theme: Theme) -> None:
        left = theme.px(12) + self.fontMetrics().horizontalAdvance(self.text()) + theme.px(8)
        box = QRect(left, 0, self.width() - left - theme.px(26), self.height())
        if item.chip:
            paint_chip(painter, box, item.chip, item.chip_tone)
            box.setLeft(box.left() + chip_width(item.chip, Shape.NONE, theme) + theme.px(8))
        painter.setPen(QColor(theme.colours.muted))
        painter.setFont(theme.font(_SMALL))
        trailing = paint_text(painter, box, item.trailing, _RIGHT)
        painter.setFont(theme.font())
        paint_text(painter, box.adjusted(0, 0, -trailing - theme.px(12), 0), item.second)

    def _on_text_edited(self, text: str) -> None:
        self._is_choosing = True
        self._wants_first = False
        self.setFont(current_theme().font())
        if not text and self._item is not None:
            self._item = None
            self.cleared.emit()
        self._pause.start()

    def _look_up(self) -> None:
        text = "" if self._item is not None and self.text() == self._item.text else self.text().strip()
        self._latest.ask(self._ask(text)).then(self._on_found, self._on_not_found)

    def _on_found(self, found: Sequence[Suggestion]) -> None:
        extra: tuple[Suggestion, ...] = ()
        if self._extra is not None:
            words = self._extra.text.replace("{typed}", self.text().strip())
            extra = (Suggestion(None, words, icon=self._extra.icon, is_action=True),)
        if self._wants_first and found:
            self._take(found[0])
        elif self._is_choosing and self.isVisible():
            self._list.show_items(found, extra)
            if self._wants_first and self._goes_on:
                self._go_on_without(extra)
        self._wants_first = False

    def _on_not_found(self, error: Exception) -> None:
        """`ops` has logged it; the list only shows that there is nothing to pick."""
        del error
        self._goes_on = False
        self._on_found(())

    def _on_arrow(self, steps: int) -> None:
        if self.is_open:
            self._list.step(steps)
        else:
            self.open_list()

    def _on_enter(self, *, goes_on: bool) -> None:
        """Take what is marked; when the answer is still under way, take its first when it comes."""
        self._goes_on = goes_on
        is_fresh = self.is_open and not self._pause.isActive()
        if is_fresh and (current := self._list.current()) is not None:
            self._take(current)
            return
        if is_fresh:
            if goes_on:
                self._leave_as_typed()
            return
        self._wants_first = True
        if self._pause.isActive():
            self._pause.stop()
            self._look_up()

    def _on_list_picked(self, item: Suggestion) -> None:
        if item.value is not None or item.is_action:
            self._take(item)

    def _go_on_without(self, extra: Sequence[Suggestion]) -> None:
        """Enter came before the answer, and nothing was found: as if it came after."""
        if extra:
            self._take(extra[0])
        else:
            self._leave_as_typed()

    def _leave_as_typed(self) -> None:
        if self.text().strip():
            self._wants_first = False
            self._list.hide()
            self.left_as_typed.emit()

    def _take(self, item: Suggestion) -> None:
        typed = self.text().strip()
        if item.is_action:
            self._close()
            self.extra_chosen.emit(typed)
            return
        self.set_item(item)
        self.picked.emit(item)

    def _give_up(self) -> None:
        self.set_item(self._item)

    def _on_left(self) -> None:
        """What was half typed stays to be seen when nothing is picked; else the picked one comes back."""
        if self._item is not None:
            self.set_item(self._item)
        elif not self._wants_first:
            self._close()

    def _close(self) -> None:
        self._is_choosing = False
        self._pause.stop()
        if not self._wants_first:
            self._latest.cancel()
        self._list.hide()
