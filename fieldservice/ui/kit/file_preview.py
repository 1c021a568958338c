"""A file shown inside the program: pictures and PDF pages as large as the window lets, texts to read."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from fieldservice.ui.kit import file_calls as calls
from fieldservice.ui.kit.buttons import primary, quiet
from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.dialog_windows import KitDialog
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.theme import current_theme
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.ui.kit.files_desk import FilesDesk

_SHARE_OF_WINDOW = 0.86
_SMOOTH = Qt.TransformationMode.SmoothTransformation
_CENTRE = Qt.AlignmentFlag.AlignCenter


class FilePreview(KitDialog):
    """Page Up and Page Down turn pages; the file itself is opened or saved by its buttons."""

    def __init__(self, parent: QWidget, shown: calls.ShownFile, desk: "FilesDesk") -> None:
        super().__init__(parent, shown.row.name, name="filePreview")
        self._shown = shown
        self._desk = desk
        self._page = 0
        self._image = shown.picture
        self._turning: Latest[QImage | None] = Latest()
        window = parent.window()
        self._most = QSize(
            round(window.width() * _SHARE_OF_WINDOW), round(window.height() * _SHARE_OF_WINDOW)
        )
        self.resize(self._most)
        self._picture = QLabel()
        self._count = label("", Look.MUTED)
        self._count.setObjectName("previewPages")
        self.body.addWidget(self._view(), 1)
        self._add_buttons()
        self._show_page()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _view(self) -> QWidget:
        shown = self._shown
        if shown.picture is not None:
            self._area = QScrollArea()
            self._area.setWidget(self._picture)
            self._area.setWidgetResizable(True)
            self._area.setAccessibleName(shown.row.name)
            self._picture.setAlignment(_CENTRE)
            self._picture.setAutoFillBackground(False)
            self._picture.setAccessibleName(shown.row.name)
            return _on_ground(self._area)
        if shown.text:
            text = QPlainTextEdit(shown.text)
            text.setObjectName("previewText")
            text.setReadOnly(True)
            text.setTabChangesFocus(True)
            text.setAccessibleName(shown.row.name)
            return text
        words = label(_("This kind of file cannot be shown here. Open it in its own program."), Look.MUTED)
        words.setWordWrap(True)
        words.setAlignment(_CENTRE)
        return words

    def _add_buttons(self) -> None:
        row, desk = self._shown.row, self._desk
        if self._shown.pages > 1:
            back = quiet(_("Page back"), keys="PgUp", name="pageBackButton")
            on = quiet(_("Page on"), keys="PgDown", name="pageOnButton")
            back.clicked.connect(lambda: self._turn(-1))
            on.clicked.connect(lambda: self._turn(1))
            self.add_keys("PgUp", back.click)
            self.add_keys("PgDown", on.click)
            self._buttons.insertWidget(0, self._count)
            self.add_buttons(back, on)
        save = quiet(_("Save as…"), name="saveFileButton")
        save.clicked.connect(lambda: desk.save_as(row.id, row.name))
        outside = quiet(_("Open in its program"), name="openFileButton")
        outside.clicked.connect(lambda: desk.open(row.id))
        close = primary(_("Close"), name="closeButton")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        self.add_buttons(save, outside, close)
        close.setFocus()

    def _turn(self, step: int) -> None:
        wanted = min(max(self._page + step, 0), self._shown.pages - 1)
        if wanted != self._page:
            self._page = wanted
            width = max(self.width(), self._shown.picture.width() if self._shown.picture else 0)
            call = self._desk.ops.query(calls.pdf_page, self._shown.content, wanted, width)
            self._turning.ask(call).then(self._on_page, self._desk.services.errors.show)

    def _on_page(self, image: QImage | None) -> None:
        self._image = image
        self._show_page()
        self._area.verticalScrollBar().setValue(0)

    def _show_page(self) -> None:
        words = _("Page {page} of {pages}").format(page=self._page + 1, pages=self._shown.pages)
        self._count.setText(words)
        self._fit()

    def _fit(self) -> None:
        """A picture whole, a page as wide as there is room; never larger than it is."""
        if self._image is None or self._image.isNull():
            return
        ratio = self.devicePixelRatioF()
        room = self._area.viewport().size()
        is_page = bool(self._shown.pages)
        width = min(round((room.width() - current_theme().px(8)) * ratio), self._image.width())
        image = self._image.scaledToWidth(max(1, width), _SMOOTH)
        if not is_page and image.height() > room.height() * ratio:
            image = self._image.scaledToHeight(max(1, round(room.height() * ratio)), _SMOOTH)
        image.setDevicePixelRatio(ratio)
        self._picture.setPixmap(QPixmap.fromImage(image))


def _on_ground(area: QScrollArea) -> QFrame:
    """A ground around a page, so that one sees where it ends."""
    ground = QFrame()
    ground.setObjectName("softBlock")
    layout = QVBoxLayout(ground)
    edge = current_theme().px(8)
    layout.setContentsMargins(edge, edge, edge, edge)
    layout.addWidget(area)
    area.viewport().setAutoFillBackground(False)
    return ground
