"""What a branch may see changes: scopes come and are taken away; what was typed in them is kept."""

from uuid import UUID

import pytest
from sqlalchemy import delete, insert, select

from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.exchange import ExchangeNews, InboxKind
from fieldservice.domain.model.people import Branch
from fieldservice.server.store.tables import branch_scope
from tests.sync.conftest import Desks
from tests.sync.desks import TestDesk
from tests.sync.test_rounds import settled


@pytest.fixture
def here(desks: Desks) -> TestDesk:
    return desks.joined("WAW")


@pytest.fixture
def there(desks: Desks) -> TestDesk:
    return desks.joined("KRK")


def branch(desk: TestDesk, code: str) -> UUID:
    return next(each.id for each in desk.company.rows(Branch) if each.code == code)


def grant(desks: Desks, to: UUID, scope: UUID) -> None:
    with desks.office.database.writer.begin() as connection:
        connection.execute(insert(branch_scope), {"branch_id": to, "scope": scope})


def revoke(desks: Desks, to: UUID) -> None:
    with desks.office.database.writer.begin() as connection:
        connection.execute(delete(branch_scope).where(branch_scope.c.branch_id == to))


def names(desk: TestDesk) -> set[str]:
    return {each.name for each in desk.company.rows(Customer)}


def next_session(*desks: TestDesk) -> None:
    """Longer than a session lasts."""
    for desk in desks:
        desk.clock.advance(minutes=16)


@pytest.fixture
def granted(desks: Desks, here: TestDesk, there: TestDesk) -> UUID:
    """A customer of Kraków that Warszawa may see; the id of Kraków."""
    cracow = branch(here, "KRK")
    there.company.customer("Hotel Wawel", number="KRK-1", branch_id=cracow)
    settled(there)
    grant(desks, branch(here, "WAW"), cracow)
    next_session(here)
    settled(here)
    assert "Hotel Wawel" in names(here)
    return cracow


@pytest.mark.covers("P-60", "J05")
@pytest.mark.parametrize("is_same_session", [True, False])
def test_rows_of_a_scope_that_was_taken_away_leave(
    desks: Desks,
    here: TestDesk,
    there: TestDesk,
    granted: UUID,
    is_same_session: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    revoke(desks, branch(here, "WAW"))
    if not is_same_session:
        next_session(here)
    here.round()

    assert "Hotel Wawel" not in names(here)
    assert "Hotel Wawel" in names(there)
    with here.database.read_session() as session:
        connection = session.connection()
        for table in ("exchange_version", "exchange_cursor"):
            left = f"SELECT count(*) FROM {table} WHERE scope = ?"  # noqa: S608 - our own names
            assert connection.exec_driver_sql(left, (granted.hex,)).scalar_one() == 0, table


@pytest.mark.covers("P-60")
def test_work_on_what_was_taken_away_meanwhile_is_refused_and_kept(
    desks: Desks, here: TestDesk, granted: UUID
) -> None:
    (hotel,) = [each.id for each in here.company.rows(Customer) if each.name == "Hotel Wawel"]
    revoke(desks, branch(here, "WAW"))
    here.say(hotel, note="typed without a line")
    next_session(here)

    result = here.round()
    settled(here)

    assert result.refused == 1
    assert "Hotel Wawel" not in names(here)
    (news,) = [each for each in here.company.rows(ExchangeNews) if each.kind is InboxKind.REFUSAL]
    assert "typed without a line" in str(news.payload)
    assert "typed without a line" not in str(there_is(desks))
    for table in ("outbox_operation", "exchange_stage", "exchange_provisional"):
        assert here.count(table) == 0, table


@pytest.mark.covers("P-60")
def test_what_comes_back_is_there_whole(desks: Desks, here: TestDesk, there: TestDesk, granted: UUID) -> None:
    revoke(desks, branch(here, "WAW"))
    next_session(here)
    settled(here)
    there.company.customer("Hotel Smok", number="KRK-2", branch_id=granted)
    settled(there)
    grant(desks, branch(here, "WAW"), granted)
    next_session(here)

    settled(here)

    assert {"Hotel Wawel", "Hotel Smok"} <= names(here)


@pytest.mark.covers("P-57", "P-60")
def test_a_scope_that_is_not_held_any_more_makes_nobody_begin_anew(
    desks: Desks, here: TestDesk, there: TestDesk, granted: UUID
) -> None:
    """How far it was read once says nothing of what has been missed since."""
    next_session(here)
    settled(here)  # how far it has read is told with the next asking
    revoke(desks, branch(here, "WAW"))
    next_session(here)
    settled(here)
    here.company.customer("Later", number="WAW-9")
    settled(here, there)
    with desks.office.database.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE sync_meta SET floor = (SELECT max(seq) FROM sync_head)")
    next_session(here)

    assert here.round().order == "ok"


def there_is(desks: Desks) -> list[str]:
    with desks.office.database.reader.connect() as connection:
        return list(connection.execute(select(Customer.note)).scalars())
