"""Days are read as people of five languages write them; what could be two days is refused."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldservice.workbooks.days import DayOrder, DayReading, NotADay, reading_of_column

CHRISTMAS = date(2026, 12, 5)
DAY_FIRST = DayReading(DayOrder.DAY_FIRST)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "05.12.2026",
            "5.12.26",
            "5. 12. 2026",
            "05/12/2026",
            "5-12-2026",
            "2026-12-05",
            "2026/12/5",
            "20261205",
        ),
        *(
            "2026-12-05T10:00:00Z",
            "05.12.2026 08:15",
            "46361",
            "5 December 2026",
            "5th Dec 2026",
            "December 5, 2026",
        ),
        *("5 grudnia 2026 r.", "5 gru 2026", "5 XII 2026", "5. prosince 2026", "5 de diciembre de 2026"),
        *("sábado, 5 de diciembre de 2026", "5 de dezembro de 2026", "5 dez 2026"),
    ],
)
def test_a_day_is_read_in_the_forms_of_five_languages(text: str) -> None:
    assert DAY_FIRST.day(text) == CHRISTMAS


@pytest.mark.parametrize("cell", [CHRISTMAS, datetime(2026, 12, 5, 14, 0), 46361, 20261205])  # noqa: DTZ001
def test_a_cell_that_holds_a_day_is_that_day(cell: date | int) -> None:
    assert DAY_FIRST.day(cell) == CHRISTMAS


def test_serial_numbers_of_a_1904_workbook_are_its_own() -> None:
    assert DayReading(DayOrder.DAY_FIRST, from_1904=True).day(44899) == CHRISTMAS


@pytest.mark.parametrize(
    "cell", ["brak", "31.02.2026", "5.13.2026.7", "05.12.0026", "12", 12, 1.5e9, True, "5 foo 2026"]
)
def test_what_is_no_day_is_refused(cell: str | float) -> None:
    with pytest.raises(NotADay) as refusal:
        DAY_FIRST.day(cell)

    assert not refusal.value.is_ambiguous


@pytest.mark.parametrize(
    ("column", "country", "expected"),
    [
        (["03/04/2026", "25/04/2026"], None, date(2026, 4, 3)),
        (["03/04/2026", "04/25/2026"], "PL", date(2026, 3, 4)),
        (["03/04/2026"], "ES", date(2026, 4, 3)),
        (["03/04/2026"], "US", date(2026, 3, 4)),
    ],
)
def test_the_column_decides_before_the_country(
    column: list[str], country: str | None, expected: date
) -> None:
    assert reading_of_column(column, country=country).day(column[0]) == expected


@pytest.mark.parametrize(
    ("column", "country"), [(["03/04/2026"], None), (["03/04/2026", "25/04/2026", "04/25/2026"], "PL")]
)
def test_a_day_that_could_be_two_is_refused(column: list[str], country: str | None) -> None:
    with pytest.raises(NotADay) as refusal:
        reading_of_column(column, country=country).day(column[0])

    assert refusal.value.is_ambiguous


@given(
    st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    st.sampled_from(["%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%Y%m%d"]),
)
def test_every_day_written_is_the_day_read(day: date, form: str) -> None:
    assert DAY_FIRST.day(day.strftime(form)) == day
