"""Text as search compares it: without case, marks and ligatures, the same on SQLite and PostgreSQL.

Letters that Unicode does not take apart (ł, ø, đ …) stand in a table; the rest follows from decomposition.
"""

import re
import unicodedata
from functools import lru_cache

# Lower case only: folding has casefolded before it looks here. ß, which casefold makes ss, needs no entry.
_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "ŋ": "n",
        "ŧ": "t",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ə": "e",
        "ƀ": "b",
        "ɨ": "i",
        "ʉ": "u",
        "ŀ": "l",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{MODIFIER LETTER APOSTROPHE}": "'",
    }
)
_USUAL_MARKS = re.compile("[\u0300-\u036f]+")
"""Those of Latin letters, taken away at once: nearly every text has no others."""
_FOREIGN = re.compile("[^\x00-\x7f]")
MOST_LETTERS = 4_096


def fold(text: str) -> str:
    """`Łódź` and `LODZ` fold to the same. Folding twice changes nothing more.

    A text folds as its letters do, so nearly every one is put together from letters that were folded before.
    """
    if text.isascii():
        return text.lower()
    plain = _FOREIGN.sub(_folded, text)
    return plain.lower() if plain.isascii() else _whole(text)


def _folded(found: re.Match[str]) -> str:
    return _letter(found[0])


@lru_cache(maxsize=MOST_LETTERS)
def _letter(letter: str) -> str:
    return _whole(letter)


def _whole(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    folded = unicodedata.normalize("NFKD", decomposed.translate(_LETTERS).casefold())
    plain = _USUAL_MARKS.sub("", folded)
    if plain.isascii():
        return plain
    return "".join(letter for letter in plain if not unicodedata.category(letter).startswith("M"))


def fold_words(text: str) -> tuple[str, ...]:
    """The words of a text, folded: everything that is neither letter nor digit parts them."""
    return tuple("".join(each if each.isalnum() else " " for each in fold(text)).split())
