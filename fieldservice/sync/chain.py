"""The bytes of a transaction and the chain of digests that they make (docs/exchange.md).

A transaction's digest is SHA-256 of the digest before it and of its own bytes with an empty `digest`. A clone
or an old backup that goes on by itself makes other bytes under a number that the centre knows: the fork is
seen.
"""

import hashlib

import msgspec
from msgspec.structs import replace

from fieldservice.sync.wire import Transaction

BEGINNING = bytes(32)
"""The digest before the first transaction of a device."""

_decoder = msgspec.json.Decoder(Transaction)


def payload_of(transaction: Transaction) -> bytes:
    """The transaction's own bytes, which the digest vouches for."""
    return msgspec.json.encode(replace(transaction, digest=""))


def transaction_of(payload: bytes, digest: bytes) -> Transaction:
    """A transaction whose bytes were kept, as it travels."""
    return replace(_decoder.decode(payload), digest=digest.hex())


def digest_of(previous: bytes, payload: bytes) -> bytes:
    return hashlib.sha256(previous + payload).digest()


def digest(previous: bytes, transaction: Transaction) -> bytes:
    """What the transaction's digest must be when it follows the one with this digest."""
    return digest_of(previous, payload_of(transaction))
