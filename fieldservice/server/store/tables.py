"""The centre's own tables beside the domain's (docs/exchange.md): they exist on PostgreSQL only.

`schema.install` makes them. The first half belongs to the feed of changes, the second to devices and people.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import UserDefinedType

from fieldservice.domain.model.base import NAMING, UtcDateTime

SYNC = MetaData(naming_convention=NAMING)
EMPTY = text("'{}'::jsonb")
NOW = text("now()")


class TransactionId(UserDefinedType[str]):
    """`xid8`: the number of a database transaction, never used twice."""

    cache_ok = True

    def get_col_spec(self, **_options: object) -> str:
        return "xid8"


sync_meta = Table(
    "sync_meta",
    SYNC,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("server_id", Uuid, nullable=False),
    Column("epoch", Integer, nullable=False, server_default="1"),
    Column("restored_seq", BigInteger, nullable=False, server_default="0"),
    Column("floor", BigInteger, nullable=False, server_default="0"),
    Column("definitions", String(64), nullable=False, server_default=""),
    comment="One row: which centre this is, how often it was restored, up to where removals are forgotten",
)

sync_table = Table(
    "sync_table",
    SYNC,
    Column("number", SmallInteger, Identity(always=True), primary_key=True),
    Column("name", String(63), nullable=False, unique=True),
    comment="Short numbers of the tables that travel; they stay the same for ever",
)

sync_row = Table(
    "sync_row",
    SYNC,
    # The id first: an index that began with the table would tempt the planner to go through a whole table.
    Column("id", Uuid, primary_key=True),
    Column("tbl", SmallInteger, primary_key=True, autoincrement=False),
    Column("scope", Uuid),
    Column("root", Uuid),
    Column("seq", BigInteger),
    Column("ver", BigInteger, nullable=False),
    Column("xid", TransactionId, nullable=False),
    Column("made_ver", BigInteger, nullable=False),
    Column("made_stamp", BigInteger, nullable=False),
    Column("made_device", Uuid),
    Column("user_id", Uuid),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("is_deleted", Boolean, nullable=False, server_default=text("false")),
    Column("is_archived", Boolean, nullable=False, server_default=text("false")),
    Column("fields", JSONB, nullable=False, server_default=EMPTY),
    Column("mark", BigInteger),
    Index("ix_sync_row_scope_seq", "scope", "seq", unique=True),
    # Of what its transaction has yet to number: nearly empty, so that it is taken even where all rows were
    # written by one transaction (an import, a backup put back) and the planner believes all of them meant.
    Index("ix_sync_row_unnumbered", "xid", "tbl", postgresql_where=text("seq IS NULL")),
    comment="Of each row that travels: its scope, place in the feed, version, clocks of its fields."
    " `seq` is empty until the transaction that wrote it commits; `made_*` is the clock of what `fields`"
    " does not name. `mark` is the fingerprint of id and version, made when the place is given; empty for"
    " what an older program wrote.",
)

sync_exit = Table(
    "sync_exit",
    SYNC,
    Column("scope", Uuid, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("tbl", SmallInteger, nullable=False),
    Column("id", Uuid, nullable=False),
    comment="Rows that left a scope",
)

sync_commit = Table(
    "sync_commit",
    SYNC,
    Column("xid", TransactionId, primary_key=True),
    Column("step", SmallInteger, nullable=False, server_default="0"),
    comment="Always empty: a row in it makes the commit of its transaction number the changes",
)

sync_head = Table(
    "sync_head",
    SYNC,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", DateTime(timezone=True), nullable=False),
    comment="The last number of each commit, and when it was",
)

sync_branch = Table(
    "sync_branch",
    SYNC,
    Column("branch_id", Uuid, primary_key=True),
    Column("keep_days", Integer),
    Column("archive_scope", Uuid, nullable=False),
    comment="How long a branch keeps closed tickets on its devices, and where they go then",
)

branch_scope = Table(
    "branch_scope",
    SYNC,
    Column("branch_id", Uuid, primary_key=True),
    Column("scope", Uuid, primary_key=True),
    comment="What a branch may see besides its own rows and the global ones",
)

sync_device = Table(
    "sync_device",
    SYNC,
    Column("id", Uuid, primary_key=True),
    Column("incarnation", Integer, nullable=False, server_default="1"),
    Column("name", String(200), nullable=False, server_default=""),
    Column("branch_id", Uuid, nullable=False, index=True),
    Column("slot", String(40), nullable=False, unique=True),
    Column("zone", String(40), nullable=False, server_default="UTC"),
    Column("program", String(40), nullable=False, server_default=""),
    Column("schema", Integer, nullable=False, server_default="0"),
    Column("last_n", BigInteger, nullable=False, server_default="0"),
    Column("last_digest", LargeBinary, nullable=False, server_default=text(r"'\x" + "00" * 32 + "'::bytea")),
    Column("last_stamp", BigInteger, nullable=False, server_default="0"),
    Column("acked", JSONB, nullable=False, server_default=EMPTY),
    Column("paired_at", UtcDateTime, nullable=False, server_default=NOW),
    Column("seen_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
    comment="Workstations that joined; `acked` is how far each has safely read, by scope",
)

sync_device_user = Table(
    "sync_device_user",
    SYNC,
    Column("device_id", Uuid, ForeignKey("sync_device.id"), primary_key=True),
    Column("user_id", Uuid, primary_key=True),
    Column("at", UtcDateTime, nullable=False, server_default=NOW),
    comment="Who has logged in at a device: only their work is taken from it",
)

sync_receipt = Table(
    "sync_receipt",
    SYNC,
    Column("device_id", Uuid, ForeignKey("sync_device.id"), primary_key=True),
    Column("incarnation", Integer, primary_key=True, autoincrement=False),
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    Column("digest", LargeBinary, nullable=False),
    Column("result", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False, server_default=NOW, index=True),
    comment="What was answered to each transaction, to answer the same again",
)

sync_conflict = Table(
    "sync_conflict",
    SYNC,
    Column("id", Uuid, primary_key=True),
    Column("table_name", String(63), nullable=False),
    Column("row_id", Uuid, nullable=False, index=True),
    Column("field", String(63), nullable=False),
    Column("rule", String(40), nullable=False),
    Column("base", JSONB),
    Column("kept", JSONB),
    Column("lost", JSONB),
    Column("kept_by", Uuid),
    Column("lost_by", Uuid),
    Column("kept_device_id", Uuid),
    Column("lost_device_id", Uuid),
    Column("at", UtcDateTime, nullable=False, server_default=NOW),
    Column("settled_at", UtcDateTime),
    Column("settled_by", Uuid),
    comment="Values that gave way, each by which rule",
)

sync_refusal = Table(
    "sync_refusal",
    SYNC,
    Column("id", Uuid, primary_key=True),
    Column("device_id", Uuid, ForeignKey("sync_device.id"), nullable=False, index=True),
    Column("incarnation", Integer, nullable=False),
    Column("n", BigInteger, nullable=False),
    Column("user_id", Uuid),
    Column("payload", LargeBinary, nullable=False),
    Column("code", String(63), nullable=False),
    Column("values", JSONB, nullable=False, server_default=EMPTY),
    Column("at", UtcDateTime, nullable=False, server_default=NOW),
    Column("settled_at", UtcDateTime),
    Column("settled_by", Uuid),
    comment="Transactions that were not taken, whole, and why",
)

sync_erasing = Table(
    "sync_erasing",
    SYNC,
    Column("contact_id", Uuid, primary_key=True),
    Column("words", JSONB),
    Column("seen", JSONB, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime, index=True),
    comment="Persons that a branch has erased: what they were known by until the rest of the centre is clean,"
    " and the scopes that whoever erased them has looked through",
)

sync_blob = Table(
    "sync_blob",
    SYNC,
    Column("sha256", String(64), primary_key=True),
    Column("size_bytes", BigInteger, nullable=False),
    Column("media_type", String(200), nullable=False, server_default=""),
    Column("received_bytes", BigInteger, nullable=False, server_default="0"),
    Column("is_ready", Boolean, nullable=False, server_default=text("false")),
    Column("at", UtcDateTime, nullable=False, server_default=NOW),
    Column("unused_since", UtcDateTime),
    comment="Contents of attachments: how much of each is here",
)

sync_blob_holder = Table(
    "sync_blob_holder",
    SYNC,
    Column("sha256", String(64), primary_key=True),
    Column("branch_id", Uuid, primary_key=True),
    comment="Branches that have a content: they sent it, or it was given to them",
)

sync_pairing = Table(
    "sync_pairing",
    SYNC,
    Column("code_hash", LargeBinary, primary_key=True),
    Column("branch_id", Uuid, nullable=False),
    Column("made_at", UtcDateTime, nullable=False, server_default=NOW),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    Column("device_id", Uuid),
    comment="Codes with which a workstation joins, each once",
)
