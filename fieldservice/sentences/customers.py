"""Words of products, meters, replaced and lent units, and of contracts changed and renewed."""

from fieldservice.sentences.marks import (
    CORRECT_DAYS,
    ErrorTable,
    Plural,
    ReasonTable,
    WordTable,
    called,
    marked,
    refused,
    say,
)

REGISTER_COMMANDS: ReasonTable = {
    "product.add": say(marked("Product {name} added ({category})")),
    "product.change": say(marked("Product {name} changed")),
    "product.offer": say(marked("Product {name} offered again")),
    "product.retire": say(marked("Product {name} no longer offered")),
    "meter.add": say(marked("Meter {name} added to unit {serial}")),
    "meter.read": say(marked("{name} of unit {serial} read: {value}")),
    "meter.remove_reading": say(marked("Reading of {name} of {day} removed from unit {serial}")),
    "equipment.replace": say(marked("Unit {serial} replaced by {new_serial} on {day}: {reason}")),
    "equipment.lend": say(marked("Unit {serial} lent to {site} on {day}: {reason}")),
    "equipment.return_loan": say(marked("Unit {serial} returned from loan on {day}")),
    "contact.merge": say(marked("Contact {other} merged into {name}")),
    "contract.change": say(marked("Contract {number} changed")),
    "contract.change_terms": say(marked("Period of contract {number} changed: {valid_from} to {valid_to}")),
    "contract.renew": say(
        marked("Contract {number} renewed, {valid_from} to {valid_to}"),
        Plural("({count} ticket taken over)", "({count} tickets taken over)"),
    ),
    "contract.took_over": say(
        marked("This ticket now counts on contract {number}, period {valid_from} to {valid_to}.")
    ),
}

REGISTER_ERRORS: ErrorTable = {
    "contact.merged_with_itself": refused(
        marked("The contacts were not merged: both are the same."), marked("Choose another contact.")
    ),
    "contact.of_other_customer": refused(
        marked("The contacts were not merged: {name} belongs to another customer."),
        marked("Choose another contact."),
    ),
    "product.name_missing": refused(
        marked("The product was not saved: it has no name."), marked("Enter the name of the model.")
    ),
    "product.known_already": refused(
        marked("The product was not saved: {category} already has the model {name}."),
        marked("Choose another name, or change the one that is there."),
    ),
    "meter.name_missing": refused(
        marked("The meter was not saved: it has no name."), marked("Enter what it counts.")
    ),
    "meter.known_already": refused(
        marked("The meter was not saved: this unit already has one called {name}."),
        marked("Choose another name, or enter the reading there."),
    ),
    "reading.in_future": refused(
        marked("The reading was not saved: {day} has not come yet."), marked("Enter the day of the reading.")
    ),
    "reading.negative": refused(
        marked("The reading was not saved: a meter shows no negative number."), marked("Correct the number.")
    ),
    "reading.runs_backwards": refused(
        marked("The reading was not saved: the meter would run backwards, it showed {value} on {day}."),
        marked("Correct the number or the day; if the meter was replaced, say so in the note."),
    ),
    "equipment.replaced_by_itself": refused(
        marked("The unit was not replaced: old and new are the same."), marked("Choose another unit.")
    ),
    "loan.lent_already": refused(
        marked("Unit {serial} was not lent: it is on loan at {site} already."),
        marked("Record its return first."),
    ),
    "loan.due_before_lent": refused(
        marked("The loan was not recorded: it would end before it begins on {day}."), CORRECT_DAYS
    ),
    "loan.returned_already": refused(
        marked("Unit {serial} was returned already on {day}."), marked("Nothing more is needed.")
    ),
    "loan.returned_before_lent": refused(
        marked("The return was not recorded: the unit was lent only on {day}."), CORRECT_DAYS
    ),
    "contract.number_missing": refused(
        marked("The contract was not saved: it has no number."), marked("Enter its number.")
    ),
    "contract.kept_elsewhere": refused(
        marked("Contract {number} was not changed: it is kept in {system}."),
        marked("Change it there; the change arrives here with the next exchange."),
    ),
}

REGISTER_WORDS: WordTable = dict(
    (
        called("GoesOver", "now-covered", "was not covered, now is"),
        called("GoesOver", "goes-on", "still open, goes on in the new period"),
        called("GoesOver", "case-counted", "its case was counted in the old period"),
    )
)
