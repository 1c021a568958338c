"""Blocks, with those that are over; and the history of all that was done with the customer."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.registers.words import block_mark, block_words
from fieldservice.ui.kit.sections import LineRow, Section, WordsRow, bare, chip_of
from fieldservice.ui.screens.customers.acts import Acts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.customer_card import BlockRow, CustomerCard
    from fieldservice.domain.queries.customer_history import HistoryRow


class BlocksSection(Section):
    def __init__(self, parts: RegisterParts, acts: Acts) -> None:
        super().__init__(_("Blocks"), _("Never blocked."), name="blocksSection")
        self._parts, self._acts = parts, acts
        add = quiet(_("Block…"), name="addBlockButton")
        add.clicked.connect(acts.block)
        self.add_trailing(add)

    def show_card(self, card: "CustomerCard") -> None:
        self.show_rows([self._row(block) for block in card.blocks])

    def _row(self, block: "BlockRow") -> LineRow:
        row = LineRow(block.reason, block_words(block, self._parts.wording), chip_of(block_mark(block)))
        if block.is_active or block.is_coming:
            lift = bare(_("Lift…"), name="liftButton")
            lift.clicked.connect(lambda: self._acts.lift(block))
            row.add_buttons(lift)
        return row


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
