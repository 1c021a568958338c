"""What the registers add to the world of `every_command`: products, meters, loans; their commands used."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from fieldservice.domain.commands import (
    contact_merging,
    contract_changes,
    contracts,
    equipment,
    equipment_life,
    meters,
    products,
    renewals,
)
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.contract import Contract, Terms
from fieldservice.domain.model.customer import Contact, Site
from fieldservice.domain.model.equipment import Meter, Product, Reading
from fieldservice.domain.model.equipment_life import EquipmentLoan
from tests.factories import Company

if TYPE_CHECKING:
    from tests.store.every_command import World

SECOND_ENTRY = "S. Jeka"
COMPRESSOR = equipment.UnitData("Sprężarka", "Kaeser SM 12", "KS-77")


def give_registers(company: Company, site: UUID, other_site: UUID) -> None:
    """A unit with a meter that was read, lent from one site to another; a contact entered twice."""
    lent = company.unit(site, "WYP-1", category="Agregat", model="Honda EU")
    meter = new_id()
    day = company.clock.now().date()
    company.run(meters.add_meter, meters.AddMeter(meter, lent, "Godziny pracy", "h"))
    company.run(
        meters.record_reading, meters.RecordReading(new_id(), meter, day - timedelta(days=3), Decimal(120))
    )
    loan = equipment_life.LendEquipment(new_id(), lent, other_site, day, "na czas naprawy")
    company.run(equipment_life.lend_equipment, loan)
    company.contact(company.get(Site, site).customer_id, SECOND_ENTRY, "602 111 222")


def register_uses(c: Company, w: "World") -> list[tuple[Callable[..., Any], object]]:
    day = c.clock.now().date()
    meter, reading, loan = c.rows(Meter)[0], c.rows(Reading)[0], c.rows(EquipmentLoan)[0]
    product = c.rows(Product)[0]
    contract, terms = c.get(Contract, w.contract), c.get(Terms, w.next_terms)
    data = products.ProductData("Kocioł", "Viessmann 300", "Viessmann", date(2030, 12, 31))
    later = contracts.TermsData(new_id(), date(2028, 1, 1), date(2028, 12, 31))
    life, changes = equipment_life, contract_changes
    second = next(each.id for each in c.rows(Contact) if each.name == SECOND_ENTRY)
    return [
        (contact_merging.merge_contacts, contact_merging.MergeContacts(w.contact, second)),
        (products.add_product, products.AddProduct(new_id(), data)),
        (products.change_product, products.ChangeProduct(product.id, product.version, data)),
        (products.set_product_offered, products.SetProductOffered(product.id, False)),
        (meters.add_meter, meters.AddMeter(new_id(), w.unit, "Cykle")),
        (meters.record_reading, meters.RecordReading(new_id(), meter.id, day, Decimal(130))),
        (meters.remove_reading, meters.RemoveReading(reading.id)),
        (
            life.replace_equipment,
            life.ReplaceEquipment(new_id(), w.unit, new_id(), day, "gwarancja", COMPRESSOR),
        ),
        (life.lend_equipment, life.LendEquipment(new_id(), w.unit, w.other_site, day, "targi")),
        (life.return_loan, life.ReturnLoan(loan.id, day, loan.version)),
        (
            changes.change_contract,
            changes.ChangeContract(w.contract, contract.version, "U/77", "aneks 1"),
        ),
        (
            changes.change_terms,
            changes.ChangeTerms(terms.id, terms.version, terms.valid_from, date(2027, 6, 30)),
        ),
        (renewals.renew_contract, renewals.RenewContract(w.contract, later, (w.fresh,))),
    ]
