"""How a workstation speaks with its centre: one method for each message of `/sync/v1`.

A transport raises `EnvironmentProblem` for what may succeed later (`exchange.unreachable`,
`exchange.busy`, `exchange.broken_answer`…) and `RuleViolation` with the centre's own code for what it
refuses. It tries nothing again: pauses are the engine's. `begin` and `pair` remember the tokens for the
messages that follow.
"""

from collections.abc import Mapping
from typing import Protocol

from fieldservice.sync.systems_wire import SystemsReply, SystemsRequest
from fieldservice.sync.wire import (
    BlobState,
    DeviceReply,
    DeviceRequest,
    DigestReply,
    DigestRequest,
    LoginReply,
    LoginRequest,
    Manifest,
    PullReply,
    PullRequest,
    PushReply,
    PushRequest,
    RowsReply,
    RowsRequest,
    SessionReply,
    SessionRequest,
    VersionsReply,
    VersionsRequest,
    WaitReply,
)


class Transport(Protocol):
    """The centre, as far as a workstation can see it."""

    def pair(self, request: DeviceRequest) -> DeviceReply: ...

    def begin(self, request: SessionRequest) -> SessionReply: ...

    def login(self, request: LoginRequest) -> LoginReply: ...

    def push(self, request: PushRequest) -> PushReply: ...

    def pull(self, request: PullRequest) -> PullReply: ...

    def digest(self, request: DigestRequest) -> DigestReply: ...

    def versions(self, request: VersionsRequest) -> VersionsReply: ...

    def rows(self, request: RowsRequest) -> RowsReply: ...

    def systems(self, request: SystemsRequest) -> SystemsReply: ...

    def manifest(self, scope: str, schema: int) -> Manifest: ...

    def chunk(self, sha256: str) -> bytes:
        """A chunk of a snapshot as it was packed."""
        ...

    def blob_offset(self, sha256: str) -> BlobState:
        """How many bytes of a file are at the centre already."""
        ...

    def put_blob(self, sha256: str, offset: int, size_bytes: int, part: bytes) -> BlobState:
        """Send a part of a file; how many bytes are there now."""
        ...

    def get_blob(self, sha256: str, offset: int) -> bytes:
        """A part of a file, at most 1 MiB."""
        ...

    def wait(self, cursors: Mapping[str, int]) -> WaitReply:
        """Hold the line until something is new behind the cursors, at most 55 seconds; whether it is."""
        ...
