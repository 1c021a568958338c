"""Settings of the centre: a TOML file, over it `FIELDSERVICE_SERVER_*` of the environment. Read here only.

Unlike a desk, the centre does not start with a setting that it cannot use: nobody sits before it to notice.
"""

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation
from fieldservice.sentences.speech import LANGUAGES

PREFIX = "FIELDSERVICE_SERVER_"
FILE_VARIABLE = f"{PREFIX}SETTINGS"
USUAL_FILE = Path("/etc/fieldservice/server.toml")
USUAL_FOLDER = Path("/var/lib/fieldservice")
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_SECRET = frozenset({"database", "metrics_token"})


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """What a centre is set to; the user guide of the centre (docs/centre.md) tells of each.

    `folder` holds attachments, snapshots and the centre's key; all processes of a centre share it.
    `connections` is how many each process holds to the database, hence how many requests it serves at once.
    """

    database: str = field(default="postgresql:///fieldservice", repr=False)
    password_file: Path | None = None
    folder: Path = USUAL_FOLDER
    host: str = "127.0.0.1"
    port: int = 8440
    workers: int = 1
    tls_cert: Path | None = None
    tls_key: Path | None = None
    behind_proxy: bool = False
    trusted_proxies: str = "127.0.0.1,::1"
    connections: int = 10
    requests_a_minute: int = 600
    open_api: bool = True
    webhooks_to_private: bool = False
    metrics_token: str = field(default="", repr=False)
    log_level: str = "info"
    language: str = "en"
    country: str = "PL"
    zone: str = "Europe/Warsaw"

    @property
    def files(self) -> Path:
        return self.folder / "attachments"

    @property
    def snapshots(self) -> Path:
        return self.folder / "snapshots"

    @property
    def key_file(self) -> Path:
        return self.folder / "centre.key"

    @property
    def is_tls(self) -> bool:
        return self.tls_cert is not None

    def url(self) -> URL:
        """Of the database, with the password of its file when one is named."""
        url = make_url(self.database).set(drivername="postgresql+psycopg")
        if self.password_file is None:
            return url
        try:
            return url.set(password=self.password_file.read_text("utf-8").strip())
        except OSError as error:
            raise EnvironmentProblem("file.not_read", file=str(self.password_file)) from error


def read_settings(path: Path | None = None, environ: Mapping[str, str] = os.environ) -> ServerSettings:
    """`path` is what the command line names; else the environment's file, else the usual one if it is there.

    `server.setting_unknown`, `server.setting_refused`, `server.settings_unreadable`.
    """
    named = path or (Path(environ[FILE_VARIABLE]) if environ.get(FILE_VARIABLE) else None)
    values = _of_file(named or USUAL_FILE, is_wanted=named is not None)
    for variable, text in environ.items():
        if variable.startswith(PREFIX) and variable != FILE_VARIABLE:
            name = variable.removeprefix(PREFIX).lower()
            values[name] = _of_text(name, text)
    return with_values(ServerSettings(), values)


def with_values(settings: ServerSettings, values: Mapping[str, Any]) -> ServerSettings:
    """The settings with these in their place, each judged."""
    fitting: dict[str, Any] = {name: _fitting(name, value) for name, value in values.items()}
    return replace(settings, **fitting)


def require_private(settings: ServerSettings) -> None:
    """Nothing goes over a line that others can read: `server.tls_needed`, `server.tls_half`."""
    if (settings.tls_cert is None) != (settings.tls_key is None):
        raise RuleViolation("server.tls_half")
    if not settings.is_tls and not settings.behind_proxy and settings.host not in LOOPBACK:
        raise RuleViolation("server.tls_needed", host=settings.host)


def _of_file(path: Path, *, is_wanted: bool) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        if not is_wanted:
            return {}
        raise EnvironmentProblem("server.settings_unreadable", path=str(path), detail="") from error
    except (OSError, ValueError) as error:
        raise EnvironmentProblem("server.settings_unreadable", path=str(path), detail=str(error)) from error


def _of_text(name: str, text: str) -> object:
    """A value of the environment in the type that the setting has."""
    kind = _KINDS.get(name)
    if kind == "int" and re.fullmatch(r"\d{1,9}", text):
        return int(text)
    if kind == "bool" and text.lower() in _TRUTH:
        return _TRUTH[text.lower()]
    return text


def _fitting(name: str, value: object) -> object:
    if name not in _RULES:
        raise RuleViolation("server.setting_unknown", name=name)
    fits, allowed = _RULES[name]
    if not fits(value):
        shown = "…" if name in _SECRET else str(value)
        raise RuleViolation("server.setting_refused", name=name, value=shown, allowed=allowed)
    return Path(str(value)).expanduser() if "Path" in _KINDS[name] else value


def _whole(smallest: int, largest: int) -> tuple[Callable[[object], bool], str]:
    def fits(value: object) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and smallest <= value <= largest

    return fits, f"{smallest} ... {largest}"


def _one_of(*choices: str) -> tuple[Callable[[object], bool], str]:
    return (lambda value: value in choices), ", ".join(choices)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and "\0" not in value and value == value.strip()


def _is_path(value: object) -> bool:
    return isinstance(value, Path) or (_is_text(value) and bool(value))


def _is_database(value: object) -> bool:
    try:
        return isinstance(value, str) and make_url(value).get_backend_name() == "postgresql"
    except ArgumentError:
        return False


def _is_zone(value: object) -> bool:
    try:
        return isinstance(value, str) and ZoneInfo(value).key == value
    except (ValueError, ZoneInfoNotFoundError, OSError):
        return False


def _is_country(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[A-Z]{2}", value) is not None


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


_FILE = (_is_path, "/etc/fieldservice/...")
_FLAG = (_is_flag, "true, false")
_RULES: Mapping[str, tuple[Callable[[object], bool], str]] = {
    "database": (_is_database, "postgresql://fieldservice@host/fieldservice"),
    "password_file": _FILE,
    "folder": (_is_path, str(USUAL_FOLDER)),
    "host": (_is_text, "127.0.0.1, 0.0.0.0, ::"),
    "port": _whole(1, 65_535),
    "workers": _whole(1, 64),
    "tls_cert": _FILE,
    "tls_key": _FILE,
    "behind_proxy": _FLAG,
    "trusted_proxies": (_is_text, "127.0.0.1, 10.0.0.0/8"),
    "connections": _whole(2, 200),
    "requests_a_minute": _whole(10, 100_000),
    "open_api": _FLAG,
    "webhooks_to_private": _FLAG,
    "metrics_token": (_is_text, "a long random text"),
    "log_level": _one_of("debug", "info", "warning", "error"),
    "language": _one_of(*LANGUAGES),
    "country": (_is_country, "PL, CZ, ES, PT, BR, GB"),
    "zone": (_is_zone, "Europe/Warsaw, America/Sao_Paulo"),
}
_KINDS = {
    each.name: each.type.__name__ if isinstance(each.type, type) else str(each.type)
    for each in fields(ServerSettings)
}
_TRUTH = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
