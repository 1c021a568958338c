"""Commands and queries of a ticket's life, imported when they are first called (see `kit/deferred.py`)."""

from typing import TYPE_CHECKING

from fieldservice.domain.rules.bulk import BulkWhat, BulkWish
from fieldservice.ui.kit.deferred import Deferred

__all__ = [
    "BulkWhat",
    "BulkWish",
    "ChangeInBulk",
    "FinishBulk",
    "HandOver",
    "HandTicketToBranch",
    "JoinAsk",
    "LinkToProblem",
    "MergeTickets",
    "NewTicket",
    "ParkAgain",
    "PutInState",
    "ReopenAsNew",
    "ReopenTicket",
    "SplitTicket",
    "TakeTicket",
    "UnlinkTicket",
    "UnmergeTicket",
    "bulk_preview",
    "change_in_bulk",
    "finish_bulk",
    "hand_over",
    "hand_ticket_to_branch",
    "link_to_problem",
    "links_of",
    "live_incidents",
    "merge_candidates",
    "merge_tickets",
    "new_form_id",
    "park_again",
    "problem_candidates",
    "put_ticket_in_state",
    "reopen_as_new",
    "reopen_ticket",
    "reopening_form",
    "split_form",
    "split_ticket",
    "survivor_id",
    "take_ticket",
    "ticket_pickers",
    "unlink_ticket",
    "unmerge_ticket",
]

if TYPE_CHECKING:
    from fieldservice.domain.commands.acceptance import NewTicket
    from fieldservice.domain.commands.branches import HandTicketToBranch, hand_ticket_to_branch
    from fieldservice.domain.commands.identifiers import new_form_id
    from fieldservice.domain.commands.ticket_bulk import (
        ChangeInBulk,
        FinishBulk,
        change_in_bulk,
        finish_bulk,
    )
    from fieldservice.domain.commands.ticket_handing import HandOver, TakeTicket, hand_over, take_ticket
    from fieldservice.domain.commands.ticket_links import (
        LinkToProblem,
        UnlinkTicket,
        link_to_problem,
        unlink_ticket,
    )
    from fieldservice.domain.commands.ticket_merging import (
        MergeTickets,
        UnmergeTicket,
        merge_tickets,
        unmerge_ticket,
    )
    from fieldservice.domain.commands.ticket_parking import ParkAgain, park_again
    from fieldservice.domain.commands.ticket_reopening import (
        ReopenAsNew,
        ReopenTicket,
        reopen_as_new,
        reopen_ticket,
    )
    from fieldservice.domain.commands.ticket_splitting import SplitTicket, split_ticket
    from fieldservice.domain.commands.tickets import PutInState, put_ticket_in_state
    from fieldservice.domain.queries.bulk_preview import bulk_preview
    from fieldservice.domain.queries.dictionaries import ticket_pickers
    from fieldservice.domain.queries.ticket_acts import reopening_form, split_form
    from fieldservice.domain.queries.ticket_links import (
        JoinAsk,
        links_of,
        live_incidents,
        merge_candidates,
        problem_candidates,
        survivor_id,
    )
else:
    _COMMANDS = "fieldservice.domain.commands"
    _QUERIES = "fieldservice.domain.queries"

    NewTicket = Deferred(f"{_COMMANDS}.acceptance", "NewTicket")
    new_form_id = Deferred(f"{_COMMANDS}.identifiers", "new_form_id")
    HandTicketToBranch = Deferred(f"{_COMMANDS}.branches", "HandTicketToBranch")
    hand_ticket_to_branch = Deferred(f"{_COMMANDS}.branches", "hand_ticket_to_branch")
    ChangeInBulk = Deferred(f"{_COMMANDS}.ticket_bulk", "ChangeInBulk")
    FinishBulk = Deferred(f"{_COMMANDS}.ticket_bulk", "FinishBulk")
    change_in_bulk = Deferred(f"{_COMMANDS}.ticket_bulk", "change_in_bulk")
    finish_bulk = Deferred(f"{_COMMANDS}.ticket_bulk", "finish_bulk")
    HandOver = Deferred(f"{_COMMANDS}.ticket_handing", "HandOver")
    TakeTicket = Deferred(f"{_COMMANDS}.ticket_handing", "TakeTicket")
    hand_over = Deferred(f"{_COMMANDS}.ticket_handing", "hand_over")
    take_ticket = Deferred(f"{_COMMANDS}.ticket_handing", "take_ticket")
    LinkToProblem = Deferred(f"{_COMMANDS}.ticket_links", "LinkToProblem")
    UnlinkTicket = Deferred(f"{_COMMANDS}.ticket_links", "UnlinkTicket")
    link_to_problem = Deferred(f"{_COMMANDS}.ticket_links", "link_to_problem")
    unlink_ticket = Deferred(f"{_COMMANDS}.ticket_links", "unlink_ticket")
    MergeTickets = Deferred(f"{_COMMANDS}.ticket_merging", "MergeTickets")
    UnmergeTicket = Deferred(f"{_COMMANDS}.ticket_merging", "UnmergeTicket")
    merge_tickets = Deferred(f"{_COMMANDS}.ticket_merging", "merge_tickets")
    unmerge_ticket = Deferred(f"{_COMMANDS}.ticket_merging", "unmerge_ticket")
    ReopenAsNew = Deferred(f"{_COMMANDS}.ticket_reopening", "ReopenAsNew")
    ReopenTicket = Deferred(f"{_COMMANDS}.ticket_reopening", "ReopenTicket")
    ParkAgain = Deferred(f"{_COMMANDS}.ticket_parking", "ParkAgain")
    park_again = Deferred(f"{_COMMANDS}.ticket_parking", "park_again")
    reopen_as_new = Deferred(f"{_COMMANDS}.ticket_reopening", "reopen_as_new")
    reopen_ticket = Deferred(f"{_COMMANDS}.ticket_reopening", "reopen_ticket")
    SplitTicket = Deferred(f"{_COMMANDS}.ticket_splitting", "SplitTicket")
    split_ticket = Deferred(f"{_COMMANDS}.ticket_splitting", "split_ticket")
    PutInState = Deferred(f"{_COMMANDS}.tickets", "PutInState")
    put_ticket_in_state = Deferred(f"{_COMMANDS}.tickets", "put_ticket_in_state")
    bulk_preview = Deferred(f"{_QUERIES}.bulk_preview", "bulk_preview")
    ticket_pickers = Deferred(f"{_QUERIES}.dictionaries", "ticket_pickers")
    reopening_form = Deferred(f"{_QUERIES}.ticket_acts", "reopening_form")
    split_form = Deferred(f"{_QUERIES}.ticket_acts", "split_form")
    JoinAsk = Deferred(f"{_QUERIES}.ticket_links", "JoinAsk")
    links_of = Deferred(f"{_QUERIES}.ticket_links", "links_of")
    live_incidents = Deferred(f"{_QUERIES}.ticket_links", "live_incidents")
    merge_candidates = Deferred(f"{_QUERIES}.ticket_links", "merge_candidates")
    problem_candidates = Deferred(f"{_QUERIES}.ticket_links", "problem_candidates")
    survivor_id = Deferred(f"{_QUERIES}.ticket_links", "survivor_id")
