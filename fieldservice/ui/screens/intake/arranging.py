"""The form's fields as the company arranged those of its tickets: called, ordered and hidden alike (K03)."""

from typing import TYPE_CHECKING

from fieldservice.domain.rules.standard_fields import FieldOfTicket
from fieldservice.ui.screens.intake.caller_card import CallerCard
from fieldservice.ui.screens.intake.subject_card import SubjectCard
from fieldservice.ui.screens.intake.trouble_card import TroubleCard

if TYPE_CHECKING:
    from fieldservice.domain.queries.custom_fields import FieldLayout


class Arranging:
    """Does nothing as long as the arrangement stays the same: options are loaded with every customer."""

    def __init__(self, caller: CallerCard, subject: SubjectCard, trouble: TroubleCard) -> None:
        self._caller, self._subject, self._trouble = caller, subject, trouble
        self._layout: FieldLayout | None = None

    def arrange(self, layout: "FieldLayout") -> None:
        if layout == self._layout:
            return
        self._layout = layout
        for form, field, code in (
            (self._caller.form, self._caller.person, FieldOfTicket.CONTACT),
            (self._subject.form, self._subject.unit, FieldOfTicket.UNIT),
            (self._subject.form, self._subject.work, FieldOfTicket.WORK_KIND),
            (self._trouble.form, self._trouble.title, FieldOfTicket.TITLE),
            (self._trouble.form, self._trouble.description, FieldOfTicket.DESCRIPTION),
        ):
            form.rename(field, layout.names.get(code, ""))
        is_asked = FieldOfTicket.CONTACT not in layout.hidden
        self._caller.form.show_row(self._caller.person, visible=is_asked)
        self._trouble.more.arrange(layout)
