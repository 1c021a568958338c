"""One use of each command of the settings, and what must be there for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from fieldservice.domain.commands import calendars, company, custom_fields, entries, priorities, slas
from fieldservice.domain.commands.entries import AddEntry, FieldChange
from fieldservice.domain.commands.first_start import catalogue_id
from fieldservice.domain.model.base import new_id
from fieldservice.domain.rules.calendar_hours import spans
from fieldservice.domain.rules.form_conditions import FieldKind
from fieldservice.domain.rules.priority import Scale
from fieldservice.domain.rules.sla import SlaRule
from fieldservice.domain.rules.standard_fields import FieldOfTicket
from fieldservice.domain.store.engine import rulebook_of
from tests.factories import Company

OWN_DAY = date(2026, 12, 24)


@dataclass(frozen=True, slots=True)
class SettingsWorld:
    """Ids of what the company keeps besides the dictionaries of its first start."""

    text_block: UUID
    form: UUID
    field: UUID
    other_field: UUID


def office(kind: str = "calendar", code: str = "office") -> UUID:
    return catalogue_id(kind, code)


def build_settings(c: Company) -> SettingsWorld:
    world = SettingsWorld(new_id(), new_id(), new_id(), new_id())
    text = {"text:pl": "Szanowni Państwo, zgłoszenie {number} przyjęto."}
    c.run(entries.add_entry, AddEntry("text_block", world.text_block, (("pl", "Przyjęcie"),), text))
    c.run(entries.add_entry, AddEntry("dynamic_form", world.form, (("pl", "Winda"),)))
    for key, name in ((world.field, "Piętro"), (world.other_field, "Uwięzieni")):
        add_field(c, key, name)
    c.run(calendars.set_calendar_day, calendars.SetCalendarDay(office(), OWN_DAY, spans("08:00-12:00")))
    return world


def add_field(c: Company, key: UUID, name: str, kind: FieldKind = FieldKind.TEXT, **values: Any) -> None:
    given = {"field_kind": kind, **values}
    c.run(entries.add_entry, AddEntry("custom_field", key, (("pl", name),), given))


def sla_rules(c: Company) -> tuple[SlaRule, ...]:
    return c.ask(rulebook_of, c.clock.now()).sla_rules


def settings_uses(
    c: Company, w: SettingsWorld, kind: UUID, ticket: UUID
) -> list[tuple[Callable[..., Any], object]]:
    renamed = FieldChange("name:pl", "", "Przegląd pięcioletni")
    rules = sla_rules(c)
    code = f"own-{w.field.hex}"
    return [
        (entries.add_entry, AddEntry("sla", new_id(), (("pl", "Nocne"),), {"calendar_id": office()})),
        (entries.change_entry, entries.ChangeEntry("kind", kind, (renamed,))),
        (entries.move_entry, entries.MoveEntry("kind", kind, 0)),
        (entries.remove_entry, entries.RemoveEntry("text_block", w.text_block)),
        (entries.make_usual_state, entries.MakeUsualState(c.ticket_state("planned"))),
        (
            calendars.set_calendar_day,
            calendars.SetCalendarDay(office(), date(2026, 12, 31), name="Sylwester"),
        ),
        (calendars.free_calendar_day, calendars.FreeCalendarDay(office(), OWN_DAY)),
        (slas.change_sla_rules, slas.ChangeSlaRules(rules, (*rules[2:], rules[0]))),
        (priorities.change_matrix, priorities.ChangeMatrix((priorities.CellChange(1, 1, 1, 4),))),
        (
            priorities.name_grade,
            priorities.NameGrade(Scale.IMPACT, 5, (FieldChange("name:pl", "", "cały zakład"),)),
        ),
        (company.change_company, company.ChangeCompany((FieldChange("name", "", "Serwis Lis"),))),
        (
            custom_fields.change_standard_field,
            custom_fields.ChangeStandardField(
                FieldOfTicket.PURPOSE, (FieldChange("is_active", True, False),)
            ),
        ),
        (custom_fields.arrange_fields, custom_fields.ArrangeFields((code, "title"))),
        (
            custom_fields.set_custom_values,
            custom_fields.SetCustomValues(ticket, (FieldChange(code, "", "trzecie"),)),
        ),
    ]
