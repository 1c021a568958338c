"""The thread beside the window: when it exchanges, when it pauses, and that it ends."""

from collections.abc import Callable, Iterator, Mapping
from queue import Queue
from threading import Event

import pytest

from fieldservice.background.exchange_worker import ExchangeWorker
from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation
from fieldservice.sync.round_result import Cancelled, OnProgress, RoundResult, never, unheard

PATIENCE = 10.0
SHORT = 0.3


class Engine:
    """Ends each round as it was told, the last way over and over; news come when the test lets them."""

    def __init__(self, *ends: RoundResult | Exception) -> None:
        self._ends = list(ends) or [RoundResult()]
        self.rounds = 0
        self.news = Event()
        self.listened = 0
        self.held: Queue[Mapping[str, int]] = Queue()

    def round(self, on_progress: OnProgress, is_cancelled: Cancelled) -> RoundResult:
        del on_progress, is_cancelled
        self.rounds += 1
        end = self._ends.pop(0) if len(self._ends) > 1 else self._ends[0]
        if isinstance(end, Exception):
            raise end
        return end

    def places(self) -> Mapping[str, int]:
        return {"": self.rounds}

    def listen(self, places: Mapping[str, int]) -> bool:
        self.listened += 1
        assert places
        self.held.put(places)
        self.news.wait(PATIENCE)
        self.news.clear()
        return True


class Beside:
    """A worker on an engine, and what it told."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.told: Queue[RoundResult] = Queue()
        self.worker = ExchangeWorker(lambda: engine, lambda: None, self.told.put)

    def ended(self, within: float = PATIENCE) -> RoundResult:
        return self.told.get(timeout=within)

    def close(self) -> None:
        self.worker.end()
        self.engine.news.set()


@pytest.fixture
def beside() -> Iterator[Callable[..., Beside]]:
    made: list[Beside] = []

    def begin(*ends: RoundResult | Exception) -> Beside:
        made.append(Beside(Engine(*ends)))
        made[-1].worker.begin()
        return made[-1]

    yield begin
    for each in made:
        each.close()


def test_it_begins_with_a_round_and_then_waits_for_news(beside: Callable[..., Beside]) -> None:
    here = beside()
    here.ended()

    here.engine.news.set()
    here.ended()

    assert here.engine.rounds == 2
    assert here.engine.listened >= 1


def test_news_that_a_round_has_read_meanwhile_bring_no_further_round(
    beside: Callable[..., Beside],
) -> None:
    """Every command of one's own would be asked about twice."""
    here = beside()
    here.ended()
    assert here.engine.held.get(timeout=PATIENCE) == {"": 1}
    here.worker.run_now(unheard, never)
    here.ended()

    here.engine.news.set()
    assert here.engine.held.get(timeout=PATIENCE) == {"": 2}
    rounds_so_far = here.engine.rounds
    here.engine.news.set()
    here.ended()

    assert rounds_so_far == 2
    assert here.engine.rounds == 3


def test_work_at_the_desk_is_sent_soon(beside: Callable[..., Beside]) -> None:
    here = beside()
    here.ended()

    here.worker.soon()
    here.worker.soon()
    here.ended()

    assert here.engine.rounds == 2


def test_a_pause_after_a_failure_is_kept_whatever_is_done(beside: Callable[..., Beside]) -> None:
    away = RoundResult(problem=EnvironmentProblem("exchange.unreachable"), again_in_seconds=PATIENCE)
    here = beside(away)
    here.ended()

    here.worker.soon()

    assert here.told.empty()
    assert here.worker.run_now(unheard, never).problem is not None
    assert here.engine.rounds == 2


def test_a_desk_that_was_revoked_tries_nothing_again(beside: Callable[..., Beside]) -> None:
    here = beside(RoundResult(problem=RuleViolation("exchange.revoked"), again_in_seconds=SHORT))

    here.ended()
    here.worker._thread.join(PATIENCE)

    assert not here.worker._thread.is_alive()
    assert here.engine.rounds == 1


def test_a_mistake_of_ours_is_logged_told_and_not_the_end(
    beside: Callable[..., Beside], caplog: pytest.LogCaptureFixture
) -> None:
    here = beside(ZeroDivisionError("a mistake"), RoundResult())

    first = here.ended()
    second = here.worker.run_now(unheard, never)

    assert first.problem is not None
    assert first.problem.code == "exchange.stumbled"
    assert "the exchange stumbled" in caplog.text
    assert second.went_well


def test_what_cannot_begin_says_why(beside: Callable[..., Beside]) -> None:
    del beside
    told: Queue[RoundResult] = Queue()

    def make() -> Engine:
        raise RuleViolation("exchange.not_joined")

    worker = ExchangeWorker(make, lambda: None, told.put)
    worker.begin()

    problem = told.get(timeout=PATIENCE).problem

    assert problem is not None
    assert problem.code == "exchange.not_joined"
    worker.end()
