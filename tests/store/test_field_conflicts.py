"""Two desks change one record: different fields are both kept, the same field is asked about (P-39)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldservice.domain.commands.tickets import ChangeTicket, change_ticket
from fieldservice.domain.model.journal import JournalEntry
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.field_conflicts import FieldConflict, merged
from tests.factories import Company
from tests.store.ticket_givens import logged

FIELDS = ("title", "note", "owner", "priority")
RECORDS = st.fixed_dictionaries(dict.fromkeys(FIELDS, st.integers(0, 3)))


@pytest.mark.covers("P-39")
def test_p_39_changes_of_two_desks_to_different_fields_are_both_kept(company: Company) -> None:
    ticket = logged(company)
    seen = company.get(Ticket, ticket)
    company.run(change_ticket, ChangeTicket(ticket, seen.version, (("title", "Stoi od rana"),)))

    mine = ChangeTicket(
        ticket,
        seen.version,
        (("description", "klucz u portiera"),),
        seen=(("description", seen.description),),
    )
    company.run(change_ticket, mine)

    now = company.get(Ticket, ticket)
    assert (now.title, now.description) == ("Stoi od rana", "klucz u portiera")


@pytest.mark.covers("P-39")
def test_p_39_the_same_field_is_never_overwritten_but_shown_with_all_three_values(company: Company) -> None:
    ticket = logged(company)
    seen = company.get(Ticket, ticket)
    company.run(change_ticket, ChangeTicket(ticket, seen.version, (("title", "Stoi od rana"),)))

    mine = ChangeTicket(ticket, seen.version, (("title", "Cieknie"),), seen=(("title", seen.title),))
    with pytest.raises(RuleViolation, match=r"row\.fields_in_conflict") as refused:
        company.run(change_ticket, mine)

    assert refused.value.values["conflicts"] == (
        FieldConflict("title", seen.title, "Cieknie", "Stoi od rana"),
    )
    assert company.get(Ticket, ticket).title == "Stoi od rana"


def test_who_did_not_say_what_he_saw_is_refused_as_before(company: Company) -> None:
    ticket = logged(company)
    seen = company.get(Ticket, ticket)
    company.run(change_ticket, ChangeTicket(ticket, seen.version, (("title", "Stoi od rana"),)))

    with pytest.raises(RuleViolation, match=r"row\.changed_meanwhile"):
        company.run(change_ticket, ChangeTicket(ticket, seen.version, (("impact", 5),)))


def test_both_meaning_the_same_is_no_conflict_and_leaves_no_second_entry(company: Company) -> None:
    ticket = logged(company)
    seen = company.get(Ticket, ticket)
    said = (("title", "Stoi od rana"),)
    company.run(change_ticket, ChangeTicket(ticket, seen.version, said))
    before = len(company.rows(JournalEntry))

    company.run(change_ticket, ChangeTicket(ticket, seen.version, said, seen=(("title", seen.title),)))

    assert len(company.rows(JournalEntry)) == before


@given(before=RECORDS, mine=RECORDS, theirs=RECORDS)
def test_every_field_ends_as_one_of_the_two_wanted_it_or_is_asked_about(
    before: dict[str, int], mine: dict[str, int], theirs: dict[str, int]
) -> None:
    result = merged(before, mine, theirs)

    asked = {conflict.name for conflict in result.conflicts}
    for name in FIELDS:
        became = result.kept.get(name, theirs[name])
        if name in asked:
            assert len({before[name], mine[name], theirs[name]}) == 3
        else:
            assert became == (theirs[name] if mine[name] == before[name] else mine[name])


@given(before=RECORDS, mine=RECORDS, theirs=RECORDS)
def test_who_saves_first_makes_no_difference_to_what_is_asked(
    before: dict[str, int], mine: dict[str, int], theirs: dict[str, int]
) -> None:
    one, other = merged(before, mine, theirs), merged(before, theirs, mine)

    assert {each.name for each in one.conflicts} == {each.name for each in other.conflicts}
