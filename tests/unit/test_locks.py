"""The locks: complete, hashed, without any address, and of one mind."""

import re
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
PAIRS = [("requirements.in", "requirements.lock"), ("requirements-dev.in", "requirements-dev.lock")]
LOCKS = [lock for _, lock in PAIRS]


def _named(source: str) -> list[Requirement]:
    lines = (ROOT / source).read_text("utf-8").splitlines()
    included = chain.from_iterable(_named(line.split()[1]) for line in lines if line.startswith("-r "))
    return [*included, *(Requirement(line) for line in lines if line and not line.startswith(("-", "#")))]


def _entries(lock: str) -> list[str]:
    """Each pinned package with its hashes, as one line."""
    text = (ROOT / lock).read_text("utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _pins(lock: str) -> dict[str, set[str]]:
    """Versions by name; a package may be pinned twice, for different platforms."""
    pins: dict[str, set[str]] = {}
    for entry in _entries(lock):
        requirement = Requirement(entry.split(" --hash")[0].strip())
        pins.setdefault(_normal(requirement.name), set()).add(str(requirement.specifier).removeprefix("=="))
    return pins


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize(("source", "lock"), PAIRS)
def test_every_named_package_is_locked_in_a_version_it_allows(source: str, lock: str) -> None:
    pins = _pins(lock)

    for requirement in _named(source):
        versions = pins.get(_normal(requirement.name), set())
        assert versions, f"{requirement.name} of {source} is missing in {lock}"
        assert all(requirement.specifier.contains(version) for version in versions), requirement


@pytest.mark.parametrize("lock", LOCKS)
def test_every_entry_has_a_hash_and_nothing_names_an_address(lock: str) -> None:
    entries = _entries(lock)

    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"://|index|find-links|trusted-host", "\n".join(entries))


def test_the_test_lock_holds_every_package_of_the_app_lock_in_the_same_version() -> None:
    app, test = _pins("requirements.lock"), _pins("requirements-dev.lock")

    assert {name: test.get(name) for name in app} == app
