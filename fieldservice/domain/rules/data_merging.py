"""What a form sends over a record that somebody else changed meanwhile: merged by field, or asked (P-39)."""

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.field_conflicts import require_unconflicted

D = TypeVar("D")


def merged_data(mine: D, seen: D | None, theirs: D, table: str) -> D:
    """`theirs` with what I changed of `seen`. All three are of one frozen dataclass.

    `row.changed_meanwhile` when the form does not say what it saw, `row.fields_in_conflict` for fields that
    both changed differently.
    """
    if seen is None:
        raise RuleViolation("row.changed_meanwhile", table=table)
    kept = require_unconflicted(_values(seen), _values(mine), _values(theirs))
    if not is_dataclass(theirs) or isinstance(theirs, type):
        raise TypeError("a record is merged as a dataclass")
    merged: D = replace(theirs, **kept)
    return merged


def _values(data: object) -> dict[str, Any]:
    """Fields as they are; the ends of texts do not count."""
    if not is_dataclass(data) or isinstance(data, type):
        raise TypeError("a record is merged as a dataclass")
    found = {field.name: getattr(data, field.name) for field in fields(data)}
    return {name: value.strip() if isinstance(value, str) else value for name, value in found.items()}
