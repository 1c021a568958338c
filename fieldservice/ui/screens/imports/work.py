"""What the import does off the window's thread: read the file, plan, write, save rows to correct."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.rules.import_records import Consent, ImportPlan, ImportRequest
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.work import JobControl
from fieldservice.wording import Wording, _
from fieldservice.workbooks.mapping import WorkbookMapping
from fieldservice.workbooks.sheets import Workbook

if TYPE_CHECKING:
    from fieldservice.domain.commands.imports import ImportWorkbook, import_workbook
    from fieldservice.domain.queries.imports import mappings, preview_import
    from fieldservice.workbooks.corrections import CorrectionWords, write_corrections
    from fieldservice.workbooks.import_source import ImportSource, read_source
    from fieldservice.workbooks.reading import read_workbook
    from fieldservice.workbooks.recognising import recognise
else:
    ImportWorkbook = Deferred("fieldservice.domain.commands.imports", "ImportWorkbook")
    import_workbook = Deferred("fieldservice.domain.commands.imports", "import_workbook")
    mappings = Deferred("fieldservice.domain.queries.imports", "mappings")
    preview_import = Deferred("fieldservice.domain.queries.imports", "preview_import")
    CorrectionWords = Deferred("fieldservice.workbooks.corrections", "CorrectionWords")
    write_corrections = Deferred("fieldservice.workbooks.corrections", "write_corrections")
    read_source = Deferred("fieldservice.workbooks.import_source", "read_source")
    read_workbook = Deferred("fieldservice.workbooks.reading", "read_workbook")
    recognise = Deferred("fieldservice.workbooks.recognising", "recognise")


@dataclass(frozen=True, slots=True)
class ImportSetting:
    """The company's country, in whose forms dates and telephone numbers are written, and the local day."""

    country: str
    today: Callable[[], date]


@dataclass(frozen=True, slots=True)
class FileRead:
    """A workbook, and what its tables and columns are taken for."""

    path: Path
    workbook: Workbook
    mapping: WorkbookMapping


@dataclass(frozen=True, slots=True)
class Preview:
    """The plan that a person looks at, and what it was made from."""

    read: FileRead
    source: "ImportSource"
    request: ImportRequest
    plan: ImportPlan


def read_file(job: JobControl, path: Path) -> FileRead:
    """Read the file and recognise its tables, as earlier imports taught."""
    remembered = job.read(mappings)
    workbook = read_workbook(
        path,
        cancelled=lambda: job.is_cancelled,
        progress=lambda done, total: job.progress(done, total, _("Reading {file}").format(file=path.name)),
    )
    return FileRead(path, workbook, recognise(workbook, remembered=remembered))


def plan_file(
    job: JobControl, read: FileRead, setting: ImportSetting, consents: frozenset[Consent]
) -> Preview:
    """Type the rows by the mapping and compare them with the database; nothing is written."""
    job.progress(0, 0, _("Reading the rows"))
    source = read_source(
        read.workbook, read.mapping, country=setting.country, cancelled=lambda: job.is_cancelled
    )
    request = ImportRequest(source.records, source.unread, setting.country, consents)

    def watch(done: int, total: int) -> None:
        job.progress(done, total, _("Comparing with what is stored"))

    plan = job.read(preview_import, request, setting.today(), watch)
    return Preview(read, source, request, plan)


def write_file(job: JobControl, preview: Preview, consents: frozenset[Consent]) -> Changes:
    """Import what was confirmed; until the last row is written, a cancel leaves nothing behind."""

    def watch(done: int, total: int) -> None:
        job.progress(done, total, _("Importing"))

    command = ImportWorkbook(
        preview.read.path.name,
        replace(preview.request, consents=consents),
        preview.plan,
        preview.read.mapping.remembered(),
        watch,
    )
    return job.write(import_workbook, command)


def save_corrections(job: JobControl, preview: Preview, target: Path, words: Wording) -> int:
    """Write the refused rows to a workbook; gives their number."""
    job.progress(0, 0, _("Writing {file}").format(file=target.name))
    titles = CorrectionWords(_("Reason"), _("Row"), lambda row: words.reason(row.reason))
    try:
        return write_corrections(target, preview.source.rows_to_correct(preview.plan.rows), titles)
    except OSError as problem:
        raise EnvironmentProblem("file.not_written", file=str(target)) from problem
