"""The shapes that a company may give its states, from the codes of `rules/state_looks.py`."""

from fieldservice.ui.kit.painting import Shape


def state_shape(code: str) -> Shape:
    """No shape for a code that is empty or not known."""
    name = code.upper()
    return Shape[name] if name in Shape.__members__ else Shape.NONE
