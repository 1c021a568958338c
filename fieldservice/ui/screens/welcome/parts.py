"""What the assistant of the first start is handed, and the countries it knows by name."""

from collections.abc import Callable
from dataclasses import dataclass

from fieldservice.domain.rules.beginning import Beginning
from fieldservice.domain.rules.reasons import Reason
from fieldservice.ui.kit.dialogs import Dialogs
from fieldservice.ui.kit.ops import Ops
from fieldservice.wording import Wording, _


@dataclass(frozen=True, slots=True)
class WelcomeParts:
    """`begin` makes the desk, on a worker; `speak` changes the language; `refusal` judges a branch code.

    Without `dialogs` the real ones are used.
    """

    ops: Ops
    begin: Callable[[Beginning], object]
    speak: Callable[[str], Wording]
    refusal: Callable[[str], Reason | None]
    words: Wording
    country: str
    user_name: str
    dialogs: Dialogs | None = None


def countries() -> list[tuple[str, str]]:
    """Codes and names, by name in the language of the moment."""
    names = {
        "AT": _("Austria"),
        "BR": _("Brazil"),
        "CZ": _("Czechia"),
        "DE": _("Germany"),
        "ES": _("Spain"),
        "FR": _("France"),
        "GB": _("United Kingdom"),
        "IE": _("Ireland"),
        "IT": _("Italy"),
        "LT": _("Lithuania"),
        "MX": _("Mexico"),
        "PL": _("Poland"),
        "PT": _("Portugal"),
        "SK": _("Slovakia"),
        "UA": _("Ukraine"),
    }
    return sorted(names.items(), key=lambda pair: pair[1].casefold())
