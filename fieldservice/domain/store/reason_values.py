"""A reason as plain JSON and back, for automatic articles: their sentence is made in the reader's
language.
"""

from typing import Any

from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.store.row_values import encode


def reason_to_json(reason: Reason) -> dict[str, Any]:
    return {"code": reason.code, "values": {name: _plain(value) for name, value in reason.values.items()}}


def reason_from_json(stored: dict[str, Any]) -> Reason:
    return Reason(stored["code"], dict(stored["values"]))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list | frozenset):
        return [_plain(item) for item in value]
    return encode(value)
