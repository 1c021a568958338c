"""Blocks, with those that are over; plans; costs; and the history of all that was done with the customer."""

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.registers.words import block_mark, block_words
from fieldservice.ui.kit.sections import LineRow, Section, WordsRow, bare, chip_of
from fieldservice.ui.screens.customers.acts import Acts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.contract_costs import ContractCosts, CustomerCosts
    from fieldservice.domain.queries.customer_card import BlockRow, CustomerCard
    from fieldservice.domain.queries.customer_extras import DuePlan
    from fieldservice.domain.queries.customer_history import HistoryRow


class BlocksSection(Section):
    def __init__(self, parts: RegisterParts, acts: Acts) -> None:
        super().__init__(_("Blocks"), _("Never blocked."), name="blocksSection")
        self._parts, self._acts = parts, acts
        self._add = quiet(_("Block…"), name="addBlockButton")
        self._add.clicked.connect(acts.block)
        self.add_trailing(self._add)

    def show_card(self, card: "CustomerCard") -> None:
        kept = card.elsewhere.blocks
        self._add.setVisible(not kept)
        rows: list[QWidget] = [self._row(block, is_ours=not kept) for block in card.blocks]
        if kept:
            words = _("Blocks are kept in {system}: they are set and lifted there.").format(system=kept)
            rows.insert(0, LineRow(words, "", name="blocksElsewhere", wraps=True))
        self.show_rows(rows)

    def _row(self, block: "BlockRow", *, is_ours: bool) -> LineRow:
        row = LineRow(block.reason, block_words(block, self._parts.wording), chip_of(block_mark(block)))
        if is_ours and (block.is_active or block.is_coming):
            lift = bare(_("Lift…"), name="liftButton")
            lift.clicked.connect(lambda: self._acts.lift(block))
            row.add_buttons(lift)
        return row


class PlansSection(Section):
    """What comes without anybody calling: each plan with its unit and its next day; hidden without any."""

    unit_requested = Signal(object)

    def __init__(self, parts: RegisterParts) -> None:
        super().__init__(_("Maintenance plans"), "", name="plansSection")
        self._parts = parts

    def show_card(self, card: "CustomerCard") -> None:
        self.setVisible(bool(card.plans))
        self.show_rows([self._row(plan) for plan in card.plans], len(card.plans))

    def _row(self, plan: "DuePlan") -> LineRow:
        day = _("due {day}").format(day=self._parts.wording.day(plan.next_due))
        row = LineRow(plan.name, f"{day} · {plan.serial_number} · {plan.site}")
        show = bare(_("Show"), name=f"planUnit-{plan.serial_number}")
        show.setAccessibleName(_("Show unit {serial}").format(serial=plan.serial_number))
        show.clicked.connect(lambda: self.unit_requested.emit(plan.equipment_id))
        row.add_buttons(show)
        return row


class CostsSection(Section):
    """What was spent, by contract, with the sum below (B07, B08); hidden while nothing was."""

    def __init__(self, parts: RegisterParts) -> None:
        super().__init__(_("Booked work and costs"), "", name="costsSection")
        self._parts = parts

    def show_card(self, card: "CustomerCard") -> None:
        costs = card.costs
        rows = [self._row(each.number or _("without a contract"), each) for each in costs.contracts]
        if len(rows) > 1:
            rows.append(self._row(_("Together"), costs))
        self.setVisible(bool(rows))
        self.show_rows(rows)

    def _row(self, name: str, costs: "ContractCosts | CustomerCosts") -> LineRow:
        wording = self._parts.wording
        work, travel = (
            wording.duration(timedelta(minutes=float(minutes)))
            for minutes in (costs.work_minutes, costs.travel_minutes)
        )
        parts = (
            _("work {time}").format(time=work) if costs.work_minutes else "",
            _("travel {time}").format(time=travel) if costs.travel_minutes else "",
            wording.money(costs.amount_cents, self._parts.currency) if costs.amount_cents else "",
        )
        return LineRow(name, " · ".join(part for part in parts if part))


class HistorySection(Section):
    def __init__(self, parts: RegisterParts) -> None:
        super().__init__(_("History"), _("Nothing is recorded yet."), name="historySection")
        self._parts = parts

    def show_card(self, card: "CustomerCard") -> None:
        self.show_rows([self._row(row) for row in card.history])

    def _row(self, row: "HistoryRow") -> QWidget:
        wording = self._parts.wording
        when = wording.near_moment(row.happened_at, self._parts.now())
        entry = WordsRow(wording.reason(row.what), " · ".join(part for part in (when, row.who) if part))
        entry.setToolTip(wording.long_moment(row.happened_at))
        return entry
