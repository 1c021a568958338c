"""The preview: whose servability would change, first; then counts by kind, and every row with its outcome."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from fieldservice.domain.rules.import_records import (
    Consent,
    Counts,
    EntryKind,
    ImportPlan,
    PlannedRow,
    RowState,
    ServabilityChange,
)
from fieldservice.ui.kit.buttons import Button, filter_button
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.cells import Align, CellLook, Column
from fieldservice.ui.kit.checks import CheckBox
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.flow import Flow
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.side_by_side import SideBySide
from fieldservice.ui.kit.tables import DataTable
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.imports.rows import RowDetail, row_columns
from fieldservice.ui.screens.imports.work import Preview
from fieldservice.wording import Wording, _, ngettext

SERVABILITY_ROWS = 4
# What a person must look at first stands first.
ORDER = {RowState.REFUSED: 0, RowState.CHANGED: 1, RowState.NEW: 2, RowState.SAME: 3}

_LEAST_HEIGHT = 160
_SUMMARY_NEEDS = 400


@dataclass(frozen=True, slots=True)
class KindLine:
    """How the rows of one kind end; `id` is the kind, None for all of them."""

    id: str | None
    title: str
    counts: Counts


def _kind_columns(words: Wording) -> Sequence[Column[KindLine]]:
    def number(key: str, title: str) -> Column[KindLine]:
        return Column[KindLine](
            key=key,
            title=title,
            text=lambda line: words.number(getattr(line.counts, key)) if getattr(line.counts, key) else "",
            align=Align.RIGHT,
            width=64,
        )

    title = Column[KindLine](
        key="title", title="", text=lambda line: line.title, look=CellLook.STRONG, stretch=1
    )
    states = [number(state.value, words.word(state)) for state in RowState]
    return (title, *states)


def _servability_columns(words: Wording) -> Sequence[Column[ServabilityChange]]:
    return (
        Column[ServabilityChange](
            key="number", title=_("Customer"), text=lambda row: row.number, look=CellLook.STRONG, width=110
        ),
        Column[ServabilityChange](key="name", title=_("Name"), text=lambda row: row.name, stretch=2),
        Column[ServabilityChange](
            key="before", title=_("Today"), text=lambda row: words.word(row.before), stretch=1
        ),
        Column[ServabilityChange](
            key="after",
            title=_("After the import"),
            text=lambda row: words.word(row.after),
            look=CellLook.CHIP,
            tone=lambda row: Tone.GOOD if row.after.value == "servable" else Tone.STOP,
            shape=lambda row: Shape.TICK if row.after.value == "servable" else Shape.TRIANGLE,
            stretch=1,
        ),
    )


class PreviewStep(QWidget):
    """Every row accounted for. `consent_changed` when something was agreed to, or taken back."""

    consent_changed = Signal()
    replan_requested = Signal()

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self._words = words
        self._preview: Preview | None = None
        self._kind: str | None = None
        self._state: RowState | None = None
        self._build_servability()
        self._build_summary()
        self._build_rows()
        self.detail = RowDetail(words)
        self._lay_out()

    @property
    def consents(self) -> frozenset[Consent]:
        given = {Consent.SERVABILITY: self.servability_box, Consent.SHORTENING: self.shortening_box}
        return frozenset(consent for consent, box in given.items() if box.isChecked())

    def show_preview(self, preview: Preview) -> None:
        self._preview = preview
        self._show_servability(preview.plan)
        self._show_summary(preview.plan)
        self._show_notices(preview.plan)
        self._show_rows()

    def reset(self) -> None:
        """Before another file: nothing is agreed to any more."""
        for box in (self.servability_box, self.shortening_box):
            box.blockSignals(True)
            box.setChecked(False)
            box.blockSignals(False)
        self._kind, self._state = None, None
        self._state_buttons[None].setChecked(True)

    def _build_servability(self) -> None:
        nothing = EmptyWords(_("Nobody's service changes."))
        self.servability: DataTable[ServabilityChange] = DataTable(
            _servability_columns(self._words),
            name="importServability",
            empty=nothing,
            row_id=lambda row: row.number,
        )
        self.servability_box = CheckBox("", name="importServabilityBox")
        self.servability_box.edited.connect(self.consent_changed)
        self._servability_card = Card(
            _("Whether and why not these customers may be served would change"),
            padded=False,
            name="importServabilityCard",
        )
        self._servability_card.add(self.servability)
        self._servability_card.add_section().addWidget(self.servability_box)

    def _build_summary(self) -> None:
        empty = EmptyWords(_("The file holds no rows."))
        self.summary: DataTable[KindLine] = DataTable(
            _kind_columns(self._words), name="importKinds", empty=empty
        )
        self.summary.row_selected.connect(self._on_kind_selected)
        self._notices = label("", Look.MUTED, wraps=True)
        self._notices.setObjectName("importNotices")
        self.shortening_box = CheckBox("", name="importShorteningBox")
        self.shortening_box.edited.connect(self.replan_requested)

    def _build_rows(self) -> None:
        self._state_buttons: dict[RowState | None, Button] = {}
        self._group = QButtonGroup(self)
        for state in (None, *RowState):
            name = "All" if state is None else state.value.capitalize()
            word = _("all") if state is None else self._words.word(state)
            button = filter_button(word, name=f"import{name}")
            button.clicked.connect(lambda _checked=False, chosen=state: self._on_state_chosen(chosen))
            self._group.addButton(button)
            self._state_buttons[state] = button
        self.noted_button = filter_button(_("with a note"), name="importNoted")
        self.noted_button.clicked.connect(self._on_noted_chosen)
        self._group.addButton(self.noted_button)
        self._state_buttons[None].setChecked(True)
        self.rows: DataTable[PlannedRow] = DataTable(
            row_columns(self._words),
            name="importRows",
            empty=EmptyWords(_("No row of the file ends like this.")),
            row_id=lambda row: (row.kind, row.place),
        )
        self.rows.row_selected.connect(self._on_row_selected)

    def _lay_out(self) -> None:
        gap = current_theme().px(16)
        summary = Card(_("What would happen"), padded=False)
        summary.add(self.summary, 1)
        notices = summary.add_section()
        notices.addWidget(self._notices)
        notices.addWidget(self.shortening_box)
        self._filters = Flow()
        for button in (*self._state_buttons.values(), self.noted_button):
            self._filters.add(button)
        rows = Card(padded=False)
        rows.add(self.rows, 1)
        right = QWidget()
        down = QVBoxLayout(right)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(current_theme().px(12))
        down.addWidget(self._filters)
        down.addWidget(rows, 5)
        down.addWidget(self.detail, 4)
        for table in (self.summary, self.rows):
            table.setMinimumHeight(current_theme().px(_LEAST_HEIGHT))
        below = SideBySide(summary, right, shares=(4, 6), left_needs=_SUMMARY_NEEDS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(gap)
        layout.addWidget(self._servability_card)
        layout.addWidget(below, 1)

    def _show_servability(self, plan: ImportPlan) -> None:
        count = len(plan.servability)
        self._servability_card.setVisible(bool(count))
        self.servability.set_rows(plan.servability)
        theme = current_theme()
        lines = min(count, SERVABILITY_ROWS) + 1
        self.servability.setFixedHeight(theme.measures.row_height * lines + theme.px(6))
        said = ngettext(
            "I have seen that the service of {count} customer changes",
            "I have seen that the service of {count} customers changes",
            count,
        )
        self.servability_box.setText(said.format(count=self._words.number(count)))

    def _show_summary(self, plan: ImportPlan) -> None:
        lines = [
            KindLine(kind, self._words.word_of("Kind", kind) or _("Other rows"), counts)
            for kind, counts in plan.counts().items()
        ]
        self.summary.set_rows([KindLine(None, _("All rows"), plan.total()), *lines])
        counts = plan.total()
        self._state_buttons[None].set_count(counts.total)
        for state in RowState:
            self._state_buttons[state].set_count(getattr(counts, state.value))
        self.noted_button.set_count(plan.noted)
        self._filters.arrange()

    def _show_notices(self, plan: ImportPlan) -> None:
        told = [*self._doubled(plan), *self._created(plan)]
        self._notices.setText("\n".join(told))
        self._notices.setVisible(bool(told))
        shortened = len(plan.shortened)
        is_asked = bool(shortened) or self.shortening_box.isChecked()
        self.shortening_box.setVisible(is_asked)
        if shortened:
            said = ngettext(
                "Let the file shorten {count} contract", "Let the file shorten {count} contracts", shortened
            )
            self.shortening_box.setText(said.format(count=self._words.number(shortened)))

    def _doubled(self, plan: ImportPlan) -> list[str]:
        return [
            _("The serial number {serial} is used more than once: {rows}.").format(
                serial=doubled.serial_number,
                rows=self._words.listing([f"{place.sheet} {place.row_number}" for place in doubled.places]),
            )
            for doubled in plan.doubled
        ]

    def _created(self, plan: ImportPlan) -> list[str]:
        names = {kind: [e.name for e in plan.created if e.kind is kind] for kind in EntryKind}
        return [
            _("New in the dictionaries, {kind}: {names}.").format(
                kind=self._words.word(kind), names=self._words.value(found)
            )
            for kind, found in names.items()
            if found
        ]

    def _show_rows(self) -> None:
        if self._preview is None:
            return
        shown = [
            row
            for row in self._preview.plan.rows
            if self._kind in (None, row.kind)
            and self._state in (None, row.state)
            and (row.notes or not self.noted_button.isChecked())
        ]
        self.rows.set_rows(sorted(shown, key=lambda row: ORDER[row.state]))

    @Slot(object)
    def _on_kind_selected(self, line: KindLine | None) -> None:
        self._kind = line.id if line is not None else None
        self._show_rows()

    def _on_noted_chosen(self) -> None:
        self._state = None
        self._show_rows()

    def _on_state_chosen(self, state: RowState | None) -> None:
        self._state = state
        self._show_rows()

    @Slot(object)
    def _on_row_selected(self, row: PlannedRow | None) -> None:
        cell = self._preview.source.cell_of(row) if self._preview is not None and row is not None else ""
        self.detail.show_row(row, cell)
