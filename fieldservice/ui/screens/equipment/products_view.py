"""The products: models by category, their maker, until when they are supported, how many units there are."""

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.attachment_strip import AttachmentStrip
from fieldservice.ui.kit.buttons import primary, quiet
from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.day_field import DayField
from fieldservice.ui.kit.fields import TextArea, TextField
from fieldservice.ui.kit.files_desk import FilesDesk
from fieldservice.ui.kit.form_dialog import completing
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.pages import Page
from fieldservice.ui.kit.record_dialog import RecordDialog
from fieldservice.ui.kit.registers import calls as registers
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.screens.equipment import calls
from fieldservice.ui.screens.equipment.product_list import ProductList
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.commands.products import ProductData
    from fieldservice.domain.queries.equipment_list import UnitFilters
    from fieldservice.domain.queries.products import ProductRow


class ProductDialog(RecordDialog["ProductData"]):
    """A model: its category, name, maker, and the last day of its support."""

    def __init__(
        self,
        parts: RegisterParts,
        parent: QWidget,
        categories: tuple[str, ...],
        product: "ProductRow | None" = None,
    ) -> None:
        title = _("New product") if product is None else _("Change product {name}").format(name=product.name)
        subject = UUID(int=0) if product is None else product.id
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
            self.remember()
            self._add_files(product.id)
        self._category.setFocus()

    def data(self) -> "ProductData":
        return calls.ProductData(
            self._category.text(),
            self._name.text(),
            self._maker.text(),
            self._support.day,
            self._note.text(),
        )

    def send(self) -> Call[Changes]:
        self.require(self._support)
        data = self.data()
        if self._product is None:
            return self.parts.ops.command(calls.add_product, calls.AddProduct(self._product_id, data))
        change = calls.ChangeProduct(self._product_id, self._product.version, data, self.seen)
        return self.parts.ops.command(calls.change_product, change)

    def field_of(self) -> Mapping[str, QWidget]:
        return {
            "equipment.category_missing": self._category,
            "product.name_missing": self._name,
            "product.known_already": self._name,
        }

    def field_titles(self) -> Mapping[str, str]:
        return {
            "category": _("Category"),
            "name": _("Model"),
            "manufacturer": _("Maker"),
            "supported_until": _("Supported until"),
            "note": _("Note"),
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
        self._filters: Latest[UnitFilters] = Latest()
        self.list = ProductList(parts)
        self.list.new_requested.connect(self.new)
        self.list.chosen.connect(lambda _product_id: parts.services.actions.refresh())
        self.list.table.row_activated.connect(lambda _row: self.change())
        self.body.addWidget(self.list, 1)
        self._declare_actions()
        parts.notifier.changed.connect(self._on_changed)
        self.reload()

    def open_at(self, argument: Hashable) -> None:
        del argument
        self.reload()

    def first_field(self) -> QWidget:
        return self.list.search

    def leave(self) -> None:
        self.list.leave()
        self._filters.cancel()

    def reload(self) -> None:
        """Ask anew; what is shown stays until the answer is there."""
        self.list.reload()
        self._filters.ask(self._parts.ops.query(calls.unit_filters)).then(self._on_filters, self._on_failed)

    def new(self) -> None:
        self._parts.services.dialogs.run(ProductDialog(self._parts, self, self._categories))

    def change(self) -> None:
        row = self.list.table.selected_row()
        if row is not None:
            self._parts.services.dialogs.run(ProductDialog(self._parts, self, self._categories, row))

    def offer_or_retire(self) -> None:
        """No longer offered for new units, or offered again."""
        row = self.list.table.selected_row()
        if row is not None:
            command = calls.SetProductOffered(row.id, not row.is_offered)
            call = self._parts.ops.command(calls.set_product_offered, command)
            call.failed.connect(self._on_failed)

    def _declare_actions(self) -> None:
        def chosen() -> bool:
            return self.list.table.selected_row() is not None

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

    def _on_filters(self, filters: "UnitFilters") -> None:
        self._categories = filters.categories

    def _on_changed(self, changes: Changes) -> None:
        if self.list.concerns(changes):
            self.reload()

    def _on_failed(self, error: Exception) -> None:
        self._parts.services.errors.show(error, self.reload)
