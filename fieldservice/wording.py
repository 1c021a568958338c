"""The program's voice: reason codes, errors, enums and values in, sentences of five languages out. No Qt.

A `Wording` speaks one language in one zone; documents and messages make their own in their reader's language.
The screens share the one made by `activate`; `_` and its neighbours speak through it (docs/adr/0002). The
texts themselves stand in `fieldservice/sentences`.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, Any

from fieldservice.domain.rules.errors import TellableError
from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.domain.rules.reasons import Reason
from fieldservice.sentences.late import late_tables
from fieldservice.sentences.marks import NOTHING_CHANGED, marked
from fieldservice.sentences.sayings import Sayings, warn_once
from fieldservice.sentences.speech import LANGUAGE_NAMES, LANGUAGES, known_language

if TYPE_CHECKING:  # whoever has a verdict has brought its module; the start does without
    from fieldservice.domain.rules.verdict_values import NextStep, Verdict

__all__ = [
    "LANGUAGES",
    "LANGUAGE_NAMES",
    "ErrorWords",
    "Wording",
    "_",
    "activate",
    "current",
    "known_language",
    "marked",
    "ngettext",
    "pgettext",
]

_UNKNOWN_REASON = marked("Reason: {code}.")
_UNKNOWN_ERROR = marked("This was refused ({code}).")
_TELL_SUPPORT = marked("Try again, or tell the person who looks after the program.")
_YOU_CAN = marked("You can {steps}.")


@dataclass(frozen=True, slots=True)
class ErrorWords:
    """An error in three parts: what did not happen, what became of the data, what to do now."""

    what: str
    data: str
    do: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.what, self.data, self.do) if part)


class Wording(Sayings):
    """Everything that is said in one language: moments in one zone, numbers as one country writes them."""

    def reason(self, reason: Reason) -> str:
        """Whole sentences. A code without words still gives one, and is logged once."""
        pieces = late_tables().REASONS.get(reason.code)
        if pieces is None:
            warn_once(reason.code)
            return self.text(_UNKNOWN_REASON).format(code=reason.code)
        return self.say(pieces, self._with_command(reason.values), reason.code)

    def error(self, error: TellableError) -> ErrorWords:
        pieces = late_tables().ERRORS.get(error.code)
        if pieces is None:
            warn_once(error.code)
            what = self.text(_UNKNOWN_ERROR).format(code=error.code)
            return ErrorWords(what, self.text(NOTHING_CHANGED), self.text(_TELL_SUPPORT))
        return ErrorWords(
            what=self.say(pieces.what, error.values, error.code),
            data=self.say(pieces.data, error.values, error.code),
            do=self.say(pieces.do, error.values, error.code),
        )

    def verdict(self, verdict: "Verdict") -> str:
        """The reason, what is left of the quota when the request may be served, what can be done when not."""
        said = self.reason(verdict.reason)
        if not verdict.is_ok:
            return f"{said} {self.next_steps(verdict.next_steps)}"
        evidence = verdict.evidence
        if evidence.quota_kind is None or verdict.reason.code.startswith("verdict.quota."):
            return said
        values = {
            "used": evidence.quota_used,
            "limit": evidence.quota_limit,
            "quota_kind": evidence.quota_kind,
        }
        return f"{said} {self.reason(Reason('verdict.quota.standing', values))}"

    def next_steps(self, steps: "Iterable[NextStep]") -> str:
        """What can be done: `You can park the request, tell the requester or make an offer.`"""
        return self.text(_YOU_CAN).format(steps=self.choice([self.word(step) for step in steps]))

    def _with_command(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """An undo names the command it took back, whose own values stand beside it."""
        if "command" not in values:
            return values
        undone = {name: value for name, value in values.items() if name != "command"}
        return {**values, "command": self.reason(Reason(str(values["command"]), undone))}

    def value(self, value: object) -> str | None:
        return self.reason(value) if isinstance(value, Reason) else super().value(value)


class _Screens:
    """Holds the wording the screens speak through: the one process-wide value (docs/adr/0002)."""

    def __init__(self) -> None:
        self.wording = Wording("en", zone=UTC)


_screens = _Screens()


def activate(language: str, *, zone: tzinfo | None = None, country: str = "") -> Wording:
    """Let screens and worker threads speak this language from now on; without a zone the old one stays."""
    _screens.wording = Wording(language, zone=zone or _screens.wording.zone, country=country)
    return _screens.wording


def current() -> Wording:
    return _screens.wording


def _(message: str) -> str:
    return _screens.wording.text(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    return _screens.wording.plural(singular, plural, number)


def pgettext(context: str, message: str) -> str:
    """For a short word that means two things: `pgettext("ticket state", "new")`."""
    return _screens.wording.in_context(context, message)
