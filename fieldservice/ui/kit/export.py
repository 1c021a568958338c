"""A list as it is seen, all its rows, into a file: with progress, to be cancelled, nothing half done left.

The rows are read a piece at a time on the job's thread, so that a million of them take no more memory than a
hundred.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.ui.kit.cells import Column
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.work import JobControl
from fieldservice.workbooks.table_writing import TooLongError, Value, table_writer

if TYPE_CHECKING:
    from fieldservice.domain.commands.disclosures import RecordExport, record_export
else:
    RecordExport = Deferred("fieldservice.domain.commands.disclosures", "RecordExport")
    record_export = Deferred("fieldservice.domain.commands.disclosures", "record_export")

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Rows(Generic[Row]):
    """What is written: `pieces` reads it through the job, `total` is how many rows are expected."""

    pieces: Callable[[JobControl], Iterator[Sequence[Row]]]
    total: int


def export_rows(
    job: JobControl, file: Path, title: str, columns: Sequence[Column[Any]], rows: Rows[Any]
) -> Path:
    """For `ops.job`. The file appears whole or not at all; who wrote it is in the journal.

    `EnvironmentProblem` `export.not_written`, `export.too_long` for more rows than a sheet can hold.
    """
    half_done = file.with_name(f".{file.stem}.part{file.suffix}")
    try:
        count = _write(job, half_done, title, columns, rows)
        half_done.replace(file)
    except TooLongError as error:
        raise EnvironmentProblem("export.too_long", file=file.name) from error
    except OSError as error:
        raise EnvironmentProblem("export.not_written", file=file.name, why=error.strerror or "") from error
    finally:
        half_done.unlink(missing_ok=True)
    job.write(record_export, RecordExport(title, count, file.name))
    return file


def value_of(column: Column[Any], row: Any) -> Value:
    """What a column says of a row in a file: its own value, else its text, both lines of it."""
    if column.export is not None:
        return column.export(row)
    said = (column.text(row), column.second(row) if column.second else "")
    return " · ".join(part for part in said if part)


def _write(job: JobControl, file: Path, title: str, columns: Sequence[Column[Any]], rows: Rows[Any]) -> int:
    """Gives how many rows were written."""
    done = 0
    with table_writer(file, title, [column.heading for column in columns]) as writer:
        for piece in rows.pieces(job):
            for row in piece:
                writer.write([value_of(column, row) for column in columns])
            done += len(piece)
            job.progress(done, max(done, rows.total))
    return done
