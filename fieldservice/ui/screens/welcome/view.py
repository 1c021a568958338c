"""The assistant of the first start: one page, four ways to begin, and only what each of them needs."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldservice.domain.rules.beginning import Beginning, BeginningKind
from fieldservice.ui.kit.buttons import primary
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.checks import RadioButton
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.dialogs import QtDialogs
from fieldservice.ui.kit.errors import words_for
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.loading import LoadingLine
from fieldservice.ui.kit.scrolling import scrolling
from fieldservice.ui.kit.tab_order import ReadingOrder
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.welcome.forms import CompanyForm, TakeOverForm, row
from fieldservice.ui.screens.welcome.parts import WelcomeParts
from fieldservice.wording import LANGUAGE_NAMES, LANGUAGES, _

_SIZE = (860, 720)
_WIDTH = 640
GO_KEYS = "Ctrl+Return"


class WelcomeWindow(QWidget):
    """`begun` carries what `begin` made; `given_up` tells that the window was closed instead."""

    begun = Signal(object)
    given_up = Signal()

    def __init__(self, parts: WelcomeParts) -> None:
        super().__init__()
        self.setObjectName("welcomeWindow")
        self._parts = parts
        self._is_done = False
        self._inner: QWidget | None = None
        self._kind = BeginningKind.DEMO
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._outer = outer
        self.resize(*_SIZE)
        self._reading = ReadingOrder(self)
        QShortcut(QKeySequence(GO_KEYS), self).activated.connect(self.begin)
        self._build()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.ways[self._kind].setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, kind: BeginningKind) -> None:
        """Choose a way to begin, as its radio button does."""
        self.ways[kind].setChecked(True)

    def begin(self) -> None:
        """Do what was chosen, if all it needs is there."""
        beginning = self._beginning()
        if beginning is None or not self.go.isEnabled():
            return
        self._show_trouble("")
        self.go.setEnabled(False)
        self._waiting.start()
        begin = self._parts.begin
        self._parts.ops.query(lambda _session: begin(beginning)).then(self._on_begun, self._on_failed)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 - what Qt calls
        self._reading.put_in_order()
        return super().focusNextPrevChild(next)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        if not self._is_done:
            self._is_done = True
            self.given_up.emit()

    def _build(self) -> None:
        self.setWindowTitle(_("Service: the first start"))
        self._add_texts()
        theme = current_theme()
        card = Card(padded=True)
        card.setMaximumWidth(theme.px(_WIDTH))
        card.add(self._head())
        card.add(self._ways())
        card.add(self._forms())
        card.add(self._trouble)
        card.add(self._waiting)
        card.add(row(self._safe, self.go))
        down = QVBoxLayout()
        side = theme.px(16)
        down.setContentsMargins(side, side, side, side)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(card, 100)
        across.addStretch(1)
        down.addStretch(1)
        down.addLayout(across)
        down.addStretch(2)
        area = scrolling(down)
        if self._inner is not None:
            self._outer.removeWidget(self._inner)
            self._inner.deleteLater()
        self._inner = area
        self._outer.addWidget(area)
        self._on_kind_chosen()

    def _add_texts(self) -> None:
        self._trouble = label("", Look.ERROR, wraps=True)
        self._trouble.setObjectName("welcomeTrouble")
        self._trouble.hide()
        self._waiting = LoadingLine()
        self._safe = label(_("All data stay on this computer."), Look.SMALL, wraps=True)
        self.go = primary(_("Begin"), keys=GO_KEYS, name="beginButton")
        self.go.clicked.connect(self.begin)

    def _head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        title = label(_("How shall this desk begin?"), Look.TITLE, wraps=True)
        self.language = Choice([(each, LANGUAGE_NAMES[each]) for each in LANGUAGES], name="languageChoice")
        self.language.set_value(self._parts.words.language)
        self.language.setAccessibleName(_("Language"))
        self.language.edited.connect(self._on_language_chosen)
        self.language.setMaximumWidth(current_theme().px(160))
        head.addLayout(row(title, self.language))
        return head

    def _ways(self) -> QVBoxLayout:
        down = QVBoxLayout()
        down.setSpacing(current_theme().px(2))
        self._group = QButtonGroup(self)
        self.ways: dict[BeginningKind, RadioButton] = {}
        for kind, words, detail in _ways():
            button = RadioButton(words, name=f"begin.{kind.value}")
            button.setAccessibleDescription(detail)
            button.setChecked(kind is self._kind)
            button.toggled.connect(self._on_kind_chosen)
            self._group.addButton(button)
            self.ways[kind] = button
            told = label(detail, Look.SMALL, wraps=True)
            told.setContentsMargins(current_theme().px(26), 0, 0, current_theme().px(8))
            down.addWidget(button)
            down.addWidget(told)
        return down

    def _forms(self) -> QStackedWidget:
        self.company = CompanyForm(self._parts)
        self.take_over = TakeOverForm(self._parts.dialogs or QtDialogs(self))
        self._stack, self._nothing = QStackedWidget(), QWidget()
        for form in (self._nothing, self.company, self.take_over):
            self._stack.addWidget(form)
        return self._stack

    def _on_kind_chosen(self) -> None:
        self._kind = next(kind for kind, button in self.ways.items() if button.isChecked())
        if self._kind.asks_company:
            shown: QWidget = self.company
        else:
            shown = self.take_over if self._kind is BeginningKind.TAKE_OVER else self._nothing
        self._stack.setCurrentWidget(shown)
        self._stack.setVisible(shown is not self._nothing)

    def _on_language_chosen(self) -> None:
        """Speak the language at once: the page is built anew, what was typed about the company stays."""
        typed = [field.text() for field in self._typed()]
        country = self.company.country.value
        self._parts.speak(str(self.language.value))
        QTimer.singleShot(0, self, lambda: self._rebuild(typed, country))

    def _rebuild(self, typed: list[str], country: object) -> None:
        language = self.language.value
        self._build()
        self.language.blockSignals(True)
        self.language.set_value(language)
        self.language.blockSignals(False)
        for field, text in zip(self._typed(), typed, strict=True):
            field.set_text(text)
        self.company.country.set_value(country)
        self.language.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self) -> tuple[TextField, ...]:
        company = self.company
        return company.company, company.code, company.branch, company.user

    def _beginning(self) -> Beginning | None:
        language = str(self.language.value)
        if self._kind.asks_company:
            answers = self.company.answers()
            return Beginning(self._kind, language, answers) if answers else None
        if self._kind is BeginningKind.TAKE_OVER:
            path = self.take_over.answer()
            passphrase = self.take_over.passphrase.text()
            return Beginning(self._kind, language, file=path, passphrase=passphrase) if path else None
        return Beginning(self._kind, language)

    def _on_begun(self, made: object) -> None:
        self._is_done = True
        self._waiting.stop()
        self.begun.emit(made)

    def _on_failed(self, error: Exception) -> None:
        self._waiting.stop()
        self.go.setEnabled(True)
        self._show_trouble(str(words_for(error, self._parts.words)))

    def _show_trouble(self, words: str) -> None:
        self._trouble.setText(words)
        self._trouble.setVisible(bool(words))


def _ways() -> list[tuple[BeginningKind, str, str]]:
    return [
        (
            BeginningKind.DEMO,
            _("Look around with invented data"),
            _("An invented company and a morning of its calls. You can put it away again at any time."),
        ),
        (
            BeginningKind.WORKBOOK,
            _("Bring in my customers from a workbook"),
            _("A spreadsheet of customers, equipment, contracts; columns are recognised, you see every row."),
        ),
        (
            BeginningKind.TAKE_OVER,
            _("Take over from another computer"),
            _("The one file that the other desk wrote (fieldservice move export), or a backup."),
        ),
        (
            BeginningKind.EMPTY,
            _("Begin empty"),
            _("Dictionaries, priorities and working hours are there; customers you enter as they call."),
        ),
    ]
