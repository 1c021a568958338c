"""The documents whose text is kept in `tests/acceptance` and reviewed as a diff when it changes.

`python -m tools.accept` rewrites the files; `test_acceptance.py` compares with them.
"""

from pathlib import Path

from fieldservice.reports.ticket import ticket_pdf
from fieldservice.reports.work_order import order_pdf
from tests.reports.reading import accepted_form
from tests.reports.samples import an_order_sheet, wording
from tests.reports.ticket_samples import a_ticket_record

FOLDER = Path(__file__).resolve().parents[1] / "acceptance"
LANGUAGES = ("en", "pl")
NAMES = tuple(f"{document}-{language}.txt" for document in ("work-order", "ticket") for language in LANGUAGES)


def is_translated(language: str) -> bool:
    """Whether the catalogue speaks of documents yet; what it lacks is named by the tests of translations."""
    title = "To be filled in on site"
    return language == "en" or wording(language).text(title) != title


def accepted_text(name: str) -> str:
    """What the document of that file says today."""
    document, _dash, language = name.removesuffix(".txt").rpartition("-")
    words = wording(language)
    if document == "ticket":
        return accepted_form(ticket_pdf(a_ticket_record(), words))
    return accepted_form(order_pdf(an_order_sheet(), words))
