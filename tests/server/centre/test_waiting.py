"""Those who wait for news: woken by what concerns them, a few at once of one device, sent home at the end."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.exchange_scopes import GLOBAL
from fieldservice.server.waiting import MOST_OF_ONE_DEVICE, Waiting
from tests.server.centre.office import Office

DEVICE = UUID(int=7)


def head(office: Office) -> int:
    with office.database.writer.connect() as connection:
        return int(connection.exec_driver_sql("SELECT max(seq) FROM sync_head").scalar() or 0)


def test_who_waits_is_woken_by_what_others_do_and_only_then(office: Office) -> None:
    async def wait() -> tuple[bool, bool]:
        with ThreadPoolExecutor(2) as threads:
            waiting = Waiting(office.database.writer, threads)
            waiting.start()
            concerned = asyncio.create_task(waiting.wait(DEVICE, {GLOBAL: head(office)}))
            elsewhere = asyncio.create_task(waiting.wait(DEVICE, {UUID(int=9): 0}, 30))
            await asyncio.to_thread(office.add_user, "ola", "Ola Wrona")
            woken = await concerned
            is_left = elsewhere.done()
            waiting.stop()
            await elsewhere
            return woken.changed, is_left

    assert asyncio.run(wait()) == (True, False)


def test_a_device_waits_a_few_times_at_once_and_no_more(office: Office) -> None:
    async def wait() -> list[bool]:
        with ThreadPoolExecutor(2) as threads:
            waiting = Waiting(office.database.writer, threads)
            tasks = [
                asyncio.create_task(waiting.wait(DEVICE, {GLOBAL: 10**9})) for _ in range(MOST_OF_ONE_DEVICE)
            ]
            one_more = asyncio.create_task(waiting.wait(DEVICE, {GLOBAL: 10**9}))
            with pytest.raises(RuleViolation, match="too_often"):
                await one_more
            waiting.stop()
            return [(await task).changed for task in tasks]

    assert asyncio.run(wait()) == [False] * MOST_OF_ONE_DEVICE
