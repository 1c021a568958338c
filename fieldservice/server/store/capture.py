"""The SQL that notes every change of a row that travels, whoever makes it: push, web office, job or psql.

Statement triggers write `sync_row` for all rows of a statement at once. Who writes is told by the settings
`sync.device`, `sync.stamp` and `sync.user` of the transaction; without them it is the centre itself, now. The
place in the feed is given at the commit (`numbering.py`).
"""

from collections.abc import Mapping

from sqlalchemy import Table

from fieldservice.domain.rules.exchange_kinds import travels

GONE = ""
"""The name in `fields` under which the clock of a row's removal is kept."""

# Whatever the planner believes about the number of rows of a statement or of a transaction, the way by the
# primary key is right for one row and bearable for a million; a plan that was kept from another size is not.
BY_THE_KEYS = (
    "SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off"
    " SET enable_mergejoin = off SET jit = off"
)

STAMP = """
CREATE OR REPLACE FUNCTION sync_stamp() RETURNS bigint LANGUAGE sql VOLATILE AS $$
    SELECT coalesce(nullif(current_setting('sync.stamp', true), '')::bigint,
                    (extract(epoch FROM clock_timestamp()) * 1000)::bigint << 16)
$$"""

# The domain's columns may be called like a variable: `use_variable` decides, columns are always qualified.
_WRITER = """
    me constant xid8 := pg_current_xact_id();
    mark constant bigint := sync_stamp();
    device constant uuid := nullif(current_setting('sync.device', true), '')::uuid;
    person constant uuid := nullif(current_setting('sync.user', true), '')::uuid;
"""
_CLOCK = "jsonb_build_array(s.ver + (s.xid <> me)::int, mark, replace(device::text, '-', ''))"
_COUNTED = "ver = s.ver + (s.xid <> me)::int, seq = NULL, xid = me, user_id = person, at = now()"
_PENDING = """
    IF FOUND THEN
        INSERT INTO sync_commit (xid) VALUES (me) ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
"""

INSERTED = f"""
CREATE OR REPLACE FUNCTION sync_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
    number constant smallint := TG_ARGV[0];{_WRITER}
BEGIN
    INSERT INTO sync_row AS s
        (tbl, id, ver, xid, made_ver, made_stamp, made_device, user_id, at)
    SELECT number, n.id, 1, me, 1, mark, device, person, now() FROM sync_new n
    ON CONFLICT (tbl, id) DO UPDATE SET {_COUNTED},
        made_ver = s.ver + (s.xid <> me)::int, made_stamp = mark, made_device = device,
        is_deleted = false, is_archived = false, fields = '{{}}';{_PENDING}
END $$"""  # noqa: S608 - our own names

DELETED = f"""
CREATE OR REPLACE FUNCTION sync_deleted() RETURNS trigger LANGUAGE plpgsql {BY_THE_KEYS} AS $$
#variable_conflict use_variable
DECLARE
    number constant smallint := TG_ARGV[0];{_WRITER}
BEGIN
    UPDATE sync_row s SET {_COUNTED}, is_deleted = true, is_archived = false,
        fields = jsonb_build_object('{GONE}', {_CLOCK})
    FROM sync_old o WHERE s.tbl = number AND s.id = o.id;{_PENDING}
END $$"""  # noqa: S608 - our own names

REFUSED = """
CREATE OR REPLACE FUNCTION sync_refused() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'devices would not hear of this: %, of %', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'feature_not_supported', HINT = 'Use DELETE and INSERT.';
END $$"""

TRIGGERS = ("sync_inserted", "sync_updated", "sync_deleted", "sync_id", "sync_truncate")
"""Of every table that travels."""


def travelling(table: Table) -> tuple[str, ...]:
    """The columns that travel."""
    return tuple(column.name for column in table.columns if travels(table.name, column.name))


def capture(tables: Mapping[str, Table], numbers: Mapping[str, int]) -> list[str]:
    """The functions and triggers of these tables; running them again changes nothing."""
    statements = [STAMP, INSERTED, DELETED, REFUSED]
    for name, table in tables.items():
        statements += [_updated(table, numbers[name]), *_triggers(name, numbers[name])]
    return statements


def _updated(table: Table, number: int) -> str:
    # A full join, because it is never done by looping over all pairs; both sides always match.
    names = ",\n            ".join(
        f"CASE WHEN n.{_quoted(name)} IS DISTINCT FROM o.{_quoted(name)} THEN '{name}' END"
        for name in travelling(table)
        if name != "id"
    )
    return f"""
CREATE OR REPLACE FUNCTION sync_updated_{table.name}() RETURNS trigger LANGUAGE plpgsql {BY_THE_KEYS} AS $$
#variable_conflict use_variable
DECLARE{_WRITER}
BEGIN
    UPDATE sync_row s SET {_COUNTED}, is_archived = false, fields = s.fields || (
        SELECT jsonb_object_agg(name, {_CLOCK}) FROM unnest(d.names) name)
    FROM (
        SELECT n.id, array_remove(ARRAY[
            {names}
        ]::text[], NULL) AS names FROM sync_new n FULL JOIN sync_old o ON o.id = n.id OFFSET 0
    ) d WHERE s.tbl = {number} AND s.id = d.id AND d.names <> '{{}}';{_PENDING}
END $$"""  # noqa: S608 - our own names


def _triggers(name: str, number: int) -> list[str]:
    quoted = _quoted(name)
    made = [
        (
            f"CREATE OR REPLACE TRIGGER sync_inserted AFTER INSERT ON {quoted}"
            f" REFERENCING NEW TABLE AS sync_new FOR EACH STATEMENT EXECUTE FUNCTION sync_inserted({number})"
        ),
        (
            f"CREATE OR REPLACE TRIGGER sync_updated AFTER UPDATE ON {quoted}"
            " REFERENCING OLD TABLE AS sync_old NEW TABLE AS sync_new"
            f" FOR EACH STATEMENT EXECUTE FUNCTION sync_updated_{name}()"
        ),
        (
            f"CREATE OR REPLACE TRIGGER sync_deleted AFTER DELETE ON {quoted}"
            f" REFERENCING OLD TABLE AS sync_old FOR EACH STATEMENT EXECUTE FUNCTION sync_deleted({number})"
        ),
        (
            f"CREATE OR REPLACE TRIGGER sync_id BEFORE UPDATE OF id ON {quoted} FOR EACH ROW"
            " WHEN (OLD.id IS DISTINCT FROM NEW.id) EXECUTE FUNCTION sync_refused()"
        ),
        (
            f"CREATE OR REPLACE TRIGGER sync_truncate BEFORE TRUNCATE ON {quoted}"
            " FOR EACH STATEMENT EXECUTE FUNCTION sync_refused()"
        ),
    ]
    always = ", ".join(f"ENABLE ALWAYS TRIGGER {trigger}" for trigger in TRIGGERS)
    return [*made, f"ALTER TABLE {quoted} {always}"]


def _quoted(name: str) -> str:
    return f'"{name}"'
