"""One language: its compiled catalogue (`.mo`, made from `.po` by `tools/translations.py`) and its locale.

English is the language of the source and needs no catalogue. A catalogue that is missing is a degraded start,
not a failed one: the texts stay English and the log says so once.
"""

import logging
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel import Locale, UnknownLocaleError

_log = logging.getLogger(__name__)

LANGUAGES = ("en", "pl", "cs", "es", "pt")
LANGUAGE_NAMES = {"en": "English", "pl": "Polski", "cs": "Čeština", "es": "Español", "pt": "Português"}
DOMAIN = "fieldservice"

_HOME_LOCALES = {"en": "en_GB", "pl": "pl_PL", "cs": "cs_CZ", "es": "es_ES", "pt": "pt_PT"}


def known_language(tag: str) -> str:
    """The language we speak for a tag such as `pl_PL.UTF-8` or `cs`; English for one we do not."""
    language = tag.replace("-", "_").split("_")[0].split(".")[0].lower()
    return language if language in LANGUAGES else "en"


def locale_for(language: str, country: str) -> Locale:
    """CLDR's locale of the language as the country writes it, else as its home country does.

    English is always British: a desk in Warsaw read in English must not see month before day.
    """
    if language != "en" and country:
        try:
            return Locale(language, territory=country.upper())
        except UnknownLocaleError:
            pass
    return Locale.parse(_HOME_LOCALES[language])


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
        self.locale = locale_for(self.language, country)
        self._catalogue = catalogue(self.language)

    def text(self, message: str) -> str:
        return self._catalogue.gettext(message) if message else ""

    def plural(self, singular: str, plural: str, number: int) -> str:
        return self._catalogue.ngettext(singular, plural, number)

    def in_context(self, context: str, message: str) -> str:
        return self._catalogue.pgettext(context, message)
