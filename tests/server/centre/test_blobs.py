"""Contents of attachments go to the centre and to other workstations, in parts, to who may have them."""

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
import requests

from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.content import Attachment
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.rules.attachments import FileOffer
from fieldservice.domain.store.attachments import AttachmentFolder
from fieldservice.server.blobs import forget_unused
from fieldservice.server.routes_exchange import PREFIX
from fieldservice.sync.wire import BLOB_PART
from tests.conftest import FakeClock
from tests.factories import Company
from tests.server.centre.office import Office
from tests.server.centre.running import Client, Running

Served = tuple[Office, Running]
OCTETS = {"Content-Type": "application/octet-stream"}


@dataclass(frozen=True)
class File:
    """A content that an attachment of a customer of WAW refers to."""

    content: bytes
    waw: Client
    krk: Client

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def path(self) -> str:
        return f"{PREFIX}/blob/{self.digest}"

    def put(self, first: int, last: int, content: bytes | None = None) -> requests.Response:
        part = self.content[first : last + 1] if content is None else content
        placed = {**OCTETS, "Content-Range": f"bytes {first}-{last}/{len(self.content)}"}
        return self.waw.ask("PUT", self.path, part, placed)

    def put_all(self) -> None:
        for first in range(0, len(self.content), BLOB_PART):
            self.put(first, min(first + BLOB_PART, len(self.content)) - 1)


@pytest.fixture
def file(served: Served) -> File:
    office, running = served
    device, session = office.begun("WAW")
    _other, elsewhere = office.begun("KRK")
    content = os.urandom(BLOB_PART * 2 + 1000)
    attach(office, UUID(device.branch), content)
    return File(
        content,
        Client(running.address, session.access_token),
        Client(running.address, elsewhere.access_token),
    )


def an_attachment(digest: str, now: datetime) -> Attachment:
    return Attachment(
        id=new_id(),
        owner_table="customer",
        owner_id=new_id(),
        name="a.txt",
        media_type="text/plain",
        size_bytes=4,
        digest=digest,
        added_at=now,
    )


def attach(office: Office, branch_id: UUID, content: bytes) -> None:
    customer = Customer(
        id=new_id(), number=new_id().hex[-12:], name="Młyn", name_folded="mlyn", branch_id=branch_id
    )
    attachment = Attachment(
        id=new_id(),
        owner_table="customer",
        owner_id=customer.id,
        name="zdjęcie.bin",
        media_type="application/octet-stream",
        size_bytes=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        added_at=office.clock.now(),
    )
    with office.database.write_sessions().begin() as session:
        session.add_all([customer, attachment])


def test_a_content_goes_on_where_the_line_broke(file: File) -> None:
    sent = file.put(0, BLOB_PART - 1).json()
    again = file.put(0, BLOB_PART - 1)
    told = file.waw.ask("HEAD", file.path)
    rest = [
        file.put(first, last).json()
        for first, last in ((BLOB_PART, 2 * BLOB_PART - 1), (2 * BLOB_PART, 2 * BLOB_PART + 999))
    ]

    assert sent == {"offset": BLOB_PART, "size_bytes": len(file.content)}
    assert (again.status_code, again.json()["values"]) == (409, {"offset": BLOB_PART})
    assert told.headers["Upload-Offset"] == str(BLOB_PART)
    assert rest[-1]["offset"] == rest[-1]["size_bytes"]


def test_others_of_the_branch_fetch_it_in_parts(file: File) -> None:
    file.put_all()
    got = b""
    while len(got) < len(file.content):
        answer = file.waw.ask("GET", file.path, headers={"Range": f"bytes={len(got)}-"})
        assert answer.status_code == 206
        assert answer.headers["Content-Range"].startswith(f"bytes {len(got)}-")
        got += answer.content

    assert got == file.content


@pytest.mark.covers("P-61")
def test_a_digest_is_no_key_to_a_content(file: File) -> None:
    file.put_all()
    placed = {**OCTETS, "Content-Range": f"bytes 0-9/{len(file.content)}"}
    asked = [
        file.krk.ask("GET", file.path),
        file.krk.ask("GET", f"{file.path}/state"),
        file.krk.ask("PUT", file.path, b"0123456789", placed),
        file.waw.ask("GET", f"{PREFIX}/blob/{'0' * 64}"),
    ]

    assert {(answer.status_code, answer.json()["code"]) for answer in asked} == {
        (404, "exchange.blob_unknown")
    }


def test_what_is_not_here_yet_is_said_to_be_on_its_way(file: File) -> None:
    assert file.waw.ask("GET", file.path).json()["code"] == "exchange.blob_on_its_way"


def test_an_altered_content_is_not_kept_and_may_be_sent_anew(file: File) -> None:
    altered = bytes([file.content[0] ^ 1]) + file.content[1:BLOB_PART]
    file.put(0, BLOB_PART - 1, altered)
    file.put(BLOB_PART, 2 * BLOB_PART - 1)

    ended = file.put(2 * BLOB_PART, 2 * BLOB_PART + 999)

    assert ended.json()["code"] == "exchange.blob_altered"
    assert file.waw.ask("GET", f"{file.path}/state").json()["offset"] == 0


@pytest.mark.parametrize(
    "placed", ["", "bytes 0-9/10", "bytes 5-1/9999999", "bytes */10", "bytes 0-99999999999/9"]
)
def test_parts_that_are_none_are_refused(file: File, placed: str) -> None:
    answer = file.waw.ask("PUT", file.path, b"0123456789", {**OCTETS, "Content-Range": placed})

    assert answer.status_code in (400, 409, 413)


def test_more_than_a_part_is_not_taken(file: File) -> None:
    answer = file.put(0, BLOB_PART, file.content[: BLOB_PART + 1])

    assert (answer.status_code, answer.json()["code"]) == (413, "exchange.too_large")


@pytest.fixture
def folder(tmp_path: Path) -> AttachmentFolder:
    return AttachmentFolder(tmp_path / "files")


def test_a_content_nobody_refers_to_goes_after_a_month_and_others_stay(
    centre_company: Company, folder: AttachmentFolder, tmp_path: Path, clock: FakeClock
) -> None:
    used, unused = (folder.keep(FileOffer("a.txt", content=content)) for content in (b"used", b"unused"))
    engine = centre_company.database.writer
    centre_company.put(an_attachment(used.digest, clock.now()))

    counts = []
    for days in (0, 29, 2):
        clock.advance(days=days)
        counts.append(forget_unused(engine, tmp_path / "files", clock.now()))

    assert counts == [0, 0, 1]
    assert set(folder.digests()) == {used.digest}
    assert unused.digest != used.digest


def test_a_content_that_is_referred_to_again_stays(
    centre_company: Company, folder: AttachmentFolder, tmp_path: Path, clock: FakeClock
) -> None:
    kept = folder.keep(FileOffer("a.txt", content=b"again"))
    engine = centre_company.database.writer
    forget_unused(engine, tmp_path / "files", clock.now())
    centre_company.put(an_attachment(kept.digest, clock.now()))

    clock.advance(days=40)
    gone = forget_unused(engine, tmp_path / "files", clock.now())

    assert gone == 0
    assert set(folder.digests()) == {kept.digest}
