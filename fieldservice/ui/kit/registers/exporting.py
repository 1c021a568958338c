"""A register's list as a file: all its rows, page after page, with progress and to be cancelled."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldservice.ui.kit.cells import Column
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.work import JobControl
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.ui.kit.export import Rows, export_rows
else:
    Rows = Deferred("fieldservice.ui.kit.export", "Rows")
    export_rows = Deferred("fieldservice.ui.kit.export", "export_rows")

ENDINGS = (".xlsx", ".csv")


@dataclass(frozen=True, slots=True)
class ExportedList:
    """`page(session, *ask, after=mark)` gives rows and the mark where the next page begins."""

    title: str
    columns: Sequence[Column[Any]]
    page: Callable[..., Any]
    ask: tuple[Any, ...]
    more: tuple[tuple[str, Any], ...] = ()

    def pieces(self, job: JobControl) -> Iterator[Sequence[Any]]:
        after = None
        while True:
            page = job.read(self.page, *self.ask, after=after, **dict(self.more))
            yield page.rows
            after = page.next
            if after is None:
                return


def export_list(parts: RegisterParts, exported: ExportedList) -> None:
    """Ask for a file and write the list into it behind the window; what was done is told."""
    services = parts.services
    name = f"{exported.title} {parts.today().isoformat()}.xlsx"
    filters = f"{_('Workbook')} (*.xlsx);;{_('Text table')} (*.csv)"
    file = services.dialogs.save_file(_("Export the list"), Path.home() / name, filters)
    if file is None:
        return
    target = file if file.suffix.lower() in ENDINGS else file.with_name(f"{file.name}.xlsx")
    said = _("Export of {list} to {file}").format(list=exported.title, file=target.name)
    rows = Rows(exported.pieces, 0)
    call = parts.ops.job(export_rows, said, target, exported.title, exported.columns, rows)
    call.then(lambda written: services.told(_("Saved: {file}").format(file=written)), services.errors.show)
    services.told(said)
