"""Those who wait for news: woken by what concerns them, a few at once of one device, sent home at the end."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.exchange_scopes import GLOBAL
from fieldservice.server.waiting import MOST_OF_ONE_DEVICE, WOKEN_AT_ONCE, Waiting
from tests.server.centre.office import Office

DEVICE = UUID(int=7)
MANY = 10 * WOKEN_AT_ONCE


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


@pytest.mark.covers("J03")
def test_news_of_all_are_told_to_a_few_at_a_time_and_news_of_one_branch_before_them(office: Office) -> None:
    """Else hundreds of workstations would ask in the same moment, and most would be sent away."""
    branch = UUID(int=9)

    async def wait() -> tuple[list[int], int]:
        told: list[int] = []

        async def listen(place: int, scope: UUID, seen: int) -> None:
            await waiting.wait(UUID(int=place), {scope: seen}, 30)
            told.append(place)

        with ThreadPoolExecutor(1) as threads:
            waiting = Waiting(office.database.writer, threads)
            many = [asyncio.create_task(listen(n, GLOBAL, head(office))) for n in range(MANY)]
            one = asyncio.create_task(listen(99, branch, 0))
            for _turn in ("they begin", "they have asked where the feed stands, one after the other"):
                await asyncio.get_running_loop().run_in_executor(threads, head, office)
            waiting.start()
            await asyncio.to_thread(office.add_user, "ola", "Ola Wrona")
            await asyncio.wait(many, return_when=asyncio.FIRST_COMPLETED)
            first = list(told)
            stamp_of(office, branch)
            await one
            place = told.index(99)
            await asyncio.gather(*many)
            waiting.stop()
            return first, place

    first, place = asyncio.run(wait())

    assert len(first) == WOKEN_AT_ONCE
    assert place < MANY


def stamp_of(office: Office, scope: UUID) -> None:
    """Something happens in this scope."""
    with office.database.writer.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO sync_exit (scope, seq, tbl, id)"
            " SELECT %s, max(seq) + 1, 1, gen_random_uuid() FROM sync_head",
            (scope,),
        )
        connection.exec_driver_sql(
            "INSERT INTO sync_head (seq, at) SELECT max(seq) + 1, now() FROM sync_head"
        )
