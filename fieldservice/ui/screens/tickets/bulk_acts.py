"""What can be done to the tickets that are selected in the list: each act asks first, with a dry run."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.screens.tickets import life_calls as calls
from fieldservice.ui.screens.tickets.parts import TicketsParts

if TYPE_CHECKING:
    from fieldservice.domain.queries.dictionaries import TicketPickers
    from fieldservice.ui.screens.tickets.bulk_dialog import BulkDialog
else:
    BulkDialog = Deferred("fieldservice.ui.screens.tickets.bulk_dialog", "BulkDialog")


class BulkActs(QObject):
    """`done` carries the `Changes` of the whole."""

    done = Signal(object)

    def __init__(self, parts: TicketsParts, page: QWidget) -> None:
        super().__init__(page)
        self._parts = parts
        self._page = page
        self._loading: Latest[Any] = Latest()

    def change_owner(self, ids: Sequence[UUID]) -> None:
        self.act("change_owner", ids)

    def change_queue(self, ids: Sequence[UUID]) -> None:
        self.act("change_queue", ids)

    def change_priority(self, ids: Sequence[UUID]) -> None:
        self.act("change_priority", ids)

    def put_in_state(self, ids: Sequence[UUID]) -> None:
        self.act("put_in_state", ids)

    def put_on_wait(self, ids: Sequence[UUID]) -> None:
        self.act("put_on_wait", ids)

    def close(self, ids: Sequence[UUID]) -> None:
        self.act("close", ids)

    def act(self, name: str, ids: Sequence[UUID]) -> None:
        """One of the acts above, by its name."""
        if ids:
            query = self._parts.ops.query(calls.ticket_pickers, self._parts.wording.language)
            then = partial(self._open, name, tuple(ids))
            self._loading.ask(query).then(then, self._parts.services.errors.show)

    def cancel(self) -> None:
        self._loading.cancel()

    def _open(self, name: str, ids: tuple[UUID, ...], pickers: "TicketPickers") -> None:
        dialog = BulkDialog(self._parts, self._page, ids, name, pickers)
        if self._parts.services.dialogs.run(dialog) and dialog.changes is not None:
            self.done.emit(dialog.changes)
