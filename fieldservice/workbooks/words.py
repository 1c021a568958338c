"""Words as people type them, made comparable: small letters, no diacritics, no punctuation, single spaces."""

import re
import unicodedata

_FIXED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "№": "nr "}  # noqa: RUF001 - the letter meant
)
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
_SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_BREAKS = re.compile(r" ?[\r\n\x85\u2028\u2029]+ ?")


def folded(text: str) -> str:
    """`Współpraca do:` and `WSPOLPRACA DO` are one word to us."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_FIXED))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", letters).strip()


def tidied(text: str) -> str:
    """The text as it was meant: nothing invisible, single spaces, line breaks kept, composed letters."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return _BREAKS.sub("\n", _SPACES.sub(" ", visible)).strip()
