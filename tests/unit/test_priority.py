"""Priority from impact and urgency, and by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.priority import DEFAULT_ROWS, PriorityMatrix, TicketPriority

GRADES = st.integers(1, 5)


@pytest.mark.covers("C23")
@pytest.mark.parametrize(
    ("impact", "urgency", "priority"),
    [(5, 5, 5), (1, 1, 1), (3, 3, 3), (5, 1, 3), (1, 5, 3), (4, 5, 5), (2, 4, 3)],
)
def test_the_matrix_answers_with_5_for_the_most_urgent(impact: int, urgency: int, priority: int) -> None:
    assert PriorityMatrix().priority(impact, urgency) == priority


@pytest.mark.covers("C23")
@given(GRADES, GRADES, GRADES, GRADES)
def test_more_impact_and_urgency_never_mean_less_priority(
    impact: int, more_impact: int, urgency: int, more_urgency: int
) -> None:
    matrix = PriorityMatrix()
    less = matrix.priority(min(impact, more_impact), min(urgency, more_urgency))
    more = matrix.priority(max(impact, more_impact), max(urgency, more_urgency))

    assert less <= more
    assert matrix.is_monotone


@pytest.mark.covers("C23")
@given(GRADES, GRADES, GRADES)
def test_editing_a_cell_changes_that_cell_only(impact: int, urgency: int, priority: int) -> None:
    before = PriorityMatrix()

    after = before.with_cell(impact, urgency, priority)

    changed = {
        (row, column): after.priority(row, column)
        for row in range(1, 6)
        for column in range(1, 6)
        if after.priority(row, column) != before.priority(row, column)
    }
    assert after.priority(impact, urgency) == priority
    assert set(changed) <= {(impact, urgency)}


def test_a_matrix_that_falls_where_it_should_rise_is_allowed_and_told() -> None:
    assert not PriorityMatrix().with_cell(5, 5, 1).is_monotone


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(DEFAULT_ROWS[:4], id="four rows"),
        pytest.param((*DEFAULT_ROWS[:4], (3, 4, 4, 5)), id="a short row"),
        pytest.param((), id="none"),
    ],
)
def test_a_matrix_needs_all_25_cells(rows: tuple[tuple[int, ...], ...]) -> None:
    with pytest.raises(RuleViolation, match=r"priority\.matrix_incomplete"):
        PriorityMatrix(rows)


@pytest.mark.parametrize("grade", [0, 6, -1])
def test_grades_beyond_1_to_5_are_refused_everywhere(grade: int) -> None:
    with pytest.raises(RuleViolation, match="of_what=priority"):
        PriorityMatrix().with_cell(1, 1, grade)
    with pytest.raises(RuleViolation, match="of_what=impact"):
        PriorityMatrix().priority(grade, 1)
    with pytest.raises(RuleViolation, match="of_what=urgency"):
        PriorityMatrix().with_cell(1, grade, 1)
    with pytest.raises(RuleViolation, match="of_what=priority"):
        TicketPriority(3).changed_to(grade)


@pytest.mark.covers("C25")
def test_a_priority_chosen_by_hand_stays_when_impact_changes_until_it_is_taken_back() -> None:
    chosen = TicketPriority(computed=2).changed_to(5)

    regraded = chosen.regraded(PriorityMatrix(), impact=4, urgency=3)

    assert chosen.current == 5
    assert regraded.current == 5
    assert regraded.as_computed().current == 3
