"""`fieldservice import`: counts, refusals with their cells, exit codes; nothing written by a look."""

import argparse
import io
import json
import shutil
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from fieldservice.commandline.import_file import Exit, Surroundings, add_arguments, run_import
from fieldservice.config import resources_folder
from fieldservice.domain.model.customer import Block, Customer
from fieldservice.wording import activate
from tests.factories import Company
from tests.unit.import_builders import TODAY

SAMPLE = resources_folder() / "demo" / "serwis-polska.xlsx"


@pytest.fixture
def english() -> Iterator[None]:
    activate("en", zone=UTC, country="PL")
    yield
    activate("en", zone=UTC)


def run(company: Company, *arguments: object) -> tuple[int, str]:
    """The exit code, and what was told."""
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    out = io.StringIO()
    around = Surroundings(activate("en", zone=UTC, country="PL"), "PL", TODAY, out)
    code = run_import(parser.parse_args([str(each) for each in arguments]), company, around)
    return code, out.getvalue()


def told_json(company: Company, *arguments: object) -> Any:
    return json.loads(run(company, *arguments, "--json")[1])


def csv_file(folder: Path, *lines: str) -> Path:
    path = folder / "customers.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


pytestmark = pytest.mark.usefixtures("english")


@pytest.mark.covers("A20", "P-73")
def test_the_sample_is_told_kind_by_kind_and_a_second_time_nothing_changes(
    desk_company: Company, tmp_path: Path
) -> None:
    file = shutil.copy(SAMPLE, tmp_path)

    first, second = told_json(desk_company, file), told_json(desk_company, file)

    assert first["kinds"]["customers"] == {"new": 420, "changed": 0, "same": 0, "refused": 0}
    assert first["total"] == {"new": 7940, "changed": 0, "same": 0, "refused": 1}
    assert second["total"] == {"new": 0, "changed": 0, "same": 7940, "refused": 1}
    assert [row["row_number"] for row in second["doubled"][0]["places"]] == [606, 644]


def test_a_look_writes_nothing(desk_company: Company, tmp_path: Path) -> None:
    code, told = run(desk_company, csv_file(tmp_path, "Customer number;Name", "K1;Alfa"), "--dry-run")

    assert code == Exit.ALL_IN
    assert "Nothing was imported" in told
    assert desk_company.rows(Customer) == []


def test_all_rows_in_is_exit_code_0(desk_company: Company, tmp_path: Path) -> None:
    code, told = run(desk_company, csv_file(tmp_path, "Customer number;Name", "K1;Alfa"))

    assert code == Exit.ALL_IN
    assert told.splitlines()[-1] == "Imported."
    assert len(desk_company.rows(Customer)) == 1


def test_a_refused_row_is_told_with_its_cell_and_given_back_to_correct(
    desk_company: Company, tmp_path: Path
) -> None:
    file = csv_file(tmp_path, "Customer number;Name;Active until", "K1;Alfa;", "K2;Beta;some day")

    code, told = run(desk_company, file)

    corrections = tmp_path / "customers-to correct.xlsx"
    assert code == Exit.SOME_REFUSED
    assert "C3" in told
    assert str(corrections) in told
    assert corrections.exists()


def test_a_second_import_leaves_the_file_that_somebody_corrects_and_says_that_nothing_was_new(
    desk_company: Company, tmp_path: Path
) -> None:
    file = csv_file(tmp_path, "Customer number;Name;Active until", "K1;Alfa;", "K2;Beta;some day")
    run(desk_company, file)
    first = tmp_path / "customers-to correct.xlsx"
    first.write_bytes(b"half corrected")

    _code, told = run(desk_company, file)

    second = tmp_path / "customers 2-to correct.xlsx"
    assert first.read_bytes() == b"half corrected"
    assert second.exists()
    assert told.splitlines()[-1].startswith(f"Nothing new. The refused rows are in {second}:")


def test_columns_that_nothing_is_taken_from_are_told(desk_company: Company, tmp_path: Path) -> None:
    _code, told = run(desk_company, csv_file(tmp_path, "Customer number;Name;Shoe size", "K1;Alfa;43"))

    assert told.startswith("Columns of the sheet customers.csv were left out: Shoe size.")


def test_a_file_without_a_known_table_is_refused(desk_company: Company, tmp_path: Path) -> None:
    code, _told = run(desk_company, csv_file(tmp_path, "Shoe size;Hat size", "43;58"))

    assert code == Exit.FILE_UNREADABLE


@pytest.mark.covers("A23")
def test_changes_of_servability_need_their_own_yes(desk_company: Company, tmp_path: Path) -> None:
    desk_company.contract(desk_company.customer(number="K1", name="Alfa"))
    file = csv_file(tmp_path, "Customer number;Name;Block", "K1;Alfa;unpaid")

    refused, told = run(desk_company, file)
    blocks = desk_company.rows(Block)
    agreed, _told = run(desk_company, file, "--yes-servability")

    assert (refused, agreed) == (Exit.UNCONFIRMED, Exit.ALL_IN)
    assert told.startswith("Attention: K1 Alfa")
    assert blocks == []
    assert [row.reason for row in desk_company.rows(Block)] == ["unpaid"]


def test_an_unreadable_file_is_one_sentence_and_exit_code_3(desk_company: Company, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 cut")

    code, told = run(desk_company, broken)

    assert code == Exit.FILE_UNREADABLE
    assert len(told.splitlines()) == 1


def test_a_missing_file_is_exit_code_3_also_as_json(desk_company: Company, tmp_path: Path) -> None:
    code, told = run(desk_company, tmp_path / "nowhere.xlsx", "--json")

    assert code == Exit.FILE_UNREADABLE
    assert json.loads(told)["error"] == "workbook.not_readable"
