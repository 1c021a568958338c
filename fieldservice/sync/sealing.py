"""What only the centre shall read: sealed with its public key by a workstation that was revoked.

X25519 with a key made for each seal, HKDF-SHA256, AES-256-GCM. The sealed bytes are
`MARK || public key of the seal || nonce || ciphertext`.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fieldservice.domain.rules.errors import RuleViolation

MARK = b"fieldservice sealed 1\n"
_KEY_BYTES, _NONCE_BYTES = 32, 12


def seal(content: bytes, public_key: str) -> bytes:
    """`public_key` as the centre told it (`SessionReply.seal_key`)."""
    to = X25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
    once = X25519PrivateKey.generate()
    own, nonce = once.public_key().public_bytes_raw(), os.urandom(_NONCE_BYTES)
    key = _shared(once.exchange(to), own + to.public_bytes_raw())
    return MARK + own + nonce + AESGCM(key).encrypt(nonce, content, MARK)


def unseal(sealed: bytes, private_key: bytes) -> bytes:
    """`seal.unreadable` when it is no such file, was altered, or is sealed for another centre."""
    own = X25519PrivateKey.from_private_bytes(private_key)
    start = len(MARK)
    theirs = sealed[start : start + _KEY_BYTES]
    nonce = sealed[start + _KEY_BYTES : start + _KEY_BYTES + _NONCE_BYTES]
    if not sealed.startswith(MARK) or len(nonce) < _NONCE_BYTES:
        raise RuleViolation("seal.unreadable")
    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(theirs))
        key = _shared(shared, theirs + own.public_key().public_bytes_raw())
        return AESGCM(key).decrypt(nonce, sealed[start + _KEY_BYTES + _NONCE_BYTES :], MARK)
    except (InvalidTag, ValueError) as error:
        raise RuleViolation("seal.unreadable") from error


def _shared(secret: bytes, context: bytes) -> bytes:
    return HKDF(SHA256(), _KEY_BYTES, salt=None, info=MARK + context).derive(secret)
