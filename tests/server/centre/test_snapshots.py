"""A whole scope as chunks: whoever does not hold the scope gets none, whatever digest it names."""

from uuid import UUID

import pytest
from sqlalchemy import insert

from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.exchange_state import SCHEMA
from fieldservice.server.centre import Centre
from tests.server.centre.office import AWAY, HOME, Office


@pytest.mark.covers("P-60")
def test_a_chunk_of_another_branch_is_given_to_nobody_else(office: Office) -> None:
    centre = Centre(office.database, office.settings, office.clock, office.key)
    (here, session), (_there, elsewhere) = office.begun(HOME), office.begun(AWAY)
    with office.database.writer.begin() as connection:
        own = {"id": new_id(), "number": "K-1", "name": "Młyn", "name_folded": "mlyn"}
        connection.execute(insert(Customer), {**own, "branch_id": UUID(here.branch)})
    ours, theirs = centre.seat_of(session.access_token), centre.seat_of(elsewhere.access_token)

    (chunk,) = centre.manifest(ours, here.branch, SCHEMA).chunks

    assert centre.chunk(ours, chunk.sha256).is_file()
    with pytest.raises(RuleViolation, match=r"exchange\.chunk_unknown"):
        centre.chunk(theirs, chunk.sha256)
    with pytest.raises(RuleViolation, match=r"exchange\.not_in_scope"):
        centre.manifest(theirs, here.branch, SCHEMA)
