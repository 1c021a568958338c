"""Commands and queries of this screen, imported when they are first called (see `kit/deferred.py`)."""

from typing import TYPE_CHECKING

from fieldservice.ui.kit.deferred import Deferred

__all__ = [
    "AddMeter",
    "AddProduct",
    "ChangeProduct",
    "LendEquipment",
    "ProductData",
    "RecordReading",
    "RemoveReading",
    "ReplaceEquipment",
    "ReturnLoan",
    "SetProductOffered",
    "SortBy",
    "UnitFilter",
    "UnitsAsk",
    "add_meter",
    "add_product",
    "change_product",
    "lend_equipment",
    "product_page",
    "record_reading",
    "remove_reading",
    "replace_equipment",
    "return_loan",
    "set_product_offered",
    "unit_dossier",
    "unit_filters",
    "unit_labels_pdf",
    "unit_page",
]

if TYPE_CHECKING:
    from fieldservice.domain.commands.equipment_life import (
        LendEquipment,
        ReplaceEquipment,
        ReturnLoan,
        lend_equipment,
        replace_equipment,
        return_loan,
    )
    from fieldservice.domain.commands.meters import (
        AddMeter,
        RecordReading,
        RemoveReading,
        add_meter,
        record_reading,
        remove_reading,
    )
    from fieldservice.domain.commands.products import (
        AddProduct,
        ChangeProduct,
        ProductData,
        SetProductOffered,
        add_product,
        change_product,
        set_product_offered,
    )
    from fieldservice.domain.queries.equipment_list import UnitFilter, UnitsAsk, unit_filters, unit_page
    from fieldservice.domain.queries.keyset import SortBy
    from fieldservice.domain.queries.products import product_page
    from fieldservice.domain.queries.unit_dossier import unit_dossier
    from fieldservice.reports.unit_label import unit_labels_pdf
else:
    _LIFE = "fieldservice.domain.commands.equipment_life"
    _METERS = "fieldservice.domain.commands.meters"
    _PRODUCTS = "fieldservice.domain.commands.products"
    _LIST = "fieldservice.domain.queries.equipment_list"

    ReplaceEquipment = Deferred(_LIFE, "ReplaceEquipment")
    LendEquipment = Deferred(_LIFE, "LendEquipment")
    ReturnLoan = Deferred(_LIFE, "ReturnLoan")
    replace_equipment = Deferred(_LIFE, "replace_equipment")
    lend_equipment = Deferred(_LIFE, "lend_equipment")
    return_loan = Deferred(_LIFE, "return_loan")

    AddMeter = Deferred(_METERS, "AddMeter")
    RecordReading = Deferred(_METERS, "RecordReading")
    RemoveReading = Deferred(_METERS, "RemoveReading")
    add_meter = Deferred(_METERS, "add_meter")
    record_reading = Deferred(_METERS, "record_reading")
    remove_reading = Deferred(_METERS, "remove_reading")

    AddProduct = Deferred(_PRODUCTS, "AddProduct")
    ChangeProduct = Deferred(_PRODUCTS, "ChangeProduct")
    ProductData = Deferred(_PRODUCTS, "ProductData")
    SetProductOffered = Deferred(_PRODUCTS, "SetProductOffered")
    add_product = Deferred(_PRODUCTS, "add_product")
    change_product = Deferred(_PRODUCTS, "change_product")
    set_product_offered = Deferred(_PRODUCTS, "set_product_offered")

    UnitFilter = Deferred(_LIST, "UnitFilter")
    UnitsAsk = Deferred(_LIST, "UnitsAsk")
    unit_filters = Deferred(_LIST, "unit_filters")
    unit_page = Deferred(_LIST, "unit_page")
    SortBy = Deferred("fieldservice.domain.queries.keyset", "SortBy")
    product_page = Deferred("fieldservice.domain.queries.products", "product_page")
    unit_dossier = Deferred("fieldservice.domain.queries.unit_dossier", "unit_dossier")
    unit_labels_pdf = Deferred("fieldservice.reports.unit_label", "unit_labels_pdf")
