"""Refusals around requests, tickets, work orders and visits: and what is possible instead."""

from fieldservice.sentences.marks import (
    GIVE_REASON,
    TELL_SUPPORT,
    ErrorPieces,
    ErrorTable,
    either,
    marked,
    refused,
    say,
)

_TICKETS: ErrorTable = {
    "ticket.title_missing": refused(
        marked("The ticket was not created: it has no subject."),
        marked("Say in a few words what it is about."),
    ),
    "ticket.purpose_missing": refused(
        marked("The ticket was not saved: tickets of this type must say what the customer used us for."),
        marked("Choose the purpose."),
    ),
    "request.not_servable": ErrorPieces(
        say(marked("The ticket was not created: {outcome}.")),
        say(marked("The request is kept.")),
        say(marked("Park it with its reason, or give the reason why it is to be served all the same.")),
    ),
    "request.settled_already": refused(
        marked("This request has been dealt with already: {state}."),
        marked("Load the tray again."),
    ),
    "request.dismiss_reason_missing": refused(
        marked("The request was not put aside: it is not said why."), GIVE_REASON
    ),
    "article.text_missing": refused(
        marked("Nothing was added: the text is empty."), marked("Write what was said or done.")
    ),
    "ticket.no_type": refused(
        marked("The ticket was not created: there is no type of ticket."),
        marked("Add one in the settings, under ticket types."),
    ),
    "ticket.field_not_changeable": refused(
        marked("The ticket was not changed: {fields} cannot be changed this way."),
        TELL_SUPPORT,
    ),
    "ticket.close_by_closing": refused(
        marked("The ticket was not put in the state “{state}”: that would close it."),
        marked("Close the ticket instead; you will be asked about its open work orders."),
    ),
    "ticket.open_orders": refused(
        marked("Ticket {number} was not closed: there is still work to do for {orders}."),
        marked("Say what is to become of it: cancel it, or leave it open."),
    ),
    "ticket.state_does_not_close": refused(
        marked("The ticket was not closed: “{state}” is not a closed state."),
        marked("Choose a closed state."),
    ),
    "rights.missing": refused(
        marked("This was not done: you have not the right for it ({right})."),
        either(marked("Who may: {people}."), marked("Ask a person who has it.")),
    ),
    "ticket.action_refused": refused(
        marked("Not possible while the ticket is in the state “{state}”: {action}."),
        either(
            marked("First: {first}."), marked("Possible now: {possible}."), marked("Open another ticket.")
        ),
    ),
    "ticket.change_refused": refused(
        marked("The state was not changed from “{state}” to “{target}”."),
        either(marked("Possible now: {possible}."), marked("Open another ticket.")),
    ),
    "ticket.no_state_of_type": refused(
        marked("There is no ticket state of the type “{state}”."),
        marked("Add one in the settings, under ticket states."),
    ),
    "ticket.expected_closing_needs_reason": refused(
        marked("The expected closing was not changed: it is not said why."), GIVE_REASON
    ),
    "ticket.closed_mismatch": refused(
        marked("The ticket was not saved: its state and its closing differ."), TELL_SUPPORT
    ),
    "priority.grade_out_of_range": refused(
        marked("Impact, urgency and priority go from 1 to 5; {grade} is not possible."),
        marked("Choose a value from 1 to 5."),
    ),
    "priority.matrix_incomplete": refused(
        marked("The priorities were not saved: the table must have 5 rows and 5 columns."),
        marked("Fill in every cell."),
    ),
    "sla.target_not_positive": refused(
        marked("The SLA {sla} was not saved: its time must be more than zero."),
        marked("Enter a time, or leave it empty for no target."),
    ),
    "sla.ledger_out_of_order": refused(
        marked("The deadline was not computed: its record of waiting times is out of order."), TELL_SUPPORT
    ),
    "sla.before_opening": refused(
        marked("The deadline was not computed: {at} lies before the ticket was opened, {opened_at}."),
        marked("Correct the moment."),
    ),
}

_ORDERS: ErrorTable = {
    "order.action_refused": refused(
        marked("Not possible while the work order is in the state “{state}”: {action}."),
        either(
            marked("First: {first}."), marked("Possible now: {possible}."), marked("Make a new work order.")
        ),
    ),
    "order.ticket_merged": refused(
        marked("No work order was made: ticket {number} was merged into another one."),
        marked("Make the work order there."),
    ),
    "order.cancel_reason_missing": refused(
        marked("Work order {number} was not cancelled: it is not said why."), GIVE_REASON
    ),
    "order.duration_out_of_range": refused(
        marked("The work order was not saved: it cannot last {minutes} min."),
        marked("Enter a duration from a few minutes to a few days."),
    ),
    "order.finished_mismatch": refused(
        marked("Work order {order} was not saved: its state and its end differ."), TELL_SUPPORT
    ),
    "visit.action_refused": refused(
        marked("Not possible while the visit is in the state “{state}”: {action}."),
        either(marked("First: {first}."), marked("Possible now: {possible}."), marked("Plan a new visit.")),
    ),
    "order.customer_blocked": refused(
        marked("Nothing was planned for {number}: the customer has been blocked since {since} ({reason})."),
        marked("Leave the work order waiting, or ask someone who may lift the block."),
    ),
    "visit.overlaps": refused(
        marked("Visit not planned. {technician} is booked from {planned_from} to {planned_to} ({order})."),
        marked("Choose another time or another technician."),
    ),
    "visit.technician_absent": refused(
        marked("Visit not planned. {technician} is away from {first_day} to {last_day}."),
        marked("Choose another day or another technician."),
    ),
    "visit.times_reversed": refused(
        marked("The visit was not saved: it would end at {planned_to}, before it starts at {planned_from}."),
        marked("Correct one of the two times."),
    ),
    "work_line.not_positive": refused(
        marked("The line was not booked: the quantity cannot be {quantity}."),
        marked("Enter more than zero; a mistake is corrected by voiding its line."),
    ),
    "visit.outcome_mismatch": refused(
        marked("The visit was not saved: its state “{state}” and its outcome do not fit together."),
        marked("Give an outcome when the visit has ended, and none before."),
    ),
}

TICKET_ERRORS: ErrorTable = {**_TICKETS, **_ORDERS}
