"""The company's own time zone holds at its desks, whatever the machine's settings say."""

from datetime import UTC, date, datetime
from pathlib import Path

from fieldservice.config import Config, Paths, Settings
from fieldservice.desk import open_desk
from fieldservice.domain.commands.company import ChangeCompany, change_company
from fieldservice.domain.commands.entries import FieldChange
from tests.conftest import FakeClock

LATE_IN_WARSAW = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)


def test_days_of_the_desk_are_those_of_the_companys_zone(tmp_path: Path) -> None:
    clock, config = FakeClock(LATE_IN_WARSAW), Config(Paths(tmp_path), Settings(zone="Europe/Warsaw"))
    desk = open_desk(config, clock)
    before = desk.today()
    with desk.begin() as uow:
        change_company(ChangeCompany((FieldChange("zone", "", "Europe/Kyiv"),)), uow, clock)
    desk.close()

    desk = open_desk(config, clock)

    assert (before, desk.today()) == (date(2026, 11, 23), date(2026, 11, 24))
    assert desk.actor.zone == "Europe/Kyiv"
    desk.close()
