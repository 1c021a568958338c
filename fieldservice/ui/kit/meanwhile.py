"""A draft that is back, in words: what somebody else changed meanwhile stands beside what was typed."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from fieldservice.ui.kit.checks import CheckBox
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.draft_merge import Meanwhile
from fieldservice.ui.kit.fields import TextArea, TextField
from fieldservice.ui.kit.form_draft import FormDraft
from fieldservice.ui.kit.forms import Form
from fieldservice.wording import _


def tell_back(draft: FormDraft, forms: Sequence[Form], meanwhile: Sequence[Meanwhile]) -> str:
    """Offer the newer values at their fields; the sentence that says what is back."""
    for each in meanwhile:
        field = draft.keeper.field(each.name)
        form = next((form for form in forms if isinstance(field, QWidget) and form.has(field)), None)
        if form is not None and isinstance(field, QWidget):
            form.show_newer(field, newer_words(field, each.now), partial(draft.settle, each.name, each.now))
    back = _("What you typed last time is back.")
    if not meanwhile:
        return back
    return f"{back} {_('Somebody else has changed the same meanwhile; what you typed still stands.')}"


def newer_words(field: QWidget, value: str) -> str:
    """A value of a draft as a person reads it."""
    if isinstance(field, Choice):
        return field.draft_words(value) or _("nothing")
    if isinstance(field, CheckBox):
        return _("yes") if value else _("no")
    if isinstance(field, TextField | TextArea):
        return value or _("nothing")
    return _("another choice")
