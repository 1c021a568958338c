"""Fields that every ticket has; the company may rename, hide and order them (K03, K04)."""

from enum import StrEnum


class FieldOfTicket(StrEnum):
    """In the order in which they stand until somebody arranges them."""

    TITLE = "title"
    DESCRIPTION = "description"
    TYPE = "type"
    KIND = "kind"
    PURPOSE = "purpose"
    SERVICE = "service"
    WORK_KIND = "work_kind"
    CONTACT = "contact"
    SITE = "site"
    UNIT = "unit"
    PRODUCT = "product"
    PRIORITY = "priority"
    QUEUE = "queue"
    OWNER = "owner"
    RESPONSIBLE = "responsible"
    EXPECTED_CLOSING = "expected_closing"

    @property
    def may_be_hidden(self) -> bool:
        """Without the others no ticket could be told from another, judged or finished."""
        return self in _HIDEABLE


_HIDEABLE = frozenset(
    {
        FieldOfTicket.PURPOSE,
        FieldOfTicket.SERVICE,
        FieldOfTicket.KIND,
        FieldOfTicket.CONTACT,
        FieldOfTicket.PRODUCT,
        FieldOfTicket.QUEUE,
        FieldOfTicket.RESPONSIBLE,
    }
)
