"""Calling an address that somebody named: never inside our own network, never on to another address.

The host is looked up once, every address found is checked, and the connection goes to a checked one; so a
name that answers differently a moment later leads nowhere else. Redirections are not followed.
"""

import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

TIMEOUT_SECONDS = 10.0
MOST_ANSWER_BYTES = 4_096
_PORTS = {"http": 80, "https": 443}
_NAT64 = IPv6Network("64:ff9b::/96")

Look = Callable[[str, int], Sequence[str]]
"""Gives the addresses of a host."""


@dataclass(frozen=True, slots=True)
class Called:
    """The status that was answered, or a word for why there was none."""

    status: int = 0
    problem: str = ""

    @property
    def is_taken(self) -> bool:
        return 200 <= self.status < 300  # noqa: PLR2004 - what HTTP calls success


def addresses_of(host: str, port: int) -> Sequence[str]:
    """As the machine looks them up; OSError when there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_kind, address in found))


def is_public(address: str) -> bool:
    """Whether everybody could reach it: neither loopback nor private, link-local, shared or reserved."""
    known = ip_address(address.partition("%")[0])
    inner = _within(known)
    return all(each.is_global and not each.is_multicast for each in (known, *inner))


def host_and_port(url: str) -> tuple[str, int]:
    """ValueError for what is no address to call: another scheme, credentials, no host, a port beyond."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc:
        raise ValueError(url)
    return parts.hostname, parts.port or _PORTS[parts.scheme]


def call(
    url: str, body: bytes, headers: Mapping[str, str], *, to_private: bool = False, look: Look = addresses_of
) -> Called:
    """POST it; whatever goes wrong is told in a word."""
    try:
        host, port = host_and_port(url)
        addresses = look(host, port)
    except (ValueError, UnicodeError):
        return Called(problem="address-wrong")
    except OSError:
        return Called(problem="host-unknown")
    if not addresses or not (to_private or all(map(is_public, addresses))):
        return Called(problem="address-private")
    return _post(urlsplit(url), (addresses[0], port), body, headers)


def _post(parts: SplitResult, place: tuple[str, int], body: bytes, headers: Mapping[str, str]) -> Called:
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = _connection(parts, place)
    try:
        connection.request("POST", target, body, dict(headers))
        answer = connection.getresponse()
        answer.read(MOST_ANSWER_BYTES)
    except TimeoutError:
        return Called(problem="no-answer")
    except ssl.SSLError:
        return Called(problem="certificate-wrong")
    except (OSError, HTTPException, ValueError):
        return Called(problem="not-reached")
    finally:
        connection.close()
    return Called(answer.status, "" if answer.status < 300 else f"answered-{answer.status}")  # noqa: PLR2004


class _ToPlace(HTTPConnection):
    """Connects to a checked address, whatever its name means by now."""

    def __init__(self, host: str, place: tuple[str, int]) -> None:
        super().__init__(host, place[1], timeout=TIMEOUT_SECONDS)
        self._place = place

    def connect(self) -> None:
        self.sock = socket.create_connection(self._place, TIMEOUT_SECONDS)


class _ToPlaceSafely(HTTPSConnection):
    """The same under TLS: the certificate must be that of the name."""

    def __init__(self, host: str, place: tuple[str, int]) -> None:
        self._safety = ssl.create_default_context()
        super().__init__(host, place[1], timeout=TIMEOUT_SECONDS, context=self._safety)
        self._place = place

    def connect(self) -> None:
        line = socket.create_connection(self._place, TIMEOUT_SECONDS)
        self.sock = self._safety.wrap_socket(line, server_hostname=self.host)


def _connection(parts: SplitResult, place: tuple[str, int]) -> HTTPConnection:
    kind = _ToPlaceSafely if parts.scheme == "https" else _ToPlace
    return kind(parts.hostname or "", place)


def _within(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """Addresses that are hidden in one of the sixth version."""
    if isinstance(address, IPv4Address):
        return []
    hidden = [address.ipv4_mapped, address.sixtofour]
    if address in _NAT64:
        hidden.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [each for each in hidden if each is not None]
