"""What the intake says: rows as suggestions, grades and counts in words. No widget in here."""

from datetime import timedelta
from typing import TYPE_CHECKING

from fieldservice.domain.rules.verdict_values import NextStep
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.suggestions import Suggestion
from fieldservice.wording import Wording, _, marked, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.callers import CallerMatch
    from fieldservice.domain.queries.dictionaries import WorkKindChoice
    from fieldservice.domain.queries.intake import ContactChoice, CustomerPanel
    from fieldservice.domain.queries.intake_units import ProductChoice, UnitChoice

DOT = " · "
STANDARD = "standard"

# The five grades of impact and of urgency, the least first.
IMPACTS = (
    marked("One person"),
    marked("Several people"),
    marked("One department"),
    marked("The whole site"),
    marked("The whole company"),
)
URGENCIES = (
    marked("Can wait"),
    marked("Low"),
    marked("Normal"),
    marked("High"),
    marked("At once"),
)
CHANNELS = ("phone", "email", "sms", "web", "other")

_CLASS_TONES = {"vip": Tone.CARE, "high_value": Tone.ACCENT}
# Steps that are taken at the customer's card, which lies on another screen.
AT_THE_CARD = frozenset(
    {
        NextStep.REACTIVATE_CUSTOMER,
        NextStep.LIFT_BLOCK,
        NextStep.SIGN_CONTRACT,
        NextStep.RENEW_CONTRACT,
        NextStep.EXTEND_COVERAGE,
        NextStep.REGISTER_UNIT,
        NextStep.MOVE_UNIT,
    }
)


def class_chip(customer_class: str, wording: Wording) -> tuple[str, Tone]:
    """The chip of a class worth knowing (A36); nothing for standard customers."""
    if customer_class not in _CLASS_TONES:
        return "", Tone.NEUTRAL
    return wording.word_of("CustomerClass", customer_class) or customer_class, _CLASS_TONES[customer_class]


def caller_offer(match: "CallerMatch", wording: Wording) -> Suggestion:
    """A customer in the list: by what it was found stands below its name."""
    second = DOT.join(part for part in (match.contact_name, match.serial_number, match.city) if part)
    chip, tone = class_chip(match.customer_class, wording)
    return Suggestion(match, match.name, second, _customer_ids(match), chip, tone)


def caller_shown(match: "CallerMatch", wording: Wording) -> Suggestion:
    """The customer that was chosen, as it stands in the field."""
    chip, tone = class_chip(match.customer_class, wording)
    return Suggestion(match, match.name, "", _customer_ids(match), chip, tone)


def _customer_ids(match: "CallerMatch") -> str:
    tax = _("tax id {number}").format(number=match.tax_id) if match.tax_id else ""
    return DOT.join(part for part in (match.number, tax) if part)


def contact_offer(contact: "ContactChoice") -> Suggestion:
    return Suggestion(contact.id, contact.name, contact.role, contact.phone)


def contact_shown(contact: "ContactChoice") -> Suggestion:
    return Suggestion(contact.id, contact.name, contact.role)


def named_caller(name: str) -> Suggestion:
    """Somebody who is no contact on file: only the name is kept."""
    return Suggestion(name, name, _("not on file"))


def unit_offer(unit: "UnitChoice", customer_id: object = None) -> Suggestion:
    """A unit, or a whole site; one of another customer says whose it is."""
    if unit.id is None:
        return Suggestion(unit, unit.site, _("the whole site, no unit named"))
    is_foreign = customer_id is not None and unit.customer_id != customer_id
    chip, tone = ("", Tone.NEUTRAL)
    if is_foreign:
        chip, tone = _("another customer"), Tone.STOP
    elif unit.is_retired:
        chip, tone = _("out of use"), Tone.CARE
    place = unit.customer if is_foreign or customer_id is None else unit.site
    return Suggestion(unit, unit.name, unit.serial_number, place, chip, tone)


def work_offer(work: "WorkKindChoice", wording: Wording) -> Suggestion:
    return Suggestion(work.id, work.name, "", wording.word(work.mode))


def product_offer(product: "ProductChoice") -> Suggestion:
    return Suggestion(product.id, product.name)


def open_count_words(panel: "CustomerPanel") -> str:
    """`2 tickets, 1 visit`."""
    tickets = ngettext("{count} ticket", "{count} tickets", panel.open_count).format(count=panel.open_count)
    if not panel.visits:
        return tickets
    visits = len(panel.visits)
    return f"{tickets}, {ngettext('{count} visit', '{count} visits', visits).format(count=visits)}"


def call_words(length: timedelta) -> str:
    """`Call 02:14`."""
    minutes, seconds = divmod(max(0, int(length.total_seconds())), 60)
    return _("Call {clock}").format(clock=f"{minutes:02}:{seconds:02}")
