"""What is said when a ticket is put right: on which contract it counts now, and when that is refused."""

from fieldservice.sentences.marks import ErrorTable, ReasonTable, either, marked, refused, say

FORMS: ReasonTable = {
    "ticket.booked_anew": say(
        either(
            marked("The ticket was put right and now counts on contract {number}."),
            marked("The ticket was put right and counts on no contract any more."),
        )
    ),
}
FORM_DIALOG_ERRORS: ErrorTable = {
    "ticket.not_covered_anew": refused(
        marked("The ticket was not changed: put right like that it would not be covered ({outcome})."),
        marked("Choose otherwise, or give the reason why it is served all the same."),
    ),
}
