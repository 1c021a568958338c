"""States of contracts, service levels and costs in words."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.sections import Mark
from fieldservice.wording import Wording, _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.contract_costs import ContractCosts
    from fieldservice.domain.queries.contract_list import ContractListRow
    from fieldservice.domain.queries.contract_reading import SlaShown

DOT = " · "


def state_mark(state: str) -> Mark:
    """The word, tone and shape of where a contract stands; by the value of the query's enum."""
    marks = {
        "in-force": (_("in force"), Tone.GOOD, Shape.TICK),
        "ending": (_("ends soon"), Tone.CARE, Shape.DIAMOND),
        "coming": (_("coming"), Tone.ACCENT, Shape.NONE),
        "ended": (_("ended"), Tone.STOP, Shape.TRIANGLE),
        "draft": (_("draft"), Tone.NEUTRAL, Shape.CIRCLE),
    }
    return marks[state]


def ends_words(row: "ContractListRow", today: date, wording: Wording) -> str:
    """How long it lasts yet; the day itself stands beside it."""
    left = row.days_left(today)
    if left is None:
        return wording.day(row.last_day) if row.last_day else ""
    return days_words(left)


def last_day_words(row: "ContractListRow", today: date, wording: Wording) -> str:
    """The last day, where the first line tells the distance."""
    is_told = row.last_day is not None and row.days_left(today) is not None
    return wording.day(row.last_day) if is_told and row.last_day else ""


def days_words(left: int) -> str:
    if left == 0:
        return _("today")
    return ngettext("in {count} day", "in {count} days", left).format(count=left)


def sla_words(sla: "SlaShown", wording: Wording) -> str:
    """What is promised, to whom, and who answers for it (B12, D17)."""
    times = (
        (_("response within {time}"), sla.response_minutes),
        (_("solved within {time}"), sla.resolution_minutes),
    )
    promised = [
        words.format(time=wording.duration(timedelta(minutes=minutes))) for words, minutes in times if minutes
    ]
    kind = _("internal, promised to nobody") if sla.is_internal else _("agreed with the customer")
    roles = [f"{who}: {what}" for who, what in sla.roles]
    parts = (_("service level {name}").format(name=sla.name), kind, *promised, *roles, sla.note)
    return DOT.join(part for part in parts if part)


def cost_rows(costs: "ContractCosts", wording: Wording, currency: str) -> list[tuple[str, str]]:
    return [
        (_("Work"), wording.duration(timedelta(minutes=float(costs.work_minutes)))),
        (_("Travel"), wording.duration(timedelta(minutes=float(costs.travel_minutes)))),
        (_("Parts and costs"), wording.money(costs.amount_cents, currency)),
    ]
