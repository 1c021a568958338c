"""What was wished of a request beyond its own columns, as JSON: kept while it is parked, put back when it is
served after all.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

KEPT = (
    "type_id",
    "kind_id",
    "purpose_id",
    "service_id",
    "product_id",
    "queue_id",
    "site_id",
    "serial_number",
    "impact",
    "urgency",
    "priority",
    "owner_id",
    "answers",
    "tasks",
)
"""Names of what a new ticket is made of. A closing that was promised is not kept: it is promised anew."""


def wish_to_json(wish: Mapping[str, Any]) -> dict[str, Any]:
    """Only what says something; ids as text, answers by the codes of their fields."""
    said = {name: wish[name] for name in KEPT if wish.get(name) not in (None, "", ())}
    return {name: _plain(name, value) for name, value in said.items()}


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if name == "answers":
        return dict(value)
    return list(value) if isinstance(value, tuple) else value
