"""`fieldservice audit verify`: whether the audit trail and all files are whole, or what is not what it was.

Exit code 0 when all is whole, 1 when it is not. The digest at the end is to be noted down elsewhere:
`--expect` asks later whether it is still there.
"""

import argparse
from collections.abc import Sequence
from typing import Any

from fieldservice.commandline.exits import Exit
from fieldservice.commandline.output import say, say_json, say_table
from fieldservice.config import Config
from fieldservice.desk import open_desk
from fieldservice.domain.queries.attachments import BrokenFile, broken_attachments
from fieldservice.domain.queries.audit import ChainReport, Finding, verify_chain
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.wording import _, current, ngettext


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["verify"], help=_("go through the whole audit trail"))
    parser.add_argument(
        "--expect", metavar="N:DIGEST", help=_("a place and digest that an earlier check told")
    )
    parser.add_argument("--json", action="store_true", help=_("for machines"))


def run(options: argparse.Namespace, config: Config) -> int:
    expected = _expected(options.expect)
    desk = open_desk(config)
    try:
        with desk.database.read_session() as session:
            report = verify_chain(session, expected=expected)
            broken = broken_attachments(session)
    finally:
        desk.close()
    if options.json:
        say_json({**_as_json(report), "files": [[each.name, each.state.value] for each in broken]})
    else:
        _say_files(broken)
        _say(report)
    return Exit.DONE if report.is_whole and not broken else Exit.SOME_REFUSED


def _expected(given: str | None) -> tuple[int, str] | None:
    if given is None:
        return None
    place, _colon, digest = given.partition(":")
    if not (place.isdigit() and digest):
        raise RuleViolation("audit.digest_unreadable", given=given)
    return int(place), digest.lower()


def _say(report: ChainReport) -> None:
    words = current()
    count = ngettext("{count} entry gone through.", "{count} entries gone through.", report.entries)
    say(count.format(count=words.number(report.entries)))
    if report.is_whole:
        say(_("The audit trail is whole."))
    else:
        say(_("The audit trail is not whole:"))
        say_table([_row(finding) for finding in report.findings])
    say(f"{report.last}:{report.head}")


def _say_files(broken: Sequence[BrokenFile]) -> None:
    if not broken:
        say(_("All files are there as they were kept."))
        return
    say(_("Files that are not what was kept:"))
    say_table([(each.name, current().word(each.state)) for each in broken])


def _row(finding: Finding) -> tuple[str, ...]:
    words = current()
    when = words.moment(finding.recorded_at) if finding.recorded_at else ""
    what = words.reason(finding.label) if finding.label else ""
    return str(finding.sequence), words.word(finding.fault), when, finding.user, what


def _as_json(report: ChainReport) -> dict[str, Any]:
    return {
        "whole": report.is_whole,
        "entries": report.entries,
        "older": report.older,
        "erased": report.erased,
        "last": report.last,
        "digest": report.head,
        "findings": [
            {
                "fault": finding.fault.value,
                "sequence": finding.sequence,
                "entry": None if finding.entry_id is None else str(finding.entry_id),
                "command": None if finding.label is None else finding.label.code,
                "user": finding.user,
                "recorded_at": None if finding.recorded_at is None else finding.recorded_at.isoformat(),
            }
            for finding in report.findings
        ],
    }
