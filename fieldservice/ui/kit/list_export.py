"""Asks for a file and has a list written into it, behind the window; what was done is told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from fieldservice.ui.kit.cells import Column
from fieldservice.ui.kit.dialogs import Dialogs
from fieldservice.ui.kit.errors import ErrorDesk
from fieldservice.ui.kit.export import Rows, export_rows
from fieldservice.ui.kit.ops import Ops
from fieldservice.wording import _

ENDINGS = (".xlsx", ".csv")


@dataclass(frozen=True, slots=True)
class ExportDesk:
    """Who asks, who works, and who is told; `today` is for the name of the file."""

    dialogs: Dialogs
    errors: ErrorDesk
    ops: Ops
    told: Callable[[str], None]
    today: Callable[[], date]


def write_list(desk: ExportDesk, title: str, columns: tuple[Column[Any], ...], rows: Rows[Any]) -> None:
    """All rows with these columns, as a workbook or a text table, whichever the name of the file says."""
    name = f"{title} {desk.today().isoformat()}.xlsx"
    filters = f"{_('Workbook')} (*.xlsx);;{_('Text table')} (*.csv)"
    file = desk.dialogs.save_file(_("Export the list"), Path.home() / name, filters)
    if file is None:
        return
    target = file if file.suffix.lower() in ENDINGS else file.with_name(f"{file.name}.xlsx")
    said = _("Export of {list} to {file}").format(list=title, file=target.name)
    call = desk.ops.job(export_rows, said, target, title, columns, rows)
    call.then(lambda written: desk.told(_("Saved: {file}").format(file=written)), desk.errors.show)
    desk.told(said)
