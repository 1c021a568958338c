"""Files that only a passphrase opens: a stream of pieces, each encrypted and vouched for by AES-GCM.

The key is stretched from the passphrase by scrypt. A piece says its place and whether it is the last one, so
that none can be cut off, exchanged or repeated unseen.
"""

import hashlib
import io
import os
from functools import lru_cache
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fieldservice.domain.rules.errors import EnvironmentProblem

MAGIC = b"FSSEALED1\n"
SALT_BYTES, PREFIX_BYTES, TAG_BYTES = 16, 7, 16
PIECE_BYTES = 1 << 20
SCRYPT_COST, SCRYPT_BLOCK, SCRYPT_MEMORY = 1 << 15, 8, 64 << 20


def is_sealed(head: bytes) -> bool:
    return head.startswith(MAGIC)


class SealedWriter(io.RawIOBase):
    """Write what is to be sealed, then `close`: without it the end is missing and nobody can open it.

    Files that are sealed together may share a `salt`: stretching the passphrase takes its time.
    """

    def __init__(self, target: BinaryIO, passphrase: str, salt: bytes | None = None) -> None:
        super().__init__()
        self._target = target
        salt, self._prefix = salt or new_salt(), os.urandom(PREFIX_BYTES)
        self._cipher = _cipher(passphrase, salt)
        self._waiting = bytearray()
        self._pieces = 0
        target.write(MAGIC + salt + self._prefix)

    def writable(self) -> bool:
        return True

    def write(self, content: Any, /) -> int:
        data = bytes(content)
        self._waiting += data
        while len(self._waiting) > PIECE_BYTES:
            self._seal(bytes(self._waiting[:PIECE_BYTES]), is_last=False)
            del self._waiting[:PIECE_BYTES]
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._seal(bytes(self._waiting), is_last=True)
        super().close()

    def _seal(self, piece: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self._prefix, self._pieces, is_last=is_last)
        self._target.write(self._cipher.encrypt(nonce, piece, MAGIC))
        self._pieces += 1


class SealedReader(io.RawIOBase):
    """Read what was sealed; `backup.passphrase_wrong` at the first piece, `.unreadable` at a later one."""

    def __init__(self, source: BinaryIO, passphrase: str, name: str) -> None:
        super().__init__()
        self._source, self._name = source, name
        head = source.read(len(MAGIC) + SALT_BYTES + PREFIX_BYTES)
        if not is_sealed(head):
            raise EnvironmentProblem("backup.unreadable", name=name)
        salt = head[len(MAGIC) :][:SALT_BYTES]
        self._prefix = head[-PREFIX_BYTES:]
        self._cipher = _cipher(passphrase, salt)
        self._next = source.read(PIECE_BYTES + TAG_BYTES)
        self._opened = memoryview(b"")
        self._pieces = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        target = memoryview(buffer).cast("B")
        if not self._opened and self._next:
            self._opened = memoryview(self._open())
        taken = min(len(target), len(self._opened))
        target[:taken] = self._opened[:taken]
        self._opened = self._opened[taken:]
        return taken

    def _open(self) -> bytes:
        piece, self._next = self._next, self._source.read(PIECE_BYTES + TAG_BYTES)
        nonce = _nonce(self._prefix, self._pieces, is_last=not self._next)
        try:
            opened = self._cipher.decrypt(nonce, piece, MAGIC)
        except InvalidTag as error:
            code = "backup.unreadable" if self._pieces else "backup.passphrase_wrong"
            raise EnvironmentProblem(code, name=self._name) from error
        self._pieces += 1
        return opened


def new_salt() -> bytes:
    return os.urandom(SALT_BYTES)


@lru_cache(maxsize=4)
def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    key = hashlib.scrypt(
        passphrase.encode(),
        salt=salt,
        n=SCRYPT_COST,
        r=SCRYPT_BLOCK,
        p=1,
        maxmem=SCRYPT_MEMORY,
        dklen=32,
    )
    return AESGCM(key)


def _nonce(prefix: bytes, number: int, *, is_last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([is_last])
