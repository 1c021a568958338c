"""What the centre alone keeps of other systems: tokens, receipts, what waits, webhooks, deliveries.

Tokens lie here as SHA-256 only. None of these tables travels, and none is journaled.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Engine,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from fieldservice.domain.model.base import NAMING, UtcDateTime

ERP = MetaData(naming_convention=NAMING)
INSTALL_LOCK = 723_014_007

erp_token = Table(
    "erp_token",
    ERP,
    Column("id", Uuid, primary_key=True),
    Column("system_id", Uuid, nullable=False, index=True),
    Column("hash", LargeBinary, nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("may", JSONB, nullable=False),
    Column("made_at", UtcDateTime(), nullable=False),
    Column("expires_at", UtcDateTime()),
    Column("used_at", UtcDateTime()),
    Column("revoked_at", UtcDateTime()),
)

erp_receipt = Table(
    "erp_receipt",
    ERP,
    Column("system_id", Uuid, primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("at", UtcDateTime(), nullable=False, index=True),
    Column("status", Integer),
    Column("body", LargeBinary),
    Column("media_type", String(100)),
    comment="What was answered to a request with an Idempotency-Key; without a status it is under way",
)

erp_parked = Table(
    "erp_parked",
    ERP,
    Column("system_id", Uuid, primary_key=True),
    Column("resource", String(40), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("body", JSONB, nullable=False),
    Column("waits_table", String(40), nullable=False),
    Column("waits_key", String(200), nullable=False),
    Column("at", UtcDateTime(), nullable=False),
    Column("code", String(80), nullable=False),
    Index("ix_erp_parked_waits", "system_id", "waits_table", "waits_key"),
    comment="What came before that to which it refers; taken as soon as that has come",
)

erp_webhook = Table(
    "erp_webhook",
    ERP,
    Column("id", Uuid, primary_key=True),
    Column("system_id", Uuid, nullable=False, index=True),
    Column("url", Text, nullable=False),
    Column("events", JSONB, nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("made_at", UtcDateTime(), nullable=False),
)

erp_delivery = Table(
    "erp_delivery",
    ERP,
    Column("id", Uuid, primary_key=True),
    Column("webhook_id", Uuid, ForeignKey("erp_webhook.id", ondelete="CASCADE"), nullable=False),
    Column("event", String(40), nullable=False),
    Column("line_id", Uuid, nullable=False),
    Column("subject_id", Uuid, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("made_at", UtcDateTime(), nullable=False),
    Column("state", String(20), nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_at", UtcDateTime(), nullable=False),
    Column("settled_at", UtcDateTime()),
    Column("problem", String(200), nullable=False, server_default=""),
    UniqueConstraint("webhook_id", "event", "line_id"),
    Index("ix_erp_delivery_waiting", "next_at", postgresql_where=text("state = 'waiting'")),
    Index("ix_erp_delivery_webhook_id_made_at", "webhook_id", "made_at"),
    comment="One event on its way to one webhook: waiting, delivered or dead",
)

erp_cursor = Table(
    "erp_cursor",
    ERP,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("sequence", BigInteger, nullable=False),
    comment="How far the journal was read for events",
)


def install(engine: Engine) -> None:
    """Make what is missing. Several processes may try at once."""
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": INSTALL_LOCK})
        ERP.create_all(connection)
