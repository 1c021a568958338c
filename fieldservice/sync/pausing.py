"""How long to wait before the next try: growing, and different at each desk, so that not all come at once."""

from random import Random

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 300.0


class Pauses:
    """Counts failures in a row."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._failures = 0

    def succeeded(self) -> None:
        self._failures = 0

    def failed(self, at_least_seconds: float = 0.0) -> float:
        """One more failure; the seconds to wait, at least what the centre asked for."""
        whole = min(LONGEST_SECONDS, FIRST_SECONDS * 2.0**self._failures)
        self._failures = min(self._failures + 1, 16)
        return max(at_least_seconds, whole * (0.5 + self._random.random() / 2))
