"""Sentences around the ticket list: views that people made, and what an export is refused for."""

from fieldservice.sentences.marks import ErrorTable, ReasonTable, marked, refused, say

VIEWS: ReasonTable = {
    "view.add": say(marked("View “{name}” made")),
    "view.change": say(marked("View “{name}” changed")),
    "view.remove": say(marked("View “{name}” removed")),
}

VIEW_ERRORS: ErrorTable = {
    "view.name_missing": refused(
        marked("The view was not saved: it has no name."), marked("Give it a name that says what it shows.")
    ),
    "view.name_too_long": refused(
        marked("The view was not saved: its name has more than {most} letters."),
        marked("Choose a shorter name."),
    ),
    "view.name_taken": refused(
        marked("The view was not saved: you have another one called “{name}”."),
        marked("Choose another name, or change that view."),
    ),
    "view.not_yours": refused(
        marked("The view “{name}” was not changed: somebody else made it."),
        marked("Save it under a name of your own."),
    ),
    "view.not_your_team": refused(
        marked("The view was not shared: you do not belong to this team."),
        marked("Choose a team of yours, or share it with everybody."),
    ),
}
