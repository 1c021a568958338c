"""The list of contracts at the left: search, states as filters, what runs out, any column sorts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.quota_use import levels_reached
from fieldservice.ui.kit.buttons import filter_button
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.quota_bar import quota_tone
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.registers.register_list import ListNames, RegisterList
from fieldservice.ui.kit.registers.words import period, quota_words
from fieldservice.ui.kit.tables import CellLook, Column
from fieldservice.ui.screens.contracts import calls
from fieldservice.ui.screens.contracts.words import ends_words, last_day_words, state_mark
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.contract_list import ContractListRow, ContractPage, ContractsAsk
    from fieldservice.domain.queries.keyset import Mark

_STATES = ("in-force", "ending", "coming", "ended", "draft")


class ContractList(RegisterList["ContractListRow", "ContractPage"]):
    """Contracts by number or customer, by state, and those whose quota runs out."""

    tables = ("contract", "terms", "coverage_line", "customer", "ticket", "work_line")

    def __init__(self, parts: RegisterParts) -> None:
        names = ListNames("contract", _("Contracts"), _("Search contracts"), _("Number or customer"))
        super().__init__(parts, names, columns(parts))

    @property
    def is_narrowed(self) -> bool:
        return bool(self.state.value) or self.quota_low.isChecked()

    def asked(self) -> "ContractsAsk":
        """What the list shows, for a query: filter, day and order."""
        # Qt keeps members of a text enum as plain text.
        state = calls.ContractState(self.state.value) if self.state.value else None
        shown = calls.ContractFilter(self.search.text(), state, quota_low=self.quota_low.isChecked())
        return calls.ContractsAsk(shown, self.parts.today(), self.sorts)

    def ask(self, after: "Mark | None") -> "Call[ContractPage]":
        return self.parts.ops.query(calls.contract_page, self.asked(), after=after)

    def make_filters(self) -> Sequence[QWidget]:
        states = [(each, state_mark(each)[0]) for each in _STATES]
        self.state = Choice([(None, _("Every state")), *states], name="stateFilter")
        self.state.setAccessibleName(_("State"))
        self.state.edited.connect(self.reload)
        self.quota_low = filter_button(_("Quota runs out"), name="quotaFilter")
        self.quota_low.set_mark(Shape.DIAMOND, Tone.CARE)
        self.quota_low.toggled.connect(self.reload)
        return self.state, self.quota_low

    def empty_words(self, *, is_filtered: bool) -> EmptyWords:
        if is_filtered:
            return EmptyWords(_("No contract matches."))
        return EmptyWords(_("No contracts here yet. Import them, or add the first one."), _("New contract"))


def columns(parts: RegisterParts) -> "tuple[Column[ContractListRow], ...]":
    """Number over customer, state as a chip, the quota that is used most, when it ends."""
    wording, today = parts.wording, parts.today
    number: Column[ContractListRow] = Column(
        key="number",
        title=_("Contract"),
        text=lambda row: row.number,
        second=lambda row: row.customer,
        sort_key=lambda row: row.number,
        look=CellLook.STRONG,
        stretch=4,
    )
    state: Column[ContractListRow] = Column(
        key="state",
        title=_("Today"),
        text=lambda row: state_mark(row.state.value)[0],
        look=CellLook.CHIP,
        tone=lambda row: state_mark(row.state.value)[1],
        shape=lambda row: state_mark(row.state.value)[2],
        width=140,
    )
    quota: Column[ContractListRow] = Column(
        key="quota",
        title=_("Quota"),
        text=lambda row: quota_words(row.quota, wording) if row.quota else "",
        look=CellLook.TONED,
        tone=lambda row: quota_tone(row.quota) if row.quota and levels_reached(row.quota) else Tone.NEUTRAL,
        shape=_quota_shape,
        stretch=3,
    )
    ends: Column[ContractListRow] = Column(
        key="ends",
        title=_("Ends"),
        text=lambda row: ends_words(row, today(), wording),
        second=lambda row: last_day_words(row, today(), wording),
        sort_key=lambda row: row.last_day,
        tooltip=lambda row: period(row.valid_from, row.valid_to, wording) if row.valid_from else "",
        width=108,
    )
    return number, state, quota, ends


def _quota_shape(row: "ContractListRow") -> Shape:
    if row.quota is None or not levels_reached(row.quota):
        return Shape.NONE
    return Shape.TRIANGLE if quota_tone(row.quota) is Tone.STOP else Shape.DIAMOND
