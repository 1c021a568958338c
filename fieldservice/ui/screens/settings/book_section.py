"""A dictionary as a section: its entries in order, each added, changed, moved, retired or removed."""

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.cells import Column
from fieldservice.ui.kit.dialogs import Question
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.tables import DataTable
from fieldservice.ui.screens.settings import calls
from fieldservice.ui.screens.settings.books import BookSpec, name_column, standing_column
from fieldservice.ui.screens.settings.entry_dialog import EntryDialog
from fieldservice.ui.screens.settings.parts import SettingsParts
from fieldservice.ui.screens.settings.section import SettingsSection
from fieldservice.ui.screens.settings.words import used_by
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.settings import BookPage, BookRow, Usage


class BookSection(SettingsSection):
    """The columns of the list need the choices, so the table is made when the first page has come."""

    def __init__(self, parts: SettingsParts, spec: BookSpec, *, name: str) -> None:
        super().__init__(parts, spec.title, spec.explains, name=name)
        self.spec = spec
        self.tables = (spec.table, "team", "queue", "ticket_type", "calendar", "service", "customer")
        self.page: BookPage | None = None
        self._call: Latest[BookPage] = Latest()
        self._usage: Latest[Any] = Latest()
        columns: list[Column[BookRow]] = [
            name_column(_("Name")),
            *self._told_columns(),
            standing_column(),
        ]
        self.table: DataTable[BookRow] = DataTable(
            columns,
            name=f"{spec.table}Table",
            title=spec.title,
            empty=EmptyWords(spec.empty, spec.add_words),
            row_id=lambda row: row.id,
        )
        self.table.row_activated.connect(lambda _row: self.change())
        self.table.row_selected.connect(lambda _row: self.acts_changed.emit())
        self.table.empty_button_pressed.connect(self.add)
        card = Card(padded=False)
        card.add(self.table, 1)
        self.body.addWidget(card, 1)

    def acts(self) -> frozenset[str]:
        row = self.table.selected_row()
        if row is None:
            return frozenset({"add"})
        with_row = {"add", "change", "up", "down", "retire", "remove"}
        return frozenset(with_row | ({"usual"} if "state_type" in row.values else set()))

    def shown_acts(self) -> frozenset[str]:
        usual = {"usual"} if self.spec.table == "ticket_state" else set()
        return frozenset({"add", "change", "up", "down", "retire", "remove"} | usual)

    def add_words(self) -> str:
        return self.spec.add_words

    def first_field(self) -> QWidget:
        return self.table

    def reload(self) -> None:
        self.table.start_loading()
        query = self.parts.ops.query(calls.book_page, self.spec.table, self.parts.wording.language)
        self._call.ask(query).then(self._on_page, self.failed)

    def leave(self) -> None:
        self._call.cancel()
        self._usage.cancel()

    def add(self) -> None:
        self._open(None)

    def change(self) -> None:
        row = self.table.selected_row()
        if row is not None:
            self._open(row)

    def shift(self, step: int) -> None:
        row = self.table.selected_row()
        if row is None or self.page is None:
            return
        shown = [each.id for each in self.page.rows if self.spec.shows(each)]
        at = shown.index(row.id) + step
        if 0 <= at < len(shown):
            place = [each.id for each in self.page.rows].index(shown[at])
            self._do(calls.move_entry, calls.MoveEntry(self.spec.table, row.id, place))

    def retire(self) -> None:
        """Offer again at once; before something used goes, say where it is used."""
        row = self.table.selected_row()
        if row is not None and not row.is_active:
            self._do(calls.set_entry_active, calls.SetEntryActive(self.spec.table, row.id, True))
        elif row is not None:
            query = self.parts.ops.query(calls.usage, self.spec.table, row.id)
            self._usage.ask(query).then(lambda uses: self._retire(row, uses), self.failed)

    def remove(self) -> None:
        row = self.table.selected_row()
        if row is not None:
            query = self.parts.ops.query(calls.usage, self.spec.table, row.id)
            self._usage.ask(query).then(lambda uses: self._remove(row, uses), self.failed)

    def make_usual(self) -> None:
        row = self.table.selected_row()
        if row is not None:
            self._do(calls.make_usual_state, calls.MakeUsualState(row.id))

    def open_form(self, row: "BookRow | None") -> EntryDialog:
        """The form of an entry; sections with more to ask make another."""
        if self.page is None:
            raise LookupError(self.spec.table)
        return EntryDialog(self.parts, self.window(), self.spec, self.page.choices, row)

    def _told_columns(self) -> "list[Column[BookRow]]":
        """Columns whose words need what can be chosen, which is known only when rows are."""
        return list(self.spec.columns(self.parts, _NamesOfPage(self)))

    def _open(self, row: "BookRow | None") -> None:
        if self.page is None:
            return
        dialog = self.open_form(row)
        entry_id = dialog.entry_id
        if self.parts.services.dialogs.run(dialog):
            self.table.select_id(entry_id)

    def _on_page(self, page: "BookPage") -> None:
        self.page = page
        self.table.set_rows([row for row in page.rows if self.spec.shows(row)])
        if self.table.selected_row() is None:
            self.table.select_first()
        self.acts_changed.emit()

    def _retire(self, row: "BookRow", uses: "tuple[Usage, ...]") -> None:
        text = _("It is used by {places}. They keep it; it is only offered no longer.")
        question = Question(
            title=_("Retire “{name}”?").format(name=row.name),
            text=text.format(places=used_by(uses, self.parts.wording)),
            yes=_("Retire"),
        )
        if not uses or self.parts.services.dialogs.confirm(question):
            self._do(calls.set_entry_active, calls.SetEntryActive(self.spec.table, row.id, False))

    def _remove(self, row: "BookRow", uses: "tuple[Usage, ...]") -> None:
        if not uses:
            self._do(calls.remove_entry, calls.RemoveEntry(self.spec.table, row.id))
            return
        text = _("It is used by {places}, so it is not removed. Retired, it is offered no longer.")
        question = Question(
            title=_("Retire “{name}” instead?").format(name=row.name),
            text=text.format(places=used_by(uses, self.parts.wording)),
            yes=_("Retire"),
        )
        if row.is_active and self.parts.services.dialogs.confirm(question):
            self._do(calls.set_entry_active, calls.SetEntryActive(self.spec.table, row.id, False))

    def _do(self, function: Any, command: Any) -> None:
        self.parts.ops.command(function, command).then(lambda _changes: None, self.failed)


class _NamesOfPage:
    """What can be chosen, as it is when rows are shown."""

    def __init__(self, section: BookSection) -> None:
        self._section = section

    def of(self, table: str) -> Any:
        page = self._section.page
        return () if page is None else page.choices.of(table)

    def name(self, table: str, row_id: Any) -> str:
        page = self._section.page
        return "" if page is None or row_id is None else page.choices.name(table, row_id)
