"""What the list is narrowed to, as chips above it: each is taken off by a press, Delete or Backspace."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from fieldservice.domain.rules.ticket_filters import FilterField, TicketFilter
from fieldservice.ui.kit.buttons import Button, ButtonKind, quiet
from fieldservice.ui.kit.flow import Flow
from fieldservice.ui.screens.tickets.list_words import Names, chip_words
from fieldservice.wording import Wording, _

_OFF_KEYS = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}


class FilterChip(Button):
    """One value of one field; `taken_off` by mouse or keys."""

    taken_off = Signal()

    def __init__(self, words: str, *, name: str) -> None:
        super().__init__(words, ButtonKind.QUIET, name=name)
        self.set_icon_name("x")
        self.setCheckable(False)
        self.setAccessibleName(_("{filter}; press Delete to take it off").format(filter=words))
        self.setToolTip(_("Take this filter off"))
        self.clicked.connect(self.taken_off)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OFF_KEYS and not event.modifiers():
            self.taken_off.emit()
        else:
            super().keyPressEvent(event)


class FilterBar(Flow):
    """`changed` carries the filter that is left, `save_requested` asks to make a view of it."""

    changed = Signal(object)
    save_requested = Signal()

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self.setObjectName("filterBar")
        self._wording = wording
        self._filter = TicketFilter()
        self._names: dict[tuple[str, str], str] = {}
        self._chips: list[FilterChip] = []
        self._save = quiet(_("Save as view…"), name="saveViewButton")
        self._clear = quiet(_("Clear"), name="clearFilterButton")
        self._clear.setAccessibleName(_("Take all filters off"))
        self._save.clicked.connect(self.save_requested)
        self._clear.clicked.connect(lambda: self.changed.emit(TicketFilter()))

    def show_filter(self, chosen: TicketFilter, names: Names) -> None:
        """`names` are what is known of the ids so far; what is not yet known comes with another call."""
        self._names.update(names)
        self._filter = chosen
        focused = next((at for at, chip in enumerate(self._chips) if chip.hasFocus()), None)
        self._forget_chips()
        for field, values in chosen.chosen:
            for value in values:
                self._add_chip(field, value)
        for button in (self._clear, self._save):
            self.add(button)
            button.setVisible(not chosen.is_empty)
        self.setVisible(not chosen.is_empty)
        self.arrange()
        if focused is not None and self._chips:
            self._chips[min(focused, len(self._chips) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def chips(self) -> tuple[FilterChip, ...]:
        return tuple(self._chips)

    def _add_chip(self, field: FilterField, value: str) -> None:
        words = chip_words(field, value, self._names, self._wording)
        chip = FilterChip(words, name=f"filter_{field.value}_{len(self._chips)}")
        chip.taken_off.connect(lambda: self.changed.emit(self._filter.without(field, value)))
        self._chips.append(chip)
        self.add(chip)
        chip.show()

    def _forget_chips(self) -> None:
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips.clear()
        self.forget()
