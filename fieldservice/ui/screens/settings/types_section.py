"""Types of tickets: besides what their form asks, how they behave once closed or split."""

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.reopening import Reopening
from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.form_dialog import FormDialog
from fieldservice.ui.screens.settings import calls
from fieldservice.ui.screens.settings.book_section import BookSection
from fieldservice.ui.screens.settings.inputs import CheckInput, ChoiceInput, NumberInput
from fieldservice.ui.screens.settings.parts import SettingsParts
from fieldservice.ui.screens.settings.ticket_books import types
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.settings import BookRow
    from fieldservice.domain.queries.ticket_acts import ConductRow


class TypesSection(BookSection):
    def __init__(self, parts: SettingsParts) -> None:
        super().__init__(parts, types(), name="typesSection")
        self._conducts: Latest[tuple[ConductRow, ...]] = Latest()

    def acts(self) -> frozenset[str]:
        return super().acts() | ({"conduct"} if self.table.selected_row() is not None else frozenset())

    def shown_acts(self) -> frozenset[str]:
        return super().shown_acts() | {"conduct"}

    def leave(self) -> None:
        self._conducts.cancel()
        super().leave()

    def change_conduct(self) -> None:
        row = self.table.selected_row()
        if row is not None:
            query = self.parts.ops.query(calls.conducts)
            self._conducts.ask(query).then(lambda known: self._open_conduct(row, known), self.failed)

    def _open_conduct(self, row: "BookRow", known: "tuple[ConductRow, ...]") -> None:
        conduct = next((each for each in known if each.ticket_type_id == row.id), None)
        self.parts.services.dialogs.run(ConductDialog(self.parts, self.window(), row, conduct))


class ConductDialog(FormDialog):
    """Four ways in which a closed ticket may come back; the days matter for one of them only."""

    def __init__(
        self, parts: SettingsParts, parent: QWidget, row: "BookRow", conduct: "ConductRow | None"
    ) -> None:
        title = _("“{name}”: once closed or split").format(name=row.name)
        super().__init__(parts, parent, title, name="conductDialog", subject=row.id)
        self._type_id = row.id
        ways = [(way, parts.wording.word(way)) for way in Reopening]
        self.reopening = ChoiceInput(ways, name="reopeningField")
        self.days = NumberInput(name="reopeningDaysField")
        self.raises = CheckInput(_("Coming back, it becomes more urgent"), name="raisesPriorityField")
        self.keeps_clock = CheckInput(_("A part split off keeps the clock"), name="keepsClockField")
        self._idle_hours = 0 if conduct is None else conduct.idle_hours
        self._show(conduct)
        for words, field, name in (
            (_("May be reopened"), self.reopening, "reopening"),
            (_("Within (days)"), self.days, "days"),
            ("", self.raises, "raises"),
            ("", self.keeps_clock, "keeps_clock"),
        ):
            self.form.add(words, field)
            self.keep(name, field)
        self.reopening.edited.connect(self._follow)
        self._follow()
        self.reopening.setFocus()

    def send(self) -> Call[Changes]:
        way: Reopening = self.reopening.read_value()
        command = calls.SetConduct(
            self._type_id,
            way,
            self.days.read_value() if way is Reopening.WITHIN_DAYS else 0,
            self.raises.read_value(),
            self.keeps_clock.read_value(),
            self._idle_hours,
        )
        return self.parts.ops.command(calls.set_conduct, command)

    def field_of(self) -> dict[str, Any]:
        return {"reopening.days_out_of_range": self.days}

    def _show(self, conduct: "ConductRow | None") -> None:
        self.reopening.show_value(Reopening.ALWAYS if conduct is None else conduct.reopening)
        self.days.show_value(0 if conduct is None else conduct.reopening_days)
        self.raises.show_value(conduct is not None and conduct.raises_priority)
        self.keeps_clock.show_value(conduct is not None and conduct.split_keeps_clock)

    def _follow(self) -> None:
        self.form.show_row(self.days, visible=self.reopening.value is Reopening.WITHIN_DAYS)
