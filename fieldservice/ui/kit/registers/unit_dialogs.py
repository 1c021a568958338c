"""The dialogs about equipment: a unit entered or corrected, moved, put out of use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.checks import CheckBox
from fieldservice.ui.kit.day_field import DayField
from fieldservice.ui.kit.fields import TextArea, TextField
from fieldservice.ui.kit.form_dialog import FieldProblemError, FormDialog, completing
from fieldservice.ui.kit.registers import calls
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.registers.pickers import site_picker, unit_picker
from fieldservice.ui.kit.suggestions import Suggestion
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.commands.equipment import UnitData
    from fieldservice.domain.queries.dictionaries import CustomerPickers
    from fieldservice.domain.queries.equipment import SerialTwin, UnitCard, UnitRow


class SiteNamed(Protocol):
    """A site as far as a form about a unit needs it."""

    @property
    def id(self) -> UUID: ...

    @property
    def name(self) -> str: ...


class UnitDialog(FormDialog):
    """Category and model complete themselves from the register; a serial number known elsewhere is told.

    Without a site the form asks for it.
    """

    parts: RegisterParts

    def __init__(
        self,
        parts: RegisterParts,
        parent: QWidget,
        site: "SiteNamed | None",
        pickers: "CustomerPickers",
        unit: "UnitRow | None" = None,
    ) -> None:
        subject = _subject(site, unit)
        super().__init__(parts, parent, _title(site, unit), name="unitDialog", subject=subject)
        self._site_id, self._unit, self._pickers = site.id if site else None, unit, pickers
        self.unit_id: UUID = calls.new_form_id() if unit is None else unit.id
        self._twins: Latest[list[SerialTwin]] = Latest()
        self._seen: UnitData | None = None if unit is None else _seen(unit)
        self._add_site(site)
        self._add_fields()
        if unit is not None:
            self._show(unit)
        self._category.edited.connect(self._on_category_edited)
        self._serial.edited.connect(self._on_serial_edited)
        (self._category if site else self._site).setFocus()

    def send(self) -> Call[Changes]:
        self.require(self._purchased)
        self.require(self._warranty)
        data = self._data()
        if self._unit is not None:
            change = calls.ChangeEquipment(self.unit_id, self._unit.version, data, self._seen)
            return self.parts.ops.command(calls.change_equipment, change)
        site_id = self._site_id or self._site.value
        if site_id is None:
            raise FieldProblemError(self._site, _("Choose the site where the unit stands."))
        return self.parts.ops.command(calls.add_equipment, calls.AddEquipment(self.unit_id, site_id, data))

    def field_of(self) -> Mapping[str, QWidget]:
        return {
            "equipment.category_missing": self._category,
            "equipment.product_missing": self._product,
            "equipment.serial_missing": self._serial,
            "equipment.warranty_before_purchase": self._warranty,
            "equipment.part_of_itself": self._parent,
        }

    def field_titles(self) -> Mapping[str, str]:
        return {
            "category": _("Category"),
            "product": _("Model"),
            "serial_number": _("Serial number"),
            "purchased_on": _("Purchased on"),
            "warranty_until": _("Warranty until"),
            "parent_id": _("Belongs to"),
            "place": _("Place at the site"),
            "note": _("Note"),
        }

    def value_words(self, name: str, value: Any) -> str:
        if name != "parent_id":
            return super().value_words(name, value)
        return self._parent.text() if value == self._parent.value else _("another unit")

    def overrule(self, name: str, value: Any) -> None:
        if self._seen is not None:
            self._seen = replace(self._seen, **{name: value})

    def _data(self) -> "UnitData":
        return calls.UnitData(
            self._category.text(),
            self._product.text(),
            self._serial.text(),
            self._purchased.day,
            self._warranty.day,
            self._parent.value,
            self._place.text(),
            self._note.text(),
        )

    def _add_site(self, site: "SiteNamed | None") -> None:
        self._site = site_picker(self.parts, name="unitSite")
        self.form.add(_("Site"), self._site)
        self.form.show_row(self._site, visible=site is None)

    def _add_fields(self) -> None:
        language, today = self.parts.wording.language, self.parts.today
        self._category = completing(TextField(name="unitCategory"), self._pickers.categories)
        self._product = TextField(name="unitProduct")
        self._serial = TextField(name="unitSerial")
        self._purchased = DayField(name="unitPurchased", language=language, today=today)
        self._warranty = DayField(name="unitWarranty", language=language, today=today)
        self._place = TextField(name="unitPlace", placeholder=_("floor, room, position"))
        self._parent = unit_picker(self.parts, name="unitParent", site_id=self._site_id, but=self.unit_id)
        self._note = TextArea(name="unitNote", lines=2)
        rows = (
            ("category", _("Category"), self._category),
            ("product", _("Model"), self._product),
            ("serial", _("Serial number"), self._serial),
            ("purchased", _("Purchased on"), self._purchased),
            ("warranty", _("Warranty until"), self._warranty),
            ("place", _("Place at the site"), self._place),
            ("parent", _("Belongs to"), self._parent),
            ("note", _("Note"), self._note),
        )
        for key, words, field in rows:
            self.form.add(words, field)
            self.keep(key, field)

    def _show(self, unit: "UnitRow") -> None:
        self._category.setText(unit.category)
        self._product.setText(unit.product)
        self._serial.setText(unit.serial_number)
        self._purchased.set_day(unit.purchased_on)
        self._warranty.set_day(unit.warranty_until)
        self._place.setText(unit.place)
        self._note.set_text(unit.note)
        self._on_category_edited()
        if unit.parent_id is not None:
            self._parent.set_item(Suggestion(unit.parent_id, _("the unit it belongs to now")))
            query = self.parts.ops.query(calls.unit_card, unit.parent_id)
            query.then(self._on_parent)

    def _on_parent(self, card: "UnitCard | None") -> None:
        if card is not None and self._parent.value == card.unit.id:
            words = f"{card.unit.serial_number} {card.unit.name}"
            self._parent.set_item(Suggestion(card.unit.id, words, f"{card.customer}, {card.site}"))

    def _on_category_edited(self) -> None:
        chosen = self._category.text().strip().casefold()
        names = [each.name for each in self._pickers.products if each.category.casefold() == chosen]
        completing(self._product, names)

    def _on_serial_edited(self) -> None:
        query = self.parts.ops.query(calls.units_with_serial, self._serial.text(), self.unit_id)
        self._twins.ask(query).then(self._on_twins)

    def _on_twins(self, twins: "list[SerialTwin]") -> None:
        places = "; ".join(f"{twin.name}, {twin.customer}, {twin.site}" for twin in twins)
        self.hint(_("This serial number also has: {places}").format(places=places) if twins else "")


def _seen(unit: "UnitRow") -> "UnitData":
    """The unit as the form found it."""
    return calls.UnitData(
        unit.category,
        unit.product,
        unit.serial_number,
        unit.purchased_on,
        unit.warranty_until,
        unit.parent_id,
        unit.place,
        unit.note,
    )


def _title(site: "SiteNamed | None", unit: "UnitRow | None") -> str:
    if site is None:
        return _("New unit")
    title = _("New unit at {site}") if unit is None else _("Change unit at {site}")
    return title.format(site=site.name)


def _subject(site: "SiteNamed | None", unit: "UnitRow | None") -> UUID:
    if unit is not None:
        return unit.id
    return site.id if site is not None else UUID(int=0)


class MoveDialog(FormDialog):
    """Where to, since when, and why: coverage follows the day. Its parts go with it."""

    parts: RegisterParts

    def __init__(
        self, parts: RegisterParts, parent: QWidget, unit: "UnitRow", customer_id: UUID | None = None
    ) -> None:
        title = _("Move {unit} {serial}").format(unit=unit.name, serial=unit.serial_number)
        super().__init__(parts, parent, title, name="moveDialog", subject=unit.id)
        self.go_on.setText(_("Move"))
        self._unit = unit
        self._site = site_picker(parts, name="moveSite", customer_id=customer_id, but=unit.site_id)
        self._day = DayField(
            name="moveDay", language=parts.wording.language, today=parts.today, day=parts.today()
        )
        self._reason = TextArea(name="moveReason", lines=2)
        self._with_parts = CheckBox(_("what belongs to it goes along"), name="moveWithParts")
        self._with_parts.setChecked(True)
        self.form.add(_("To"), self._site)
        self.form.add(_("Since"), self._day)
        self.form.add(_("Reason"), self._reason)
        self.form.add("", self._with_parts)
        self.keep("day", self._day)
        self.keep("reason", self._reason)
        self._site.setFocus()

    def send(self) -> Call[Changes]:
        self.require(self._day)
        if self._site.value is None:
            raise FieldProblemError(self._site, _("Choose the site where it stands now."))
        day = self._day.day or self.parts.today()
        unit, reason = self._unit, self._reason.text()
        command = calls.MoveEquipment(
            unit.id, self._site.value, day, reason, unit.version, self._with_parts.isChecked()
        )
        return self.parts.ops.command(calls.move_equipment, command)

    def field_of(self) -> Mapping[str, QWidget]:
        return {
            "equipment.already_there": self._site,
            "equipment.move_in_future": self._day,
            "equipment.moved_later": self._day,
            "equipment.reason_missing": self._reason,
        }


@dataclass(frozen=True, slots=True)
class DayReasonAsk:
    """A question for a day and a reason; `send` starts the command with them, `codes` belong to the day."""

    title: str
    yes: str
    day_words: str
    send: Callable[[date, str], Call[Changes]]
    day_codes: tuple[str, ...] = ()
    reason_codes: tuple[str, ...] = ()
    needs_reason: bool = True


class DayReasonDialog(FormDialog):
    """A last day and a reason: a unit out of use, a contract ended."""

    def __init__(self, parts: RegisterParts, parent: QWidget, subject: UUID, ask: DayReasonAsk) -> None:
        super().__init__(parts, parent, ask.title, name="dayReasonDialog", subject=subject)
        self.go_on.setText(ask.yes)
        self._ask = ask
        self._day = DayField(
            name="lastDay", language=parts.wording.language, today=parts.today, day=parts.today()
        )
        self._reason = TextArea(name="dayReason", lines=2)
        self.form.add(ask.day_words, self._day)
        self.keep("day", self._day)
        self.form.add(_("Reason"), self._reason)
        self.form.show_row(self._reason, visible=ask.needs_reason)
        self.keep("reason", self._reason)
        (self._reason if ask.needs_reason else self._day).setFocus()

    def send(self) -> Call[Changes]:
        self.require(self._day)
        return self._ask.send(self._day.day or self.parts.today(), self._reason.text())

    def field_of(self) -> Mapping[str, QWidget]:
        days = dict.fromkeys(self._ask.day_codes, self._day)
        return {**days, **dict.fromkeys(self._ask.reason_codes, self._reason)}
