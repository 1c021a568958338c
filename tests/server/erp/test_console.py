"""Other systems connected at the console of the centre, and the whole application that then serves them."""

from pathlib import Path

import pytest

from fieldservice.server.app import make_application
from fieldservice.server.centre import Centre
from fieldservice.server.cli import main
from fieldservice.server.settings import ServerSettings
from tests.factories import Company
from tests.server.erp.conftest import Other, serving
from tests.server.erp.test_inbound import CUSTOMER


@pytest.fixture
def console(company: Company, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The settings of this centre in the environment."""
    url = company.database.writer.url.render_as_string(hide_password=False)
    monkeypatch.setenv("FIELDSERVICE_SERVER_DATABASE", url.replace("+psycopg", ""))
    monkeypatch.setenv("FIELDSERVICE_SERVER_FOLDER", str(tmp_path))


@pytest.mark.usefixtures("console")
def test_a_system_is_connected_told_its_token_once_and_let_in_until_revoked(
    company: Company, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["system", "add", "Helios", "--may", "customers:write", "--keeps", "customers,blocks"]) == 0
    token = capsys.readouterr().out.split()[-1]
    settings = ServerSettings(folder=tmp_path)
    app = make_application(Centre(company.database, settings, company.clock)).app

    with serving(app) as address:
        erp = Other(address, token, company.actor.user_id or company.actor.workstation_id or token)  # type: ignore[arg-type]
        taken = erp.put("/customers/C-1", CUSTOMER)
        refused = erp.get("/tickets")
        described = erp.ask("GET", "/../../openapi.json")
        assert main(["system", "list"]) == 0
        listed = capsys.readouterr().out
        assert main(["system", "revoke", "Helios"]) == 0
        later = erp.put("/customers/C-1", CUSTOMER)

    assert (taken.status_code, refused.status_code, later.status_code) == (201, 403, 401)
    assert "/api/v1/customers/{key}" in described.json()["paths"]
    assert "Helios" in listed
    assert token not in listed


@pytest.mark.usefixtures("console")
@pytest.mark.parametrize(
    "arguments",
    [
        ["system", "add", "Helios", "--keeps", "everything"],
        ["system", "add", "Helios", "--may", "customers:destroy"],
        ["system", "token", "Nobody", "--may", "customers:write"],
    ],
)
def test_what_cannot_be_is_told_at_the_console(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 4
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.usefixtures("console")
def test_what_waits_is_delivered_from_the_console(company: Company) -> None:
    del company

    assert main(["deliver", "--once"]) == 0
    assert main(["system", "deliveries"]) == 0
