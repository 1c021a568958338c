"""A person's data as a paper, as JSON and as an archive with the files."""

import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

import pytest

from fieldservice.domain.model.customer import IdentityKind
from fieldservice.domain.model.ticket import ArticleKind, Channel, RequestState
from fieldservice.domain.queries.person_export import (
    ArticleRow,
    DoneRow,
    MentionRow,
    PersonData,
    ReachRow,
    RequestRow,
    TicketRow,
)
from fieldservice.domain.rules.person_traces import FileTrace
from fieldservice.domain.rules.reasons import Reason
from fieldservice.reports.person import person_json, person_pdf, write_person
from fieldservice.wording import Wording
from tests.reports.reading import one_line, pages

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
FILE = FileTrace(UUID(int=7), "umowa.pdf", "ab" * 32, 3, names_person=True)
ANNA = PersonData(
    contact_id=UUID(int=1),
    name="Anna Żółć",
    role="kierowniczka",
    customer="Zakłady Mleczarskie",
    is_active=True,
    reach=(ReachRow(IdentityKind.PHONE, "+48612813035", "61 281 30 35"),),
    requests=(RequestRow(NOON, Channel.PHONE, RequestState.ACCEPTED, "Stoi", "od rana", "+48612813035"),),
    tickets=(
        TicketRow(
            "WAW-000001", "Stoi", "od rana", NOON, None, (ArticleRow(NOON, ArticleKind.CALL, "Ewa", "pyta"),)
        ),
    ),
    mentions=(MentionRow("article", "WAW-000002", "dzwoniła Anna Żółć"),),
    done=(DoneRow(NOON, Reason("contact.change", {"name": "Anna Żółć"})),),
    files=(FILE, FILE),
    gathered_at=NOON,
)


@pytest.mark.parametrize(("language", "title"), [("en", "Personal data"), ("pl", None)])
def test_the_paper_tells_all_that_is_known(language: str, title: str | None) -> None:
    said = one_line("\n".join(pages(person_pdf(ANNA, Wording(language, zone=UTC)))))

    for part in (
        "Anna Żółć",
        "kierowniczka",
        "61 281 30 35",
        "WAW-000001",
        "pyta",
        "WAW-000002",
        "umowa.pdf",
    ):
        assert part in said
    assert title is None or title in said


def test_the_json_is_for_machines_and_whole() -> None:
    told = json.loads(person_json(ANNA))

    assert told["name"] == "Anna Żółć"
    assert told["reach"] == [{"kind": "phone", "value": "+48612813035", "as_written": "61 281 30 35"}]
    assert told["tickets"][0]["articles"][0]["happened_at"] == "2026-11-23T12:00:00+00:00"


def test_the_archive_holds_paper_json_and_each_file_under_a_name_of_its_own(tmp_path: Path) -> None:
    target = write_person(ANNA, tmp_path / "anna.zip", Wording("en", zone=UTC), lambda _digest: b"%PDF")

    with ZipFile(target) as archive:
        assert archive.namelist() == [
            "personal-data.pdf",
            "personal-data.json",
            "files/umowa.pdf",
            "files/umowa (2).pdf",
        ]
    assert [path.name for path in tmp_path.iterdir()] == ["anna.zip"]
