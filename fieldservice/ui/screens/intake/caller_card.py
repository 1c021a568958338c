"""The first card: who calls, found by number, name or serial number, and which person it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, Signal

from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.combo import ExtraRow, Picker
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.kit.suggestions import Suggestion
from fieldservice.ui.screens.intake.asks import LookedUp, look_up, offer_callers, offer_contacts
from fieldservice.ui.screens.intake.parts import IntakeParts
from fieldservice.ui.screens.intake.words import caller_shown, contact_shown, named_caller
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.callers import CallerMatch
    from fieldservice.domain.queries.intake import CustomerPanel

BY_PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who it is. `caller` is the number or name as it came, `possible` how many customers it fits."""

    customer_id: UUID | None = None
    contact_id: UUID | None = None
    caller: str = ""
    name: str = ""
    possible: int = 0


class CallerCard(Card):
    """`customer_chosen` carries the `CallerMatch`; `went_on` tells that the next field has its turn."""

    customer_chosen = Signal(object)
    customer_dropped = Signal()
    changed = Signal()
    went_on = Signal()
    number_shown = Signal(str)

    def __init__(self, parts: IntakeParts) -> None:
        super().__init__(_("1 · Who calls"), name="callerCard")
        self._parts = parts
        self._number = ""
        self._searched = ""
        self._found = 0
        self._lookup: Latest[LookedUp] = Latest()
        self.customer = Picker(
            self._ask_callers,
            name="customerPicker",
            placeholder=_("Number, name, customer number or serial number"),
            no_match=_("No customer is found by this. Enter goes on with an unknown caller."),
        )
        self.person = Picker(
            self._ask_contacts,
            name="personPicker",
            placeholder=_("Who is speaking"),
            extra=ExtraRow(_("Only note the name {typed}"), icon="user"),
        )
        self.form = Form()
        self.form.add(_("Customer"), self.customer)
        self.form.add(_("Person"), self.person)
        self.add(self.form)
        self.customer.picked.connect(self._on_picked)
        self.customer.cleared.connect(self._on_cleared)
        self.customer.left_as_typed.connect(self._on_unknown)
        self.customer.textEdited.connect(self._on_edited)
        self.customer.editingFinished.connect(self.changed)
        self.person.picked.connect(self._on_person_picked)
        self.person.cleared.connect(self.changed)
        self.person.extra_chosen.connect(self._on_person_named)

    @property
    def match(self) -> "CallerMatch | None":
        match: CallerMatch | None = self.customer.value
        return match

    @property
    def number(self) -> str:
        """The number that came with the call."""
        return self._number

    def caller(self) -> Caller:
        match, person = self.match, self.person.value
        typed = "" if match else self.customer.text().strip()
        name = person if isinstance(person, str) else "" if person else self.person.text().strip()
        return Caller(
            customer_id=match.customer_id if match else None,
            contact_id=person if isinstance(person, UUID) else None,
            caller=self._number or typed or self._number_behind(match),
            name=name or (self.person.text() if isinstance(person, UUID) else ""),
            possible=0 if match else self._found,
        )

    def look_up(self, number: str) -> None:
        """A call came: find the customer behind its number."""
        self._number = self._searched = number.strip()
        self.customer.setText(self._number)
        query = self._parts.ops.query(look_up, self._number, self._parts.country)
        self._lookup.ask(query).then(self._on_looked_up)

    def choose(self, match: "CallerMatch") -> None:
        """Take this customer, as if it had been picked."""
        self.customer.set_item(caller_shown(match, self._parts.wording))
        self._found = 0
        self.customer_chosen.emit(match)
        self.changed.emit()

    def show_match(self, match: "CallerMatch | None") -> None:
        """Show a customer that is known already, without telling anybody."""
        self.customer.set_item(caller_shown(match, self._parts.wording) if match else None)

    def show_person(self, panel: "CustomerPanel", contact_id: UUID | None) -> None:
        """Show the person, or the only one there is to speak to."""
        known = [contact for contact in panel.contacts if contact.id == contact_id]
        if known:
            self.person.set_item(contact_shown(known[0]))

    def name_person(self, name: str) -> None:
        self.person.set_item(named_caller(name) if name else None)

    def remember_number(self, number: str) -> None:
        """The number of a call that was begun before."""
        self._number = number

    def clear(self) -> None:
        self._lookup.cancel()
        self._number = self._searched = ""
        self._found = 0
        self.customer.set_item(None)
        self.person.set_item(None)
        self.form.clear_errors()

    def _number_behind(self, match: "CallerMatch | None") -> str:
        """The number that was typed, when the customer was found by it."""
        return self._searched if match is not None and match.found_by == BY_PHONE else ""

    def _ask_callers(self, typed: str) -> Call[Sequence[Suggestion]]:
        self._searched = typed
        parts = self._parts
        query = parts.ops.query(offer_callers, typed, parts.country, parts.wording)
        query.succeeded.connect(self._on_offered)
        return query

    def _ask_contacts(self, typed: str) -> Call[Sequence[Suggestion]]:
        parts = self._parts
        customer_id = self.match.customer_id if self.match else None
        return parts.ops.query(offer_contacts, typed, customer_id, parts.now(), parts.wording.language)

    def _on_looked_up(self, found: LookedUp) -> None:
        """One customer is taken, several are offered, none leaves the number to be seen."""
        search = found.search
        self.number_shown.emit(found.shown)
        if search.only is not None:
            self.choose(search.only)
            return
        self._found = len(search.matches)
        self.changed.emit()
        if self._found:
            self.customer.setFocus()
            self.customer.open_list()

    def _on_offered(self, offers: Sequence[Suggestion]) -> None:
        self._found = len(offers)

    def _on_picked(self, item: Suggestion) -> None:
        self.choose(item.value)
        self.went_on.emit()

    def _on_unknown(self) -> None:
        """Nobody on file: the verdict says so, and who it is comes next."""
        self.changed.emit()
        self.person.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_cleared(self) -> None:
        self.person.set_item(None)
        self.customer_dropped.emit()
        self.changed.emit()

    def _on_edited(self) -> None:
        """What is typed now outweighs the call's number that is still being looked up."""
        self._lookup.cancel()
        self._found = 0

    def _on_person_picked(self) -> None:
        self.changed.emit()
        self.went_on.emit()

    def _on_person_named(self, name: str) -> None:
        self.name_person(name)
        self.went_on.emit()
