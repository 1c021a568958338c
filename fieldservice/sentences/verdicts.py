"""What the check of a request found: a sentence for each code of `domain/rules/verdict_codes.py`."""

from fieldservice.sentences.marks import Plural, ReasonTable, either, marked, say

_ON_FURTHER_CONTRACTS = Plural(
    "{others} more contract is not valid on that day either.",
    "{others} more contracts are not valid on that day either.",
    by="others",
)
_ON_FURTHER_CONDITIONS = Plural(
    "{others} more condition of the line does not fit.",
    "{others} more conditions of the line do not fit.",
    by="others",
)

_CUSTOMER: ReasonTable = {
    "verdict.customer.known": say(marked("Customer {number}, {customer}.")),
    "verdict.customer.unknown": say(
        either(
            marked("{caller} belongs to no customer on file."),
            marked("The customer is not on file."),
        )
    ),
    "verdict.customer.several": say(
        either(
            marked("{caller} fits {count} customers. Choose the right one."),
            marked("{count} customers fit. Choose the right one."),
        )
    ),
    "verdict.customer.former": say(
        marked("{customer} ({number}) is no longer a customer: the last day was {until}.")
    ),
    "verdict.customer.not_yet": say(
        marked("{customer} ({number}) is not a customer yet: the first day is {since}.")
    ),
    "verdict.product.only": say(marked("A request about the product {product}, without a customer.")),
    "verdict.product.unsupported": say(marked("Support for the product {product} ended on {until}.")),
}

_BLOCK: ReasonTable = {
    "verdict.block.none": say(marked("The customer is not blocked.")),
    "verdict.block.active": say(
        either(
            marked("{customer} ({number}) is blocked from {since} to {until}: {block_reason}."),
            marked("{customer} ({number}) has been blocked since {since}: {block_reason}."),
        )
    ),
}

_CONTRACT: ReasonTable = {
    "verdict.contract.valid": say(
        either(
            marked("Contract {contract} is valid from {valid_from} to {valid_to}."),
            marked("Contract {contract} is valid from {valid_from}, without an end."),
        )
    ),
    "verdict.contract.several": say(marked("{count} contracts are valid: {contracts}.")),
    "verdict.contract.not_needed": say(
        marked("No contract is needed: unit {unit} is under warranty until {until}.")
    ),
    "verdict.contract.none": say(marked("{customer} ({number}) has no contract.")),
    "verdict.contract.expired": say(
        marked("Contract {contract} ended on {valid_to}."), _ON_FURTHER_CONTRACTS
    ),
    "verdict.contract.future": say(
        marked("Contract {contract} starts only on {valid_from}."), _ON_FURTHER_CONTRACTS
    ),
    "verdict.contract.unsigned": say(marked("Contract {contract} is not signed."), _ON_FURTHER_CONTRACTS),
    "verdict.contract.without_lines": say(marked("There is no coverage line in {contracts}.")),
}

_UNIT: ReasonTable = {
    "verdict.unit.unknown": say(marked("There is no unit {unit} on file.")),
    "verdict.unit.other_customer": say(
        either(
            marked("Unit {unit} belongs to another customer: {customer} ({number})."),
            marked("Unit {unit} does not belong to this customer."),
        )
    ),
    "verdict.unit.elsewhere": say(
        either(
            marked("Unit {unit} is at the site {site}, not at {asked_site}."),
            marked("Unit {unit} is not at the site {asked_site}."),
        )
    ),
    "verdict.unit.retired": say(
        either(
            marked("Unit {unit} has been out of use since {since}."),
            marked("Unit {unit} is out of use."),
        )
    ),
    "verdict.unit.in_no_line": say(
        either(
            marked("No contract line covers unit {unit} at the site {site} (checked: {contracts})."),
            marked("No contract line covers unit {unit} (checked: {contracts})."),
        )
    ),
}

_COVERED: ReasonTable = {
    "verdict.covered.warranty": say(
        marked("Unit {unit} is under the manufacturer's warranty until {until}.")
    ),
    "verdict.covered.named": say(
        either(
            marked("Unit {unit} is covered by contract {contract}, line {line}, until {valid_to}."),
            marked("Unit {unit} is covered by contract {contract}, line {line}."),
        )
    ),
    "verdict.covered.category": say(
        either(
            marked(
                "Unit {unit} is covered by contract {contract}, line {line} ({category}), until {valid_to}."
            ),
            marked("Unit {unit} is covered by contract {contract}, line {line} ({category})."),
        )
    ),
    "verdict.covered.place": say(
        either(
            marked("Unit {unit} is covered by contract {contract}, line {line}, until {valid_to}."),
            marked("Unit {unit} is covered by contract {contract}, line {line}."),
        ),
        either(
            marked("It holds place {place} of {places} for {category} at the site {site}."),
            marked("It holds place {place} of {places} for {category}."),
        ),
    ),
    "verdict.covered.new_place": say(
        either(
            marked("Unit {unit} is covered by contract {contract}, line {line}, until {valid_to}."),
            marked("Unit {unit} is covered by contract {contract}, line {line}."),
        ),
        either(
            marked("It will take place {place} of {places} for {category} at the site {site}."),
            marked("It will take place {place} of {places} for {category}."),
        ),
    ),
    "verdict.covered.all": say(
        either(
            marked(
                "Unit {unit} is covered by contract {contract}, line {line} (all units), until {valid_to}."
            ),
            marked("Unit {unit} is covered by contract {contract}, line {line} (all units)."),
        )
    ),
    "verdict.quota.standing": say(marked("Used so far: {used} of {limit} {quota_kind}.")),
    "verdict.quota.warning": say(
        either(
            marked("Covered by contract {contract}, line {line}, until {valid_to}."),
            marked("Covered by contract {contract}, line {line}."),
        ),
        marked("The quota is nearly used up: {used} of {limit} {quota_kind} before this request."),
    ),
    "verdict.quota.beyond_allowed": say(
        either(
            marked("Covered by contract {contract}, line {line}, until {valid_to}."),
            marked("Covered by contract {contract}, line {line}."),
        ),
        marked("The quota is used up ({used} of {limit} {quota_kind}); the line allows work beyond it."),
    ),
}

_PENDING: ReasonTable = {
    "verdict.pending.unit": say(marked("Choose the unit: the coverage depends on it.")),
    "verdict.pending.work": say(marked("Choose the kind of work: the coverage depends on it.")),
    "verdict.pending.service": say(marked("Choose the service: the coverage depends on it.")),
    "verdict.pending.mode": say(
        marked("Say whether the work is on site or remote: the coverage depends on it.")
    ),
    "verdict.not_reached": say(marked("Not checked, because an earlier check has failed.")),
}

_LINE: ReasonTable = {
    "verdict.line.other_units": say(
        marked("Contract {contract}, line {line}, covers other units, not {unit}."), _ON_FURTHER_CONDITIONS
    ),
    "verdict.line.other_category": say(
        marked("Contract {contract}, line {line}, covers only {category}, and {unit} is not one of them."),
        _ON_FURTHER_CONDITIONS,
    ),
    "verdict.line.places_taken": say(
        either(
            marked(
                "Contract {contract}, line {line}, covers {places} of {total} units ({category}) "
                "at the site {site}, and unit {unit} is not among them."
            ),
            marked(
                "Contract {contract}, line {line}, covers {places} units ({category}) "
                "at the site {site}, and unit {unit} is not among them."
            ),
            marked("All {places} places of contract {contract}, line {line} ({category}), are taken."),
        ),
        marked("Covered there: {served}."),
        _ON_FURTHER_CONDITIONS,
    ),
    "verdict.line.other_sites": say(
        either(
            marked("Contract {contract}, line {line}, does not cover the site {site}."),
            marked("Contract {contract}, line {line}, covers only certain sites."),
        ),
        marked("It covers: {covers}."),
        _ON_FURTHER_CONDITIONS,
    ),
    "verdict.line.other_work": say(
        marked("Contract {contract}, line {line}, does not include this kind of work: {work}."),
        marked("It includes: {covers}."),
        _ON_FURTHER_CONDITIONS,
    ),
    "verdict.line.other_service": say(
        marked("Contract {contract}, line {line}, does not include this service: {service}."),
        marked("It includes: {covers}."),
        _ON_FURTHER_CONDITIONS,
    ),
    "verdict.line.only_on_site": say(
        marked("Contract {contract}, line {line}, covers only work on site."), _ON_FURTHER_CONDITIONS
    ),
    "verdict.line.only_remote": say(
        marked("Contract {contract}, line {line}, covers only remote work."), _ON_FURTHER_CONDITIONS
    ),
    "verdict.line.quota_exhausted": say(
        marked("The quota of contract {contract}, line {line}, is used up: {used} of {limit} {quota_kind}."),
        _ON_FURTHER_CONDITIONS,
    ),
}

VERDICTS: ReasonTable = {**_CUSTOMER, **_BLOCK, **_CONTRACT, **_UNIT, **_COVERED, **_PENDING, **_LINE}
