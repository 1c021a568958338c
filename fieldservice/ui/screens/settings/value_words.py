"""How a value of a settings' field reads, for a question about it: as the field itself would show it."""

from typing import Any

from fieldservice.ui.kit.combo import Picker
from fieldservice.ui.kit.fields import TextArea, TextField
from fieldservice.ui.screens.settings.inputs import CheckInput, ChoiceInput, ManyInput, WeekInput
from fieldservice.wording import _, ngettext


def words_of(field: Any, value: Any) -> str:
    """The field itself stays as it is."""
    if isinstance(field, ChoiceInput):
        return field.itemText(field.values.index(value)) if value in field.values else ""
    if isinstance(field, CheckInput):
        return _("yes") if value else _("no")
    if isinstance(field, ManyInput):
        return ", ".join(box.text() for key, box in field.boxes.items() if key in (value or ()))
    if isinstance(field, TextField | TextArea | WeekInput | Picker):
        return _as_shown(field, value)
    count = len(value or ())  # rules, fields that are asked: too much to be read in a question
    return ngettext("{count} entry", "{count} entries", count).format(count=count)


def _as_shown(field: Any, value: Any) -> str:
    typed, was_blocked = field.draft_value(), field.blockSignals(True)
    field.show_value(value)
    shown = field.text() if isinstance(field, Picker) else field.draft_value()
    field.set_draft_value(typed)
    field.blockSignals(was_blocked)
    return str(shown)
