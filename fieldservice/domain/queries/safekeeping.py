"""How safe a desk's data are: its plan, its backups, the last drill, the room on the disk. Files, no rows.

What screens want of the home folder goes through here, off the window's thread.
"""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from fieldservice.domain.queries.attachments import is_referred_to
from fieldservice.domain.rules.backup_plan import BackupPlan, is_due, next_due
from fieldservice.domain.rules.erasing import PersonPattern
from fieldservice.domain.rules.person_traces import PersonTraces
from fieldservice.domain.store import restoring
from fieldservice.domain.store.attachments import folder_of
from fieldservice.domain.store.backup import BackupFile, backups_in, last_daily
from fieldservice.domain.store.erasing_files import (
    OldCopies,
    black_out_logs,
    forget_contents,
    old_copies,
    remove_old_copies,
)
from fieldservice.domain.store.safekeeping_file import Drilled, SafekeepingFile

MOST_SHOWN = 100

__all__ = ["BackupFile", "BackupPlan", "Drilled", "OldCopies"]


@dataclass(frozen=True, slots=True)
class SafekeepingState:
    """`next_at` is None when no backup is planned; `is_reachable` tells whether the folder is there."""

    plan: BackupPlan
    folder: Path
    is_reachable: bool
    free_bytes: int
    database_bytes: int
    backups: tuple[BackupFile, ...]
    drilled: Drilled | None
    next_at: datetime | None
    has_passphrase: bool


def safekeeping_state(session: Any, home: Path, now: datetime, zone: str) -> SafekeepingState:
    del session
    kept = SafekeepingFile(home)
    plan, folder = kept.plan(), kept.folder()
    backups = backups_in(folder) if folder.is_dir() else []
    return SafekeepingState(
        plan=plan,
        folder=folder,
        is_reachable=_nearest(folder) is not None,
        free_bytes=_free(folder),
        database_bytes=sum(path.stat().st_size for path in home.glob("fieldservice.db*")),
        backups=tuple(backups[:MOST_SHOWN]),
        drilled=kept.drilled(),
        next_at=next_due(plan, now, ZoneInfo(zone), last_daily(folder)),
        has_passphrase=kept.passphrase() is not None,
    )


def backup_is_due(session: Any, home: Path, now: datetime, zone: str) -> bool:
    """Whether the planned backup is to be made now."""
    del session
    kept = SafekeepingFile(home)
    return is_due(kept.plan(), now, ZoneInfo(zone), last_daily(kept.folder()))


def set_backup_plan(session: Any, home: Path, plan: BackupPlan, passphrase: str) -> BackupPlan:
    """Keep what was chosen; an empty passphrase leaves the one there is."""
    del session
    kept = SafekeepingFile(home)
    if passphrase:
        kept.set_passphrase(passphrase)
    kept.set_plan(plan)
    return plan


def want_restore(session: Any, database: Path) -> Path:
    """Let the next start take the backup that was prepared."""
    del session
    restoring.want(database)
    return database


def attachment_bytes(session: Session, digest: str) -> bytes | None:
    return folder_of(session).read(digest)


def clear_after_erasing(session: Session, home: Path, traces: PersonTraces) -> OldCopies:
    """Remove contents that nobody refers to any more, black out logs; tells of copies made before."""
    backups = SafekeepingFile(home).folder()
    digests = {file.digest for file in traces.files}
    forget_contents(home, backups, [each for each in digests if not is_referred_to(session, each)])
    black_out_logs(home / "logs", PersonPattern(traces.person.words))
    return old_copies(home, backups)


def remove_copies(session: Any, home: Path) -> int:
    """Remove all copies made before the erasing; a new backup is to be made right after."""
    del session
    return remove_old_copies(home, SafekeepingFile(home).folder())


def _nearest(folder: Path) -> Path | None:
    return next((place for place in (folder, *folder.parents) if place.is_dir()), None)


def _free(folder: Path) -> int:
    with suppress(OSError):
        return shutil.disk_usage(_nearest(folder) or folder).free
    return 0
