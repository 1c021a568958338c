"""Values as papers say them: spans of time, telephone numbers, amounts, addresses, the tone of a verdict."""

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from fieldservice.domain.formats.phones import PhoneIdentity, show_phone
from fieldservice.domain.rules.verdict_values import Light, Verdict
from fieldservice.reports.layout import Tone
from fieldservice.sentences.marks import marked
from fieldservice.wording import Wording

_DASH = "\N{EN DASH}"
_SPACED_DASH = f" {_DASH} "
_MINUS = "\N{MINUS SIGN}"
_TONES = {
    Light.PASSED: Tone.GOOD,
    Light.WARNING: Tone.CARE,
    Light.PENDING: Tone.CARE,
    Light.FAILED: Tone.STOP,
    Light.NOT_REACHED: Tone.PLAIN,
}


def in_zone(wording: Wording, zone: str) -> Wording:
    """The same words with the moments of another zone; the same wording when none is named."""
    if not zone:
        return wording
    return Wording(wording.language, zone=ZoneInfo(zone), country=wording.locale.territory or "")


def span(wording: Wording, start: datetime | None, end: datetime | None) -> str:
    """`Monday 23 Nov 2026, 09:00-10:30`; with both days when it goes over midnight."""
    return _span(wording, wording.long_moment, start, end)


def short_span(wording: Wording, start: datetime | None, end: datetime | None) -> str:
    """`23 Nov 2026, 09:00-10:30`."""
    return _span(wording, wording.moment, start, end)


def _span(
    wording: Wording, say: Callable[[datetime], str], start: datetime | None, end: datetime | None
) -> str:
    if start is None:
        return "" if end is None else f"{_DASH} {say(end)}"
    if end is None:
        return say(start)
    is_one_day = start.astimezone(wording.zone).date() == end.astimezone(wording.zone).date()
    return (
        f"{say(start)}{_DASH}{wording.time(end)}" if is_one_day else f"{say(start)}{_SPACED_DASH}{say(end)}"
    )


def phone(wording: Wording, number: str) -> str:
    """E.164 as the country writes it; anything else as it is."""
    e164, _mark, extension = number.partition("#")
    if not e164.startswith("+"):
        return number
    return show_phone(PhoneIdentity(e164, extension), wording.locale.territory or "")


def amount(wording: Wording, cents: int) -> str:
    """Money without a currency, always with two decimals: `1 234,50`."""
    mark = wording.number(Decimal("1.5"))[1]
    whole, rest = divmod(abs(cents), 100)
    return f"{_MINUS if cents < 0 else ''}{wording.number(whole)}{mark}{rest:02}"


def joined(parts: Iterable[str], mark: str = " · ") -> str:
    """What is there, with a mark between."""
    return mark.join(part for part in parts if part)


def opened(words: str) -> str:
    """With a capital letter, as at the start of a line."""
    return words[:1].upper() + words[1:]


def override(wording: Wording, because: str, by: str) -> str:
    """Who decided against the verdict and why; empty when nobody did."""
    if not because:
        return ""
    if not by:
        return wording.text(marked("Served all the same: {because}")).format(because=because)
    template = wording.text(marked("Served all the same, decided by {name}: {because}"))
    return template.format(name=by, because=because)


def tone_of(verdict: Verdict) -> Tone:
    """The worst light decides."""
    lights = [check.light for check in verdict.checks]
    worst = (Light.FAILED, Light.WARNING, Light.PENDING)
    return next((_TONES[light] for light in worst if light in lights), Tone.GOOD)
