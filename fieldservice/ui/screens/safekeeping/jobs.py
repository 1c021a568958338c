"""Long work of this screen: children of their own for backups, jobs for what goes through the database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.rules.person_traces import Person, PersonTraces
from fieldservice.ui.kit.calls import Call, JobCall
from fieldservice.ui.kit.ops import Ops
from fieldservice.ui.kit.work import JobControl
from fieldservice.ui.screens.safekeeping import calls
from fieldservice.ui.screens.safekeeping.parts import HomeDesk, StartChild
from fieldservice.wording import Wording, _, current

if TYPE_CHECKING:
    from fieldservice.domain.queries.audit import ChainReport
    from fieldservice.domain.queries.retention import DryRun
    from fieldservice.domain.queries.safekeeping import OldCopies

LOOK_AROUND_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class HandOut:
    """Whose data are handed out, where to, and in which words."""

    contact_id: UUID
    country: str
    target: Path
    wording: Wording
    now: datetime


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which texts and files somebody left ticked."""

    rows: frozenset[RowRef]
    files: frozenset[UUID]


def backup_work(
    ops: Ops, desk: HomeDesk, now: Callable[[], datetime], zone: str
) -> tuple[Callable[[], Call[bool]], Callable[[], JobCall[Any]]]:
    """Asking whether the planned backup is due, and making it beside the desk."""
    daily = ("backup", "--reason", "daily")
    return (
        lambda: ops.query(calls.backup_is_due, desk.home, now(), zone),
        lambda: ops.job(run_child, _("Backing up"), desk.start_child, daily),
    )


def run_child(
    job: JobControl, start: StartChild, arguments: Iterable[str], passphrase: str = ""
) -> dict[str, Any]:
    """Let a child do it; gives what it tells at its end. Cancelled, it is stopped at once."""
    child = start(*arguments, passphrase=passphrase)
    try:
        while True:
            line = child.next_line(LOOK_AROUND_SECONDS)
            job.stop_if_cancelled()
            if line is not None and (result := _read(job, line)) is not None:
                return result
    finally:
        child.stop()


def _read(job: JobControl, line: dict[str, Any]) -> dict[str, Any] | None:
    if "result" in line:
        result: dict[str, Any] = line["result"]
        return result
    if "error" in line:
        raise EnvironmentProblem(line["error"], **line["values"])
    if "step" not in line:
        raise EnvironmentProblem("child.ended")
    job.progress(line["done"], line["total"], current().word_of("Step", line["step"]) or "")
    return None


def verify(job: JobControl) -> "ChainReport":
    return job.read(calls.verify_chain, told=_telling(job))


def find_traces(job: JobControl, contact_id: UUID, country: str, others: tuple[str, ...]) -> PersonTraces:
    who: Person = job.read(calls.person, contact_id, country, others)
    return job.read(calls.person_traces, who, _telling(job))


def hand_out(job: JobControl, wanted: HandOut) -> Path:
    """Gather and write; that it was handed out goes into the journal."""
    who: Person = job.read(calls.person, wanted.contact_id, wanted.country)
    data = job.read(calls.person_data, who, wanted.now, _telling(job))

    def read_file(digest: str) -> bytes | None:
        return job.read(calls.attachment_bytes, digest)

    written: Path = calls.write_person(data, wanted.target, wanted.wording, read_file)
    job.write(calls.record_person_export, calls.RecordPersonExport(wanted.contact_id))
    return written


def erase(job: JobControl, traces: PersonTraces, chosen: Chosen, home: Path) -> "OldCopies":
    """Black out, clear what lies beside the database, write the file anew. Tells of copies made before."""
    job.write(calls.erase_person, calls.erasing_of(traces, chosen.rows, chosen.files))
    copies = job.read(calls.clear_after_erasing, home, traces)
    job.write(calls.overwrite_erased, calls.OverwriteErased())
    return copies


def start_anew_without_copies(job: JobControl, start: StartChild, home: Path) -> dict[str, Any]:
    """Remove what still holds an erased person, and make a backup that does not."""
    job.read(calls.remove_copies, home)
    return run_child(job, start, ("backup",))


def try_out(job: JobControl, now: datetime, zone: str) -> "DryRun":
    return job.read(calls.dry_run, now, zone, _telling(job))


def _telling(job: JobControl) -> Any:
    """Queries tell how far they are without words; the job's title says what it is."""
    return job.progress
