"""A digest is no key to a content: a branch gets what it sent, or what somebody who had it put there."""

import hashlib
from pathlib import Path
from uuid import UUID

import pytest

from fieldservice.domain.model.base import new_id
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.server.blobs import Blobs, Part
from fieldservice.sync.wire import BlobState
from tests.factories import USER_ID, Company
from tests.server.receive.branches import Device, changed, device, new_row, version_of

SECRET = b"umowa poufna" * 1000
DIGEST = hashlib.sha256(SECRET).hexdigest()


@pytest.fixture
def blobs(centre_company: Company, tmp_path: Path) -> Blobs:
    return Blobs(centre_company.database.writer, tmp_path)


def customer(at: Device, number: str) -> UUID:
    row_id = new_id()
    named = {"number": number, "name": number, "name_folded": number.lower()}
    made = new_row("customer", row_id, customer_class="standard", branch_id=at.seat.branch_id, **named)
    assert at.do(made, command="customer.create").status == "applied"
    return row_id


def attach(at: Device, owner: UUID) -> None:
    told = {"name": "umowa.pdf", "media_type": "application/pdf", "size_bytes": len(SECRET)}
    at_once = at.centre.clock.now()
    owned = {"owner_table": "customer", "owner_id": owner, "added_by_id": USER_ID, "added_at": at_once}
    row = new_row("attachment", new_id(), digest=DIGEST, **told, **owned)
    assert at.do(row, command="attachment.add").status == "applied"


def send(blobs: Blobs, at: Device) -> BlobState:
    return blobs.put(at.seat, DIGEST, Part(0, len(SECRET), SECRET))


def get(blobs: Blobs, at: Device) -> bytes:
    return blobs.get(at.seat, DIGEST, 0, None)[0]


def test_a_digest_in_ones_own_row_opens_no_content_of_another_branch(
    centre_company: Company, blobs: Blobs
) -> None:
    krk, waw = device(centre_company, "KRK"), device(centre_company)
    attach(krk, customer(krk, "K1"))
    send(blobs, krk)
    attach(waw, customer(waw, "W1"))

    with pytest.raises(RuleViolation, match="blob_on_its_way"):
        get(blobs, waw)

    assert blobs.state(waw.seat, DIGEST) == BlobState(0, len(SECRET))  # as if it were not here
    assert get(blobs, krk) == SECRET


def test_who_really_has_the_content_sends_it_and_then_gets_it(centre_company: Company, blobs: Blobs) -> None:
    krk, waw = device(centre_company, "KRK"), device(centre_company)
    for at, number in ((krk, "K1"), (waw, "W1")):
        attach(at, customer(at, number))
        assert send(blobs, at) == BlobState(len(SECRET), len(SECRET))

    assert get(blobs, waw) == get(blobs, krk) == SECRET
    assert blobs.state(waw.seat, DIGEST) == BlobState(len(SECRET), len(SECRET))


def test_what_was_handed_to_a_branch_is_its_own_to_attach_again(
    centre_company: Company, blobs: Blobs
) -> None:
    """A customer is handed over with its files; the branch puts the same file elsewhere, for a third."""
    krk, waw, gda = device(centre_company, "KRK"), device(centre_company), device(centre_company, "GDA")
    owner = customer(krk, "K1")
    attach(krk, owner)
    send(blobs, krk)
    hand(krk, owner, waw)

    assert get(blobs, waw) == SECRET
    copy = customer(waw, "W1")
    attach(waw, copy)
    hand(waw, copy, gda)
    assert get(blobs, gda) == SECRET


def hand(at: Device, customer_id: UUID, to: Device) -> None:
    version = version_of(at.centre, "customer", customer_id)
    work = changed("customer", customer_id, version, branch_id=to.seat.branch_id)
    assert at.do(work, command="customer.change").status == "applied"
