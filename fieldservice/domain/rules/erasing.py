"""Finding a person in running text, and blacking the person out.

A whole name, telephone number or e-mail address is meant for sure; a part of the name, also as it is
declined, only perhaps: somebody looks at those before they go. Letters match with and without their marks.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from itertools import permutations

from fieldservice.domain.rules.folding import fold, fold_words

BARS = "███"
"""What stands where a person stood: the same in every language, and never longer than what it hides."""
SHORTEST_PART, SHORTEST_PHONE = 3, 4
LONGEST_ENDING, LONGEST_OF_SHORT = 4, 2
AROUND = 40

_MARKS = "[\u0300-\u036f]*"
_BETWEEN_WORDS = r"[\s\u00a0,.\-]{1,3}"
_BETWEEN_DIGITS = r"[\s\u00a0().\-/]{0,2}"
_VOWELS = "aeiouy"


class Certainty(Enum):
    SURE = "sure"
    PERHAPS = "perhaps"


@dataclass(frozen=True, slots=True)
class PersonWords:
    """What a person is known by; phones are (country code, national digits), `others` any words besides."""

    names: tuple[str, ...] = ()
    phones: tuple[tuple[str, str], ...] = ()
    emails: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a text, with what stands around it."""

    before: str
    found: str
    after: str
    certainty: Certainty


class PersonPattern:
    """Finds one person; a text is asked for sure places, or for those that are only perhaps the person."""

    def __init__(self, words: PersonWords) -> None:
        sure = [*_whole_names(words), *map(_phone, words.phones), *map(_literal, words.emails)]
        sure += [_literal(other) for other in words.others]
        sure, parts = [pattern for pattern in sure if pattern], list(_parts(words))
        self._sure, self._perhaps = _any_of(sure), _any_of(parts)
        self._either = _any_of([*sure, *parts])

    def certainty_of(self, text: str) -> Certainty | None:
        if not self._either.search(text):  # nearly always, so it is asked at once
            return None
        return Certainty.SURE if self._sure.search(text) else Certainty.PERHAPS

    def spots(self, text: str) -> Iterator[Spot]:
        rest = self._sure.sub(lambda found: "\0" * len(found[0]), text)
        places = [(found.span(), Certainty.SURE) for found in self._sure.finditer(text)]
        places += [(found.span(), Certainty.PERHAPS) for found in self._perhaps.finditer(rest)]
        for (start, end), certainty in sorted(places, key=lambda place: place[0]):
            before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
            yield Spot(before, text[start:end], after, certainty)

    def blacked(self, text: str, *, perhaps: bool = True) -> str:
        """The text without the person; `perhaps` takes the uncertain places too."""
        sure = self._sure.sub(BARS, text)
        return self._perhaps.sub(BARS, sure) if perhaps else sure

    def blacked_value(self, value: object, *, perhaps: bool = True) -> object:
        """The same for what JSON can hold."""
        match value:
            case str():
                return self.blacked(value, perhaps=perhaps)
            case dict():
                return {name: self.blacked_value(each, perhaps=perhaps) for name, each in value.items()}
            case list():
                return [self.blacked_value(each, perhaps=perhaps) for each in value]
            case _:
                return value


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """Whole words only; without any pattern one that never fits."""
    joined = "|".join(dict.fromkeys(patterns))
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)" if joined else r"(?!)", re.IGNORECASE)


def _whole_names(words: PersonWords) -> Iterator[str]:
    """The name as it is said, and with the family name first."""
    for name in words.names:
        parts = [_letters(part) for part in fold_words(name)]
        if len(parts) == 1:
            yield parts[0]
        elif parts:
            turned = [parts[-1], *parts[:-1]]
            yield from (_BETWEEN_WORDS.join(order) for order in (parts, turned))
        if len(parts) > 2:  # noqa: PLR2004 - a middle name is rarely said
            yield from (_BETWEEN_WORDS.join(pair) for pair in permutations(parts, 2))


def _parts(words: PersonWords) -> Iterator[str]:
    """Single words of the names, also with another ending: Kowalska, Kowalskiej."""
    for name in words.names:
        for part in fold_words(name):
            stem = part.rstrip(_VOWELS)
            if len(stem) >= SHORTEST_PART:
                longest = LONGEST_ENDING if len(stem) > SHORTEST_PART else LONGEST_OF_SHORT
                yield rf"{_letters(stem)}\w{{0,{longest}}}"
            elif len(part) >= SHORTEST_PART:
                yield _letters(part)


def _phone(phone: tuple[str, str]) -> str:
    country, national = phone
    if len(national) < SHORTEST_PHONE:
        return ""
    ahead = rf"(?:(?:\+|00)?\(?{_spaced(country)}\)?{_BETWEEN_DIGITS})?" if country else ""
    return rf"\+?\(?{ahead}\(?0?\)?{_BETWEEN_DIGITS}{_spaced(national)}"


def _spaced(digits: str) -> str:
    return _BETWEEN_DIGITS.join(digits)


def _literal(text: str) -> str:
    return r"\s+".join(_letters(fold(word)) for word in text.split())


def _letters(folded: str) -> str:
    """A pattern for folded letters that takes each of them with any marks, and ligatures for two."""
    pattern, at = "", 0
    while at < len(folded):
        pair = _ligatures().get(folded[at : at + 2])
        if pair:
            pattern += f"(?:{_letter(folded[at])}{_letter(folded[at + 1])}|[{pair}])"
            at += 2
        else:
            pattern += _letter(folded[at])
            at += 1
    return pattern


def _letter(folded: str) -> str:
    alike = _alike().get(folded, "")
    return f"[{folded}{alike}]{_MARKS}" if alike else re.escape(folded)


@cache
def _alike() -> dict[str, str]:
    """Letters by what they fold to: ł by l."""
    found: dict[str, str] = {}
    for sign in _latin_letters():
        folded = fold(sign)
        if len(folded) == 1 and folded != sign:
            found[folded] = found.get(folded, "") + sign
    return found


@cache
def _ligatures() -> dict[str, str]:
    """Letters that fold to two: ß by ss."""
    found: dict[str, str] = {}
    for sign in _latin_letters():
        folded = fold(sign)
        if len(folded) == 2:  # noqa: PLR2004
            found[folded] = found.get(folded, "") + sign
    return found


def _latin_letters() -> Iterator[str]:
    signs = (chr(number) for number in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)))
    return (sign for sign in signs if unicodedata.category(sign).startswith("L"))
