"""The measures of the desk: all grow with the scale; a compact desk leaves less room around the words."""

from fieldservice.domain.rules.quick_dataclass import dataclass

SMALLEST_SCALE = 0.8
LARGEST_SCALE = 2.0
_COMPACT_GAP = 0.7


@dataclass(frozen=True, slots=True)
class Measures:
    """Lengths in device-independent pixels at this scale (1.0 is 100 %)."""

    scale: float = 1.0
    is_compact: bool = False

    def __post_init__(self) -> None:
        if not SMALLEST_SCALE <= self.scale <= LARGEST_SCALE:
            message = f"scale {self.scale} is outside {SMALLEST_SCALE} to {LARGEST_SCALE}"
            raise ValueError(message)

    def px(self, size: float) -> int:
        """A length of the unscaled design, at this scale; never less than one pixel."""
        return max(1, round(size * self.scale)) if size else 0

    def gap(self, size: float) -> int:
        """The room between parts: less of it when the desk is compact."""
        return self.px(size * _COMPACT_GAP if self.is_compact else size)

    @property
    def field_height(self) -> int:
        return self.px(27 if self.is_compact else 32)

    @property
    def row_height(self) -> int:
        return self.px(26 if self.is_compact else 33)

    @property
    def two_line_row_height(self) -> int:
        return self.px(42 if self.is_compact else 50)

    @property
    def rail_entry_height(self) -> int:
        return self.px(29 if self.is_compact else 34)

    @property
    def top_bar_height(self) -> int:
        return self.px(42 if self.is_compact else 48)

    @property
    def status_bar_height(self) -> int:
        return self.px(25 if self.is_compact else 28)

    @property
    def label_width(self) -> int:
        return self.px(132)

    @property
    def corner(self) -> int:
        return self.px(6)

    @property
    def card_corner(self) -> int:
        return self.px(8)

    @property
    def icon(self) -> int:
        return self.px(18)
