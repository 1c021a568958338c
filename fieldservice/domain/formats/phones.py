"""Telephone numbers: any way of writing in, one identity (E.164 and extension) out.

What cannot be read gives None, and the caller keeps the text as it was typed. A number is accepted when its
length is possible in its country: a customer's number that a table of ranges does not know is still a number.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, ValidationResult

# Longest first, so that `wewn` is not read as `wew` and a rest. Accents are taken off before.
_EXTENSION_WORDS = "extension|interno|wewnetrzny|wewn|wew|linka|klapka|ramal|anexo|ext|int|kl|x|w|r|#"
_EXTENSION = re.compile(rf"[\s,;]*(?:{_EXTENSION_WORDS})\s*[.:=]?\s*(?P<extension>[0-9]{{1,7}})\)?$")
_LABEL = re.compile(
    r"^(?:telefone|telefono|telefon|phone|tel|kom|mobil|movil|celular|mob|cel|fax|gsm|faks)[\s./:]*"
)
_TRUNK_ZERO_AFTER_COUNTRY = re.compile(r"^(?P<country>(?:\+|00)\s*[0-9]{1,3}\s*)\(0\)")
_WHOLE_AS_DECIMAL = re.compile(r"^(?P<whole>[0-9]{6,15})\.0$")
_ONLY_PHONE_SIGNS = re.compile(r"[+0-9\s()/.\-]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}[./\-][0-9]{1,2}[./\-][0-9]{4}")
_HIDDEN = frozenset(
    {
        "anonimo",
        "anonymous",
        "anonymni",
        "blocked",
        "brak",
        "desconhecido",
        "desconocido",
        "hidden",
        "no number",
        "numer prywatny",
        "numer zastrzezony",
        "numero desconhecido",
        "numero desconocido",
        "numero oculto",
        "numero privado",
        "oculto",
        "privado",
        "private",
        "private number",
        "prywatny",
        "restricted",
        "skryte cislo",
        "skryte",
        "unavailable",
        "unknown",
        "withheld",
        "zastrzezony",
    }
)
_MINIMUM_DIGITS = 7
_MAXIMUM_DIGITS = 17
_MINIMUM_DIGITS_AFTER_PLUS = 3


@dataclass(frozen=True, slots=True)
class PhoneIdentity:
    """A number in E.164 (`+48221234567`), and the extension behind it (`12`, or empty)."""

    e164: str
    extension: str = ""


def read_phone(text: str, region: str) -> PhoneIdentity | None:
    """The identity behind a number as somebody wrote it; `region` is the country it is at home in (`PL`)."""
    number, extension = _split_extension(_plain(text))
    if not _ONLY_PHONE_SIGNS.fullmatch(number):
        return None
    found = _parse(_TRUNK_ZERO_AFTER_COUNTRY.sub(r"\g<country>", number), region)
    if found is None:
        return None
    return PhoneIdentity(phonenumbers.format_number(found, PhoneNumberFormat.E164), extension)


def show_phone(identity: PhoneIdentity, region: str) -> str:
    """As people of `region` write it: national at home, international abroad, `#12` for an extension."""
    number = phonenumbers.parse(identity.e164)
    is_at_home = phonenumbers.region_code_for_country_code(number.country_code or 0) == region.upper()
    form = PhoneNumberFormat.NATIONAL if is_at_home else PhoneNumberFormat.INTERNATIONAL
    shown = str(phonenumbers.format_number(number, form))
    return f"{shown} #{identity.extension}" if identity.extension else shown


def looks_like_phone(text: str) -> bool:
    """Whether what was typed into the search box may be a number; dates and ticket numbers do not."""
    number, _extension = _split_extension(_plain(text))
    if not _ONLY_PHONE_SIGNS.fullmatch(number) or _DATE.fullmatch(number):
        return False
    digits = sum(sign.isdigit() for sign in number)
    minimum = _MINIMUM_DIGITS_AFTER_PLUS if number.startswith("+") else _MINIMUM_DIGITS
    return minimum <= digits <= _MAXIMUM_DIGITS


def is_hidden_number(text: str) -> bool:
    """Whether the number was kept back: there is nothing to look up, the request goes to the tray."""
    plain = _plain(text).removeprefix("sip:").partition("@")[0].strip(" <>()\"'-.+_")
    return not plain or plain in _HIDDEN


def _plain(text: str) -> str:
    """Lower case, without accents, odd spaces and dashes, label words and the `.0` of a spreadsheet."""
    decomposed = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("Ł", "L")).casefold()
    letters = (sign for sign in decomposed if unicodedata.category(sign) not in ("Mn", "Cf"))
    plain = "".join("-" if unicodedata.category(sign) == "Pd" else sign for sign in letters).strip()
    plain = _LABEL.sub("", plain.removeprefix("tel:").removeprefix("callto:")).strip()
    decimal = _WHOLE_AS_DECIMAL.fullmatch(plain)
    return decimal["whole"] if decimal else plain


def _split_extension(plain: str) -> tuple[str, str]:
    match = _EXTENSION.search(plain)
    if match is None:
        return plain, ""
    return plain[: match.start()].strip(" ,;(-"), match["extension"]


@cache
def _known_regions() -> frozenset[str]:
    return frozenset(phonenumbers.SUPPORTED_REGIONS)


def _parse(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    home = region.upper() if region.upper() in _known_regions() else None
    try:
        number = phonenumbers.parse(text, home)
    except NumberParseException:
        return None
    if number.italian_leading_zero and not phonenumbers.is_valid_number(number):
        number.italian_leading_zero = (
            False  # a trunk zero, in a country whose rule does not know one any more
        )
    possible = phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE
    return number if possible else None
