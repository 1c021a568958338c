"""Contacts and customers as pickers offer them, off the window's thread."""

from collections.abc import Sequence
from typing import Any

from fieldservice.ui.kit.suggestions import Suggestion
from fieldservice.ui.screens.safekeeping import calls


def suggested_customers(session: Any, typed: str) -> Sequence[Suggestion]:
    return [
        Suggestion(found.id, found.name, trailing=found.number)
        for found in calls.customers_found(session, typed)
    ]


def suggested_persons(session: Any, typed: str, country: str) -> Sequence[Suggestion]:
    return [
        Suggestion(
            found.id,
            found.name,
            second=" · ".join(part for part in (found.customer, found.role) if part),
            trailing=found.reach,
        )
        for found in calls.contacts_found(session, typed, country)
    ]
