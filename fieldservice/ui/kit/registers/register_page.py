"""The page of a register: its list beside the card of one; loads what is chosen, reloads what changed."""

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import UUID

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.buttons import Button
from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.pages import Page
from fieldservice.ui.kit.registers import calls
from fieldservice.ui.kit.registers.exporting import ExportedList, export_list
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.registers.register_list import RegisterList
from fieldservice.ui.kit.side_by_side import SideBySide
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.kit.toasts import ToastWords
from fieldservice.wording import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldservice.domain.queries.dictionaries import CustomerPickers

_LIST_HEIGHT = 240

C = TypeVar("C")


class RegisterPage(Page, Generic[C]):
    """Opened at an id it shows the card with that id.

    A register says how a card is asked for (`ask_card`) and shown (`show_card`), and what its export holds.
    """

    dictionaries: tuple[str, ...] = ()
    """The tables that the choices of its dialogs come from."""

    list: RegisterList[Any, Any]

    def __init__(self, parts: RegisterParts, title: str, *, name: str) -> None:
        super().__init__(title, name=name)
        self.parts = parts
        self._shown: UUID | None = None
        self._card_call: Latest[C | None] = Latest()
        self._pickers_call: Latest[CustomerPickers] = Latest()
        self._had_card = False

    def ask_card(self, row_id: UUID) -> Call[C | None]:
        raise NotImplementedError

    def show_card(self, card: C | None) -> None:
        raise NotImplementedError

    def take_pickers(self, pickers: "CustomerPickers") -> None:
        """What the dialogs of the register choose among."""
        raise NotImplementedError

    def exported(self) -> ExportedList:
        """The whole list, not only what was looked at."""
        raise NotImplementedError

    @property
    def shown(self) -> UUID | None:
        return self._shown

    def open_at(self, argument: Hashable) -> None:
        if isinstance(argument, UUID):
            self.choose(argument)

    def choose(self, row_id: UUID) -> None:
        """Show one, and let the list stand on it."""
        self.list.choose(row_id)
        self._show(row_id)

    def first_field(self) -> QWidget:
        return self.list.search

    def leave(self) -> None:
        self.list.leave()
        self._card_call.cancel()
        self._pickers_call.cancel()

    def export(self) -> None:
        export_list(self.parts, self.exported())

    def put_together(self, listed: QWidget, card: QWidget, shares: tuple[int, int], left_needs: int) -> None:
        """Lay the two out and fill them."""
        listed.setMinimumHeight(current_theme().px(_LIST_HEIGHT))
        self.body.addWidget(SideBySide(listed, card, shares=shares, left_needs=left_needs), 1)
        self.list.chosen.connect(self._on_chosen)
        self.parts.notifier.changed.connect(self._on_changed)
        self.load_pickers()
        self.list.reload()

    def declare(
        self, actions: "Iterable[tuple[ActionSpec, Callable[[], object]]]", buttons: dict[str, Button]
    ) -> None:
        """Add what can be done here; `buttons` are those of the page, by the id of their action."""
        for spec, run in actions:
            action = self.parts.services.actions.add(spec, run, scope=self)
            if spec.id in buttons:
                buttons[spec.id].follow(action)
        self.add_right(*buttons.values())

    def load_pickers(self) -> None:
        query = self.parts.ops.query(calls.customer_pickers, self.parts.wording.language)
        self._pickers_call.ask(query).then(self._on_pickers, self.on_failed)

    def on_failed(self, error: Exception) -> None:
        self.parts.services.errors.show(error, self._load_card)

    def _show(self, row_id: UUID) -> None:
        self._shown, self._had_card = row_id, False
        self.place_changed.emit(row_id)
        self._load_card()

    def _load_card(self) -> None:
        if self._shown is not None:
            self._card_call.ask(self.ask_card(self._shown)).then(self._on_card, self.on_failed)

    def _on_pickers(self, pickers: "CustomerPickers") -> None:
        self.take_pickers(pickers)
        self.parts.services.actions.refresh()

    def _on_card(self, card: C | None) -> None:
        if card is None and self._had_card:
            words = _("What you looked at is not at this workstation any more: another branch has it now.")
            self.parts.services.toast(ToastWords(words))
        self._had_card = card is not None
        self.show_card(card)
        self.parts.services.actions.refresh()

    def _on_chosen(self, row_id: UUID | None) -> None:
        if row_id is not None and row_id != self._shown:
            self._show(row_id)

    def _on_changed(self, changes: Changes) -> None:
        """Any command may touch what the card tells, by its history alone; it is one bounded query."""
        if changes.concerns(*self.dictionaries):
            self.load_pickers()
        if self.list.concerns(changes):
            self.list.reload()
        self._load_card()
