"""What the program itself writes on a ticket, and how its SLA and its deadline came about."""

from fieldservice.sentences.marks import Plural, ReasonTable, either, marked, say

SETTLING: ReasonTable = {
    "ticket.closed.by_orders": say(
        marked("The ticket closed by itself: its last work order {order} is finished."),
        Plural(
            "{cancelled} other work order was cancelled.",
            "{cancelled} other work orders were cancelled.",
            by="cancelled",
        ),
    ),
    "ticket.closed.by_hand": say(
        either(
            marked("The ticket was closed by hand ({because})."),
            marked("The ticket was closed by hand."),
        )
    ),
    "ticket.asked_again": say(
        either(
            marked("What was asked for again waits in the tray ({because})."),
            marked("What was asked for again waits in the tray."),
        )
    ),
    "ticket.sla_changed": say(
        either(
            marked("The SLA is now {after} instead of {before}, due {due}."),
            marked("The SLA is now {after}, due {due}."),
            marked("The SLA is now {after} instead of {before}."),
            marked("The SLA is now {after}."),
            marked("No SLA any more; it was {before}."),
        )
    ),
    "ticket.customer_blocked": say(
        either(
            marked(
                "The customer is blocked from {since} to {until} ({reason}). "
                "Work under way goes on, no new work is released."
            ),
            marked(
                "The customer is blocked from {since} ({reason}). "
                "Work under way goes on, no new work is released."
            ),
        )
    ),
    "ticket.reopened.by_hand": say(
        either(
            marked("The ticket was reopened by hand ({because})."),
            marked("The ticket was reopened by hand."),
        )
    ),
    "ticket.reopened.by_order": say(
        marked("The ticket is open again: there is still work to do for {orders}.")
    ),
    "ticket.reopened.nothing_finished": say(
        marked("The ticket is open again: none of its work orders is finished ({orders}).")
    ),
    "ticket.all_orders_cancelled": say(
        Plural(
            "Its only work order was cancelled ({orders}). Close the ticket or make a new order.",
            "All {count} work orders were cancelled ({orders}). Close the ticket or make a new order.",
        )
    ),
    "ticket.late_order": say(
        marked("The ticket was closed by hand, yet there is still work to do for {orders}."),
        marked("Finish or cancel it, or reopen the ticket."),
    ),
}

SLA: ReasonTable = {
    "sla.from_rule": say(marked("Chosen by rule {position}.")),
    "sla.none_by_rule": say(marked("No SLA, by rule {position}.")),
    "sla.from_contract_line": say(marked("The SLA of the contract line.")),
    "sla.no_rule_fits": say(marked("No SLA: no rule fits.")),
    "sla.none": say(marked("No SLA.")),
    "sla.open_hours": say(marked("Counted: opening hours ({sla}).")),
    "sla.closed_hours": say(marked("Not counted: closed.")),
    "sla.closed_days": say(marked("Not counted: closed days ({days}).")),
    "sla.waiting": say(marked("Not counted: waiting.")),
    "sla.solved": say(marked("Not counted: solved.")),
    "sla.withdrawn": say(marked("Not counted: no longer pursued.")),
}
