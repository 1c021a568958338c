"""Calendars, SLA rules, matrix and numbers as the company sets them, and what follows from them."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from fieldservice.domain.commands.calendars import (
    FreeCalendarDay,
    SetCalendarDay,
    free_calendar_day,
    set_calendar_day,
)
from fieldservice.domain.commands.company import (
    ChangeCompany,
    ContinueNumbers,
    change_company,
    continue_numbers,
)
from fieldservice.domain.commands.entries import ChangeEntry, FieldChange, change_entry
from fieldservice.domain.commands.priorities import (
    CellChange,
    ChangeMatrix,
    NameGrade,
    change_matrix,
    name_grade,
)
from fieldservice.domain.commands.slas import ChangeSlaRules, change_sla_rules
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.calendars import calendar_view
from fieldservice.domain.queries.order_sheet import branch_name
from fieldservice.domain.queries.settings import company_view, matrix_view
from fieldservice.domain.queries.sla_rules import preview_rules, sla_rules_page
from fieldservice.domain.rules.calendar_hours import spans
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.field_conflicts import FieldConflict
from fieldservice.domain.rules.priority import Scale
from fieldservice.domain.rules.sla import SlaRule
from tests.factories import Company
from tests.store.settings_uses import office, sla_rules
from tests.store.ticket_givens import covered_customer, logged

MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
CHRISTMAS_EVE = date(2026, 12, 24)


@pytest.mark.covers("K09", "D04", "D06")
def test_a_calendar_tells_whether_it_is_open_and_what_comes_next(company: Company) -> None:
    at_half_past_eight = company.ask(calendar_view, office(), 2026, MONDAY)
    at_six = company.ask(calendar_view, office(), 2026, MONDAY.replace(hour=17))

    assert at_half_past_eight.is_open
    assert at_half_past_eight.until == MONDAY.replace(hour=15, minute=0)
    assert not at_six.is_open
    assert at_six.opens == MONDAY.replace(day=24, hour=7, minute=0)


@pytest.mark.covers("P-28")
def test_holidays_own_and_yearly_days_stand_in_one_list_of_the_year(company: Company) -> None:
    hours = SetCalendarDay(office(), CHRISTMAS_EVE, spans("08:00-12:00"), "krócej")
    company.run(set_calendar_day, hours)
    yearly = FieldChange("yearly_closed", [], [[12, 31], [2, 29]])
    company.run(change_entry, ChangeEntry("calendar", office(), (yearly,)))

    view = company.ask(calendar_view, office(), 2026, MONDAY)

    days = {day.day: day for day in view.days}
    assert days[CHRISTMAS_EVE].is_own
    assert days[CHRISTMAS_EVE].spans == spans("08:00-12:00")
    assert days[date(2026, 12, 31)].is_yearly
    assert not days[date(2026, 5, 3)].is_own
    assert date(2026, 2, 28) not in days
    assert date(2028, 2, 29) in {day.day for day in company.ask(calendar_view, office(), 2028, MONDAY).days}


def test_a_day_given_back_follows_the_holiday_again(company: Company) -> None:
    christmas = date(2026, 12, 25)
    company.run(set_calendar_day, SetCalendarDay(office(), christmas, spans("08:00-16:00")))
    company.run(free_calendar_day, FreeCalendarDay(office(), christmas))

    days = [day for day in company.ask(calendar_view, office(), 2026, MONDAY).days if day.day == christmas]

    assert [day.is_own for day in days] == [False]


@pytest.mark.covers("D03", "B12")
def test_a_rule_may_name_a_customer_a_kind_or_a_service(company: Company) -> None:
    served = covered_customer(company)
    rules = sla_rules(company)
    vip = office("sla", "vip")
    first = SlaRule(new_id(), 0, vip, customer_id=served[0], kind_id=company.kind("leak"))
    _put_rules(company, rules, first)

    leaking = company.get(Ticket, logged(company, served, kind_id=company.kind("leak")))
    noisy = company.get(Ticket, logged(company, served, kind_id=company.kind("noise")))

    assert leaking.sla_id == vip
    assert noisy.sla_id == office("sla", "standard")


def _put_rules(company: Company, seen: tuple[SlaRule, ...], *first: SlaRule) -> None:
    company.run(change_sla_rules, ChangeSlaRules(seen, (*first, *seen)))


def test_rules_changed_by_somebody_else_meanwhile_are_not_written_over(company: Company) -> None:
    seen = sla_rules(company)
    _put_rules(company, seen, SlaRule(new_id(), 0, None, channel="sms"))

    with pytest.raises(RuleViolation, match=r"sla\.rules_changed_meanwhile"):
        _put_rules(company, seen, SlaRule(new_id(), 0, None, channel="web"))

    assert [rule.channel for rule in sla_rules(company)][:2] == ["sms", None]


@pytest.mark.covers("D02")
def test_the_preview_tells_which_open_tickets_would_match_and_their_new_deadlines(company: Company) -> None:
    served = covered_customer(company)
    leak, noise = (logged(company, served, kind_id=company.kind(code)) for code in ("leak", "noise"))
    fast = SlaRule(new_id(), 0, office("sla", "fast"), kind_id=company.kind("leak"))
    nobody = SlaRule(new_id(), 1, None, channel="sms")

    preview = company.ask(preview_rules, (fast, nobody, *sla_rules(company)), "pl", company.clock.now())

    (moved,) = preview.moved
    assert (moved.ticket_id, moved.sla_before, moved.sla_after) == (leak, "Standard", "Przyspieszone")
    assert moved.due_before == company.get(Ticket, leak).resolution_due_at
    assert moved.due_after is not None
    assert moved.due_before is not None
    assert moved.due_after < moved.due_before
    assert preview.matches[fast.id] == 1
    assert preview.matches[nobody.id] == 0
    assert sum(preview.matches.values()) == preview.open_count == 2
    assert company.get(Ticket, noise).sla_id == office("sla", "standard")


def test_a_preview_of_the_rules_as_they_are_moves_nothing(company: Company) -> None:
    logged(company)
    page = company.ask(sla_rules_page, "pl", company.clock.now())

    assert company.ask(preview_rules, page.rules, "pl", company.clock.now()).moved == ()


def test_a_cell_of_the_matrix_changed_by_both_is_asked_and_others_are_merged(company: Company) -> None:
    company.run(change_matrix, ChangeMatrix((CellChange(1, 1, 1, 3),)))
    company.run(change_matrix, ChangeMatrix((CellChange(1, 2, 1, 2),)))

    with pytest.raises(RuleViolation, match=r"row\.fields_in_conflict") as error:
        company.run(change_matrix, ChangeMatrix((CellChange(1, 1, 1, 5), CellChange(5, 5, 5, 4))))

    cells = company.ask(matrix_view, "pl", company.clock.now()).cells
    assert (cells[1, 1], cells[1, 2], cells[5, 5]) == (3, 2, 5)
    assert error.value.values["conflicts"] == (FieldConflict("1-1", 1, 5, 3),)


def test_a_level_is_called_by_its_own_name_in_each_language(company: Company) -> None:
    names = (FieldChange("name:pl", "", "cały zakład"), FieldChange("name:en", "", "whole plant"))
    company.run(name_grade, NameGrade(Scale.IMPACT, 5, names))

    (level,) = company.ask(matrix_view, "en", company.clock.now()).grades

    assert (level.scale, level.grade, level.name) == (Scale.IMPACT, 5, "whole plant")


def _company(company: Company, *changes: tuple[str, object, object]) -> None:
    company.run(change_company, ChangeCompany(tuple(FieldChange(*change) for change in changes)))


def test_two_who_change_the_companys_details_are_merged_by_field(company: Company) -> None:
    _company(company, ("name", "", "Serwis Lis"), ("currency", "", "PLN"))
    _company(company, ("city", "", "Łódź"))

    with pytest.raises(RuleViolation, match=r"row\.fields_in_conflict"):
        _company(company, ("city", "", "Poznań"))

    values = company.ask(company_view).values
    assert (values["name"], values["city"], values["currency"]) == ("Serwis Lis", "Łódź", "PLN")


def test_papers_are_sent_by_the_company_as_it_calls_itself(company: Company) -> None:
    number = _number(company, covered_customer(company))
    before = company.ask(branch_name, number)

    _company(company, ("name", "", "Serwis Lis"), ("postal_code", "", "90-001"), ("city", "", "Łódź"))

    assert (before, company.ask(branch_name, number)) == ("Warszawa", "Serwis Lis, 90-001 Łódź")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [("country", "Poland", "country_unknown"), ("currency", "zł", "currency_unknown")],
)
def test_codes_that_nobody_knows_are_refused(company: Company, field: str, value: str, code: str) -> None:
    with pytest.raises(RuleViolation, match=code):
        _company(company, (field, "", value))


def test_numbers_follow_the_format_and_go_on_where_they_are_told(company: Company) -> None:
    served = covered_customer(company)
    _company(company, ("number_digits", 6, 4))
    company.run(continue_numbers, ContinueNumbers("WAW", 4711))

    assert _number(company, served) == "WAW-4711"
    with pytest.raises(RuleViolation, match=r"number\.goes_back"):
        company.run(continue_numbers, ContinueNumbers("WAW", 4711))
    _company(company, ("number_digits", 4, 8))
    assert _number(company, served) == "WAW-00004712"


def _number(company: Company, served: tuple[UUID, UUID]) -> str:
    return company.get(Ticket, logged(company, served)).number
