"""The list of products: narrowed while typing, in any order."""

from datetime import date

import pytest

from fieldservice.domain.commands.products import AddProduct, ProductData, add_product
from fieldservice.domain.model.base import new_id
from fieldservice.domain.queries.keyset import SortBy
from fieldservice.domain.queries.products import product_page
from tests.factories import Company


@pytest.fixture
def models(company: Company) -> Company:
    for category, name, maker, support in (
        ("Sprężarka", "SK 22", "Kaeser", None),
        ("Pompa", "Żubr 3", "LFP", date(2027, 1, 1)),
        ("Pompa", "Albatros", "Wilo", date(2026, 1, 1)),
    ):
        company.run(add_product, AddProduct(new_id(), ProductData(category, name, maker, support, "")))
    return company


@pytest.mark.parametrize(
    ("sorts", "names"),
    [
        ((SortBy("category"),), ["Albatros", "Żubr 3", "SK 22"]),
        ((SortBy("name"),), ["Albatros", "SK 22", "Żubr 3"]),
        ((SortBy("maker", descending=True),), ["Albatros", "Żubr 3", "SK 22"]),
        ((SortBy("support"),), ["Albatros", "Żubr 3", "SK 22"]),
        (
            (SortBy("category", descending=True), SortBy("name", descending=True)),
            ["SK 22", "Żubr 3", "Albatros"],
        ),
    ],
)
def test_products_stand_in_the_order_asked_for(
    models: Company, sorts: tuple[SortBy, ...], names: list[str]
) -> None:
    page = models.ask(product_page, sorts=sorts)

    assert [row.name for row in page.rows] == names
    assert page.next is None


def test_products_are_found_by_part_of_maker_model_or_category(models: Company) -> None:
    found = {
        text: [row.name for row in models.ask(product_page, text).rows] for text in ("kaes", "pom", "alba")
    }

    assert found == {"kaes": ["SK 22"], "pom": ["Albatros", "Żubr 3"], "alba": ["Albatros"]}
