"""A centre in memory, as plain as it can be: what is promised to a workstation, without a database.

It takes pushes whole and in order, merges by field (what arrives later stays, the other value becomes a
conflict), counts versions, numbers changes, and gives pages. Everything lies in one scope.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import msgspec

from fieldservice.domain.model.base import new_id
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules import exchange_digest
from fieldservice.sync import chain, wire

GLOBAL = UUID(int=0).hex
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
    last_n: int = 0
    last_digest: bytes = chain.BEGINNING
    receipts: dict[int, tuple[str, wire.TransactionResult]] = field(default_factory=dict)


class PlainCentre:
    """All devices' centre; a transport of one device is `line(device)`."""

    def __init__(self) -> None:
        self.server_id, self.epoch, self.branch = uuid4().hex, 1, uuid4().hex
        self.rows: dict[tuple[str, str], Row] = {}
        self.devices: dict[str, Device] = {}
        self.head = 0
        self.refused: set[str] = set()
        """Commands that the centre refuses."""

    def pair(self) -> wire.DeviceReply:
        device = new_id().hex
        self.devices[device] = Device()
        return wire.DeviceReply(
            device, 1, f"WAW-{len(self.devices)}", "token", self.server_id, self.epoch, self.branch, "WAW", "W"
        )

    def push(self, request: wire.PushRequest) -> wire.PushReply:
        device, results = self.devices[request.device], []
        touched: set[tuple[str, str]] = set()
        for transaction in request.transactions:
            results.append(self._take(request.device, device, transaction, touched))
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
        if transaction.entry.command in self.refused:
            refusal = wire.Refusal(transaction.entry.id, "rights.missing", {}, NOW)
            result = wire.TransactionResult(transaction.n, "refused", refusal=refusal)
        else:
            conflicts: list[wire.Conflict] = []
            rows = [self._apply(name, transaction, each, conflicts, touched) for each in transaction.operations]
            result = wire.TransactionResult(transaction.n, "applied", rows, conflicts)
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

    def _with_versions(self, result: wire.TransactionResult) -> wire.TransactionResult:
        rows = [
            msgspec.structs.replace(each, version=self.rows[each.table, each.id].version)
            for each in result.rows
        ]
        return msgspec.structs.replace(result, rows=rows)

    def _pulled(self, key: tuple[str, str]) -> wire.PulledRow:
        row = self.rows[key]
        return wire.PulledRow(GLOBAL, row.seq, *key, row.version, row.values, row.user, NOW)


class PlainLine:
    """The transport of one device."""

    def __init__(self, centre: PlainCentre) -> None:
        self.centre = centre
        self.is_down = False

    def pair(self, request: wire.DeviceRequest) -> wire.DeviceReply:
        return self.centre.pair()

    def begin(self, request: wire.SessionRequest) -> wire.SessionReply:
        return wire.SessionReply(
            access_token="a",
            refresh_token="t",
            expires_in_seconds=900,
            order="ok",
            scopes=[GLOBAL],
            now=request.now,
            schema_min=1,
            schema_now=2,
            server_id=self.centre.server_id,
            epoch=self.centre.epoch,
            last_n=self.centre.devices[request.device].last_n,
            slot="WAW-1",
        )

    def push(self, request: wire.PushRequest) -> wire.PushReply:
        return _over_the_line(self.centre.push(_over_the_line(request, wire.PushRequest)), wire.PushReply)

    def pull(self, request: wire.PullRequest) -> wire.PullReply:
        return _over_the_line(self.centre.pull(request), wire.PullReply)

    def rows(self, request: wire.RowsRequest) -> wire.RowsReply:
        return _over_the_line(self.centre.read(request), wire.RowsReply)

    def digest(self, request: wire.DigestRequest) -> wire.DigestReply:
        return self.centre.digest(request)

    def versions(self, request: wire.VersionsRequest) -> wire.VersionsReply:
        return self.centre.versions(request)


def _over_the_line(message: Any, kind: Any) -> Any:
    return msgspec.json.decode(msgspec.json.encode(message), type=kind)
