"""The centre's key: a file of 32 random bytes that no backup of the database holds.

From it come the mark on refresh tokens, by which a centre restored from a backup knows tokens that are newer
than the backup, and the private half of the key with which revoked workstations seal their work.
"""

import hmac
import os
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from fieldservice.domain.rules.errors import EnvironmentProblem

_BYTES = 32
_OWNER_ONLY = 0o600
_PRIVATE_FOLDER = 0o700


@dataclass(frozen=True, slots=True)
class CentreKey:
    secret: bytes = field(repr=False)

    def mark(self, content: bytes) -> bytes:
        """Proves that this centre made the content."""
        return hmac.digest(self._derived(b"tokens"), content, "sha256")

    @property
    def seal_private(self) -> bytes:
        return self._derived(b"seals")

    @property
    def seal_public(self) -> str:
        private = X25519PrivateKey.from_private_bytes(self.seal_private)
        return private.public_key().public_bytes_raw().hex()

    def _derived(self, use: bytes) -> bytes:
        return hmac.digest(self.secret, b"fieldservice centre " + use, sha256)


def read_key(path: Path) -> CentreKey:
    """`server.key_missing` when it cannot be read: `init` makes it, or it lies with the backups."""
    try:
        secret = bytes.fromhex(path.read_text("ascii").strip())
    except (OSError, ValueError) as error:
        raise EnvironmentProblem("server.key_missing", path=str(path)) from error
    if len(secret) != _BYTES:
        raise EnvironmentProblem("server.key_missing", path=str(path))
    return CentreKey(secret)


def make_key(path: Path) -> CentreKey:
    """Make the key unless it is there already; only its owner may read it."""
    try:
        path.parent.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY), "w") as file:
            file.write(secrets.token_hex(_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        pass
    except OSError as error:
        raise EnvironmentProblem("server.folder_refused", folder=str(path.parent)) from error
    return read_key(path)
