"""E-mail addresses: how they are compared, and which domains never identify a company."""

import re

_ADDRESS = re.compile(r"[^\s@<>\",;:()\[\]]+@[^\s@<>\",;:()\[\]]+\.[^\s@<>\",;:()\[\].]{2,}")
_IN_ANGLES = re.compile(r"<\s*([^<>]+?)\s*>\s*$")
_FREEMAIL = frozenset(
    {
        "aol.com",
        "atlas.cz",
        "autograf.pl",
        "bol.com.br",
        "centrum.cz",
        "email.cz",
        "fastmail.com",
        "free.fr",
        "gazeta.pl",
        "gmail.com",
        "gmx.com",
        "gmx.de",
        "gmx.net",
        "go2.pl",
        "googlemail.com",
        "hotmail.com",
        "hotmail.com.br",
        "hotmail.es",
        "icloud.com",
        "ig.com.br",
        "int.pl",
        "interia.eu",
        "interia.pl",
        "live.com",
        "live.com.pt",
        "mac.com",
        "mail.com",
        "mail.ru",
        "me.com",
        "msn.com",
        "netcabo.pt",
        "o2.pl",
        "onet.eu",
        "onet.pl",
        "op.pl",
        "outlook.com",
        "outlook.es",
        "outlook.pt",
        "poczta.fm",
        "poczta.onet.pl",
        "post.cz",
        "proton.me",
        "protonmail.com",
        "r7.com",
        "sapo.pt",
        "seznam.cz",
        "telefonica.net",
        "terra.com.br",
        "terra.es",
        "tlen.pl",
        "uol.com.br",
        "vip.onet.pl",
        "volny.cz",
        "web.de",
        "wp.pl",
        "yahoo.com",
        "yahoo.com.br",
        "yahoo.es",
        "ymail.com",
        "zoho.com",
    }
)


def read_email(text: str) -> str | None:
    """The address as it is compared: trimmed, lower case, out of `Name <address>`; None when it is none."""
    plain = text.strip().lower()
    angles = _IN_ANGLES.search(plain)
    address = (angles[1] if angles else plain).removeprefix("mailto:").strip()
    return address if _ADDRESS.fullmatch(address) else None


def email_domain(address: str) -> str:
    """The part behind the @ in lower case; empty when there is none."""
    return address.strip().lower().rpartition("@")[2] if "@" in address else ""


def is_freemail(address: str) -> bool:
    """Whether anyone may have an address there, so that the domain says nothing about the company."""
    return email_domain(address) in _FREEMAIL
