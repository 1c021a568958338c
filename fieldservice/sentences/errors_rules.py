"""Refusals of the rules about calendars, contracts and coverage: what was not taken, and what would be."""

from fieldservice.sentences.marks import CORRECT_DAYS, ErrorTable, marked, refused

CALENDARS: ErrorTable = {
    "calendar.span_wrong": refused(
        marked("These opening hours were not taken over: they must end after they start, within 24 hours."),
        marked("Correct the hours; hours over midnight are written 22:00-06:00."),
    ),
    "calendar.span_unreadable": refused(
        marked("The opening hours “{text}” were not understood."),
        marked("Write them as 08:00-16:00; several on one day are parted by commas."),
    ),
    "calendar.week_wrong": refused(
        marked("The week was not taken over: it must have seven days, Monday to Sunday."),
        marked("Give hours for the days that are open; the others are closed."),
    ),
    "calendar.yearly_day_wrong": refused(
        marked("There is no day {day} in month {month}."),
        marked("Choose a day that exists."),
    ),
    "calendar.zone_unknown": refused(
        marked("The time zone {zone} is not known."),
        marked("Choose one from the list, such as Europe/Warsaw."),
    ),
    "calendar.override_doubled": refused(
        marked("The calendar was not taken over: one day has two different opening hours."),
        marked("Keep one entry for each day."),
    ),
    "calendar.never_open": refused(
        marked("The calendar was not taken over: it is never open, so no deadline could be computed."),
        marked("Give opening hours for at least one day."),
    ),
    "calendar.no_opening": refused(
        marked("No deadline can be computed: the calendar does not open often enough after {moment}."),
        marked("Give the calendar more opening hours or choose another one."),
    ),
    "interval.ends_before_start": refused(
        marked("This period ends before it starts."),
        marked("Correct one of the two moments."),
    ),
}

CONTRACTS: ErrorTable = {
    "contract.ends_before_start": refused(
        marked("The terms were not saved: they would end on {valid_to}, before they start on {valid_from}."),
        CORRECT_DAYS,
    ),
    "verdict.unreadable": refused(
        marked("The verdict kept with this ticket was made by a newer version of the program."),
        marked("Install the newest version to read it."),
    ),
    "coverage.negative_units": refused(
        marked("The coverage line was not saved: the number of units cannot be {units}."),
        marked("Enter zero or more; leave it empty for all units."),
    ),
    "quota.negative": refused(
        marked("The quota was not saved: neither the quota nor what is used of it can be below zero."),
        marked("Correct the number."),
    ),
    "quota.levels_not_rising": refused(
        marked("The warning levels of the quota were not saved: each must be higher than the one before."),
        marked("Enter three rising percentages, such as 75, 90 and 100."),
    ),
}
