"""Own fields on tickets, forms of kinds with their conditions, text blocks and templates."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from fieldservice.domain.commands.custom_fields import (
    ArrangeFields,
    ChangeStandardField,
    SetCustomValues,
    arrange_fields,
    change_standard_field,
    set_custom_values,
)
from fieldservice.domain.commands.entries import AddEntry, ChangeEntry, FieldChange, add_entry, change_entry
from fieldservice.domain.model.base import new_id
from fieldservice.domain.queries.custom_fields import (
    field_layout,
    fields_for_intake,
    fields_of_ticket,
)
from fieldservice.domain.queries.search import find
from fieldservice.domain.queries.settings import book_page
from fieldservice.domain.queries.texts import TextAsk, text_blocks, text_facts
from fieldservice.domain.queries.ticket_templates import ticket_templates
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.form_conditions import (
    Comparison,
    Condition,
    Effect,
    FieldKind,
    FormRule,
    rule_to_json,
)
from fieldservice.domain.rules.placeholders import Placeholder, filled
from fieldservice.domain.rules.standard_fields import FieldOfTicket
from tests.factories import ZONE, Company
from tests.store.settings_uses import add_field
from tests.store.ticket_givens import logged, ordered

OPTIONS = [
    {"code": "a", "name": "Osobowa"},
    {"code": "b", "name": "Towarowa", "translations": {"en": "Goods"}},
]


def _field(company: Company, name: str, kind: FieldKind = FieldKind.TEXT, **values: Any) -> UUID:
    field_id = new_id()
    add_field(company, field_id, name, kind, **values)
    return field_id


def _code(field_id: UUID) -> str:
    return f"own-{field_id.hex}"


def _write(company: Company, ticket: UUID, *changes: tuple[UUID, str, str]) -> None:
    told = tuple(FieldChange(_code(field), seen, value) for field, seen, value in changes)
    company.run(set_custom_values, SetCustomValues(ticket, told))


@pytest.mark.covers("K01")
def test_own_fields_of_every_kind_are_kept_with_the_ticket(company: Company) -> None:
    ticket = logged(company)
    floor, day = _field(company, "Piętro", FieldKind.NUMBER), _field(company, "Odbiór", FieldKind.DATE)
    lift = _field(company, "Winda", FieldKind.CHOICE, options=OPTIONS)

    _write(company, ticket, (floor, "", "-2"), (day, "", "2026-12-01"), (lift, "", "b"))

    sheet = company.ask(fields_of_ticket, ticket, "en")
    assert sheet.values == {_code(floor): "-2", _code(day): "2026-12-01", _code(lift): "b"}
    assert [field.shown(sheet.values[field.code]) for field in sheet.fields] == ["-2", "2026-12-01", "Goods"]


def test_what_stands_in_an_own_field_is_found_by_search(company: Company) -> None:
    ticket = logged(company)
    field = _field(company, "Właściciel budynku")
    _write(company, ticket, (field, "", "Spółdzielnia Łąkowa"))

    (hit,) = company.ask(find, "lakowa")

    assert (hit.ticket_id, hit.found_in) == (ticket, "custom_value")


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        (FieldKind.NUMBER, "trzecie", "value_unfit"),
        (FieldKind.DATE, "jutro", "value_unfit"),
        (FieldKind.CHOICE, "c", "option_not_offered"),
        (FieldKind.TEXT, "", "value_missing"),
    ],
)
def test_what_cannot_stand_in_a_field_is_refused(
    company: Company, kind: FieldKind, value: str, code: str
) -> None:
    ticket = logged(company)
    field = _field(company, "Piętro", kind, options=OPTIONS, is_required=True)

    with pytest.raises(RuleViolation, match=code):
        _write(company, ticket, (field, "", value))

    assert company.ask(fields_of_ticket, ticket, "pl").values == {}


def test_two_who_fill_in_the_same_field_differently_are_told(company: Company) -> None:
    ticket, field, other = logged(company), _field(company, "Piętro"), _field(company, "Klatka")
    _write(company, ticket, (field, "", "trzecie"))
    _write(company, ticket, (other, "", "B"))

    with pytest.raises(RuleViolation, match=r"form\.value_changed_meanwhile"):
        _write(company, ticket, (field, "", "czwarte"))

    assert company.ask(fields_of_ticket, ticket, "pl").values == {_code(field): "trzecie", _code(other): "B"}


def test_a_field_for_one_type_is_asked_of_that_type_only(company: Company) -> None:
    problem = company.ticket_type("problem")
    field = _field(company, "Przyczyna", types=(problem,))

    asked = company.ask(fields_for_intake, "pl", problem, None)
    others = company.ask(fields_for_intake, "pl", company.ticket_type(), None)

    assert [each.code for each in asked.fields] == [_code(field)]
    assert others.fields == ()


@pytest.mark.covers("A37", "K07")
def test_a_form_is_asked_of_its_kinds_and_its_rules_hold_on_saving(company: Company) -> None:
    leak = company.kind("leak")
    trapped = _field(company, "Uwięzieni", FieldKind.YES_NO, is_on_every_ticket=False)
    floor = _field(company, "Piętro", is_on_every_ticket=False)
    asks = FormRule((Condition(_code(trapped), Comparison.IS, "1"),), Effect.REQUIRE, _code(floor))
    form = new_id()
    fields = ((trapped, False), (floor, False))
    values = {"kinds": (leak,), "rules": [rule_to_json(asks)], "fields": fields}
    company.run(add_entry, AddEntry("dynamic_form", form, (("pl", "Winda"),), values))
    ticket = logged(company, kind_id=leak)

    with pytest.raises(RuleViolation, match=r"form\.value_missing") as error:
        _write(company, ticket, (trapped, "", "1"))
    _write(company, ticket, (trapped, "", "0"))

    assert error.value.values["field"] == "Piętro"
    assert company.ask(fields_for_intake, "pl", company.ticket_type(), company.kind("noise")).fields == ()
    (row,) = company.ask(book_page, "dynamic_form", "pl").rows
    assert row.values["fields"] == fields


def test_fields_of_a_form_changed_by_somebody_else_meanwhile_are_not_written_over(company: Company) -> None:
    form, first, second = new_id(), _field(company, "Piętro"), _field(company, "Klatka")
    company.run(add_entry, AddEntry("dynamic_form", form, (("pl", "Winda"),)))
    one, other = ((first, True),), ((second, False), (first, False))
    company.run(change_entry, ChangeEntry("dynamic_form", form, (FieldChange("fields", (), one),)))

    with pytest.raises(RuleViolation, match=r"row\.fields_in_conflict"):
        company.run(change_entry, ChangeEntry("dynamic_form", form, (FieldChange("fields", (), other),)))
    company.run(change_entry, ChangeEntry("dynamic_form", form, (FieldChange("fields", one, other),)))

    (row,) = company.ask(book_page, "dynamic_form", "pl").rows
    assert row.values["fields"] == other


@pytest.mark.covers("K03", "K04")
def test_a_standard_field_is_renamed_hidden_and_put_elsewhere(company: Company) -> None:
    own = _field(company, "Piętro")
    service = FieldOfTicket.SERVICE
    changes = (FieldChange("name:pl", "", "Usługa katalogowa"), FieldChange("is_active", True, False))
    company.run(change_standard_field, ChangeStandardField(service, changes))
    company.run(arrange_fields, ArrangeFields((_code(own), "service", "title")))

    layout = company.ask(field_layout, "pl")

    assert layout.order[:3] == (_code(own), "service", "title")
    assert layout.names == {"service": "Usługa katalogowa"}
    assert layout.hidden == {"service"}


def test_a_field_that_no_ticket_can_do_without_is_not_hidden(company: Company) -> None:
    hiding = ChangeStandardField(FieldOfTicket.TITLE, (FieldChange("is_active", True, False),))

    with pytest.raises(RuleViolation, match=r"form\.field_needed"):
        company.run(change_standard_field, hiding)


def test_placeholders_of_a_text_stand_for_what_the_ticket_knows(company: Company) -> None:
    ticket = logged(company)
    ordered(company, ticket)
    text = "{customer}, {serial}: {technician} · {agent} · {contact}"
    given = {"text:pl": text, "text:en": "We took up {number}."}
    company.run(add_entry, AddEntry("text_block", new_id(), (("pl", "Przyjęcie"), ("en", "Taken up")), given))
    ask = TextAsk(ticket, company.actor.user_id, company.clock.now(), "pl", ZONE)

    facts = company.ask(text_facts, ask)
    (polish,), (english,) = (company.ask(text_blocks, language) for language in ("pl", "en"))

    said = filled(polish.text, facts.words)
    assert said == "Zakłady Mleczarskie Stępień, SP000002: Marek Lis · Anna Kowal · {contact}"
    assert (english.name, english.text) == ("Taken up", "We took up {number}.")
    assert isinstance(facts.moments[Placeholder.VISIT], datetime)


def test_a_template_offers_all_that_it_fills_in(company: Company) -> None:
    values = {
        "title": "Przegląd roczny",
        "kind_id": company.kind("inspection"),
        "impact": 2,
        "tasks": ["Umówić wejście", "Przygotować filtry"],
    }
    template = new_id()
    company.run(add_entry, AddEntry("ticket_template", template, (("pl", "Przegląd"),), values))
    fewer = FieldChange("tasks", values["tasks"], ["Umówić wejście"])
    company.run(change_entry, ChangeEntry("ticket_template", template, (fewer,)))

    (offered,) = company.ask(ticket_templates, "pl")

    assert (offered.name, offered.title, offered.impact) == ("Przegląd", "Przegląd roczny", 2)
    assert (offered.kind_id, offered.tasks) == (company.kind("inspection"), ("Umówić wejście",))
