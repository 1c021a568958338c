"""Files of a ticket that another branch has by the time the line is back."""

import pytest

from fieldservice.domain.commands.attachments import AttachFiles, NewAttachment, attach_files
from fieldservice.domain.commands.branches import HandTicketToBranch, hand_ticket_to_branch
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.people import Branch
from fieldservice.domain.rules.attachments import FileOffer, FileState
from fieldservice.domain.store.attachments import AttachmentFolder
from tests.store.ticket_givens import logged
from tests.sync.conftest import Desks
from tests.sync.test_rounds import settled


@pytest.mark.covers("P-61", "P-63")
def test_a_file_attached_and_handed_over_without_a_line_reaches_the_other_branch(desks: Desks) -> None:
    here, there = desks.joined("WAW"), desks.joined("KRK")
    ticket = logged(here.company)
    settled(here, there)
    cracow = next(each.id for each in here.company.rows(Branch) if each.code == "KRK")
    assert here.database.files is not None
    kept = AttachmentFolder(here.database.files).keep(FileOffer("note.txt", content=b"typed far away"))
    here.company.run(attach_files, AttachFiles("ticket", ticket, (NewAttachment(new_id(), kept),)))
    here.company.run(hand_ticket_to_branch, HandTicketToBranch(ticket, cracow))

    settled(here, there)
    here.round()
    there.clock.advance(minutes=2)
    there.round()

    assert there.database.files is not None
    assert AttachmentFolder(there.database.files).state_of(kept.digest) is FileState.WHOLE
    assert here.count("blob_transfer") == there.count("blob_transfer") == 0
