"""The screen of people by keyboard: technicians, teams, users, and the matrix of rights."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt

from fieldservice.domain.commands.default_roles import role_id
from fieldservice.domain.commands.skills import AddSkill, add_skill
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.people import (
    Absence,
    Password,
    Role,
    TechnicianSkill,
    Tray,
    UserAccount,
    UserRole,
)
from fieldservice.domain.queries.users import users
from fieldservice.domain.rules.rights import Reach, Right
from fieldservice.ui.kit.buttons import Button
from fieldservice.ui.kit.checks import CheckBox
from fieldservice.ui.screens.staff.matrix_model import Given, MatrixModel, matrix_rows
from fieldservice.ui.screens.staff.parts import StaffSection
from fieldservice.ui.screens.staff.trays_pane import channel_id
from tests.factories import USER_ID, Company
from tests.ui.staff_scene import StaffScene

OLA = {"userName": "Ola Wrona", "userLogin": "ola", "userRoles": frozenset({role_id("coordinator")})}


@pytest.fixture
def scene(desk_company: Company) -> Iterator[StaffScene]:
    made = StaffScene(desk_company)
    yield made
    made.close()


def add_ola(scene: StaffScene, **more: Any) -> None:
    scene.page.open_at(StaffSection.USERS)
    scene.dialogs.at_dialog = scene.fill({**OLA, **more})
    scene.page.users.add_user()
    scene.settle()


def test_the_list_shows_technicians_and_the_card_of_the_first(scene: StaffScene) -> None:
    assert scene.find(Button, "crewTab").isChecked()
    assert "Ewa Sowa" in scene.texts("crewPaneHeader")
    assert "No skills entered yet." in scene.texts("skillsSection")


def test_typing_a_letter_narrows_the_list_whatever_the_marks_on_it(scene: StaffScene) -> None:
    scene.page.crew.search.setFocus()
    scene.keys.type("bak")
    scene.settle()

    assert [row.name for row in scene.page.crew.table.model.rows] == ["Jan Bąk"]


def test_a_technician_gets_a_skill_with_a_level_and_a_licence_that_ends(scene: StaffScene) -> None:
    gases = new_id()
    scene.company.run(add_skill, AddSkill(gases, "F-gazy"))
    scene.page.reload()
    scene.settle()
    scene.dialogs.at_dialog = scene.fill({"level-F-gazy": 4, "until-F-gazy": "31.12.2027"})
    scene.page.crew.search.setFocus()

    scene.press("Ctrl+Shift+K")

    (held,) = scene.company.rows(TechnicianSkill)
    assert (held.level, held.valid_until) == (4, date(2027, 12, 31))
    assert "4 · experienced" in scene.texts("skillsSection")


def test_an_absence_entered_by_keys_shows_in_the_list_and_can_be_removed(scene: StaffScene) -> None:
    scene.dialogs.at_dialog = scene.fill({"absenceLast": "27.11.2026", "absenceReason": "urlop"})
    scene.page.crew.search.setFocus()

    scene.press("Ctrl+Shift+A")

    assert "away until 27 Nov 2026" in scene.texts("crewPaneHeader")
    scene.find(Button, "removeAbsence").click()
    scene.settle()
    assert scene.company.rows(Absence) == []


@pytest.mark.covers("E07")
def test_a_team_is_made_of_users_and_technicians(scene: StaffScene) -> None:
    scene.page.open_at(StaffSection.TEAMS)
    people = frozenset({USER_ID})
    values = {"teamName": "Sprężarki", "teamUsers": people, "teamLeader": USER_ID}
    scene.dialogs.at_dialog = scene.fill(values)
    scene.page.teams.search.setFocus()

    scene.press("Ctrl+Shift+N")

    assert "Anna Kowal" in scene.texts("teamPeopleSection")
    assert "leads the team" in scene.texts("teamPeopleSection")


def test_a_new_user_is_shown_at_once_with_role_and_without_a_password(scene: StaffScene) -> None:
    add_ola(scene)

    assert "Ola Wrona" in scene.texts("usersPaneHeader")
    assert "Coordinator" in scene.texts("userRoles")
    assert "none: cannot sign in" in scene.texts("userDoor")


def test_a_login_that_somebody_has_is_refused_at_its_field_and_nothing_typed_is_lost(
    scene: StaffScene,
) -> None:
    add_ola(scene)
    shown: list[str] = []

    def again(dialog: Any) -> None:
        scene.fill({**OLA, "userName": "Inna Ola"})(dialog)
        shown.append(dialog.form.error_at(dialog._login))

    scene.dialogs.at_dialog = again
    scene.page.users.add_user()

    assert "belongs to Ola Wrona" in shown[0]
    assert len(scene.company.rows(UserAccount)) == 2


def test_one_sets_ones_own_password_and_then_gives_others_a_first_one(scene: StaffScene) -> None:
    add_ola(scene)
    scene.dialogs.at_dialog = scene.fill({"newPassword": "zielona gęś nisko"})
    scene.page.users.show_one(USER_ID)
    scene.page.users.set_password()
    scene.settle()
    ola = next(row.id for row in scene.company.ask(users, "en") if row.login == "ola")
    scene.dialogs.at_dialog = scene.fill({"firstPassword": "pierwsze hasło Oli"})
    scene.page.users.show_one(ola)

    scene.page.users.set_password()
    scene.settle()

    assert {row.user_id for row in scene.company.rows(Password)} == {USER_ID, ola}
    assert "first password" in scene.texts("usersPaneHeader")


def test_the_only_one_with_a_password_may_give_it_up(scene: StaffScene) -> None:
    scene.page.open_at(StaffSection.USERS)
    scene.dialogs.at_dialog = scene.fill({"newPassword": "zielona gęś nisko"})
    scene.page.users.set_password()
    scene.settle()

    def give_up(dialog: Any) -> None:
        scene.settle()
        scene.find(CheckBox, "noPassword", dialog).setChecked(True)
        scene.fill({"oldPassword": "zielona gęś nisko"})(dialog)

    scene.dialogs.at_dialog = give_up
    scene.page.users.set_password()
    scene.settle()

    assert scene.company.rows(Password) == []
    assert "none: cannot sign in" in scene.texts("userDoor")


def test_a_substitute_is_named_for_the_days_of_an_absence(scene: StaffScene) -> None:
    add_ola(scene)
    scene.page.users.show_one(USER_ID)
    ola = next(row.id for row in scene.company.ask(users, "en") if row.login == "ola")
    days = {"substituteWho": ola, "substituteFirst": "24.12.2026", "substituteLast": "31.12.2026"}
    scene.dialogs.at_dialog = scene.fill(days)
    scene.page.users.search.setFocus()

    scene.press("Ctrl+Shift+S")

    assert "Ola Wrona, 24 Dec 2026 to 31 Dec 2026" in scene.texts("userPlace")


def test_somebody_who_leaves_goes_out_of_the_list_and_is_found_among_the_former(scene: StaffScene) -> None:
    add_ola(scene)
    scene.dialogs.at_dialog = scene.fill({"leaveHeir": USER_ID})

    scene.page.users.leave_or_return()
    scene.settle()

    shown = scene.page.users.table.model
    assert [row.name for row in shown.rows] == ["Anna Kowal"]
    scene.find(Button, "usersPaneFormer").click()
    scene.settle()
    assert "Ola Wrona" in [row.name for row in shown.rows]


@pytest.mark.covers("L01")
def test_the_matrix_is_walked_by_arrows_and_space_gives_and_takes_a_right(scene: StaffScene) -> None:
    scene.page.open_at(StaffSection.ROLES)
    matrix, reader = scene.page.roles.matrix, role_id("reader")
    matrix.choose_role(reader)
    matrix.setFocus()
    scene.press("Down", "Down")
    right = scene.page.roles.model.rows[matrix.currentIndex().row()].right
    assert right is Right.LOG_REQUEST

    scene.press("Space")

    assert Right.LOG_REQUEST in scene.company.get(Role, reader).rights
    scene.press("Space")
    assert Right.LOG_REQUEST not in scene.company.get(Role, reader).rights
    assert scene.page.roles.current is not None
    assert scene.page.roles.current.id == reader


def test_a_right_that_comes_from_everything_is_not_taken_one_by_one(scene: StaffScene) -> None:
    scene.page.open_at(StaffSection.ROLES)
    matrix = scene.page.roles.matrix
    matrix.choose_role(role_id("administrator"))
    matrix.setFocus()
    scene.dialogs.answers.append(False)

    scene.press("Down", "Space")

    assert scene.company.get(Role, role_id("administrator")).rights == ["everything"]
    assert "it may do everything" in str(scene.dialogs.asked[-1])


@pytest.mark.covers("L02")
def test_a_role_is_limited_to_types_and_to_its_team(scene: StaffScene) -> None:
    scene.page.open_at(StaffSection.ROLES)
    scene.page.roles.matrix.choose_role(role_id("coordinator"))
    types = frozenset({scene.company.ticket_type()})
    scene.dialogs.at_dialog = scene.fill({"roleReach": Reach.TEAM, "roleTypes": types})

    scene.page.roles.matrix.setFocus()
    scene.press("F2")

    limits = scene.texts("roleLimits")
    assert "those of their team" in limits
    assert "Incident" in limits


def test_a_new_role_begins_with_the_rights_of_another(scene: StaffScene) -> None:
    scene.page.open_at(StaffSection.ROLES)
    scene.dialogs.at_dialog = scene.fill({"roleName": "Stażysta", "roleLike": role_id("reader")})
    scene.page.roles.matrix.setFocus()

    scene.press("Ctrl+Shift+N")

    made = next(role for role in scene.company.rows(Role) if role.name == "Stażysta")
    assert set(made.rights) == set(scene.company.get(Role, role_id("reader")).rights)


def test_the_matrix_says_each_cell_to_a_screen_reader(scene: StaffScene) -> None:
    scene.page.open_at(StaffSection.ROLES)
    model: MatrixModel = scene.page.roles.model
    row = next(at for at, each in enumerate(matrix_rows(scene.wording)) if each.right is Right.EDIT_TICKET)

    said = [
        model.data(model.index(row, column), Qt.ItemDataRole.AccessibleTextRole)
        for column in range(1, model.columnCount())
    ]

    assert said[0] == "Administrator, change tickets: given by “everything”"
    assert said[2] == "Coordinator, change tickets: given"
    assert said[5] == "Reader, change tickets: not given"
    assert model.given(0, 1) is Given.YES


def test_what_somebody_else_changes_is_shown_at_once(scene: StaffScene) -> None:
    scene.page.open_at(StaffSection.USERS)
    add_ola(scene)
    assert len(scene.company.rows(UserRole)) == 2

    assert scene.find(Button, "usersTab").accessibleName() == "Users, 2"


@pytest.mark.covers("L07", "E05")
def test_a_tray_is_cut_by_channel_and_says_who_accepts_and_where_tickets_go(scene: StaffScene) -> None:
    scene.page.open_at(StaffSection.TRAYS)
    mail = frozenset({channel_id("email"), channel_id("web")})
    scene.dialogs.at_dialog = scene.fill({"trayName": "Poczta", "trayChannels": mail, "trayOwner": USER_ID})
    scene.page.trays.search.setFocus()

    scene.press("Ctrl+Shift+N")

    (tray,) = scene.company.rows(Tray)
    assert (tray.name, tray.channels, tray.owner_id) == ("Poczta", ["email", "web"], USER_ID)
    assert "e-mail, customer portal" in scene.texts("trayFacts")
