"""Cells become values of their field's type, or are refused with the reason."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldservice.workbooks.days import DayOrder, DayReading
from fieldservice.workbooks.fields import Field, FieldType
from fieldservice.workbooks.periods import period_months
from fieldservice.workbooks.sheets import Cell
from fieldservice.workbooks.values import NotAValue, value_of

DAYS = DayReading(DayOrder.DAY_FIRST)


def read(cell: Cell, kind: FieldType, longest: int = 200) -> object:
    return value_of(cell, Field("field", kind, longest=longest), DAYS)


@pytest.mark.parametrize(
    ("cell", "kind", "value"),
    [
        ("00123", FieldType.CODE, "00123"),
        (123, FieldType.CODE, "123"),
        (5260001246.0, FieldType.CODE, "5260001246"),
        (1e20, FieldType.CODE, "100000000000000000000"),
        ("\u00a0 Zakład\u200b  Żółć \x07", FieldType.TEXT, "Zakład Żółć"),
        ("Z\u0307o\u0301łw", FieldType.TEXT, "Żółw"),
        ("1 234,50", FieldType.NUMBER, Decimal("1234.50")),
        ("1\u00a0234\u00a0567", FieldType.NUMBER, Decimal(1234567)),
        ("1.234,50", FieldType.NUMBER, Decimal("1234.50")),
        ("1,234.50", FieldType.NUMBER, Decimal("1234.50")),
        ("1.234.567", FieldType.NUMBER, Decimal(1234567)),
        ("12,5 h", FieldType.NUMBER, Decimal("12.5")),
        ("-3,25", FieldType.NUMBER, Decimal("-3.25")),
        (0.1 + 0.2, FieldType.NUMBER, Decimal("0.3")),
        ("5 szt.", FieldType.COUNT, 5),
        ("52,22977", FieldType.LATITUDE, 52.22977),
        ("wysoka wartość", FieldType.CUSTOMER_CLASS, "high_value"),
        ("Vysoká hodnota", FieldType.CUSTOMER_CLASS, "high_value"),
        ("vip", FieldType.CUSTOMER_CLASS, "vip"),
        ("estándar", FieldType.CUSTOMER_CLASS, "standard"),
        ("čeština", FieldType.LANGUAGE, "cs"),
        ("naprawa, przegląd; konsultacja/ naprawa", FieldType.WORKS, ("naprawa", "przegląd", "konsultacja")),
        ("Jan@Firma.example", FieldType.EMAIL, "Jan@Firma.example"),
        ("  ", FieldType.TEXT, None),
        (None, FieldType.DAY, None),
    ],
)
def test_a_cell_becomes_the_value_it_means(cell: Cell, kind: FieldType, value: object) -> None:
    assert read(cell, kind) == value


@pytest.mark.parametrize(
    ("cell", "kind", "code"),
    [
        ("dużo", FieldType.NUMBER, "cell.not_a_number"),
        ("1,2,3", FieldType.NUMBER, "cell.not_a_number"),
        (True, FieldType.NUMBER, "cell.not_a_number"),
        ("2,5", FieldType.COUNT, "cell.not_a_count"),
        (0, FieldType.COUNT, "cell.not_a_count"),
        (91, FieldType.LATITUDE, "cell.not_a_position"),
        ("brak", FieldType.EMAIL, "cell.not_an_email"),
        ("złota rybka", FieldType.CUSTOMER_CLASS, "cell.unknown_class"),
        ("klingon", FieldType.LANGUAGE, "cell.unknown_language"),
        ("przegląd", FieldType.PLAN_NAME, "cell.unknown_period"),
        ("wczoraj", FieldType.DAY, "cell.not_a_day"),
        ("x" * 11, FieldType.TEXT, "cell.too_long"),
    ],
)
def test_a_cell_that_means_nothing_is_refused_with_the_reason(cell: Cell, kind: FieldType, code: str) -> None:
    with pytest.raises(NotAValue) as refusal:
        read(cell, kind, longest=10 if code == "cell.too_long" else 200)

    assert refusal.value.reason.code == code


@pytest.mark.parametrize(
    ("name", "months"),
    [
        *(
            ("przegląd kwartalny", 3),
            ("przegląd półroczny", 6),
            ("przegląd roczny", 12),
            ("co 18 miesięcy", 18),
        ),
        *(
            ("monthly check", 1),
            ("half-yearly", 6),
            ("every 2 months", 2),
            ("yearly service", 12),
            ("every 2 years", 24),
        ),
        *(
            ("čtvrtletní prohlídka", 3),
            ("pololetní", 6),
            ("roční revize", 12),
            ("měsíční", 1),
            ("každé 4 měsíce", 4),
        ),
        *(("revisión trimestral", 3), ("semestral", 6), ("mantenimiento anual", 12), ("cada 2 meses", 2)),
        *(("manutenção mensal", 1), ("bimestral", 2), ("revisão anual", 12), ("a cada 18 meses", 18)),
        *(("dwuletni", 24), ("przegląd miesięczny", 1), ("przegląd", None), ("co 0 miesięcy", None)),
    ],
)
def test_the_name_of_a_plan_tells_its_period(name: str, months: int | None) -> None:
    assert period_months(name) == months


@given(
    st.decimals(-(10**9), 10**9, places=2),
    st.sampled_from([".", ","]),
    st.sampled_from(["", " ", "\u00a0", "'"]),
)
def test_every_number_written_is_the_number_read(number: Decimal, decimal_mark: str, thousands: str) -> None:
    text = f"{number:,.2f}".replace(".", "!").replace(",", thousands).replace("!", decimal_mark)

    assert read(text, FieldType.NUMBER) == number
