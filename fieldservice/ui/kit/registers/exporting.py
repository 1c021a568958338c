"""A register's list as a file: all its rows, page after page, with progress and to be cancelled."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldservice.ui.kit.cells import Column
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.work import JobControl

if TYPE_CHECKING:
    from fieldservice.ui.kit.export import Rows
    from fieldservice.ui.kit.list_export import ExportDesk, write_list
else:
    Rows = Deferred("fieldservice.ui.kit.export", "Rows")
    ExportDesk = Deferred("fieldservice.ui.kit.list_export", "ExportDesk")
    write_list = Deferred("fieldservice.ui.kit.list_export", "write_list")


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
    desk = ExportDesk(services.dialogs, services.errors, parts.ops, services.told, parts.today)
    write_list(desk, exported.title, tuple(exported.columns), Rows(exported.pieces, 0))
