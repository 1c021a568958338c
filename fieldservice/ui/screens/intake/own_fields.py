"""What a template fills in, and the company's own fields that a request of a kind is asked (A37)."""

import json
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.field_form import FieldForm
from fieldservice.ui.screens.intake import calls
from fieldservice.ui.screens.intake.parts import IntakeParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.custom_fields import FieldSheet
    from fieldservice.domain.queries.ticket_templates import TemplateRow

Answers = tuple[tuple[str, str], ...]
About = tuple[UUID | None, UUID | None, UUID | None]


class OwnFields(QWidget):
    """Asked anew when type, kind or service are others; hidden while nothing is asked."""

    edited = Signal()

    def __init__(self, parts: IntakeParts) -> None:
        super().__init__()
        self.setObjectName("ownFields")
        self._parts = parts
        self._about: About | None = None
        self._kept: dict[str, str] = {}
        self._is_asked = False
        self._call: Latest[FieldSheet] = Latest()
        self.form = FieldForm(parts.wording, self._today, name="intakeField")
        self.form.edited.connect(self.edited)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.form)
        self.hide()

    def ask_about(self, type_id: UUID | None, kind_id: UUID | None, service_id: UUID | None) -> None:
        """What a request of this type, kind and service is asked."""
        about = (type_id, kind_id, service_id)
        if about != self._about:
            self._about = about
            query = self._parts.ops.query(calls.fields_for_intake, self._parts.wording.language, *about)
            self._call.ask(query).then(self._on_sheet, self._on_failed)

    def answers(self) -> Answers | None:
        """None as long as nobody was asked."""
        return tuple(sorted(self.form.values().items())) if self._is_asked else None

    def check(self) -> bool:
        """Whether all that must be answered is; says at the fields what is not."""
        return self.form.check()

    def reset(self) -> None:
        self._call.cancel()
        self._about, self._kept, self._is_asked = None, {}, False
        self.form.forget()
        self.hide()

    def draft_value(self) -> str:
        return json.dumps(dict(self.form.values()) or self._kept)

    def set_draft_value(self, value: str) -> None:
        """The fields come when it is known what is asked; until then their answers wait."""
        self._kept = json.loads(value) if value else {}

    def _on_sheet(self, sheet: "FieldSheet") -> None:
        waiting, self._kept = self._kept, {}
        self.form.show_sheet(sheet, waiting)
        self._is_asked = True
        self.setVisible(not self.form.is_empty)

    def _on_failed(self, error: Exception) -> None:
        self._about = None  # so that the next change asks again
        self._parts.services.errors.show(error)

    def _today(self) -> date:
        return self._parts.local_day(self._parts.now())


class TemplateChoice(Choice):
    """Shown when the company has templates. `chosen` carries the `TemplateRow`."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__([(None, _("No template"))], name="templateChoice")
        self.setAccessibleName(_("Template"))
        self.tasks: tuple[str, ...] = ()
        self._templates: dict[UUID, TemplateRow] = {}
        self.edited.connect(self._on_edited)
        self.hide()

    def offer(self, templates: "Sequence[TemplateRow]") -> None:
        self._templates = {row.id: row for row in templates}
        self.set_options([(None, _("No template")), *((row.id, row.name) for row in templates)])
        self.setVisible(bool(templates))

    def reset(self) -> None:
        self.tasks = ()
        self.setCurrentIndex(0)

    def _on_edited(self) -> None:
        row = self._templates.get(self.value)
        self.tasks = row.tasks if row is not None else ()
        if row is not None:
            self.chosen.emit(row)
