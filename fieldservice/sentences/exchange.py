"""What is said of the exchange at a desk: conflicts, refusals, joining; fields by their names."""

from fieldservice.sentences.marks import (
    ErrorPieces,
    ErrorTable,
    ReasonTable,
    WordTable,
    called,
    either,
    marked,
    refused,
    say,
)

EXCHANGE: ReasonTable = {
    "exchange.restore": say(
        either(
            marked("Other value of “{field}” brought back: {name}"),
            marked("Other value of “{field}” brought back"),
        )
    ),
    "exchange.received": say(marked("Came with the exchange")),
    "exchange.brought_along": say(marked("Data that this workstation brought along")),
    "exchange.settle": say(marked("Put it aside")),
}

EXCHANGE_ERRORS: ErrorTable = {
    "exchange.not_restorable": refused(
        marked("The other value was not brought back: rules decide about this field."),
        marked("Open the record and change there what should be otherwise."),
    ),
    "exchange.row_gone": refused(
        marked("The other value was not brought back: the {table} is not at this workstation any more."),
        marked("Copy the value and hand it to whoever has the record now."),
    ),
    "exchange.nothing_to_redo": refused(
        marked("Nothing was done anew: what had been done is not kept with this refusal."),
        marked("Open the record and do there what is still missing."),
    ),
    "exchange.refused": refused(
        marked("The centre did not take this work."), marked("Do it anew, or put it aside.")
    ),
    "exchange.unreachable": ErrorPieces(
        (marked("The centre cannot be reached."),),
        (marked("What was done here is kept and waits."),),
        (marked("Go on working; it is tried again by itself."),),
    ),
    "exchange.broken_answer": ErrorPieces(
        (marked("The answer of the centre arrived damaged."),),
        (marked("What was done here is kept and waits."),),
        (marked("It is tried again by itself."),),
    ),
    "sign_in.changed_at_centre": refused(
        marked("You did not come in: your password was changed at the centre."),
        marked("Choose “Somebody else” and type your user name and the new password; the centre is asked."),
    ),
    "sign_in.offline_too_long": refused(
        marked("You did not come in: this workstation has not reached its centre since {exchanged_at}."),
        marked("After {days} days it asks the centre again. Connect it, and sign in once more."),
    ),
    "exchange.not_trusted": ErrorPieces(
        (marked("Who answers at {address} cannot show that it is the centre."),),
        (marked("What was done here is kept and waits."),),
        (
            marked(
                "Ask whoever runs the centre for its certificate; put it into the home folder as centre.pem."
            ),
        ),
    ),
    "exchange.stumbled": ErrorPieces(
        (marked("The exchange stumbled over a mistake of this program."),),
        (marked("What was done here is kept and waits."),),
        (marked("It is tried again by itself; the log tells what it was."),),
    ),
    "exchange.address_unreadable": refused(
        marked("The centre was not joined: “{address}” is no address."),
        marked("Write it as you were told, for instance https://centre.example.com."),
    ),
    "exchange.not_encrypted": refused(
        marked("The centre was not joined: at this address passwords would be sent for everybody to read."),
        marked("Use an address that begins with https."),
    ),
    "exchange.own_data": refused(
        marked(
            "The centre was not joined: this workstation has data of its own (customers: {customers}, "
            "requests: {requests}, tickets: {tickets})."
        ),
        marked("Bring them along, or take those of the centre in their place; a backup is made first."),
        marked("The command line is told so with --bring or --take-theirs."),
    ),
    "exchange.work_waits": refused(
        marked("The centre was not left: work waits to be sent (steps: {count})."),
        marked("Exchange first, or leave with --unsent; a backup keeps it then."),
    ),
    "exchange.joined_already": refused(
        marked("The centre was not joined: this workstation belongs to one already."),
        marked("Leave that centre first."),
    ),
    "exchange.not_joined": refused(
        marked("Nothing was exchanged: this workstation belongs to no centre."),
        marked("Join a centre first."),
    ),
    "exchange.token_lost": ErrorPieces(
        (marked("The key with which this workstation announces itself at the centre is gone."),),
        (marked("What was done here is kept and waits."),),
        (
            marked(
                "Ask whoever runs the centre for a pairing code and join again; your work goes on from here."
            ),
        ),
    ),
    "exchange.running": refused(
        marked("Nothing was exchanged: the desk's window is exchanging already."),
        marked("Look there, or close the window first."),
    ),
}

EXCHANGE_WORDS: WordTable = dict(
    (
        called("ExchangeField", "name", "name"),
        called("ExchangeField", "number", "number"),
        called("ExchangeField", "tax_id", "tax number"),
        called("ExchangeField", "customer_class", "class"),
        called("ExchangeField", "language", "language"),
        called("ExchangeField", "note", "note"),
        called("ExchangeField", "active_from", "first day"),
        called("ExchangeField", "active_until", "last day"),
        called("ExchangeField", "preferred_agent_id", "preferred agent"),
        called("ExchangeField", "branch_id", "branch"),
        called("ExchangeField", "role", "role"),
        called("ExchangeField", "value", "telephone or e-mail"),
        called("ExchangeField", "code", "code"),
        called("ExchangeField", "street", "street"),
        called("ExchangeField", "postal_code", "postal code"),
        called("ExchangeField", "city", "town"),
        called("ExchangeField", "latitude", "latitude"),
        called("ExchangeField", "longitude", "longitude"),
        called("ExchangeField", "zone", "time zone"),
        called("ExchangeField", "serial_number", "serial number"),
        called("ExchangeField", "status", "status"),
        called("ExchangeField", "purchased_on", "purchased on"),
        called("ExchangeField", "warranty_until", "warranty until"),
        called("ExchangeField", "site_id", "site"),
        called("ExchangeField", "product_id", "product"),
        called("ExchangeField", "customer_id", "customer"),
        called("ExchangeField", "contact_id", "contact"),
        called("ExchangeField", "equipment_id", "unit"),
        called("ExchangeField", "since", "from"),
        called("ExchangeField", "until", "until"),
        called("ExchangeField", "reason", "reason"),
        called("ExchangeField", "title", "subject"),
        called("ExchangeField", "description", "description"),
        called("ExchangeField", "text", "text"),
        called("ExchangeField", "state", "state"),
        called("ExchangeField", "state_id", "state"),
        called("ExchangeField", "state_type", "state"),
        called("ExchangeField", "impact", "impact"),
        called("ExchangeField", "urgency", "urgency"),
        called("ExchangeField", "priority", "priority"),
        called("ExchangeField", "owner_id", "worked on by"),
        called("ExchangeField", "responsible_id", "responsible person"),
        called("ExchangeField", "queue_id", "queue"),
        called("ExchangeField", "kind_id", "kind"),
        called("ExchangeField", "type_id", "type"),
        called("ExchangeField", "purpose_id", "purpose"),
        called("ExchangeField", "service_id", "service"),
        called("ExchangeField", "work_kind_id", "kind of work"),
        called("ExchangeField", "expected_closing_at", "expected closing"),
        called("ExchangeField", "expected_closing_because", "reason of the expected closing"),
        called("ExchangeField", "closed_because", "reason of the closing"),
        called("ExchangeField", "closed_at", "moment of closing"),
        called("ExchangeField", "closed_by", "way of closing"),
        called("ExchangeField", "first_closed_at", "first closing"),
        called("ExchangeField", "reopened_at", "reopening"),
        called("ExchangeField", "generation", "reopenings"),
        called("ExchangeField", "first_response_at", "first response"),
        called("ExchangeField", "is_held", "kept open by hand"),
        called("ExchangeField", "cancelled_because", "reason of the cancelling"),
        called("ExchangeField", "parked_because", "reason of the parking"),
        called("ExchangeField", "wait_because", "what it waits for"),
        called("ExchangeField", "wait_until", "waits until"),
        called("ExchangeField", "finished_at", "finished"),
        called("ExchangeField", "duration_minutes", "duration"),
        called("ExchangeField", "promised_from", "promised from"),
        called("ExchangeField", "promised_to", "promised until"),
        called("ExchangeField", "technician_id", "technician"),
        called("ExchangeField", "planned_from", "planned from"),
        called("ExchangeField", "planned_to", "planned until"),
        called("ExchangeField", "started_at", "begun"),
        called("ExchangeField", "ended_at", "ended"),
        called("ExchangeField", "outcome", "outcome"),
        called("ExchangeField", "report", "report"),
        called("ExchangeField", "done_at", "done"),
        called("ExchangeField", "position", "place in the list"),
        called("ExchangeField", "is_active", "in use"),
        called("ExchangeField", "email", "e-mail"),
        called("ExchangeField", "phone", "telephone"),
        called("ExchangeField", "", "value"),
        called("ExchangeStep", "meeting", "Reaching the centre"),
        called("ExchangeStep", "sending", "Sending"),
        called("ExchangeStep", "fetching", "Fetching"),
        called("ExchangeStep", "applying", "Putting in place"),
        called("ExchangeStep", "files", "Files"),
        called("ExchangeStep", "whole", "Fetching everything"),
        called("ExchangeStep", "checking", "Comparing"),
        called("ExchangeRule", "scalar", "the later change stays"),
        called("ExchangeRule", "text", "both texts were joined; where they met the later stays"),
        called("ExchangeRule", "planning", "the planning of the centre stays"),
        called("ExchangeRule", "state", "what was done in fact stays"),
        called("ExchangeRule", "fixed", "what was written first stays"),
        called("ExchangeRule", "terms", "the terms of the centre stay"),
        called("ExchangeRule", "removal", "one side removed the record"),
        called("ExchangeRule", "erased", "the person was erased meanwhile"),
        called("ExchangeRule", "double_booking", "both visits stay as they are planned"),
        called("BackupReason", "before-joining", "before a centre was joined"),
        called("BackupReason", "before-leaving", "before the centre was left"),
        called("ExchangeRule", "joined", "the centre had it first; this was entered here before the joining"),
        called("ExchangeRule", "quota_overdrawn", "two branches took the last case at once"),
        called("ExchangeRule", "", "by the rules of the exchange"),
    )
)
