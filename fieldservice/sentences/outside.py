"""Words of other systems: what they keep, what they told that could not be taken, what was done with them."""

from fieldservice.sentences.marks import (
    ErrorTable,
    ReasonTable,
    WordTable,
    called,
    marked,
    refused,
    say,
)

_CHANGE_THERE = marked("Change it there; the change arrives here by itself.")
_ENTER_NAME = marked("Enter a name.")
_SEND_FIRST = marked("Send that first, or both together.")

OUTSIDE: ReasonTable = {
    "outside.connect": say(marked("System {name} connected")),
    "outside.change": say(marked("System {name} changed")),
    "outside.disconnect": say(marked("System {name} disconnected")),
    "outside.reconnect": say(marked("System {name} connected again")),
    "outside.name_ticket": say(marked("Ticket {number} is called {key} in the other system")),
    "block.change": say(marked("Block of {customer} changed: {reason}")),
}

OUTSIDE_ERRORS: ErrorTable = {
    "outside.keeps_customers": refused(
        marked("The customer was not changed: customers are kept in {system}."), _CHANGE_THERE
    ),
    "outside.keeps_blocks": refused(
        marked("The block was not changed: blocks are kept in {system}."), _CHANGE_THERE
    ),
    "outside.keeps_contracts": refused(
        marked("The contract was not changed: contracts are kept in {system}."), _CHANGE_THERE
    ),
    "outside.name_missing": refused(marked("The system was not saved: it has no name."), _ENTER_NAME),
    "outside.name_taken": refused(
        marked("The system was not saved: there is already one called {name}."),
        marked("Choose another name."),
    ),
    "outside.kept_already": refused(
        marked("The system was not saved: {what} are kept in {system} already."),
        marked("Take that from {system} first."),
    ),
    "outside.kept_unknown": refused(
        marked("The system was not saved: {kept} is nothing that a system can keep."),
        marked("Choose among {allowed}."),
    ),
    "outside.disconnected": refused(
        marked("Nothing was taken: {system} is disconnected."), marked("Connect it again first.")
    ),
    "outside.unknown_key": refused(
        marked("This was not taken: {system} has not told yet what it calls {key}."), _SEND_FIRST
    ),
    "outside.key_missing": refused(
        marked("This was not taken: it has no key."), marked("Send the key by which it is known there.")
    ),
    "outside.key_taken": refused(
        marked("This was not taken: the key {key} belongs to something else."),
        marked("Send the key by which this is known there."),
    ),
    "outside.key_doubled": refused(
        marked("The contract was not taken: two of its periods or lines have the same key."),
        marked("Give each a key of its own."),
    ),
    "outside.of_other_customer": refused(
        marked("This was not taken: {key} belongs to another customer here."),
        marked("End it there, and send a new one for the other customer."),
    ),
    "outside.site_stays": refused(
        marked("The site {name} was not removed: what happened there stays."),
        marked("Move or retire its equipment; the site may stay."),
    ),
    "outside.no_such_ticket": refused(
        marked("Nothing was taken: there is no ticket {number}."), marked("Correct the number.")
    ),
    "outside.still_parked": refused(
        marked("Nothing was taken: the request {key} waits in the tray and is no ticket yet."),
        marked("Send it again when it was accepted."),
    ),
    "contract.no_terms": refused(
        marked("The contract was not taken: it has no period."), marked("Send at least one period.")
    ),
}

_CHECK_TOKEN = marked("Check the token; if it was lost, have a new one made at the centre.")

API_ERRORS: ErrorTable = {
    "api.token_wrong": refused(marked("Nothing was done: the token is not valid."), _CHECK_TOKEN),
    "api.not_allowed": refused(
        marked("Nothing was done: the token may not do this ({right})."),
        marked("Have a token made at the centre that may."),
    ),
    "api.no_branch": refused(
        marked("Nothing was done: the centre has no branch yet."), marked("Add a branch at the centre.")
    ),
    "api.grant_unknown": refused(
        marked("The token was not made: {grant} is nothing that a token may."),
        marked("Name a resource and a direction, such as customers:write."),
    ),
    "api.grant_added": refused(
        marked("The token was not changed: it may be narrowed, never widened."),
        marked("Make another token with what is needed, and revoke this one."),
    ),
    "api.unreadable": refused(
        marked("Nothing was done: the request is not as this address expects it."),
        marked("Correct what is named among the places."),
    ),
    "api.not_found": refused(
        marked("There is nothing here that is called {key}."), marked("Correct the key or number.")
    ),
    "api.cursor_wrong": refused(
        marked("Nothing was told: the cursor is none of ours."),
        marked("Send the cursor of the last answer as it is, or none to begin anew."),
    ),
    "api.code_unknown": refused(
        marked("This was not taken: the dictionary has no entry with the code {entry}."),
        marked("Correct the code, or add the entry here."),
    ),
    "api.too_many": refused(
        marked("Nothing was taken: more than {limit} things came at once."),
        marked("Send them in several requests."),
    ),
    "api.key_in_use": refused(
        marked("Nothing was done: the same request is still under way."), marked("Send it again in a moment.")
    ),
    "api.key_reused": refused(
        marked("Nothing was done: this Idempotency-Key came with another request before."),
        marked("Give each request a key of its own."),
    ),
    "api.address_refused": refused(
        marked("The webhook was not saved: {host} may not be called."),
        marked("Name a public address, or have this one allowed at the centre."),
    ),
    "api.event_unknown": refused(
        marked("The webhook was not saved: there is no event {event}."),
        marked("Choose among those that the documentation names."),
    ),
}

OUTSIDE_WORDS: WordTable = dict(
    (
        called("Kept", "customers", "customers"),
        called("Kept", "blocks", "blocks"),
        called("Kept", "contracts", "contracts"),
    )
)
