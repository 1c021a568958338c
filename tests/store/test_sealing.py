"""Sealed files: whole with the passphrase, closed without, and nothing of them altered unseen."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.store.sealing import PIECE_BYTES, TAG_BYTES, SealedReader, SealedWriter

PASSPHRASE = "koń, bateria, zszywka"
SALT = b"\x07" * 16


class Kept(io.BytesIO):
    """A file whose content can be asked for after it was closed."""

    def close(self) -> None:
        self.content = self.getvalue()


def sealed(content: bytes) -> bytes:
    target = Kept()
    with SealedWriter(target, PASSPHRASE, SALT) as writer:
        writer.write(content)
    return target.getvalue()


def opened(content: bytes, passphrase: str = PASSPHRASE) -> bytes:
    with SealedReader(io.BytesIO(content), passphrase, "copy") as reader:
        return reader.read()


@settings(max_examples=25, deadline=None)
@given(some.binary(max_size=2000), some.sampled_from([0, 1, 2]), some.integers(-1, 1))
def test_what_was_sealed_comes_back(content: bytes, pieces: int, more: int) -> None:
    long = content + b"x" * max(0, pieces * PIECE_BYTES + more)

    assert opened(sealed(long)) == long


def test_another_passphrase_is_told_from_damage() -> None:
    with pytest.raises(EnvironmentProblem, match=r"backup\.passphrase_wrong"):
        opened(sealed(b"secret"), "battery")


@pytest.mark.parametrize("harm", ["cut", "exchanged", "repeated", "flipped", "no seal"])
def test_an_altered_file_is_refused(harm: str) -> None:
    content = sealed(b"a" * PIECE_BYTES + b"b" * PIECE_BYTES + b"c" * 10)
    head, size = len(content) - 2 * (PIECE_BYTES + TAG_BYTES) - 10 - TAG_BYTES, PIECE_BYTES + TAG_BYTES
    first, second, last = content[head:][:size], content[head + size :][:size], content[head + 2 * size :]
    start = content[:head]
    harmed = {
        "cut": start + first + second,
        "exchanged": start + first + last + second,
        "repeated": start + first + first + last,
        "flipped": start + first + second + last[:-1] + bytes([last[-1] ^ 1]),
        "no seal": b"PK" + content,
    }[harm]

    with pytest.raises(EnvironmentProblem, match=r"backup\.(unreadable|passphrase_wrong)"):
        opened(harmed)


def test_nothing_of_the_content_can_be_read_without_the_passphrase() -> None:
    assert b"Wielgosz" not in sealed(b"Wielgosz" * 1000)
