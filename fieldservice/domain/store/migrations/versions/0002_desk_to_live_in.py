"""What the desk to live in needs besides the first tables.

Written by `python -m tools.migration` from the model; not edited by hand until it is released.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from fieldservice.domain.model.journal import (
    FORGET_MORE_SEARCH_ON_SQLITE,
    LEARN_ALL_ON_SQLITE,
    MORE_SEARCH_ON_POSTGRESQL,
    MORE_SEARCH_ON_SQLITE,
)

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

JSON_VALUE = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "blob_transfer",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("direction", sa.String(length=40), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("problem", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("digest", "direction", name=op.f("pk_blob_transfer")),
    )
    op.create_table(
        "bulk_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_change")),
    )
    op.create_table(
        "bulk_part",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bulk_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_part")),
    )
    with op.batch_alter_table("bulk_part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bulk_part_bulk_id"), ["bulk_id"], unique=False)

    op.create_table(
        "company_profile",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("postal_code", sa.String(length=40), nullable=False),
        sa.Column("city", sa.String(length=200), nullable=False),
        sa.Column("tax_id", sa.String(length=40), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("website", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=40), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("currency", sa.String(length=40), nullable=False),
        sa.Column("first_weekday", sa.Integer(), nullable=False),
        sa.Column("number_digits", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_profile")),
    )
    op.create_table(
        "custom_field",
        sa.Column("field_kind", sa.String(length=40), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("is_on_every_ticket", sa.Boolean(), nullable=False),
        sa.Column("options", JSON_VALUE, nullable=False),
        sa.Column("hint", sa.String(length=200), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("translations", JSON_VALUE, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_field")),
        sa.UniqueConstraint("code", name=op.f("uq_custom_field_code")),
    )
    op.create_table(
        "dynamic_form",
        sa.Column("rules", JSON_VALUE, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("translations", JSON_VALUE, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dynamic_form")),
        sa.UniqueConstraint("code", name=op.f("uq_dynamic_form_code")),
    )
    op.create_table(
        "exchange_cursor",
        sa.Column("scope", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("tables_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_exchange_cursor")),
    )
    op.create_table(
        "exchange_news",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("base", JSON_VALUE, nullable=True),
        sa.Column("kept", JSON_VALUE, nullable=True),
        sa.Column("lost", JSON_VALUE, nullable=True),
        sa.Column("kept_by", sa.Uuid(), nullable=True),
        sa.Column("lost_by", sa.Uuid(), nullable=True),
        sa.Column("reason", JSON_VALUE, nullable=True),
        sa.Column("payload", JSON_VALUE, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_news")),
    )
    with op.batch_alter_table("exchange_news", schema=None) as batch_op:
        batch_op.create_index("ix_exchange_news_settled_at", ["settled_at"], unique=False)

    op.create_table(
        "exchange_provisional",
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("table_name", "row_id", name=op.f("pk_exchange_provisional")),
    )
    op.create_table(
        "exchange_stage",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("row", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_exchange_stage")),
    )
    with op.batch_alter_table("exchange_stage", schema=None) as batch_op:
        batch_op.create_index("ix_exchange_stage_row_id", ["row_id"], unique=False)

    op.create_table(
        "exchange_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("server_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("incarnation", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.String(length=40), nullable=False),
        sa.Column("next_number", sa.BigInteger(), nullable=False),
        sa.Column("last_digest", sa.LargeBinary(), nullable=False),
        sa.Column("stamp", sa.BigInteger(), nullable=False),
        sa.Column("offset_milliseconds", sa.BigInteger(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("exchanged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("order", sa.String(length=40), nullable=False),
        sa.Column("problem", JSON_VALUE, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_state")),
    )
    op.create_table(
        "exchange_version",
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("scope", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("table_name", "row_id", name=op.f("pk_exchange_version")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "grade_name",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("translations", JSON_VALUE, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade_name")),
        sa.UniqueConstraint("code", name=op.f("uq_grade_name_code")),
    )
    op.create_table(
        "journal_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("unchained", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_head")),
    )
    op.create_table(
        "offline_unlock",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_offline_unlock")),
    )
    op.create_table(
        "outbox_operation",
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("base_version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_outbox_operation")),
    )
    with op.batch_alter_table("outbox_operation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_operation_number"), ["number"], unique=False)
        batch_op.create_index("ix_outbox_operation_row_id", ["row_id"], unique=False)

    op.create_table(
        "outbox_transaction",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stamp", sa.BigInteger(), nullable=False),
        sa.Column("schema", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_outbox_transaction")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_outbox_transaction_entry_id")),
    )
    with op.batch_alter_table("outbox_transaction", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_transaction_state", ["state"], unique=False)

    op.create_table(
        "presence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("is_writing", sa.Boolean(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence")),
    )
    with op.batch_alter_table("presence", schema=None) as batch_op:
        batch_op.create_index("ix_presence_ticket_id_seen_at", ["ticket_id", "seen_at"], unique=False)

    op.create_table(
        "role",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("translations", JSON_VALUE, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("rights", JSON_VALUE, nullable=False),
        sa.Column("reach", sa.String(length=40), nullable=False),
        sa.Column("queue_ids", JSON_VALUE, nullable=False),
        sa.Column("type_ids", JSON_VALUE, nullable=False),
        sa.Column("state_ids", JSON_VALUE, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("code", name=op.f("uq_role_code")),
    )
    op.create_table(
        "skill",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("translations", JSON_VALUE, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill")),
        sa.UniqueConstraint("code", name=op.f("uq_skill_code")),
    )
    op.create_table(
        "standard_field",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("translations", JSON_VALUE, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard_field")),
        sa.UniqueConstraint("code", name=op.f("uq_standard_field_code")),
    )
    op.create_table(
        "text_block",
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("texts", JSON_VALUE, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("translations", JSON_VALUE, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_block")),
        sa.UniqueConstraint("code", name=op.f("uq_text_block_code")),
    )
    op.create_table(
        "ticket_opening",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "ticket_id", name=op.f("pk_ticket_opening")),
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_table", sa.String(length=40), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=200), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"],
            ["user_account.id"],
            name=op.f("fk_attachment_added_by_id_user_account"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index("ix_attachment_digest", ["digest"], unique=False)
        batch_op.create_index("ix_attachment_owner_id_owner_table", ["owner_id", "owner_table"], unique=False)

    op.create_table(
        "dynamic_form_field",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.Column("field_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["field_id"],
            ["custom_field.id"],
            name=op.f("fk_dynamic_form_field_field_id_custom_field"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["form_id"],
            ["dynamic_form.id"],
            name=op.f("fk_dynamic_form_field_form_id_dynamic_form"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dynamic_form_field")),
        sa.UniqueConstraint("form_id", "field_id", name=op.f("uq_dynamic_form_field_form_id_field_id")),
    )
    op.create_table(
        "journal_erasure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("original", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["journal_entry.id"],
            name=op.f("fk_journal_erasure_entry_id_journal_entry"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_erasure")),
    )
    with op.batch_alter_table("journal_erasure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_journal_erasure_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_journal_erasure_target_id"), ["target_id"], unique=False)

    op.create_table(
        "outside_system",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=True),
        sa.Column("keeps_customers", sa.Boolean(), nullable=False),
        sa.Column("keeps_blocks", sa.Boolean(), nullable=False),
        sa.Column("keeps_contracts", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_id"],
            ["branch.id"],
            name=op.f("fk_outside_system_branch_id_branch"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_system")),
        sa.UniqueConstraint("name", name=op.f("uq_outside_system_name")),
    )
    op.create_table(
        "password",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("hashed", sa.Text(), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_password_user_id_user_account"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_password")),
    )
    op.create_table(
        "preference",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("value", JSON_VALUE, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_preference_user_id_user_account"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preference")),
        sa.UniqueConstraint("user_id", "name", name=op.f("uq_preference_user_id_name")),
    )
    op.create_table(
        "user_role",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["role_id"],
            ["role.id"],
            name=op.f("fk_user_role_role_id_role"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_user_role_user_id_user_account"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_role")),
        sa.UniqueConstraint("user_id", "role_id", name=op.f("uq_user_role_user_id_role_id")),
    )
    op.create_table(
        "legal_hold",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
            name=op.f("fk_legal_hold_customer_id_customer"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold")),
    )
    with op.batch_alter_table("legal_hold", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_legal_hold_customer_id"), ["customer_id"], unique=False)

    op.create_table(
        "outside_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("system_id", sa.Uuid(), nullable=False),
        sa.Column("owner_table", sa.String(length=40), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["system_id"],
            ["outside_system.id"],
            name=op.f("fk_outside_key_system_id_outside_system"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_key")),
        sa.UniqueConstraint(
            "system_id", "owner_table", "key", name=op.f("uq_outside_key_system_id_owner_table_key")
        ),
    )
    with op.batch_alter_table("outside_key", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outside_key_owner_id_owner_table", ["owner_id", "owner_table"], unique=False
        )

    op.create_table(
        "saved_view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("wish", JSON_VALUE, nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["user_account.id"],
            name=op.f("fk_saved_view_owner_id_user_account"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["team.id"],
            name=op.f("fk_saved_view_team_id_team"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
    )
    with op.batch_alter_table("saved_view", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saved_view_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("workstation_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_sign_in_user_id_user_account"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["workstation_id"],
            ["workstation.id"],
            name=op.f("fk_sign_in_workstation_id_workstation"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("workstation_id", name=op.f("pk_sign_in")),
    )
    op.create_table(
        "team_technician",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("technician_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["team.id"],
            name=op.f("fk_team_technician_team_id_team"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["technician_id"],
            ["technician.id"],
            name=op.f("fk_team_technician_technician_id_technician"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_technician")),
        sa.UniqueConstraint(
            "team_id", "technician_id", name=op.f("uq_team_technician_team_id_technician_id")
        ),
    )
    op.create_table(
        "technician_skill",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("technician_id", sa.Uuid(), nullable=False),
        sa.Column("skill_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["skill_id"],
            ["skill.id"],
            name=op.f("fk_technician_skill_skill_id_skill"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["technician_id"],
            ["technician.id"],
            name=op.f("fk_technician_skill_technician_id_technician"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_technician_skill")),
        sa.UniqueConstraint(
            "technician_id", "skill_id", name=op.f("uq_technician_skill_technician_id_skill_id")
        ),
    )
    op.create_table(
        "tray",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("channels", JSON_VALUE, nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("queue_id", sa.Uuid(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["user_account.id"],
            name=op.f("fk_tray_owner_id_user_account"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["queue_id"],
            ["queue.id"],
            name=op.f("fk_tray_queue_id_queue"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_tray_team_id_team"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tray")),
        sa.UniqueConstraint("name", name=op.f("uq_tray_name")),
    )
    op.create_table(
        "custom_field_type",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("field_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_type_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["field_id"],
            ["custom_field.id"],
            name=op.f("fk_custom_field_type_field_id_custom_field"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["ticket_type_id"],
            ["ticket_type.id"],
            name=op.f("fk_custom_field_type_ticket_type_id_ticket_type"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_field_type")),
        sa.UniqueConstraint(
            "field_id", "ticket_type_id", name=op.f("uq_custom_field_type_field_id_ticket_type_id")
        ),
    )
    op.create_table(
        "equipment_loan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("equipment_id", sa.Uuid(), nullable=False),
        sa.Column("stands_for_id", sa.Uuid(), nullable=True),
        sa.Column("home_site_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("lent_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["equipment_id"],
            ["equipment.id"],
            name=op.f("fk_equipment_loan_equipment_id_equipment"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["home_site_id"],
            ["site.id"],
            name=op.f("fk_equipment_loan_home_site_id_site"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["site_id"],
            ["site.id"],
            name=op.f("fk_equipment_loan_site_id_site"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["stands_for_id"],
            ["equipment.id"],
            name=op.f("fk_equipment_loan_stands_for_id_equipment"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment_loan")),
    )
    with op.batch_alter_table("equipment_loan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_equipment_loan_equipment_id"), ["equipment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_equipment_loan_stands_for_id"), ["stands_for_id"], unique=False)

    op.create_table(
        "equipment_replacement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("old_id", sa.Uuid(), nullable=False),
        sa.Column("new_id", sa.Uuid(), nullable=False),
        sa.Column("replaced_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["new_id"],
            ["equipment.id"],
            name=op.f("fk_equipment_replacement_new_id_equipment"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["old_id"],
            ["equipment.id"],
            name=op.f("fk_equipment_replacement_old_id_equipment"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment_replacement")),
    )
    with op.batch_alter_table("equipment_replacement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_equipment_replacement_new_id"), ["new_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_equipment_replacement_old_id"), ["old_id"], unique=False)

    op.create_table(
        "ticket_type_team",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_type_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["team.id"],
            name=op.f("fk_ticket_type_team_team_id_team"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["ticket_type_id"],
            ["ticket_type.id"],
            name=op.f("fk_ticket_type_team_ticket_type_id_ticket_type"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_type_team")),
        sa.UniqueConstraint(
            "ticket_type_id", "team_id", name=op.f("uq_ticket_type_team_ticket_type_id_team_id")
        ),
    )
    op.create_table(
        "type_conduct",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_type_id", sa.Uuid(), nullable=False),
        sa.Column("reopening", sa.String(length=40), nullable=False),
        sa.Column("reopening_days", sa.Integer(), nullable=False),
        sa.Column("raises_priority", sa.Boolean(), nullable=False),
        sa.Column("split_keeps_clock", sa.Boolean(), nullable=False),
        sa.Column("idle_hours", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_type_id"],
            ["ticket_type.id"],
            name=op.f("fk_type_conduct_ticket_type_id_ticket_type"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_type_conduct")),
        sa.UniqueConstraint("ticket_type_id", name=op.f("uq_type_conduct_ticket_type_id")),
    )
    op.create_table(
        "dynamic_form_kind",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.Column("kind_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["form_id"],
            ["dynamic_form.id"],
            name=op.f("fk_dynamic_form_kind_form_id_dynamic_form"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["kind_id"],
            ["kind.id"],
            name=op.f("fk_dynamic_form_kind_kind_id_kind"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dynamic_form_kind")),
        sa.UniqueConstraint("form_id", "kind_id", name=op.f("uq_dynamic_form_kind_form_id_kind_id")),
    )
    op.create_table(
        "retention_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("kind_id", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kind_id"],
            ["kind.id"],
            name=op.f("fk_retention_rule_kind_id_kind"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_rule")),
    )
    op.create_table(
        "sla_service",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sla_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["service.id"],
            name=op.f("fk_sla_service_service_id_service"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["sla_id"],
            ["sla.id"],
            name=op.f("fk_sla_service_sla_id_sla"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sla_service")),
        sa.UniqueConstraint("sla_id", "service_id", name=op.f("uq_sla_service_sla_id_service_id")),
    )
    op.create_table(
        "ticket_template",
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind_id", sa.Uuid(), nullable=True),
        sa.Column("ticket_type_id", sa.Uuid(), nullable=True),
        sa.Column("purpose_id", sa.Uuid(), nullable=True),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("work_kind_id", sa.Uuid(), nullable=True),
        sa.Column("queue_id", sa.Uuid(), nullable=True),
        sa.Column("impact", sa.Integer(), nullable=True),
        sa.Column("urgency", sa.Integer(), nullable=True),
        sa.Column("tasks", JSON_VALUE, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("translations", JSON_VALUE, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kind_id"],
            ["kind.id"],
            name=op.f("fk_ticket_template_kind_id_kind"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["purpose_id"],
            ["purpose.id"],
            name=op.f("fk_ticket_template_purpose_id_purpose"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["queue_id"],
            ["queue.id"],
            name=op.f("fk_ticket_template_queue_id_queue"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["service.id"],
            name=op.f("fk_ticket_template_service_id_service"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["ticket_type_id"],
            ["ticket_type.id"],
            name=op.f("fk_ticket_template_ticket_type_id_ticket_type"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["work_kind_id"],
            ["work_kind.id"],
            name=op.f("fk_ticket_template_work_kind_id_work_kind"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_template")),
        sa.UniqueConstraint("code", name=op.f("uq_ticket_template_code")),
    )
    op.create_table(
        "archived_ticket",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("anonymised_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["id"],
            ["ticket.id"],
            name=op.f("fk_archived_ticket_id_ticket"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archived_ticket")),
    )
    op.create_table(
        "custom_value",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("field_id", sa.Uuid(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["field_id"],
            ["custom_field.id"],
            name=op.f("fk_custom_value_field_id_custom_field"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["ticket.id"],
            name=op.f("fk_custom_value_ticket_id_ticket"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_value")),
        sa.UniqueConstraint("ticket_id", "field_id", name=op.f("uq_custom_value_ticket_id_field_id")),
    )
    with op.batch_alter_table("custom_value", schema=None) as batch_op:
        batch_op.create_index("ix_custom_value_field_id", ["field_id"], unique=False)

    op.create_table(
        "follow",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["ticket.id"],
            name=op.f("fk_follow_ticket_id_ticket"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_follow_user_id_user_account"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow")),
        sa.UniqueConstraint("ticket_id", "user_id", name=op.f("uq_follow_ticket_id_user_id")),
    )
    with op.batch_alter_table("follow", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follow_user_id"), ["user_id"], unique=False)

    op.create_table(
        "merged_row",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("column_name", sa.String(length=40), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["home_id"],
            ["ticket.id"],
            name=op.f("fk_merged_row_home_id_ticket"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merged_row")),
        sa.UniqueConstraint("row_id", "column_name", name=op.f("uq_merged_row_row_id_column_name")),
    )
    with op.batch_alter_table("merged_row", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_merged_row_home_id"), ["home_id"], unique=False)

    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["ticket.id"],
            name=op.f("fk_notice_ticket_id_ticket"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_notice_user_id_user_account"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix_notice_ticket_id", ["ticket_id"], unique=False)
        batch_op.create_index("ix_notice_user_id_happened_at", ["user_id", "happened_at"], unique=False)

    op.create_table(
        "number_alias",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["ticket.id"],
            name=op.f("fk_number_alias_ticket_id_ticket"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_alias")),
    )
    with op.batch_alter_table("number_alias", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_number_alias_number"), ["number"], unique=False)
        batch_op.create_index(batch_op.f("ix_number_alias_ticket_id"), ["ticket_id"], unique=False)

    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.add_column(sa.Column("direction", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("contact_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("delivery", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("approval", sa.String(length=40), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_article_contact_id_contact"),
            "contact",
            ["contact_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )

    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("mastered_in", sa.String(length=200), server_default="", nullable=False)
        )

    with op.batch_alter_table("customer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("branch_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_customer_branch_id_branch"),
            "branch",
            ["branch_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )

    with op.batch_alter_table("equipment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("place", sa.String(length=200), server_default="", nullable=False))
        batch_op.add_column(sa.Column("note", sa.Text(), server_default="", nullable=False))

    with op.batch_alter_table("journal_change", schema=None) as batch_op:
        batch_op.add_column(sa.Column("salt", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sequence", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("salt", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("previous", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("digest", sa.LargeBinary(), nullable=True))
        batch_op.create_index("ix_journal_entry_sequence", ["sequence"], unique=True)

    with op.batch_alter_table("kind", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ticket_type_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("queue_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("impact", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("urgency", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_kind_queue_id_queue"),
            "queue",
            ["queue_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_kind_ticket_type_id_ticket_type"),
            "ticket_type",
            ["ticket_type_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )

    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("manufacturer", sa.String(length=200), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("supported_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("note", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("is_offered", sa.Boolean(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))

    with op.batch_alter_table("queue", schema=None) as batch_op:
        batch_op.add_column(sa.Column("owner_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_queue_owner_id_user_account"),
            "user_account",
            ["owner_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )

    with op.batch_alter_table("request", schema=None) as batch_op:
        batch_op.add_column(sa.Column("wish", JSON_VALUE, nullable=True))
        batch_op.add_column(sa.Column("branch_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_request_branch_id_branch"),
            "branch",
            ["branch_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )

    with op.batch_alter_table("search_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("texts", sa.Text(), server_default="", nullable=False))

    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ticket_type_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("queue_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_service_ticket_type_id_ticket_type"),
            "ticket_type",
            ["ticket_type_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_service_queue_id_queue"),
            "queue",
            ["queue_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )

    with op.batch_alter_table("sla", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_internal", sa.Boolean(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("warn_percent", sa.Integer(), server_default="75", nullable=False))
        batch_op.add_column(sa.Column("roles", JSON_VALUE, nullable=True))
        batch_op.add_column(sa.Column("note", sa.Text(), server_default="", nullable=False))

    with op.batch_alter_table("sla_rule", schema=None) as batch_op:
        batch_op.add_column(sa.Column("customer_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("kind_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("service_id", sa.Uuid(), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_sla_rule_position"), type_="unique")
        batch_op.create_foreign_key(
            batch_op.f("fk_sla_rule_kind_id_kind"),
            "kind",
            ["kind_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_sla_rule_customer_id_customer"),
            "customer",
            ["customer_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_sla_rule_service_id_service"),
            "service",
            ["service_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )

    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("done_by_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("position", sa.Integer(), server_default="0", nullable=False))
        batch_op.create_foreign_key(
            batch_op.f("fk_task_done_by_id_user_account"),
            "user_account",
            ["done_by_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )

    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(
            sa.Column("basis", sa.String(length=40), server_default="function", nullable=False)
        )
        batch_op.add_column(sa.Column("served", JSON_VALUE, nullable=True))
        batch_op.add_column(sa.Column("leader_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("disbanded_on", sa.Date(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_team_leader_id_user_account"),
            "user_account",
            ["leader_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )

    with op.batch_alter_table("technician", schema=None) as batch_op:
        batch_op.add_column(sa.Column("base", sa.String(length=200), server_default="", nullable=False))
        batch_op.add_column(sa.Column("base_latitude", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("base_longitude", sa.Double(), nullable=True))

    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.add_column(sa.Column("first_closed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("wait_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("wait_because", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("branch_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_ticket_branch_id"), ["branch_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_ticket_branch_id_branch"),
            "branch",
            ["branch_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )

    with op.batch_alter_table("ticket_link", schema=None) as batch_op:
        batch_op.add_column(sa.Column("before", JSON_VALUE, nullable=True))

    with op.batch_alter_table("ticket_state", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tone", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("shape", sa.String(length=40), nullable=True))

    with op.batch_alter_table("ticket_type", schema=None) as batch_op:
        batch_op.add_column(sa.Column("queue_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_ticket_type_queue_id_queue"),
            "queue",
            ["queue_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )

    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("email", sa.String(length=200), server_default="", nullable=False))
        batch_op.add_column(sa.Column("phone", sa.String(length=40), server_default="", nullable=False))
        batch_op.add_column(sa.Column("language", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("supervisor_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("substitute_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("away_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("away_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("password_set_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("is_program", sa.Boolean(), server_default="0", nullable=False))
        batch_op.create_foreign_key(
            batch_op.f("fk_user_account_supervisor_id_user_account"),
            "user_account",
            ["supervisor_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_user_account_substitute_id_user_account"),
            "user_account",
            ["substitute_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )

    is_sqlite = op.get_bind().dialect.name == "sqlite"
    more = (*MORE_SEARCH_ON_SQLITE, *LEARN_ALL_ON_SQLITE) if is_sqlite else MORE_SEARCH_ON_POSTGRESQL
    for statement in more:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for statement in FORGET_MORE_SEARCH_ON_SQLITE:
            op.execute(statement)
    else:
        op.execute("DROP INDEX ix_search_entry_texts")
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_user_account_substitute_id_user_account"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_user_account_supervisor_id_user_account"), type_="foreignkey")
        batch_op.drop_column("is_program")
        batch_op.drop_column("password_set_at")
        batch_op.drop_column("away_until")
        batch_op.drop_column("away_from")
        batch_op.drop_column("substitute_id")
        batch_op.drop_column("supervisor_id")
        batch_op.drop_column("language")
        batch_op.drop_column("phone")
        batch_op.drop_column("email")

    with op.batch_alter_table("ticket_type", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_ticket_type_queue_id_queue"), type_="foreignkey")
        batch_op.drop_column("queue_id")

    with op.batch_alter_table("ticket_state", schema=None) as batch_op:
        batch_op.drop_column("shape")
        batch_op.drop_column("tone")

    with op.batch_alter_table("ticket_link", schema=None) as batch_op:
        batch_op.drop_column("before")

    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_ticket_branch_id_branch"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_ticket_branch_id"))
        batch_op.drop_column("branch_id")
        batch_op.drop_column("wait_because")
        batch_op.drop_column("wait_until")
        batch_op.drop_column("reopened_at")
        batch_op.drop_column("first_closed_at")

    with op.batch_alter_table("technician", schema=None) as batch_op:
        batch_op.drop_column("base_longitude")
        batch_op.drop_column("base_latitude")
        batch_op.drop_column("base")

    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_team_leader_id_user_account"), type_="foreignkey")
        batch_op.drop_column("disbanded_on")
        batch_op.drop_column("leader_id")
        batch_op.drop_column("served")
        batch_op.drop_column("basis")
        batch_op.drop_column("version")

    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_task_done_by_id_user_account"), type_="foreignkey")
        batch_op.drop_column("position")
        batch_op.drop_column("due_at")
        batch_op.drop_column("done_by_id")

    with op.batch_alter_table("sla_rule", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_sla_rule_service_id_service"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_sla_rule_customer_id_customer"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_sla_rule_kind_id_kind"), type_="foreignkey")
        batch_op.create_unique_constraint(batch_op.f("uq_sla_rule_position"), ["position"])
        batch_op.drop_column("service_id")
        batch_op.drop_column("kind_id")
        batch_op.drop_column("customer_id")

    with op.batch_alter_table("sla", schema=None) as batch_op:
        batch_op.drop_column("note")
        batch_op.drop_column("roles")
        batch_op.drop_column("warn_percent")
        batch_op.drop_column("is_internal")

    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_service_queue_id_queue"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_service_ticket_type_id_ticket_type"), type_="foreignkey")
        batch_op.drop_column("queue_id")
        batch_op.drop_column("ticket_type_id")

    with op.batch_alter_table("search_entry", schema=None) as batch_op:
        batch_op.drop_column("texts")

    with op.batch_alter_table("request", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_request_branch_id_branch"), type_="foreignkey")
        batch_op.drop_column("branch_id")
        batch_op.drop_column("wish")

    with op.batch_alter_table("queue", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_queue_owner_id_user_account"), type_="foreignkey")
        batch_op.drop_column("owner_id")

    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.drop_column("version")
        batch_op.drop_column("is_offered")
        batch_op.drop_column("note")
        batch_op.drop_column("supported_until")
        batch_op.drop_column("manufacturer")

    with op.batch_alter_table("kind", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_kind_ticket_type_id_ticket_type"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_kind_queue_id_queue"), type_="foreignkey")
        batch_op.drop_column("urgency")
        batch_op.drop_column("impact")
        batch_op.drop_column("queue_id")
        batch_op.drop_column("ticket_type_id")

    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_journal_entry_sequence")
        batch_op.drop_column("digest")
        batch_op.drop_column("previous")
        batch_op.drop_column("salt")
        batch_op.drop_column("sequence")

    with op.batch_alter_table("journal_change", schema=None) as batch_op:
        batch_op.drop_column("salt")

    with op.batch_alter_table("equipment", schema=None) as batch_op:
        batch_op.drop_column("note")
        batch_op.drop_column("place")

    with op.batch_alter_table("customer", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_customer_branch_id_branch"), type_="foreignkey")
        batch_op.drop_column("branch_id")

    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.drop_column("mastered_in")

    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_article_contact_id_contact"), type_="foreignkey")
        batch_op.drop_column("approval")
        batch_op.drop_column("delivery")
        batch_op.drop_column("contact_id")
        batch_op.drop_column("direction")

    with op.batch_alter_table("number_alias", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_number_alias_ticket_id"))
        batch_op.drop_index(batch_op.f("ix_number_alias_number"))

    op.drop_table("number_alias")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index("ix_notice_user_id_happened_at")
        batch_op.drop_index("ix_notice_ticket_id")

    op.drop_table("notice")
    with op.batch_alter_table("merged_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_merged_row_home_id"))

    op.drop_table("merged_row")
    with op.batch_alter_table("follow", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_follow_user_id"))

    op.drop_table("follow")
    with op.batch_alter_table("custom_value", schema=None) as batch_op:
        batch_op.drop_index("ix_custom_value_field_id")

    op.drop_table("custom_value")
    op.drop_table("archived_ticket")
    op.drop_table("ticket_template")
    op.drop_table("sla_service")
    op.drop_table("retention_rule")
    op.drop_table("dynamic_form_kind")
    op.drop_table("type_conduct")
    op.drop_table("ticket_type_team")
    with op.batch_alter_table("equipment_replacement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_equipment_replacement_old_id"))
        batch_op.drop_index(batch_op.f("ix_equipment_replacement_new_id"))

    op.drop_table("equipment_replacement")
    with op.batch_alter_table("equipment_loan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_equipment_loan_stands_for_id"))
        batch_op.drop_index(batch_op.f("ix_equipment_loan_equipment_id"))

    op.drop_table("equipment_loan")
    op.drop_table("custom_field_type")
    op.drop_table("tray")
    op.drop_table("technician_skill")
    op.drop_table("team_technician")
    op.drop_table("sign_in")
    with op.batch_alter_table("saved_view", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_saved_view_owner_id"))

    op.drop_table("saved_view")
    with op.batch_alter_table("outside_key", schema=None) as batch_op:
        batch_op.drop_index("ix_outside_key_owner_id_owner_table")

    op.drop_table("outside_key")
    with op.batch_alter_table("legal_hold", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_legal_hold_customer_id"))

    op.drop_table("legal_hold")
    op.drop_table("user_role")
    op.drop_table("preference")
    op.drop_table("password")
    op.drop_table("outside_system")
    with op.batch_alter_table("journal_erasure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_erasure_target_id"))
        batch_op.drop_index(batch_op.f("ix_journal_erasure_entry_id"))

    op.drop_table("journal_erasure")
    op.drop_table("dynamic_form_field")
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index("ix_attachment_owner_id_owner_table")
        batch_op.drop_index("ix_attachment_digest")

    op.drop_table("attachment")
    op.drop_table("ticket_opening")
    op.drop_table("text_block")
    op.drop_table("standard_field")
    op.drop_table("skill")
    op.drop_table("role")
    with op.batch_alter_table("presence", schema=None) as batch_op:
        batch_op.drop_index("ix_presence_ticket_id_seen_at")

    op.drop_table("presence")
    with op.batch_alter_table("outbox_transaction", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_transaction_state")

    op.drop_table("outbox_transaction")
    with op.batch_alter_table("outbox_operation", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_operation_row_id")
        batch_op.drop_index(batch_op.f("ix_outbox_operation_number"))

    op.drop_table("outbox_operation")
    op.drop_table("offline_unlock")
    op.drop_table("journal_head")
    op.drop_table("grade_name")
    op.drop_table("exchange_version")
    op.drop_table("exchange_state")
    with op.batch_alter_table("exchange_stage", schema=None) as batch_op:
        batch_op.drop_index("ix_exchange_stage_row_id")

    op.drop_table("exchange_stage")
    op.drop_table("exchange_provisional")
    with op.batch_alter_table("exchange_news", schema=None) as batch_op:
        batch_op.drop_index("ix_exchange_news_settled_at")

    op.drop_table("exchange_news")
    op.drop_table("exchange_cursor")
    op.drop_table("dynamic_form")
    op.drop_table("custom_field")
    op.drop_table("company_profile")
    with op.batch_alter_table("bulk_part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bulk_part_bulk_id"))

    op.drop_table("bulk_part")
    op.drop_table("bulk_change")
    op.drop_table("blob_transfer")
