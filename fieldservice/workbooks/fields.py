"""The kinds of record a workbook brings and the fields of each: the contract with the database side."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """What the rows of a table are."""

    CUSTOMERS = "customers"
    CONTACTS = "contacts"
    SITES = "sites"
    EQUIPMENT = "equipment"
    CONTRACTS = "contracts"
    COVERAGE = "coverage"
    PLANS = "plans"
    READINGS = "readings"


class FieldType(StrEnum):
    """How a cell becomes a value, and the Python type of that value."""

    CODE = "code"  # str, numbers without ".0"
    TEXT = "text"  # str
    DAY = "day"  # date
    NUMBER = "number"  # Decimal
    COUNT = "count"  # int, at least 1
    LATITUDE = "latitude"  # float
    LONGITUDE = "longitude"  # float
    EMAIL = "email"  # str
    CUSTOMER_CLASS = "customer_class"  # "standard", "high_value", "vip"
    LANGUAGE = "language"  # "en", "pl", "cs", "es", "pt"
    WORKS = "works"  # tuple[str, ...]
    PLAN_NAME = "plan_name"  # str; the row also gets period_months: int


Value = object
"""str, int, float, Decimal, date or tuple of str, as the type of the field says."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind; `longest` is in characters."""

    name: str
    type: FieldType = FieldType.TEXT
    required: bool = False
    longest: int = 200


@dataclass(frozen=True, slots=True)
class KindFields:
    """The fields of one kind and what makes its rows one of a kind.

    `key` names the fields that no two rows may share unless they are equal in all; empty: only equal rows
    meet. `one_of` names fields of which at least one is needed. `belongs` (code, owner): the same code may
    come again, but never with another owner. `warned` fields should be unique, and a repetition is only told.
    """

    kind: Kind
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    belongs: tuple[str, str] | None = None
    warned: tuple[str, ...] = ()

    def field(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields if field.required)

    def missing(self, present: frozenset[str]) -> tuple[str, ...]:
        """The fields that a table with these columns lacks to be imported."""
        lacking = [name for name in self.required if name not in present]
        if self.one_of and not present.intersection(self.one_of):
            lacking.append(self.one_of[0])
        return tuple(lacking)


_CODE, _DAY = FieldType.CODE, FieldType.DAY

_CUSTOMERS = KindFields(
    Kind.CUSTOMERS,
    (
        Field("number", _CODE, required=True, longest=40),
        Field("name", required=True),
        Field("tax_id", _CODE, longest=40),
        Field("customer_class", FieldType.CUSTOMER_CLASS),
        Field("phone", _CODE, longest=100),
        Field("email", FieldType.EMAIL),
        Field("block_reason"),
        Field("active_until", _DAY),
        Field("language", FieldType.LANGUAGE),
        Field("note", longest=4_000),
    ),
    key=("number",),
    warned=("tax_id",),
)
_CONTACTS = KindFields(
    Kind.CONTACTS,
    (
        Field("customer_number", _CODE, required=True, longest=40),
        Field("name", required=True),
        Field("role"),
        Field("phone", _CODE, longest=100),
        Field("email", FieldType.EMAIL),
    ),
)
_SITES = KindFields(
    Kind.SITES,
    (
        Field("customer_number", _CODE, required=True, longest=40),
        Field("code", _CODE, required=True, longest=40),
        Field("name"),
        Field("street"),
        Field("postal_code", _CODE, longest=20),
        Field("city"),
        Field("latitude", FieldType.LATITUDE),
        Field("longitude", FieldType.LONGITUDE),
    ),
    key=("code",),
)
_EQUIPMENT = KindFields(
    Kind.EQUIPMENT,
    (
        Field("site_code", _CODE, required=True, longest=40),
        Field("category"),
        Field("model", _CODE),
        Field("serial_number", _CODE, required=True, longest=80),
        Field("purchased_on", _DAY),
        Field("warranty_until", _DAY),
    ),
    key=("serial_number",),
)
_CONTRACTS = KindFields(
    Kind.CONTRACTS,
    (
        Field("number", _CODE, required=True, longest=40),
        Field("customer_number", _CODE, required=True, longest=40),
        Field("valid_from", _DAY, required=True),
        Field("valid_to", _DAY, required=True),
    ),
    key=("number", "valid_from"),
    belongs=("number", "customer_number"),
)
_COVERAGE = KindFields(
    Kind.COVERAGE,
    (
        Field("contract_number", _CODE, required=True, longest=40),
        Field("serial_number", _CODE, longest=80),
        Field("category"),
        Field("unit_count", FieldType.COUNT),
        Field("site_code", _CODE, longest=40),
        Field("works", FieldType.WORKS, longest=1_000),
        Field("quota_cases", FieldType.COUNT),
        Field("quota_hours", FieldType.NUMBER),
    ),
    one_of=("serial_number", "category"),
)
_PLANS = KindFields(
    Kind.PLANS,
    (
        Field("serial_number", _CODE, required=True, longest=80),
        Field("name", FieldType.PLAN_NAME, required=True),
        Field("anchor_date", _DAY, required=True),
    ),
    key=("serial_number", "name"),
)
_READINGS = KindFields(
    Kind.READINGS,
    (
        Field("serial_number", _CODE, required=True, longest=80),
        Field("meter", required=True, longest=80),
        Field("read_on", _DAY, required=True),
        Field("value", FieldType.NUMBER, required=True),
    ),
    key=("serial_number", "meter", "read_on"),
)

FIELDS: Mapping[Kind, KindFields] = MappingProxyType(
    {
        kind.kind: kind
        for kind in (
            _CUSTOMERS,
            _CONTACTS,
            _SITES,
            _EQUIPMENT,
            _CONTRACTS,
            _COVERAGE,
            _PLANS,
            _READINGS,
        )
    }
)
