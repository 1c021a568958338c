"""What this screen says of systems, tokens and deliveries."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.painting import Shape
from fieldservice.wording import Wording, _, ngettext

if TYPE_CHECKING:
    from fieldservice.sync.systems_wire import DeliveryTold, SystemTold

READ, WRITE = "read", "write"
KEPT = ("customers", "blocks", "contracts")
RESOURCES = (
    "customers",
    "contacts",
    "sites",
    "equipment",
    "blocks",
    "contracts",
    "tickets",
    "orders",
    "webhooks",
    "internal",
)
ONLY_READ = frozenset({"orders", "internal"})


def resource_words(resource: str) -> str:
    named = {
        "customers": _("Customers"),
        "contacts": _("Contacts"),
        "sites": _("Sites"),
        "equipment": _("Units"),
        "blocks": _("Blocks"),
        "contracts": _("Contracts"),
        "tickets": _("Tickets"),
        "orders": _("Orders"),
        "webhooks": _("Webhooks"),
        "internal": _("Internal notes"),
    }
    return named.get(resource, resource)


def all_grants() -> list[str]:
    """In the order in which they are offered."""
    return [
        f"{resource}:{way}"
        for resource in RESOURCES
        for way in ((READ,) if resource in ONLY_READ else (READ, WRITE))
    ]


def grant_words(grant: str) -> str:
    """`Customers: read`."""
    resource, _colon, way = grant.partition(":")
    words = _("{thing}: read") if way == READ else _("{thing}: write")
    return words.format(thing=resource_words(resource))


def grants_words(grants: Iterable[str], words: Wording) -> str:
    """`Customers, Sites; read: Tickets`: what may be written stands first."""
    held = set(grants)
    written = [resource_words(each) for each in RESOURCES if f"{each}:{WRITE}" in held]
    is_read = {each for each in RESOURCES if f"{each}:{READ}" in held}
    only = [resource_words(each) for each in RESOURCES if each in is_read and f"{each}:{WRITE}" not in held]
    parts = []
    if written:
        parts.append(_("writes {things}").format(things=words.listing(written)))
    if only:
        parts.append(_("reads {things}").format(things=words.listing(only)))
    return "; ".join(parts)


def keeps_words(system: "SystemTold", words: Wording) -> str:
    return words.listing([resource_words(each) for each in system.keeps]) if system.keeps else _("nothing")


def state_words(system: "SystemTold") -> str:
    return _("connected") if system.is_active else _("disconnected")


def state_shape(system: "SystemTold") -> tuple[Tone, Shape]:
    return (Tone.GOOD, Shape.TICK) if system.is_active else (Tone.NEUTRAL, Shape.CIRCLE)


def moment_words(stored: str | None, now: datetime, words: Wording, never: str) -> str:
    return never if stored is None else words.near_moment(datetime.fromisoformat(stored), now)


def delivery_words(row: "DeliveryTold") -> str:
    if row.state == "dead":
        return _("given up")
    text = ngettext("tried {count} time", "tried {count} times", row.attempts)
    return text.format(count=row.attempts) if row.attempts else _("waits")


def delivery_shape(row: "DeliveryTold") -> tuple[Tone, Shape]:
    return (Tone.STOP, Shape.TRIANGLE) if row.state == "dead" else (Tone.CARE, Shape.DIAMOND)
