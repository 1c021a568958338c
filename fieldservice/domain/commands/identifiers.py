"""Ids for forms: what a form will make has its id when the form opens; saving twice makes one (P-40)."""

from uuid import UUID

from fieldservice.domain.model.base import new_id


def new_form_id() -> UUID:
    return new_id()
