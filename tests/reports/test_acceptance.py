"""What the documents say, word for word, as somebody has read and accepted it."""

import pytest

from tests.reports.accepted import FOLDER, NAMES, accepted_text, is_translated


@pytest.mark.covers("O01")
@pytest.mark.parametrize("name", NAMES)
def test_the_document_says_what_was_accepted(name: str) -> None:
    if not is_translated(name.removesuffix(".txt")[-2:]):
        pytest.skip("the catalogue lacks the texts of documents")

    assert accepted_text(name) == (FOLDER / name).read_text("utf-8")


def test_no_accepted_text_is_left_without_its_document() -> None:
    assert {path.name for path in FOLDER.glob("*.txt")} == set(NAMES)
