"""One language: its compiled catalogue (`.mo`, made from `.po` by `tools/translations.py`) and its locale.

English is the language of the source and needs no catalogue. A catalogue that is missing is a degraded start,
not a failed one: the texts stay English and the log says so once.
"""

import importlib
import logging
from functools import cache, cached_property
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from babel import Locale

_log = logging.getLogger(__name__)

LANGUAGES = ("en", "pl", "cs", "es", "pt")
LANGUAGE_NAMES = {"en": "English", "pl": "Polski", "cs": "Čeština", "es": "Español", "pt": "Português"}
DOMAIN = "fieldservice"


def known_language(tag: str) -> str:
    """The language we speak for a tag such as `pl_PL.UTF-8` or `cs`; English for one we do not."""
    language = tag.replace("-", "_").split("_")[0].split(".")[0].lower()
    return language if language in LANGUAGES else "en"


class Cldr(Protocol):
    """What `sentences.cldr` holds."""

    def locale_for(self, language: str, country: str) -> "Locale": ...

    def day(self, value: "date", pattern: str, locale: "Locale") -> str: ...

    def number(self, value: "int | Decimal", locale: "Locale") -> str: ...

    def percent(self, share: "Decimal | float", locale: "Locale") -> str: ...

    def money(self, amount: "Decimal", currency: str, locale: "Locale") -> str: ...

    def listing(self, items: list[str], locale: "Locale") -> str: ...

    def choice(self, items: list[str], locale: "Locale") -> str: ...


@cache
def cldr() -> Cldr:
    """Loaded when the first date or number is written."""
    loaded: Cldr = importlib.import_module("fieldservice.sentences.cldr")
    return loaded


def translations_folder() -> Path:
    """Inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "resources" / "translations"
    return installed if installed.is_dir() else package.parent / "resources" / "translations"


@cache
def catalogue(language: str) -> NullTranslations:
    if language == "en":
        return NullTranslations()
    path = translations_folder() / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    try:
        with path.open("rb") as file:
            return GNUTranslations(file)
    except OSError:
        _log.warning("no compiled catalogue for language %s; texts stay English", language)
        return NullTranslations()


class Speech:
    """Marked texts of one language."""

    def __init__(self, language: str, *, country: str = "") -> None:
        self.language = known_language(language)
        self._country = country
        self._catalogue = catalogue(self.language)

    @cached_property
    def locale(self) -> "Locale":
        """CLDR's, in whose data names and separators stand."""
        return cldr().locale_for(self.language, self._country)

    def text(self, message: str) -> str:
        return self._catalogue.gettext(message) if message else ""

    def plural(self, singular: str, plural: str, number: int) -> str:
        return self._catalogue.ngettext(singular, plural, number)

    def in_context(self, context: str, message: str) -> str:
        return self._catalogue.pgettext(context, message)
