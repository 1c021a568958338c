"""Inside a measured process: tells when the first rows of a list were painted, and what memory it then took.

Used by the bare window and by the desk alike, so that watching costs both the same.
"""

import json
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QAbstractItemView, QApplication

PAINT = QEvent.Type.Paint
SETTLED_MS = 2000
MEMORY = Path("/proc/self/status")


class FirstPaint(QObject):
    """Prints as JSON when the first rows were painted, waits until the process is at rest, and ends it."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._painted_at: float | None = None
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is PAINT and self._painted_at is None and _has_rows(watched.parent()):
            self._painted_at = -1.0  # the paint itself is still to come
            QTimer.singleShot(0, self._on_painted)
        return False

    def _on_painted(self) -> None:
        self._painted_at = time.monotonic()
        self._application.removeEventFilter(self)
        QTimer.singleShot(SETTLED_MS, self._on_settled)

    def _on_settled(self) -> None:
        print(json.dumps({"painted_at": self._painted_at, "megabytes": megabytes()}), flush=True)
        self._application.closeAllWindows()
        self._application.quit()


def _has_rows(widget: QObject | None) -> bool:
    if not isinstance(widget, QAbstractItemView):
        return False
    model = widget.model()
    return model is not None and model.rowCount() > 20


def megabytes() -> float:
    line = next(line for line in MEMORY.read_text("ascii").splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
