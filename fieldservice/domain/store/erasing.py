"""Taking a person out of the database, past the ORM: else the journal would keep what is to be forgotten.

The erasing entry of the journal tells which rows and columns were blacked out, never what stood there. Lines
of older entries lose text and salt and keep their digests, so that the chain still verifies (docs/adr/0010).
"""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Engine, Enum, String, Table, delete, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.content import Attachment
from fieldservice.domain.model.journal import ChangeKind, JournalChange, JournalEntry, JournalErasure
from fieldservice.domain.model.whole import Base
from fieldservice.domain.rules.audit_chain import SALT_BYTES, leaf_digest, line_content
from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.rules.erasing import BARS, PersonPattern, PersonWords
from fieldservice.domain.store.journal import RowChange
from fieldservice.domain.store.row_values import encode
from fieldservice.domain.store.unit_of_work import UnitOfWork

BATCH = 500
Hidden = Mapping[str, Mapping[str, Any]]
"""Columns by table, and what stands in them afterwards."""

OWN_TEXTS: Hidden = {
    "contact": {"name": BARS, "role": ""},
    "identity": {"value": BARS, "as_written": "", "extension": ""},
    "request": {"caller": "", "caller_name": ""},
}
"""What becomes of a person's own rows; the same columns are blacked out in their history."""
GONE = frozenset({"identity", "custom_value"})
NOBODY_IN_PARTICULAR = PersonPattern(PersonWords())

SEARCH_INDEXES = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5%'"
ENTRIES, LINES = (kind.metadata.tables[kind.__tablename__] for kind in (JournalEntry, JournalChange))
FILES = Attachment.metadata.tables[Attachment.__tablename__]
JOURNALED = {mapper.class_.__tablename__ for mapper in Base.registry.mappers if mapper.class_.journaled}


@dataclass(frozen=True, slots=True)
class ToErase:
    """What somebody confirmed. `own_rows` are the person's, `rows` hold texts to black out."""

    pattern: PersonPattern
    own_rows: Sequence[RowRef]
    rows: Sequence[RowRef]
    lines: Sequence[UUID]
    labels: Sequence[UUID]
    files: Sequence[UUID]


def erase(uow: UnitOfWork, wanted: ToErase) -> None:
    """Black out; the caller records and commits."""
    hide_rows(uow, wanted.own_rows, OWN_TEXTS)
    remove_files(uow, wanted.files)
    erase_texts(uow, wanted)


def erase_texts(uow: UnitOfWork, wanted: ToErase) -> None:
    """The texts alone: the person's own rows and files are taken care of elsewhere."""
    for table, ids in _by_table(wanted.rows).items():
        for row in _loaded(uow.session, table, ids):
            _black_out(uow, table, row, wanted.pattern)
    own = {ref.id for ref in wanted.own_rows}
    for row in _loaded(uow.session, LINES, wanted.lines):
        _erase_line(uow, row, OWN_TEXTS if row["row_id"] in own else {}, wanted.pattern)
    for row in _loaded(uow.session, ENTRIES, wanted.labels):
        _erase_label(uow, row, wanted.pattern)
    uow.session.flush()  # the erasures are vouched for by the entry that is written next


def overwrite(engine: Engine) -> bool:
    """Write the database file anew without what was erased, empty its log; False when others are reading.

    PostgreSQL reuses its pages by itself; what its own backups keep is its administrator's.
    """
    if engine.dialect.name != "sqlite":
        return True
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        try:
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
            for (index,) in connection.exec_driver_sql(SEARCH_INDEXES).all():
                # All its segments become one, which drops what was deleted from it.
                connection.exec_driver_sql(f"INSERT INTO {index}({index}) VALUES ('optimize')")  # noqa: S608
            connection.exec_driver_sql("VACUUM")
            is_busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
        except SQLAlchemyError:
            is_busy = True
        finally:
            connection.exec_driver_sql("BEGIN")
    return not is_busy


def hide_rows(uow: UnitOfWork, refs: Sequence[RowRef], hidden: Hidden) -> None:
    """Put what is hidden into the rows' columns; rows that are nothing without them go."""
    for table, ids in _by_table(refs).items():
        wanted = hidden[table.name]
        for row in _loaded(uow.session, table, ids):
            if table.name in GONE:
                uow.session.execute(delete(table).where(table.c.id == row["id"]))
                before = _encoded({**row, **wanted})
                uow.note(table.name, row["id"], RowChange(ChangeKind.DELETE, before, None))
            else:
                values = {
                    **_where_stood(wanted, row),
                    **({"is_active": False} if "is_active" in table.c else {}),
                }
                _write(uow, table, row["id"], values)


def _where_stood(wanted: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """Bars only where a text stood: an article that tells by its reason has none."""
    return {name: "" if value == BARS and not row[name] else value for name, value in wanted.items()}


def _black_out(uow: UnitOfWork, table: Table, row: dict[str, Any], pattern: PersonPattern) -> None:
    values = {name: pattern.blacked_value(row[name]) for name in _texts(table) if row[name]}
    changed = {name: value for name, value in values.items() if value != row[name]}
    if changed:
        _write(uow, table, row["id"], changed)


def _write(uow: UnitOfWork, table: Table, row_id: UUID, values: dict[str, Any]) -> None:
    raised = {"version": table.c.version + 1} if "version" in table.c else {}
    uow.session.execute(update(table).where(table.c.id == row_id).values({**values, **raised}))
    if table.name in JOURNALED:
        # A yes or no tells of nobody, and the centre takes no emptiness for what stood in its column.
        texts = {name: value for name, value in values.items() if not isinstance(value, bool)}
        hidden = {name: BARS if isinstance(value, str) else None for name, value in texts.items()}
        uow.note(table.name, row_id, RowChange(ChangeKind.UPDATE, hidden, _encoded(values)))


def hide_history(uow: UnitOfWork, lines: Sequence[UUID], hidden: Hidden) -> None:
    """The same for lines of the journal."""
    for row in _loaded(uow.session, LINES, lines):
        _erase_line(uow, row, hidden, NOBODY_IN_PARTICULAR)
    uow.session.flush()


def remove_files(uow: UnitOfWork, ids: Sequence[UUID]) -> None:
    """Rows of attachments; their contents are forgotten when this is committed."""
    for row in _loaded(uow.session, FILES, ids):
        uow.session.execute(delete(FILES).where(FILES.c.id == row["id"]))
        before = _encoded({**row, "name": BARS})
        uow.note(FILES.name, row["id"], RowChange(ChangeKind.DELETE, before, None))


def _erase_line(uow: UnitOfWork, row: dict[str, Any], hidden: Hidden, pattern: PersonPattern) -> None:
    own = hidden.get(row["table_name"], {})
    before, after = (_forgotten(row[side], own, pattern) for side in ("before", "after"))
    if (before, after) == (row["before"], row["after"]):
        return
    told = (row["table_name"], row["row_id"], row["kind"].value)
    old = line_content(*told, row["before"], row["after"])
    _vouch(uow, row, old, line_content(*told, before, after))
    # An empty side stays empty: it is not the empty value of JSON.
    values = {name: value for name, value in (("before", before), ("after", after)) if value is not None}
    uow.session.execute(update(LINES).where(LINES.c.id == row["id"]).values({**values, "salt": None}))


def _forgotten(side: Any, own: Mapping[str, Any], pattern: PersonPattern) -> Any:
    """A reference to somebody becomes empty; a text becomes bars: the history shows that one stood there."""
    stored = pattern.blacked_value(side)
    if not isinstance(stored, dict):
        return stored
    return {
        name: (None if own[name] is None else BARS) if name in own and value else value
        for name, value in stored.items()
    }


def _erase_label(uow: UnitOfWork, row: dict[str, Any], pattern: PersonPattern) -> None:
    label = pattern.blacked_value(row["label"])
    if label == row["label"]:
        return
    _vouch(uow, row, row["label"], label)
    uow.session.execute(update(ENTRIES).where(ENTRIES.c.id == row["id"]).values(label=label, salt=None))


def _vouch(uow: UnitOfWork, row: dict[str, Any], old: object, new: object) -> None:
    """Remember the digest of what goes, and let the erasing entry vouch for what stays.

    The salts of earlier erasures of it are thrown away, as its own will be.
    """
    earlier = _erased_before(uow.session, row["id"])
    if row["salt"] is None and not earlier:
        return  # older than the chain: no entry vouches for it
    original = earlier[0].original if earlier else leaf_digest(row["salt"], old)
    for each in earlier:
        each.salt = None
    salt = os.urandom(SALT_BYTES)
    erasure = JournalErasure(
        id=new_id(),
        entry_id=uow.entry_id,
        target_id=row["id"],
        original=original,
        salt=salt,
        digest=leaf_digest(salt, new),
    )
    uow.session.add(erasure)
    uow.erasures.append(erasure)


def _erased_before(session: Session, target_id: UUID) -> Sequence[JournalErasure]:
    of_target = select(JournalErasure).where(JournalErasure.target_id == target_id)
    return session.scalars(of_target.order_by(JournalErasure.id)).all()


def _by_table(refs: Iterable[RowRef]) -> dict[Table, list[UUID]]:
    found: dict[Table, list[UUID]] = defaultdict(list)
    for ref in refs:
        found[Base.metadata.tables[ref.table]].append(ref.id)
    return found


def _loaded(session: Session, table: Table, ids: Sequence[UUID]) -> Iterator[dict[str, Any]]:
    """Rows by id, a batch at a time, locked against others until the end."""
    for start in range(0, len(ids), BATCH):
        wanted = select(table).where(table.c.id.in_(list(ids[start : start + BATCH]))).with_for_update()
        yield from [dict(row) for row in session.execute(wanted).mappings()]


def _texts(table: Table) -> list[str]:
    return [
        column.key
        for column in table.c
        if isinstance(column.type, String | JSON) and not isinstance(column.type, Enum)
    ]


def _encoded(values: dict[str, Any]) -> dict[str, Any]:
    return {name: encode(value) for name, value in values.items() if value is not None}
