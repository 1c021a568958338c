"""Requests of the tray in the words of the reader; no widget in here."""

from datetime import datetime

from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.screens.trays.calls import TrayShown
from fieldservice.wording import Wording, _

DOT = " · "
_OUTCOME_TONES = {"ok": Tone.CARE}


def who_words(shown: TrayShown) -> str:
    """The customer; else who called, else the number."""
    row = shown.row
    return row.customer or row.contact or row.caller_name or shown.number or _("unknown")


def behind_words(shown: TrayShown) -> str:
    """What stands below who it is: number of the customer, person, telephone."""
    row = shown.row
    parts = (row.customer_number, row.contact or row.caller_name, shown.number)
    return DOT.join(part for part in parts if part and part != who_words(shown))


def what_words(shown: TrayShown) -> str:
    return shown.row.title or shown.row.work or _("nothing said")


def subject_words(shown: TrayShown) -> str:
    row = shown.row
    unit = " ".join(part for part in (row.unit, row.serial_number) if part)
    return DOT.join(part for part in (unit, row.work) if part)


def reason_words(shown: TrayShown, wording: Wording) -> str:
    """Why it is not served, in one sentence: what a person said, or what the verdict found."""
    row = shown.row
    if row.because:
        return row.because
    if not shown.waits and row.outcome in ("", "ok"):
        return ""
    if row.verdict is None:
        return _("Not checked yet.")
    return wording.reason(row.verdict.reason)


def outcome_word(shown: TrayShown, wording: Wording) -> str:
    """Of what waits what was found; else what became of it."""
    if not shown.waits:
        return shown.row.ticket_number or wording.word_of("RequestState", shown.row.state) or ""
    return wording.word_of("Outcome", shown.row.outcome) or ""


def outcome_tone(shown: TrayShown) -> Tone:
    if not shown.waits:
        return Tone.GOOD if shown.row.state == "accepted" else Tone.NEUTRAL
    return _OUTCOME_TONES.get(shown.row.outcome, Tone.STOP)


def outcome_shape(shown: TrayShown) -> Shape:
    if not shown.waits:
        return Shape.TICK if shown.row.state == "accepted" else Shape.CIRCLE
    return Shape.DIAMOND if outcome_tone(shown) is Tone.CARE else Shape.TRIANGLE


def told_words(shown: TrayShown) -> str:
    return _("told") if shown.row.requester_told else _("not told")


def told_tone(shown: TrayShown) -> Tone:
    return Tone.GOOD if shown.row.requester_told else Tone.CARE


def told_shape(shown: TrayShown) -> Shape:
    return Shape.TICK if shown.row.requester_told else Shape.DIAMOND


def age_words(shown: TrayShown, now: datetime, wording: Wording) -> str:
    return wording.duration(now - shown.row.received_at)
