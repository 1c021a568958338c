"""Sentences around the ticket list: views that people made, exports, and what one filters and sorts by."""

from fieldservice.sentences.marks import ErrorTable, ReasonTable, WordTable, called, marked, refused, say

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
    "export.not_written": refused(
        marked("The list was not exported: the file {file} could not be written ({why})."),
        marked("Choose another folder, or close the file where it is open, and try again."),
    ),
    "export.too_long": refused(
        marked("The list was not exported: it is longer than a sheet of a workbook can be."),
        marked("Export it as .csv, or narrow the list first."),
    ),
}

LIST_WORDS: WordTable = dict(
    (
        called("FilterField", "state", "State"),
        called("FilterField", "type", "Type"),
        called("FilterField", "priority", "Priority"),
        called("FilterField", "queue", "Queue"),
        called("FilterField", "team", "Team"),
        called("FilterField", "owner", "Owner"),
        called("FilterField", "customer", "Customer"),
        called("FilterField", "customer_class", "Customer class"),
        called("FilterField", "site", "Site"),
        called("FilterField", "branch", "Branch"),
        called("FilterField", "product", "Product"),
        called("FilterField", "service", "Service"),
        called("FilterField", "kind", "Kind"),
        called("FilterField", "channel", "Channel"),
        called("FilterField", "last_word", "Last word"),
        called("FilterField", "opened", "Opened"),
        called("FilterField", "due", "Due"),
        called("FilterField", "wait", "Waits until"),
        called("FilterField", "closed", "Closed"),
        called("LastWord", "customer", "customer replied"),
        called("LastWord", "us", "we replied"),
        called("DaySpan", "today", "today"),
        called("DaySpan", "yesterday", "yesterday"),
        called("DaySpan", "tomorrow", "tomorrow"),
        called("DaySpan", "this_week", "this week"),
        called("DaySpan", "next_7_days", "next 7 days"),
        called("DaySpan", "last_7_days", "last 7 days"),
        called("DaySpan", "last_30_days", "last 30 days"),
        called("DaySpan", "this_month", "this month"),
        called("DaySpan", "last_month", "last month"),
        called("DaySpan", "this_year", "this year"),
    )
)
