"""Back and forward."""

from fieldservice.ui.kit.places import Place
from fieldservice.ui.shell.history import PlaceHistory

A, B, C = Place("a"), Place("b", 1), Place("c")


def test_going_somewhere_new_forgets_what_lay_ahead() -> None:
    history = PlaceHistory()
    for place in (A, B):
        history.visit(place)
    history.back()

    history.visit(C)

    assert (history.can_go_forward, history.back(), history.back()) == (False, A, None)


def test_back_and_forward_are_each_others_inverse() -> None:
    history = PlaceHistory()
    for place in (A, B, C):
        history.visit(place)

    assert [history.back(), history.back(), history.forward(), history.forward()] == [B, A, B, C]


def test_going_to_where_one_is_adds_nothing() -> None:
    history = PlaceHistory()
    history.visit(A)
    history.visit(A)

    assert not history.can_go_back
