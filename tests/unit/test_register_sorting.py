"""The order of a register's list: what was sorted by before still decides among equals."""

from fieldservice.ui.kit.registers.sorting import added, pressed

NAME, CITY, CLASS = ("name", False), ("city", False), ("class", False)


def test_a_press_puts_a_column_first_and_keeps_the_others_behind_it() -> None:
    assert pressed((NAME, CITY), "class", descending=True) == (("class", True), NAME, CITY)
    assert pressed((NAME, CITY), "city", descending=True) == (("city", True), NAME)


def test_a_list_never_stands_by_more_than_three_columns() -> None:
    assert pressed((NAME, CITY, CLASS), "open", descending=False) == (("open", False), NAME, CITY)
    assert added((NAME, CITY, CLASS), "open") == (NAME, CITY, ("open", False))


def test_a_press_with_shift_adds_a_column_or_turns_it_round() -> None:
    assert added((NAME,), "city") == (NAME, CITY)
    assert added((NAME, CITY), "city") == (NAME, ("city", True))
