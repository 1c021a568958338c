"""Words that several sections of the settings share."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.queries.settings import Usage


def used_by(uses: "Sequence[Usage]", wording: Wording) -> str:
    """`tickets (12), SLA rules (1)`: where something is used."""
    names = _places()
    told: dict[str, list[int]] = {}
    for use in uses:
        told.setdefault(names.get(use.table, _("other entries")), []).append(use.count)
    counted = [f"{words} ({wording.number(sum(counts))})" for words, counts in told.items()]
    return wording.listing(counted)


def _places() -> dict[str, str]:
    tickets, requests = _("tickets"), _("requests")
    contracts, rules = _("contracts"), _("SLA rules")
    forms, templates = _("forms"), _("templates")
    return {
        "ticket": tickets,
        "request": requests,
        "coverage_line": contracts,
        "coverage_service": contracts,
        "coverage_work": contracts,
        "sla_rule": rules,
        "sla": _("SLAs"),
        "sla_entry": tickets,
        "sla_service": _("SLAs"),
        "kind": _("kinds"),
        "service": _("services"),
        "ticket_type": _("types"),
        "ticket_state": _("states"),
        "ticket_template": templates,
        "dynamic_form_kind": forms,
        "dynamic_form_field": forms,
        "custom_field_type": _("own fields"),
        "custom_value": tickets,
        "calendar_day": _("days of the calendar"),
        "technician": _("technicians"),
        "work_order": _("work orders"),
        "maintenance_plan": _("maintenance plans"),
        "type_conduct": _("types"),
    }
