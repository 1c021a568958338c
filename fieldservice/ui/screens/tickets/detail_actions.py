"""What can be done with what is said and kept on a ticket, as actions of the tickets' page: one table."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.services import Services
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.ticket_detail import TicketDetail
    from fieldservice.ui.screens.tickets.attachments_section import AttachmentsSection
    from fieldservice.ui.screens.tickets.composer import Composer
    from fieldservice.ui.screens.tickets.detail_background import DetailBackground
    from fieldservice.ui.screens.tickets.tasks_section import TasksSection

Run = Callable[[], object]


class ContentPanel(Protocol):
    """What the actions need of the panel that shows a ticket."""

    background: "DetailBackground"
    composer: "Composer"
    files: "AttachmentsSection"
    tasks: "TasksSection"

    @property
    def ticket(self) -> "TicketDetail | None": ...

    def correct_entry(self) -> None: ...

    def search(self) -> None: ...

    def show_files(self) -> None: ...

    def start_task(self) -> None: ...

    def follow(self) -> None: ...


def declare_actions(panel: ContentPanel, services: Services, page: QWidget) -> None:
    """The panel is built once for its page, and so are its actions."""
    for spec, run in _specs(panel):
        services.actions.add(spec, run, scope=page)


def _specs(panel: ContentPanel) -> tuple[tuple[ActionSpec, Run], ...]:
    composer, files, tasks, fields = (
        panel.composer,
        panel.files.strip,
        panel.tasks,
        panel.background.fields,
    )

    def has_ticket() -> bool:
        return panel.ticket is not None

    def is_live() -> bool:
        return panel.ticket is not None and not panel.ticket.state_type.is_terminal

    return (
        (
            ActionSpec("tickets.log_call", _("Write down a call"), "P", has_ticket),
            lambda: composer.start("call"),
        ),
        (
            ActionSpec("tickets.tell", _("Tell the customer the number"), "Shift+N", has_ticket),
            composer.tell_customer,
        ),
        (
            ActionSpec("tickets.text_block", _("Put in a text block"), "Ctrl+T", has_ticket),
            composer.offer_blocks,
        ),
        (
            ActionSpec("tickets.correct", _("Correct the entry…"), "Shift+E", has_ticket),
            panel.correct_entry,
        ),
        (ActionSpec("tickets.search_course", _("Search in the course"), "/", has_ticket), panel.search),
        (
            ActionSpec("tickets.add_file", _("Add a file to the ticket…"), "Shift+A", has_ticket),
            files.add_file,
        ),
        (ActionSpec("tickets.files", _("Files of the ticket"), "Shift+D", has_ticket), panel.show_files),
        (ActionSpec("tickets.add_task", _("Add a task"), "Shift+T", is_live), panel.start_task),
        (ActionSpec("tickets.tick_task", _("Task done or not done"), "", has_ticket), tasks.tick),
        (
            ActionSpec("tickets.save_fields", _("Save the own fields"), "", lambda: fields.can_save),
            fields.send,
        ),
        (
            ActionSpec("tickets.follow", _("Follow the ticket, or no longer"), "Shift+W", has_ticket),
            panel.follow,
        ),
    )
