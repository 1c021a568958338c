"""The windows that the dialog service shows: title, text, what is asked, and buttons that are verbs."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from fieldservice.ui.kit.buttons import Button, ButtonKind, primary, quiet
from fieldservice.ui.kit.labels import Look, label, selectable
from fieldservice.ui.kit.options import Option
from fieldservice.ui.kit.scrolling import DownwardsArea
from fieldservice.ui.kit.tab_order import ReadingOrder
from fieldservice.ui.kit.theme import current_theme
from fieldservice.wording import ErrorWords, _

_WIDTH = 440


class KitDialog(QDialog):
    """Base of every dialog: title above, `body` in the middle, buttons right below. Escape gives up."""

    def __init__(self, parent: QWidget, title: str, text: str = "", *, name: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        theme = current_theme()
        self.setMinimumWidth(min(theme.px(_WIDTH), parent.window().width()))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), theme.px(16))
        outer.setSpacing(theme.px(12))
        heading = label(title, Look.HEADING, wraps=True)
        outer.addWidget(heading)
        if text:
            outer.addWidget(selectable(text))
        self.setAccessibleDescription(text)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.gap(8))
        self._outer = outer
        outer.addLayout(self.body, 1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(theme.px(8))
        self._buttons.addStretch(1)
        outer.addLayout(self._buttons)
        self._reading = ReadingOrder(self)

    def showEvent(self, event: QShowEvent) -> None:
        self._fit_paragraphs()
        self._fit_window()
        super().showEvent(event)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._fit_window()
        return done

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 - what Qt calls
        self._reading.put_in_order()
        return super().focusNextPrevChild(next)

    def _fit_paragraphs(self) -> None:
        """As high as its paragraphs are at its real width: Qt measured them narrower than they are shown."""
        if not self.testAttribute(Qt.WidgetAttribute.WA_Resized) and self._outer.hasHeightForWidth():
            self.resize(self.width(), self._outer.totalHeightForWidth(self.width()))

    def _fit_window(self) -> None:
        """Never larger than its window: what is too high is scrolled, the buttons stay in sight.

        A dialog with a least width of its own does not grow by itself with what it holds.
        """
        room = self._room()
        needed = min(self._outer.totalMinimumSize().width(), room.width())
        if needed > self.width():
            self.resize(needed, self.height())
        if self._outer.totalMinimumSize().height() > room.height():
            self._scroll_body()
        if self.sizeHint().height() > room.height() or self.height() > room.height():
            self.resize(self.size().expandedTo(self.sizeHint()).boundedTo(room))

    def _room(self) -> QSize:
        above = self.parentWidget()
        return above.window().size() if above is not None else self.screen().availableSize()

    def _scroll_body(self) -> None:
        """Put the body into an area of its own; a second time there is nothing left to do."""
        at = self._outer.indexOf(self.body)
        if at < 0:
            return
        self._outer.takeAt(at)
        self.body.setParent(None)
        area = DownwardsArea(self.body)
        self._outer.insertWidget(at, area, 1)

    def add_keys(self, keys: str, run: Callable[[], object]) -> None:
        """Not `QPushButton.setShortcut`: that waits a tenth of a second to show the button pressed."""
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(run)

    def add_buttons(self, *buttons: Button) -> None:
        """From left to right; the one that goes on stands last."""
        for button in buttons:
            self._buttons.addWidget(button)

    def add_give_up(self, words: str = "") -> Button:
        button = quiet(words or _("Cancel"), name="giveUpButton")
        button.clicked.connect(self.reject)
        self.add_buttons(button)
        return button

    def add_go_on(self, words: str, *, is_dangerous: bool = False) -> Button:
        """The button that accepts; Enter presses it unless it is dangerous."""
        button = Button(words, ButtonKind.DANGER if is_dangerous else ButtonKind.PRIMARY, name="goOnButton")
        button.clicked.connect(self.accept)
        button.setDefault(not is_dangerous)
        self.add_buttons(button)
        return button


class AskDialog(KitDialog):
    def __init__(
        self, parent: QWidget, title: str, text: str, yes: str, *, is_dangerous: bool = False
    ) -> None:
        super().__init__(parent, title, text, name="askDialog")
        give_up = self.add_give_up()
        go_on = self.add_go_on(yes, is_dangerous=is_dangerous)
        (give_up if is_dangerous else go_on).setFocus()


class ChooseDialog(KitDialog):
    """One button an option, each with its detail; the keys 1 to 9 take them."""

    def __init__(self, parent: QWidget, title: str, text: str, options: Sequence[Option]) -> None:
        super().__init__(parent, title, text, name="chooseDialog")
        self.chosen: Any = None
        for number, option in enumerate(options, start=1):
            self._add_option(number, option)
        self.add_give_up()

    def _add_option(self, number: int, option: Option) -> None:
        button = quiet(option.words, keys=str(number), name=f"option{number}Button")
        self.add_keys(str(number), button.click)
        button.setAccessibleDescription(option.detail)
        button.clicked.connect(lambda: self._take(option.value))
        row = QHBoxLayout()
        row.addWidget(button)
        row.addWidget(label(option.detail, Look.SMALL, wraps=True), 1)
        self.body.addLayout(row)
        if number == 1:
            button.setFocus()

    def _take(self, value: Any) -> None:
        self.chosen = value
        self.accept()


class TellDialog(KitDialog):
    """An error in three parts; with Retry when it may succeed later."""

    def __init__(self, parent: QWidget, words: ErrorWords, *, can_retry: bool) -> None:
        super().__init__(parent, words.what, f"{words.data}\n{words.do}", name="tellDialog")
        if can_retry:
            self.add_give_up()
            self.add_go_on(_("Try again")).setFocus()
        else:
            close = primary(_("Close"), name="closeButton")
            close.setDefault(True)
            close.clicked.connect(self.reject)
            self.add_buttons(close)
            close.setFocus()


class ReportDialog(KitDialog):
    """A mistake of the program: the words, and the report to copy."""

    def __init__(self, parent: QWidget, words: ErrorWords, report: str) -> None:
        super().__init__(parent, words.what, f"{words.data}\n{words.do}", name="reportDialog")
        self._report = QPlainTextEdit(report)
        self._report.setObjectName("reportText")
        self._report.setAccessibleName(_("Report"))
        self._report.setReadOnly(True)
        self._report.setTabChangesFocus(True)
        self._report.setMinimumHeight(current_theme().px(140))
        self._report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.body.addWidget(self._report)
        copy = quiet(_("Copy the report"), name="copyReportButton")
        copy.clicked.connect(self._on_copy)
        close = primary(_("Close"), name="closeButton")
        close.clicked.connect(self.accept)
        self.add_buttons(copy, close)
        copy.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report.toPlainText())
