"""By when the ticket should be closed: shown as computed from the SLA, changed by typing, with a reason."""

from datetime import datetime

from PySide6.QtCore import Signal

from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.screens.intake.moments import read_moment
from fieldservice.ui.screens.intake.parts import IntakeParts
from fieldservice.wording import _


class ClosingField(TextField):
    """`set_by_hand` tells that somebody set another moment, or went back to the computed one."""

    set_by_hand = Signal()

    def __init__(self, parts: IntakeParts) -> None:
        super().__init__(name="closingField", placeholder=_("no SLA, type a day and an hour"))
        self._parts = parts
        self._computed: datetime | None = None
        self._sla_name = ""
        self._chosen: datetime | None = None
        self._is_unreadable = False
        self.editingFinished.connect(self._on_left)

    @property
    def chosen(self) -> datetime | None:
        """The moment set by hand; None while the computed one holds."""
        return self._chosen

    @property
    def is_unreadable(self) -> bool:
        return self._is_unreadable

    def show_computed(self, moment: datetime | None, sla_name: str) -> None:
        """What the SLA promises; it does not overwrite what somebody set or is typing."""
        self._computed, self._sla_name = moment, sla_name
        if self._chosen is None and not self._is_unreadable and not self.isModified():
            self._show()

    def choose(self, moment: datetime | None) -> None:
        """Set the moment as from a draft; None for the computed one."""
        self._chosen = moment
        self._is_unreadable = False
        self._show()

    def clear_all(self) -> None:
        self._computed, self._sla_name = None, ""
        self.choose(None)

    def _show(self) -> None:
        moment = self._chosen or self._computed
        self.set_text(self._parts.wording.long_moment(moment) if moment else "")
        self.setModified(False)
        by_sla = _("SLA {name}").format(name=self._sla_name) if self._sla_name else ""
        self.set_hint(by_sla if self._chosen is None else _("set by hand"))

    def _on_left(self) -> None:
        if not self.isModified():
            return
        typed = self.text().strip()
        moment = self._read(typed) if typed else None
        self._is_unreadable = bool(typed) and moment is None
        self.setModified(self._is_unreadable)
        if not self._is_unreadable:
            self._chosen = None if moment == self._computed else moment
            self._show()
        self.set_by_hand.emit()

    def _read(self, typed: str) -> datetime | None:
        """Days that stand as shown are read as what they show, whatever the language calls their month."""
        zone = self._parts.wording.zone
        for known in (self._chosen, self._computed):
            if known is not None:
                day = known.astimezone(zone).date()
                typed = typed.replace(self._parts.wording.long_day(day), day.isoformat())
        return read_moment(typed, self._parts.now(), zone)
