"""What happens to a ticket between open and closed: merged, split, handed over, waiting, back again."""

from fieldservice.sentences.marks import (
    GIVE_REASON,
    ErrorTable,
    Plural,
    ReasonTable,
    WordTable,
    called,
    either,
    marked,
    refused,
    say,
)

_COMMANDS: ReasonTable = {
    "ticket.merge": say(marked("Ticket {number} merged into {into}")),
    "ticket.unmerge": say(marked("Merge of ticket {number} into {into} taken back")),
    "ticket.split": say(
        either(marked("Ticket {made} split from {number}"), marked("Ticket split from {number}"))
    ),
    "ticket.reopen_as_new": say(
        either(
            marked("Ticket {number} goes on as {made}"),
            marked("Ticket {number} goes on as a new one"),
        )
    ),
    "ticket.take": say(marked("Ticket {number} taken over")),
    "ticket.hand_over": say(
        either(
            marked("Ticket {number} handed over to {owner}, queue “{queue}”"),
            marked("Ticket {number} handed over to {owner}"),
            marked("Ticket {number} handed over to the queue “{queue}”"),
            marked("Ticket {number} handed over"),
        )
    ),
    "ticket.close_idle": say(marked("Ticket {number} closed for inactivity")),
    "ticket.link": say(marked("Ticket {number} linked to the problem {problem}")),
    "ticket.unlink": say(marked("Ticket {number} no longer linked to the problem {problem}")),
    "ticket.change_many": say(Plural("{count} ticket changed at once", "{count} tickets changed at once")),
    "dictionary.conduct": say(marked("Rules for closed, split and idle tickets of type “{name}” changed")),
}

_TOLD: ReasonTable = {
    "ticket.took_in": say(
        either(
            marked("Ticket {number} “{title}” was merged into this one ({because})."),
            marked("Ticket {number} “{title}” was merged into this one."),
        )
    ),
    "ticket.gave_back": say(
        either(
            marked("Ticket {number} “{title}” stands on its own again ({because})."),
            marked("Ticket {number} “{title}” stands on its own again."),
        )
    ),
    "ticket.split_off": say(marked("A part of this ticket goes on as {number} “{title}”.")),
    "ticket.split_from": say(marked("Split from {number} “{title}”; judged anew today.")),
    "ticket.came_back": say(marked("Goes on from the closed ticket {number}; judged anew today.")),
    "ticket.goes_on_as": say(
        either(
            marked("The matter goes on as {number} ({because}). This ticket stays closed."),
            marked("The matter goes on as {number}. This ticket stays closed."),
        )
    ),
    "ticket.reopened.not_covered": say(
        marked("As of today the contract would not cover it: {outcome}."),
        marked("Clear this before work is planned."),
    ),
    "ticket.reopened.orders_gone": say(
        marked("The ticket is open again: the work orders that had closed it went back to another ticket.")
    ),
    "ticket.closed.idle": say(
        Plural(
            "The ticket was closed for inactivity: nobody wrote for {hours} hour.",
            "The ticket was closed for inactivity: nobody wrote for {hours} hours.",
            by="hours",
        )
    ),
    "ticket.handed_over": say(
        either(
            marked("Handed over to {owner}, queue “{queue}”."),
            marked("Handed over to {owner}."),
            marked("Handed over to the queue “{queue}”."),
        )
    ),
    "ticket.wait_answered": say(marked("The customer answered: the wait is over.")),
    "sla.before_merge": say(marked("Not counted: waiting, before tickets were merged.")),
}

LIFECYCLE: ReasonTable = {**_COMMANDS, **_TOLD}

LIFECYCLE_ERRORS: ErrorTable = {
    "merge.same_ticket": refused(
        marked("Ticket {number} was not merged: it is the same ticket already."),
        marked("Choose another ticket."),
    ),
    "merge.done_already": refused(
        marked("Ticket {number} was not merged: it is merged into another one already."),
        marked("Take that merge back first, or merge the ticket that took it in."),
    ),
    "merge.other_customer": refused(
        marked("Ticket {number} was not merged into {into}: they belong to different customers."),
        marked("Correct the customer of one of them first, or leave them apart."),
    ),
    "merge.survivor_closed": refused(
        marked("Ticket {number} was not merged into {into}: that one is closed, this one is not."),
        marked("Merge the other way round, or reopen {into} first."),
    ),
    "merge.not_merged": refused(
        marked("Nothing was taken apart: ticket {number} is not merged into another one."),
        marked("Load the ticket again."),
    ),
    "split.merged": refused(
        marked("Ticket {number} was not split: it is merged into another one."),
        marked("Split the ticket that took it in, or take the merge back."),
    ),
    "split.article_elsewhere": refused(
        marked("Ticket {number} was not split: an entry that was chosen does not stand on it any more."),
        marked("Open the ticket again and choose anew."),
    ),
    "reopening.days_out_of_range": refused(
        marked("The setting was not saved: {days} days are not possible."),
        marked("Enter 1 to {most} days."),
    ),
    "reopening.only_as_new": refused(
        either(
            marked("Ticket {number} was not reopened: that was possible until {until}."),
            marked("Ticket {number} was not reopened: tickets of this type are not."),
        ),
        marked("Let it go on as a new ticket, or ask someone who manages tickets."),
    ),
    "reopening.refused": refused(
        marked("Ticket {number} was not reopened: tickets of this type stay closed."),
        marked("Log a new request, or ask someone who manages tickets."),
    ),
    "reopening.not_closed": refused(
        marked("No new ticket was made: {number} is not closed."), marked("Work on that ticket.")
    ),
    "idle.hours_out_of_range": refused(
        marked("The setting was not saved: {hours} hours are not possible."),
        marked("Enter up to {most} hours; 0 closes nothing by itself."),
    ),
    "idle.off": refused(
        marked("The ticket was not closed: tickets of this type are not closed for inactivity."),
        marked("Set the hours for the type, or close it by hand."),
    ),
    "idle.not_waiting": refused(
        marked("The ticket was not closed for inactivity: it waits for nobody."),
        marked("Close it by hand."),
    ),
    "idle.spoken_since": refused(
        marked("The ticket was not closed for inactivity: the last entry is from {since}."),
        marked("Look at what was written."),
    ),
    "wait.not_a_wait": refused(
        marked("The ticket was not put on wait: that is not a waiting state."),
        marked("Choose a waiting state."),
    ),
    "wait.until_missing": refused(
        marked("The ticket was not put on wait: it is not said until when."),
        marked("Say when somebody is to look at it again."),
    ),
    "wait.until_past": refused(
        marked("The ticket was not put on wait: {until} is over already."),
        marked("Choose a moment to come."),
    ),
    "ticket.not_live": refused(
        marked("Nothing was done to ticket {number}: it is in the state “{state}”."),
        marked("Reopen it first."),
    ),
    "take.taken_already": refused(
        marked("Ticket {number} was not taken over: {owner} was quicker."),
        marked("Take another one, or ask for it to be handed over."),
    ),
    "hand_over.nowhere": refused(
        marked("Ticket {number} was not handed over: it would stay where it is."),
        marked("Choose another queue or person."),
    ),
    "link.same_ticket": refused(
        marked("Ticket {number} was not linked: a ticket does not cause itself."),
        marked("Choose another ticket."),
    ),
    "link.not_a_problem": refused(
        marked("The ticket was not linked: {number} is not of the type “problem”."),
        marked("Change its type first, or choose another ticket."),
    ),
    "link.problem_itself": refused(
        marked("Ticket {number} was not linked: it is a problem itself."),
        marked("Link its incidents to the other problem instead."),
    ),
    "link.tells_history": refused(
        marked("The link of ticket {number} was not removed: it tells of a merge, a split or a reopening."),
        marked("Take that step back instead."),
    ),
    "bulk.nothing_chosen": refused(
        marked("Nothing was changed: no ticket is chosen."), marked("Choose tickets in the list.")
    ),
    "bulk.because_missing": refused(marked("The tickets were not closed: it is not said why."), GIVE_REASON),
}

LIFECYCLE_WORDS: WordTable = dict(
    (
        called("ClosedBy", "by_idleness", "for inactivity"),
        called("BulkWhat", "owner", "owner"),
        called("BulkWhat", "queue", "queue"),
        called("BulkWhat", "priority", "priority"),
        called("BulkWhat", "state", "state"),
        called("BulkWhat", "close", "closing"),
        called("Reopening", "always", "always"),
        called("Reopening", "within_days", "within some days, later as a new ticket"),
        called("Reopening", "as_new", "only as a new ticket, linked"),
        called("Reopening", "never", "never"),
        called("ReopeningWay", "itself", "itself"),
        called("ReopeningWay", "as_new", "as a new ticket"),
        called("ReopeningWay", "refused", "not at all"),
    )
)
