"""Two people change one user, team, technician, tray, role, model, task, period or line: merged by field."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from fieldservice.domain.commands.contract_changes import ChangeTerms, PeriodData, change_terms
from fieldservice.domain.commands.contracts import ChangeLine, change_line
from fieldservice.domain.commands.coverage_lines import LineData, fields_of
from fieldservice.domain.commands.people import ChangeTechnician, TechnicianData, change_technician
from fieldservice.domain.commands.products import (
    AddProduct,
    ChangeProduct,
    ProductData,
    add_product,
    change_product,
)
from fieldservice.domain.commands.roles import ChangeRole, change_role, role_data
from fieldservice.domain.commands.skills import AddSkill, HeldSkill, SetSkills, add_skill, set_skills
from fieldservice.domain.commands.tasks import AddTask, ChangeTask, TaskData, add_task, change_task
from fieldservice.domain.commands.teams import ChangeTeam, TeamData, change_team
from fieldservice.domain.commands.tray_setting import ChangeTray, TrayData, change_tray
from fieldservice.domain.commands.users import ChangeUser, UserData, change_user
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.contract import CoverageLine, CoverageUnit, Terms
from fieldservice.domain.model.equipment import Product
from fieldservice.domain.model.people import (
    Role,
    Team,
    TeamMember,
    TeamTechnician,
    Technician,
    TechnicianSkill,
    Tray,
    UserAccount,
    UserRole,
)
from fieldservice.domain.model.ticket import Task
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.field_conflicts import FieldConflict
from fieldservice.domain.rules.rights import Limits, Reach
from tests.factories import USER_ID, Company, Line
from tests.store.staff_world import build_staff
from tests.store.ticket_givens import logged

CLERK = UserData("Ola Wrona", "wrona")
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def _asked(change: Callable[[], Any]) -> tuple[FieldConflict, ...]:
    with pytest.raises(RuleViolation, match=r"row\.fields_in_conflict") as refused:
        change()
    found: tuple[FieldConflict, ...] = refused.value.values["conflicts"]
    return found


@pytest.mark.covers("P-39")
def test_two_who_change_a_user_both_keep_theirs_and_the_same_field_is_asked(company: Company) -> None:
    clerk = build_staff(company).clerk
    company.run(change_user, ChangeUser(clerk, 1, replace(CLERK, phone="600 100 200"), CLERK))

    company.run(change_user, ChangeUser(clerk, 1, replace(CLERK, name="Ola Zięba"), CLERK))
    asked = _asked(
        lambda: company.run(change_user, ChangeUser(clerk, 1, replace(CLERK, phone="700 100 200"), CLERK))
    )

    kept = company.get(UserAccount, clerk)
    assert (kept.name, kept.phone) == ("Ola Zięba", "600 100 200")
    assert asked == (FieldConflict("phone", "", "700 100 200", "600 100 200"),)


@pytest.mark.covers("P-39")
def test_a_role_given_meanwhile_is_not_taken_by_who_changes_the_name(company: Company) -> None:
    world = build_staff(company)
    reader = company.rows(Role)[0].id
    seen = replace(CLERK, role_ids=frozenset({world.clerks}), team_ids=frozenset({world.team}))
    given = replace(seen, role_ids=seen.role_ids | {reader})

    company.run(change_user, ChangeUser(world.clerk, 1, given, seen))
    company.run(change_user, ChangeUser(world.clerk, 1, replace(seen, team_ids=frozenset()), seen))

    held = {row.role_id for row in company.rows(UserRole) if row.user_id == world.clerk}
    assert held == {world.clerks, reader}
    assert [row for row in company.rows(TeamMember) if row.user_id == world.clerk] == []


@pytest.mark.covers("P-39")
def test_two_who_put_different_people_into_a_team_have_both_in_it(company: Company) -> None:
    world = build_staff(company)
    crew = company.technician()
    seen = TeamData("Elektrycy", user_ids=frozenset({world.clerk}))

    company.run(change_team, ChangeTeam(world.team, 1, replace(seen, technician_ids=frozenset({crew})), seen))
    joined = replace(seen, name="Prąd", user_ids=seen.user_ids | {USER_ID})
    company.run(change_team, ChangeTeam(world.team, 1, joined, seen))

    assert company.get(Team, world.team).name == "Prąd"
    assert {row.user_id for row in company.rows(TeamMember)} == {world.clerk, USER_ID}
    assert [row.technician_id for row in company.rows(TeamTechnician)] == [crew]


@pytest.mark.covers("P-39")
def test_technicians_trays_and_models_are_merged_by_field(company: Company) -> None:
    world = build_staff(company)
    marek, product = company.technician(), new_id()
    model = ProductData("Drukarka", "M 400")
    company.run(add_product, AddProduct(product, model))
    person = TechnicianData(company.get(Technician, marek).name)
    tray = TrayData("Telefon", ("sms",))
    for technician in (replace(person, phone="600 100 200"), replace(person, base="Poznań")):
        company.run(change_technician, ChangeTechnician(marek, 1, technician, person))
    for wanted in (replace(tray, owner_id=USER_ID), replace(tray, channels=("sms", "web"))):
        company.run(change_tray, ChangeTray(world.tray, 1, wanted, tray))
    for printer in (replace(model, manufacturer="HP"), replace(model, note="duplex")):
        company.run(change_product, ChangeProduct(product, 1, printer, model))

    changed = company.get(Technician, marek)
    kept, printed = company.get(Tray, world.tray), company.get(Product, product)
    assert (changed.phone, changed.base) == ("600 100 200", "Poznań")
    assert (kept.owner_id, kept.channels) == (USER_ID, ["sms", "web"])
    assert (printed.manufacturer, printed.note) == ("HP", "duplex")


@pytest.mark.covers("P-39")
def test_limits_of_a_role_are_asked_as_a_whole_because_none_means_all(company: Company) -> None:
    clerks = build_staff(company).clerks
    kind = company.ticket_type()
    seen = role_data("Biuro", Limits())
    company.run(change_role, ChangeRole(clerks, 1, "Biuro", Limits(type_ids=frozenset({kind})), seen))

    company.run(change_role, ChangeRole(clerks, 1, "Kantor", Limits(Reach.TEAM), seen))
    narrowed = role_data("Biuro", Limits(type_ids=frozenset({kind})))
    other = Limits(type_ids=frozenset({new_id()}))
    asked = _asked(lambda: company.run(change_role, ChangeRole(clerks, 1, "Biuro", other, seen)))

    kept = company.get(Role, clerks)
    assert (kept.name, kept.reach, kept.type_ids) == ("Kantor", Reach.TEAM, [str(kind)])
    assert [(each.name, each.theirs) for each in asked] == [("type_ids", narrowed.type_ids)]


@pytest.mark.covers("P-39")
def test_skills_that_two_give_a_technician_are_all_kept_and_one_is_asked(company: Company) -> None:
    gases, who, heights = build_staff(company).skill, company.technician(), new_id()
    company.run(add_skill, AddSkill(heights, "Wysokości"))
    third, fifth = HeldSkill(gases, 3), HeldSkill(gases, 5)
    company.run(set_skills, SetSkills(who, (third,), ()))

    company.run(set_skills, SetSkills(who, (HeldSkill(heights, 2),), ()))
    asked = _asked(lambda: company.run(set_skills, SetSkills(who, (fifth,), ())))

    held = {(row.skill_id, row.level) for row in company.rows(TechnicianSkill) if row.technician_id == who}
    assert held == {(gases, 3), (heights, 2)}
    assert asked == (FieldConflict(str(gases), None, fifth, third),)


@pytest.mark.covers("P-39")
def test_a_task_given_away_meanwhile_keeps_its_owner_under_another_title(company: Company) -> None:
    task, seen = new_id(), TaskData("Zadzwonić")
    company.run(add_task, AddTask(logged(company), task, seen))
    company.run(change_task, ChangeTask(task, 1, TaskData("Zadzwonić", USER_ID), seen))

    company.run(change_task, ChangeTask(task, 1, TaskData("Zadzwonić do Ewy"), seen))
    asked = _asked(lambda: company.run(change_task, ChangeTask(task, 1, TaskData("Napisać"), seen)))

    kept = company.get(Task, task)
    assert (kept.title, kept.owner_id) == ("Zadzwonić do Ewy", USER_ID)
    assert [each.name for each in asked] == ["title"]


@pytest.mark.covers("P-39")
def test_days_and_note_of_a_period_are_merged_by_field(company: Company) -> None:
    company.contract(company.customer(), FIRST, LAST)
    terms = company.rows(Terms)[0].id
    seen = PeriodData(FIRST, LAST)

    company.run(change_terms, ChangeTerms(terms, 1, FIRST, date(2027, 3, 31), seen=seen))
    company.run(change_terms, ChangeTerms(terms, 1, FIRST, LAST, "aneks", seen))

    kept = company.get(Terms, terms)
    assert (kept.valid_to, kept.note) == (date(2027, 3, 31), "aneks")


@pytest.mark.covers("P-39")
def test_what_a_line_covers_is_one_field_and_merged_with_its_note(company: Company) -> None:
    customer = company.customer()
    unit = company.unit(company.site(customer), "A")
    company.contract(customer, lines=[Line(units=(unit,))])
    line = company.rows(CoverageLine)[0]
    shown = LineData(line.id, unit_ids=(unit,), beyond=line.quota_beyond, note=line.note)
    seen = fields_of(shown)
    wider = replace(shown, unit_ids=(), category="Piec", units_per_site=2)
    company.run(change_line, ChangeLine(1, wider, seen))

    company.run(change_line, ChangeLine(1, replace(shown, note="bez weekendów"), seen))
    asked = _asked(lambda: company.run(change_line, ChangeLine(1, replace(shown, unit_ids=()), seen)))

    kept = company.get(CoverageLine, line.id)
    assert (kept.units_per_site, kept.note) == (2, "bez weekendów")
    assert company.rows(CoverageUnit) == []
    assert [(each.name, each.theirs) for each in asked] == [("covered", ((), "Piec", 2))]


def test_what_a_form_does_not_show_stays_although_nobody_changed_anything(company: Company) -> None:
    world = build_staff(company)
    shown = TeamData("Elektrycy")  # its only member has left and is in no list to tick

    company.run(change_team, ChangeTeam(world.team, 1, replace(shown, leader_id=USER_ID), shown))

    assert [row.user_id for row in company.rows(TeamMember)] == [world.clerk]


def test_without_what_was_seen_a_change_over_another_is_refused_whole(company: Company) -> None:
    clerk = build_staff(company).clerk
    company.run(change_user, ChangeUser(clerk, 1, replace(CLERK, phone="600 100 200")))

    with pytest.raises(RuleViolation, match=r"row\.changed_meanwhile"):
        company.run(change_user, ChangeUser(clerk, 1, CLERK))
