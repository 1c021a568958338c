"""What tests of a ticket's content do to it: things said and kept, colleagues, words typed."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from fieldservice.domain.commands.articles import AddArticle, add_article
from fieldservice.domain.commands.attachments import AttachFiles, NewAttachment, attach_files
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.ticket import Article, ArticleKind
from fieldservice.domain.queries.attachments import take_in
from fieldservice.domain.rules.attachments import FileOffer
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.screens.tickets.detail_panel import DetailPanel
from tests.factories import Company
from tests.ui.tickets_scene import TicketsScene


def panel(scene: TicketsScene) -> DetailPanel:
    return scene.page.detail


def write(scene: TicketsScene, text: str) -> None:
    composer = panel(scene).composer.text
    composer.setFocus()
    Keyboard(composer).type(text)
    scene.settle()


def said(company: Company, ticket: UUID, kind: str, text: str, **values: object) -> UUID:
    article = new_id()
    when = company.clock.now() - timedelta(minutes=5)
    added = AddArticle(ticket, article, ArticleKind(kind), text, when)
    company.run(add_article, replace(added, **values))  # type: ignore[arg-type]
    return article


def colleague(company: Company, name: str = "Ola Żuk") -> Company:
    user_id = new_id()
    company.put(UserAccount(id=user_id, login="ola", name=name, rights=["everything"], is_active=True))
    actor = replace(company.actor, user_id=user_id)
    return Company(company.database, company.clock, actor, company._numbers)


def with_file(company: Company, ticket: UUID, name: str = "odczyty.csv", content: bytes = b"a;b\n") -> UUID:
    kept = company.ask(take_in, [FileOffer(name, content=content)]).kept
    files = tuple(NewAttachment(row_id, file) for row_id, file in kept)
    company.run(attach_files, AttachFiles("ticket", ticket, files))
    return files[0].attachment_id


def last_article(company: Company, text: str) -> Article:
    return next(row for row in company.rows(Article) if row.text == text)
