"""The banner of a block: that the customer may not be served, why, since when and until when."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldservice.ui.kit.chips import Chip
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.labels import Look, label, set_tone
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.registers.words import period
from fieldservice.ui.kit.theme import current_theme
from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.queries.customer_extras import HoldingBlock


class BlockBanner(QWidget):
    """Hidden while nothing holds the customer."""

    def __init__(self, wording: Wording, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._wording = wording
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(current_theme().px(8))
        across.addWidget(Chip(_("blocked"), Tone.STOP, Shape.TRIANGLE, name=f"{name}Chip"))
        self.words = label("", Look.STRONG, wraps=True)
        set_tone(self.words, Tone.STOP)
        across.addWidget(self.words, 1)
        self.hide()

    def show_block(self, block: "HoldingBlock | None") -> None:
        self.setVisible(block is not None)
        if block is not None:
            self.words.setText(f"{block.reason} · {period(block.since, block.until, self._wording)}")
