"""What states, outcomes, channels, lights and other fixed choices are called, by the name of their enum."""

from fieldservice.sentences.field_words import FIELD_WORDS
from fieldservice.sentences.marks import WordTable, called
from fieldservice.sentences.state_words import STATE_WORDS

_TICKETS: WordTable = dict(
    (
        called("Channel", "phone", "telephone"),
        called("Channel", "email", "e-mail"),
        called("Channel", "sms", "SMS"),
        called("Channel", "web", "customer portal"),
        called("Channel", "plan", "maintenance plan"),
        called("Channel", "meter", "meter reading"),
        called("Channel", "api", "another program"),
        called("Channel", "other", "other way"),
        called("RequestState", "waiting", "waiting"),
        called("RequestState", "parked", "parked"),
        called("RequestState", "accepted", "accepted"),
        called("RequestState", "dismissed", "put aside"),
        called("ClosedHow", "by_orders", "by its orders"),
        called("ClosedHow", "by_hand", "by hand"),
        called("ArticleKind", "call", "Call"),
        called("ArticleKind", "email", "E-mail"),
        called("ArticleKind", "sms", "SMS"),
        called("ArticleKind", "note", "Note"),
        called("ArticleKind", "update", "Update"),
        called("LinkKind", "reopened_from", "reopened from"),
        called("LinkKind", "merged_into", "merged into"),
        called("LinkKind", "split_from", "split from"),
        called("LinkKind", "caused_by", "caused by"),
        called("LineKind", "time", "Working time"),
        called("LineKind", "travel", "Travel"),
        called("LineKind", "part", "Part"),
        called("LineKind", "cost", "Cost"),
    )
)

_CUSTOMERS: WordTable = dict(
    (
        called("CustomerClass", "standard", "standard"),
        called("CustomerClass", "high_value", "key customer"),
        called("CustomerClass", "vip", "VIP"),
        called("IdentityKind", "phone", "telephone number"),
        called("IdentityKind", "email", "e-mail address"),
        called("BlockSource", "own", "set here"),
        called("BlockSource", "import", "from an import"),
        called("BlockSource", "erp", "from the ERP"),
        called("EquipmentStatus", "in_use", "in use"),
        called("EquipmentStatus", "stored", "in store"),
        called("EquipmentStatus", "retired", "out of use"),
    )
)

_CONTRACTS: WordTable = dict(
    (
        called("ContractStatus", "draft", "draft"),
        called("ContractStatus", "signed", "signed"),
        called("ContractStatus", "ended", "ended"),
        called("ContractStatus", "template", "template"),
        called("ContractStatus", "deleted", "deleted"),
        called("LineExtent", "named_units", "named units"),
        called("LineExtent", "category", "units of a category"),
        called("LineExtent", "all_units", "all units"),
        called("WorkPlace", "on_site", "on site"),
        called("WorkPlace", "remote", "remote"),
        called("WorkMode", "on-site", "on site"),
        called("WorkMode", "remote", "remote"),
        called("QuotaUnit", "cases", "cases"),
        called("QuotaUnit", "hours", "hours"),
        called("QuotaKind", "cases", "cases"),
        called("QuotaKind", "hours", "hours"),
        called("QuotaBeyond", "refuse", "refuse"),
        called("QuotaBeyond", "warn", "serve with a warning"),
        called("BeyondQuota", "refuse", "refuse"),
        called("BeyondQuota", "allow", "serve with a warning"),
        called("QuotaLevel", "calm", "enough left"),
        called("QuotaLevel", "first", "first warning"),
        called("QuotaLevel", "second", "second warning"),
        called("QuotaLevel", "third", "last warning"),
        called("QuotaLevel", "beyond", "used up"),
    )
)

_VERDICTS: WordTable = dict(
    (
        called("Outcome", "ok", "may be served"),
        called("Outcome", "unknown-customer", "customer not on file"),
        called("Outcome", "customer-inactive", "no longer a customer"),
        called("Outcome", "blocked", "customer blocked"),
        called("Outcome", "no-valid-contract", "no valid contract"),
        called("Outcome", "not-covered", "not covered"),
        called("Light", "passed", "passed"),
        called("Light", "warning", "passed with a warning"),
        called("Light", "failed", "failed"),
        called("Light", "pending", "still open"),
        called("Light", "not-reached", "not checked"),
        called("CheckName", "customer", "Customer"),
        called("CheckName", "block", "Block"),
        called("CheckName", "contract", "Contract"),
        called("CheckName", "coverage", "Coverage"),
        called("Basis", "contract", "contract"),
        called("Basis", "warranty", "warranty"),
        called("Basis", "product", "product support"),
        called("Warranty", "in-force", "under warranty"),
        called("Warranty", "expired", "warranty over"),
        called("Warranty", "unknown", "warranty unknown"),
    )
)

# Said after "You can": see `Wording.next_steps`.
_NEXT_STEPS: WordTable = dict(
    (
        called("NextStep", "accept", "accept the request"),
        called("NextStep", "choose-customer", "choose the customer"),
        called("NextStep", "create-customer", "put the customer on file"),
        called("NextStep", "reactivate-customer", "take the customer on again"),
        called("NextStep", "wait-until-block-ends", "wait until the block ends"),
        called("NextStep", "lift-block", "have the block lifted"),
        called("NextStep", "sign-contract", "have the contract signed"),
        called("NextStep", "renew-contract", "renew the contract"),
        called("NextStep", "choose-unit", "choose the unit"),
        called("NextStep", "choose-other-unit", "choose another unit"),
        called("NextStep", "register-unit", "put the unit on file"),
        called("NextStep", "move-unit", "record that the unit has moved"),
        called("NextStep", "choose-work", "choose the kind of work"),
        called("NextStep", "choose-service", "choose the service"),
        called("NextStep", "choose-mode", "say whether it is on site or remote"),
        called("NextStep", "extend-coverage", "extend the coverage"),
        called("NextStep", "quote", "make an offer"),
        called("NextStep", "park", "park the request"),
        called("NextStep", "tell-requester", "tell the requester"),
        called("NextStep", "override", "ask someone who may override this"),
    )
)

# What an import's limits count: said after "the limit is 500".
_SIZES: WordTable = dict(
    (
        called("FileSize", "rows", "rows"),
        called("FileSize", "cells", "cells"),
        called("FileSize", "columns", "columns"),
        called("FileSize", "sheets", "sheets"),
        called("FileSize", "entries", "parts"),
        called("FileSize", "unpacked_bytes", "bytes when unpacked"),
        called("FileSize", "unpacked_ratio", "times its size when unpacked"),
        called("FileSize", "file_bytes", "bytes"),
    )
)

# Tables, where an error names the record it could not find.
_RECORDS: WordTable = dict(
    (
        called("Record", "", "record"),
        called("Record", "customer", "customer"),
        called("Record", "contact", "contact"),
        called("Record", "site", "site"),
        called("Record", "block", "block"),
        called("Record", "equipment", "unit"),
        called("Record", "contract", "contract"),
        called("Record", "terms", "period of the contract"),
        called("Record", "coverage_line", "coverage line"),
        called("Record", "request", "request"),
        called("Record", "ticket", "ticket"),
        called("Record", "article", "entry"),
        called("Record", "task", "task"),
        called("Record", "work_order", "work order"),
        called("Record", "visit", "visit"),
        called("Record", "work_line", "booked line"),
        called("Record", "technician", "technician"),
        called("Record", "user_account", "user"),
        called("Record", "maintenance_plan", "maintenance plan"),
        called("Record", "meter", "meter"),
        called("Record", "reading", "reading"),
    )
)

ENUM_WORDS: WordTable = {
    **STATE_WORDS,
    **FIELD_WORDS,
    **_TICKETS,
    **_CUSTOMERS,
    **_CONTRACTS,
    **_VERDICTS,
    **_NEXT_STEPS,
    **_SIZES,
    **_RECORDS,
}
