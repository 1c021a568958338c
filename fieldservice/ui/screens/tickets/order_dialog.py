"""By what the list is ordered: up to three columns, each upwards or downwards."""

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.ticket_filters import SortKey, SortName
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.dialog_windows import KitDialog
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.screens.tickets.columns import shown_columns
from fieldservice.wording import _


class OrderDialog(KitDialog):
    """`chosen` is the order; empty for that of the view."""

    def __init__(self, parent: QWidget, sorts: tuple[SortKey, ...]) -> None:
        super().__init__(
            parent,
            _("Order of the list"),
            _("A press on a column's head does the same, with Shift it adds one."),
            name="orderDialog",
        )
        form = Form(name="orderForm")
        self.names: list[Choice] = []
        self.directions: list[Choice] = []
        for place, words in enumerate((_("By"), _("then by"), _("then by"))):
            self._add_row(form, place, words, sorts[place] if place < len(sorts) else None)
        self.body.addWidget(form)
        self.add_give_up()
        go_on = self.add_go_on(_("Order the list"))
        go_on.setDefault(False)
        go_on.show_keys("Ctrl+Return")
        self.add_keys("Ctrl+Return", go_on.click)
        self.names[0].setFocus()

    @property
    def chosen(self) -> tuple[SortKey, ...]:
        keys: dict[SortName, SortKey] = {}
        for name, direction in zip(self.names, self.directions, strict=True):
            if name.value is not None:  # a combo box gives an enum of texts back as a text
                wanted = SortName(name.value)
                keys.setdefault(wanted, SortKey(wanted, descending=direction.value))
        return tuple(keys.values())

    def _add_row(self, form: Form, place: int, words: str, key: SortKey | None) -> None:
        nothing = _("the view's own order") if place == 0 else _("nothing more")
        known = {column.sort: column.words for column in shown_columns().values() if column.sort}
        name = Choice([(None, nothing), *known.items()], name=f"orderBy{place}")
        direction = Choice([(False, _("upwards")), (True, _("downwards"))], name=f"orderDirection{place}")
        name.setAccessibleName(words)
        direction.setAccessibleName(_("Direction"))
        if key is not None:
            name.set_value(key.name)
            direction.set_value(key.descending)
        form.add(words, name, direction, stretches=(1, 0))
        self.names.append(name)
        self.directions.append(direction)
