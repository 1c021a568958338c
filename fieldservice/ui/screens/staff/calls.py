"""Queries and commands of this screen, named here and imported when they are first called."""

from typing import TYPE_CHECKING

from fieldservice.ui.kit.deferred import Deferred

if TYPE_CHECKING:
    from fieldservice.domain.commands.identifiers import new_form_id as new_id
    from fieldservice.domain.commands.people import (
        AddAbsence,
        AddTechnician,
        ChangeTechnician,
        RemoveAbsence,
        SetTechnicianActive,
        TechnicianData,
        add_absence,
        add_technician,
        change_technician,
        remove_absence,
        set_technician_active,
    )
    from fieldservice.domain.commands.roles import (
        AddRole,
        ChangeRole,
        GrantRight,
        SetRoleActive,
        add_role,
        change_role,
        grant_right,
        role_data,
        set_role_active,
    )
    from fieldservice.domain.commands.sign_in import (
        ChangePassword,
        GivePassword,
        RemovePassword,
        change_password,
        give_password,
        remove_password,
    )
    from fieldservice.domain.commands.skills import (
        AddSkill,
        HeldSkill,
        RenameSkill,
        SetSkillActive,
        SetSkills,
        add_skill,
        rename_skill,
        set_skill_active,
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
    from fieldservice.domain.commands.tray_setting import (
        AddTray,
        ChangeTray,
        SetTrayActive,
        TrayData,
        add_tray,
        change_tray,
        set_tray_active,
    )
    from fieldservice.domain.commands.users import (
        AddUser,
        ChangeUser,
        DeactivateUser,
        ReactivateUser,
        SetSubstitute,
        TakeOwnRight,
        UserData,
        add_user,
        change_user,
        deactivate_user,
        reactivate_user,
        set_substitute,
        take_own_right,
    )
    from fieldservice.domain.queries.crew import skills
    from fieldservice.domain.queries.staff import StaffAsk, staff_book
else:
    _people = "fieldservice.domain.commands.people"
    AddAbsence = Deferred(_people, "AddAbsence")
    AddTechnician = Deferred(_people, "AddTechnician")
    ChangeTechnician = Deferred(_people, "ChangeTechnician")
    RemoveAbsence = Deferred(_people, "RemoveAbsence")
    SetTechnicianActive = Deferred(_people, "SetTechnicianActive")
    TechnicianData = Deferred(_people, "TechnicianData")
    add_absence = Deferred(_people, "add_absence")
    add_technician = Deferred(_people, "add_technician")
    change_technician = Deferred(_people, "change_technician")
    remove_absence = Deferred(_people, "remove_absence")
    set_technician_active = Deferred(_people, "set_technician_active")
    _roles = "fieldservice.domain.commands.roles"
    AddRole = Deferred(_roles, "AddRole")
    ChangeRole = Deferred(_roles, "ChangeRole")
    GrantRight = Deferred(_roles, "GrantRight")
    SetRoleActive = Deferred(_roles, "SetRoleActive")
    add_role = Deferred(_roles, "add_role")
    change_role = Deferred(_roles, "change_role")
    grant_right = Deferred(_roles, "grant_right")
    role_data = Deferred(_roles, "role_data")
    set_role_active = Deferred(_roles, "set_role_active")
    _sign_in = "fieldservice.domain.commands.sign_in"
    ChangePassword = Deferred(_sign_in, "ChangePassword")
    GivePassword = Deferred(_sign_in, "GivePassword")
    RemovePassword = Deferred(_sign_in, "RemovePassword")
    change_password = Deferred(_sign_in, "change_password")
    give_password = Deferred(_sign_in, "give_password")
    remove_password = Deferred(_sign_in, "remove_password")
    _skills = "fieldservice.domain.commands.skills"
    AddSkill = Deferred(_skills, "AddSkill")
    HeldSkill = Deferred(_skills, "HeldSkill")
    RenameSkill = Deferred(_skills, "RenameSkill")
    SetSkillActive = Deferred(_skills, "SetSkillActive")
    SetSkills = Deferred(_skills, "SetSkills")
    add_skill = Deferred(_skills, "add_skill")
    rename_skill = Deferred(_skills, "rename_skill")
    set_skill_active = Deferred(_skills, "set_skill_active")
    set_skills = Deferred(_skills, "set_skills")
    _teams = "fieldservice.domain.commands.teams"
    AddTeam = Deferred(_teams, "AddTeam")
    ChangeTeam = Deferred(_teams, "ChangeTeam")
    SetTeamActive = Deferred(_teams, "SetTeamActive")
    TeamData = Deferred(_teams, "TeamData")
    add_team = Deferred(_teams, "add_team")
    change_team = Deferred(_teams, "change_team")
    set_team_active = Deferred(_teams, "set_team_active")
    _trays = "fieldservice.domain.commands.tray_setting"
    AddTray = Deferred(_trays, "AddTray")
    ChangeTray = Deferred(_trays, "ChangeTray")
    SetTrayActive = Deferred(_trays, "SetTrayActive")
    TrayData = Deferred(_trays, "TrayData")
    add_tray = Deferred(_trays, "add_tray")
    change_tray = Deferred(_trays, "change_tray")
    set_tray_active = Deferred(_trays, "set_tray_active")
    _users = "fieldservice.domain.commands.users"
    AddUser = Deferred(_users, "AddUser")
    ChangeUser = Deferred(_users, "ChangeUser")
    DeactivateUser = Deferred(_users, "DeactivateUser")
    ReactivateUser = Deferred(_users, "ReactivateUser")
    SetSubstitute = Deferred(_users, "SetSubstitute")
    TakeOwnRight = Deferred(_users, "TakeOwnRight")
    UserData = Deferred(_users, "UserData")
    add_user = Deferred(_users, "add_user")
    change_user = Deferred(_users, "change_user")
    deactivate_user = Deferred(_users, "deactivate_user")
    reactivate_user = Deferred(_users, "reactivate_user")
    set_substitute = Deferred(_users, "set_substitute")
    take_own_right = Deferred(_users, "take_own_right")
    new_id = Deferred("fieldservice.domain.commands.identifiers", "new_form_id")
    skills = Deferred("fieldservice.domain.queries.crew", "skills")
    StaffAsk = Deferred("fieldservice.domain.queries.staff", "StaffAsk")
    staff_book = Deferred("fieldservice.domain.queries.staff", "staff_book")

__all__ = [
    "AddAbsence",
    "AddRole",
    "AddSkill",
    "AddTeam",
    "AddTechnician",
    "AddTray",
    "AddUser",
    "ChangePassword",
    "ChangeRole",
    "ChangeTeam",
    "ChangeTechnician",
    "ChangeTray",
    "ChangeUser",
    "DeactivateUser",
    "GivePassword",
    "GrantRight",
    "HeldSkill",
    "ReactivateUser",
    "RemoveAbsence",
    "RemovePassword",
    "RenameSkill",
    "SetRoleActive",
    "SetSkillActive",
    "SetSkills",
    "SetSubstitute",
    "SetTeamActive",
    "SetTechnicianActive",
    "SetTrayActive",
    "StaffAsk",
    "TakeOwnRight",
    "TeamData",
    "TechnicianData",
    "TrayData",
    "UserData",
    "add_absence",
    "add_role",
    "add_skill",
    "add_team",
    "add_technician",
    "add_tray",
    "add_user",
    "change_password",
    "change_role",
    "change_team",
    "change_technician",
    "change_tray",
    "change_user",
    "deactivate_user",
    "give_password",
    "grant_right",
    "new_id",
    "reactivate_user",
    "remove_absence",
    "remove_password",
    "rename_skill",
    "role_data",
    "set_role_active",
    "set_skill_active",
    "set_skills",
    "set_substitute",
    "set_team_active",
    "set_technician_active",
    "set_tray_active",
    "skills",
    "staff_book",
    "take_own_right",
]
