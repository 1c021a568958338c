"""`fieldservice person export|erase WHO`: what is known of a contact, handed out or blacked out everywhere.

WHO is a name, a telephone number or an e-mail address that fits one contact. Erasing shows what it found and
is done with `--yes` only; uncertain places outside the person's own tickets stay, and are told.
"""

import argparse
from pathlib import Path

from fieldservice.commandline.exits import Exit
from fieldservice.commandline.output import say, say_table
from fieldservice.config import Config
from fieldservice.desk import Desk, open_desk
from fieldservice.domain.commands.disclosures import RecordPersonExport, record_person_export
from fieldservice.domain.commands.erasing import (
    OverwriteErased,
    erase_person,
    erasing_of,
    overwrite_erased,
)
from fieldservice.domain.queries.attachments import is_referred_to
from fieldservice.domain.queries.person_export import person_data
from fieldservice.domain.queries.person_search import contacts_found
from fieldservice.domain.queries.person_traces import person, person_traces
from fieldservice.domain.rules.erasing import PersonPattern
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.person_traces import Person, PersonTraces, Trace
from fieldservice.domain.store.attachments import AttachmentFolder
from fieldservice.domain.store.erasing_files import black_out_logs, forget_contents, old_copies
from fieldservice.domain.store.safekeeping_file import SafekeepingFile
from fieldservice.reports.person import write_person
from fieldservice.wording import _, current, ngettext


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["export", "erase"], help=_("hand out, or erase"))
    parser.add_argument("who", metavar="WHO", help=_("name, telephone number or e-mail address of a contact"))
    parser.add_argument("--out", type=Path, metavar="FILE.zip", help=_("where to write what is handed out"))
    parser.add_argument(
        "--also",
        action="append",
        default=[],
        metavar="WORDS",
        help=_("further words that tell of the person"),
    )
    parser.add_argument("--yes", action="store_true", help=_("erase what was shown, for good"))


def run(options: argparse.Namespace, config: Config) -> int:
    desk = open_desk(config)
    try:
        who = _person(desk, options.who, tuple(options.also))
        return (
            _export(desk, who, options.out)
            if options.what == "export"
            else _erase(desk, who, yes=options.yes)
        )
    finally:
        desk.close()


def _person(desk: Desk, wanted: str, others: tuple[str, ...]) -> Person:
    country = desk.config.settings.country
    with desk.database.read_session() as session:
        found = contacts_found(session, wanted, country)
        if len(found) != 1:
            names = [f"{each.name} ({each.customer})" for each in found]
            raise RuleViolation("person.not_one", given=wanted, count=len(found), names=names)
        return person(session, found[0].id, country, others)


def _export(desk: Desk, who: Person, out: Path | None) -> int:
    target = out or Path("personal-data.zip")
    files = AttachmentFolder(desk.config.paths.attachments)
    with desk.database.read_session() as session:
        data = person_data(session, who, desk.clock.now())
    write_person(data, target, current(), files.read)
    with desk.begin() as uow:
        record_person_export(RecordPersonExport(who.contact_id), uow, desk.clock)
    say(str(target))
    return Exit.DONE


def _erase(desk: Desk, who: Person, *, yes: bool) -> int:
    with desk.database.read_session() as session:
        traces = person_traces(session, who)
    _say_traces(traces)
    if not yes:
        say(_("Nothing was erased. With --yes it is done, for good."))
        return Exit.SOME_REFUSED
    with desk.begin() as uow:
        erase_person(erasing_of(traces), uow, desk.clock)
    _clear_files(desk, who, traces)
    with desk.begin() as uow:
        overwrite_erased(OverwriteErased(), uow, desk.clock)
    return _say_done(desk)


def _clear_files(desk: Desk, who: Person, traces: PersonTraces) -> None:
    paths = desk.config.paths
    with desk.database.read_session() as session:
        digests = {file.digest for file in traces.files if not is_referred_to(session, file.digest)}
    forget_contents(paths.home, SafekeepingFile(paths.home).folder(), digests)
    black_out_logs(paths.logs, PersonPattern(who.words))


def _say_traces(traces: PersonTraces) -> None:
    taken = traces.proposed()
    say_table([_row(trace, is_taken=trace.row in taken) for trace in traces.traces])
    history = len(traces.history)
    text = ngettext("{count} place in the history", "{count} places in the history", history)
    say(text.format(count=current().number(history)))
    if traces.left_out:
        more = ngettext(
            "{count} more text may mean the person and is not listed here. It stays as it is.",
            "{count} more texts may mean the person and are not listed here. They stay as they are.",
            traces.left_out,
        )
        say(more.format(count=current().number(traces.left_out)))


def _row(trace: Trace, *, is_taken: bool) -> tuple[str, ...]:
    words = current()
    record = words.word_of("Record", trace.row.table) or trace.row.table
    spot = trace.spot
    around = " ".join(f"{spot.before}[{spot.found}]{spot.after}".split())
    return "✗" if is_taken else "?", record, trace.belongs, around


def _say_done(desk: Desk) -> int:
    home = desk.config.paths.home
    copies = old_copies(home, SafekeepingFile(home).folder())
    say(_("Erased."))
    if copies.backups:
        text = ngettext(
            "{count} backup made before still holds the person until it has had its time.",
            "{count} backups made before still hold the person until they have had their time.",
            copies.backups,
        )
        say(text.format(count=copies.backups))
    for name in copies.others:
        say(_("{name} still holds the person: remove it.").format(name=name))
    return Exit.DONE
