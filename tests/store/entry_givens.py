"""Entries of dictionaries as a person adds and changes them in the settings."""

from typing import Any
from uuid import UUID

from fieldservice.domain.commands.entries import AddEntry, ChangeEntry, FieldChange, add_entry, change_entry
from fieldservice.domain.model.base import new_id
from fieldservice.domain.store.dictionary_books import BOOKS
from tests.factories import Company


def add_own(company: Company, book: str, name: str, **values: Any) -> UUID:
    entry_id = new_id()
    company.run(add_entry, AddEntry(book, entry_id, (("pl", name),), values))
    return entry_id


def change_one(company: Company, book: str, entry_id: UUID, field: str, value: Any) -> None:
    """Change a field of an entry as it stands now; `name:pl` is its name in one language."""
    entry = company.get(BOOKS[book].kind, entry_id)
    column, _colon, language = field.partition(":")
    seen = entry.translations.get(language, "") if language else getattr(entry, column)
    change = FieldChange(field, seen, value)
    company.run(change_entry, ChangeEntry(book, entry_id, (change,)))
