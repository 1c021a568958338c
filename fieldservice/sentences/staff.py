"""Sentences about the people who work here: users, roles, teams, technicians, and the door."""

from fieldservice.sentences.marks import (
    CORRECT_DAYS,
    ErrorPieces,
    ErrorTable,
    Plural,
    ReasonTable,
    WordTable,
    called,
    marked,
    refused,
    say,
)

_ENTER_NAME = marked("Enter a name.")
_OTHER_NAME = marked("Choose another name.")

STAFF: ReasonTable = {
    "role.set_up": say(marked("Standard roles made")),
    "role.add": say(marked("Role {name} added")),
    "role.change": say(marked("Role {name} changed")),
    "role.grant": say(marked("Role {name} given the right: {right}")),
    "role.withdraw": say(marked("Right taken from role {name}: {right}")),
    "role.offer": say(marked("Role {name} used again")),
    "role.retire": say(marked("Role {name} no longer used")),
    "user.add": say(marked("User {name} added")),
    "user.change": say(marked("User {name} changed")),
    "user.leave": say(marked("User {name} deactivated")),
    "user.return": say(marked("User {name} works here again")),
    "user.take_right": say(marked("Right taken from {name}: {right}")),
    "user.stand_in": say(marked("Substitute of {name} changed")),
    "user.give_password": say(marked("First password given to {name}")),
    "user.change_password": say(marked("Password of {name} changed")),
    "user.reset_password": say(marked("First password given to {name} from the command line")),
    "user.remove_password": say(marked("Password of {name} removed")),
    "user.sign_in": say(marked("{name} signed in")),
    "team.add": say(marked("Team {name} added")),
    "team.change": say(marked("Team {name} changed")),
    "team.gather": say(marked("Team {name} works again")),
    "team.disband": say(marked("Team {name} disbanded")),
    "tray.add": say(marked("Tray {name} added")),
    "tray.change": say(marked("Tray {name} changed")),
    "tray.offer": say(marked("Tray {name} used again")),
    "tray.retire": say(marked("Tray {name} no longer used")),
    "skill.add": say(marked("Skill {name} added")),
    "skill.rename": say(marked("Skill {before} is now called {name}")),
    "skill.offer": say(marked("Skill {name} offered again")),
    "skill.retire": say(marked("Skill {name} no longer offered")),
    "technician.set_skills": say(marked("Skills of technician {name} changed")),
}

_RIGHTS: ErrorTable = {
    "rights.out_of_reach": refused(
        marked("This was not done: ticket {number} is not among those your role is about ({right})."),
        marked("Who may: {people}."),
        marked("An administrator can widen your role."),
    ),
    "rights.nobody_left": refused(
        marked("This was not done: nobody would be left who may manage users."),
        marked("Give that right to somebody else first."),
    ),
    "role.may_everything": refused(
        marked("Role {name} was not changed: it may do everything."),
        marked("Take “everything” from it first; then its rights can be chosen one by one."),
    ),
    "role.name_missing": refused(marked("The role was not saved: it has no name."), _ENTER_NAME),
    "role.name_taken": refused(marked("The role was not saved: “{name}” is there already."), _OTHER_NAME),
}

_USERS: ErrorTable = {
    "user.name_missing": refused(marked("The user was not saved: there is no name."), _ENTER_NAME),
    "user.login_missing": refused(
        marked("The user was not saved: there is no login."),
        marked("Enter a short name that nobody else has, such as “anna”."),
    ),
    "user.login_taken": refused(
        marked("The user was not saved: the login “{login}” belongs to {name}."),
        marked("Choose another login."),
    ),
    "user.login_unknown": refused(
        marked("No password was given: nobody who works here has the login “{login}”."),
        marked("Mind capital letters; logins stand on the screen of people."),
    ),
    "user.goes_round": refused(
        marked("The user was not saved: they would be their own supervisor."),
        marked("Choose a supervisor who is not among their people."),
    ),
    "user.yourself": refused(
        marked("You cannot deactivate yourself."),
        marked("Ask somebody else who manages users."),
    ),
    "user.heir_left": refused(
        marked("This was not saved: {name} does not work here any more."),
        marked("Choose somebody who does."),
    ),
    "user.own_password_first": refused(
        marked("No password was given: you have none yourself, so you could not come in any more."),
        marked("Set your own password first."),
    ),
    "substitute.yourself": refused(
        marked("The substitute was not saved: nobody stands in for themselves."),
        marked("Choose somebody else."),
    ),
    "substitute.days_missing": refused(
        marked("The substitute was not saved: the days are missing."),
        marked("Enter the first and the last day."),
    ),
    "substitute.ends_before_start": refused(
        marked("The substitute was not saved: it would end on {last_day}, before it starts on {first_day}."),
        CORRECT_DAYS,
    ),
}

_DOOR: ErrorTable = {
    "sign_in.wrong": refused(
        marked("The password is not right."),
        marked("Type it once more; mind capital letters and the language of the keyboard."),
    ),
    "sign_in.wait": refused(
        marked("The password was not tried: there were too many wrong ones."),
        Plural(
            "Wait {seconds} second, then try again.", "Wait {seconds} seconds, then try again.", "seconds"
        ),
    ),
    "sign_in.no_password": refused(
        marked("You have no password yet."),
        marked("Ask whoever manages users to give you a first one."),
    ),
    "sign_in.left": refused(
        marked("{name} does not work here any more."),
        marked("Ask whoever manages users."),
    ),
    "sign_in.password_expired": refused(
        marked("This was your first password, known to whoever gave it to you."),
        marked("Choose one of your own now."),
    ),
    "password.too_short": refused(
        marked("The password was not taken: it has fewer than {shortest} characters."),
        marked("Choose a longer one. Three or four words are easy to remember and hard to guess."),
    ),
    "password.too_long": refused(
        marked("The password was not taken: it has more than {limit} characters."),
        marked("Choose a shorter one."),
    ),
    "password.easily_guessed": refused(
        marked("The password was not taken: it is among those that everybody tries first."),
        marked("Choose another one. Three or four words are easy to remember and hard to guess."),
    ),
    "password.same": refused(
        marked("The password was not taken: it is the one of before."),
        marked("Choose another one."),
    ),
    "password.others_have_one": refused(
        marked("Your password was not removed: others here have one, so you could not come in any more."),
        marked("Change it instead."),
    ),
}

_CREW: ErrorTable = {
    "team.name_missing": refused(marked("The team was not saved: it has no name."), _ENTER_NAME),
    "team.name_taken": refused(marked("The team was not saved: “{name}” is there already."), _OTHER_NAME),
    "tray.name_missing": refused(marked("The tray was not saved: it has no name."), _ENTER_NAME),
    "tray.name_taken": refused(marked("The tray was not saved: “{name}” is there already."), _OTHER_NAME),
    "tray.channel_taken": refused(
        marked("The tray was not saved: tray {name} takes requests of one of these channels already."),
        marked("A request waits in one tray: take the channel from the other one first."),
    ),
    "tray.of_another_team": refused(
        marked("This was not done: requests in tray {tray} are accepted by team {team}."),
        marked("Ask somebody of that team."),
    ),
    "skill.name_missing": refused(marked("The skill was not saved: it has no name."), _ENTER_NAME),
    "skill.name_taken": refused(marked("The skill was not saved: “{name}” is there already."), _OTHER_NAME),
    "skill.level_unknown": refused(
        marked("The skills were not saved: levels go from {lowest} to {highest}."),
        marked("Choose a level between them."),
    ),
    "technician.user_taken": refused(
        marked("The technician was not saved: this user is technician {name} already."),
        marked("Choose another user, or none."),
    ),
}

STAFF_ERRORS: dict[str, ErrorPieces] = {**_RIGHTS, **_USERS, **_DOOR, **_CREW}

STAFF_WORDS: WordTable = dict(
    (
        called("Right", "see_requests", "see the tray"),
        called("Right", "accept_request", "accept or put aside requests"),
        called("Right", "see_tickets", "see tickets"),
        called("Right", "close_ticket", "close and reopen tickets"),
        called("Right", "manage_tickets", "merge, split and change many tickets"),
        called("Right", "see_customers", "see customers"),
        called("Right", "see_equipment", "see equipment"),
        called("Right", "see_contracts", "see contracts"),
        called("Right", "manage_users", "manage users and roles"),
        called("Right", "share_views", "share views with everybody"),
        called("Right", "export_data", "export lists"),
        called("Right", "see_history", "see who changed what"),
        called("Right", "see_archive", "see archived tickets"),
        called("Right", "manage_personal_data", "export and erase persons"),
        called("Right", "manage_backups", "back up and restore"),
        called("Thing", "request", "Requests"),
        called("Thing", "ticket", "Tickets"),
        called("Thing", "order", "Work orders"),
        called("Thing", "customer", "Customers"),
        called("Thing", "equipment", "Equipment"),
        called("Thing", "contract", "Contracts"),
        called("Thing", "staff", "People"),
        called("Thing", "company", "Company"),
        called("Thing", "data", "Data"),
        called("Thing", "records", "Records"),
        called("Act", "see", "see"),
        called("Act", "create", "create"),
        called("Act", "change", "change"),
        called("Act", "close", "finish"),
        called("Act", "override", "override"),
        called("Act", "manage", "manage"),
        called("Reach", "everything", "all tickets"),
        called("Reach", "team", "those of their team"),
        called("Reach", "own", "their own only"),
        called("TeamBasis", "trade", "trade"),
        called("TeamBasis", "level", "level"),
        called("TeamBasis", "function", "function"),
        called("TeamBasis", "product", "product"),
        called("TeamBasis", "customer_class", "class of customers"),
        called("TeamBasis", "channel", "channel"),
    )
)
