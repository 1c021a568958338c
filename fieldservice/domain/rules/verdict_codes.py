"""Every reason code a verdict can give, with the values its sentence may use.

`wording` has a sentence for each in every language; a test there walks through this enum. Values called
`until`, `since`, `valid_from`, `valid_to` are days (or None for open-ended), `contracts`, `covers` and
`served` are tuples of text, `line`, `place`, `places`, `count` and `others` are numbers, the rest is text.
"""

from enum import StrEnum


class VerdictCode(StrEnum):
    # customer: customer, number (of the customer); caller
    CUSTOMER_KNOWN = "verdict.customer.known"
    CUSTOMER_UNKNOWN = "verdict.customer.unknown"  # caller
    CUSTOMER_SEVERAL = "verdict.customer.several"  # caller, count
    CUSTOMER_FORMER = "verdict.customer.former"  # customer, number, until
    CUSTOMER_NOT_YET = "verdict.customer.not_yet"  # customer, number, since
    # product only: product
    PRODUCT_ONLY = "verdict.product.only"
    PRODUCT_UNSUPPORTED = "verdict.product.unsupported"  # product, until
    # block
    NOT_BLOCKED = "verdict.block.none"
    BLOCKED = "verdict.block.active"  # customer, number, block_reason, since, until
    # contract
    CONTRACT_VALID = "verdict.contract.valid"  # contract, valid_from, valid_to
    CONTRACT_SEVERAL = "verdict.contract.several"  # contracts, count
    CONTRACT_NOT_NEEDED = "verdict.contract.not_needed"  # unit, until
    CONTRACT_NONE = "verdict.contract.none"  # customer, number
    CONTRACT_EXPIRED = "verdict.contract.expired"  # contract, valid_to, others
    CONTRACT_FUTURE = "verdict.contract.future"  # contract, valid_from, others
    CONTRACT_UNSIGNED = "verdict.contract.unsigned"  # contract, others
    # unit: unit (serial number or name), site
    UNIT_UNKNOWN = "verdict.unit.unknown"  # unit
    UNIT_OF_OTHER_CUSTOMER = "verdict.unit.other_customer"  # unit, customer, number
    UNIT_ELSEWHERE = "verdict.unit.elsewhere"  # unit, site, asked_site
    UNIT_RETIRED = "verdict.unit.retired"  # unit, site, since
    UNIT_IN_NO_LINE = "verdict.unit.in_no_line"  # unit, site, contracts
    # covered: contract, line, valid_to, unit, site
    COVERED_BY_WARRANTY = "verdict.covered.warranty"  # unit, until
    COVERED_BY_NAME = "verdict.covered.named"
    COVERED_BY_CATEGORY = "verdict.covered.category"  # + category
    COVERED_BY_PLACE = "verdict.covered.place"  # + category, place, places: holds it already
    COVERED_BY_NEW_PLACE = "verdict.covered.new_place"  # + category, place, places: would take it
    COVERED_BY_ALL = "verdict.covered.all"
    QUOTA_WARNING = "verdict.quota.warning"  # + used, limit, quota_kind, level: still inside with this work
    QUOTA_BEYOND_ALLOWED = "verdict.quota.beyond_allowed"  # + used, limit, quota_kind
    # pending: something must be chosen first
    PENDING_UNIT = "verdict.pending.unit"
    PENDING_WORK = "verdict.pending.work"
    PENDING_SERVICE = "verdict.pending.service"
    PENDING_MODE = "verdict.pending.mode"
    # a line that does not fit: contract, line, valid_to, unit, site, others (its further obstacles)
    LINE_OTHER_UNITS = "verdict.line.other_units"
    LINE_OTHER_CATEGORY = "verdict.line.other_category"  # + category
    LINE_PLACES_TAKEN = "verdict.line.places_taken"  # + category, places, total (units there or None), served
    LINE_OTHER_SITES = "verdict.line.other_sites"  # + covers
    LINE_OTHER_WORK = "verdict.line.other_work"  # + work, covers
    LINE_OTHER_SERVICE = "verdict.line.other_service"  # + service, covers
    LINE_ONLY_ON_SITE = "verdict.line.only_on_site"
    LINE_ONLY_REMOTE = "verdict.line.only_remote"
    LINE_QUOTA_EXHAUSTED = "verdict.line.quota_exhausted"  # + used, limit, quota_kind
    CONTRACT_WITHOUT_LINES = "verdict.contract.without_lines"  # contracts
    NOT_REACHED = "verdict.not_reached"
