"""What staff adds to the world of `every_command`: users, roles, teams, skills; and their commands used."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from fieldservice.domain.commands import offices, roles, skills, teams, users
from fieldservice.domain.commands import tray_setting as trays
from fieldservice.domain.commands.default_roles import role_id
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.catalogue import Queue
from fieldservice.domain.model.people import Role, Team, UserAccount
from fieldservice.domain.rules.rights import Limits, Reach, Right
from fieldservice.domain.rules.teams import TeamBasis
from tests.factories import Company

LICENCE_ENDS = date(2027, 12, 31)


@dataclass(frozen=True, slots=True)
class StaffWorld:
    """A clerk, somebody who left, a role of the company's own, a team, a skill, a tray."""

    clerk: UUID
    leaver: UUID
    clerks: UUID
    team: UUID
    skill: UUID
    tray: UUID


def build_staff(company: Company) -> StaffWorld:
    world = StaffWorld(*(new_id() for _ in range(6)))
    company.run(roles.add_role, roles.AddRole(world.clerks, "Biuro"))
    company.run(teams.add_team, teams.AddTeam(world.team, teams.TeamData("Elektrycy")))
    company.run(skills.add_skill, skills.AddSkill(world.skill, "F-gazy"))
    company.run(trays.add_tray, trays.AddTray(world.tray, trays.TrayData("Telefon", ("sms",))))
    data = users.UserData(
        "Ola Wrona", "wrona", role_ids=frozenset({world.clerks}), team_ids=frozenset({world.team})
    )
    company.run(users.add_user, users.AddUser(world.clerk, data))
    left = UserAccount(id=world.leaver, login="gil", name="Jan Gil", rights=["edit_ticket"], is_active=False)
    company.put(left)
    return world


def staff_uses(c: Company, w: StaffWorld) -> list[tuple[Callable[..., Any], object]]:
    me, day = c.actor.user_id or w.clerk, c.clock.now().date()
    reader = frozenset({role_id("reader")})
    data = users.UserData("Ola Zięba", "zieba", supervisor_id=me, role_ids=reader)
    crew = frozenset({c.technician()})
    third = teams.TeamData("III linia", TeamBasis.LEVEL, ("3",), me, frozenset({me}), crew)
    narrow = Limits(Reach.TEAM, type_ids=frozenset({c.ticket_type()}))
    clerk, clerks, team = c.get(UserAccount, w.clerk), c.get(Role, w.clerks), c.get(Team, w.team)
    queue = c.rows(Queue)[0]
    held = (skills.HeldSkill(w.skill, 4, LICENCE_ENDS),)
    return [
        (offices.open_branch, offices.OpenBranch("KRK", "Kraków")),
        (roles.add_role, roles.AddRole(new_id(), "Stażysta", role_id("reader"))),
        (roles.change_role, roles.ChangeRole(w.clerks, clerks.version, "Kantor", narrow)),
        (roles.grant_right, roles.GrantRight(w.clerks, Right.EDIT_TICKET, True)),
        (roles.set_role_active, roles.SetRoleActive(w.clerks, False)),
        (users.add_user, users.AddUser(new_id(), data)),
        (users.change_user, users.ChangeUser(w.clerk, clerk.version, data)),
        (users.deactivate_user, users.DeactivateUser(w.clerk, me)),
        (users.reactivate_user, users.ReactivateUser(w.leaver)),
        (users.take_own_right, users.TakeOwnRight(w.leaver, "edit_ticket")),
        (users.set_substitute, users.SetSubstitute(w.clerk, me, day, day)),
        (teams.add_team, teams.AddTeam(new_id(), third)),
        (teams.change_team, teams.ChangeTeam(w.team, team.version, third)),
        (teams.set_team_active, teams.SetTeamActive(w.team, False)),
        (trays.add_tray, trays.AddTray(new_id(), trays.TrayData("Poczta", ("email",), w.team, me))),
        (trays.change_tray, trays.ChangeTray(w.tray, 1, trays.TrayData("Reszta", queue_id=queue.id))),
        (trays.set_tray_active, trays.SetTrayActive(w.tray, False)),
        (skills.add_skill, skills.AddSkill(new_id(), "Wysokość")),
        (skills.rename_skill, skills.RenameSkill(w.skill, "F-gazy I")),
        (skills.set_skill_active, skills.SetSkillActive(w.skill, False)),
        (skills.set_skills, skills.SetSkills(c.technician(), held)),
    ]
