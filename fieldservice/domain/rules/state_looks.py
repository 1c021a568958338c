"""How the chip of a state looks: tone and shape by fixed codes, so that no database holds a colour."""

from enum import StrEnum

from fieldservice.domain.rules.errors import RuleViolation


class StateTone(StrEnum):
    NEUTRAL = "neutral"
    ACCENT = "accent"
    GOOD = "good"
    CARE = "care"
    STOP = "stop"


class StateShape(StrEnum):
    NONE = "none"
    TICK = "tick"
    TRIANGLE = "triangle"
    DIAMOND = "diamond"
    CIRCLE = "circle"
    PLAY = "play"
    DOT = "dot"


def require_look(tone: str | None, shape: str | None) -> None:
    """`state.look_unknown` for a code that no chip has; None is the look of the state's type."""
    if tone not in (None, *StateTone) or shape not in (None, *StateShape):
        raise RuleViolation("state.look_unknown", tone=tone, shape=shape)
