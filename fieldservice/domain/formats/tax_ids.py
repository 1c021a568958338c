"""Tax ids of the countries we know: NIP, DIČ, NIF and CIF, Portuguese NIF, CNPJ and CPF.

An id that is not right is told as a Reason and never refused: it may be right in a country that changed its
rule, and a customer with a misprint in his tax id is still a customer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType, ModuleType

from stdnum.br import cnpj, cpf
from stdnum.cz import dic
from stdnum.es import nif as spanish_nif
from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError
from stdnum.gb import vat as british_vat
from stdnum.pl import nip
from stdnum.pt import nif as portuguese_nif

from fieldservice.domain.rules.reasons import Reason

_FORMS: Mapping[str, tuple[ModuleType, ...]] = MappingProxyType(
    {
        "BR": (cnpj, cpf),
        "CZ": (dic,),
        "ES": (spanish_nif,),
        "GB": (british_vat,),
        "PL": (nip,),
        "PT": (portuguese_nif,),
    }
)
_SEPARATORS = str.maketrans("", "", " \t\u00a0.-/")


@dataclass(frozen=True, slots=True)
class TaxId:
    """A tax id as it is compared: the country, and the number without prefix and separators."""

    country: str
    number: str


def read_tax_id(text: str, country: str) -> TaxId | Reason:
    """The id, or why it is not one; a prefix such as `CZ` in the text outweighs `country`.

    Codes: `tax_id.empty`, `tax_id.country_unknown`, `tax_id.wrong_length`, `tax_id.wrong_checksum`,
    `tax_id.wrong_form`; values `text` and `country`.
    """
    compact = compact_tax_id(text)
    if not compact:
        return Reason("tax_id.empty", {"text": text, "country": country})
    land, number = _country_and_number(compact, country.upper())
    if land not in _FORMS:
        return Reason("tax_id.country_unknown", {"text": text, "country": land})
    problems = []
    for form in _FORMS[land]:
        try:
            return TaxId(land, str(form.validate(number)))
        except ValidationError as problem:
            problems.append(problem)
    return Reason(_most_telling(problems), {"text": text, "country": land})


def compact_tax_id(text: str) -> str:
    """Upper case without separators: what two spellings of one id, right or wrong, have in common."""
    return text.translate(_SEPARATORS).strip().upper()


def _country_and_number(compact: str, country: str) -> tuple[str, str]:
    prefix, rest = compact[:2], compact[2:]
    has_prefix = prefix in _FORMS and rest[:1].isdigit()
    # Behind its prefix a Spanish id may begin with a letter; without one it never begins with two.
    if has_prefix or (prefix == "ES" and country == "ES"):
        return prefix, rest
    return country, compact


def _most_telling(problems: list[ValidationError]) -> str:
    """A wrong checksum tells most: the number had the right form of one of the kinds."""
    if any(isinstance(problem, InvalidChecksum) for problem in problems):
        return "tax_id.wrong_checksum"
    if all(isinstance(problem, InvalidLength) for problem in problems):
        return "tax_id.wrong_length"
    return "tax_id.wrong_form"
