"""Drafts survive without the journal, and go when their form was saved."""

import pytest

from fieldservice.domain.commands.drafts import DiscardDraft, SaveDraft, discard_draft, save_draft
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.journal import Draft, JournalEntry
from fieldservice.domain.queries.drafts import drafts_of
from tests.conftest import FakeClock
from tests.factories import USER_ID, Company


@pytest.mark.covers("P-40")
def test_the_last_state_of_a_draft_is_kept_and_not_journaled(company: Company, clock: FakeClock) -> None:
    draft = new_id()
    entries = len(company.rows(JournalEntry))

    company.run(save_draft, SaveDraft(draft, "intake", (("title", "Hała"),)))
    clock.advance(seconds=1)
    changes = company.run(save_draft, SaveDraft(draft, "intake", (("title", "Hałasuje"),)))

    kept = company.ask(drafts_of, "intake", USER_ID)
    assert [(row.id, dict(row.fields), row.saved_at) for row in kept] == [
        (draft, {"title": "Hałasuje"}, clock.now())
    ]
    assert len(company.rows(JournalEntry)) == entries
    assert changes.entry_id is None
    assert not changes.touched


def test_a_discarded_draft_is_gone_and_may_be_discarded_again(company: Company) -> None:
    draft = new_id()
    company.run(save_draft, SaveDraft(draft, "intake", ()))

    company.run(discard_draft, DiscardDraft(draft))
    company.run(discard_draft, DiscardDraft(draft))

    assert company.rows(Draft) == []


def test_only_the_own_drafts_of_a_form_are_offered_newest_first(company: Company, clock: FakeClock) -> None:
    older, newer, other_form = new_id(), new_id(), new_id()
    company.run(save_draft, SaveDraft(older, "intake", ()))
    clock.advance(seconds=1)
    company.run(save_draft, SaveDraft(newer, "intake", ()))
    company.run(save_draft, SaveDraft(other_form, "note", ()))

    assert [row.id for row in company.ask(drafts_of, "intake", USER_ID)] == [newer, older]
    assert company.ask(drafts_of, "intake", new_id()) == []
