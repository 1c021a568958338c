"""The bar below the screens: line to the centre, branch, what waits, running work, the last thing told."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldservice.ui.kit.buttons import Button, ButtonKind
from fieldservice.ui.kit.calls import JobCall, Progress
from fieldservice.ui.kit.facts import ShareBar
from fieldservice.ui.kit.labels import ElidedLabel, label
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.shell.exchange_piece import ExchangePiece
from fieldservice.ui.shell.specs import DeskStatus
from fieldservice.wording import _


class StatusBar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statusBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme = current_theme()
        self.setFixedHeight(theme.measures.status_bar_height)
        self.status = DeskStatus("", "")
        self.exchange = ExchangePiece()
        self.branch = label()
        self.told = ElidedLabel()
        self.told.setObjectName("statusTold")
        self.told.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.exchange)
        layout.addSpacing(theme.px(12))
        layout.addWidget(self.branch)
        self._jobs = QHBoxLayout()
        self._jobs.setSpacing(theme.px(16))
        layout.addSpacing(theme.px(12))
        layout.addLayout(self._jobs)
        layout.addWidget(self.told, 1)

    def show_status(self, status: DeskStatus) -> None:
        self.status = status
        self.exchange.show_status(status)
        self.branch.setText(", ".join(part for part in (status.person, status.branch) if part))

    def tell(self, words: str) -> None:
        """Put a sentence at the right end, where it stays until the next one."""
        self.told.setText(words)

    def follow(self, call: "JobCall[object]") -> None:
        """Show a job while it runs, with its progress and a way to stop it."""
        strip = JobStrip(call)
        self._jobs.addWidget(strip)
        call.finished.connect(strip.deleteLater)

    def running(self) -> int:
        return len(self.findChildren(JobStrip))


class JobStrip(QWidget):
    """One running job."""

    def __init__(self, call: "JobCall[object]") -> None:
        super().__init__()
        theme = current_theme()
        self._title = call.title
        self._words = label(call.title)
        self._bar = ShareBar(name="jobBar")
        self._bar.setFixedWidth(theme.px(80))
        self._bar.setAccessibleName(call.title)
        stop = Button("", ButtonKind.BARE, name="stopJobButton")
        words = _("Stop: {title}").format(title=call.title)
        stop.set_icon_name("x")
        stop.setToolTip(words)
        stop.setAccessibleName(words)
        stop.setMaximumHeight(theme.px(24))
        stop.clicked.connect(call.cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        for widget in (self._words, self._bar, stop):
            layout.addWidget(widget)
        call.progressed.connect(self._on_progressed)

    def _on_progressed(self, progress: Progress) -> None:
        self._words.setText(progress.text or self._title)
        self._bar.show_share(progress.done, progress.total)
