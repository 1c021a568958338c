"""Marks for texts that are translated later: plain literals here, found by the extractor, said by `wording`.

A sentence is made of pieces. A piece that names a value which is absent is left out, so that a rule hands
over only what it knows and the words stay whole sentences in every language.
"""

from collections.abc import Mapping
from typing import TypeAlias

from fieldservice.domain.rules.quick_dataclass import dataclass


def marked(text: str) -> str:
    """Mark a literal for translation where it must not be translated yet (tables, class bodies)."""
    return text


@dataclass(frozen=True, slots=True)
class Plural:
    """A piece whose form hangs on the number called `by` among the values; left out when that is zero."""

    singular: str
    plural: str
    by: str = "count"


@dataclass(frozen=True, slots=True)
class Either:
    """The first of several pieces whose values are all there."""

    choices: tuple["Piece", ...]


Piece: TypeAlias = str | Plural | Either
Pieces: TypeAlias = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ErrorPieces:
    """An error in three parts: what did not happen, what became of the data, what to do now."""

    what: Pieces
    data: Pieces
    do: Pieces


ReasonTable: TypeAlias = Mapping[str, Pieces]
ErrorTable: TypeAlias = Mapping[str, ErrorPieces]
WordTable: TypeAlias = Mapping[tuple[str, str], str]

NOTHING_CHANGED = marked("Nothing was changed.")
GIVE_REASON = marked("Write in a few words why.")
CORRECT_DAYS = marked("Correct one of the two days.")
TELL_SUPPORT = marked("Send the report to whoever looks after the program.")


def say(*pieces: Piece) -> Pieces:
    return pieces


def either(*choices: Piece) -> Either:
    return Either(choices)


def refused(what: Piece, do: Piece, *more: Piece) -> ErrorPieces:
    """A refusal that left the data as they were, which is nearly every one."""
    return ErrorPieces((what,), (NOTHING_CHANGED,), (do, *more))


def called(enum_name: str, value: str, text: str) -> tuple[tuple[str, str], str]:
    """What a member of an enum is called; the enum's name is the context its translators see."""
    return (enum_name, value), text
