"""What erasing a person does beside the database: attachments, logs, copies that have to be told of."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from fieldservice.domain.rules.erasing import PersonPattern
from fieldservice.domain.store.attachments import AttachmentFolder
from fieldservice.domain.store.backup import FILES, SEALED, SUFFIX

OLD_COPIES = ("*.replaced-*", "*.before-migration", "*.prepared", "*.restored", "moving-*")
PUT_ASIDE = "put-aside-*"
LATEST_LOGS = "*.log*"


@dataclass(frozen=True, slots=True)
class OldCopies:
    """Copies of the database that were made before the erasing: they still hold the person."""

    backups: int = 0
    others: tuple[str, ...] = ()


def forget_contents(home: Path, backups: Path, digests: Iterable[str]) -> None:
    """Remove contents that no row refers to any more, beside the backups too."""
    folder = AttachmentFolder(home / "attachments")
    for digest in digests:
        folder.forget(digest)
        for name in (digest, f"{digest}{SEALED}"):
            with suppress(OSError):
                (backups / FILES / digest[:2] / name).unlink(missing_ok=True)


def black_out_logs(folder: Path, pattern: PersonPattern) -> int:
    """Logs hold no names by rule; what got there all the same goes. Gives how many files changed."""
    changed = 0
    for path in sorted(folder.rglob(LATEST_LOGS)):
        text = path.read_text("utf-8", "replace")
        blacked = pattern.blacked(text)
        if blacked != text:
            with path.open("r+", encoding="utf-8") as opened:  # in place: the program is writing into it
                opened.truncate(0)
                opened.write(blacked)
            changed += 1
    return changed


def old_copies(home: Path, backups: Path) -> OldCopies:
    """What still holds the person until it ages out or somebody removes it."""
    made = len(list(backups.glob(f"*{SUFFIX}*"))) if backups.is_dir() else 0
    others: Sequence[Path] = [path for wanted in OLD_COPIES for path in sorted(home.glob(wanted))]
    others = [*others, *sorted(backups.glob(PUT_ASIDE))]
    return OldCopies(made, tuple(path.name for path in others))


def remove_old_copies(home: Path, backups: Path) -> int:
    """Remove all copies made so far; the caller makes a new backup right after."""
    beside = [path for wanted in OLD_COPIES for path in home.glob(wanted)]
    gone = [*backups.glob(f"*{SUFFIX}*"), *backups.glob(PUT_ASIDE), *beside]
    removed = 0
    for path in gone:
        if path.is_file():
            with suppress(OSError):
                path.unlink()
                removed += 1
    return removed
