"""What a file of units holds: one value a column, days as days."""

from typing import TYPE_CHECKING

from fieldservice.ui.kit.cells import Column
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.screens.equipment.words import cover_mark, why
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.equipment_list import UnitListRow


def export_columns(parts: RegisterParts) -> "tuple[Column[UnitListRow], ...]":
    wording = parts.wording
    texts = (
        ("serial", _("Serial number"), lambda row: row.serial_number),
        ("category", _("Category"), lambda row: row.category),
        ("model", _("Model"), lambda row: row.product),
        ("customer", _("Customer"), lambda row: row.customer),
        ("site", _("Site"), lambda row: row.site),
        ("city", _("Town"), lambda row: row.city),
        ("place", _("Place at the site"), lambda row: row.place),
        ("status", _("Status"), lambda row: wording.word(row.status)),
        ("cover", _("Today"), lambda row: cover_mark(row.cover.value)[0]),
        ("why", _("Why"), lambda row: why(row.verdict, wording)),
    )
    days = (
        ("warranty", _("Warranty until"), lambda row: row.warranty_until),
        ("plan", _("Next plan"), lambda row: row.next_due),
    )
    return (
        *(Column(key=key, title=title, text=text) for key, title, text in texts),
        *(Column(key=key, title=title, text=lambda _row: "", export=day) for key, title, day in days),
    )
