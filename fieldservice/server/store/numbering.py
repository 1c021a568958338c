"""The SQL that gives the changes of a transaction their places in the feed, when it commits.

One transaction at a time does so, under a lock that it holds until it is visible: the order of numbers is the
order in which readers see them, and a reader that stands at a number has seen all below it. The lock is the
last that a transaction takes: `sync_committing` lets the checks of foreign keys go first, because these
wait for other transactions' rows.

Scopes are found under that lock too, parents first, so that a row that is written while its root moves to
another branch ends where the root does.
"""

from collections.abc import Mapping

from fieldservice.domain.rules.exchange_scopes import (
    EVERYWHERE,
    GLOBAL,
    HOMES,
    Home,
    Parent,
    children_of,
    parents_first,
)
from fieldservice.server.store.capture import BY_THE_KEYS

NUMBERING_LOCK = 723_014_002
ARCHIVED_TABLE = "ticket"
"""The root that is put away when it was closed long ago."""

COMMITTING = """
CREATE OR REPLACE FUNCTION sync_committing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('sync.hold', true) = 'on' THEN
        RETURN NULL;
    ELSIF NEW.step = 0 THEN
        UPDATE sync_commit SET step = 1 WHERE xid = NEW.xid;
    ELSE
        PERFORM sync_number();
    END IF;
    RETURN NULL;
END $$"""

FINISH = """
CREATE OR REPLACE FUNCTION sync_finish() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    head bigint;
BEGIN
    PERFORM set_config('sync.hold', 'on', true);
    SET CONSTRAINTS ALL IMMEDIATE;
    head := sync_number();
    SET CONSTRAINTS ALL DEFERRED;
    PERFORM set_config('sync.hold', '', true);
    RETURN head;
END $$"""

MARK = """
CREATE OR REPLACE FUNCTION sync_mark(id uuid, ver bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ('x' || encode(substr(sha256(uuid_send(id) || int8send(ver)), 1, 6), 'hex'))::bit(48)::bigint
$$"""
"""A row's fingerprint (`rules/exchange_digest.version_hash`), made once for each version instead of for each
digest.
"""

RESTAMP = f"""
CREATE OR REPLACE FUNCTION sync_restamp(number smallint, ids uuid[]) RETURNS smallint LANGUAGE plpgsql
{BY_THE_KEYS} AS $$
#variable_conflict use_variable
DECLARE
    me constant xid8 := pg_current_xact_id();
BEGIN
    UPDATE sync_row s SET ver = s.ver + (s.xid <> me)::int, seq = NULL, xid = me
    WHERE s.tbl = number AND s.id = ANY(ids) AND NOT s.is_deleted;
    RETURN number;
END $$"""  # noqa: S608 - our own names

AT_COMMIT = (
    "DROP TRIGGER IF EXISTS sync_commit_number ON sync_commit",
    (
        "CREATE CONSTRAINT TRIGGER sync_commit_number AFTER INSERT OR UPDATE ON sync_commit"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sync_committing()"
    ),
    "ALTER TABLE sync_commit ENABLE ALWAYS TRIGGER sync_commit_number",
)

_BEGIN = f"""
CREATE OR REPLACE FUNCTION sync_number() RETURNS bigint LANGUAGE plpgsql
{BY_THE_KEYS} SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_variable
DECLARE
    everywhere constant uuid := '{GLOBAL}';
    me constant xid8 := pg_current_xact_id();
    head bigint;
    tables smallint[];
    archives uuid[];
    asleep uuid[];
    roots uuid[];
    moved uuid[];
    amount bigint;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'who writes must be READ COMMITTED' USING ERRCODE = 'active_sql_transaction';
    END IF;
    PERFORM pg_advisory_xact_lock({NUMBERING_LOCK});
    SELECT coalesce(max(seq), 0) INTO head FROM sync_head;
    IF coalesce(current_setting('sync.trimming', true), '') <> 'on' THEN
        SELECT array_agg(archive_scope) INTO archives FROM sync_branch;
    END IF;
    DELETE FROM sync_row WHERE xid = me AND seq IS NULL AND is_deleted AND scope IS NULL;
    SELECT array_agg(DISTINCT tbl) INTO tables FROM sync_row WHERE xid = me AND seq IS NULL;
    WHILE tables IS NOT NULL LOOP
        asleep := NULL;"""  # noqa: S608 - our own names

_END = """
        tables := NULL;
        IF asleep IS NOT NULL THEN
            UPDATE sync_row SET is_archived = false, seq = NULL, xid = me, ver = ver + (xid <> me)::int
            WHERE tbl = {archived} AND id = ANY(asleep) AND is_archived;
            IF FOUND THEN
                tables := ARRAY[{archived}]::smallint[];
            END IF;
        END IF;
    END LOOP;
    INSERT INTO sync_head (seq, at)
    SELECT head, clock_timestamp() WHERE head > (SELECT coalesce(max(seq), 0) FROM sync_head);
    DELETE FROM sync_commit WHERE xid = me;
    RETURN head;
END $$"""

_EVERYWHERE = """
        IF {number} = ANY(tables) THEN
            UPDATE sync_row r
            SET scope = everywhere, seq = head + h.place, mark = sync_mark(r.id, r.ver) FROM (
                SELECT id, row_number() OVER (ORDER BY id) AS place FROM sync_row
                WHERE xid = me AND tbl = {number} AND seq IS NULL OFFSET 0
            ) h WHERE r.tbl = {number} AND r.id = h.id;
            GET DIAGNOSTICS amount = ROW_COUNT;
            head := head + amount;
        END IF;"""

_SCOPED = """
        IF {number} = ANY(tables) THEN
            WITH home AS (
                SELECT s.id, s.scope AS old, row_number() OVER (ORDER BY s.id) AS place,
                    CASE WHEN s.is_deleted THEN s.scope ELSE {scope} END AS new,
                    CASE WHEN s.is_deleted THEN s.root ELSE {root} END AS root
                FROM sync_row s LEFT JOIN "{name}" c ON c.id = s.id{joins}
                WHERE s.xid = me AND s.tbl = {number} AND s.seq IS NULL
            ), done AS (
                UPDATE sync_row r
                SET scope = h.new, root = h.root, seq = head + h.place, mark = sync_mark(r.id, r.ver)
                FROM home h WHERE r.tbl = {number} AND r.id = h.id
                RETURNING r.id, r.seq, r.root, h.old, h.new
            ), gone AS (
                INSERT INTO sync_exit (scope, seq, tbl, id)
                SELECT old, seq, {number}, id FROM done WHERE old <> new
            )
            SELECT count(*), array_agg(id) FILTER (WHERE old <> new),
                array_agg(DISTINCT root) FILTER (WHERE new = ANY(archives))
            INTO amount, moved, roots FROM done;
            head := head + amount;
            asleep := asleep || roots;{children}
        END IF;"""

_CHILDREN = """
            IF moved IS NOT NULL THEN
                tables := tables{restamped};
            END IF;"""


def numbering(numbers: Mapping[str, int]) -> list[str]:
    """The functions and the trigger that number changes at the commit."""
    blocks = "".join(_block(name, numbers) for name in parents_first())
    end = _END.format(archived=numbers[ARCHIVED_TABLE])
    return [MARK, RESTAMP, _BEGIN + blocks + end, FINISH, COMMITTING, *AT_COMMIT]


def _block(name: str, numbers: Mapping[str, int]) -> str:
    home = HOMES[name]
    if home == EVERYWHERE:
        return _EVERYWHERE.format(number=numbers[name])
    return _SCOPED.format(
        name=name,
        number=numbers[name],
        scope=_scope(name, home),
        root=_root(home),
        joins="".join(_join(place, parent, numbers) for place, parent in enumerate(home.parents)),
        children=_children(name, numbers),
    )


def _scope(name: str, home: Home) -> str:
    tried = [f"nullif(p{place}.scope, everywhere)" for place in range(len(home.parents))]
    if home.is_root:
        tried.insert(0, "c.branch_id")
    if name == ARCHIVED_TABLE:
        archive = "SELECT b.archive_scope FROM sync_branch b WHERE b.branch_id = c.branch_id"
        tried.insert(0, f"CASE WHEN s.is_archived THEN ({archive}) END")
    return f"coalesce({', '.join(tried)}, everywhere)"


def _root(home: Home) -> str:
    if home.is_root:
        return "s.id"
    places = range(len(home.parents))
    own = [f"CASE WHEN p{place}.scope <> everywhere THEN p{place}.root END" for place in places]
    return f"coalesce({', '.join([*own, *(f'p{place}.root' for place in places)])})"


def _join(place: int, parent: Parent, numbers: Mapping[str, int]) -> str:
    if parent.table is not None:
        named = f"p{place}.tbl = {numbers[parent.table]}"
        return f" LEFT JOIN sync_row p{place} ON {named} AND p{place}.id = c.{parent.column}"
    return (
        f" LEFT JOIN sync_table o{place} ON o{place}.name = c.owner_table"
        f" LEFT JOIN sync_row p{place} ON p{place}.tbl = o{place}.number AND p{place}.id = c.{parent.column}"
    )


def _children(name: str, numbers: Mapping[str, int]) -> str:
    """What hangs on rows that moved is numbered anew, too: its table comes later."""
    restamped = "".join(
        f"\n                || sync_restamp({numbers[child]}::smallint, ARRAY({_hanging(name, child, way)}))"
        for child, way in children_of(name)
    )
    return _CHILDREN.format(restamped=restamped) if restamped else ""


def _hanging(name: str, child: str, way: Parent) -> str:
    owned = f" AND owner_table = '{name}'" if way.table is None else ""
    free = " AND branch_id IS NULL" if HOMES[child].is_root else ""
    return f'SELECT id FROM "{child}" WHERE {way.column} = ANY(moved){owned}{free}'  # noqa: S608 - our own names
