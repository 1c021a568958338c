"""Settings and paths: read once at the start, frozen, handed in. Nobody else reads the environment.

The home folder holds everything that belongs to one desk: database, backups, attachments, drafts, logs and
`settings.toml`. A setting that cannot be used is named and its default taken; the program starts anyway.
"""

import importlib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.domain.rules.reasons import Reason
from fieldservice.sentences.speech import LANGUAGES, known_language

VERSION = "0.1.0"
HOME_VARIABLE = "FIELDSERVICE_HOME"
SMALLEST_SCALE_PERCENT, LARGEST_SCALE_PERCENT = 80, 200

ZONE_LINK = Path("/etc/localtime")
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_LOCALE = re.compile(r"(?P<language>[a-z]{2,3})(?:[_-](?P<country>[A-Z]{2}))?")
_HOME_COUNTRIES = {"pl": "PL", "cs": "CZ", "es": "ES", "pt": "PT"}


class Theme(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a desk is set to. Construction refuses nothing: `read_settings` and `refusal` judge each value."""

    language: str = "en"
    theme: Theme = Theme.SYSTEM
    scale_percent: int = 100
    branch_code: str = "HQ"
    country: str = "PL"
    zone: str = "Europe/Warsaw"


@dataclass(frozen=True, slots=True)
class Paths:
    """Where one desk keeps its things."""

    home: Path

    @property
    def database(self) -> Path:
        return self.home / "fieldservice.db"

    @property
    def settings(self) -> Path:
        return self.home / "settings.toml"

    @property
    def backups(self) -> Path:
        return self.home / "backups"

    @property
    def attachments(self) -> Path:
        return self.home / "attachments"

    @property
    def drafts(self) -> Path:
        return self.home / "drafts"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    def make_folders(self) -> None:
        """Create what is missing, for this user's eyes only: customers' names and addresses lie here."""
        for folder in (self.home, self.backups, self.attachments, self.drafts, self.logs):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)


@dataclass(frozen=True, slots=True)
class Config:
    """Everything the program was told from outside, and what of it could not be used."""

    paths: Paths
    settings: Settings
    problems: tuple[Reason, ...] = ()


def read_config(home: Path | None = None, environ: Mapping[str, str] = os.environ) -> Config:
    """`home` is what the command line says; it wins over FIELDSERVICE_HOME, that over the system's place."""
    paths = Paths(home_folder(home, environ))
    settings, problems = read_settings(paths.settings, local_settings(environ))
    return Config(paths, settings, problems)


def home_folder(chosen: Path | None, environ: Mapping[str, str]) -> Path:
    named = chosen or environ.get(HOME_VARIABLE)
    if named:
        return Path(named).expanduser().absolute()
    place: Path = _library("platformdirs").user_data_path("fieldservice", appauthor=False)
    return place


def resources_folder() -> Path:
    """Icons, translations, demo data: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"


def local_settings(environ: Mapping[str, str]) -> Settings:
    """The defaults of this machine: its language, country and zone."""
    tag = next((environ[name] for name in _LOCALE_VARIABLES if environ.get(name)), "")
    locale = _LOCALE.match(tag)
    language = known_language(tag)
    spoken_country = locale["country"] if locale else None
    country = spoken_country or _HOME_COUNTRIES.get(language, "GB")
    return Settings(language=language, country=country, zone=_local_zone())


def _local_zone() -> str:
    linked = ZONE_LINK.resolve().as_posix().rpartition("/zoneinfo/")[2] if ZONE_LINK.is_symlink() else ""
    if "TZ" not in os.environ and _is_zone(linked):  # most machines; the others are asked thoroughly
        return linked
    try:
        zone = _library("tzlocal").get_localzone_name()
    except (LookupError, OSError):
        return "UTC"
    return zone if _is_zone(zone) else "UTC"


def _library(name: str) -> Any:
    """One that is needed seldom: the start does without its import."""
    return importlib.import_module(name)


def read_settings(path: Path, defaults: Settings) -> tuple[Settings, tuple[Reason, ...]]:
    """The file's settings over the defaults, and a reason for each value that could not be used."""
    try:
        text = path.read_text("utf-8")
        written = _library("tomllib").loads(text)
    except FileNotFoundError:
        return defaults, ()
    except (OSError, ValueError) as error:  # text that is not UTF-8, or not TOML
        return defaults, (Reason("setting.file_unreadable", {"path": str(path), "detail": str(error)}),)
    values, problems = _values_of(defaults), []
    for name, value in written.items():
        if problem := refusal(name, value):
            problems.append(problem)
        else:
            values[name] = Theme(value) if name == "theme" else value
    return Settings(**values), tuple(problems)


def write_settings(path: Path, settings: Settings) -> None:
    """Written beside the old file and put in its place in one step; comments and lines not ours are kept.

    A file that cannot be read is kept as `settings.unreadable.toml`.
    """
    text = _rewritten(_readable_text(path), settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def refusal(name: str, value: object) -> Reason | None:
    """Why this value cannot be used for this setting; None when it can."""
    if name not in _RULES:
        return Reason("setting.unknown", {"name": name})
    fits, allowed = _RULES[name]
    return (
        None if fits(value) else Reason("setting.refused", {"name": name, "value": value, "allowed": allowed})
    )


def _one_of(*choices: str) -> tuple[Callable[[object], bool], str]:
    return (lambda value: value in choices), ", ".join(choices)


def _written_as(pattern: str, examples: str) -> tuple[Callable[[object], bool], str]:
    return (lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None), examples


def _is_scale(value: object) -> bool:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return whole and value in range(SMALLEST_SCALE_PERCENT, LARGEST_SCALE_PERCENT + 1)


def _is_zone(value: object) -> bool:
    try:
        return isinstance(value, str) and ZoneInfo(value).key == value
    except (ValueError, ZoneInfoNotFoundError, OSError):
        return False


# Each setting's check, and what a person may write instead.
_RULES: Mapping[str, tuple[Callable[[object], bool], str]] = {
    "language": _one_of(*LANGUAGES),
    "theme": _one_of(*Theme),
    "scale_percent": (_is_scale, f"{SMALLEST_SCALE_PERCENT} ... {LARGEST_SCALE_PERCENT}"),
    "branch_code": _written_as(r"[A-Z]{2,6}", "HQ, WAW"),
    "country": _written_as(r"[A-Z]{2}", "PL, CZ, ES, PT, BR, GB"),
    "zone": (_is_zone, "Europe/Warsaw, America/Sao_Paulo"),
}


def _values_of(settings: Settings) -> dict[str, Any]:
    return {field.name: getattr(settings, field.name) for field in fields(settings)}


def _readable_text(path: Path) -> str:
    try:
        text = path.read_text("utf-8")
        _library("tomllib").loads(text)
    except FileNotFoundError:
        return ""
    except ValueError:
        path.replace(path.with_suffix(".unreadable.toml"))
        return ""
    return text


def _rewritten(text: str, settings: Settings) -> str:
    # Ours are top-level keys: they stand before the first table, whose keys of the same name are not ours.
    lines = text.splitlines()
    tables = next((index for index, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))
    top, rest = lines[:tables], lines[tables:]
    for name, value in _values_of(settings).items():
        line = f"{name} = {value}" if isinstance(value, int) else f'{name} = "{value}"'
        own = re.compile(rf"\s*{name}\s*=")
        top = [old for old in top if not own.match(old)] + [line]
    return "\n".join([*top, *rest]) + "\n"
