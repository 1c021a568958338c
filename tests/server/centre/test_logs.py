"""What the centre logs of its own mistakes: where, of what kind, never what stood in a row or was bound."""

import json
import logging
from uuid import UUID

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError

from fieldservice.domain.model.people import UserAccount
from fieldservice.server.logs import JsonLines
from tests.server.centre.office import Office

LOGIN = "jan.kowalski.600700800"


def logged(error: DBAPIError) -> dict[str, str]:
    about = (type(error), error, error.__traceback__)
    record = logging.LogRecord("centre", logging.ERROR, "", 0, "a request failed", (), about)
    line: dict[str, str] = json.loads(JsonLines().format(record))
    return line


def test_a_database_error_with_a_name_in_it_is_logged_without_the_name(office: Office) -> None:
    row = {"login": LOGIN, "name": "Jan Kowalski", "rights": [], "is_active": True, "version": 1}
    twice = [{**row, "id": UUID(number * 32)} for number in ("1", "2")]

    with pytest.raises(DBAPIError) as caught, office.database.writer.begin() as connection:
        connection.execute(insert(UserAccount), twice)

    line = logged(caught.value)
    assert LOGIN in str(caught.value.orig)  # PostgreSQL itself says it
    assert "Kowalski" not in json.dumps(line).title()
    assert "psycopg.errors.UniqueViolation 23505" in line["trace"]
    assert "test_logs.py" in line["trace"]


def test_no_error_of_the_centres_database_tells_what_was_bound(office: Office) -> None:
    with pytest.raises(DBAPIError) as caught, office.database.writer.connect() as connection:
        connection.exec_driver_sql("SELECT * FROM no_such WHERE name = %(name)s", {"name": LOGIN})

    assert LOGIN not in str(caught.value)
