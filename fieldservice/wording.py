"""The program's voice: reason codes, errors, enums and values in, sentences of five languages out. No Qt.

A `Wording` speaks one language in one zone; documents and messages make their own in their reader's language.
The screens share the one made by `activate`; `_` and its neighbours speak through it (docs/adr/0002). The
texts themselves stand in `fieldservice/sentences`.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any
from uuid import UUID

from fieldservice.domain.rules.errors import TellableError
from fieldservice.domain.rules.reasons import Reason
from fieldservice.sentences.formats import Formats
from fieldservice.sentences.marks import Either, Piece, Pieces, Plural, marked
from fieldservice.sentences.speech import LANGUAGE_NAMES, LANGUAGES, known_language
from fieldservice.sentences.table import ERRORS, REASONS, WORDS

__all__ = [
    "LANGUAGES",
    "LANGUAGE_NAMES",
    "ErrorWords",
    "Wording",
    "_",
    "activate",
    "current",
    "known_language",
    "marked",
    "ngettext",
    "pgettext",
]

_log = logging.getLogger(__name__)

_UNKNOWN_REASON = marked("Reason: {code}.")
_UNKNOWN_ERROR = marked("This was refused ({code}).")
_NOTHING_CHANGED = marked("Nothing was changed.")
_TELL_SUPPORT = marked("Try again, or tell the person who looks after the program.")


@dataclass(frozen=True, slots=True)
class ErrorWords:
    """An error in three parts: what did not happen, what became of the data, what to do now."""

    what: str
    data: str
    do: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.what, self.data, self.do) if part)


class Wording(Formats):
    """Everything that is said in one language: moments in one zone, numbers as one country writes them."""

    def reason(self, reason: Reason) -> str:
        """Whole sentences. A code without words still gives one, and is logged once."""
        pieces = REASONS.get(reason.code)
        if pieces is None:
            _warn_once(reason.code)
            return self.text(_UNKNOWN_REASON).format(code=reason.code)
        return self._say(pieces, reason.values)

    def error(self, error: TellableError) -> ErrorWords:
        pieces = ERRORS.get(error.code)
        if pieces is None:
            _warn_once(error.code)
            what = self.text(_UNKNOWN_ERROR).format(code=error.code)
            return ErrorWords(what, self.text(_NOTHING_CHANGED), self.text(_TELL_SUPPORT))
        said = (self._say(part, error.values) for part in (pieces.what, pieces.data, pieces.do))
        return ErrorWords(*said)

    def word(self, member: Enum) -> str:
        """What a state, outcome, class or other enum member is called."""
        word = WORDS.get((type(member).__name__, member.name))
        if word is None:
            _warn_once(f"{type(member).__name__}.{member.name}")
            return member.name.replace("_", " ").lower()
        return self.text(word)

    def value(self, value: object) -> str | None:
        """A value inside a sentence; None when there is nothing to say (absent, or an id)."""
        match value:
            case None | UUID():
                return None
            case Reason():
                return self.reason(value)
            case Enum():
                return self.word(value)
            case str():
                return value or None
            case list() | tuple() | set() | frozenset():
                return self.listing([said for said in map(self.value, value) if said is not None]) or None
            case _:
                return self._measure(value)

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

    def _say(self, pieces: Pieces, values: Mapping[str, Any]) -> str:
        named = {name: self._named(name, value, values) for name, value in values.items()}
        words = {name: said for name, said in named.items() if said is not None}
        return " ".join(part for piece in pieces if (part := self._piece(piece, words, values)))

    def _named(self, name: str, value: object, values: Mapping[str, Any]) -> str | None:
        """The unit is in the name: `price_cents` beside a `currency` is money, `work_minutes` a duration."""
        if isinstance(value, int) and not isinstance(value, bool):
            if name.endswith("_cents"):
                return self.money(value, str(values["currency"]))
            if name.endswith("_minutes"):
                return self.duration(timedelta(minutes=value))
        return self.value(value)

    def _piece(self, piece: Piece, words: Mapping[str, str], values: Mapping[str, Any]) -> str:
        match piece:
            case Either(choices):
                return next((said for choice in choices if (said := self._piece(choice, words, values))), "")
            case Plural(singular, plural, by):
                number = values.get(by)
                if not isinstance(number, int):
                    return ""
                template = self.plural(singular, plural, number)
            case str():
                template = self.text(piece)
        try:
            return template.format_map(words)
        except KeyError:
            return ""


class _Screens:
    """Holds the wording the screens speak through: the one process-wide value (docs/adr/0002)."""

    def __init__(self) -> None:
        self.wording = Wording("en", zone=UTC)


_screens = _Screens()


def activate(language: str, *, zone: tzinfo | None = None, country: str = "") -> Wording:
    """Let screens and worker threads speak this language from now on; without a zone the old one stays."""
    _screens.wording = Wording(language, zone=zone or _screens.wording.zone, country=country)
    return _screens.wording


def current() -> Wording:
    return _screens.wording


def _(message: str) -> str:
    return _screens.wording.text(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    return _screens.wording.plural(singular, plural, number)


def pgettext(context: str, message: str) -> str:
    """For a short word that means two things: `pgettext("ticket state", "new")`."""
    return _screens.wording.in_context(context, message)


@cache
def _warn_once(code: str) -> None:
    _log.warning("no words for code %s", code)
