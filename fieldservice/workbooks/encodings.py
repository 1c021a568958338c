"""Which encoding a text table was written in: by its mark, by being valid UTF-8, else by its letters.

Each eight-bit page is scored by the letters of one language at a time: bytes read with the wrong page give
letters of no language, or of several mixed.
"""

import codecs
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PAGES = ("cp1250", "cp1252", "iso-8859-2", "cp852", "cp850")
_LETTERS: Mapping[str, str] = MappingProxyType(
    {"pl": "ąćęłńóśźż", "cs": "áčďéěíňóřšťúůýž", "es": "áéíñóúü", "pt": "ãâáàçéêíóôõú", "en": "éï"}
)
_TYPOGRAPHY = frozenset("–—„”“’‘…€§°×²³µ«»ºª¿¡№±½\u00a0\u00ad")  # noqa: RUF001 - exactly these
_SPANISH_ENYE = re.compile("ñ(?=[aeiouáéíóú])", re.IGNORECASE)
_POLISH_N_BEFORE_VOWEL = re.compile("ń(?=[aeiouyąęó])", re.IGNORECASE)
_CAPITAL_INSIDE = re.compile(r"[a-zà-ÿ]([^\W\d_a-zA-Z])")
_SAMPLE_BYTES = 400_000
_NUL_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class DecodedText:
    """The text of a file, how it was written, and whether some lines were written differently."""

    text: str
    encoding: str
    mixed: bool = False


def decode(data: bytes) -> DecodedText | None:
    """The text of the bytes; None when they are no text at all."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return DecodedText(data[len(mark) :].decode(encoding, errors="replace"), encoding)
    if wide := _unmarked_utf16(data):
        return DecodedText(data.decode(wide, errors="replace"), wide)
    if b"\0" in data:
        return None
    try:
        return DecodedText(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _decode_by_letters(data)


def _unmarked_utf16(data: bytes) -> str | None:
    sample = data[:4096]
    half = len(sample) // 2
    if half and sample[1::2].count(0) > half * _NUL_SHARE and sample[::2].count(0) == 0:
        return "utf-16-le"
    if half and sample[::2].count(0) > half * _NUL_SHARE and sample[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def _decode_by_letters(data: bytes) -> DecodedText:
    lines = data.splitlines(keepends=True)
    valid = [_utf8_line(line) for line in lines]
    others = b"".join(line for line, text in zip(lines, valid, strict=True) if text is None)
    page = best_page(others)
    if not any(text is not None and not text.isascii() for text in valid):
        return DecodedText(data.decode(page, errors="replace"), page)
    pieces = [
        line.decode(page, errors="replace") if text is None else text
        for line, text in zip(lines, valid, strict=True)
    ]
    return DecodedText("".join(pieces), "utf-8", mixed=True)


def _utf8_line(line: bytes) -> str | None:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return None


def best_page(data: bytes) -> str:
    """The eight-bit page under which the bytes read as one of the five languages."""
    sample = data[:_SAMPLE_BYTES]
    scores = [
        (_score(sample.decode(page, errors="replace")), -place, page) for place, page in enumerate(_PAGES)
    ]
    return max(scores)[2]


def _score(text: str) -> float:
    letters = Counter(letter for letter in text if not letter.isascii())
    capitals = len(_capitals_inside(text))
    return max(_language_score(letters, language) for language in _LETTERS) + _habits(text) - 2 * capitals


def _language_score(letters: Counter[str], language: str) -> float:
    own = _LETTERS[language]
    score = 0.0
    for letter, count in letters.items():
        if letter.lower() in own:
            score += count
        elif letter in _TYPOGRAPHY:
            score += 0.1 * count
        else:
            score -= (0.5 if letter.isalpha() else 3) * count
    return score


def _habits(text: str) -> float:
    """Spanish puts a vowel after ñ, Polish never does after ń: the two share a byte."""
    return 0.5 * len(_SPANISH_ENYE.findall(text)) - 2 * len(_POLISH_N_BEFORE_VOWEL.findall(text))


def _capitals_inside(text: str) -> list[str]:
    return [letter for letter in _CAPITAL_INSIDE.findall(text) if letter.isupper()]
