"""The editor of a filter: fields at the left, what each can be at the right, how many are left below."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldservice.domain.queries.ticket_rows import Viewer
from fieldservice.domain.rules.ticket_filters import DaySpan, FilterField, ListWish, between, days_of
from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.cells import Column
from fieldservice.ui.kit.day_field import DayField
from fieldservice.ui.kit.dialog_windows import KitDialog
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.tables import DataTable
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.kit.tick_list import Tickable, TickList
from fieldservice.ui.screens.tickets import list_calls
from fieldservice.ui.screens.tickets.list_words import Names, count_words, value_words
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.wording import _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.ticket_groups import Group, GroupWish

_PAUSE_MS = 120
_MOST_COUNTED = 1_000
_LEFT, _HEIGHT, _WIDTH = 240, 380, 720


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field and what was chosen for it, in words."""

    id: FilterField
    words: str
    chosen: str


class FilterDialog(KitDialog):
    """`chosen` is the filter as it stands, `names` what is known of its ids."""

    def __init__(self, parts: TicketsParts, parent: QWidget, wish: ListWish, names: Names) -> None:
        super().__init__(parent, _("Filter the list"), name="filterDialog")
        self.setMinimumWidth(min(current_theme().px(_WIDTH), parent.window().width()))
        self._parts = parts
        self._view = wish.view
        self.chosen = wish.filter
        self.names: dict[tuple[str, str], str] = dict(names)
        self._field = FilterField.STATE
        self._options: Latest[tuple[Group, ...]] = Latest()
        self._counts: Latest[int] = Latest()
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._ask_options)
        self._make_parts()
        self._lay_out()
        self._show_fields()
        self.fields.select_first()
        self._ask_count()
        self.fields.view.setFocus()

    def done(self, result: int) -> None:
        self._pause.stop()
        self._options.cancel()
        self._counts.cancel()
        super().done(result)

    def _make_parts(self) -> None:
        self.fields: DataTable[FieldRow] = DataTable(
            (
                Column[FieldRow](
                    key="field",
                    title="",
                    text=lambda row: row.words,
                    second=lambda row: row.chosen,
                    stretch=1,
                ),
            ),
            name="filterFields",
            empty=EmptyWords(""),
            two_lines=True,
            title=_("Fields"),
        )
        self.fields.view.horizontalHeader().hide()
        self.fields.row_selected.connect(self._on_field)
        self.typed = TextField(name="filterTyped", placeholder=_("Narrow the values…"))
        self.typed.setAccessibleName(_("Narrow the values"))
        self.typed.edited.connect(self._pause.start)
        self.options = TickList(_("Values"), name="filterOptions")
        self.fields.row_activated.connect(lambda _row: self.options.setFocus())
        self.options.ticked.connect(self._on_ticked)
        language, today = self._parts.wording.language, self._parts.today
        self.first = DayField(name="filterFirst", language=language, today=today)
        self.last = DayField(name="filterLast", language=language, today=today)
        self.first.setAccessibleName(_("First day"))
        self.last.setAccessibleName(_("Last day"))
        for field in (self.first, self.last):
            field.edited.connect(self._on_days)
        self.left = label("", Look.MUTED)
        self.left.setObjectName("filterLeft")

    def _lay_out(self) -> None:
        theme = current_theme()
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        self.fields.setFixedWidth(theme.px(_LEFT))
        row.addWidget(self.fields)
        right = QVBoxLayout()
        right.setSpacing(theme.px(8))
        right.addWidget(self.typed)
        right.addWidget(self.options, 1)
        self._days = QWidget()
        days = QHBoxLayout(self._days)
        days.setContentsMargins(0, 0, 0, 0)
        days.addWidget(label(_("or from"), Look.MUTED))
        days.addWidget(self.first)
        days.addWidget(label(_("to"), Look.MUTED))
        days.addWidget(self.last)
        right.addWidget(self._days)
        row.addLayout(right, 1)
        self.fields.setMinimumHeight(min(theme.px(_HEIGHT), self._room().height() // 2))
        self.body.addLayout(row, 1)
        self.body.addWidget(self.left)
        self.add_give_up()
        go_on = self.add_go_on(_("Filter"))
        go_on.setDefault(False)
        go_on.show_keys("Ctrl+Return")
        self.add_keys("Ctrl+Return", go_on.click)

    def _show_fields(self) -> None:
        word = self._parts.wording.word
        offered = [each for each in FilterField if each is not FilterField.BRANCH or self._has_branches()]
        self.fields.set_rows([FieldRow(field, word(field), self._said(field)) for field in offered])

    def _has_branches(self) -> bool:
        """A desk that stands alone has one branch, and a view of somebody else may still name others."""
        return self._parts.branch_id is not None or bool(self.chosen.values(FilterField.BRANCH))

    def _said(self, field: FilterField) -> str:
        values = self.chosen.values(field)
        return ", ".join(value_words(field, value, self.names, self._parts.wording) for value in values)

    def _on_field(self, row: FieldRow | None) -> None:
        if row is None:
            return
        self._field = row.id
        self.typed.blockSignals(True)
        self.typed.clear()
        self.typed.blockSignals(False)
        self.typed.setVisible(not row.id.is_days)
        self._days.setVisible(row.id.is_days)
        if row.id.is_days:
            self._show_days()
        else:
            self._ask_options()

    def _wish(self) -> "GroupWish":
        parts = self._parts
        viewer = Viewer(parts.user_id, parts.now(), parts.wording.zone)
        return list_calls.GroupWish(self._view, self._field, viewer, parts.wording.language, self.chosen)

    def _ask_options(self) -> None:
        call = self._parts.ops.query(list_calls.filter_options, self._wish(), self.typed.text())
        self._options.ask(call).then(self._on_options, self._parts.services.errors.show)

    def _on_options(self, options: "Sequence[Group]") -> None:
        field, wording = self._field, self._parts.wording
        self.names.update({(field.value, each.value): each.name for each in options if each.name})
        chosen = self.chosen.values(field)
        shown = {each.value: str(each.count) if each.count else "" for each in options}
        gone = [value for value in chosen if value not in shown and not self.typed.text().strip()]
        self.options.set_rows(
            [
                Tickable(value, value_words(field, value, self.names, wording), value in chosen, count)
                for value, count in {**dict.fromkeys(gone, ""), **shown}.items()
            ]
        )

    def _show_days(self) -> None:
        chosen = self.chosen.values(self._field)
        words = self._parts.wording.word
        self.options.set_rows([Tickable(span.value, words(span), span.value in chosen) for span in DaySpan])
        fixed = next((days_of(value, self._parts.today()) for value in chosen if ".." in value), None)
        for field, day in zip((self.first, self.last), fixed or (None, None), strict=True):
            field.blockSignals(True)
            field.set_day(day)
            field.blockSignals(False)

    def _on_ticked(self, value: Hashable, is_on: bool) -> None:  # noqa: FBT001 - carried by a signal
        """Of days one span at a time: several would say little."""
        field, said = self._field, str(value)
        if field.is_days:
            self._choose((said,) if is_on else ())
            self._show_days()
        else:
            kept = self.chosen.values(field)
            self._choose((*kept, said) if is_on else tuple(each for each in kept if each != said))

    def _on_days(self) -> None:
        first, last = self.first.day, self.last.day
        if first is None and last is None:
            return
        begin, end = first or last, last or first
        if begin is not None and end is not None and begin <= end:
            self._choose((between(begin, end),))

    def _choose(self, values: tuple[str, ...]) -> None:
        self.chosen = self.chosen.having(self._field, values)
        self._show_fields()
        self._ask_count()

    def _ask_count(self) -> None:
        call = self._parts.ops.query(list_calls.filter_count, self._wish())
        self._counts.ask(call).then(self._on_count, self._on_no_count)

    def _on_count(self, count: int) -> None:
        said = count_words(count, is_more=count >= _MOST_COUNTED)
        self.left.setText(
            ngettext("{count} ticket is left", "{count} tickets are left", count).format(count=said)
        )

    def _on_no_count(self, error: Exception) -> None:
        del error
        self.left.setText("")
