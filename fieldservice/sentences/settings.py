"""Words of what a company keeps about how it works: commands, refusals, and the parts of fields and texts."""

from fieldservice.sentences.marks import (
    ErrorTable,
    ReasonTable,
    WordTable,
    called,
    either,
    marked,
    refused,
    say,
)

_OPEN_AGAIN = marked("Open it again to see what stands there now, and change it once more.")

SETTINGS_COMMANDS: ReasonTable = {
    "dictionary.change": say(marked("Entry “{name}” changed")),
    "dictionary.move": say(marked("Entry “{name}” put in another place")),
    "dictionary.remove": say(marked("Entry “{name}” removed")),
    "dictionary.make_usual": say(marked("“{name}” is now the usual state of its type")),
    "calendar.set_day": say(marked("Hours of {day} changed in the calendar “{name}”")),
    "calendar.free_day": say(marked("{day} follows the week again in the calendar “{name}”")),
    "sla.change_rules": say(marked("Rules that pick the SLA changed")),
    "priority.change_matrix": say(marked("Priority matrix changed")),
    "priority.name_grade": say(marked("Name of a level changed")),
    "company.change": say(marked("Company's own details changed")),
    "number.continue": say(marked("Ticket numbers go on with {number}")),
    "form.change_field": say(marked("A field of the ticket is shown otherwise")),
    "form.arrange": say(marked("Order of the fields of a ticket changed")),
    "ticket.set_fields": say(marked("Own fields of ticket {number} changed")),
}

SETTINGS_ERRORS: ErrorTable = {
    "dictionary.in_use": refused(
        marked("“{name}” was not removed: it is used."),
        marked("Retire it instead: it is offered no longer, and what uses it keeps it."),
    ),
    "dictionary.type_in_use": refused(
        marked("“{name}” was not changed: what it is cannot change once it is used."),
        marked("Add a new entry of the other type, and retire this one."),
    ),
    "dictionary.retired": refused(
        marked("“{name}” cannot be the usual state: it is offered no longer."),
        marked("Offer it again first."),
    ),
    "dictionary.narrowed": refused(
        marked("“{name}” cannot be the usual state: it is for tickets of one type only."),
        marked("Open it to all types first."),
    ),
    "dictionary.last_type": refused(
        marked("“{name}” was not retired: it is the last type that is offered."),
        marked("Add or offer another type first."),
    ),
    "dictionary.minutes_wrong": refused(
        marked("“{name}” was not saved: the usual duration must be between a minute and a week."),
        marked("Write it like 90 min or 1 h 30 min."),
    ),
    "queue.type_not_for_team": refused(
        marked("The ticket does not go into this queue: its team does not work on tickets of this type."),
        marked("Choose another queue or another type."),
    ),
    "state.look_unknown": refused(
        marked("The state was not saved: it cannot be drawn in this way."), marked("Choose from the list.")
    ),
    "calendar.yearly_day_unreadable": refused(
        marked("The calendar was not saved: “{text}” is no day of the year."),
        marked("Write day and month, such as 24.12, with commas between them."),
    ),
    "sla.warning_wrong": refused(
        marked("The SLA “{sla}” was not saved: the warning must come between 1 and 100 percent."),
        marked("Enter for instance 75."),
    ),
    "sla.rules_changed_meanwhile": refused(
        marked("The rules were not saved: somebody else changed them meanwhile."), _OPEN_AGAIN
    ),
    "text_block.empty": refused(
        marked("The text “{name}” was not saved: there is nothing in it."), marked("Write the text.")
    ),
    "text_block.placeholder_unknown": refused(
        marked("The text was not saved: nothing is known as “{word}”."),
        marked("Choose a placeholder from the list, or write the words without braces."),
    ),
    "company.country_unknown": refused(
        marked("The details were not saved: “{country}” is no country code."),
        marked("Write two letters, such as PL or CZ."),
    ),
    "company.currency_unknown": refused(
        marked("The details were not saved: “{currency}” is no currency code."),
        marked("Write three letters, such as PLN or EUR."),
    ),
    "number.digits_wrong": refused(
        marked("The numbers were not changed: they may have {first} to {last} digits."),
        marked("Choose a number of digits between them."),
    ),
    "number.goes_back": refused(
        marked("The numbers do not go on with {number}: {last} was issued already."),
        marked("Enter a higher number; numbers never go back."),
    ),
}

FORM_ERRORS: ErrorTable = {
    "form.rule_without_condition": refused(
        marked("The form was not saved: a rule says nothing about when it applies."),
        marked("Give the rule a condition."),
    ),
    "form.limit_without_options": refused(
        marked("The form was not saved: a rule limits a field and leaves nothing to choose."),
        marked("Name at least one option."),
    ),
    "form.options_missing": refused(
        marked("The field “{name}” was not saved: there is nothing to choose from."),
        marked("Write the options, one in each line."),
    ),
    "form.option_doubled": refused(
        marked("The field “{name}” was not saved: two of its options are the same."),
        marked("Take one of them out."),
    ),
    "form.field_needed": refused(
        marked("The field cannot be hidden: no ticket can do without “{name}”."),
        marked("Rename it if its name does not suit you."),
    ),
    "form.value_missing": refused(marked("“{field}” must be filled in."), marked("Fill it in.")),
    "form.value_unfit": refused(
        marked("What stands in “{field}” cannot be read."),
        marked("Write a number or a day, as the field asks."),
    ),
    "form.option_not_offered": refused(
        marked("What was chosen for “{field}” is not offered here."), marked("Choose from the list.")
    ),
    "form.value_changed_meanwhile": refused(
        either(
            marked(
                "The fields were not saved: somebody else wrote “{theirs}” meanwhile, you wrote “{mine}”."
            ),
            marked("The fields were not saved: somebody else changed them meanwhile."),
        ),
        _OPEN_AGAIN,
    ),
}

SETTINGS_WORDS: WordTable = dict(
    (
        called("FieldKind", "text", "Text"),
        called("FieldKind", "long_text", "Long text"),
        called("FieldKind", "number", "Number"),
        called("FieldKind", "date", "Day"),
        called("FieldKind", "yes_no", "Yes or no"),
        called("FieldKind", "choice", "Choice"),
        called("Comparison", "is", "is"),
        called("Comparison", "is_not", "is not"),
        called("Comparison", "filled", "is filled in"),
        called("Comparison", "empty", "is empty"),
        called("Comparison", "contains", "contains"),
        called("Comparison", "at_least", "is at least"),
        called("Comparison", "at_most", "is at most"),
        called("Effect", "show", "show"),
        called("Effect", "hide", "hide"),
        called("Effect", "require", "require"),
        called("Effect", "limit", "offer only"),
        called("StateTone", "neutral", "Grey"),
        called("StateTone", "accent", "Blue"),
        called("StateTone", "good", "Green"),
        called("StateTone", "care", "Yellow"),
        called("StateTone", "stop", "Red"),
        called("StateShape", "none", "No shape"),
        called("StateShape", "tick", "Tick"),
        called("StateShape", "triangle", "Triangle"),
        called("StateShape", "diamond", "Diamond"),
        called("StateShape", "circle", "Circle"),
        called("StateShape", "play", "Arrow"),
        called("StateShape", "dot", "Dot"),
        called("Scale", "impact", "Impact"),
        called("Scale", "urgency", "Urgency"),
        called("Scale", "priority", "Priority"),
        called("FieldOfTicket", "title", "Subject"),
        called("FieldOfTicket", "description", "Description"),
        called("FieldOfTicket", "type", "Type"),
        called("FieldOfTicket", "kind", "Kind"),
        called("FieldOfTicket", "purpose", "Purpose"),
        called("FieldOfTicket", "service", "Service"),
        called("FieldOfTicket", "work_kind", "Kind of work"),
        called("FieldOfTicket", "contact", "Contact"),
        called("FieldOfTicket", "site", "Site"),
        called("FieldOfTicket", "unit", "Unit"),
        called("FieldOfTicket", "product", "Product"),
        called("FieldOfTicket", "priority", "Priority"),
        called("FieldOfTicket", "queue", "Queue"),
        called("FieldOfTicket", "owner", "Owner"),
        called("FieldOfTicket", "responsible", "Responsible person"),
        called("FieldOfTicket", "expected_closing", "Expected closing"),
        called("Placeholder", "customer", "the customer's name"),
        called("Placeholder", "contact", "who called"),
        called("Placeholder", "number", "number of the ticket"),
        called("Placeholder", "title", "subject of the ticket"),
        called("Placeholder", "site", "name and address of the site"),
        called("Placeholder", "unit", "product"),
        called("Placeholder", "serial", "serial number"),
        called("Placeholder", "kind", "kind of the ticket"),
        called("Placeholder", "state", "state of the ticket"),
        called("Placeholder", "opened", "when the ticket was opened"),
        called("Placeholder", "due", "expected closing"),
        called("Placeholder", "visit", "when the next visit is planned"),
        called("Placeholder", "technician", "who will come"),
        called("Placeholder", "agent", "your own name"),
        called("Placeholder", "company", "name of your company"),
        called("Placeholder", "today", "today's date"),
    )
)
