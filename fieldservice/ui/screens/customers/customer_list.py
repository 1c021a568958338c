"""The list at the left: search while typing, filters, and pages that follow as one scrolls."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from fieldservice.ui.kit.buttons import filter_button
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.registers import calls
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.registers.register_list import ListNames, RegisterList
from fieldservice.ui.kit.registers.words import class_mark
from fieldservice.ui.kit.tables import Align, CellLook, Column
from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.queries.customers import CustomerFilter, CustomerPage, CustomerRow
    from fieldservice.domain.queries.keyset import Mark


class CustomerList(RegisterList["CustomerRow", "CustomerPage"]):
    """Customers by name or number, the blocked ones, and the former ones on request."""

    tables = ("customer", "block", "ticket", "site", "identity")

    def __init__(self, parts: RegisterParts) -> None:
        placeholder = _("Name, number, tax id or telephone")
        names = ListNames("customer", _("Customers"), _("Search customers"), placeholder)
        super().__init__(parts, names, columns(parts.wording))

    @property
    def is_narrowed(self) -> bool:
        return self.blocked.isChecked()

    def asked(self) -> "CustomerFilter":
        """What the list shows, for a query: filter and order."""
        is_blocked, with_former = self.blocked.isChecked(), self.archived.isChecked()
        return calls.CustomerFilter(self.search.text(), is_blocked, with_former, self.sorts)

    def ask(self, after: "Mark | None") -> "Call[CustomerPage]":
        day = self.parts.today()
        return self.parts.ops.query(calls.customer_page, self.asked(), day=day, after=after)

    def make_filters(self) -> Sequence[QWidget]:
        self.blocked = filter_button(_("Blocked"), name="blockedFilter")
        self.blocked.set_mark(Shape.TRIANGLE, Tone.STOP)
        self.archived = filter_button(_("With former ones"), name="archivedFilter")
        for button in (self.blocked, self.archived):
            button.toggled.connect(self.reload)
        return self.blocked, self.archived

    def empty_words(self, *, is_filtered: bool) -> EmptyWords:
        if is_filtered:
            return EmptyWords(_("Nobody matches."), _("New customer"))
        return EmptyWords(_("No customers here yet. Import them, or add the first one."), _("New customer"))


def columns(wording: Wording) -> "tuple[Column[CustomerRow], ...]":
    """Name over number and town, what is worth knowing as one chip, open tickets."""

    def state(row: "CustomerRow") -> tuple[str, Tone, Shape]:
        if row.is_blocked:
            return _("blocked"), Tone.STOP, Shape.TRIANGLE
        if not row.is_active:
            return _("former"), Tone.NEUTRAL, Shape.NONE
        mark = class_mark(row.customer_class.value, wording.word(row.customer_class))
        return mark or ("", Tone.NEUTRAL, Shape.NONE)

    return (
        Column(
            key="name",
            title=_("Customer"),
            text=lambda row: row.name,
            second=lambda row: " · ".join(part for part in (row.number, row.city) if part),
            sort_key=lambda row: row.name,
            look=CellLook.STRONG,
            stretch=1,
            least=100,
        ),
        Column(
            key="state",
            title="",
            text=lambda row: state(row)[0],
            look=CellLook.CHIP,
            tone=lambda row: state(row)[1],
            shape=lambda row: state(row)[2],
            width=100,
        ),
        Column(
            key="open",
            title=_("Tickets"),
            text=lambda row: wording.number(row.open_tickets) if row.open_tickets else "",
            sort_key=lambda row: row.open_tickets,
            align=Align.RIGHT,
            width=76,
        ),
    )


def export_columns(wording: Wording) -> "tuple[Column[CustomerRow], ...]":
    """What a file of customers holds: one value a column."""

    def state(row: "CustomerRow") -> str:
        return _("blocked") if row.is_blocked else "" if row.is_active else _("former")

    texts = (
        ("number", _("Number"), lambda row: row.number),
        ("name", _("Name"), lambda row: row.name),
        ("city", _("Town"), lambda row: row.city),
        ("class", _("Class"), lambda row: wording.word(row.customer_class)),
        ("state", _("State"), state),
    )
    count: Column[CustomerRow] = Column(
        key="open", title=_("Open tickets"), text=lambda _row: "", export=lambda row: row.open_tickets
    )
    return (*(Column(key=key, title=title, text=text) for key, title, text in texts), count)
