"""What travels between a workstation and the centre: the messages of `/sync/v1` (docs/exchange.md).

Rows and values are written as the journal writes them (`store/row_values.py`): ids as 32 hexadecimal digits,
moments in UTC as ISO 8601, quantities as decimal text. Unknown members are passed over, so that either side
may be newer.
"""

from typing import Any, Literal

from msgspec import Struct

PROTOCOL = 1
MOST_OPERATIONS = 500
"""Of one push, when the centre does not say that it takes more; a single larger transaction travels alone."""
MOST_TAKEN = 2_000
"""What this centre takes in one push, and what a workstation sends at most, whatever a centre says."""
MOST_PUSHED_BYTES = 1 << 20
MOST_OF_ONE_TRANSACTION = 64 << 20
MOST_ROWS = 1_000
"""Of one question for rows, and of one page for who does not say."""
MOST_PAGE_ROWS = 2_000
"""Of one page, for who asks for so many: each costs the same besides its rows."""
MOST_ROW_BYTES = 256 << 10
BLOB_PART = 1 << 20
MOST_BLOB_BYTES = 100 << 20
MOST_SETTLED = 80
"""News that a session tells as settled."""

Kind = Literal["insert", "update", "delete"]
Order = Literal["ok", "upgrade", "drain_only", "rebootstrap", "fork", "epoch_changed", "revoked"]
Status = Literal["applied", "refused"]


class Operation(Struct, frozen=True, omit_defaults=True):
    """One row of a transaction. `was` and `set` hold the changed columns; a whole row when it is new."""

    table: str
    id: str
    kind: Kind
    base: int = 0
    set: dict[str, Any] = {}
    was: dict[str, Any] = {}


class Entry(Struct, frozen=True, omit_defaults=True):
    """The journal's entry that the transaction is: history at the centre is written from it."""

    id: str
    command: str
    label: dict[str, Any]
    happened_at: str
    recorded_at: str
    subject_table: str | None = None
    subject_id: str | None = None
    undoes_id: str | None = None


class Transaction(Struct, frozen=True, omit_defaults=True):
    """One local transaction, applied whole or refused whole. `digest` is SHA-256, hexadecimal, of the digest
    before it and the transaction's own bytes with an empty `digest` (`sync/chain.py`).
    """

    n: int
    schema: int
    stamp: int
    entry: Entry
    operations: list[Operation]
    user: str | None = None
    digest: str = ""


class PushRequest(Struct, frozen=True):
    device: str
    incarnation: int
    transactions: list[Transaction]


class RowResult(Struct, frozen=True, omit_defaults=True):
    """What became of a row. `as_sent` when every value stands as it was sent: only then may the sender take
    `version` for what it knows. `is_gone` when the centre does not keep the row.
    """

    table: str
    id: str
    version: int
    as_sent: bool = True
    is_gone: bool = False


class Conflict(Struct, frozen=True, omit_defaults=True):
    """A value of one field that gave way, by which rule; nobody is named who made a value by himself."""

    id: str
    table: str
    row: str
    field: str
    rule: str
    at: str
    base: Any = None
    kept: Any = None
    lost: Any = None
    kept_by: str | None = None
    lost_by: str | None = None


class Refusal(Struct, frozen=True, omit_defaults=True):
    """Why a transaction was not taken: a code of `rules/errors.py` with its values."""

    id: str
    code: str
    values: dict[str, Any]
    at: str


class TransactionResult(Struct, frozen=True, omit_defaults=True):
    n: int
    status: Status
    rows: list[RowResult] = []
    conflicts: list[Conflict] = []
    refusal: Refusal | None = None


class PushReply(Struct, frozen=True):
    acked_n: int
    results: list[TransactionResult]
    head: int


class PullRequest(Struct, frozen=True, omit_defaults=True):
    """`cursors` holds a sequence for each scope; `ack` what is safely in the file (may lag behind)."""

    cursors: dict[str, int]
    schema: int
    limit: int = MOST_ROWS
    ack: dict[str, int] = {}


class PulledRow(Struct, frozen=True, omit_defaults=True):
    """The row as it stands, or that it is gone; `user` changed it last, at `at`."""

    scope: str
    seq: int
    table: str
    id: str
    version: int
    row: dict[str, Any] | None = None
    user: str | None = None
    at: str | None = None


class Exit(Struct, frozen=True):
    """The row left the scope: it lives on elsewhere."""

    scope: str
    seq: int
    table: str
    id: str


class PullReply(Struct, frozen=True, omit_defaults=True):
    """A page. Nothing of it may be seen before `more` is false; `cursors` belong to it."""

    rows: list[PulledRow]
    exits: list[Exit]
    cursors: dict[str, int]
    more: bool
    head: int
    epoch: int
    floor: int = 0
    revoked: list[str] = []
    news: list[Conflict] = []


class Settled(Struct, frozen=True, omit_defaults=True):
    """News that somebody at the workstation has settled: a refusal or a value that gave way."""

    id: str
    at: str
    by: str | None = None


class SessionRequest(Struct, frozen=True, omit_defaults=True):
    """Begins a session of a device: what the workstation believes, for the centre to compare. `settled` is
    told again for a while, for the centre may not have heard it.
    """

    device: str
    incarnation: int
    refresh_token: str
    program: str
    schema: int
    server_id: str
    epoch: int
    last_n: int
    last_digest: str
    now: str
    settled: list[Settled] = []


class SessionReply(Struct, frozen=True, omit_defaults=True):
    access_token: str
    refresh_token: str
    expires_in_seconds: int
    order: Order
    scopes: list[str]
    now: str
    schema_min: int
    schema_now: int
    server_id: str
    epoch: int
    last_n: int
    slot: str
    restored_seq: int = 0
    user: str | None = None
    news: list[Conflict] = []
    device: str = ""
    """With `fork`: who the workstation is from now on; the tokens are of this device, `last_n` is 0."""
    incarnation: int = 0
    seal_key: str = ""
    erased: list[str] = []
    """Contacts of persons that were erased: whoever knew them forgets them, too."""
    ended: list[str] = []
    """People whose password was changed since they logged in here: their old one opens nothing any more."""
    most_operations: int = MOST_OPERATIONS
    """So many of them may be in one push."""


class DeviceRequest(Struct, frozen=True, omit_defaults=True):
    """Asks to become a device of the centre, with a pairing code; `login` and `password` are of who works
    there first.
    """

    pairing_code: str
    name: str
    program: str
    schema: int
    login: str = ""
    password: str = ""
    new_password: str = ""
    """Takes the place of a first password (`sign_in.password_expired`)."""
    device: str = ""
    """A workstation that lost its tokens says who it was; it stays that device if its chain agrees."""
    incarnation: int = 0
    last_n: int = 0
    last_digest: str = ""


class DeviceReply(Struct, frozen=True, omit_defaults=True):
    device: str
    incarnation: int
    slot: str
    refresh_token: str
    server_id: str
    epoch: int
    branch: str
    branch_code: str
    branch_name: str
    user: str | None = None
    is_empty: bool = False
    """Nobody has put data into the centre yet: those of this workstation may become the centre's."""
    last_n: int = 0
    verifier: str = ""
    """For the offline door of who logged in (`LoginReply`)."""
    valid_until: str = ""
    seal_key: str = ""
    """X25519 public key, hexadecimal: what a revoked workstation still had is sealed with it."""


class LoginRequest(Struct, frozen=True):
    """Another person works at the device."""

    device: str
    login: str
    password: str
    new_password: str = ""


class LoginReply(Struct, frozen=True):
    user: str
    verifier: str
    valid_until: str


class WaitReply(Struct, frozen=True):
    """Whether something beyond the cursors is there; without, nothing came while it was waited for."""

    changed: bool
    head: int


class BlobState(Struct, frozen=True):
    """How many bytes of a content the centre has, of how many; all of them: it was found whole."""

    offset: int
    size_bytes: int


class DigestRequest(Struct, frozen=True):
    scope: str
    tables: list[str]
    content: bool = False


class DigestReply(Struct, frozen=True):
    """Of each table its buckets, by last byte of the id (two hexadecimal digits): count and sum
    (`rules/exchange_digest.py`).
    """

    head: int
    tables: dict[str, dict[str, tuple[int, int]]]


class VersionsRequest(Struct, frozen=True):
    """Asks for (id, version) of one bucket of one table."""

    scope: str
    table: str
    bucket: str


class VersionsReply(Struct, frozen=True):
    head: int
    versions: dict[str, int]


class RowsRequest(Struct, frozen=True):
    """Asks for rows as they stand, by table."""

    tables: dict[str, list[str]]
    schema: int


class RowsReply(Struct, frozen=True):
    rows: list[PulledRow]
    head: int


class Chunk(Struct, frozen=True):
    sha256: str
    rows: int
    size_bytes: int


class Manifest(Struct, frozen=True):
    """A scope as it was at `seq`, in chunks of NDJSON packed with zstd, parents before children."""

    scope: str
    seq: int
    epoch: int
    schema: int
    chunks: list[Chunk]
    digest: DigestReply


class Problem(Struct, frozen=True, omit_defaults=True):
    """Any refusal of the centre (RFC 9457): `code` and `values` as in `rules/errors.py`."""

    status: int
    code: str
    values: dict[str, Any] = {}
    retry_after_seconds: int | None = None
