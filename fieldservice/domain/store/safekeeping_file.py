"""What a desk is told about its backups, and what was found out about them: a small file of its home folder.

It is no part of the database: a restored database must not bring back the plan of another machine. The
passphrase of the daily backups lies in a file that only its owner may read, and is never part of a backup.
"""

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any

from fieldservice.domain.rules.backup_plan import BackupPlan, Keep
from fieldservice.domain.rules.errors import EnvironmentProblem

PLAN_FILE, KEY_FILE = "safekeeping.json", "backup-passphrase"
OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class Drilled:
    """What the last drill found: the backup that was put back for a try, and whether all was there."""

    backup: str
    at: datetime
    is_good: bool
    tickets: int
    seconds: float


class SafekeepingFile:
    """The plan and the last drill of one home folder."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._path = home / PLAN_FILE

    def plan(self) -> BackupPlan:
        stored = self._read().get("plan")
        try:
            return _plan_of(stored) if isinstance(stored, dict) else BackupPlan()
        except (TypeError, ValueError):
            return BackupPlan()

    def set_plan(self, plan: BackupPlan) -> None:
        stored = {**asdict(plan), "at": plan.at.isoformat("minutes")}
        self._write({**self._read(), "plan": stored})

    def folder(self) -> Path:
        """Where backups go."""
        chosen = self.plan().folder
        return Path(chosen) if chosen else self._home / "backups"

    def drilled(self) -> Drilled | None:
        stored: Any = self._read().get("drill")
        try:
            return Drilled(**{**stored, "at": datetime.fromisoformat(stored["at"])})
        except (TypeError, ValueError, KeyError):
            return None

    def set_drilled(self, drilled: Drilled) -> None:
        self._write({**self._read(), "drill": {**asdict(drilled), "at": drilled.at.isoformat()}})

    def passphrase(self) -> str | None:
        """What the planned backups are sealed with, if they are."""
        with suppress(OSError):
            return (self._home / KEY_FILE).read_text("utf-8") or None
        return None

    def set_passphrase(self, passphrase: str) -> None:
        path = self._home / KEY_FILE
        with os.fdopen(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY), "w", encoding="utf-8"
        ) as file:
            file.write(passphrase)

    def _read(self) -> dict[str, Any]:
        try:
            stored = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return stored if isinstance(stored, dict) else {}

    def _write(self, stored: dict[str, Any]) -> None:
        fresh = self._path.with_suffix(".new")
        try:
            fresh.write_text(json.dumps(stored, indent=2) + "\n", "utf-8")
            fresh.replace(self._path)
        except OSError as error:
            raise EnvironmentProblem("file.not_written", file=self._path.name) from error


def _plan_of(stored: dict[str, Any]) -> BackupPlan:
    keep = Keep(**stored.get("keep", {}))
    return BackupPlan(**{**stored, "at": time.fromisoformat(stored["at"]), "keep": keep})
