"""What is done on this screen: rounds, joining and leaving as jobs; decisions as ordinary commands."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fieldservice.ui.kit.calls import Call, JobCall
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.dialogs import Question
from fieldservice.ui.screens.exchange import calls
from fieldservice.ui.screens.exchange.parts import ExchangeParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.ui.screens.exchange.join_dialog import JoinDialog
else:
    JoinDialog = Deferred("fieldservice.ui.screens.exchange.join_dialog", "JoinDialog")


class ExchangeActs(QObject):
    """`done` when what is shown may have changed; `told` carries a sentence."""

    done = Signal()
    told = Signal(str)

    def __init__(self, parts: ExchangeParts, page: QWidget) -> None:
        super().__init__(page)
        self._parts = parts
        self._page = page
        self._round: JobCall[Any] | None = None

    def exchange(self) -> None:
        """A round now, with its progress in the status bar; one at a time."""
        if not self._parts.home.is_joined or (self._round is not None and not self._round.is_over):
            return
        self._round = self._parts.ops.job(self._parts.home.exchange, _("Exchanging"))
        self._round.then(self._on_exchanged, self._on_failed)

    def join(self) -> None:
        dialog = JoinDialog(self._parts, self._page)
        if self._parts.services.dialogs.run(dialog):
            self._parts.home.restart()

    def leave(self) -> None:
        question = Question(
            _("Leave the centre?"),
            _(
                "All data stay on this workstation, which stands alone from then on: what is done here later "
                "reaches nobody, and what others do does not come here. It starts anew right after."
            ),
            _("Leave the centre"),
            is_dangerous=True,
        )
        if self._parts.services.dialogs.confirm(question):
            call: JobCall[Any] = self._parts.ops.job(self._parts.home.leave, _("Leaving the centre"))
            call.then(lambda _outcome: self._parts.home.restart(), self._on_failed)

    def restore(self, news_id: UUID) -> None:
        self._follow(self._parts.ops.command(calls.restore_value, calls.RestoreValue(news_id)))

    def redo(self, news_id: UUID) -> None:
        self._follow(self._parts.ops.command(calls.redo_refused, calls.RedoRefused(news_id)))

    def settle(self, news_id: UUID) -> None:
        self._follow(self._parts.ops.command(calls.settle_news, calls.SettleNews((news_id,))))

    def see_away(self) -> None:
        self._follow(self._parts.ops.command(calls.see_away, calls.SeeAway()))

    def _follow(self, call: Call[Any]) -> None:
        call.then(lambda _changes: self.done.emit(), self._on_failed)

    def _on_exchanged(self, _result: object) -> None:
        self.told.emit(_("Exchanged with the centre."))
        self.done.emit()

    def _on_failed(self, error: Exception) -> None:
        self._parts.services.errors.show(error)
        self.done.emit()
