"""Numbers of spreadsheet cells become days, times, durations or padded codes as their format says."""

import io
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from fieldservice.workbooks.number_formats import Shape, moment_of, number_of, padding_of, shape_of
from fieldservice.workbooks.reading import read_workbook
from fieldservice.workbooks.sheets import Cell


@pytest.mark.parametrize(
    ("code", "shape"),
    [
        ("dd.mm.yyyy", Shape.MOMENT),
        ("[$-415]d mmmm yyyy;@", Shape.MOMENT),
        ("hh:mm", Shape.MOMENT),
        ("[h]:mm", Shape.DURATION),
        ("General", Shape.NUMBER),
        ('0 "sztuk dobrych"', Shape.NUMBER),
        ("[Red]#,##0.00", Shape.NUMBER),
        ("\\d0", Shape.NUMBER),
    ],
)
def test_a_format_tells_what_a_number_stands_for(code: str, shape: Shape) -> None:
    assert shape_of(code) is shape


@pytest.mark.parametrize(("code", "digits"), [("00000", 5), ("0", 0), ("0.00", 0), ("000-000", 0)])
def test_a_format_of_zeros_pads(code: str, digits: int) -> None:
    assert padding_of(code) == digits


@pytest.mark.parametrize(
    ("serial", "cell"),
    [
        (59, date(1900, 2, 28)),
        (61, date(1900, 3, 1)),
        (46349.5, datetime(2026, 11, 23, 12, 0)),  # noqa: DTZ001 - a cell has no zone
        (0.75, time(18, 0)),
        (-1, -1),
        (9e9, 9e9),
    ],
)
def test_a_serial_number_is_a_day_a_moment_or_itself(serial: float, cell: Cell) -> None:
    assert moment_of(serial, from_1904=False) == cell


@pytest.mark.parametrize(("text", "number"), [("007", 7), ("12.0", 12), ("-1.5", -1.5), ("1E3", 1000)])
def test_whole_numbers_stay_whole(text: str, number: float) -> None:
    assert (number_of(text), type(number_of(text))) == (number, type(number))


@given(st.dates(date(1904, 1, 2), date(2199, 12, 31)), st.booleans(), st.floats(-1e9, 1e9, allow_nan=False))
def test_what_a_spreadsheet_writes_is_read(day: date, from_1904: bool, number: float) -> None:  # noqa: FBT001
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "date_1904": from_1904}) as book:
        sheet = book.add_worksheet()
        sheet.write_datetime(0, 0, day, book.add_format({"num_format": "d.m.yyyy"}))
        sheet.write_number(0, 1, number)
        sheet.write_datetime(0, 2, timedelta(hours=30), book.add_format({"num_format": "[h]:mm"}))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "days.xlsx"
        path.write_bytes(buffer.getvalue())

        cells = read_workbook(path).sheets[0].rows[0].cells

    assert cells[0] == day
    assert cells[1] == pytest.approx(number, rel=1e-14)
    assert cells[2] == timedelta(hours=30)
