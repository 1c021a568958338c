"""Words around what is said and kept on a ticket: articles, files, tasks, followers, notices, conflicts."""

from fieldservice.sentences.marks import (
    ErrorPieces,
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

_NOT_KEPT = marked("What was kept before is safe.")

CONTENT: ReasonTable = {
    "message.accepted": say(
        marked("Your case is registered under the number {number}: {title}."),
        marked("We will tell you when somebody comes."),
    ),
    "article.correct": say(marked("{kind} on ticket {number} corrected")),
    "article.settle_delivery": say(marked("Message on ticket {number}: {delivery}")),
    "article.answer_approval": say(marked("Approval on ticket {number}: {approval}")),
    "attachment.add": say(
        either(
            Plural("{count} file put to {to}", "{count} files put to {to}"),
            Plural("{count} file added", "{count} files added"),
        )
    ),
    "attachment.rename": say(marked("File {name} renamed to {becomes}")),
    "attachment.remove": say(marked("File {name} removed from {to}")),
    "task.add": say(marked("Task added to ticket {number}: {title}")),
    "task.change": say(marked("Task on ticket {number} changed: {title}")),
    "task.tick": say(marked("Task on ticket {number} done: {title}")),
    "task.untick": say(marked("Task on ticket {number} is open again: {title}")),
    "task.move": say(marked("Tasks of ticket {number} put in another order")),
    "task.remove": say(marked("Task removed from ticket {number}: {title}")),
    "ticket.follow": say(marked("Ticket {number} is followed")),
    "ticket.unfollow": say(marked("Ticket {number} is no longer followed")),
}

CONTENT_ERRORS: ErrorTable = {
    "article.automatic": refused(
        marked("This entry was not corrected: the program wrote it."),
        marked("Add a note that says what is right."),
    ),
    "article.in_future": refused(
        marked("Nothing was added: what has happened cannot lie in the future."),
        marked("Correct the day or the time."),
    ),
    "article.not_prepared": refused(
        marked("The message was not changed: it is not waiting to be sent."),
        marked("Load the ticket again and look what became of it."),
    ),
    "approval.not_asked": refused(
        marked("The answer was not written down: no approval is being waited for."),
        marked("Load the ticket again and look what became of it."),
    ),
    "approval.unanswered": refused(
        marked("The answer was not written down: it is not said who answered."),
        marked("Write who said it."),
    ),
    "attachment.empty": refused(
        marked("{name} was not added: the file is empty."),
        marked("Choose the file that has something in it."),
    ),
    "attachment.too_large": refused(
        marked("{name} was not added: it is larger than {limit} MB."),
        marked("Make it smaller, or write down where it can be found."),
    ),
    "attachment.kind_refused": refused(
        marked(
            "{name} was not added: files of the kind “{extension}” are not kept, because they can do harm."
        ),
        marked("Save it as a picture, PDF or text, or pack it into a .zip file."),
    ),
    "attachment.not_what_it_says": refused(
        marked("{name} was not added: its content is not what “.{extension}” says."),
        marked("Give it its right ending, or save it anew in the program it comes from."),
    ),
    "attachment.owner_unknown": refused(
        marked("The file was not added: nothing can be attached to “{table}”."),
        marked("Attach it to the ticket or to its customer."),
    ),
    "attachment.name_missing": refused(
        marked("The file was not renamed: the name is empty."), marked("Write a name.")
    ),
    "attachment.not_read": refused(
        marked("{name} was not added: it cannot be read."),
        marked("Close it in other programs, look whether it is still there, and try again."),
    ),
    "attachment.not_written": ErrorPieces(
        say(marked("The file was not added: {folder} cannot be written to.")),
        say(_NOT_KEPT),
        say(marked("Make room on the disk or allow writing there, then try again.")),
    ),
    "attachment.not_saved": ErrorPieces(
        say(marked("{name} was not written.")),
        say(_NOT_KEPT),
        say(marked("Choose another folder, or close the file in other programs, and try again.")),
    ),
    "attachment.not_removed": refused(
        marked("The content {name} was not removed from the disk."),
        marked("Close it in other programs and try again."),
    ),
    "attachment.no_folder": refused(
        marked("Files cannot be kept: this database has no folder for them."),
        marked("Ask whoever looks after the program to set one."),
    ),
    "attachment.missing": ErrorPieces(
        say(marked("{name} cannot be shown: its content is no longer in the folder of attachments.")),
        say(marked("That it was there, and who added it, is still known.")),
        say(marked("Restore the folder from a backup, or add the file again.")),
    ),
    "attachment.altered": ErrorPieces(
        say(marked("{name} cannot be shown: its content was altered outside the program.")),
        say(marked("That it was there, and who added it, is still known.")),
        say(marked("Restore the folder from a backup, or add the file again.")),
    ),
    "task.title_missing": refused(
        marked("The task was not saved: it is not said what is to be done."), marked("Say it in a few words.")
    ),
    "task.owner_gone": refused(
        marked("The task was not saved: the person it is given to no longer works here."),
        marked("Give it to somebody else."),
    ),
    "task.ticket_closed": refused(
        marked("The task was not added: ticket {number} is closed."), marked("Reopen the ticket first.")
    ),
    "row.fields_in_conflict": ErrorPieces(
        say(marked("This was not saved: somebody else changed the same fields a moment ago ({fields}).")),
        say(marked("Nothing was changed, and what you typed is still here.")),
        say(marked("Choose field by field which value is to stay.")),
    ),
}

CONTENT_WORDS: WordTable = dict(
    (
        called("ArticleKind", "web", "Web form"),
        called("Direction", "in", "from the customer"),
        called("Direction", "out", "to the customer"),
        called("Delivery", "prepared", "to be sent"),
        called("Delivery", "sent", "sent"),
        called("Delivery", "told", "told by telephone"),
        called("Approval", "asked", "approval asked for"),
        called("Approval", "approved", "approved"),
        called("Approval", "declined", "declined"),
        called("NoticeKind", "assigned", "Given to you"),
        called("NoticeKind", "updated", "News on your ticket"),
        called("NoticeKind", "mentioned", "You were named"),
        called("NoticeKind", "followed", "News on a ticket you follow"),
        called("NoticeKind", "reopened", "Reopened"),
        called("NoticeKind", "wait_over", "Wait is over"),
        called("CasePhase", "not_taken_up", "not taken up yet"),
        called("CasePhase", "being_looked_at", "being looked at"),
        called("CasePhase", "to_plan", "a visit is to be planned"),
        called("CasePhase", "visit_planned", "a visit is planned"),
        called("CasePhase", "at_work", "work is under way"),
        called("CasePhase", "waiting", "waiting"),
        called("CasePhase", "closed", "closed"),
        called("CasePhase", "merged", "merged into another ticket"),
        called("FileState", "whole", "whole"),
        called("FileState", "missing", "missing"),
        called("FileState", "altered", "altered"),
        called("Preview", "picture", "picture"),
        called("Preview", "pdf", "PDF"),
        called("Preview", "text", "text"),
        called("Preview", "none", "file"),
    )
)
