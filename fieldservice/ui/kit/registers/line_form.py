"""One coverage line in the contract dialog: what, where, which works, how much."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from fieldservice.domain.rules.coverage_facts import WorkMode
from fieldservice.domain.rules.coverage_quota import QuotaKind
from fieldservice.ui.kit.buttons import icon_button
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.form_dialog import completing, parted
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.registers import calls
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.theme import current_theme
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.commands.coverage_lines import LineData
    from fieldservice.domain.queries.customer_card import SiteRow
    from fieldservice.domain.queries.dictionaries import CustomerPickers


class Reach(Enum):
    ALL = "all"
    CATEGORY = "category"
    UNITS = "units"


class LineProblemError(Exception):
    """What stands in a line cannot be meant; `words` say why."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class LineForm(QWidget):
    """`edited` tells any change, `removal_asked` that the line shall go."""

    edited = Signal()
    removal_asked = Signal()

    def __init__(
        self, number: int, parts: RegisterParts, sites: "Sequence[SiteRow]", pickers: "CustomerPickers"
    ) -> None:
        super().__init__()
        self.line_id: UUID = calls.new_form_id()
        self._sites = sites
        self._name = f"line{number}"
        self._number = label("", Look.STRONG)
        self._make_fields(parts, pickers)
        self._lay_out()
        self._on_reach_chosen()

    def show_number(self, number: int, *, can_go: bool) -> None:
        self._number.setText(str(number))
        self.remove_button.setEnabled(can_go)

    def line(self) -> "LineData":
        """The line in the words of the commands; raises `LineProblemError`."""
        reach: Reach = self.reach.value
        return calls.LineData(
            line_id=self.line_id,
            unit_ids=self._unit_ids() if reach is Reach.UNITS else (),
            category=self.what.text() if reach is Reach.CATEGORY else "",
            units_per_site=self._places() if reach is Reach.CATEGORY else None,
            site_ids=(self.site.value,) if self.site.value else (),
            work_kind_ids=(self.work.value,) if self.work.value else (),
            mode=self.mode.value,
            quota=self._quota(),
        )

    def fields(self) -> dict[str, Choice | TextField]:
        """What a draft keeps of the line."""
        return {
            "reach": self.reach,
            "what": self.what,
            "places": self.places,
            "site": self.site,
            "work": self.work,
            "mode": self.mode,
            "quota": self.quota,
            "quota_kind": self.quota_kind,
        }

    def _make_fields(self, parts: RegisterParts, pickers: "CustomerPickers") -> None:
        name, word = self._name, parts.wording.word
        reaches = [
            (Reach.ALL, _("all units")),
            (Reach.CATEGORY, _("units of a category")),
            (Reach.UNITS, _("named units")),
        ]
        self.reach = Choice(reaches, name=f"{name}Reach")
        self.what = completing(TextField(name=f"{name}What"), pickers.categories)
        self.places = TextField(name=f"{name}Places", placeholder=_("all"))
        sites = [(site.id, site.name) for site in self._sites]
        self.site = Choice([(None, _("all sites")), *sites], name=f"{name}Site")
        works = [(work.id, work.name) for work in pickers.work_kinds]
        self.work = Choice([(None, _("all works")), *works], name=f"{name}Work")
        modes = [(mode, word(mode)) for mode in WorkMode]
        self.mode = Choice([(None, _("on site or remote")), *modes], name=f"{name}Mode")
        self.quota = TextField(name=f"{name}Quota", placeholder=_("no limit"))
        kinds = [(kind, word(kind)) for kind in QuotaKind]
        self.quota_kind = Choice(kinds, name=f"{name}QuotaKind")
        self.remove_button = icon_button("trash", _("Remove this line"), name=f"{name}Remove")
        for words, field in (
            (_("Covered"), self.reach),
            (_("Category or serial numbers"), self.what),
            (_("Units at each site"), self.places),
            (_("Site"), self.site),
            (_("Kind of work"), self.work),
            (_("On site or remote"), self.mode),
            (_("Quota"), self.quota),
            (_("Quota counts"), self.quota_kind),
        ):
            field.setAccessibleName(words)
            field.setToolTip(words)
        for field in self.fields().values():
            field.edited.connect(self.edited)
        self.reach.edited.connect(self._on_reach_chosen)
        self.remove_button.clicked.connect(self.removal_asked)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        theme = current_theme()
        grid.setContentsMargins(0, theme.px(4), 0, theme.px(4))
        grid.setHorizontalSpacing(theme.px(8))
        grid.setVerticalSpacing(theme.px(6))
        grid.addWidget(self._number, 0, 0)
        first = (self.reach, self.what, self.places, self.site)
        second = (self.work, self.mode, self.quota, self.quota_kind)
        for row, fields in enumerate((first, second)):
            for column, field in enumerate(fields, start=1):
                grid.addWidget(field, row, column)
        for column, share in ((1, 3), (2, 4), (3, 2), (4, 3)):
            grid.setColumnStretch(column, share)
        self.reach.setMinimumWidth(min(self.reach.sizeHint().width(), theme.px(190)))
        grid.addWidget(self.remove_button, 0, 5)

    def _on_reach_chosen(self) -> None:
        reach: Reach = self.reach.value
        self.what.setEnabled(reach is not Reach.ALL)
        self.places.setEnabled(reach is Reach.CATEGORY)
        hints = {
            Reach.ALL: "",
            Reach.CATEGORY: _("category"),
            Reach.UNITS: _("serial numbers with commas"),
        }
        self.what.setPlaceholderText(hints[reach])

    def _unit_ids(self) -> tuple[UUID, ...]:
        known = {unit.serial_number.casefold(): unit.id for site in self._sites for unit in site.units}
        wanted = parted(self.what.text())
        missing = [serial for serial in wanted if serial.casefold() not in known]
        if missing or not wanted:
            words = _("Not a unit of this customer: {serials}.").format(serials=", ".join(missing))
            raise LineProblemError(words if missing else _("Enter at least one serial number."))
        return tuple(known[serial.casefold()] for serial in wanted)

    def _places(self) -> int | None:
        text = self.places.text().strip()
        if not self.what.text().strip():
            raise LineProblemError(_("Enter the category that this line covers."))
        if not text:
            return None
        if not text.isdecimal():
            raise LineProblemError(_("The number of units at each site must be a whole number."))
        return int(text)

    def _quota(self) -> tuple[QuotaKind, Decimal] | None:
        text = self.quota.text().strip().replace(",", ".")
        if not text:
            return None
        try:
            return self.quota_kind.value, Decimal(text)
        except InvalidOperation as error:
            raise LineProblemError(_("The quota must be a number.")) from error
