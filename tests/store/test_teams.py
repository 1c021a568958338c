"""Technicians with their skills, and teams however a company cuts them."""

from datetime import date, timedelta

import pytest

from fieldservice.domain.commands.people import (
    AddAbsence,
    AddTechnician,
    ChangeTechnician,
    TechnicianData,
    add_absence,
    add_technician,
    change_technician,
)
from fieldservice.domain.commands.skills import (
    AddSkill,
    HeldSkill,
    RenameSkill,
    SetSkills,
    add_skill,
    rename_skill,
    set_skills,
)
from fieldservice.domain.commands.teams import (
    AddTeam,
    ChangeTeam,
    SetTeamActive,
    TeamData,
    add_team,
    change_team,
    set_team_active,
)
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.catalogue import Queue
from fieldservice.domain.model.people import Technician
from fieldservice.domain.queries.crew import CrewRow
from fieldservice.domain.queries.staff import StaffAsk, StaffBook, staff_book
from fieldservice.domain.queries.teams import TeamRow, teams
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.teams import TeamBasis
from tests.factories import USER_ID, Company
from tests.store.conftest import Stage


def book(company: Company) -> StaffBook:
    now = company.clock.now()
    return company.ask(staff_book, StaffAsk(now.date(), now, "pl", USER_ID))


def marek(company: Company) -> CrewRow:
    return next(row for row in book(company).crew if row.id == company.technician())


def only_team(company: Company) -> TeamRow:
    return company.ask(teams)[0]


@pytest.mark.covers("E07", "E08")
@pytest.mark.parametrize(
    ("basis", "served"),
    [
        (TeamBasis.TRADE, ()),
        (TeamBasis.LEVEL, ("2", "3")),
        (TeamBasis.FUNCTION, ()),
        (TeamBasis.PRODUCT, ("Kaeser SK 22",)),
        (TeamBasis.CUSTOMER_CLASS, ("vip",)),
        (TeamBasis.CHANNEL, ("email", "web")),
    ],
)
def test_teams_are_cut_by_trade_level_function_product_class_or_channel(
    company: Company, basis: TeamBasis, served: tuple[str, ...]
) -> None:
    people, crew = frozenset({USER_ID}), frozenset({company.technician()})
    data = TeamData("Elektrycy", basis, served, USER_ID, people, crew)

    company.run(add_team, AddTeam(new_id(), data))

    row = only_team(company)
    assert (row.basis, row.served, row.leader) == (basis, served, "Anna Kowal")
    assert row.people == ("Anna Kowal", "Marek Lis")


@pytest.mark.covers("E07")
def test_a_team_changes_its_people_and_tells_the_queues_it_works_off(company: Company) -> None:
    team = new_id()
    company.run(add_team, AddTeam(team, TeamData("Elektrycy", user_ids=frozenset({USER_ID}))))
    with company.begin() as uow:
        uow.record("test.given", None)
        uow.get(Queue, book(company).options.queues[0].id).team_id = team
        uow.commit()

    company.run(
        change_team,
        ChangeTeam(team, 1, TeamData("Hydraulicy", technician_ids=frozenset({company.technician()}))),
    )

    row = only_team(company)
    assert (row.name, row.people, row.queues) == ("Hydraulicy", ("Marek Lis",), ("Dyspozytornia",))
    company.run(set_team_active, SetTeamActive(team, False))
    assert not only_team(company).is_active


def test_two_teams_of_one_name_are_refused(company: Company) -> None:
    company.run(add_team, AddTeam(new_id(), TeamData("Łącznościowcy")))

    with pytest.raises(RuleViolation, match=r"team\.name_taken"):
        company.run(add_team, AddTeam(new_id(), TeamData("lacznosciowcy")))


def test_a_technician_has_skills_with_levels_and_licences_that_end(company: Company) -> None:
    gases, heights = new_id(), new_id()
    company.run(add_skill, AddSkill(gases, "F-gazy"))
    company.run(add_skill, AddSkill(heights, "Praca na wysokości"))
    both = (HeldSkill(gases, 4, date(2027, 12, 31)), HeldSkill(heights, 2))
    company.run(set_skills, SetSkills(company.technician(), both))
    company.run(rename_skill, RenameSkill(gases, "F-gazy I"))

    company.run(set_skills, SetSkills(company.technician(), (HeldSkill(gases, 5, date(2028, 1, 31)),)))

    held = marek(company).skills
    assert [(skill.name, skill.level, skill.valid_until) for skill in held] == [
        ("F-gazy I", 5, date(2028, 1, 31))
    ]
    assert [(skill.name, skill.holders) for skill in book(company).skills] == [
        ("F-gazy I", 1),
        ("Praca na wysokości", 0),
    ]


def test_a_level_beyond_five_is_refused(company: Company) -> None:
    gases = new_id()
    company.run(add_skill, AddSkill(gases, "F-gazy"))

    with pytest.raises(RuleViolation, match=r"skill\.level_unknown"):
        company.run(set_skills, SetSkills(company.technician(), (HeldSkill(gases, 6),)))


def test_a_card_tells_base_user_absences_and_coming_visits(stage: Stage) -> None:
    company, _ = stage
    person, day = company.get(Technician, company.technician()), company.clock.now().date()
    data = TechnicianData("Marek Lis", "600", user_id=USER_ID, base="Poznań", base_position=(52.4, 16.9))
    company.run(change_technician, ChangeTechnician(person.id, person.version, data))
    away = AddAbsence(new_id(), person.id, day, day + timedelta(days=3), "urlop")
    company.run(add_absence, away)

    row = marek(company)

    assert (row.base, row.base_position, row.user) == ("Poznań", (52.4, 16.9), "Anna Kowal")
    assert row.away_until == day + timedelta(days=3)
    assert [absence.reason for absence in row.absences] == ["urlop"]
    assert row.coming_visits > 0


def test_a_user_is_one_technician(company: Company) -> None:
    company.run(add_technician, AddTechnician(new_id(), TechnicianData("Jan Nowy", user_id=USER_ID)))

    with pytest.raises(RuleViolation, match=r"technician\.user_taken"):
        company.run(add_technician, AddTechnician(new_id(), TechnicianData("Inny", user_id=USER_ID)))
