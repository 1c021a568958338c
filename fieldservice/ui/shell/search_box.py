"""The one search box: finds records while one types, and runs actions. Keyboard only, if one likes."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from fieldservice.ui.kit.buttons import key_words
from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.painting import paint_frame, paint_text
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.shell.commands import ONLY_ACTIONS
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.ui.kit.combo import Ask
    from fieldservice.ui.kit.suggestions import Suggestion, SuggestionList
else:
    SuggestionList = Deferred("fieldservice.ui.kit.suggestions", "SuggestionList")

Commands = Callable[[str], "Sequence[Suggestion]"]
Recent = Callable[[], "Call[Sequence[Suggestion]] | None"]
"""Where one has been: told before anything is typed."""
Ranked = Callable[[str, "Sequence[Suggestion]"], "Sequence[Suggestion]"]
"""What was found for a text, in the order in which this person wants it."""

SEARCH_KEYS = "Ctrl+K"
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_PAUSE_MS = 60
_HINT_TEXT = 12


class SearchBox(QLineEdit):
    """`chosen` carries the suggestion that was taken. Escape goes back to where the focus was."""

    chosen = Signal(object)

    def __init__(self, ask: "Ask", commands: Commands, recent: Recent, ranked: Ranked) -> None:
        super().__init__()
        self.setObjectName("searchBox")
        self.setPlaceholderText(_("Search a customer, phone, number, unit or command"))
        self.setAccessibleName(_("Search"))
        theme = current_theme()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(theme.px(456))
        self.setMinimumWidth(theme.px(120))
        self._hint = key_words(SEARCH_KEYS)
        beside = QFontMetrics(theme.font(_HINT_TEXT)).horizontalAdvance(self._hint) + theme.px(16)
        self.setTextMargins(0, 0, beside, 0)
        self._ask = ask
        self._commands = commands
        self._recent = recent
        self._ranked = ranked
        self._came_from: QWidget | None = None
        self._wants_first = False
        self._latest: Latest[Sequence[Suggestion]] = Latest()
        self._made_list: SuggestionList | None = None
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._look_up)
        self.textEdited.connect(self._on_text_edited)

    @property
    def is_open(self) -> bool:
        return self._made_list is not None and self._made_list.isVisible()

    @property
    def _list(self) -> "SuggestionList":
        """Made when the first thing is searched for: the window's first picture does without."""
        if self._made_list is None:
            self._made_list = SuggestionList(self, no_match=_("Nothing matches."))
            self._made_list.picked.connect(self._take)
        return self._made_list

    def suggestions(self) -> "tuple[Suggestion, ...]":
        return self._list.model.items if self.is_open else ()

    def start(self) -> None:
        """Take the focus, as Ctrl+K does."""
        focused = self.window().focusWidget()
        if focused is not self:
            self._came_from = focused
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        recent = self._recent() if not self.text() else None
        if recent is not None:
            self._latest.ask(recent).then(self._on_recent, self._on_not_found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self._list.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in _ENTER:
            self._on_enter()
        elif key == Qt.Key.Key_Escape:
            self._give_up()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._close()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.text() or self.hasFocus():
            return
        theme = current_theme()
        painter = QPainter(self)
        painter.setFont(theme.font(_HINT_TEXT))
        width = painter.fontMetrics().horizontalAdvance(self._hint) + theme.px(12)
        height = theme.px(18)
        box = QRect(self.width() - width - theme.px(10), (self.height() - height) // 2, width, height)
        painter.fillRect(box, QColor(theme.colours.panel))
        painter.setPen(QColor(theme.colours.muted))
        paint_text(painter, box, self._hint, centred=True)
        paint_frame(painter, box, theme.colours.line, 1, theme.px(4))
        painter.end()

    def _on_text_edited(self, text: str) -> None:
        self._wants_first = False
        if text.strip():
            self._pause.start()
        else:
            self._close()

    def _look_up(self) -> None:
        if self.text().startswith(ONLY_ACTIONS):
            self._latest.cancel()
            self._on_found(())
            return
        self._latest.ask(self._ask(self.text().strip())).then(self._on_found, self._on_not_found)

    def _on_recent(self, found: "Sequence[Suggestion]") -> None:
        if found and self.hasFocus() and not self.text():
            self._list.show_items(found)

    def _on_found(self, found: "Sequence[Suggestion]") -> None:
        text = self.text().strip()
        items = (*self._ranked(text, found), *self._commands(text)) if text else ()
        if not text or not self.hasFocus():
            return
        if self._wants_first and items:
            self._take(items[0])
        else:
            self._list.show_items(items)

    def _on_not_found(self, error: Exception) -> None:
        """`ops` has logged it; actions can still be run."""
        del error
        self._on_found(())

    def _on_enter(self) -> None:
        if self.is_open and not self._pause.isActive():
            current = self._list.current()
            if current is not None:
                self._take(current)
        elif self.text().strip():
            self._wants_first = True
            self._pause.stop()
            self._look_up()

    def _take(self, item: "Suggestion") -> None:
        if item.value is None:
            return
        self._wants_first = False
        self._close()
        self.clear()
        self.chosen.emit(item)

    def _give_up(self) -> None:
        self._close()
        self.clear()
        if self._came_from is not None:
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        self._pause.stop()
        self._latest.cancel()
        if self._made_list is not None:
            self._made_list.hide()
