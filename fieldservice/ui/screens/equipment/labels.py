"""The label of a unit as a PDF file, written on a reader."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.screens.equipment import calls

if TYPE_CHECKING:
    from fieldservice.reports.unit_label import UnitLabel
else:
    UnitLabel = Deferred("fieldservice.reports.unit_label", "UnitLabel")


def save_label(session: Any, unit_id: UUID, target: Path, day: date, language: str) -> Path:
    """`file.not_written` when the folder is full or closed."""
    dossier = calls.unit_dossier(session, unit_id, day=day, language=language)
    if dossier is None:
        raise LookupError("the unit is gone")
    card = dossier.card
    label = UnitLabel(card.unit.serial_number, card.unit.name, card.customer, card.site, dossier.place)
    try:
        target.write_bytes(calls.unit_labels_pdf([label], language))
    except OSError as problem:
        raise EnvironmentProblem("file.not_written", file=str(target)) from problem
    return target
