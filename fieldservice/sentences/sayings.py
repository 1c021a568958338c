"""Puts values into marked sentences: each value by its type, each piece if all it names is there."""

import logging
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any
from uuid import UUID

from fieldservice.sentences.formats import Formats
from fieldservice.sentences.late import late_tables
from fieldservice.sentences.marks import Either, Piece, Pieces, Plural
from fieldservice.sentences.state_words import ENUMS_OF_VALUE, STATE_WORDS

_log = logging.getLogger(__name__)

_LISTED = 6
_YEARS = frozenset({"year", "first_known", "last_known"})
_AND_MORE = Plural("{count} more", "{count} more")
# A label that was kept as JSON comes back as text; nobody writes days, moments or ids like this by hand.
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ISO_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
_ID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")


class Sayings(Formats):
    """Words of enums, values inside sentences, and the sentences."""

    def word(self, member: Enum) -> str:
        """What a state, outcome, class or other enum member is called."""
        word = self.word_of(type(member).__name__, str(member.value))
        if word is None:
            warn_once(f"{type(member).__name__}.{member.name}")
            return member.name.replace("_", " ").lower()
        return word

    def word_of(self, enum_name: str, value: str) -> str | None:
        """The same by the enum's name and the member's value, as rows and reasons carry them."""
        key = (enum_name, value)
        word = STATE_WORDS.get(key) or late_tables().WORDS.get(key)
        return None if word is None else self.in_context(enum_name, word)

    def value(self, value: object) -> str | None:
        """A value inside a sentence; None when there is nothing to say (absent, or an id)."""
        match value:
            case None | UUID():
                return None
            case Enum():
                return self.word(value)
            case str():
                return self._text_value(value)
            case list() | tuple() | set() | frozenset():
                return self._listed(value)
            case _:
                return self._measure(value)

    def say(self, pieces: Pieces, values: Mapping[str, Any], code: str = "") -> str:
        """The pieces that can be said with these values, as one text."""
        named = {
            name: self._named(name, value, values, _enums_of(code, name)) for name, value in values.items()
        }
        words = {name: said for name, said in named.items() if said is not None}
        return " ".join(part for piece in pieces if (part := self._piece(piece, words, values)))

    def _members(self, value: str | list[Any] | tuple[Any, ...], enums: tuple[str, ...]) -> str | None:
        if isinstance(value, str):
            return self._member(value, enums)
        return self._listed(self._member(str(each), enums) for each in value)

    def _member(self, value: str, enums: tuple[str, ...]) -> str | None:
        words = (self.word_of(enum_name, each) for each in (value, "") for enum_name in enums)
        return next((word for word in words if word is not None), value)

    def _text_value(self, text: str) -> str | None:
        if _ISO_DAY.fullmatch(text):
            return self.day(date.fromisoformat(text))
        if _ISO_MOMENT.fullmatch(text):
            return self.moment(datetime.fromisoformat(text))
        return None if not text or _ID.fullmatch(text) else text

    def _listed(self, values: Iterable[object]) -> str | None:
        said = [word for word in map(self.value, values) if word is not None]
        if len(said) > _LISTED + 1:
            more = len(said) - _LISTED
            template = self.plural(_AND_MORE.singular, _AND_MORE.plural, more)
            said = [*said[:_LISTED], template.format(count=self.number(more))]
        return self.listing(said) or None

    def _measure(self, value: object) -> str:
        match value:
            case datetime():
                return self.moment(value)
            case date():
                return self.day(value)
            case time():
                return self.time(value)
            case timedelta():
                return self.duration(value)
            case int() | Decimal():
                return self.number(value)
            case _:
                return str(value)

    def _named(
        self, name: str, value: object, values: Mapping[str, Any], enums: tuple[str, ...]
    ) -> str | None:
        """The unit is in the name: `price_cents` beside a `currency` is money, `work_minutes` a duration."""
        match value:
            case str() | list() | tuple() if enums:
                return self._members(value, enums)
            case bool():
                return str(value)
            case int() if name in _YEARS:
                return str(value)
            case int() if name.endswith("_cents"):
                return self.money(value, str(values["currency"]))
            case int() if name.endswith("_minutes"):
                return self.duration(timedelta(minutes=value))
            case _:
                return self.value(value)

    def _piece(self, piece: Piece, words: Mapping[str, str], values: Mapping[str, Any]) -> str:
        match piece:
            case Either(choices):
                return next((said for choice in choices if (said := self._piece(choice, words, values))), "")
            case Plural(singular, plural, by):
                number = values.get(by)
                if not isinstance(number, int) or not number:
                    return ""
                template = self.plural(singular, plural, number)
            case str():
                template = self.text(piece)
        try:
            return template.format_map(words)
        except KeyError:
            return ""


def _enums_of(code: str, name: str) -> tuple[str, ...]:
    keys = (f"{code}.{name}", f"{code.partition('.')[0]}.{name}", name)
    return next((ENUMS_OF_VALUE[key] for key in keys if key in ENUMS_OF_VALUE), ())


@cache
def warn_once(code: str) -> None:
    _log.warning("no words for code %s", code)
