"""Every colour of the desk, by role. The only place where a colour is written."""

from enum import Enum

from fieldservice.domain.rules.quick_dataclass import dataclass

_LINEAR_BELOW = 0.04045  # sRGB: the dark end of the curve is a straight line


@dataclass(frozen=True, slots=True)
class Colours:
    """One theme's colours, as `#RRGGBB`."""

    ground: str
    panel: str
    line: str
    text: str
    muted: str
    hint: str
    accent: str
    on_accent: str
    accent_soft: str
    good: str
    good_soft: str
    care: str
    care_soft: str
    stop: str
    stop_soft: str
    rail: str
    rail_text: str
    rail_strong: str
    rail_active: str
    alarm: str
    on_alarm: str
    hover: str
    shadow: str
    line_width: int = 1
    is_dark: bool = False


LIGHT = Colours(
    ground="#F4F6F8",
    panel="#FFFFFF",
    line="#DCE1E7",
    text="#1B2430",
    muted="#566173",
    hint="#566173",
    accent="#1F5FBF",
    on_accent="#FFFFFF",
    accent_soft="#E6EEFA",
    good="#17703F",
    good_soft="#E3F4EA",
    care="#855600",
    care_soft="#FFF2D3",
    stop="#B3261E",
    stop_soft="#FBE6E4",
    rail="#1E2733",
    rail_text="#C9D2DE",
    rail_strong="#FFFFFF",
    rail_active="#2C3948",
    alarm="#B3261E",
    on_alarm="#FFFFFF",
    hover="#F0F3F7",
    shadow="#0B1420",
)

DARK = Colours(
    ground="#12161C",
    panel="#1A2028",
    line="#313A46",
    text="#E7EBF0",
    muted="#A5B0BF",
    hint="#A5B0BF",
    accent="#7FB0FF",
    on_accent="#0F1B2D",
    accent_soft="#21314A",
    good="#74D19B",
    good_soft="#1B3528",
    care="#F1C15A",
    care_soft="#3A2F16",
    stop="#FF9188",
    stop_soft="#40211F",
    rail="#0D1116",
    rail_text="#B7C1CE",
    rail_strong="#FFFFFF",
    rail_active="#222B36",
    alarm="#B3261E",
    on_alarm="#FFFFFF",
    hover="#202833",
    shadow="#000000",
    is_dark=True,
)

# No soft grounds: meaning is told by shape, word and frame; what is selected has a frame in the accent.
HIGH_CONTRAST = Colours(
    ground="#FFFFFF",
    panel="#FFFFFF",
    line="#000000",
    text="#000000",
    muted="#000000",
    hint="#595959",
    accent="#00309C",
    on_accent="#FFFFFF",
    accent_soft="#FFFFFF",
    good="#00501F",
    good_soft="#FFFFFF",
    care="#5A3A00",
    care_soft="#FFFFFF",
    stop="#8F0000",
    stop_soft="#FFFFFF",
    rail="#FFFFFF",
    rail_text="#000000",
    rail_strong="#000000",
    rail_active="#FFFFFF",
    alarm="#8F0000",
    on_alarm="#FFFFFF",
    hover="#FFFFFF",
    shadow="#000000",
    line_width=2,
)


class ThemeName(Enum):
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high-contrast"


COLOURS_OF = {ThemeName.LIGHT: LIGHT, ThemeName.DARK: DARK, ThemeName.HIGH_CONTRAST: HIGH_CONTRAST}


class Tone(Enum):
    """What a chip, mark or line of text means to the reader."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    GOOD = "good"
    CARE = "care"
    STOP = "stop"


def ink_of(tone: Tone, colours: Colours) -> str:
    """The colour of text and shapes that carry this tone."""
    return {
        Tone.NEUTRAL: colours.muted,
        Tone.ACCENT: colours.accent,
        Tone.GOOD: colours.good,
        Tone.CARE: colours.care,
        Tone.STOP: colours.stop,
    }[tone]


def ground_of(tone: Tone, colours: Colours) -> str:
    """The soft ground under a chip of this tone."""
    return {
        Tone.NEUTRAL: colours.ground,
        Tone.ACCENT: colours.accent_soft,
        Tone.GOOD: colours.good_soft,
        Tone.CARE: colours.care_soft,
        Tone.STOP: colours.stop_soft,
    }[tone]


def pairs_in_use(colours: Colours) -> tuple[tuple[str, str], ...]:
    """Every (text, ground) pair that the desk paints; a test holds each to 4.5 : 1."""
    grounds = (colours.ground, colours.panel, colours.accent_soft, colours.hover)
    plain = tuple((ink, ground) for ink in (colours.text, colours.muted) for ground in grounds)
    toned = tuple((ink_of(tone, colours), ground_of(tone, colours)) for tone in Tone)
    on_panel = tuple((ink_of(tone, colours), colours.panel) for tone in Tone)
    on_selection = tuple((ink_of(tone, colours), colours.accent_soft) for tone in Tone)
    rail = tuple(
        (ink, ground)
        for ink in (colours.rail_text, colours.rail_strong)
        for ground in (colours.rail, colours.rail_active)
    )
    return (
        *plain,
        *toned,
        *on_panel,
        *on_selection,
        *rail,
        (colours.on_accent, colours.accent),
        (colours.on_alarm, colours.alarm),
        (colours.panel, colours.text),
        (colours.hint, colours.panel),
        (colours.hint, colours.ground),
    )


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours by WCAG 2.2, from 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= _LINEAR_BELOW else ((channel + 0.055) / 1.055) ** 2.4
