"""T10, short: tokens of several workstations are everywhere, each once, in order, never less than before."""

import pytest

from tests.soak.tokens import run
from tests.sync.conftest import Desks

TOKENS = 300


@pytest.mark.covers("P-53", "P-58")
def test_what_several_desks_append_to_the_same_lists_is_seen_once_and_in_order(desks: Desks) -> None:
    writers = run(desks, TOKENS, at_once=12, seed=4)

    assert writers.outcome.tokens == TOKENS
    assert writers.outcome.broken_rounds > 0
    assert writers.outcome.restarts > 0

    # The control: one that is missing is seen.
    with writers.desks[1].database.writer.begin() as connection:
        connection.exec_driver_sql("DELETE FROM article WHERE author_name = 'desk 0' AND text = '000000002'")
    with pytest.raises(AssertionError, match="tokens of desk 0"):
        writers.read(1)
