"""One promise of a contract in a form, with the sentence that it makes above it, as one will read it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.coverage_facts import WorkMode
from fieldservice.domain.rules.coverage_quota import BeyondQuota, QuotaKind
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.form_dialog import FieldProblemError, completing, parted
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.record_dialog import RecordDialog
from fieldservice.ui.kit.registers import calls as registers
from fieldservice.ui.kit.registers.line_form import Reach
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.kit.tick_list import Tickable, TickList
from fieldservice.ui.screens.contracts import calls
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.commands.coverage_lines import LineData, LineFields
    from fieldservice.domain.queries.contract_reading import ContractReading, LineValues
    from fieldservice.domain.queries.contracts import LineRow
    from fieldservice.domain.queries.dictionaries import CustomerPickers

_WIDTH = 900
_ROWS = 5
_LEVELS = 3
_USUAL_LEVELS = (75, 90, 100)


class LineDialog(RecordDialog["LineFields"]):
    """A new line of a period, or a change of one."""

    parts: RegisterParts

    def __init__(
        self,
        parts: RegisterParts,
        parent: QWidget,
        reading: "ContractReading",
        pickers: "CustomerPickers",
        target: "UUID | LineRow",
    ) -> None:
        line = None if isinstance(target, UUID) else target
        subject = line.id if line else target
        super().__init__(parts, parent, _title(reading, line), name="lineDialog", subject=_key(subject))
        self.setMinimumWidth(min(current_theme().px(_WIDTH), parent.window().width()))
        self._contract, self._pickers, self._line, self._target = reading, pickers, line, target
        self._line_id: UUID = line.id if line else registers.new_form_id()
        self._add_reach()
        self._add_members()
        self._add_limits()
        if line is not None:
            self._show(line, reading.values[line.id])
            self.remember(_as_read(line, reading.values[line.id]))
        self.reach.edited.connect(self._on_reach_chosen)
        self._on_reach_chosen()
        self.reach.setFocus()

    def send(self) -> Call[Changes]:
        data = self.line()
        if self._line is not None:
            change = calls.ChangeLine(self._line.version, data, self.seen)
            return self.parts.ops.command(calls.change_line, change)
        return self.parts.ops.command(calls.add_line, calls.AddLine(_key(self._target), data))

    def field_of(self) -> Mapping[str, QWidget]:
        return {
            "quota.negative": self.quota,
            "quota.levels_not_rising": self.levels,
            "coverage.of_other_customer": self.what,
            "coverage.negative_units": self.places,
        }

    def field_titles(self) -> Mapping[str, str]:
        return {
            "covered": _("Covered"),
            "site_ids": _("Sites"),
            "work_kind_ids": _("Kinds of work"),
            "service_ids": _("Services"),
            "mode": _("On site or remote"),
            "quota": _("Quota"),
            "beyond": _("When it is used up"),
            "warn_at": _("Warn at (%)"),
            "sla_id": _("Service level"),
            "note": _("Note"),
        }

    def value_words(self, name: str, value: Any) -> str:
        word = self.parts.wording.word
        if name == "covered":
            return self._covered_words(*value)
        if name == "quota":
            return f"{value[1].normalize():f} {word(value[0])}" if value else _("no limit")
        if name == "warn_at":
            return ", ".join(map(str, value))
        if name in ("site_ids", "work_kind_ids", "service_ids") and value == ():
            return _("all")
        return super().value_words(name, value)

    def _covered_words(self, unit_ids: tuple[UUID, ...], category: str, places: int | None) -> str:
        if unit_ids:
            return self.value_words("unit_ids", unit_ids)
        if not category:
            return _("all units")
        return category if places is None else f"{category} · {_('Units at each site')}: {places}"

    def line(self) -> "LineData":
        """The line in the words of the commands; raises `FieldProblemError`.

        Qt keeps members of a text enum as plain text, so they are made members again.
        """
        reach: Reach = self.reach.value
        return registers.LineData(
            line_id=self._line_id,
            unit_ids=self._unit_ids() if reach is Reach.UNITS else (),
            category=self._category() if reach is Reach.CATEGORY else "",
            units_per_site=self._places() if reach is Reach.CATEGORY else None,
            site_ids=_ids(self.sites),
            work_kind_ids=_ids(self.works),
            service_ids=_ids(self.services),
            mode=WorkMode(self.mode.value) if self.mode.value else None,
            quota=self._quota(),
            beyond=BeyondQuota(self.beyond.value),
            warn_at=self._levels(),
            sla_id=self.sla.value,
            note=self.note.text(),
        )

    def _add_reach(self) -> None:
        reaches = [
            (Reach.ALL, _("all units")),
            (Reach.CATEGORY, _("units of a category")),
            (Reach.UNITS, _("named units")),
        ]
        self.reach = Choice(reaches, name="lineReach")
        self.what = completing(TextField(name="lineWhat"), self._pickers.categories)
        self.what.setAccessibleName(_("Category or serial numbers"))
        self.places = TextField(name="linePlaces", placeholder=_("all"))
        self.places.setAccessibleName(_("Units at each site"))
        self.form.add(_("Covered"), self.reach, self.what, stretches=(2, 4))
        self.form.add(_("Units at each site"), self.places)
        for key, field in (("reach", self.reach), ("what", self.what), ("places", self.places)):
            self.keep(key, field)

    def _add_members(self) -> None:
        """Sites, kinds of work and services side by side; nothing ticked means all of them."""
        sites, works = self._contract.sites, _named(self._pickers.work_kinds)
        units = [(unit.id, unit.serial_number) for site in sites for unit in site.units]
        levels = _named(self._pickers.slas)
        self.name_ids([(site.id, site.name) for site in sites], units, works, levels)
        self.names |= dict(_named(self._pickers.services))
        self.sites = _ticks(_("Sites"), "lineSites", [(s.id, s.name) for s in self._contract.sites])
        self.works = _ticks(_("Kinds of work"), "lineWorks", _named(self._pickers.work_kinds))
        self.services = _ticks(_("Services"), "lineServices", _named(self._pickers.services))
        across = QWidget()
        layout = QHBoxLayout(across)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(current_theme().px(12))
        for title, ticks in (
            (_("Sites"), self.sites),
            (_("Kinds of work"), self.works),
            (_("Services"), self.services),
        ):
            column = QVBoxLayout()
            column.setSpacing(current_theme().px(4))
            column.addWidget(label(title, Look.SMALL))
            column.addWidget(ticks)
            layout.addLayout(column, 1)
            ticks.ticked.connect(self.touch)
        self.form.add_wide(across)
        self.form.add_wide(label(_("Where nothing is ticked, all of them are covered."), Look.SMALL))
        for key, ticks in (("sites", self.sites), ("works", self.works), ("services", self.services)):
            self.keep_value(key, *_kept(ticks))

    def _add_limits(self) -> None:
        word = self.parts.wording.word
        modes = [(mode, word(mode)) for mode in WorkMode]
        self.mode = Choice([(None, _("on site or remote")), *modes], name="lineMode")
        self.quota = TextField(name="lineQuota", placeholder=_("no limit"))
        self.quota_kind = Choice([(kind, word(kind)) for kind in QuotaKind], name="lineQuotaKind")
        self.quota_kind.setAccessibleName(_("Quota counts"))
        self.beyond = Choice([(each, word(each)) for each in BeyondQuota], name="lineBeyond")
        self.beyond.setAccessibleName(_("When it is used up"))
        self.levels = TextField(name="lineLevels", placeholder="75, 90, 100")
        slas = _named(self._pickers.slas)
        self.sla = Choice([(None, _("by the rules of the company")), *slas], name="lineSla")
        self.note = TextField(name="lineNote")
        self.form.add(_("On site or remote"), self.mode)
        self.form.add(_("Quota"), self.quota, self.quota_kind, self.beyond, stretches=(2, 2, 3))
        self.form.add(_("Warn at (%)"), self.levels)
        self.form.add(_("Service level"), self.sla)
        self.form.add(_("Note"), self.note)
        kept = ("mode", "quota", "quota_kind", "beyond", "levels", "sla", "note")
        for key in kept:
            self.keep(key, getattr(self, key))

    def _show(self, line: "LineRow", values: "LineValues") -> None:
        named = Reach.CATEGORY if line.category else Reach.ALL
        self.reach.set_value(Reach.UNITS if values.unit_ids else named)
        self.what.setText(line.category or ", ".join(line.serials))
        self.places.setText("" if line.units_per_site is None else str(line.units_per_site))
        for ticks, ids in (
            (self.sites, values.site_ids),
            (self.works, values.work_kind_ids),
            (self.services, values.service_ids),
        ):
            _tick(ticks, ids)
        self.mode.set_value(line.mode)
        if line.quota is not None:
            self.quota.setText(f"{line.quota.limit.normalize():f}")
            self.quota_kind.set_value(line.quota.kind)
        self.beyond.set_value(values.beyond)
        self.levels.setText(", ".join(map(str, values.warn_at)))
        self.sla.set_value(values.sla.id if values.sla else None)
        self.note.setText(line.note)

    def _on_reach_chosen(self) -> None:
        reach: Reach = self.reach.value
        self.what.setEnabled(reach is not Reach.ALL)
        self.form.show_row(self.places, visible=reach is Reach.CATEGORY)
        hints = {
            Reach.ALL: "",
            Reach.CATEGORY: _("category"),
            Reach.UNITS: _("serial numbers with commas"),
        }
        self.what.setPlaceholderText(hints[reach])

    def _unit_ids(self) -> tuple[UUID, ...]:
        sites = self._contract.sites
        known = {unit.serial_number.casefold(): unit.id for site in sites for unit in site.units}
        wanted = parted(self.what.text())
        missing = [serial for serial in wanted if serial.casefold() not in known]
        if missing:
            words = _("Not a unit of this customer: {serials}.").format(serials=", ".join(missing))
            raise FieldProblemError(self.what, words)
        if not wanted:
            raise FieldProblemError(self.what, _("Enter at least one serial number."))
        return tuple(known[serial.casefold()] for serial in wanted)

    def _category(self) -> str:
        if not self.what.text().strip():
            raise FieldProblemError(self.what, _("Enter the category that this line covers."))
        return self.what.text()

    def _places(self) -> int | None:
        text = self.places.text().strip()
        if text and not text.isdecimal():
            words = _("The number of units at each site must be a whole number.")
            raise FieldProblemError(self.places, words)
        return int(text) if text else None

    def _quota(self) -> tuple[QuotaKind, Decimal] | None:
        text = self.quota.text().strip().replace(",", ".")
        if not text:
            return None
        try:
            return QuotaKind(self.quota_kind.value), Decimal(text)
        except InvalidOperation as error:
            raise FieldProblemError(self.quota, _("The quota must be a number.")) from error

    def _levels(self) -> tuple[int, int, int]:
        given = parted(self.levels.text())
        if not given:
            return _USUAL_LEVELS
        if len(given) != _LEVELS or not all(each.isdecimal() for each in given):
            raise FieldProblemError(self.levels, _("Enter three percentages, such as 75, 90, 100."))
        first, second, third = map(int, given)
        return first, second, third


def _as_read(line: "LineRow", values: "LineValues") -> "LineFields":
    """The line as it was read, which the form may show shorter."""
    data = registers.LineData(
        line_id=line.id,
        unit_ids=values.unit_ids,
        category=line.category,
        units_per_site=line.units_per_site,
        site_ids=values.site_ids,
        work_kind_ids=values.work_kind_ids,
        service_ids=values.service_ids,
        mode=line.mode,
        quota=(line.quota.kind, line.quota.limit) if line.quota else None,
        beyond=values.beyond,
        warn_at=values.warn_at,
        sla_id=values.sla.id if values.sla else None,
        note=line.note,
    )
    return calls.fields_of(data)


def _title(reading: "ContractReading", line: "LineRow | None") -> str:
    number = reading.contract.number
    if line is None:
        return _("New line of contract {number}").format(number=number)
    return _("Line {position} of contract {number}").format(position=line.position, number=number)


def _key(subject: object) -> UUID:
    if not isinstance(subject, UUID):
        raise TypeError("a line or a period is named by its id")
    return subject


def _named(choices: Sequence[Any]) -> list[tuple[UUID, str]]:
    return [(each.id, each.name) for each in choices]


def _ticks(title: str, name: str, rows: Sequence[tuple[UUID, str]]) -> TickList:
    ticks = TickList(title, name=name)
    ticks.set_rows([Tickable(row_id, words) for row_id, words in rows])
    ticks.setFixedHeight(_ROWS * current_theme().measures.row_height)
    return ticks


def _tick(ticks: TickList, wanted: Sequence[object]) -> None:
    ticks.set_rows([Tickable(row.id, row.words, row.id in wanted) for row in ticks.rows])


def _ids(ticks: TickList) -> tuple[UUID, ...]:
    return tuple(each for each in ticks.on if isinstance(each, UUID))


def _kept(ticks: TickList) -> tuple[Any, Any]:
    """How a draft keeps what is ticked: by ids with commas."""

    def read() -> str:
        return ",".join(map(str, ticks.on))

    def write(text: str) -> None:
        _tick(ticks, [UUID(each) for each in text.split(",") if each])

    return read, write
