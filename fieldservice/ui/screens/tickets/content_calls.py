"""Commands and queries about what is said and kept on a ticket, imported when they are first called."""

from typing import TYPE_CHECKING

from fieldservice.ui.kit.deferred import Deferred

__all__ = [
    "AddTask",
    "AnswerApproval",
    "Approval",
    "ChangeTask",
    "CorrectArticle",
    "Delivery",
    "Direction",
    "EndPresence",
    "FieldChange",
    "FollowTicket",
    "MarkTicketRead",
    "MoveTask",
    "NewAttachment",
    "PersonRow",
    "RemoveTask",
    "SetCustomValues",
    "SettleDelivery",
    "ShowPresence",
    "TaskData",
    "TextAsk",
    "TickTask",
    "UnfollowTicket",
    "add_task",
    "answer_approval",
    "change_task",
    "correct_article",
    "end_presence",
    "fields_of_ticket",
    "follow_ticket",
    "links_of",
    "mark_ticket_read",
    "move_task",
    "new_form_id",
    "people",
    "remove_task",
    "said_lately",
    "set_custom_values",
    "settle_delivery",
    "tell_presence",
    "text_blocks",
    "text_facts",
    "tick_task",
    "ticket_company",
    "unfollow_ticket",
]

if TYPE_CHECKING:
    from fieldservice.domain.commands.articles import (
        AnswerApproval,
        Approval,
        CorrectArticle,
        Delivery,
        Direction,
        SettleDelivery,
        answer_approval,
        correct_article,
        settle_delivery,
    )
    from fieldservice.domain.commands.attachments import NewAttachment
    from fieldservice.domain.commands.custom_fields import SetCustomValues, set_custom_values
    from fieldservice.domain.commands.entries import FieldChange
    from fieldservice.domain.commands.following import (
        EndPresence,
        FollowTicket,
        ShowPresence,
        UnfollowTicket,
        end_presence,
        follow_ticket,
        tell_presence,
        unfollow_ticket,
    )
    from fieldservice.domain.commands.identifiers import new_form_id
    from fieldservice.domain.commands.notifications import MarkTicketRead, mark_ticket_read
    from fieldservice.domain.commands.tasks import (
        AddTask,
        ChangeTask,
        MoveTask,
        RemoveTask,
        TaskData,
        TickTask,
        add_task,
        change_task,
        move_task,
        remove_task,
        tick_task,
    )
    from fieldservice.domain.queries.custom_fields import fields_of_ticket
    from fieldservice.domain.queries.customer_lately import said_lately
    from fieldservice.domain.queries.notifications import PersonRow, people
    from fieldservice.domain.queries.texts import TextAsk, text_blocks, text_facts
    from fieldservice.domain.queries.ticket_company import ticket_company
    from fieldservice.domain.queries.ticket_links import links_of
else:
    _ARTICLES = "fieldservice.domain.commands.articles"
    _FOLLOWING = "fieldservice.domain.commands.following"
    _TASKS = "fieldservice.domain.commands.tasks"
    _NOTICES = "fieldservice.domain.commands.notifications"
    _TEXTS = "fieldservice.domain.queries.texts"

    AnswerApproval = Deferred(_ARTICLES, "AnswerApproval")
    Approval = Deferred(_ARTICLES, "Approval")
    answer_approval = Deferred(_ARTICLES, "answer_approval")
    CorrectArticle = Deferred(_ARTICLES, "CorrectArticle")
    Delivery = Deferred(_ARTICLES, "Delivery")
    Direction = Deferred(_ARTICLES, "Direction")
    SettleDelivery = Deferred(_ARTICLES, "SettleDelivery")
    correct_article = Deferred(_ARTICLES, "correct_article")
    settle_delivery = Deferred(_ARTICLES, "settle_delivery")
    NewAttachment = Deferred("fieldservice.domain.commands.attachments", "NewAttachment")
    _FIELDS = "fieldservice.domain.commands.custom_fields"
    SetCustomValues = Deferred(_FIELDS, "SetCustomValues")
    set_custom_values = Deferred(_FIELDS, "set_custom_values")
    FieldChange = Deferred("fieldservice.domain.commands.entries", "FieldChange")
    fields_of_ticket = Deferred("fieldservice.domain.queries.custom_fields", "fields_of_ticket")
    said_lately = Deferred("fieldservice.domain.queries.customer_lately", "said_lately")
    EndPresence = Deferred(_FOLLOWING, "EndPresence")
    FollowTicket = Deferred(_FOLLOWING, "FollowTicket")
    ShowPresence = Deferred(_FOLLOWING, "ShowPresence")
    UnfollowTicket = Deferred(_FOLLOWING, "UnfollowTicket")
    end_presence = Deferred(_FOLLOWING, "end_presence")
    follow_ticket = Deferred(_FOLLOWING, "follow_ticket")
    tell_presence = Deferred(_FOLLOWING, "tell_presence")
    unfollow_ticket = Deferred(_FOLLOWING, "unfollow_ticket")
    new_form_id = Deferred("fieldservice.domain.commands.identifiers", "new_form_id")
    MarkTicketRead = Deferred(_NOTICES, "MarkTicketRead")
    mark_ticket_read = Deferred(_NOTICES, "mark_ticket_read")
    AddTask = Deferred(_TASKS, "AddTask")
    ChangeTask = Deferred(_TASKS, "ChangeTask")
    MoveTask = Deferred(_TASKS, "MoveTask")
    RemoveTask = Deferred(_TASKS, "RemoveTask")
    TaskData = Deferred(_TASKS, "TaskData")
    TickTask = Deferred(_TASKS, "TickTask")
    add_task = Deferred(_TASKS, "add_task")
    change_task = Deferred(_TASKS, "change_task")
    move_task = Deferred(_TASKS, "move_task")
    remove_task = Deferred(_TASKS, "remove_task")
    tick_task = Deferred(_TASKS, "tick_task")
    PersonRow = Deferred("fieldservice.domain.queries.notifications", "PersonRow")
    people = Deferred("fieldservice.domain.queries.notifications", "people")
    TextAsk = Deferred(_TEXTS, "TextAsk")
    text_blocks = Deferred(_TEXTS, "text_blocks")
    text_facts = Deferred(_TEXTS, "text_facts")
    links_of = Deferred("fieldservice.domain.queries.ticket_links", "links_of")
    ticket_company = Deferred("fieldservice.domain.queries.ticket_company", "ticket_company")
