"""What is covered at a site: choose a kind of work, and each unit answers with its light and its sentence."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.verdict_values import CheckName
from fieldservice.ui.kit.buttons import primary
from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.dialog_windows import KitDialog
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.kit.labels import Look, label, selectable
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.registers import calls
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.tables import CellLook, Column, DataTable
from fieldservice.ui.kit.theme import current_theme
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.customer_card import SiteRow
    from fieldservice.domain.queries.dictionaries import CustomerPickers
    from fieldservice.domain.queries.site_coverage import CoveredUnit, SiteCoverage

_WIDTH = 820
_MOST_ROWS = 10
_SENTENCE_HEIGHT = 60


class CoverageDialog(KitDialog):
    """Asks anew when another site or kind of work is chosen; the first ones are asked at once.

    With several sites the dialog begins with the first one.
    """

    def __init__(
        self,
        parts: RegisterParts,
        parent: QWidget,
        sites: "Sequence[SiteRow]",
        pickers: "CustomerPickers",
    ) -> None:
        is_one = len(sites) == 1
        title = (
            _("What is covered at {site}?").format(site=sites[0].name) if is_one else _("What is covered?")
        )
        super().__init__(parent, title, name="coverageDialog")
        theme = current_theme()
        self.setMinimumWidth(min(theme.px(_WIDTH), parent.window().width()))
        self._parts = parts
        self._latest: Latest[SiteCoverage | None] = Latest()
        self.work = Choice([(work.id, work.name) for work in pickers.work_kinds], name="coverageWork")
        self.site = Choice([(site.id, site.name) for site in sites], name="coverageSite")
        form = Form()
        form.add(_("Site"), self.site)
        form.show_row(self.site, visible=not is_one)
        form.add(_("Kind of work"), self.work)
        self.body.addWidget(form)
        self.answer = label("", Look.STRONG, wraps=True)
        self.body.addWidget(self.answer)
        self.table: DataTable[CoveredUnit] = DataTable(
            self._columns(),
            name="coverageTable",
            empty=EmptyWords(_("No unit in use stands at this site.")),
            row_id=lambda row: row.equipment_id,
        )
        rows = min(max(len(site.units) for site in sites), _MOST_ROWS) + 2
        self.table.setMinimumHeight(rows * theme.measures.row_height)
        self.table.row_selected.connect(self._on_row_selected)
        self.body.addWidget(self.table, 1)
        self.sentence = selectable("")
        self.sentence.setMinimumHeight(theme.px(_SENTENCE_HEIGHT))
        self.sentence.setObjectName("coverageSentence")
        self.body.addWidget(self.sentence)
        close = primary(_("Close"), name="closeButton")
        close.clicked.connect(self.accept)
        self.add_buttons(close)
        self.work.edited.connect(self._on_work_chosen)
        self.site.edited.connect(self._on_work_chosen)
        (self.work if is_one else self.site).setFocus()
        self._on_work_chosen()

    def _columns(self) -> "tuple[Column[CoveredUnit], ...]":
        return (
            Column(
                key="answer",
                title=_("Answer"),
                text=lambda row: _("covered") if row.verdict.is_ok else _("not covered"),
                sort_key=lambda row: row.verdict.is_ok,
                look=CellLook.CHIP,
                tone=lambda row: Tone.GOOD if row.verdict.is_ok else Tone.STOP,
                shape=lambda row: Shape.TICK if row.verdict.is_ok else Shape.TRIANGLE,
                width=130,
            ),
            Column(
                key="serial",
                title=_("Serial number"),
                text=lambda row: row.serial_number,
                sort_key=lambda row: row.serial_number,
                look=CellLook.STRONG,
                width=152,
            ),
            Column(
                key="unit",
                title=_("Unit"),
                text=lambda row: row.name,
                sort_key=lambda row: row.name,
                width=170,
            ),
            Column(
                key="why",
                title=_("Why"),
                text=self._why,
                tooltip=self._why,
                look=CellLook.MUTED,
                stretch=1,
            ),
        )

    def _why(self, row: "CoveredUnit") -> str:
        verdict = row.verdict
        reason = verdict.check(CheckName.COVERAGE).reason if verdict.is_ok else verdict.reason
        return self._parts.wording.reason(reason)

    def _on_work_chosen(self) -> None:
        ask = calls.CoverageAsk(self.work.value)
        query = self._parts.ops.query(calls.covered_at, self.site.value, ask, day=self._parts.today())
        self.table.start_loading()
        self._latest.ask(query).then(self._on_answer, self._on_failed)

    def _on_answer(self, coverage: "SiteCoverage | None") -> None:
        units = coverage.units if coverage else ()
        covered = coverage.covered if coverage else 0
        answer = _("{covered} of {count} units are covered for {work} today.").format(
            covered=covered, count=len(units), work=self.work.currentText()
        )
        cut = _("The site has more units than are shown here: ask for those by their own card.")
        self.answer.setText(f"{answer} {cut}" if coverage and coverage.is_cut else answer)
        self.table.set_rows(units)
        self.table.select_first()

    def _on_row_selected(self, row: "CoveredUnit | None") -> None:
        self.sentence.setText(f"{row.serial_number}: {self._why(row)}" if row else "")

    def _on_failed(self, error: Exception) -> None:
        self.table.stop_loading()
        self._parts.services.errors.show(error)
