"""A verdict as the four lights and the sentence that screens show; no widget in here."""

from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.verdict_codes import VerdictCode
from fieldservice.domain.rules.verdict_values import Basis, Check, CheckName, Verdict
from fieldservice.domain.rules.verdict_values import Light as CheckLight
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.lights import Light
from fieldservice.wording import Wording, _, marked

_TONES = {
    CheckLight.PASSED: Tone.GOOD,
    CheckLight.WARNING: Tone.CARE,
    CheckLight.FAILED: Tone.STOP,
    CheckLight.PENDING: Tone.NEUTRAL,
    CheckLight.NOT_REACHED: Tone.NEUTRAL,
}
_FAILED_CUSTOMER = {
    VerdictCode.CUSTOMER_SEVERAL.value: marked("Several customers"),
    VerdictCode.CUSTOMER_UNKNOWN.value: marked("Unknown caller"),
}
_STRONG_VALUES = (
    "contract",
    "valid_to",
    "until",
    "since",
    "valid_from",
    "number",
    "unit",
    "block_reason",
    "caller",
)


def waiting_lights(wording: Wording) -> tuple[str, ...]:
    """The words of the lights while nothing is known."""
    return tuple(wording.word(name) for name in CheckName)


def lights_of(verdict: Verdict, wording: Wording) -> tuple[Light, ...]:
    return tuple(
        Light(
            _light_word(check, verdict) or wording.word(check.name),
            _TONES[check.light],
            wording.reason(check.reason),
        )
        for check in verdict.checks
    )


def sentence_of(verdict: Verdict, wording: Wording) -> str:
    """One sentence: what covers the request, or why it is refused; it can be read to the caller (F24)."""
    return wording.verdict(verdict) if verdict.is_ok else wording.reason(verdict.reason)


def strong_parts_of(reason: Reason, wording: Wording) -> tuple[str, ...]:
    """The records and days in the sentence, which the eye looks for."""
    said = (wording.value(reason.values.get(name)) for name in _STRONG_VALUES)
    return tuple(part for part in said if part)


def _light_word(check: Check, verdict: Verdict) -> str:
    """What was found, in a word or two; nothing while the check is open."""
    words = {
        CheckName.CUSTOMER: _customer_word,
        CheckName.BLOCK: _block_word,
        CheckName.CONTRACT: _contract_word,
        CheckName.COVERAGE: _coverage_word,
    }
    return words[check.name](check, verdict)


def _customer_word(check: Check, verdict: Verdict) -> str:
    del verdict
    if check.light is not CheckLight.FAILED:
        return ""
    return _(_FAILED_CUSTOMER.get(check.reason.code, marked("Not a customer now")))


def _block_word(check: Check, verdict: Verdict) -> str:
    del verdict
    if check.light is CheckLight.FAILED:
        return _("Blocked")
    return _("Not blocked") if check.light is CheckLight.PASSED else ""


def _contract_word(check: Check, verdict: Verdict) -> str:
    if check.light is CheckLight.FAILED:
        return _("No valid contract")
    if check.light is CheckLight.PASSED:
        number = verdict.evidence.contract_number or str(check.reason.values.get("contract", ""))
        return _("Contract {number}").format(number=number) if number else _("Valid contract")
    return _("No contract needed") if verdict.evidence.basis is Basis.WARRANTY else ""


def _coverage_word(check: Check, verdict: Verdict) -> str:
    match check.light:
        case CheckLight.FAILED:
            return _("Not covered")
        case CheckLight.WARNING:
            return _("Covered, quota nearly used up")
        case CheckLight.PASSED:
            return _("Under warranty") if verdict.evidence.basis is Basis.WARRANTY else _("Covered")
    return ""
