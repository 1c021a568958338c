"""The sheet of keys (F1): what can be done by keyboard now, here and everywhere; searched and printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QMarginsF, Qt, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fieldservice.ui.kit.buttons import key_words, primary, quiet
from fieldservice.ui.kit.dialog_windows import KitDialog
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.pages import KeyHint
from fieldservice.ui.kit.scrolling import DownwardsArea
from fieldservice.ui.kit.theme import current_theme
from fieldservice.wording import _

_LEFT = Qt.AlignmentFlag.AlignLeft
_MOST_OF_WINDOW = 0.7
_MARGIN_MM = 18.0


@dataclass(frozen=True, slots=True)
class _Row:
    keys: QLabel
    words: QLabel

    def show_if(self, typed: str) -> None:
        said = f"{self.keys.text()} {self.words.text()}".casefold()
        fits = all(part in said for part in typed.casefold().split())
        self.keys.setVisible(fits)
        self.words.setVisible(fits)


class KeySheet(KitDialog):
    """`here` are the keys of the screen called `screen`, `everywhere` those of the desk.

    `print_requested` carries the sheet as a page of HTML.
    """

    print_requested = Signal(str)

    def __init__(
        self, parent: QWidget, here: Sequence[KeyHint], everywhere: Sequence[KeyHint], screen: str = ""
    ) -> None:
        super().__init__(parent, _("Keys of this screen"), name="keySheet")
        self._rows: list[_Row] = []
        parts = ((screen, here), (_("Everywhere"), everywhere))
        self._columns = [(words, _once(hints)) for words, hints in parts if hints]
        self.filter = TextField(name="keyFilter", placeholder=_("what you want to do, or a key"))
        self.filter.setAccessibleName(_("Search the keys"))
        self.filter.edited.connect(self._on_typed)
        self.body.addWidget(self.filter)
        across = QHBoxLayout()
        across.setSpacing(current_theme().px(32))
        for words, hints in self._columns:
            across.addLayout(self._column(words, hints), 1)
        self._add_scrolling(across, parent)
        self._add_end()
        self.filter.setFocus()

    def page(self) -> str:
        """The whole sheet, whatever is typed into the search."""
        tables = "".join(_table(words, hints) for words, hints in self._columns)
        return f"<h2>{escape(_('Keys of this screen'))}</h2>{tables}"

    def _add_end(self) -> None:
        paper = quiet(_("Save as PDF…"), name="printKeysButton")
        paper.clicked.connect(lambda: self.print_requested.emit(self.page()))
        close = primary(_("Close"), name="closeButton")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        self.add_buttons(paper, close)

    def _add_scrolling(self, across: QHBoxLayout, parent: QWidget) -> None:
        """A low window shows the sheet with a scroll bar."""
        down = QVBoxLayout()
        down.setContentsMargins(0, 0, current_theme().px(12), 0)
        down.addLayout(across)
        down.addStretch(1)
        area = DownwardsArea(down)
        area.setMinimumHeight(min(down.sizeHint().height(), int(parent.window().height() * _MOST_OF_WINDOW)))
        self.body.addWidget(area)

    def _column(self, words: str, hints: Sequence[KeyHint]) -> QVBoxLayout:
        theme = current_theme()
        column = QVBoxLayout()
        column.setSpacing(theme.px(8))
        column.addWidget(label(words, Look.CARD_TITLE))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(6))
        grid.setColumnStretch(1, 1)
        for at, hint in enumerate(hints):
            row = _Row(label(key_words(hint.keys), Look.STRONG), label(hint.words))
            grid.addWidget(row.keys, at, 0, _LEFT)
            grid.addWidget(row.words, at, 1, _LEFT)
            self._rows.append(row)
        column.addLayout(grid)
        column.addStretch(1)
        return column

    def _on_typed(self) -> None:
        for row in self._rows:
            row.show_if(self.filter.text())


def write_page(page: str, path: str) -> None:
    """Put a page of HTML on paper, as PDF."""
    writer = QPdfWriter(path)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    document = QTextDocument()
    document.setDefaultFont(current_theme().font())
    document.setHtml(page)
    document.print_(writer)


def _once(hints: Sequence[KeyHint]) -> list[KeyHint]:
    """Each key once: the screen's own meaning of it stands first."""
    return list({hint.keys: hint for hint in reversed(hints)}.values())[::-1]


def _table(words: str, hints: Sequence[KeyHint]) -> str:
    rows = "".join(
        f"<tr><td><b>{escape(key_words(hint.keys))}</b>&nbsp;&nbsp;</td><td>{escape(hint.words)}</td></tr>"
        for hint in hints
    )
    return f"<h3>{escape(words)}</h3><table>{rows}</table>"
