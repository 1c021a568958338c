"""The measures of the desk, all growing together with the scale."""

from dataclasses import dataclass

SMALLEST_SCALE = 0.8
LARGEST_SCALE = 2.0


@dataclass(frozen=True, slots=True)
class Measures:
    """Lengths in device-independent pixels at this scale (1.0 is 100 %)."""

    scale: float = 1.0

    def __post_init__(self) -> None:
        if not SMALLEST_SCALE <= self.scale <= LARGEST_SCALE:
            message = f"scale {self.scale} is outside {SMALLEST_SCALE} to {LARGEST_SCALE}"
            raise ValueError(message)

    def px(self, size: float) -> int:
        """A length of the unscaled design, at this scale; never less than one pixel."""
        return max(1, round(size * self.scale)) if size else 0

    @property
    def field_height(self) -> int:
        return self.px(32)

    @property
    def row_height(self) -> int:
        return self.px(33)

    @property
    def rail_entry_height(self) -> int:
        return self.px(34)

    @property
    def top_bar_height(self) -> int:
        return self.px(48)

    @property
    def status_bar_height(self) -> int:
        return self.px(28)

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
