"""Every mapped class, imported once, so that relationships between files are known before the first query."""

from fieldservice.domain.model import (
    catalogue,
    company,
    content,
    contract,
    customer,
    equipment,
    equipment_life,
    forms,
    import_mapping,
    journal,
    order,
    people,
    plan,
    preferences,
    stamp,
    texts,
    ticket,
)
from fieldservice.domain.model.base import Base

__all__ = [
    "Base",
    "catalogue",
    "company",
    "content",
    "contract",
    "customer",
    "equipment",
    "equipment_life",
    "forms",
    "import_mapping",
    "journal",
    "order",
    "people",
    "plan",
    "preferences",
    "stamp",
    "texts",
    "ticket",
]
