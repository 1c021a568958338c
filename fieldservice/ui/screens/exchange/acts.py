"""What is done on this screen: rounds, joining and leaving as jobs; decisions as ordinary commands."""

from enum import Enum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fieldservice.ui.kit.calls import Call, JobCall
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.dialogs import Option, Question
from fieldservice.ui.screens.exchange import calls
from fieldservice.ui.screens.exchange.parts import ExchangeParts
from fieldservice.wording import _, ngettext

if TYPE_CHECKING:
    from pathlib import Path

    from fieldservice.domain.queries.exchange import Standing
    from fieldservice.ui.screens.exchange.join_dialog import JoinDialog
else:
    JoinDialog = Deferred("fieldservice.ui.screens.exchange.join_dialog", "JoinDialog")


class _Leaving(Enum):
    SEND = "send"
    ANYWAY = "anyway"


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
        """What waits is counted first: it is sent, or somebody gives it up knowingly."""
        self._parts.ops.query(calls.standing).then(self._on_counted, self._on_failed)

    def _on_counted(self, standing: "Standing | None") -> None:
        if standing is not None and standing.waiting:
            self._ask_what_waits(standing.waiting)
            return
        text = _(
            "All data stay on this workstation, which stands alone from then on: what is done here later "
            "reaches nobody, and what others do does not come here. It starts anew right after."
        )
        if self._parts.services.dialogs.confirm(self._leaving(text)):
            self._leave()

    def _ask_what_waits(self, waiting: int) -> None:
        text = ngettext(
            "{count} step of work was not sent yet. Without it the centre never hears of that.",
            "{count} steps of work were not sent yet. Without them the centre never hears of those.",
            waiting,
        ).format(count=self._parts.wording.number(waiting))
        options = (
            Option(_Leaving.SEND, _("Send first"), _("Exchange now; then you are asked again.")),
            Option(
                _Leaving.ANYWAY,
                _("Leave all the same"),
                _("The work stays on this workstation, and a backup keeps what was to be sent."),
            ),
        )
        chosen = self._parts.services.dialogs.choose(self._leaving(text), options)
        if chosen is _Leaving.SEND:
            call: JobCall[Any] = self._parts.ops.job(self._parts.home.exchange, _("Exchanging"))
            call.then(lambda _result: self.leave(), self._on_failed)
        elif chosen is _Leaving.ANYWAY:
            self._leave()

    @staticmethod
    def _leaving(text: str) -> Question:
        return Question(_("Leave the centre?"), text, _("Leave the centre"), is_dangerous=True)

    def _leave(self) -> None:
        call: JobCall[Any] = self._parts.ops.job(self._parts.home.leave, _("Leaving the centre"))
        call.then(self._on_left, self._on_failed)

    def _on_left(self, backup: "Path | None") -> None:
        """Where the work lies that was not sent is read before the desk begins anew."""
        if backup is not None:
            text = _("What was not sent lies in {file}.").format(file=backup)
            question = Question(_("This workstation stands alone now"), text, _("Begin"))
            self._parts.services.dialogs.confirm(question)
        self._parts.home.restart()

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
