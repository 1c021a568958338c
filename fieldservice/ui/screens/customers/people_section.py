"""Who can be reached, and by which numbers and addresses."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.sections import LineRow, Section, bare, chip_of
from fieldservice.ui.screens.customers.acts import Acts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.customer_card import ContactRow, CustomerCard, ReachRow


class PeopleSection(Section):
    def __init__(self, acts: Acts) -> None:
        super().__init__(_("Contacts"), _("Nobody yet: who calls for this customer?"), name="peopleSection")
        self._acts = acts
        add = quiet(_("Add contact"), name="addContactButton")
        add.clicked.connect(acts.add_contact)
        self.add_trailing(add)

    def show_card(self, card: "CustomerCard") -> None:
        own = [self._own(card.reach)] if card.reach or not card.contacts else []
        twice = _told_twice(card.contacts)
        rows = [*own, *(self._row(contact, twice) for contact in card.contacts)]
        self.show_rows(rows, len(card.contacts) + bool(card.reach))

    def _own(self, reach: "Sequence[ReachRow]") -> LineRow:
        change = bare(_("Change…"), name="changeReachButton")
        change.clicked.connect(self._acts.change_reach)
        words = reach_words(reach) or _("no number or address of its own")
        row = LineRow(_("The company itself"), words)
        row.add_buttons(change)
        return row

    def _row(self, contact: "ContactRow", twice: set[str]) -> LineRow:
        change = bare(_("Change…"), name=f"contact-{contact.name}")
        change.clicked.connect(lambda: self._acts.contact(contact))
        left = [] if contact.is_active else [chip_of((_("no longer there"), Tone.NEUTRAL, Shape.NONE))]
        if contact.is_active and any(each.value in twice for each in contact.reach):
            left = [chip_of((_("number twice"), Tone.CARE, Shape.DIAMOND))]
        second = " · ".join(part for part in (contact.role, reach_words(contact.reach)) if part)
        row = LineRow(contact.name, second, *left)
        row.add_buttons(change)
        return row


def _told_twice(contacts: "Sequence[ContactRow]") -> set[str]:
    """Telephone numbers of several people; an address is often that of the office."""
    numbers = (
        each.value
        for contact in contacts
        if contact.is_active
        for each in contact.reach
        if each.kind.value == "phone"
    )
    return {value for value, count in Counter(numbers).items() if count > 1}


def reach_words(reach: "Sequence[ReachRow]") -> str:
    """Numbers and addresses in a line that breaks only between them."""
    return " · ".join(row.shown.replace(" ", "\N{NO-BREAK SPACE}") for row in reach)
