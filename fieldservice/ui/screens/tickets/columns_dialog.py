"""Which columns the list has and in which order: ticked by Space, moved by Ctrl+Up and Ctrl+Down."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.dialog_windows import KitDialog
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.kit.tick_list import Tickable, TickList
from fieldservice.ui.screens.tickets.columns import USUAL, shown_columns
from fieldservice.wording import _

_HEIGHT = 330


class ColumnsDialog(KitDialog):
    """`chosen` are the keys of the columns, from left to right; empty for the usual ones."""

    def __init__(self, parent: QWidget, columns: tuple[str, ...]) -> None:
        super().__init__(
            parent,
            _("Columns of the list"),
            _("Space ticks a column, Ctrl+Up and Ctrl+Down move it. Widths are changed in the list's head."),
            name="columnsDialog",
        )
        self.list = TickList(_("Columns"), name="columnList")
        self.list.setMinimumHeight(min(current_theme().px(_HEIGHT), parent.window().height() // 2))
        self.body.addWidget(self.list, 1)
        self._show(columns or USUAL)
        self._add_movers()
        usual = quiet(_("The usual ones"), name="usualColumnsButton")
        usual.clicked.connect(self._on_usual)
        self.add_buttons(usual)
        self.add_give_up()
        self._go_on = self.add_go_on(_("Show these"))
        self._go_on.setDefault(False)
        self._go_on.show_keys("Ctrl+Return")
        self.add_keys("Ctrl+Return", self._go_on.click)
        self.list.ticked.connect(self._on_ticked)
        self.list.setFocus()

    @property
    def chosen(self) -> tuple[str, ...]:
        keys = tuple(str(key) for key in self.list.on)
        return () if keys == USUAL else keys

    def _show(self, columns: tuple[str, ...]) -> None:
        """Those chosen first, in their order; the others behind."""
        known = shown_columns()
        keys = [*columns, *(key for key in known if key not in columns)]
        self.list.set_rows([Tickable(key, known[key].words, key in columns) for key in keys])
        self.list.table.select_first()

    def _add_movers(self) -> None:
        row = QHBoxLayout()
        for words, keys, step, name in (
            (_("Up"), "Ctrl+Up", -1, "columnUpButton"),
            (_("Down"), "Ctrl+Down", 1, "columnDownButton"),
        ):
            button = quiet(words, keys=keys, name=name)
            button.clicked.connect(lambda _c=False, step=step: self.list.move_row(step))
            self.add_keys(keys, button.click)
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)

    def _on_ticked(self) -> None:
        self._go_on.setEnabled(bool(self.list.on))

    def _on_usual(self) -> None:
        self._show(USUAL)
        self._go_on.setEnabled(True)
