"""The files of one row as a small list: added by button, drop and paste; shown, opened, saved, removed."""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from fieldservice.domain.rules.attachments import Preview
from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit import file_calls as calls
from fieldservice.ui.kit.buttons import Button, quiet
from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.cells import Align, CellLook, Column
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.files_desk import FilesDesk
from fieldservice.ui.kit.flow import Flow
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.tables import DataTable
from fieldservice.ui.kit.theme import current_theme
from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.queries.attachments import AttachmentRow

KILO, MEGA = 1_000, 1_000_000
_EMPTY_HEIGHT = 150
_MOST_ROWS = 12

Owner = tuple[str, UUID]


class AttachmentStrip(QWidget):
    """`show_owner` reads the files of a row, `show_rows` shows those that somebody has read already.

    `changed` is told after a file was added, renamed or removed here.
    """

    changed = Signal(object)

    def __init__(self, desk: FilesDesk, now: Callable[[], datetime], *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAcceptDrops(True)
        self._desk = desk
        self._now = now
        self._owner: Owner | None = None
        self._reads_itself = False
        self._rows: Latest[tuple[AttachmentRow, ...]] = Latest()
        self.table = FilesTable(desk.wording, now, name=f"{name}Table")
        self.table.view.installEventFilter(self)
        self.table.row_activated.connect(self._on_activated)
        self.table.row_selected.connect(self._refresh)
        self.table.empty_button_pressed.connect(self.add_file)
        theme = current_theme()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.table)
        layout.addWidget(self._button_row())
        self._hint = label(_("Files can be dropped here, pictures pasted."), Look.SMALL, wraps=True)
        layout.addWidget(self._hint)
        desk.ops.commanded.connect(self._on_commanded)
        self._refresh()

    def show_owner(self, table: str, owner_id: UUID) -> None:
        """Show the files of this row, and put new ones to it."""
        self._owner, self._reads_itself = (table, owner_id), True
        self.table.start_loading()
        self.reload()

    def show_rows(self, owner: Owner, rows: "Sequence[AttachmentRow]") -> None:
        """Show these files; new ones are put to the owner."""
        self._owner = owner
        self.table.set_rows(rows)
        self._refresh()

    def reload(self) -> None:
        if self._owner is not None:
            query = self._desk.ops.query(calls.attachments_of, *self._owner)
            self._rows.ask(query).then(self._on_rows, self._desk.services.errors.show)

    def add_file(self) -> None:
        """Ask for a file and put it to the row."""
        self._attach(self._desk.choose())

    def paste(self) -> None:
        """Put what lies in the clipboard to the row: files, or a picture."""
        self._attach(calls.offers_in(QGuiApplication.clipboard().mimeData(), self._picture_name()))

    def current(self) -> "AttachmentRow | None":
        return self.table.selected_row()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self._attach(calls.offers_in(event.mimeData(), self._picture_name()))
        event.acceptProposedAction()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys on the list: paste, rename, remove."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._press(event):
            return True
        return super().eventFilter(watched, event)

    def _press(self, event: QKeyEvent) -> bool:
        row = self.current()
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() == Qt.Key.Key_Delete and row is not None:
            self._desk.remove(row)
        elif event.key() == Qt.Key.Key_F2 and row is not None:
            self._desk.rename(row)
        else:
            return False
        return True

    def _button_row(self) -> Flow:
        self._flow = Flow()
        self._buttons: dict[str, Button] = {}
        acts: tuple[tuple[str, str, str, Callable[[AttachmentRow], object] | None], ...] = (
            ("add", _("Add a file…"), "", None),
            ("show", _("Show"), "Return", self._on_activated),
            ("open", _("Open in its program"), "", lambda row: self._desk.open(row.id)),
            ("save", _("Save as…"), "", lambda row: self._desk.save_as(row.id, row.name)),
            ("rename", _("Rename…"), "F2", self._desk.rename),
            ("remove", _("Remove"), "Del", self._desk.remove),
        )
        for name, words, keys, act in acts:
            button = quiet(words, keys=keys, name=f"{name}{_capital(self.objectName())}")
            button.clicked.connect(
                self.add_file if act is None else lambda _c=False, act=act: self._with_current(act)
            )
            self._buttons[name] = button
            self._flow.add(button)
        return self._flow

    def _with_current(self, act: "Callable[[AttachmentRow], object]") -> None:
        row = self.current()
        if row is not None:
            act(row)

    def _attach(self, offers: "Sequence[calls.Offered]") -> None:
        if self._owner is not None and offers:
            self._desk.attach(self._owner, offers)

    def _refresh(self, _row: object = None) -> None:
        has_row = self.current() is not None
        for name, button in self._buttons.items():
            is_add = name == "add"
            button.setVisible(bool(self.table.model.rowCount()) if is_add else has_row)
        self._hint.setVisible(bool(self.table.model.rowCount()))
        self._flow.arrange()

    def _picture_name(self) -> str:
        local = self._now().astimezone(self._desk.wording.zone)
        return f"{_('Picture')} {local:%Y-%m-%d %H.%M}.png"

    def _on_activated(self, row: "AttachmentRow") -> None:
        self._desk.show(row.id, self)

    def _on_rows(self, rows: "tuple[AttachmentRow, ...]") -> None:
        self.table.set_rows(rows)
        self._refresh()

    def _on_commanded(self, changes: Changes) -> None:
        if changes.concerns("attachment"):
            if self._reads_itself:
                self.reload()
            self.changed.emit(changes)


class FilesTable(DataTable["AttachmentRow"]):
    """As high as its rows: what it stands on scrolls."""

    def __init__(self, wording: Wording, now: Callable[[], datetime], *, name: str) -> None:
        super().__init__(
            file_columns(wording, now),
            name=name,
            empty=EmptyWords(_("No file here yet. Drop one here or paste a picture."), _("Add a file…")),
            title=_("Files"),
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def set_rows(self, rows: "Sequence[AttachmentRow]", *, has_more: bool = False) -> None:
        super().set_rows(rows, has_more=has_more)
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        theme = current_theme()
        count = self.model.rowCount()
        if not count:
            return QSize(super().sizeHint().width(), theme.px(_EMPTY_HEIGHT))
        header = self.view.horizontalHeader().height()
        rows = min(count, _MOST_ROWS) * self.view.verticalHeader().defaultSectionSize()
        return QSize(super().sizeHint().width(), header + rows + theme.px(6))


def file_columns(wording: Wording, now: Callable[[], datetime]) -> "Sequence[Column[AttachmentRow]]":
    return (
        Column(
            key="name",
            title=_("File"),
            text=lambda row: row.name,
            sort_key=lambda row: row.name.casefold(),
            look=CellLook.STRONG,
            width=180,
            stretch=3,
        ),
        Column(
            key="kind",
            title=_("Kind"),
            text=lambda row: _kind(row, wording),
            look=CellLook.MUTED,
            width=70,
        ),
        Column(
            key="size",
            title=_("Size"),
            text=lambda row: size_words(row.size_bytes, wording),
            sort_key=lambda row: row.size_bytes,
            align=Align.RIGHT,
            width=74,
        ),
        Column(
            key="added",
            title=_("Added"),
            text=lambda row: _added(row, wording, now()),
            sort_key=lambda row: row.added_at,
            tooltip=lambda row: wording.long_moment(row.added_at),
            look=CellLook.MUTED,
            width=120,
            stretch=2,
        ),
    )


def size_words(size: int, wording: Wording) -> str:
    """Rounded as people say it: 820 kB, 2.4 MB."""
    if size < MEGA:
        return _("{size} kB").format(size=wording.number(max(1, round(size / KILO))))
    return _("{size} MB").format(size=wording.number(Decimal(size / MEGA).quantize(Decimal("0.1"))))


def _kind(row: "AttachmentRow", wording: Wording) -> str:
    if row.preview is Preview.NONE:
        return row.name.rpartition(".")[2].upper()
    return wording.word(row.preview)


def _added(row: "AttachmentRow", wording: Wording, now: datetime) -> str:
    when = wording.near_moment(row.added_at, now)
    return f"{when}, {row.added_by}" if row.added_by else when


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
