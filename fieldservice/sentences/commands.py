"""What each command is called in history, undo toast and conflicts: a label, so without a full stop."""

from fieldservice.sentences.marks import Plural, ReasonTable, either, marked, say

_CUSTOMERS: ReasonTable = {
    "customer.create": say(marked("Customer {number} added: {name}")),
    "customer.change": say(marked("Customer {number} changed: {name}")),
    "customer.archive": say(marked("Cooperation with {name} ({number}) ended on {last_day}")),
    "customer.reactivate": say(marked("Customer {number} taken on again: {name}")),
    "customer.set_reach": say(marked("Telephones and addresses of {name} changed")),
    "contact.add": say(marked("Contact {name} of {customer} added")),
    "contact.change": say(marked("Contact {name} changed")),
    "contact.leave": say(marked("Contact {name} is no longer there")),
    "contact.return": say(marked("Contact {name} is back")),
    "block.set": say(
        either(
            marked("{customer} blocked from {since} to {until}: {reason}"),
            marked("{customer} blocked from {since}: {reason}"),
        )
    ),
    "block.lift": say(marked("Block of {customer} lifted ({reason}): {because}")),
    "site.add": say(marked("Site {name} of {customer} added")),
    "site.change": say(marked("Site {name} changed")),
}

_EQUIPMENT: ReasonTable = {
    "equipment.add": say(marked("Unit {serial} added: {product}, {site}")),
    "equipment.change": say(marked("Unit {serial} changed")),
    "equipment.move": say(
        either(
            marked("Unit {serial} moved from {origin} to {target} on {day}: {reason}"),
            marked("Unit {serial} moved from {origin} to {target} on {day}"),
        )
    ),
    "equipment.retire": say(marked("Unit {serial} taken out of use on {day}: {reason}")),
    "equipment.return": say(marked("Unit {serial} back in use")),
}

_CONTRACTS: ReasonTable = {
    "contract.create": say(
        either(
            marked("Contract {number} with {customer} added, {valid_from} to {valid_to}"),
            marked("Contract {number} with {customer} added, from {valid_from}"),
        )
    ),
    "contract.sign": say(marked("Contract {number} signed")),
    "contract.discard": say(marked("Draft of contract {number} discarded")),
    "contract.end": say(marked("Contract {number} ended on {last_day}: {reason}")),
    "contract.add_terms": say(
        either(
            marked("Contract {number} extended, {valid_from} to {valid_to}"),
            marked("Contract {number} extended from {valid_from}"),
        )
    ),
    "contract.remove_terms": say(marked("Period from {valid_from} removed from contract {number}")),
    "contract.add_line": say(marked("Line {position} added to contract {number}")),
    "contract.change_line": say(marked("Line {position} of contract {number} changed")),
    "contract.remove_line": say(marked("Line {position} removed from contract {number}")),
}

_TICKETS: ReasonTable = {
    "ticket.create": say(
        either(
            marked("Ticket created: {numbers}"),
            marked("Request recorded"),
        )
    ),
    "ticket.change": say(
        either(
            marked("Ticket {number} changed: {fields}"),
            marked("Ticket {number} changed"),
        )
    ),
    "ticket.expect_closing": say(marked("Expected closing of ticket {number} changed")),
    "ticket.put_in_state": say(
        either(
            marked("Ticket {number} put in the state “{state}” until {until}"),
            marked("Ticket {number} put in the state “{state}”"),
        )
    ),
    "ticket.close": say(marked("Ticket {number} closed by hand")),
    "ticket.reopen": say(
        either(
            marked("Ticket {number} reopened: {because}"),
            marked("Ticket {number} reopened"),
        )
    ),
    "article.add": say(marked("{kind} added to ticket {number}")),
    "request.park": say(either(marked("Request from {caller} parked"), marked("Request parked"))),
    "request.tell_requester": say(either(marked("Requester {caller} told"), marked("Requester told"))),
    "request.accept": say(marked("Request accepted as ticket {number}")),
    "request.dismiss": say(either(marked("Request from {caller} put aside"), marked("Request put aside"))),
    "import.workbook": say(
        marked("{file} imported ({new} new, {changed} changed)"),
    ),
}

_ORDERS: ReasonTable = {
    "order.create": say(
        Plural("{count} work order made for {number}", "{count} work orders made for {number}"),
    ),
    "visit.plan": say(marked("Visit for {number} planned")),
    "visit.move": say(marked("Visit for {number} moved")),
    "visit.start": say(marked("Visit for {number} started")),
    "visit.record": say(marked("Visit for {number} by {technician}: {outcome}")),
    "order.finish": say(marked("Work order {number} finished")),
    "order.cancel": say(marked("Work order {number} cancelled")),
    "order.reopen": say(
        either(
            marked("Work order {number} reopened: {because}"),
            marked("Work order {number} reopened"),
        )
    ),
}

_COMPANY: ReasonTable = {
    "company.set_up": say(marked("Branch {name} set up")),
    "dictionary.add": say(marked("Entry “{name}” added")),
    "dictionary.offer": say(marked("Entry “{name}” offered again")),
    "dictionary.retire": say(marked("Entry “{name}” no longer offered")),
    "technician.add": say(marked("Technician {name} added")),
    "technician.change": say(marked("Technician {name} changed")),
    "technician.leave": say(marked("Technician {name} no longer works here")),
    "technician.return": say(marked("Technician {name} works here again")),
    "absence.add": say(
        either(
            marked("Absence of {name}, {first_day} to {last_day}: {reason}"),
            marked("Absence of {name}, {first_day} to {last_day}"),
        )
    ),
    "absence.remove": say(marked("Absence of {name} from {first_day} removed")),
    "history.undo": say(marked("Undone: {command}")),
    "history.redo": say(marked("Done again: {command}")),
}

COMMANDS: ReasonTable = {
    **_CUSTOMERS,
    **_EQUIPMENT,
    **_CONTRACTS,
    **_TICKETS,
    **_ORDERS,
    **_COMPANY,
}
