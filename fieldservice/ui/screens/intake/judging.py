"""Asks what would become of the request, again and again while the form fills; late answers are dropped."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.screens.intake import calls
from fieldservice.ui.screens.intake.parts import IntakeParts
from fieldservice.ui.screens.intake.sending import Filled, ask_of

if TYPE_CHECKING:
    from fieldservice.domain.queries.intake import IntakePreview

_PAUSE_MS = 150


class Judge(QObject):
    """`judged` carries the `IntakePreview`; `is_waiting` while the last answer is older than the form."""

    judged = Signal(object)
    failed = Signal(object)

    def __init__(self, parts: IntakeParts, fill: Callable[[], Filled], parent: QObject) -> None:
        super().__init__(parent)
        self._parts = parts
        self._fill = fill
        self._latest: Latest[IntakePreview] = Latest()
        self.preview: IntakePreview | None = None
        self.is_waiting = False
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.now)

    def soon(self) -> None:
        """Ask when the fingers rest."""
        self.is_waiting = True
        self._pause.start()

    def now(self) -> None:
        self._pause.stop()
        self.is_waiting = True
        filled, parts = self._fill(), self._parts
        ask = ask_of(filled, parts.local_day(filled.judged_at))
        query = parts.ops.query(calls.intake_preview, ask, parts.now(), parts.wording.language)
        self._latest.ask(query).then(self._on_judged, self._on_failed)

    def stop(self) -> None:
        self._pause.stop()
        self._latest.cancel()
        self.is_waiting = False

    def forget(self) -> None:
        self.stop()
        self.preview = None

    def _on_judged(self, preview: "IntakePreview") -> None:
        self.preview = preview
        self.is_waiting = self._pause.isActive()
        self.judged.emit(preview)

    def _on_failed(self, error: Exception) -> None:
        self.is_waiting = False
        self.failed.emit(error)
