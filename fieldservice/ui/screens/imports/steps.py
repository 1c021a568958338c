"""The small steps of the import: choosing a file, waiting, and what came of it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldservice.ui.kit.buttons import Button, primary, quiet
from fieldservice.ui.kit.calls import Progress
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.chips import Chip
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.facts import ShareBar
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.imports.work import Preview
from fieldservice.wording import Wording, _, ngettext

_CENTRE = Qt.AlignmentFlag.AlignCenter
_WIDEST = 640


def centred(card: Card) -> QVBoxLayout:
    """A card of readable width in the middle of the page."""
    card.setMaximumWidth(current_theme().px(_WIDEST))
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(card, 4)
    row.addStretch(1)
    column = QVBoxLayout()
    column.addStretch(1)
    column.addLayout(row)
    column.addStretch(2)
    return column


class ChooseStep(QWidget):
    """Choose a file, drop one anywhere on the page, or take one again that comes periodically (A21)."""

    choose_requested = Signal()
    file_dropped = Signal(object)
    again_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        card = Card(name="importChoose")
        title = label(_("Bring in what you have"), Look.HEADING)
        told = label(
            _(
                "Customers, contacts, sites, equipment, contracts, coverage, maintenance plans and meter "
                "readings from a spreadsheet or a text table. You see what would change before anything "
                "is written."
            ),
            Look.MUTED,
            wraps=True,
        )
        formats = label(_("Excel, OpenDocument or CSV. You can also drop the file here."), Look.SMALL)
        self.button = primary(_("Choose file…"), name="importChooseFile")
        self.button.clicked.connect(self.choose_requested)
        for widget in (title, told, formats):
            widget.setAlignment(_CENTRE)
            card.add(widget)
        card.body.addWidget(self.button, 0, _CENTRE)
        card.body.setSpacing(current_theme().px(16))
        self._again = card
        self._files: list[Button] = []
        self.setLayout(centred(card))

    def offer_again(self, files: Sequence[Path]) -> None:
        """The files that were imported last, the latest first."""
        for button in self._files:
            self._again.body.removeWidget(button)
            button.deleteLater()
        self._files = [self._button_of(file, place) for place, file in enumerate(files)]
        for button in self._files:
            self._again.body.addWidget(button, 0, _CENTRE)

    def _button_of(self, file: Path, place: int) -> Button:
        button = quiet(_("Import {file} again").format(file=file.name), name=f"importAgain{place}")
        button.setToolTip(str(file))
        button.clicked.connect(lambda: self.again_requested.emit(file))
        return button

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.file_dropped.emit(path)


def _dropped(event: QDropEvent) -> Path | None:
    """The one local file that is dragged; several at once are not taken."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


class WorkingStep(QWidget):
    """How far the reading, comparing or writing is, and a way to stop it."""

    cancel_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        card = Card(name="importWorking")
        self._what = label("", Look.HEADING)
        self._what.setObjectName("importWorkingText")
        self._bar = ShareBar(name="importWorkingBar")
        self._count = label("", Look.MUTED)
        self.cancel_button = quiet(_("Cancel"), keys="Esc", name="importCancel")
        self.cancel_button.clicked.connect(self.cancel_requested)
        for widget in (self._what, self._bar, self._count):
            card.add(widget)
        card.body.addWidget(self.cancel_button, 0, Qt.AlignmentFlag.AlignRight)
        self.setLayout(centred(card))

    def begin(self, words: str) -> None:
        self._what.setText(words)
        self._count.setText("")
        self._bar.show_share(0, 0)
        self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def show_progress(self, progress: Progress) -> None:
        if progress.text:
            self._what.setText(progress.text)
        self._bar.show_share(progress.done, progress.total)
        share = f"{100 * progress.done // progress.total} %" if progress.total else ""
        self._count.setText(share)


class ResultStep(QWidget):
    """What came of it, with the ways on: undo, save the rows to correct, another file."""

    undo_requested = Signal()
    corrections_requested = Signal()
    again_requested = Signal()

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self._words = words
        card = Card(name="importResult")
        self._title = label("", Look.HEADING, wraps=True)
        self._title.setObjectName("importResultTitle")
        self._told = label("", Look.MUTED, wraps=True)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(current_theme().px(8))
        self.undo_button = quiet(_("Undo"), name="importUndo")
        self.undo_button.clicked.connect(self.undo_requested)
        self.corrections_button = quiet(_("Save rows to correct…"), name="importCorrections")
        self.corrections_button.clicked.connect(self.corrections_requested)
        self.again_button = quiet(_("Import another file"), name="importAgain")
        self.again_button.clicked.connect(self.again_requested)
        buttons = QHBoxLayout()
        for button in (self.undo_button, self.corrections_button, self.again_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        card.add(self._title)
        card.add(self._chips)
        card.add(self._told)
        card.add(buttons)
        card.body.setSpacing(current_theme().px(12))
        self.setLayout(centred(card))

    def show_result(self, preview: Preview) -> None:
        total = preview.plan.total()
        count = total.new + total.changed
        said = ngettext("{count} row was imported", "{count} rows were imported", count)
        self._title.setText(said.format(count=self._words.number(count)))
        self._show_chips(total.new, total.changed, total.same, total.refused)
        self.corrections_button.setVisible(bool(total.refused))
        self.undo_button.setEnabled(bool(count))
        self._told.setText(
            _("The refused rows can be saved as a workbook, corrected there and imported.")
            if total.refused
            else _("Every row of the file is accounted for.")
        )

    def show_undone(self) -> None:
        self._title.setText(_("The import was undone"))
        self._told.setText(_("The database is as it was before. You can import the file again."))
        self.undo_button.setEnabled(False)

    def _show_chips(self, new: int, changed: int, same: int, refused: int) -> None:
        while (item := self._chips.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        told = (
            (_("new {count}"), new, Tone.GOOD, Shape.TICK),
            (_("changed {count}"), changed, Tone.ACCENT, Shape.NONE),
            (_("unchanged {count}"), same, Tone.NEUTRAL, Shape.NONE),
            (_("refused {count}"), refused, Tone.STOP, Shape.TRIANGLE),
        )
        for text, count, tone, shape in told:
            if count:
                self._chips.addWidget(Chip(text.format(count=self._words.number(count)), tone, shape))
        self._chips.addStretch(1)
