"""Who is named in a text by `@name`: found as typed, without marks in the text that would have to be kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from fieldservice.domain.rules.folding import fold

SIGN, BLOCK_SIGN = "@", "/"
"""What begins a name, and the name of a text block."""


@dataclass(frozen=True, slots=True)
class Mention:
    """`start` is the place of the sign, `end` the place behind the name."""

    start: int
    end: int
    user_id: UUID


def mentions(text: str, names: Mapping[str, UUID]) -> tuple[Mention, ...]:
    """Everybody who is named. The longest name wins (Anna Kowalska is not Anna Kowal), letters may be
    folded, and an address such as anna@firma.pl names nobody.
    """
    by_length = sorted(names, key=len, reverse=True)
    found: list[Mention] = []
    place = text.find(SIGN)
    while place >= 0:
        name = _name_at(text, place, by_length)
        if name:
            found.append(Mention(place, place + 1 + len(name), names[name]))
        place = text.find(SIGN, place + 1 + len(name))
    return tuple(found)


def half_typed(text: str, cursor: int, sign: str = SIGN) -> str | None:
    """What stands between the sign and the cursor while a name is being typed; None when none is."""
    start = text.rfind(sign, 0, cursor)
    if start < 0 or (start > 0 and not _may_begin_after(text[start - 1], sign)):
        return None
    typed = text[start + 1 : cursor]
    is_name = len(typed) <= _LONGEST and "\n" not in typed and not typed.startswith(" ")
    return typed if is_name and typed.count(" ") <= 1 else None


def fitting(typed: str, names: Sequence[str]) -> list[str]:
    """The names that begin with what was typed, or one of whose words does."""
    wanted = fold(typed)
    return [name for name in names if any(part.startswith(wanted) for part in _beginnings(fold(name)))]


_LONGEST = 40


def _beginnings(name: str) -> list[str]:
    words = name.split(" ")
    return [" ".join(words[at:]) for at in range(len(words))]


def _name_at(text: str, place: int, names: Sequence[str]) -> str:
    if place > 0 and _is_letter(text[place - 1]):
        return ""
    for name in names:
        end = place + 1 + len(name)
        is_whole = end >= len(text) or not _is_letter(text[end])
        if is_whole and fold(text[place + 1 : end]) == fold(name):
            return name
    return ""


def _may_begin_after(character: str, sign: str) -> bool:
    """A slash between words is one; after anything but a space it begins nothing."""
    return character.isspace() if sign == BLOCK_SIGN else not _is_letter(character)


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"
