"""What is said of branches: a ticket handed to another one, a customer that only one holds."""

from fieldservice.sentences.marks import ErrorTable, Plural, ReasonTable, either, marked, refused, say

BRANCHES: ReasonTable = {
    "ticket.hand_to_branch": say(
        either(
            marked("Ticket {number} handed to the branch {branch}"),
            marked("Ticket {number} handed to every branch"),
        )
    ),
    "ticket.handed_to_branch": say(
        either(marked("Handed to the branch {branch}."), marked("Handed to every branch."))
    ),
}

BRANCH_ERRORS: ErrorTable = {
    "branch.same": refused(
        marked("Ticket {number} was not handed over: it is at that branch already."),
        marked("Choose another branch."),
    ),
    "branch.customer_elsewhere": refused(
        marked("Ticket {number} was not handed over: only {branch} holds the customer {customer}."),
        marked("Let every branch hold the customer first, or choose {branch}."),
    ),
    "branch.linked": refused(
        marked("Ticket {number} was not handed over: it is linked with {other}, which {branch} alone holds."),
        marked("Remove the link first, or hand the ticket to {branch}."),
    ),
    "link.other_branch": refused(
        marked("Nothing was changed: {number} and {other} belong to different branches."),
        marked("Hand one of the two to the branch of the other first, or make it everybody's."),
    ),
    "branch.has_tickets": refused(
        Plural(
            "The customer was not saved: a ticket of {name} ({number}) is not at that branch.",
            "The customer was not saved: {count} tickets of {name} ({number}, …) are not at that branch.",
        ),
        marked("Hand them to the branch first, or let every branch hold the customer."),
    ),
}
