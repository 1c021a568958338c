"""On which day a week begins: as the company says, or as it is usual in its country (CLDR)."""

MONDAY, SATURDAY, SUNDAY = 1, 6, 7

_SUNDAY_FIRST = """
    AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT MX MZ NI NP PA
    PE PH PK PR PT PY SA SG SV TH TT TW US VE VI WS YE ZA ZW
"""
_SATURDAY_FIRST = "AE AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY"


def first_weekday(said: int, country: str) -> int:
    """1 for Monday to 7 for Sunday. `said` is 0 while the company has said nothing."""
    if said:
        return said
    if country in _SUNDAY_FIRST.split():
        return SUNDAY
    return SATURDAY if country in _SATURDAY_FIRST.split() else MONDAY
