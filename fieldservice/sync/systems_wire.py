"""What a desk asks about other systems of the centre, and what it is told (`POST /sync/v1/systems`)."""

from typing import Literal

from msgspec import Struct

Act = Literal["list", "connect", "disconnect", "reconnect", "token", "narrow", "revoke", "again"]


class SystemsRequest(Struct, frozen=True, omit_defaults=True):
    """`user` is the person who asks, one of those who work at the device. Which fields count is a matter of
    the act: `token` and `delivery` are ids, `may` is what a token may, as `customers:write`.
    """

    user: str
    act: Act = "list"
    system: str = ""
    token: str = ""
    delivery: str = ""
    name: str = ""
    may: list[str] = []
    keeps: list[str] = []
    days: int = 0


class TokenTold(Struct, frozen=True, omit_defaults=True):
    """Of a token that is still good; the token itself is told once, when it is made."""

    id: str
    name: str
    may: list[str]
    made_at: str
    used_at: str | None = None
    expires_at: str | None = None


class SystemTold(Struct, frozen=True, omit_defaults=True):
    id: str
    name: str
    is_active: bool
    keeps: list[str]
    tokens: list[TokenTold]
    webhooks: list[str] = []


class DeliveryTold(Struct, frozen=True, omit_defaults=True):
    """What a webhook has not taken."""

    id: str
    system: str
    url: str
    event: str
    state: str
    attempts: int
    made_at: str
    problem: str = ""


class SystemsReply(Struct, frozen=True, omit_defaults=True):
    """`token` only after one was made."""

    systems: list[SystemTold]
    deliveries: list[DeliveryTold]
    token: str = ""
