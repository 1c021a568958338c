"""By which columns a list stands: a press puts one first, a press with Shift adds one behind the others."""

Sorts = tuple[tuple[str, bool], ...]
"""Keys of columns, and whether each runs downwards."""

MOST_KEYS = 3


def pressed(sorts: Sorts, key: str, *, descending: bool) -> Sorts:
    """The column comes first; what was sorted by before decides among equals."""
    others = tuple(each for each in sorts if each[0] != key)
    return ((key, descending), *others)[:MOST_KEYS]


def added(sorts: Sorts, key: str) -> Sorts:
    """The column decides among equals; one that does already turns round."""
    if any(each[0] == key for each in sorts):
        return tuple((name, not down if name == key else down) for name, down in sorts)
    return (*sorts[: MOST_KEYS - 1], (key, False))
