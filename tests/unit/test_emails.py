"""E-mail addresses and the domains that identify nobody."""

import pytest

from fieldservice.domain.formats.emails import email_domain, is_freemail, read_email


@pytest.mark.parametrize(
    "written",
    [
        "Jan@Firma.PL",
        " jan@firma.pl ",
        "Jan Kowalski <jan@firma.pl>",
        "MAILTO:jan@firma.pl",
        "<jan@firma.pl>",
    ],
)
def test_an_address_is_compared_trimmed_and_in_lower_case(written: str) -> None:
    assert read_email(written) == "jan@firma.pl"


@pytest.mark.parametrize(
    "written", ["", "jan", "jan@firma", "jan@", "@firma.pl", "a b@firma.pl", "jan@firma.pl, x@y.pl"]
)
def test_what_is_no_address_is_not_made_one(written: str) -> None:
    assert read_email(written) is None


@pytest.mark.covers("P-71")
@pytest.mark.parametrize(
    "address", ["jan@gmail.com", "jan@WP.pl", "jan@seznam.cz", "jan@uol.com.br", "jan@sapo.pt"]
)
def test_a_freemail_domain_identifies_no_company(address: str) -> None:
    assert is_freemail(address)


@pytest.mark.covers("P-71")
@pytest.mark.parametrize("address", ["jan@firma1.example", "jan@mail.firma.pl", "gmail.com"])
def test_a_companys_own_domain_is_no_freemail(address: str) -> None:
    assert not is_freemail(address)


def test_the_domain_is_what_stands_behind_the_last_at() -> None:
    assert email_domain("Jan@Firma.pl") == "firma.pl"
    assert email_domain("jan") == ""
