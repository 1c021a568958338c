"""Preferences on both databases: kept per person, the last one wins, nothing in the journal."""

from pathlib import Path
from uuid import uuid4

from fieldservice.domain.commands.preferences import KeepPreferences, keep_preferences
from fieldservice.domain.model.journal import JournalEntry
from fieldservice.domain.queries.first_preferences import first_preferences
from fieldservice.domain.queries.preferences import preference_values
from fieldservice.domain.store.engine import open_sqlite
from tests.conftest import FakeClock, company_of
from tests.factories import USER_ID, Company

LEFT = (("theme", "dark"), ("scale_percent", 150), ("layout/1440x900/tickets.split", [3, 2]))


def test_what_is_kept_last_is_read(company: Company) -> None:
    company.run(keep_preferences, KeepPreferences((("theme", "dark"), ("scale_percent", 125))))
    company.run(keep_preferences, KeepPreferences((("theme", "light"),)))

    assert company.ask(preference_values, USER_ID) == {"theme": "light", "scale_percent": 125}


def test_they_are_one_persons_and_leave_nothing_in_the_journal(company: Company) -> None:
    before = len(company.rows(JournalEntry))
    changes = company.run(keep_preferences, KeepPreferences(LEFT))

    assert company.ask(preference_values, uuid4()) == {}
    assert len(company.rows(JournalEntry)) == before
    assert changes.concerns("preference")
    assert not changes.undoable


def test_nothing_to_keep_is_no_error(company: Company) -> None:
    assert not company.run(keep_preferences, KeepPreferences(())).touched


def test_the_first_look_reads_the_very_same(
    tmp_path: Path, founded_template: bytes, clock: FakeClock
) -> None:
    path = tmp_path / "fieldservice.db"
    path.write_bytes(founded_template)
    database = open_sqlite(path)
    company = company_of(database, clock)
    before = first_preferences(path, USER_ID)
    company.run(keep_preferences, KeepPreferences(LEFT))

    assert before == {}
    assert first_preferences(path, USER_ID) == dict(LEFT) == company.ask(preference_values, USER_ID)
    assert first_preferences(tmp_path / "missing.db", USER_ID) == {}
    database.close()
