"""Rows and cells of an import: why one was refused, passed over or is worth a look."""

from fieldservice.sentences.marks import ReasonTable, either, marked, say

_CELLS: ReasonTable = {
    "cell.empty": say(marked("{field} is missing.")),
    "cell.not_a_day": say(
        either(
            marked("“{shown}” is not a date."),
            marked("This is not a date."),
        )
    ),
    "cell.ambiguous_day": say(
        either(
            marked("“{shown}” can be read as two different dates; write the day first or the whole year."),
            marked("This can be read as two different dates; write the day first or the whole year."),
        )
    ),
    "cell.not_a_number": say(marked("“{shown}” is not a number.")),
    "cell.not_a_count": say(marked("“{shown}” is not a whole number of 1 or more.")),
    "cell.not_a_position": say(marked("“{shown}” is not a position in degrees.")),
    "cell.not_an_email": say(marked("“{shown}” is not an e-mail address.")),
    "cell.unknown_class": say(
        marked("“{shown}” is not a class of customers; use standard, key customer or VIP.")
    ),
    "cell.unknown_language": say(
        marked("“{shown}” is not one of the languages English, Polish, Czech, Spanish and Portuguese.")
    ),
    "cell.unknown_period": say(
        marked("It cannot be seen how often “{shown}” is due; write for example “yearly”.")
    ),
    "cell.too_long": say(marked("The text has {length} characters; at most {longest} fit.")),
    "cell.error_value": say(
        either(
            marked("The cell shows the error {shown} of the spreadsheet program."),
            marked("The cell shows an error of the spreadsheet program."),
        )
    ),
    "cell.formula_without_result": say(
        marked("The formula in the cell has no result; open the file, recompute, and save it.")
    ),
}

_ROWS: ReasonTable = {
    "row.header_again": say(marked("The headings again; passed over.")),
    "row.repeated": say(marked("The same as row {first_row} of {first_sheet}; taken once.")),
    "row.doubled": say(
        marked(
            "Row {first_row} of {first_sheet} says something else about the same record; correct one of them."
        )
    ),
    "row.two_owners": say(
        marked("Row {first_row} of {first_sheet} gives {contract} to another customer; correct one of them.")
    ),
    "row.shared_value": say(marked("{field} {value} also stands in row {first_row} of {first_sheet}.")),
}

_PLANNED: ReasonTable = {
    "import.repeated": say(marked("Row {row} of {sheet} already brings this record.")),
    "import.unknown_customer": say(
        marked("Customer {customer} is neither in the file nor stored; add the customer first.")
    ),
    "import.unknown_serial": say(
        marked("Unit {serial} is neither in the file nor stored; add the unit first.")
    ),
    "import.unit_elsewhere": say(marked("Unit {serial} stands at {sites}, at another customer.")),
    "import.serial_ambiguous": say(
        marked("There are several units {serial} ({sites}); it cannot be seen which one is meant.")
    ),
}

IMPORTS: ReasonTable = {**_CELLS, **_ROWS, **_PLANNED}
