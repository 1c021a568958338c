"""What a parked request keeps besides its own columns: all that was filled in, as JSON, and nothing empty."""

import json
from uuid import uuid4

from fieldservice.domain.rules.parked_wish import wish_to_json


def test_a_wish_is_kept_as_json_without_what_says_nothing() -> None:
    kind = uuid4()
    wish = {
        "kind_id": kind,
        "queue_id": None,
        "serial_number": "",
        "urgency": 5,
        "answers": (("own-1", "7"),),
        "tasks": ("Zabrać drabinę",),
        "title": "stands in a column of its own",
    }

    kept = wish_to_json(wish)

    assert json.loads(json.dumps(kept)) == {
        "kind_id": str(kind),
        "urgency": 5,
        "answers": {"own-1": "7"},
        "tasks": ["Zabrać drabinę"],
    }
