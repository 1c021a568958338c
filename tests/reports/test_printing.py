"""`fieldservice print`: a number in, a PDF out."""

from pathlib import Path
from uuid import UUID

import pytest

from fieldservice.cli import main
from fieldservice.commandline.exits import Exit
from fieldservice.config import Config, Paths, Settings
from fieldservice.desk import People, open_desk
from fieldservice.domain.model.ticket import Ticket
from tests.conftest import FakeClock
from tests.factories import TECHNICIANS, Company
from tests.reports.reading import whole_text
from tests.store.ticket_givens import logged, ordered


@pytest.fixture
def home(tmp_path: Path, clock: FakeClock) -> Path:
    """The home of a desk with one ticket, HQ-000001, and its order."""
    folder = tmp_path / "home"
    desk = open_desk(
        Config(Paths(folder), Settings(language="pl")), clock, people=People(technicians=TECHNICIANS)
    )
    company = Company(desk.database, clock, desk.actor)
    ticket: UUID = logged(company)
    ordered(company, ticket)
    assert company.get(Ticket, ticket).number == "HQ-000001"
    desk.close()
    (folder / "settings.toml").write_text('language = "pl"\nbranch_code = "HQ"\n', "utf-8")
    return folder


@pytest.mark.covers("O01")
def test_an_order_is_printed_by_its_number_in_the_language_asked(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "sheet.pdf"

    done = main(["--home", str(home), "print", "hq 1/1", "--out", str(out), "--language", "en"])

    assert done == Exit.DONE
    said = whole_text(out.read_bytes())
    assert "HQ-000001/1" in said
    assert "Work order" in said


def test_a_ticket_is_printed_to_a_file_named_by_its_number(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    done = main(["--home", str(home), "print", "HQ-000001"])

    assert done == Exit.DONE
    assert capsys.readouterr().out == "HQ-000001.pdf\n"
    assert "HQ-000001" in whole_text((tmp_path / "HQ-000001.pdf").read_bytes())


@pytest.mark.parametrize("number", ["HQ-000009", "HQ-000001/7", "tomorrow"])
def test_a_number_that_is_not_there_is_refused_in_words(
    home: Path, tmp_path: Path, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "none.pdf"

    done = main(["--home", str(home), "print", number, "--out", str(out)])

    assert done == Exit.NOT_DONE
    assert capsys.readouterr().err
    assert not out.exists()


def test_a_place_that_cannot_be_written_to_is_told(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = main(["--home", str(home), "print", "HQ-000001", "--out", str(tmp_path / "no" / "x.pdf")])

    assert done == Exit.NOT_DONE
    assert "x.pdf" in capsys.readouterr().err
