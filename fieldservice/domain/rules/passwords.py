"""Which passwords are taken, and how long somebody who guessed wrong has to wait.

Long ones are good, of whatever letters; none has to be changed by the calendar. What everybody would try
first is refused: a common word with digits behind it, a walk over the keys, the person's own name. Waiting
grows with wrong guesses and ends after a minute, so that nobody can lock somebody else out.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil

from fieldservice.domain.rules.common_passwords import COMMON_WORDS, WALKS
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.folding import fold

SHORTEST, LONGEST = 8, 256
_FREE_GUESSES = 3
_LONGEST_WAIT = timedelta(seconds=60)
_LEET = str.maketrans("@4831!|0$57", "aabeiiiosst")
_PADDING = "0123456789!?.,;:_-+*#@$%&/() "
_LONGEST_PERIOD = 3
_SHORTEST_NAME = 3


def require_fit(password: str, known: Iterable[str] = ()) -> None:
    """Raise `RuleViolation` `password.too_short`, `password.too_long` or `password.easily_guessed`.

    `known` is what everybody knows about the person: login, name, address.
    """
    if len(password) < SHORTEST:
        raise RuleViolation("password.too_short", shortest=SHORTEST)
    if len(password) > LONGEST:
        raise RuleViolation("password.too_long", limit=LONGEST)
    if is_easily_guessed(password, known):
        raise RuleViolation("password.easily_guessed")


def is_easily_guessed(password: str, known: Iterable[str] = ()) -> bool:
    """Whether somebody would try it among the first few thousand."""
    plain = fold(password)
    return _is_repeated(plain) or _is_walk(plain) or _is_common(plain) or _is_about(plain, known)


def wait_after(failures: int, failed_at: datetime | None, now: datetime) -> int:
    """Seconds until the next guess may be made; 0 when it may be made now."""
    if failed_at is None or failures < _FREE_GUESSES:
        return 0
    pause = min(timedelta(seconds=2 ** min(failures - _FREE_GUESSES + 1, 10)), _LONGEST_WAIT)
    return max(0, ceil((failed_at + pause - now).total_seconds()))


def _is_repeated(plain: str) -> bool:
    """`aaaaaaaa`, `abcabcabc`."""
    return any(
        plain == (plain[:period] * len(plain))[: len(plain)] for period in range(1, _LONGEST_PERIOD + 1)
    )


def _is_walk(plain: str) -> bool:
    """`12345678`, `87654321`, `qwertyuiop`."""
    return any(plain in walk or plain in walk[::-1] for walk in WALKS)


def _is_common(plain: str) -> bool:
    core = plain.strip(_PADDING)
    candidates = (plain, core, plain.translate(_LEET), core.translate(_LEET))
    return any(each in COMMON_WORDS or _halved(each) in COMMON_WORDS for each in candidates)


def _halved(word: str) -> str:
    """`passwordpassword` is no better than `password`."""
    half, odd = divmod(len(word), 2)
    return word[:half] if not odd and word[:half] == word[half:] else word


def _is_about(plain: str, known: Iterable[str]) -> bool:
    core = plain.strip(_PADDING)
    parts = {part for text in known for part in (fold(text), *fold(text).replace("@", " ").split())}
    joined = {fold(text).replace(" ", "") for text in known}
    return bool(core) and core in {part for part in parts | joined if len(part) >= _SHORTEST_NAME}
