"""The one journal: who did what, where, when, and each row before and after (DESIGN 4.9).

History, audit trail and undo read it; the exchange with the centre will send it. No other log exists. Entries
are chained by digests, so that none can be altered unseen (docs/adr/0010, `store/audit_chain.py`).
"""

import enum
from datetime import datetime
from uuid import UUID

from sqlalchemy import DDL, BigInteger, Index, LargeBinary, event
from sqlalchemy.orm import Mapped, mapped_column

from fieldservice.domain.model.base import (
    JSON_VALUE,
    Base,
    CodeText,
    JsonValue,
    LongText,
    Moment,
    UuidPk,
    enum_text,
    references,
)


class ChangeKind(enum.Enum):
    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"


class JournalEntry(Base):
    """One command. `happened_at` is when it was done, `recorded_at` when we learned it.

    `sequence`, `salt`, `previous` and `digest` chain it to the entry before; all are empty in an entry that
    is older than the chain.
    """

    __tablename__ = "journal_entry"
    __table_args__ = (
        Index("ix_journal_entry_subject_id_recorded_at", "subject_id", "recorded_at"),
        Index("ix_journal_entry_sequence", "sequence", unique=True),
    )
    journaled = False

    id: Mapped[UuidPk]
    command: Mapped[CodeText]
    label: Mapped[JsonValue]
    subject_table: Mapped[CodeText | None]
    subject_id: Mapped[UUID | None]
    user_id: Mapped[UUID | None]
    workstation_id: Mapped[UUID | None]
    happened_at: Mapped[Moment]
    recorded_at: Mapped[Moment]
    undoes_id: Mapped[UUID | None] = mapped_column(index=True)
    sequence: Mapped[int | None] = mapped_column(BigInteger())
    salt: Mapped[bytes | None] = mapped_column(LargeBinary())
    previous: Mapped[bytes | None] = mapped_column(LargeBinary())
    digest: Mapped[bytes | None] = mapped_column(LargeBinary())


class JournalChange(Base):
    """One row, as it was and as it became: whole when inserted or deleted, else the changed columns."""

    __tablename__ = "journal_change"
    __table_args__ = (Index("ix_journal_change_row_id", "row_id"),)
    journaled = False

    id: Mapped[UuidPk]
    entry_id: Mapped[UUID] = mapped_column(references("journal_entry.id"), index=True)
    position: Mapped[int]
    table_name: Mapped[CodeText]
    row_id: Mapped[UUID]
    kind: Mapped[ChangeKind] = mapped_column(enum_text(ChangeKind))
    before: Mapped[dict[str, object] | None] = mapped_column(JSON_VALUE)
    after: Mapped[dict[str, object] | None] = mapped_column(JSON_VALUE)
    salt: Mapped[bytes | None] = mapped_column(LargeBinary())


class JournalHead(Base):
    """The end of the chain: one row, locked by whoever writes the next entry.

    `unchained` counts the entries that were there before the chain began.
    """

    __tablename__ = "journal_head"
    journaled = False

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sequence: Mapped[int] = mapped_column(BigInteger())
    digest: Mapped[bytes] = mapped_column(LargeBinary())
    unchained: Mapped[int]


class JournalErasure(Base):
    """Text of a person taken out of the journal: `target_id` is a line, or an entry whose label was erased.

    `original` is the digest of what stood there, from which nothing can be guessed since its salt is gone;
    `digest` that of what stands there now. `entry_id` is the erasing entry, which vouches for its erasures.
    """

    __tablename__ = "journal_erasure"
    journaled = False

    id: Mapped[UuidPk]
    entry_id: Mapped[UUID] = mapped_column(references("journal_entry.id"), index=True)
    target_id: Mapped[UUID] = mapped_column(index=True)
    original: Mapped[bytes] = mapped_column(LargeBinary())
    salt: Mapped[bytes | None] = mapped_column(LargeBinary())
    digest: Mapped[bytes] = mapped_column(LargeBinary())


class Draft(Base):
    """What was typed into a form and not saved yet: kept through kill and power cut (DESIGN 4.12)."""

    __tablename__ = "draft"
    journaled = False

    id: Mapped[UuidPk]
    form: Mapped[CodeText] = mapped_column(index=True)
    user_id: Mapped[UUID | None]
    content: Mapped[JsonValue]
    saved_at: Mapped[datetime]


class NumberSeries(Base):
    """The last number issued for a branch; never goes back."""

    __tablename__ = "number_series"
    journaled = False

    id: Mapped[UuidPk]
    branch_code: Mapped[CodeText] = mapped_column(unique=True)
    last_number: Mapped[int] = mapped_column(default=0)


class SearchEntry(Base):
    """Folded words under which a row is found; kept by the unit of work from the rows themselves.

    `words` are what one calls it by (numbers, names, titles), `texts` what was written at length.
    """

    __tablename__ = "search_entry"
    journaled = False

    position: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True)
    subject_table: Mapped[CodeText]
    words: Mapped[LongText]
    texts: Mapped[LongText] = mapped_column(default="", server_default="")
    changed_at: Mapped[Moment]


# Words are found through an FTS5 table on SQLite and a text index on PostgreSQL; both follow the table.
# Prefixes up to five letters are indexed, because the word being typed is looked up by its beginning.
FORGET_OLD = (
    "INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', old.position, old.words);"
)
LEARN_NEW = "INSERT INTO search_words(rowid, words) VALUES (new.position, new.words);"
SEARCH_ON_SQLITE = (
    """CREATE VIRTUAL TABLE search_words USING fts5(words, content='search_entry', content_rowid='position',
    tokenize='unicode61 remove_diacritics 0', prefix='1 2 3 4 5')""",
    f"CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN {LEARN_NEW} END",
    f"CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN {FORGET_OLD} END",
    f"""CREATE TRIGGER search_entry_changed AFTER UPDATE OF words ON search_entry
    BEGIN {FORGET_OLD} {LEARN_NEW} END""",
)
SEARCH_ON_POSTGRESQL = (
    "CREATE INDEX ix_search_entry_words ON search_entry USING gin (to_tsvector('simple', words))",
)

# Those who call and what they have are in an index of their own: neither do their many tickets drown them,
# nor they a ticket. Long texts are in one without prefixes, which would make it several times as large.
NAMED_TABLES = ("customer", "contact", "identity", "site", "equipment", "contract")
_HAS_NAME = f"{{row}}.subject_table IN {NAMED_TABLES!r}"
_HAS_WORDS = f"{{row}}.subject_table NOT IN {NAMED_TABLES!r} AND {{row}}.words <> ''"
_HAS_TEXT = "{row}.texts <> ''"


def _following(index: str, column: str, when: str) -> tuple[str, ...]:
    """Triggers that keep an index after `column`, for the rows for which `when` holds."""
    learn = f"INSERT INTO {index}(rowid, {column}) VALUES (new.position, new.{column});"  # noqa: S608 - names of ours
    gone = f"('delete', old.position, old.{column})"
    forget = f"INSERT INTO {index}({index}, rowid, {column}) VALUES {gone};"  # noqa: S608 - names of ours
    of_old, of_new = when.format(row="old"), when.format(row="new")
    return (
        f"CREATE TRIGGER {index}_added AFTER INSERT ON search_entry WHEN {of_new} BEGIN {learn} END",
        f"CREATE TRIGGER {index}_removed AFTER DELETE ON search_entry WHEN {of_old} BEGIN {forget} END",
        f"""CREATE TRIGGER {index}_left AFTER UPDATE OF {column} ON search_entry WHEN {of_old}
    BEGIN {forget} END""",
        f"""CREATE TRIGGER {index}_came AFTER UPDATE OF {column} ON search_entry WHEN {of_new}
    BEGIN {learn} END""",
    )


MORE_SEARCH_ON_SQLITE = (
    """CREATE VIRTUAL TABLE search_names USING fts5(words, content='search_entry', content_rowid='position',
    tokenize='unicode61 remove_diacritics 0', prefix='1 2 3 4 5 6')""",
    """CREATE VIRTUAL TABLE search_texts USING fts5(texts, content='search_entry', content_rowid='position',
    tokenize='unicode61 remove_diacritics 0', detail=none)""",
    *(f"DROP TRIGGER search_entry_{name}" for name in ("added", "removed", "changed")),
    *_following("search_words", "words", _HAS_WORDS),
    *_following("search_names", "words", _HAS_NAME),
    *_following("search_texts", "texts", _HAS_TEXT),
)
MORE_SEARCH_ON_POSTGRESQL = (
    "CREATE INDEX ix_search_entry_texts ON search_entry USING gin (to_tsvector('simple', texts))",
)
FORGET_MORE_SEARCH_ON_SQLITE = (
    *(
        f"DROP TRIGGER {index}_{name}"
        for index in ("search_words", "search_names", "search_texts")
        for name in ("added", "removed", "left", "came")
    ),
    "DROP TABLE search_names",
    "DROP TABLE search_texts",
    *SEARCH_ON_SQLITE[1:],
    "INSERT INTO search_words(search_words) VALUES ('rebuild')",
)
"""The way back to the first schema."""
_LEARN = "INSERT INTO {index}(rowid, {column}) SELECT position, {column} FROM search_entry WHERE {condition}"
LEARN_ALL_ON_SQLITE = (
    "INSERT INTO search_words(search_words) VALUES ('delete-all')",
    _LEARN.format(index="search_words", column="words", condition=_HAS_WORDS.format(row="search_entry")),
    _LEARN.format(index="search_names", column="words", condition=_HAS_NAME.format(row="search_entry")),
    _LEARN.format(index="search_texts", column="texts", condition=_HAS_TEXT.format(row="search_entry")),
)
"""All that stands in `search_entry`, into indexes that are new or empty."""


def _ddl(statement: str, dialect: str) -> DDL:
    return DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]


for statement in (*SEARCH_ON_SQLITE, *MORE_SEARCH_ON_SQLITE):
    event.listen(SearchEntry.__table__, "after_create", _ddl(statement, "sqlite"))
for statement in (*SEARCH_ON_POSTGRESQL, *MORE_SEARCH_ON_POSTGRESQL):
    event.listen(SearchEntry.__table__, "after_create", _ddl(statement, "postgresql"))
