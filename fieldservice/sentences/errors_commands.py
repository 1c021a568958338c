"""Refusals of commands about customers, equipment, contracts and the company, what is possible instead."""

from fieldservice.sentences.marks import (
    CORRECT_DAYS,
    GIVE_REASON,
    TELL_SUPPORT,
    ErrorTable,
    Plural,
    either,
    marked,
    refused,
)

_ENTER_NAME = marked("Enter a name.")
_OTHER_NUMBER = marked("Choose another number, or open the record that has it.")

_TEXTS: ErrorTable = {
    "text.too_long": refused(
        marked("This was not saved: “{field}” holds no more than {limit} characters."),
        marked("Shorten it; a longer text has its place in the description or in a note."),
    ),
    "text.unprintable": refused(
        marked("This was not saved: “{field}” holds a character that cannot be shown."),
        marked("Delete the text and type it; it was probably copied from another program."),
    ),
    "row.unfit": refused(
        marked("This was not saved: a value is too long or too large to be kept."),
        marked("Look for it among what was entered, shorten it, and save once more."),
    ),
}

_CUSTOMERS: ErrorTable = {
    "customer.name_missing": refused(marked("The customer was not saved: it has no name."), _ENTER_NAME),
    "customer.number_taken": refused(
        marked("The customer was not saved: the number {number} belongs to {name}."), _OTHER_NUMBER
    ),
    "customer.ends_before_start": refused(
        marked(
            "The customer was not saved: the last day {active_until} lies before the first, {active_from}."
        ),
        CORRECT_DAYS,
    ),
    "block.reason_missing": refused(marked("The block was not set: it has no reason."), GIVE_REASON),
    "block.because_missing": refused(marked("The block was not lifted: it is not said why."), GIVE_REASON),
    "block.ends_before_start": refused(
        marked("The block was not set: it would end on {until}, before it starts on {since}."), CORRECT_DAYS
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
    "contact.name_missing": refused(marked("The contact was not saved: there is no name."), _ENTER_NAME),
    "phone.unreadable": refused(
        marked("“{text}” is not a telephone number."),
        marked("Enter it with its country, such as +48 61 281 30 35."),
    ),
    "email.unreadable": refused(
        marked("“{text}” is not an e-mail address."), marked("Enter it as name@company.com.")
    ),
    "site.name_missing": refused(marked("The site was not saved: it has no name."), _ENTER_NAME),
    "site.code_taken": refused(
        marked("The site was not saved: the code {site_code} belongs to {name}."),
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
    "equipment.reason_missing": refused(marked("Nothing was recorded: it is not said why."), GIVE_REASON),
    "equipment.warranty_before_purchase": refused(
        marked("The unit was not saved: the warranty ends on {until}, before the purchase on {purchased}."),
        CORRECT_DAYS,
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
        marked("The contract was not ended: it is not said why."), GIVE_REASON
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
        CORRECT_DAYS,
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
        marked("No number was issued: {counter} cannot be counted from."), TELL_SUPPORT
    ),
    "number.position_invalid": refused(
        marked("No number was issued: {position} is no position."), TELL_SUPPORT
    ),
    "number.unreadable": refused(
        marked("“{number}” is not a number of a ticket or work order."),
        marked("Write it as WAW-000123 or WAW-000123/1."),
    ),
    "holidays.country_unknown": refused(
        marked("The public holidays of the country {country} are not known."),
        marked("Choose another country, or enter the days yourself."),
    ),
    "holidays.region_unknown": refused(
        marked("The region {region} of the country {country} is not known."),
        marked("Choose a region from the list, or none."),
    ),
    "holidays.years_unknown": refused(
        marked(
            "The public holidays of the country {country} are known from {first_known} to {last_known} only."
        ),
        marked("Choose a year between them."),
    ),
    "calendar.out_of_range": refused(
        marked("Nothing can be computed for the year {year}."),
        marked("Choose a day between 1970 and 2200."),
    ),
}

_TABLES: ErrorTable = {
    "import.changed_meanwhile": refused(
        marked("{file} was not imported: the data have changed since the preview."),
        marked("Look at the new preview and confirm it."),
    ),
    "import.servability_unconfirmed": refused(
        Plural(
            "The file was not imported: {count} customer would change between served and refused.",
            "The file was not imported: {count} customers would change between served and refused.",
        ),
        marked("Look at the list of these customers and confirm it."),
    ),
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
    "calls.unreadable": refused(
        marked("The list of calls {name} could not be read."),
        marked("Save it as .csv in UTF-8 and try again."),
    ),
    "calls.columns_missing": refused(
        marked("The list of calls {name} lacks columns: {columns}."),
        marked("Add them to the first row and try again."),
    ),
    "file.not_written": refused(
        marked("{file} was not written."),
        marked("Close it in other programs, make sure the folder may be written to, and try again."),
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
    **_TEXTS,
    **_CUSTOMERS,
    **_EQUIPMENT,
    **_CONTRACTS,
    **_COMPANY,
    **_TABLES,
}
