"""The products: models by category, their maker, until when they are supported, how many units there are."""

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.attachment_strip import AttachmentStrip
from fieldservice.ui.kit.buttons import filter_button, primary, quiet
from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.day_field import DayField
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.fields import TextArea, TextField
from fieldservice.ui.kit.files_desk import FilesDesk
from fieldservice.ui.kit.form_dialog import FormDialog, as_seen, completing
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.pages import Page
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.registers import calls as registers
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.tables import Align, CellLook, Column, DataTable
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.equipment import calls
from fieldservice.ui.screens.equipment.words import warranty_of
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.equipment_list import UnitFilters
    from fieldservice.domain.queries.products import ProductRow

_PAUSE_MS = 120


class ProductDialog(FormDialog):
    """A model: its category, name, maker, and the last day of its support."""

    def __init__(
        self,
        parts: RegisterParts,
        parent: QWidget,
        categories: tuple[str, ...],
        product: "ProductRow | None" = None,
    ) -> None:
        title = _("New product") if product is None else _("Change product {name}").format(name=product.name)
        subject = UUID(int=0) if product is None else as_seen(product.id, product.version)
        super().__init__(parts, parent, title, name="productDialog", subject=subject)
        self._product = product
        self._product_id: UUID = registers.new_form_id() if product is None else product.id
        self._category = completing(TextField(name="productCategory"), categories)
        self._name = TextField(name="productName")
        self._maker = TextField(name="productMaker")
        self._support = DayField(name="productSupport", language=parts.wording.language, today=parts.today)
        self._note = TextArea(name="productNote", lines=2)
        for key, words, field in (
            ("category", _("Category"), self._category),
            ("name", _("Model"), self._name),
            ("maker", _("Maker"), self._maker),
            ("support", _("Supported until"), self._support),
            ("note", _("Note"), self._note),
        ):
            self.form.add(words, field)
            self.keep(key, field)
        if product is not None:
            self._show(product)
            self._add_files(product.id)
        self._category.setFocus()

    def send(self) -> Call[Changes]:
        self.require(self._support)
        data = calls.ProductData(
            self._category.text(),
            self._name.text(),
            self._maker.text(),
            self._support.day,
            self._note.text(),
        )
        if self._product is None:
            return self.parts.ops.command(calls.add_product, calls.AddProduct(self._product_id, data))
        change = calls.ChangeProduct(self._product_id, self._product.version, data)
        return self.parts.ops.command(calls.change_product, change)

    def field_of(self) -> Mapping[str, QWidget]:
        return {
            "equipment.category_missing": self._category,
            "product.name_missing": self._name,
            "product.known_already": self._name,
        }

    def _add_files(self, product_id: UUID) -> None:
        """Manuals and drawings of the model; they are kept at once, whatever becomes of the form."""
        parts = self.parts
        desk = FilesDesk(parts.ops, parts.services, parts.wording)
        strip = AttachmentStrip(desk, parts.now, name="productFiles")
        self.form.add_wide(label(_("Documents and photos"), Look.CARD_TITLE))
        self.form.add_wide(strip)
        strip.show_owner("product", product_id)

    def _show(self, product: "ProductRow") -> None:
        self._category.setText(product.category)
        self._name.setText(product.name)
        self._maker.setText(product.manufacturer)
        self._support.set_day(product.supported_until)
        self._note.set_text(product.note)


class ProductsPage(Page):
    """Enter or F2 changes the model that the keyboard stands on. `back_requested` leads to the units."""

    back_requested = Signal()

    def __init__(self, parts: RegisterParts) -> None:
        super().__init__(_("Products"), name="productsPage")
        self._parts = parts
        self._categories: tuple[str, ...] = ()
        self._latest: Latest[tuple[ProductRow, ...]] = Latest()
        self._filters: Latest[UnitFilters] = Latest()
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.reload)
        self._make_parts()
        self._declare_actions()
        parts.notifier.changed.connect(self._on_changed)
        self.reload()

    def open_at(self, argument: Hashable) -> None:
        del argument
        self.reload()

    def first_field(self) -> QWidget:
        return self.search

    def leave(self) -> None:
        self._pause.stop()
        self._latest.cancel()
        self._filters.cancel()

    def reload(self) -> None:
        """Ask anew; what is shown stays until the answer is there."""
        self._pause.stop()
        self.table.start_loading()
        ops = self._parts.ops
        query = ops.query(calls.product_page, self.search.text(), with_retired=self.with_retired.isChecked())
        self._latest.ask(query).then(self._on_rows, self._on_failed)
        self._filters.ask(ops.query(calls.unit_filters)).then(self._on_filters, self._on_failed)

    def new(self) -> None:
        self._parts.services.dialogs.run(ProductDialog(self._parts, self, self._categories))

    def change(self) -> None:
        row = self.table.selected_row()
        if row is not None:
            self._parts.services.dialogs.run(ProductDialog(self._parts, self, self._categories, row))

    def offer_or_retire(self) -> None:
        """No longer offered for new units, or offered again."""
        row = self.table.selected_row()
        if row is not None:
            command = calls.SetProductOffered(row.id, not row.is_offered)
            call = self._parts.ops.command(calls.set_product_offered, command)
            call.failed.connect(self._on_failed)

    def _make_parts(self) -> None:
        theme = current_theme()
        self.search = TextField(name="productSearch", placeholder=_("Model, maker or category"))
        self.search.setAccessibleName(_("Search products"))
        self.search.edited.connect(self._pause.start)
        self.with_retired = filter_button(_("With those no longer offered"), name="retiredProducts")
        self.with_retired.toggled.connect(self.reload)
        self.table: DataTable[ProductRow] = DataTable(
            _columns(self._parts),
            name="productTable",
            empty=EmptyWords(_("No product matches."), _("New product")),
            title=_("Products"),
        )
        self.table.row_activated.connect(lambda _row: self.change())
        self.table.row_selected.connect(lambda _row: self._parts.services.actions.refresh())
        self.table.empty_button_pressed.connect(self.new)
        card = Card(padded=False, name="productCard")
        above = QHBoxLayout()
        above.setContentsMargins(theme.px(12), theme.px(12), theme.px(12), theme.px(8))
        above.setSpacing(theme.px(8))
        above.addWidget(self.search, 1)
        above.addWidget(self.with_retired)
        card.add(above)
        card.add(self.table, 1)
        self.body.addWidget(card, 1)

    def _declare_actions(self) -> None:
        def chosen() -> bool:
            return self.table.selected_row() is not None

        buttons = {
            "products.back": quiet("", name="productsBackButton"),
            "products.change": quiet("", name="productsChangeButton"),
            "products.new": primary("", name="productsNewButton"),
        }
        for spec, run in (
            (ActionSpec("products.back", _("Back to the units"), "Ctrl+Shift+P"), self.back_requested.emit),
            (
                ActionSpec("products.offer", _("Offer or no longer"), "Ctrl+Shift+U", chosen),
                self.offer_or_retire,
            ),
            (ActionSpec("products.change", _("Change"), "F2", chosen), self.change),
            (ActionSpec("products.new", _("New product"), "Ctrl+Shift+N"), self.new),
        ):
            action = self._parts.services.actions.add(spec, run, scope=self)
            if spec.id in buttons:
                buttons[spec.id].follow(action)
        self.add_right(*buttons.values())

    def _on_rows(self, rows: "tuple[ProductRow, ...]") -> None:
        self.table.set_rows(rows)
        if self.table.selected_id() is None:
            self.table.select_first()
        self._parts.services.actions.refresh()

    def _on_filters(self, filters: "UnitFilters") -> None:
        self._categories = filters.categories

    def _on_changed(self, changes: Changes) -> None:
        if changes.concerns("product", "category", "equipment"):
            self.reload()

    def _on_failed(self, error: Exception) -> None:
        self.table.stop_loading()
        self._parts.services.errors.show(error, self.reload)


def _columns(parts: RegisterParts) -> "tuple[Column[ProductRow], ...]":
    wording = parts.wording
    category: Column[ProductRow] = Column(
        key="category",
        title=_("Category"),
        text=lambda row: row.category,
        sort_key=lambda row: row.category,
        look=CellLook.MUTED,
        stretch=4,
    )
    name: Column[ProductRow] = Column(
        key="name",
        title=_("Model"),
        text=lambda row: row.name,
        sort_key=lambda row: row.name,
        look=CellLook.STRONG,
        stretch=6,
    )
    maker: Column[ProductRow] = Column(
        key="maker",
        title=_("Maker"),
        text=lambda row: row.manufacturer,
        sort_key=lambda row: row.manufacturer,
        stretch=3,
    )
    offered: Column[ProductRow] = Column(
        key="offered",
        title="",
        text=lambda row: "" if row.is_offered else _("no longer offered"),
        look=CellLook.CHIP,
        shape=lambda row: Shape.NONE if row.is_offered else Shape.CIRCLE,
        width=140,
    )
    units: Column[ProductRow] = Column(
        key="units",
        title=_("Units"),
        text=lambda row: wording.number(row.units) if row.units else "",
        sort_key=lambda row: row.units,
        align=Align.RIGHT,
        width=80,
    )
    return category, name, maker, _support_column(parts), offered, units


def _support_column(parts: RegisterParts) -> "Column[ProductRow]":
    wording, today = parts.wording, parts.today
    return Column(
        key="support",
        title=_("Supported"),
        text=lambda row: warranty_of(row.supported_until, today(), wording) if row.supported_until else "",
        sort_key=lambda row: (row.supported_until is not None, row.supported_until),
        look=CellLook.TONED,
        tone=lambda row: Tone.STOP if row.supported_until and row.supported_until < today() else Tone.GOOD,
        width=136,
    )
