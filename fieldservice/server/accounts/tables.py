"""Tables of sessions and limits, beside those of devices in `store/tables.py`.

Secrets lie here as SHA-256 only. What merely slows somebody down (guesses, rates) is in unlogged tables:
after a crash of the database it begins anew.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Double,
    Engine,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Uuid,
)

ACCOUNTS = MetaData()
_UNLOGGED = ["UNLOGGED"]


def _moment(name: str, *, nullable: bool = True) -> "Column[object]":
    return Column(name, DateTime(timezone=True), nullable=nullable)


SESSION = Table(
    "centre_session",
    ACCOUNTS,
    Column("device_id", Uuid, primary_key=True),
    Column("counter", BigInteger, nullable=False),
    Column("refresh_hash", LargeBinary),
    Column("former_hash", LargeBinary),
    Column("request_hash", LargeBinary),
    Column("is_used", Boolean, nullable=False),
    Column("access_hash", LargeBinary),
    _moment("access_until"),
    _moment("refreshed_at", nullable=False),
    _moment("begun_at", nullable=False),
    Column("forked_to", Uuid),
    Index("ix_centre_session_access_hash", "access_hash", unique=True),
)
"""One row for each device. `former_hash` is good as long as its successor was not used (`is_used`); without
`refresh_hash` the session is over for good. `request_hash` is of the request that was answered last,
`forked_to` is the device that a fork made of this one.
"""

GUESS = Table(
    "centre_guess",
    ACCOUNTS,
    Column("key", LargeBinary, primary_key=True),
    Column("failures", Integer, nullable=False),
    _moment("failed_at"),
    prefixes=_UNLOGGED,
)

RATE = Table(
    "centre_rate",
    ACCOUNTS,
    Column("key", LargeBinary, primary_key=True),
    Column("left", Double, nullable=False),
    _moment("at", nullable=False),
    prefixes=_UNLOGGED,
)


def install_accounts(engine: Engine) -> None:
    """Make what is missing."""
    ACCOUNTS.create_all(engine)
