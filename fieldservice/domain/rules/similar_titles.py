"""Whether two titles tell of the same trouble: a coordinator writes `leaks`, another wrote `leaking valve`.

Words are compared folded and by their beginnings, because the five languages bend the ends of words.
"""

from fieldservice.domain.rules.folding import fold_words

SHORTEST_WORD = 4
BEGINNING = 5
ENOUGH = 0.5


def likeness(first: str, second: str) -> float:
    """The share of the shorter title's telling words that the other has too, from 0 to 1."""
    one, other = _beginnings(first), _beginnings(second)
    if not one or not other:
        return 0.0
    return len(one & other) / min(len(one), len(other))


def are_similar(first: str, second: str) -> bool:
    return likeness(first, second) >= ENOUGH


def _beginnings(title: str) -> frozenset[str]:
    return frozenset(word[:BEGINNING] for word in fold_words(title) if len(word) >= SHORTEST_WORD)
