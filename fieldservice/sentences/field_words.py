"""Words of the kinds of record and the fields that files bring, as import screens and refusals name them."""

from fieldservice.sentences.marks import WordTable, called

_KINDS: WordTable = dict(
    (
        called("Kind", "customers", "Customers"),
        called("Kind", "contacts", "Contacts"),
        called("Kind", "sites", "Sites"),
        called("Kind", "equipment", "Equipment"),
        called("Kind", "contracts", "Contracts"),
        called("Kind", "coverage", "Coverage"),
        called("Kind", "plans", "Maintenance plans"),
        called("Kind", "readings", "Meter readings"),
        called("EntryKind", "category", "category"),
        called("EntryKind", "product", "product"),
        called("EntryKind", "work_kind", "kind of work"),
    )
)

_FIELDS: WordTable = dict(
    (
        called("Field", "number", "Number"),
        called("Field", "name", "Name"),
        called("Field", "tax_id", "Tax number"),
        called("Field", "customer_class", "Class"),
        called("Field", "phone", "Telephone"),
        called("Field", "email", "E-mail"),
        called("Field", "block_reason", "Reason of the block"),
        called("Field", "active_from", "First day"),
        called("Field", "active_until", "Last day"),
        called("Field", "language", "Language"),
        called("Field", "note", "Note"),
        called("Field", "customer_number", "Customer number"),
        called("Field", "role", "Role"),
        called("Field", "code", "Code"),
        called("Field", "street", "Street"),
        called("Field", "postal_code", "Postal code"),
        called("Field", "city", "Town"),
        called("Field", "latitude", "Latitude"),
        called("Field", "longitude", "Longitude"),
        called("Field", "site_code", "Site code"),
        called("Field", "category", "Category"),
        called("Field", "model", "Model"),
        called("Field", "serial_number", "Serial number"),
        called("Field", "purchased_on", "Purchased on"),
        called("Field", "warranty_until", "Warranty until"),
        called("Field", "valid_from", "Valid from"),
        called("Field", "valid_to", "Valid to"),
        called("Field", "contract_number", "Contract number"),
        called("Field", "unit_count", "Number of units"),
        called("Field", "works", "Kinds of work"),
        called("Field", "quota_cases", "Quota of cases"),
        called("Field", "quota_hours", "Quota of hours"),
        called("Field", "anchor_date", "Start of the plan"),
        called("Field", "meter", "Meter"),
        called("Field", "read_on", "Read on"),
        called("Field", "value", "Value"),
    )
)

_TICKET_FIELDS: WordTable = dict(
    (
        called("TicketField", "title", "subject"),
        called("TicketField", "description", "description"),
        called("TicketField", "impact", "impact"),
        called("TicketField", "urgency", "urgency"),
        called("TicketField", "priority", "priority"),
        called("TicketField", "owner_id", "owner"),
        called("TicketField", "responsible_id", "responsible person"),
        called("TicketField", "queue_id", "queue"),
        called("TicketField", "kind_id", "kind"),
        called("TicketField", "purpose_id", "purpose"),
        called("TicketField", "type_id", "type"),
        called("TicketField", "service_id", "service"),
        called("TicketField", "contact_id", "contact"),
    )
)

# Fields of forms that no file brings.
_TYPED: WordTable = dict(
    (
        called("Field", "title", "Subject"),
        called("Field", "caller", "Caller"),
        called("Field", "caller_name", "Name of the caller"),
        called("Field", "author_name", "Who said it"),
        called("Field", "reason", "Reason"),
        called("Field", "description", "Description"),
        called("Field", "login", "User name"),
        called("Field", "unit", "Unit of measure"),
    )
)

FIELD_WORDS: WordTable = {**_KINDS, **_FIELDS, **_TYPED, **_TICKET_FIELDS}
