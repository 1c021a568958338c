"""Refusals of commands: what was not done, and what would be possible instead."""

from fieldservice.sentences.marks import ErrorPieces, ErrorTable, either, marked, refused, say

_ENTER_NAME = marked("Enter a name.")
_CORRECT_DAYS = marked("Correct one of the two days.")
_GIVE_REASON = marked("Write in a few words why.")
_OTHER_NUMBER = marked("Choose another number, or open the record that has it.")
_TELL = marked("Send the report to whoever looks after the program.")

_CUSTOMERS: ErrorTable = {
    "customer.name_missing": refused(marked("The customer was not saved: it has no name."), _ENTER_NAME),
    "customer.number_taken": refused(
        marked("The customer was not saved: the number {number} belongs to {name}."), _OTHER_NUMBER
    ),
    "customer.ends_before_start": refused(
        marked(
            "The customer was not saved: the last day {active_until} lies before the first, {active_from}."
        ),
        _CORRECT_DAYS,
    ),
    "block.reason_missing": refused(marked("The block was not set: it has no reason."), _GIVE_REASON),
    "block.because_missing": refused(marked("The block was not lifted: it is not said why."), _GIVE_REASON),
    "block.ends_before_start": refused(
        marked("The block was not set: it would end on {until}, before it starts on {since}."), _CORRECT_DAYS
    ),
    "block.belongs_to_erp": refused(
        marked("The block was not lifted: it comes from the ERP ({reason})."),
        marked("Lift it in the ERP; it disappears here with the next exchange."),
    ),
    "block.over_already": refused(
        marked("The block was not lifted: it ended on {until}."),
        marked("Nothing more is needed."),
    ),
    "block.set_already": refused(
        marked("The block was not set: the same one has been in force since {since} ({reason})."),
        marked("Change that one if its days are wrong."),
    ),
    "site.name_missing": refused(marked("The site was not saved: it has no name."), _ENTER_NAME),
    "site.code_taken": refused(
        marked("The site was not saved: the code {code} belongs to {name}."),
        marked("Choose another code, or open the site that has it."),
    ),
}

_EQUIPMENT: ErrorTable = {
    "equipment.category_missing": refused(
        marked("The unit was not saved: it has no category."), marked("Choose or enter the category.")
    ),
    "equipment.product_missing": refused(
        marked("The unit was not saved: it has no product."), marked("Choose or enter the product.")
    ),
    "equipment.serial_missing": refused(
        marked("The unit was not saved: it has no serial number."),
        marked("Enter the number on its plate; make one up if it has none, and mark the unit with it."),
    ),
    "equipment.reason_missing": refused(marked("Nothing was recorded: it is not said why."), _GIVE_REASON),
    "equipment.warranty_before_purchase": refused(
        marked("The unit was not saved: the warranty ends on {until}, before the purchase on {purchased}."),
        _CORRECT_DAYS,
    ),
    "equipment.retired_already": refused(
        marked("Unit {serial} is out of use already."), marked("Nothing more is needed.")
    ),
    "equipment.already_there": refused(
        marked("The unit was not moved: it is at {site} already."), marked("Choose another site.")
    ),
    "equipment.move_in_future": refused(
        marked("The unit was not moved: {day} has not come yet."),
        marked("Record the move on the day it is made."),
    ),
    "equipment.moved_later": refused(
        marked("The unit was not moved: a later move of {day} is already recorded."),
        marked("Enter a day that is not before it."),
    ),
    "equipment.part_of_itself": refused(
        marked("The unit was not saved: it would be a part of itself."),
        marked("Choose another unit it belongs to."),
    ),
}

_CONTRACTS: ErrorTable = {
    "contract.number_taken": refused(
        marked("The contract was not saved: the number {number} is taken."), _OTHER_NUMBER
    ),
    "contract.not_a_draft": refused(
        marked("Contract {number} is no longer a draft, so this is not possible."),
        marked("Add a period or end the contract instead."),
    ),
    "contract.reason_missing": refused(
        marked("The contract was not ended: it is not said why."), _GIVE_REASON
    ),
    "contract.not_valid_on": refused(
        marked("Contract {number} was not ended on {day}: it is not valid on that day."),
        marked("Choose a day within its period; that ends on {valid_to}."),
    ),
    "contract.later_terms": refused(
        marked("Contract {number} was not ended: a later period starts on {valid_from}."),
        marked("Remove that period first."),
    ),
    "contract.only_terms": refused(
        marked("The period was not removed: it is the only one of contract {number}."),
        marked("End the contract instead."),
    ),
    "contract.terms_overlap": refused(
        either(
            marked(
                "The period was not saved: contract {number} already has one from {valid_from} to {valid_to}."
            ),
            marked("The period was not saved: contract {number} already has one from {valid_from}."),
        ),
        marked("Let the new period start after it."),
    ),
    "coverage.no_lines": refused(
        marked("The contract was not saved: it has no coverage line, so it would cover nothing."),
        marked("Add at least one line."),
    ),
    "coverage.of_other_customer": refused(
        marked("The line was not saved: these units belong to another customer: {serials}."),
        marked("Take them out of the line, or record first that they were sold."),
    ),
    "coverage.units_and_category": refused(
        marked("The line was not saved: it names units as well as a category."),
        marked("Keep one of the two, and make a second line for the other."),
    ),
    "coverage.units_without_category": refused(
        marked("The line was not saved: a number of units needs a category."),
        marked("Choose the category, or leave the number empty."),
    ),
    "coverage.line_used": refused(
        marked("Line {position} was not removed: tickets rest on it."),
        marked("Let its period end, and leave the line out of the next one."),
    ),
}

_TICKETS: ErrorTable = {
    "ticket.title_missing": refused(
        marked("The ticket was not created: it has no title."), marked("Say in a few words what it is about.")
    ),
    "request.not_servable": ErrorPieces(
        say(marked("The ticket was not created: {outcome}.")),
        say(marked("The request is kept.")),
        say(marked("Park it with its reason, or give the reason why it is to be served all the same.")),
    ),
    "rights.missing": refused(
        marked("This was not done: you have not the right for it ({right})."),
        marked("Ask a person who has it."),
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
        marked("The expected closing was not changed: it is not said why."), _GIVE_REASON
    ),
    "ticket.closed_mismatch": refused(
        marked("The ticket was not saved: its state and its closing differ."), _TELL
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
        marked("The deadline was not computed: its record of waiting times is out of order."), _TELL
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
        marked("Work order {number} was not cancelled: it is not said why."), _GIVE_REASON
    ),
    "order.duration_out_of_range": refused(
        marked("The work order was not saved: it cannot last {minutes} min."),
        marked("Enter a duration from a few minutes to a few days."),
    ),
    "order.finished_mismatch": refused(
        marked("Work order {order} was not saved: its state and its end differ."), _TELL
    ),
    "visit.action_refused": refused(
        marked("Not possible while the visit is in the state “{state}”: {action}."),
        either(marked("First: {first}."), marked("Possible now: {possible}."), marked("Plan a new visit.")),
    ),
    "visit.outcome_mismatch": refused(
        marked("The visit was not saved: its state “{state}” and its outcome do not fit together."),
        marked("Give an outcome when the visit has ended, and none before."),
    ),
}

_COMPANY: ErrorTable = {
    "dictionary.name_missing": refused(marked("The entry was not saved: it has no name."), _ENTER_NAME),
    "dictionary.name_taken": refused(
        marked("The entry was not saved: “{name}” is there already."), marked("Choose another name.")
    ),
    "dictionary.default_state": refused(
        marked("“{name}” cannot be left out: it is the first state of its type."),
        marked("Rename it instead."),
    ),
    "technician.name_missing": refused(
        marked("The technician was not saved: there is no name."), _ENTER_NAME
    ),
    "absence.ends_before_start": refused(
        marked("The absence was not saved: it would end on {last_day}, before it starts on {first_day}."),
        _CORRECT_DAYS,
    ),
    "absence.overlaps": refused(
        marked("The absence was not saved: there is one already, {first_day} to {last_day}."),
        marked("Change that one, or choose other days."),
    ),
    "branch.code_invalid": refused(
        marked("“{branch}” cannot be the code of a branch."),
        marked("Use two to six letters from A to Z."),
    ),
    "number.counter_invalid": refused(
        marked("No number was issued: {counter} cannot be counted from."), _TELL
    ),
    "number.position_invalid": refused(marked("No number was issued: {position} is no position."), _TELL),
    "number.unreadable": refused(
        marked("“{number}” is not a number of a ticket or work order."),
        marked("Write it as WAW-000123 or WAW-000123/1."),
    ),
    "calendar.out_of_range": refused(
        marked("Nothing can be computed for the year {year}."),
        marked("Choose a day between 1970 and 2200."),
    ),
}

_TABLES: ErrorTable = {
    "mapping.incomplete": refused(
        marked("The sheet {sheet} cannot be imported yet: no column is chosen for {fields}."),
        marked("Choose a column for each, or leave the sheet out."),
    ),
    "mapping.not_readable": refused(
        marked("The kept column choices could not be read."), marked("Choose the columns again.")
    ),
    "mapping.unknown_field": refused(
        marked("The kept column choices name a field that does not exist: {field}."),
        marked("Choose the columns again."),
    ),
    "table.unknown_format": refused(
        marked("{file} was not written: {suffix} is not a kind of table this program writes."),
        marked("Choose a name that ends in .xlsx or .csv."),
    ),
    "table.not_written": refused(
        marked("{file} was not written."),
        marked("Close it in other programs, make sure the folder may be written to, and try again."),
    ),
    "table.too_many_rows": refused(
        marked("{file} was not written: a sheet holds at most {limit} rows."),
        marked("Choose fewer records, or write them as .csv."),
    ),
}

COMMAND_ERRORS: ErrorTable = {
    **_CUSTOMERS,
    **_EQUIPMENT,
    **_CONTRACTS,
    **_TICKETS,
    **_ORDERS,
    **_COMPANY,
    **_TABLES,
}
