"""What a form sends over a record that somebody else changed meanwhile: merged by field, or asked (P-39)."""

from collections.abc import Mapping
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
    return _replaced(theirs, kept)


def data_over(stored: D, mine: D, seen: D | None, table: str, *, is_newer: bool) -> D:
    """`stored` with what I changed of `seen`: what a form does not show stays as it is.

    `is_newer` tells that the row was changed since it was seen; then as `merged_data`. Sets are merged by
    their members in any case: who belongs to a row may change without the row. Without `seen` all is mine.
    """
    if seen is None and not is_newer:
        return mine
    if seen is None or is_newer:
        return merged_data(mine, seen, stored, table)
    before, theirs = _values(seen), _values(stored)
    as_seen = {
        name: value if isinstance(value, frozenset) else before[name] for name, value in theirs.items()
    }
    return _replaced(stored, require_unconflicted(before, _values(mine), as_seen))


def _replaced(data: D, kept: Mapping[str, Any]) -> D:
    if not is_dataclass(data) or isinstance(data, type):
        raise TypeError("a record is merged as a dataclass")
    replaced: D = replace(data, **kept)
    return replaced


def _values(data: object) -> dict[str, Any]:
    """Fields as they are; the ends of texts do not count."""
    if not is_dataclass(data) or isinstance(data, type):
        raise TypeError("a record is merged as a dataclass")
    found = {field.name: getattr(data, field.name) for field in fields(data)}
    return {name: value.strip() if isinstance(value, str) else value for name, value in found.items()}
