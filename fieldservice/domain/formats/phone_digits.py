"""The digits that people dial for a number, to find it in running text however it is written there."""

import phonenumbers

from fieldservice.domain.formats.phones import read_phone


def digits_of(written: str, region: str) -> tuple[str, str]:
    """Country code and national digits of a number as somebody wrote it; ("", all digits) when unknown."""
    identity = read_phone(written, region)
    if identity is None:
        return "", "".join(sign for sign in written if sign.isdigit())
    number = phonenumbers.parse(identity.e164)
    return str(number.country_code or ""), phonenumbers.national_significant_number(number)
