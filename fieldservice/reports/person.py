"""A person's data as a paper to be read, and the archive it is handed out in: paper, JSON, files."""

import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any
from uuid import UUID

from reportlab.platypus import Flowable

from fieldservice.domain.queries.person_export import IdentityKind, PersonData, TicketRow
from fieldservice.domain.rules.attachments import kept_name
from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.reports.layout import (
    Column,
    Fact,
    Style,
    Tone,
    fact_lines,
    gap,
    heading,
    note,
    table,
    text,
)
from fieldservice.reports.paper import Margin, Paper, moment_printed
from fieldservice.sentences.marks import marked
from fieldservice.wording import Wording

PAPER, DATA, FILES = "personal-data.pdf", "personal-data.json", "files"

ReadFile = Callable[[str], bytes | None]


def person_pdf(data: PersonData, wording: Wording) -> bytes:
    title = wording.text(marked("Personal data"))
    paper = Paper(f"{title} {data.name}", wording)
    writer = _PersonWriter(data, wording)
    margin = Margin(data.company, title, data.name, moment_printed(wording, wording.moment(data.gathered_at)))
    paper.add(margin, writer.story())
    return paper.finish()


def person_json(data: PersonData) -> str:
    return json.dumps(asdict(data), ensure_ascii=False, indent=2, default=_plain)


def write_person(data: PersonData, target: Path, wording: Wording, read_file: ReadFile) -> Path:
    """The archive; it gets its name when it is whole. `read_file` gives an attachment by its digest."""
    fresh = target.with_name(f"{target.name}.part")
    try:
        with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(PAPER, person_pdf(data, wording))
            archive.writestr(DATA, person_json(data))
            taken: list[str] = []
            for file in data.files:
                content = read_file(file.digest)
                if content is not None:
                    taken.append(kept_name(file.name, taken))
                    archive.writestr(f"{FILES}/{taken[-1]}", content)
        fresh.replace(target)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise EnvironmentProblem("file.not_written", file=target.name) from error
    return target


def _plain(value: object) -> str:
    match value:
        case UUID() | Path():
            return str(value)
        case datetime():
            return value.isoformat()
        case Enum():
            return str(value.value)
        case _:
            raise TypeError(type(value).__name__)


class _PersonWriter:
    def __init__(self, data: PersonData, wording: Wording) -> None:
        self._data = data
        self._words = wording
        self._say = wording.text

    def story(self) -> list[Flowable]:
        data = self._data
        return [
            text(data.name, Style.NUMBER),
            gap(2),
            *fact_lines(self._facts()),
            gap(2),
            note([text(self._say(marked("This is all that is stored about this person.")))], Tone.PLAIN),
            *self._requests(),
            *self._tickets(),
            *self._mentions(),
            *self._done(),
            *self._files(),
        ]

    def _facts(self) -> Iterator[Fact]:
        data = self._data
        yield Fact(self._say(marked("Customer")), data.customer)
        yield Fact(self._say(marked("Role")), data.role)
        for one in data.reach:
            is_phone = one.kind is IdentityKind.PHONE
            label = self._say(marked("Telephone") if is_phone else marked("E-mail"))
            yield Fact(label, one.as_written or one.value)
        yield Fact(self._say(marked("As of")), self._words.moment(data.gathered_at))

    def _titled(self, title: str, columns: tuple[tuple[str, float], ...], rows: list[Any]) -> list[Flowable]:
        if not rows:
            return []
        shown = [Column(name, share) for name, share in columns]
        return [*heading(title), table(shown, rows)]

    def _requests(self) -> list[Flowable]:
        words = self._words
        columns = (
            (self._say(marked("Received")), 1.1),
            (self._say(marked("Channel")), 0.9),
            (self._say(marked("From")), 1.2),
            (self._say(marked("Request")), 3.0),
        )
        rows = [
            (words.moment(one.received_at), words.word(one.channel), one.caller, _joined(one.title, one.text))
            for one in self._data.requests
        ]
        return self._titled(self._say(marked("Requests")), columns, rows)

    def _tickets(self) -> list[Flowable]:
        return [part for ticket in self._data.tickets for part in self._ticket(ticket)]

    def _ticket(self, ticket: TicketRow) -> list[Flowable]:
        words = self._words
        rows = [
            (words.moment(one.happened_at), words.word(one.kind), one.author, one.text)
            for one in ticket.articles
        ]
        if ticket.description:
            rows.insert(0, (words.moment(ticket.opened_at), "", "", ticket.description))
        columns = (
            (self._say(marked("When")), 1.1),
            (self._say(marked("Kind")), 0.8),
            (self._say(marked("Who")), 1.1),
            (self._say(marked("Text")), 3.2),
        )
        title = f"{self._say(marked('Ticket'))} {ticket.number}: {ticket.title}"
        return self._titled(title, columns, rows) or heading(title)

    def _mentions(self) -> list[Flowable]:
        columns = ((self._say(marked("Where")), 1.0), (self._say(marked("Text")), 3.4))
        rows = [
            (_joined(self._words.word_of("Record", one.table) or one.table, one.belongs), one.text)
            for one in self._data.mentions
        ]
        return self._titled(self._say(marked("Named elsewhere")), columns, rows)

    def _done(self) -> list[Flowable]:
        columns = ((self._say(marked("When")), 1.0), (self._say(marked("What was done")), 3.4))
        rows = [(self._words.moment(one.at), self._words.reason(one.label)) for one in self._data.done]
        return self._titled(self._say(marked("History of the contact")), columns, rows)

    def _files(self) -> list[Flowable]:
        columns = ((self._say(marked("File")), 3.0),)
        rows = [(file.name,) for file in self._data.files]
        return self._titled(self._say(marked("Files")), columns, rows)


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
