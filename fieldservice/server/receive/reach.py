"""Whether a device may touch a row, and point to the rows that its work points to.

A row out of reach is refused like one that is not there: nobody learns what other branches have.
"""

from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from sqlalchemy import Connection

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.exchange_scopes import GLOBAL, HOMES, archive_of
from fieldservice.server.receive.ledger import Image, Ledger
from fieldservice.server.receive.values import Values, row_id_of
from fieldservice.server.receive.work import Deed, Key, Work
from fieldservice.server.store.listed import IDS, NAMES, listed

BRANCH = "branch_id"
POINTERS = {
    "attachment": ("owner_table", "owner_id"),
    "outside_key": ("owner_table", "owner_id"),
    "merged_row": ("table_name", "row_id"),
}
"""Columns that point to a row of any table."""
_SCOPES = f"""
SELECT t.name, w.id, s.scope FROM unnest({NAMES}, {IDS}) w(name, id) JOIN sync_table t ON t.name = w.name
CROSS JOIN LATERAL (
    SELECT s.* FROM sync_row s WHERE s.tbl = t.number AND s.id = w.id AND NOT s.is_deleted OFFSET 0
) s"""  # noqa: S608 - our own names


class Reach:
    """What one device may touch. `seen` holds the scopes of rows that are pointed to and not touched."""

    def __init__(self, scopes: Iterable[UUID]) -> None:
        held = frozenset(scopes)
        self._held = held | {archive_of(scope) for scope in held if scope != GLOBAL}
        self._branches = held - {GLOBAL}
        self._seen: dict[Key, UUID | None] = {}

    def look(self, connection: Connection, works: Iterable[Work], ledger: Ledger) -> None:
        """Find the rows that the works point to, all at once."""
        keys = {
            key
            for work in works
            for deed in work.deeds
            for key in pointed_to(deed)
            if ledger.known(key) is None
        }
        if not keys:
            return
        bound = (",".join([table for table, _id in keys]), listed(row_id for _table, row_id in keys))
        rows = connection.exec_driver_sql(_SCOPES, bound)
        self._seen.update({(table, row_id): scope for table, row_id, scope in rows})

    def check(self, deed: Deed, image: Image, made: Collection[Key], ledger: Ledger) -> None:
        """Raise `exchange.row_unknown` when the row, or one it points to, is not there for the device.

        `made` are the new rows of the same transaction.
        """
        if image.was_known and not self._holds(image.scope):
            raise RuleViolation("exchange.row_unknown", table=deed.form.name)
        for key in pointed_to(deed):
            if key not in made and not self._may_point_to(key, ledger):
                raise RuleViolation("exchange.row_unknown", table=key[0])
        branch = deed.set.get(BRANCH)
        is_root = HOMES[deed.form.name].is_root
        if is_root and deed.kind == "insert" and branch is not None and UUID(branch) not in self._branches:
            raise RuleViolation("exchange.branch_foreign")

    def _may_point_to(self, key: Key, ledger: Ledger) -> bool:
        image = ledger.known(key)
        if image is not None:
            return image.values is not None and (not image.was_known or self._holds(image.scope))
        return key in self._seen and self._holds(self._seen[key])

    def _holds(self, scope: UUID | None) -> bool:
        """What this very push wrote has no scope yet: it points to rows that were asked about."""
        return scope is None or scope in self._held


def pointed_to(deed: Deed) -> Iterator[Key]:
    """The rows that the columns set point to."""
    if deed.kind == "delete":
        return
    for table in deed.form.same_rows:  # what is said of a row bears its id
        yield table, deed.row_id
    for column, table in deed.form.references.items():
        value = deed.set.get(column)
        if value is not None:
            yield table, row_id_of(value)
    pointer = _pointer(deed.form.name, deed.set)
    if pointer is not None:
        yield pointer


def _pointer(table: str, values: Values) -> Key | None:
    columns = POINTERS.get(table)
    if columns is None or values.get(columns[1]) is None:
        return None
    owner = values.get(columns[0])
    if owner not in HOMES:
        raise RuleViolation("exchange.row_unknown", table=str(owner))
    return str(owner), row_id_of(values[columns[1]])
