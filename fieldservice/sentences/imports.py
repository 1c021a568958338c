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
    "import.unknown_site": say(marked("Site {site} is neither in the file nor stored; add the site first.")),
    "import.unknown_contract": say(
        marked("Contract {contract} is neither in the file nor stored; add the contract first.")
    ),
    "import.unknown_serial": say(
        marked("Unit {serial} is neither in the file nor stored; add the unit first.")
    ),
    "import.unit_elsewhere": say(marked("Unit {serial} stands at {sites}, at another customer.")),
    "import.serial_ambiguous": say(
        marked("There are several units {serial} ({sites}); it cannot be seen which one is meant.")
    ),
}

_CUSTOMERS: ReasonTable = {
    "import.contact_stays_inactive": say(
        marked("{contact} was marked here as no longer there, and stays so.")
    ),
    "import.phone_unreadable": say(
        marked("The telephone number {phone} was not understood and is left out.")
    ),
    "import.tax_id_invalid": say(
        marked("The tax number {tax_id} does not pass its check; it is kept as it is.")
    ),
    "import.tax_id_shared": say(marked("Customer {customer} has the same tax number, {tax_id}.")),
    "import.stays_inactive": say(
        marked("The cooperation ended here on {until}, and stays ended; take the customer on again by hand.")
    ),
    "import.block_stays": say(
        marked("The block ({reason}) stays, although the file has none; it is only lifted by hand.")
    ),
    "import.site_of_other_customer": say(
        marked("Site {site} belongs to another customer, not to {customer}.")
    ),
}

_EQUIPMENT: ReasonTable = {
    "import.serial_elsewhere": say(
        marked("Unit {serial} already stands at {sites}; record the move by hand if it has moved.")
    ),
    "import.unit_stays_retired": say(marked("Unit {serial} was taken out of use here, and stays so.")),
    "import.names_doubled_serial": say(
        marked("The file gives the serial number {serial} to several units; look at which one is meant.")
    ),
    "import.no_category": say(marked("No category is given; the unit comes under “other”.")),
    "import.plan_stays_inactive": say(marked("The plan “{plan}” was switched off here, and stays so.")),
    "import.period_unknown": say(
        marked("It cannot be seen how often “{plan}” is due; write for example “yearly”.")
    ),
}

_CONTRACTS: ReasonTable = {
    "import.terms_reversed": say(
        marked("The contract would end on {valid_to}, before it starts on {valid_from}.")
    ),
    "import.terms_added": say(marked("A further period is added: {valid_from} to {valid_to}.")),
    "import.terms_overlap": say(
        marked("The period from {valid_from} to {valid_to} overlaps more than one period that is stored.")
    ),
    "import.shortens_terms": say(
        marked(
            "The period from {valid_from} to {valid_to} is shorter than the one stored, "
            "{stored_from} to {stored_to}; say first that contracts may be shortened."
        )
    ),
    "import.contract_of_other_customer": say(
        marked("The contract belongs to another customer, not to {customer}.")
    ),
    "import.contract_not_signed": say(
        marked("Contract {contract} is not signed here, so it covers nothing yet.")
    ),
    "import.contract_without_terms": say(
        marked("Contract {contract} has no period; add the days from which and to which it is valid.")
    ),
    "import.two_quotas": say(marked("A line has a quota of cases or of hours, not both; leave one out.")),
    "import.coverage_stays": say(
        either(
            marked("What is covered already stays: {works}."),
            marked("What is covered already stays."),
        )
    ),
    "import.quota_stays": say(marked("The quota that is stored stays.")),
}

_TAX_IDS: ReasonTable = {
    "tax_id.empty": say(marked("The tax number is empty.")),
    "tax_id.country_unknown": say(marked("Tax numbers of the country {country} cannot be checked.")),
    "tax_id.wrong_checksum": say(
        marked("“{text}” is not a tax number of {country}: its check digit is wrong.")
    ),
    "tax_id.wrong_length": say(marked("“{text}” is not a tax number of {country}: its length is wrong.")),
    "tax_id.wrong_form": say(marked("“{text}” is not a tax number of {country}.")),
}

IMPORTS: ReasonTable = {
    **_CELLS,
    **_ROWS,
    **_PLANNED,
    **_CUSTOMERS,
    **_EQUIPMENT,
    **_CONTRACTS,
    **_TAX_IDS,
}
