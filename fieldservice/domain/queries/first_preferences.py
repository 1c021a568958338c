"""What a person likes, read before SQLAlchemy is loaded: the window opens in their look and language."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from fieldservice.domain.store.quick_reading import quick_rows

_VALUES = "SELECT name, CAST(value AS TEXT) FROM preference WHERE user_id = ? LIMIT 1000"


def first_preferences(path: Path, user_id: UUID, key: str | None = None) -> dict[str, Any]:
    """Every value by name; empty when nothing was kept or the file cannot be read like this."""
    found = quick_rows(path, _VALUES, (user_id.hex,), key) or []
    return {name: json.loads(value) for name, value in found}
