"""`fieldservice verdict`: what a telephone system asks before a person answers.

One call by options, or many by a file with the columns time, caller, serial_number, work (and expected,
which is then compared). Exit code 0 when every answer was given, 1 when an expected outcome was not met.
"""

import argparse
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fieldservice.commandline.exits import Exit
from fieldservice.commandline.output import complain, say, say_json, say_table
from fieldservice.config import Config
from fieldservice.desk import Desk, open_desk
from fieldservice.domain.queries.call_verdicts import CallAnswer, CallQuestion, verdict_for_call
from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.rules.verdict_json import verdict_to_json
from fieldservice.domain.rules.verdict_values import Verdict
from fieldservice.wording import _, current

COLUMNS = ("caller", "serial_number", "work")


@dataclass(frozen=True, slots=True)
class Asked:
    """One call to answer; `expected` is the outcome that somebody foresaw, if any."""

    caller: str
    serial: str
    work: str
    expected: str = ""


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--caller", default="", help=_("number of the caller, in any writing"))
    parser.add_argument("--serial", default="", help=_("serial number of the unit"))
    parser.add_argument("--work", default="", help=_("kind of work"))
    parser.add_argument(
        "--on", type=date.fromisoformat, metavar="DAY", help=_("day of the request (2026-11-23)")
    )
    parser.add_argument("--file", type=Path, metavar="CALLS.csv", help=_("many calls"))
    parser.add_argument("--json", action="store_true", help=_("for machines"))


def run(options: argparse.Namespace, config: Config) -> int:
    try:
        calls = _calls(options)
    except EnvironmentProblem as error:
        complain(error)
        return Exit.UNREADABLE
    desk = open_desk(config)
    try:
        answers = list(_answers(desk, calls, options.on))
    finally:
        desk.close()
    if options.json:
        say_json([_as_json(asked, answer.verdict) for asked, answer in answers])
    elif options.file:
        _say_list(answers)
    else:
        _say_one(answers[0][1].verdict)
    missed = [asked for asked, answer in answers if asked.expected not in ("", answer.verdict.outcome.value)]
    return Exit.SOME_REFUSED if missed else Exit.DONE


def _answers(desk: Desk, calls: list[Asked], day: date | None) -> Iterator[tuple[Asked, CallAnswer]]:
    settings = desk.config.settings
    on = day or desk.clock.now().astimezone(ZoneInfo(settings.zone)).date()
    with desk.database.read_session() as session:
        for asked in calls:
            question = CallQuestion(on, settings.country, asked.caller, asked.serial, asked.work)
            yield asked, verdict_for_call(session, question)


def _calls(options: argparse.Namespace) -> list[Asked]:
    return _from_file(options.file) if options.file else [Asked(options.caller, options.serial, options.work)]


def _from_file(path: Path) -> list[Asked]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError) as error:
        raise EnvironmentProblem("calls.unreadable", name=path.name) from error
    missing = [name for name in COLUMNS if rows and name not in rows[0]]
    if missing or not rows:
        raise EnvironmentProblem("calls.columns_missing", name=path.name, columns=missing or list(COLUMNS))
    return [Asked(r["caller"], r["serial_number"], r["work"], r.get("expected") or "") for r in rows]


def _say_one(verdict: Verdict) -> None:
    say(verdict.outcome.value)
    say(current().reason(verdict.reason))


def _say_list(answers: list[tuple[Asked, CallAnswer]]) -> None:
    rows = []
    for asked, answer in answers:
        verdict = answer.verdict
        mark = "" if not asked.expected else "✓" if asked.expected == verdict.outcome.value else "✗"
        rows.append(
            (asked.caller, asked.serial, verdict.outcome.value, mark, current().reason(verdict.reason))
        )
    say_table(rows)


def _as_json(asked: Asked, verdict: Verdict) -> dict[str, Any]:
    return {
        "caller": asked.caller,
        "serial_number": asked.serial,
        "work": asked.work,
        "outcome": verdict.outcome.value,
        "sentence": current().reason(verdict.reason),
        "verdict": verdict_to_json(verdict),
    }
