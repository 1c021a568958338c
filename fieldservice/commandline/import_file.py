"""`fieldservice import FILE`: what a workbook would change, or the change itself, told in words or as JSON.

Exit codes: 0 every row is in; 1 some rows were refused (a workbook to correct is written); 2 wrong usage;
3 the file cannot be read; 4 the database could not do it; 5 nothing written, because customers would become
servable or cease to be and `--yes-servability` was not given.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from enum import IntEnum
from itertools import count
from pathlib import Path
from typing import Any, Protocol, TextIO

from fieldservice.domain.commands.imports import ImportWorkbook, import_workbook
from fieldservice.domain.queries.imports import mappings, preview_import
from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation, TellableError
from fieldservice.domain.rules.import_records import (
    Consent,
    EntryKind,
    ImportPlan,
    ImportRequest,
    PlannedRow,
    RowState,
)
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.engine import Database
from fieldservice.domain.store.unit_of_work import UnitOfWork
from fieldservice.wording import Wording, _, ngettext
from fieldservice.workbooks.corrections import CorrectionWords, write_corrections
from fieldservice.workbooks.import_source import ImportSource, read_source
from fieldservice.workbooks.reading import read_workbook
from fieldservice.workbooks.recognising import recognise

MOST_ROWS_TOLD = 200


class Exit(IntEnum):
    ALL_IN = 0
    SOME_REFUSED = 1
    FILE_UNREADABLE = 3
    DATABASE = 4
    UNCONFIRMED = 5


class Desk(Protocol):
    """The database, as far as an import needs it."""

    @property
    def database(self) -> Database: ...

    @property
    def clock(self) -> Clock: ...

    def begin(self) -> UnitOfWork: ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where the import is run: the language it speaks, the country of the company, the local day."""

    words: Wording
    country: str
    today: date
    out: TextIO


@dataclass(slots=True)
class Outcome:
    """What was found out and done, for both ways of telling it."""

    source: ImportSource
    plan: ImportPlan
    code: Exit
    is_written: bool = False
    corrections: Path | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command, each explained in its help."""
    parser.add_argument("file", type=Path, metavar="FILE", help=_("workbook or text table to import"))
    parser.add_argument(
        "--repeat",
        type=float,
        metavar="SECONDS",
        help=_("look again after so long, and import what changed; FILE may be a folder"),
    )
    parser.add_argument("--dry-run", action="store_true", help=_("only tell what would change"))
    parser.add_argument("--json", action="store_true", help=_("tell it as JSON"))
    parser.add_argument(
        "--yes-servability",
        action="store_true",
        help=_("agree that customers become servable or cease to be"),
    )
    parser.add_argument(
        "--yes-shortening", action="store_true", help=_("agree that contracts end earlier or begin later")
    )


def run_import(arguments: argparse.Namespace, desk: Desk, around: Surroundings) -> int:
    """Import, or tell what an import would do; gives the exit code."""
    try:
        outcome = _import(arguments, desk, around)
    except TellableError as error:
        return _tell_failure(error, around, as_json=arguments.json)
    if arguments.json:
        json.dump(_as_json(outcome, around.words), around.out, ensure_ascii=False, indent=2)
        around.out.write("\n")
    else:
        around.out.writelines(f"{line}\n" for line in _lines(outcome, around.words))
    return outcome.code


def _import(arguments: argparse.Namespace, desk: Desk, around: Surroundings) -> Outcome:
    workbook = read_workbook(arguments.file)
    with desk.database.read_session() as session:
        mapping = recognise(workbook, remembered=mappings(session))
    if not mapping.ready:
        raise RuleViolation("workbook.no_table", file=workbook.file_name)
    source = read_source(workbook, mapping, country=around.country)
    request = ImportRequest(source.records, source.unread, around.country, _consents(arguments))
    with desk.database.read_session() as session:
        plan = preview_import(session, request, around.today)
    refused = any(row.state is RowState.REFUSED for row in plan.rows)
    outcome = Outcome(source, plan, Exit.SOME_REFUSED if refused else Exit.ALL_IN)
    if plan.servability and Consent.SERVABILITY not in request.consents:
        outcome.code = Exit.UNCONFIRMED
    elif not arguments.dry_run:
        command = ImportWorkbook(arguments.file.name, request, plan, mapping.remembered())
        with desk.begin() as uow:
            import_workbook(command, uow, desk.clock)
        outcome.is_written = True
        outcome.corrections = _write_corrections(arguments.file, outcome, around.words) if refused else None
    return outcome


def _consents(arguments: argparse.Namespace) -> frozenset[Consent]:
    given = {
        Consent.SERVABILITY: arguments.yes_servability,
        Consent.SHORTENING: arguments.yes_shortening,
    }
    return frozenset(consent for consent, is_given in given.items() if is_given)


def corrections_mark() -> str:
    """What the name of a file with rows to correct ends with."""
    return f"-{_('to correct')}"


def _write_corrections(file: Path, outcome: Outcome, words: Wording) -> Path:
    path = _free_name(file)
    titles = CorrectionWords(_("Reason"), _("Row"), lambda row: words.reason(row.reason))
    try:
        write_corrections(path, outcome.source.rows_to_correct(outcome.plan.rows), titles)
    except OSError as problem:
        raise EnvironmentProblem("file.not_written", file=str(path)) from problem
    return path


def _free_name(file: Path) -> Path:
    """Beside the file, under a name that nothing has: somebody may be correcting the rows of last time."""
    names = (f"{file.stem}{'' if at == 1 else f' {at}'}{corrections_mark()}.xlsx" for at in count(1))
    return next(path for name in names if not (path := file.with_name(name)).exists())


def _tell_failure(error: TellableError, around: Surroundings, *, as_json: bool) -> int:
    said = around.words.error(error)
    if as_json:
        json.dump({"error": error.code, "sentence": str(said)}, around.out, ensure_ascii=False)
        around.out.write("\n")
    else:
        around.out.write(f"{said}\n")
    is_of_file = error.code.startswith(("workbook.", "mapping.", "file."))
    return Exit.FILE_UNREADABLE if is_of_file else Exit.DATABASE


def _lines(outcome: Outcome, words: Wording) -> Iterator[str]:
    plan = outcome.plan
    yield from _servability_lines(plan, words)
    yield from _left_out_lines(outcome, words)
    yield from _count_lines(plan, words)
    for kind in EntryKind:
        names = [entry.name for entry in plan.created if entry.kind is kind]
        if names:
            yield _("New in the dictionaries, {kind}: {names}.").format(
                kind=words.word(kind), names=words.value(names)
            )
    for doubled in plan.doubled:
        rows = [f"{place.sheet} {place.row_number}" for place in doubled.places]
        yield _("The serial number {serial} is used more than once: {rows}.").format(
            serial=doubled.serial_number, rows=words.listing(rows)
        )
    yield from _row_lines(outcome, words)
    yield _ending(outcome)


def _servability_lines(plan: ImportPlan, words: Wording) -> Iterator[str]:
    for change in plan.servability:
        yield _("Attention: {number} {name}: {before} → {after}").format(
            number=change.number,
            name=change.name,
            before=words.word(change.before),
            after=words.word(change.after),
        )


def _left_out_lines(outcome: Outcome, words: Wording) -> Iterator[str]:
    """What of the file was not taken at all: nobody should have to find that out later."""
    for table in outcome.source.mapping.tables:
        if table.kind is None:
            yield _("The sheet {sheet} was left out: it is not known what it holds.").format(
                sheet=table.sheet
            )
        elif table.missing:
            names = [words.word_of("Field", name) or name for name in table.missing]
            yield _("The sheet {sheet} was left out, because columns are missing: {columns}.").format(
                sheet=table.sheet, columns=words.listing(names)
            )
        elif table.unused:
            yield _("Columns of the sheet {sheet} were left out: {columns}.").format(
                sheet=table.sheet, columns=words.listing(table.unused)
            )


def _count_lines(plan: ImportPlan, words: Wording) -> Iterator[str]:
    titles = {kind: words.word_of("Kind", kind) or _("Other rows") for kind in plan.counts()}
    named = [(titles[kind], counts) for kind, counts in plan.counts().items()]
    rows = [*named, (_("Total"), plan.total())]
    width = max(len(title) for title, _counts in rows)
    for title, counts in rows:
        numbers = _("new {new:>6}   changed {changed:>6}   same {same:>6}   refused {refused:>6}")
        yield f"{title:<{width}}   {numbers.format(**asdict(counts))}"


def _row_lines(outcome: Outcome, words: Wording) -> Iterator[str]:
    told = [row for row in outcome.plan.rows if row.state is RowState.REFUSED or row.notes]
    for row in told[:MOST_ROWS_TOLD]:
        where = outcome.source.cell_of(row) or str(row.place.row_number)
        yield f"{row.place.sheet} {where} {row.key}: {sentences(row, words)}"
    left = len(told) - MOST_ROWS_TOLD
    if left > 0:
        yield ngettext("… and {count} more row.", "… and {count} more rows.", left).format(count=left)


def sentences(row: PlannedRow, words: Wording) -> str:
    """Why a row was refused, or what should be known about it."""
    reasons = [row.reason] if row.reason else list(row.notes)
    return " ".join(words.reason(reason) for reason in reasons)


def _ending(outcome: Outcome) -> str:
    if outcome.code is Exit.UNCONFIRMED:
        return _("Nothing was imported. Look at the customers above; agree with --yes-servability.")
    if not outcome.is_written:
        return _("Nothing was imported: this was only a look.")
    if not outcome.plan.writes.count and outcome.corrections is None:
        return _("Nothing to import: all of it is stored already.")
    if outcome.corrections is not None and not outcome.plan.writes.count:
        return _("Nothing new. The refused rows are in {path}: correct them and import that file.").format(
            path=outcome.corrections
        )
    if outcome.corrections is not None:
        return _("Imported. The refused rows are in {path}: correct them and import that file.").format(
            path=outcome.corrections
        )
    return _("Imported.")


def _as_json(outcome: Outcome, words: Wording) -> dict[str, Any]:
    plan = outcome.plan
    return {
        "file": outcome.source.workbook.file_name,
        "imported": outcome.is_written,
        "exit_code": int(outcome.code),
        "left_out": [
            {"sheet": table.sheet, "missing": table.missing, "columns": table.unused, "kind": table.kind}
            for table in outcome.source.mapping.tables
            if table.unused or not table.is_ready
        ],
        "kinds": {kind: asdict(counts) for kind, counts in plan.counts().items()},
        "total": asdict(plan.total()),
        "servability": [asdict(change) for change in plan.servability],
        "created": [asdict(entry) for entry in plan.created],
        "doubled": [asdict(doubled) for doubled in plan.doubled],
        "rows": [
            _row_json(row, outcome, words) for row in plan.rows if row.state is RowState.REFUSED or row.notes
        ],
        "corrections": str(outcome.corrections) if outcome.corrections else None,
    }


def _row_json(row: PlannedRow, outcome: Outcome, words: Wording) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "sheet": row.place.sheet,
        "row": row.place.row_number,
        "cell": outcome.source.cell_of(row),
        "key": row.key,
        "state": row.state,
        "code": row.reason.code if row.reason else None,
        "notes": [note.code for note in row.notes],
        "sentence": sentences(row, words),
    }
