"""Why the centre did not take what a workstation sent, or the whole request of it."""

from fieldservice.sentences.marks import TELL_SUPPORT, ErrorPieces, ErrorTable, marked, say

_KEPT_WHOLE = say(marked("All of it is kept: you find it under Exchange."))
_WAITS = say(marked("What was done here is kept and waits."))
_ASK = marked("Ask somebody who may, or ask whoever runs the centre.")
_DO_ANEW = marked("Look at how it stands now, and do it anew if it is still wanted.")


def _not_taken(what: str, do: str) -> ErrorPieces:
    """One work that the centre refused; it is kept on both sides."""
    return ErrorPieces((what,), _KEPT_WHOLE, (do,))


_UNREADABLE = _not_taken(marked("The centre did not understand this work."), TELL_SUPPORT)
_FORBIDDEN = _not_taken(
    marked("The centre did not take this work: it changes what this person may not change."), _ASK
)
_OUT_OF_STEP = ErrorPieces(
    say(marked("The centre expected other work from this workstation.")),
    _WAITS,
    say(marked("It is put right by itself; if it is not, tell your support.")),
)

RECEIVE_ERRORS: ErrorTable = {
    "exchange.user_unknown": _not_taken(
        marked("The centre did not take this work: this person never signed in to the centre here."),
        marked("Sign in to the centre at this workstation, then do it anew."),
    ),
    "exchange.unreadable": _UNREADABLE,
    "exchange.table_unknown": _UNREADABLE,
    "exchange.entry_known": _not_taken(marked("The centre has this work already."), _DO_ANEW),
    "exchange.table_forbidden": _FORBIDDEN,
    "exchange.branch_foreign": _FORBIDDEN,
    "exchange.row_unknown": _not_taken(
        marked("The centre did not take this work: the {table} is not there, or not for this branch."),
        _DO_ANEW,
    ),
    "exchange.terms_changed": _not_taken(
        marked("The centre did not take this work: somebody else changed the {table} meanwhile."),
        _DO_ANEW,
    ),
    "exchange.fork": _OUT_OF_STEP,
    "exchange.gap": _OUT_OF_STEP,
    "exchange.wrong_incarnation": _OUT_OF_STEP,
    "exchange.wrong_device": _OUT_OF_STEP,
}
