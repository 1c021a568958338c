"""A centre in memory, as plain as it can be: what is promised to a workstation, without a database.

It takes pushes whole and in order, merges by field (what arrives later stays, the other value becomes a
conflict), counts versions, numbers changes, and gives pages. Everything lies in one scope.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast
from uuid import UUID, uuid4

import msgspec
import zstandard

from fieldservice.domain.model.base import new_id
from fieldservice.domain.rules import exchange_digest
from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation
from fieldservice.server.accounts.orders import Believed, Known, order_of
from fieldservice.sync import chain, wire
from fieldservice.sync.row_form import row_form
from fieldservice.sync.systems_wire import SystemsReply, SystemsRequest

GLOBAL = UUID(int=0).hex
Reply = TypeVar("Reply")
NOW = "2026-11-23T07:30:00+00:00"


@dataclass(slots=True)
class Row:
    version: int = 0
    seq: int = 0
    values: dict[str, Any] | None = None
    fields: dict[str, tuple[int, str]] = field(default_factory=dict)
    user: str | None = None


@dataclass(slots=True)
class Device:
    incarnation: int = 1
    last_n: int = 0
    last_digest: bytes = chain.BEGINNING
    receipts: dict[int, tuple[str, wire.TransactionResult]] = field(default_factory=dict)


class PlainCentre:
    """All devices' centre; a transport of one device is `line(device)`."""

    def __init__(self) -> None:
        self.server_id, self.epoch, self.branch = uuid4().hex, 1, uuid4().hex
        self.rows: dict[tuple[str, str], Row] = {}
        self.devices: dict[str, Device] = {}
        self.head = self.restored_seq = 0
        self.entries: dict[str, wire.TransactionResult] = {}
        self.heard: set[str] = set()
        """Every text that it was ever sent and took."""
        self.chunks: dict[str, bytes] = {}
        self.refused: set[str] = set()
        """Commands that the centre refuses."""
        self._put("branch", self.branch, {"id": self.branch, "code": "WAW", "name": "Warszawa"})

    def pair(self) -> wire.DeviceReply:
        device = new_id().hex
        self.devices[device] = Device()
        self._put("workstation", device, {"id": device, "branch_id": self.branch, "name": "Desk"})
        return wire.DeviceReply(
            device,
            1,
            f"WAW-{len(self.devices)}",
            "token",
            self.server_id,
            self.epoch,
            self.branch,
            "WAW",
            "W",
        )

    def begin(self, request: wire.SessionRequest) -> wire.SessionReply:
        device = self.devices.get(request.device, Device(incarnation=0))  # lost with a backup: paired anew
        believed = Believed(
            request.schema, request.epoch, request.incarnation, request.last_n, request.last_digest
        )
        known = Known(
            request.schema,
            self.epoch,
            device.incarnation,
            device.last_n,
            device.last_digest.hex(),
            None,
            0,
            False,
        )
        order, name = order_of(believed, known), request.device
        if order == "fork":
            name = new_id().hex
            device = self.devices[name] = Device(device.incarnation + 1)
            self._put("workstation", name, {"id": name, "branch_id": self.branch, "name": "Desk"})
        return wire.SessionReply(
            access_token="a",
            refresh_token="t",
            expires_in_seconds=900,
            order=order,
            scopes=[GLOBAL],
            now=request.now,
            schema_min=1,
            schema_now=2,
            server_id=self.server_id,
            epoch=self.epoch,
            last_n=device.last_n,
            slot=f"WAW-{len(self.devices)}",
            restored_seq=self.restored_seq,
            device=name if order == "fork" else "",
            incarnation=device.incarnation,
        )

    def restored(self, older: "PlainCentre") -> None:
        """Put back as it was, in a new epoch."""
        self.rows, self.devices, self.head = older.rows, older.devices, older.head
        self.entries, self.heard = older.entries, older.heard
        self.restored_seq, self.epoch = older.head, self.epoch + 1

    def push(self, request: wire.PushRequest) -> wire.PushReply:
        if request.device not in self.devices:  # put back to before it joined: its token is of nobody
            raise RuleViolation("exchange.session_over")
        device = self.devices[request.device]
        touched: set[tuple[str, str]] = set()
        results = [self._take(request.device, device, each, touched) for each in request.transactions]
        final = [self._with_versions(each) for each in results]
        for each in final:
            device.receipts[each.n] = (device.receipts[each.n][0], each)
        return wire.PushReply(device.last_n, final, self.head)

    def pull(self, request: wire.PullRequest) -> wire.PullReply:
        since = request.cursors[GLOBAL]
        new = sorted((row.seq, key) for key, row in self.rows.items() if row.seq > since)
        page, more = new[: request.limit], len(new) > request.limit
        rows = [self._pulled(key) for _seq, key in page]
        cursor = page[-1][0] if more else self.head
        return wire.PullReply(rows, [], {GLOBAL: cursor}, more, self.head, self.epoch)

    def read(self, request: wire.RowsRequest) -> wire.RowsReply:
        wanted = [(table, each) for table, ids in request.tables.items() for each in ids]
        there = [key for key in wanted if key in self.rows and self.rows[key].values is not None]
        return wire.RowsReply([self._pulled(key) for key in there], self.head)

    def digest(self, request: wire.DigestRequest) -> wire.DigestReply:
        tables = {}
        for table in request.tables:
            there = [(UUID(i), r.version) for (t, i), r in self.rows.items() if t == table and r.values]
            tables[table] = exchange_digest.buckets(
                (each, exchange_digest.version_hash(each, version)) for each, version in there
            )
        return wire.DigestReply(self.head, tables)

    def versions(self, request: wire.VersionsRequest) -> wire.VersionsReply:
        there = {
            row_id: row.version
            for (table, row_id), row in self.rows.items()
            if table == request.table and row.values and row_id.endswith(request.bucket)
        }
        return wire.VersionsReply(self.head, there)

    def systems(self, request: SystemsRequest) -> SystemsReply:
        raise NotImplementedError(request.act)  # a centre without other systems

    def manifest(self) -> wire.Manifest:
        rows = [self._pulled(key) for key, row in sorted(self.rows.items()) if row.values is not None]
        packed = zstandard.compress(msgspec.json.Encoder().encode_lines(rows))
        name = hashlib.sha256(packed).hexdigest()
        self.chunks[name] = packed
        digest = self.digest(wire.DigestRequest(GLOBAL, sorted({table for table, _id in self.rows})))
        return wire.Manifest(
            GLOBAL, self.head, self.epoch, 2, [wire.Chunk(name, len(rows), len(packed))], digest
        )

    def _take(
        self, name: str, device: Device, transaction: wire.Transaction, touched: set[tuple[str, str]]
    ) -> wire.TransactionResult:
        if transaction.n <= device.last_n:
            digest, result = device.receipts[transaction.n]
            if digest != transaction.digest:
                raise RuleViolation("exchange.fork")
            return result
        if transaction.n > device.last_n + 1:
            raise RuleViolation("exchange.gap", last_n=device.last_n)
        digest_now = chain.digest(device.last_digest, transaction)
        if digest_now.hex() != transaction.digest:
            raise RuleViolation("exchange.fork")
        device.last_n, device.last_digest = transaction.n, digest_now
        texts = (value for each in transaction.operations for value in each.set.values())
        self.heard.update(value for value in texts if isinstance(value, str))
        known = self.entries.get(transaction.entry.id)
        if known is not None:  # a clone brought it, or the file before it was put back
            rows = [self._again(each) for each in transaction.operations]
            result = wire.TransactionResult(transaction.n, "applied", rows)
        elif transaction.entry.command in self.refused:
            refusal = wire.Refusal(transaction.entry.id, "rights.missing", {}, NOW)
            result = wire.TransactionResult(transaction.n, "refused", refusal=refusal)
        else:
            conflicts: list[wire.Conflict] = []
            rows = [
                self._apply(name, transaction, each, conflicts, touched) for each in transaction.operations
            ]
            result = wire.TransactionResult(transaction.n, "applied", rows, conflicts)
            self.entries[transaction.entry.id] = result
        device.receipts[transaction.n] = (transaction.digest, result)
        return result

    def _apply(
        self,
        device: str,
        transaction: wire.Transaction,
        operation: wire.Operation,
        conflicts: list[wire.Conflict],
        touched: set[tuple[str, str]],
    ) -> wire.RowResult:
        key = (operation.table, operation.id)
        row = self.rows.setdefault(key, Row())
        if key not in touched:
            row.version += 1
            touched.add(key)
        self.head += 1
        row.seq, row.user = self.head, transaction.user
        if operation.kind == "delete":
            row.values = None
        elif row.values is None and operation.kind == "update":
            return wire.RowResult(*key, row.version, as_sent=False, is_gone=True)
        else:
            row.values = row.values or {}
            for name, value in operation.set.items():
                version, by = row.fields.get(name, (0, ""))
                if version > operation.base and by != device and row.values.get(name) != value:
                    conflicts.append(
                        wire.Conflict(
                            new_id().hex, *key, name, "scalar", NOW, kept=value, lost=row.values.get(name)
                        )
                    )
                row.values[name] = value
                row.fields[name] = (row.version, device)
        return wire.RowResult(*key, row.version, is_gone=row.values is None)

    def _put(self, table: str, row_id: str, values: dict[str, Any]) -> None:
        self.head += 1
        self.rows[table, row_id] = Row(1, self.head, values)

    def _again(self, operation: wire.Operation) -> wire.RowResult:
        """As the row stands now: the workstation is told that it may be another."""
        key = (operation.table, operation.id)
        row = self.rows[key]
        return wire.RowResult(*key, row.version, as_sent=False, is_gone=row.values is None)

    def _with_versions(self, result: wire.TransactionResult) -> wire.TransactionResult:
        rows = [
            msgspec.structs.replace(each, version=self.rows[each.table, each.id].version)
            for each in result.rows
        ]
        return msgspec.structs.replace(result, rows=rows)

    def _pulled(self, key: tuple[str, str]) -> wire.PulledRow:
        row, form = self.rows[key], row_form(key[0])
        values = row.values
        if values is not None and form is not None:  # a centre tells whole rows
            values = {**{name: form.default(name) for name in form.columns}, **values}
        return wire.PulledRow(GLOBAL, row.seq, *key, row.version, values, row.user, NOW)


class LineCutError(Exception):
    """Stands for the power cut, or the kill, of a workstation in the middle of a request."""


class PlainLine:
    """The transport of one device. `trouble` are what becomes of the next requests: `lost` on the way there,
    `unanswered` on the way back, `cut` when the workstation dies before it hears the answer.
    """

    def __init__(self, centre: PlainCentre) -> None:
        self.centre = centre
        self.trouble: list[str] = []

    def pair(self, _request: wire.DeviceRequest) -> wire.DeviceReply:
        return self.centre.pair()

    def begin(self, request: wire.SessionRequest) -> wire.SessionReply:
        return self._sent(self.centre.begin, request, wire.SessionReply)

    def manifest(self, _scope: str, _schema: int) -> wire.Manifest:
        return self.centre.manifest()

    def chunk(self, sha256: str) -> bytes:
        return self.centre.chunks[sha256]

    def push(self, request: wire.PushRequest) -> wire.PushReply:
        told = _over_the_line(request, wire.PushRequest)
        return self._sent(self.centre.push, told, wire.PushReply)

    def pull(self, request: wire.PullRequest) -> wire.PullReply:
        return self._sent(self.centre.pull, request, wire.PullReply)

    def rows(self, request: wire.RowsRequest) -> wire.RowsReply:
        return self._sent(self.centre.read, request, wire.RowsReply)

    def digest(self, request: wire.DigestRequest) -> wire.DigestReply:
        return self._sent(self.centre.digest, request, wire.DigestReply)

    def versions(self, request: wire.VersionsRequest) -> wire.VersionsReply:
        return self._sent(self.centre.versions, request, wire.VersionsReply)

    def _sent(self, answer: Callable[[Any], Any], request: Any, kind: type[Reply]) -> Reply:
        trouble = self.trouble.pop(0) if self.trouble else ""
        if trouble == "lost":
            raise EnvironmentProblem("exchange.unreachable")
        reply = answer(request)
        if trouble == "unanswered":
            raise EnvironmentProblem("exchange.unreachable")
        if trouble == "cut":
            raise LineCutError
        return cast(Reply, _over_the_line(reply, kind))


def _over_the_line(message: Any, kind: Any) -> Any:
    return msgspec.json.decode(msgspec.json.encode(message), type=kind)
