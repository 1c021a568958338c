"""The list of products: search while typing, those no longer offered on wish, any column sorts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from fieldservice.ui.kit.buttons import filter_button
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.cells import Align, CellLook, Column
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.registers.register_list import ListNames, RegisterList
from fieldservice.ui.screens.equipment import calls
from fieldservice.ui.screens.equipment.words import warranty_of
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.keyset import Mark
    from fieldservice.domain.queries.products import ProductPage, ProductRow


class ProductList(RegisterList["ProductRow", "ProductPage"]):
    """Models by name, maker or category."""

    tables = ("product", "category", "equipment")
    has_two_lines = False

    def __init__(self, parts: RegisterParts) -> None:
        placeholder = _("Model, maker or category")
        names = ListNames("product", _("Products"), _("Search products"), placeholder)
        super().__init__(parts, names, columns(parts))

    def ask(self, after: "Mark | None") -> "Call[ProductPage]":
        del after  # nothing follows the first page
        text, with_retired = self.search.text(), self.with_retired.isChecked()
        return self.parts.ops.query(calls.product_page, text, with_retired=with_retired, sorts=self.sorts)

    def make_filters(self) -> Sequence[QWidget]:
        self.with_retired = filter_button(_("With those no longer offered"), name="retiredProducts")
        self.with_retired.toggled.connect(self.reload)
        return (self.with_retired,)

    def empty_words(self, *, is_filtered: bool) -> EmptyWords:
        del is_filtered
        return EmptyWords(_("No product matches."), _("New product"))


def columns(parts: RegisterParts) -> "tuple[Column[ProductRow], ...]":
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
        sort_key=lambda row: (row.supported_until is None, row.supported_until),
        look=CellLook.TONED,
        tone=lambda row: Tone.STOP if row.supported_until and row.supported_until < today() else Tone.GOOD,
        width=136,
    )
