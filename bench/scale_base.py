"""A centre with hundreds of branches and millions of rows, made in bulk: what `soak scale` begins from.

Rows of the base have ids that follow from their kind and place, so that a simulated workstation knows its
copy without reading it. They are written with the triggers asleep, and noted in the feed by one statement a
table: what the triggers would have written, a row at a time, is written for all.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import md5
from uuid import UUID

from sqlalchemy import Connection

from fieldservice.domain.commands.first_start import catalogue_id
from fieldservice.domain.rules.exchange_digest import MODULUS, Bucket, buckets, version_hash
from fieldservice.domain.store.engine import Database
from fieldservice.server.store.capture import TRIGGERS
from fieldservice.server.store.schema import numbers_of
from fieldservice.server.store.tables import sync_row

SPAN = 1_000_000
"""Places of one kind that belong to one branch."""
OF_A_BRANCH: Mapping[str, int] = {
    "customer": 100,
    "site": 100,
    "contact": 200,
    "contract": 100,
    "terms": 100,
    "coverage_line": 100,
    "equipment": 300,
    "ticket": 1_000,
    "article": 2_000,
    "sla_entry": 1_000,
}
"""Rows of a branch of 5,000; parents first. A larger or smaller branch has these shares."""
ROWS_OF_A_BRANCH = sum(OF_A_BRANCH.values())
KINDS = tuple(OF_A_BRANCH)

_FUNCTION = f"""
CREATE FUNCTION pg_temp.made(kind int, branch int, place int) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT (lpad(to_hex(kind), 4, '0') || lpad(to_hex(branch::bigint * {SPAN} + place), 12, '0')
        || substr(md5(kind || '|' || branch::bigint * {SPAN} + place), 1, 16))::uuid
$$"""
_CODE = "'B' || chr(65 + {n} / 26) || chr(65 + {n} %% 26)"
_BRANCHES = f"""
INSERT INTO branch (id, code, name)
SELECT md5('branch|' || n)::uuid, {_CODE.format(n="n")}, 'Oddział ' || n
FROM generate_series(0, %s) n"""  # noqa: S608 - our own names
_PRODUCT = """
WITH made AS (INSERT INTO category (id, name) VALUES (md5('category')::uuid, 'Sprężarka') RETURNING id)
INSERT INTO product (id, category_id, name) SELECT md5('product')::uuid, id, 'Kaeser SK 22' FROM made"""
_MOMENT = "timestamptz '2026-01-05 07:00+00' + ({at} %% 20000) * interval '20 minutes'"
_SELECTED: Mapping[str, tuple[str, str]] = {
    "customer": (
        "number, name, name_folded, customer_class, note, branch_id, version",
        "'K-' || b || '-' || i, 'Zakład ' || i, 'zaklad ' || i, 'standard', '', md5('branch|' || b)::uuid, 1",
    ),
    "site": (
        "customer_id, code, name, street, postal_code, city, version",
        "{customer}, 'S-' || b || '-' || i, 'Hala produkcyjna', 'Główna ' || i, '61-001', 'Poznań', 1",
    ),
    "contact": (
        "customer_id, name, role, is_active, version",
        "{customer}, 'Stanisław Jeka ' || i, 'Kierownik utrzymania ruchu', true, 1",
    ),
    "contract": (
        "customer_id, number, status, note, version",
        "{customer}, 'U/' || b || '/' || i, 'signed', '', 1",
    ),
    "terms": (
        "contract_id, valid_from, valid_to, note, version",
        "{contract}, '2026-01-01', '2026-12-31', '', 1",
    ),
    "coverage_line": (
        (
            "terms_id, position, extent, quota_beyond, warn_first_percent, warn_second_percent,"
            " warn_third_percent, note, version"
        ),
        "{terms}, 1, 'all_units', 'refuse', 80, 90, 100, '', 1",
    ),
    "equipment": (
        "site_id, product_id, serial_number, serial_folded, status, version",
        "{site}, md5('product')::uuid, 'SP' || b || 'N' || i, 'SP' || b || 'N' || i, 'in_use', 1",
    ),
    "ticket": (
        (
            "number, channel, customer_id, type_id, title, description, impact, urgency, priority, state_id,"
            " state_type, opened_at, closed_at, closed_by, closed_because, generation, is_held,"
            " expected_closing_because, override_because, branch_id, version"
        ),
        (
            "{code} || '-0-' || lpad(i::text, 6, '0'), 'phone', {customer}, '{incident}', 'Hałasuje'"
            ", 'Klient mówi, że urządzenie hałasuje od rana.', 3, 3, 3, '{closed}', 'closed', {moment},"
            " {moment} + interval '2 days', 'by_hand', '', 0, false, '', '', md5('branch|' || b)::uuid, 1"
        ),
    ),
    "article": (
        "ticket_id, kind, is_internal, author_name, happened_at, recorded_at, text",
        (
            "{ticket}, 'note', false, 'Stanisław Jeka', {moment}, {moment},"
            " 'Urządzenie ' || i || ' hałasuje, technik był i wymienił filtr oraz uszczelkę.'"
        ),
    ),
    "sla_entry": ("ticket_id, started_at, kind, because", "{ticket}, {moment}, 'running', ''"),
}
_NOTED = """
INSERT INTO sync_row (id, tbl, scope, root, seq, ver, xid, made_ver, made_stamp, at, mark)
SELECT pg_temp.made({kind}, b, i), {number}, md5('branch|' || b)::uuid, {root},
    {head} + b::bigint * {each} + i + 1, 1, '0', 1, 0, now(), sync_mark(pg_temp.made({kind}, b, i), 1)
FROM generate_series(0, {last_branch}) b, generate_series(0, {each} - 1) i"""


@dataclass(frozen=True, slots=True)
class Base:
    """What was made: so many branches, so many rows of each kind in each, and the head of the feed then."""

    branches: int
    each: Mapping[str, int] = field(hash=False)
    head: int = 0

    @property
    def rows(self) -> int:
        return self.branches * sum(self.each.values())

    def rows_of(self, branch: int) -> Iterator[tuple[str, UUID]]:
        """All rows of a branch, each at version 1."""
        for table, count in self.each.items():
            for place in range(count):
                yield table, made_id(table, branch, place)

    def digest(self, branch: int, besides: Collection[tuple[str, str]]) -> dict[str, dict[str, Bucket]]:
        """Of the rows of a branch but those `besides`, at version 1."""
        found = {table: dict(known) for table, known in _digest(self, branch).items()}
        for table, row_id in besides:
            count, total = found[table][row_id[-2:]]
            left = total - version_hash(UUID(row_id), 1)
            found[table][row_id[-2:]] = (count - 1, left % MODULUS)
        return found

    def holds(self, branch: int, table: str, row_id: str) -> bool:
        """Whether this row of the branch was made."""
        place = int(row_id[4:16], 16) - branch * SPAN
        is_within = 0 <= place < self.each.get(table, 0)
        return is_within and made_id(table, branch, place).hex == row_id


@lru_cache(maxsize=1_000)
def _digest(base: Base, branch: int) -> dict[str, dict[str, Bucket]]:
    """All of it; workstations of one branch share it."""
    hashes: defaultdict[str, list[tuple[UUID, int]]] = defaultdict(list)
    for table, row_id in base.rows_of(branch):
        hashes[table].append((row_id, version_hash(row_id, 1)))
    return {table: buckets(found) for table, found in hashes.items()}


def planned(branches: int, rows: int) -> Base:
    """Shares for about so many rows; every kind is there."""
    share = rows / branches / ROWS_OF_A_BRANCH
    return Base(branches, {name: max(10, round(count * share)) for name, count in OF_A_BRANCH.items()})


def made_id(table: str, branch: int, place: int) -> UUID:
    kind, at = KINDS.index(table) + 1, branch * SPAN + place
    tail = md5(f"{kind}|{at}".encode(), usedforsecurity=False).hexdigest()[:16]
    return UUID(f"{kind:04x}{at:012x}{tail}")


def branch_id(branch: int) -> UUID:
    return UUID(md5(f"branch|{branch}".encode(), usedforsecurity=False).hexdigest())


def branch_code(branch: int, first: str = "B") -> str:
    """Three letters; those of the base begin with B."""
    return f"{first}{chr(65 + branch // 26)}{chr(65 + branch % 26)}"


def fill(database: Database, wanted: Base) -> Base:
    """Write the base into a centre that was set up."""
    with database.writer.begin() as connection:
        connection.exec_driver_sql(_BRANCHES, (wanted.branches - 1,))
        connection.exec_driver_sql(_PRODUCT)
    with database.writer.begin() as connection:
        head = _written(connection, wanted)
    with database.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
    return Base(wanted.branches, wanted.each, head)


def _written(connection: Connection, wanted: Base) -> int:
    """The head of the feed behind it all."""
    connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
    connection.exec_driver_sql(_FUNCTION.replace("%", "%%"))
    numbers = numbers_of(connection)
    head = int(connection.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM sync_head").scalar_one())
    for index in sync_row.indexes:  # made again from all rows: many times as quick
        index.drop(connection)
    for table, each in wanted.each.items():
        _trigger(connection, table, "DISABLE")
        connection.exec_driver_sql(_insert(table, wanted))
        _trigger(connection, table, "ENABLE ALWAYS")
        noted = _NOTED.format(
            kind=KINDS.index(table) + 1,
            number=numbers[table],
            root=_root(table, wanted),
            head=head,
            each=each,
            last_branch=wanted.branches - 1,
        )
        connection.exec_driver_sql(noted)
        head += wanted.branches * each
    for index in sync_row.indexes:
        index.create(connection)
    connection.exec_driver_sql("INSERT INTO sync_head (seq, at) VALUES (%s, now())", (head,))
    return head


def _trigger(connection: Connection, table: str, how: str) -> None:
    named = ", ".join(f"{how} TRIGGER {trigger}" for trigger in TRIGGERS)
    connection.exec_driver_sql(f'ALTER TABLE "{table}" {named}')


def _insert(table: str, wanted: Base) -> str:
    columns, values = _SELECTED[table]
    parents = {name: _made(name, wanted) for name in OF_A_BRANCH}
    filled = values.format(
        **parents,
        code=_CODE.format(n="b"),
        moment=_MOMENT.format(at="i"),
        incident=catalogue_id("ticket_type", "incident"),
        closed=catalogue_id("ticket_state", "closed"),
    )
    return (
        f"INSERT INTO {table} (id, {columns}) SELECT pg_temp.made({KINDS.index(table) + 1}, b, i), {filled}"  # noqa: S608 - our own names
        f" FROM generate_series(0, {wanted.branches - 1}) b, generate_series(0, {wanted.each[table] - 1}) i"
    )


def _made(table: str, wanted: Base) -> str:
    """The parent of this kind: children are dealt to the branch's parents in turn."""
    return f"pg_temp.made({KINDS.index(table) + 1}, b, i %% {wanted.each[table]})"


def _root(table: str, wanted: Base) -> str:
    is_work = KINDS.index(table) >= KINDS.index("ticket")
    return _made("ticket" if is_work else "customer", wanted)
