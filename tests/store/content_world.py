"""What is said and kept on a ticket in the world of every command, and one use of each of its commands."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fieldservice.domain.commands import articles, attachments, following, tasks
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.ticket import ArticleKind, Delivery, Direction
from fieldservice.domain.rules.attachments import KeptFile
from tests.factories import Company

NOTE = "klucz u portiera"
PHOTO = KeptFile("tabliczka.jpg", "image/jpeg", 1_200, "ab" * 32)


@dataclass(frozen=True, slots=True)
class ContentWorld:
    """On the ticket under way: a note with a photo, a message to be sent, two tasks; it is followed."""

    ticket: UUID
    note: UUID
    message: UUID
    first_task: UUID
    second_task: UUID
    photo: UUID
    offer: UUID


def build_content(company: Company, ticket_id: UUID) -> ContentWorld:
    world = ContentWorld(ticket_id, *(new_id() for _number in range(6)))
    now = company.clock.now()
    note = articles.AddArticle(ticket_id, world.note, ArticleKind.NOTE, NOTE, now, is_internal=True)
    message = articles.AddArticle(
        ticket_id,
        world.message,
        ArticleKind.SMS,
        "przyjedziemy jutro",
        now,
        direction=Direction.OUT,
        delivery=Delivery.PREPARED,
    )
    offer = articles.AddArticle(
        ticket_id,
        world.offer,
        ArticleKind.EMAIL,
        "wymiana zaworu, 450 zł",
        now,
        direction=Direction.OUT,
        asks_approval=True,
    )
    for article in (note, message, offer):
        company.run(articles.add_article, article)
    for task_id, title in ((world.first_task, "Zamówić filtr"), (world.second_task, "Oddzwonić")):
        company.run(tasks.add_task, tasks.AddTask(ticket_id, task_id, tasks.TaskData(title)))
    files = (attachments.NewAttachment(world.photo, PHOTO),)
    company.run(attachments.attach_files, attachments.AttachFiles("article", world.note, files))
    company.run(following.follow_ticket, following.FollowTicket(ticket_id))
    return world


def content_uses(
    company: Company, world: ContentWorld, other_ticket: UUID
) -> list[tuple[Callable[..., Any], object]]:
    now, mine = company.clock.now(), company.actor.user_id
    files = (attachments.NewAttachment(new_id(), PHOTO),)
    done = tasks.TaskData("Zamówić dwa filtry", mine, now)
    return [
        (articles.correct_article, articles.CorrectArticle(world.note, NOTE, "klucz u Jeki", now, False)),
        (
            articles.answer_approval,
            articles.AnswerApproval(world.offer, new_id(), articles.Approval.APPROVED, "Ewa Mróz", "tak"),
        ),
        (articles.settle_delivery, articles.SettleDelivery(world.message, Delivery.TOLD)),
        (attachments.attach_files, attachments.AttachFiles("ticket", other_ticket, files)),
        (attachments.rename_attachment, attachments.RenameAttachment(world.photo, "tabliczka znamionowa")),
        (attachments.remove_attachment, attachments.RemoveAttachment(world.photo)),
        (tasks.add_task, tasks.AddTask(other_ticket, new_id(), tasks.TaskData("Zadzwonić"))),
        (tasks.change_task, tasks.ChangeTask(world.first_task, 1, done)),
        (tasks.tick_task, tasks.TickTask(world.first_task)),
        (tasks.move_task, tasks.MoveTask(world.second_task, 0)),
        (tasks.remove_task, tasks.RemoveTask(world.second_task)),
        (following.follow_ticket, following.FollowTicket(other_ticket)),
        (following.unfollow_ticket, following.UnfollowTicket(world.ticket)),
    ]
