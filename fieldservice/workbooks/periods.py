"""How often a plan recurs, read from its name: yearly, `co 6 miesięcy`, `trimestral`, in five languages."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from fieldservice.workbooks.words import folded

_MONTHS_IN_YEAR = 12
_LONGEST_MONTHS = 600

_STEMS: Mapping[int, tuple[str, ...]] = MappingProxyType(
    {
        6: (
            *(
                "half year",
                "halfyear",
                "semi annual",
                "semiannual",
                "biannual",
                "six month",
                "6 month",
                "polroczn",
                "pol roku",
            ),
            *("pulrocn", "pololetn", "pul roku", "semestral", "semestre", "medio ano"),
        ),
        24: (
            "every two years",
            "biennial",
            "two year",
            "dwuletni",
            "co dwa lata",
            "dvoulet",
            "bienal",
            "bianual",
            "cada dos anos",
        ),
        2: ("bimonthly", "every two months", "dwumiesieczn", "dvoumesicn", "bimestral", "bimensual"),
        4: ("every four months", "czteromiesieczn", "ctyrmesicn", "cuatrimestral", "quadrimestral"),
        3: ("quarter", "kwarta", "ctvrtlet", "kvartal", "trimestr", "trimestral"),
        1: (
            "month",
            "miesieczn",
            "co miesiac",
            "mesicn",
            "kazdy mesic",
            "mensual",
            "mensal",
            "cada mes",
            "todos os meses",
        ),
        12: (
            *("year", "annual", "roczn", "co rok", "rocn", "kazdy rok", "anual", "cada ano", "todos os anos"),
            *("twelve months", "12 months"),
        ),
    }
)
_MONTH_WORDS = r"(?:months?|miesiac[ae]?|miesiecy|mies|m c|mesic[ue]?|mes|meses)"
_YEAR_WORDS = r"(?:years?|lat[ao]?|rok[uy]?|let|anos?)"
_COUNTED_MONTHS = re.compile(rf"\b(\d{{1,3}}) ?{_MONTH_WORDS}\b")
_COUNTED_YEARS = re.compile(rf"\b(\d{{1,2}}) ?{_YEAR_WORDS}\b")


def period_months(name: str) -> int | None:
    """The months from one occurrence to the next; None when the name does not tell."""
    text = folded(name)
    if found := _COUNTED_MONTHS.search(text):
        return _sensible(int(found[1]))
    if found := _COUNTED_YEARS.search(text):
        return _sensible(int(found[1]) * _MONTHS_IN_YEAR)
    for months, stems in _STEMS.items():
        if any(re.search(rf"\b{stem}", text) for stem in stems):
            return months
    return None


def _sensible(months: int) -> int | None:
    return months if 1 <= months <= _LONGEST_MONTHS else None
