"""What most calls do not need: type, kind, purpose, service, product without a customer, channel, queue."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldservice.domain.rules.standard_fields import FieldOfTicket
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.combo import Picker
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.kit.suggestions import Suggestion
from fieldservice.ui.screens.intake.asks import offer_products
from fieldservice.ui.screens.intake.parts import IntakeParts
from fieldservice.ui.screens.intake.words import CHANNELS
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.custom_fields import FieldLayout
    from fieldservice.domain.queries.dictionaries import Choice as Entry
    from fieldservice.domain.queries.dictionaries import KindChoice, TicketPickers
    from fieldservice.domain.queries.ticket_templates import TemplateRow


@dataclass(frozen=True, slots=True)
class More:
    type_id: UUID | None
    kind_id: UUID | None
    purpose_id: UUID | None
    service_id: UUID | None
    product_id: UUID | None
    queue_id: UUID | None
    channel: str


class MoreFields(QWidget):
    """`judged_anew` tells that the verdict or the SLA may change by it."""

    edited = Signal()
    judged_anew = Signal()

    def __init__(self, parts: IntakeParts) -> None:
        super().__init__()
        self.setObjectName("moreFields")
        self._parts = parts
        self._kinds: dict[UUID, KindChoice] = {}
        self.type = Choice((), name="typeChoice")
        self.kind = Choice((), name="kindChoice")
        self.purpose = Choice((), name="purposeChoice")
        self.service = Choice((), name="serviceChoice")
        self.product = Picker(
            self._ask_products, name="productPicker", placeholder=_("Without a customer: the product")
        )
        self.queue = Choice((), name="queueChoice")
        channels = [(code, parts.wording.word_of("Channel", code) or code) for code in CHANNELS]
        self.channel = Choice(channels, name="channelChoice")
        self.form = Form()
        self.form.add(_("Type"), self.type)
        self.form.add(_("Kind"), self.kind)
        self.form.add(_("Purpose"), self.purpose)
        self.form.add(_("Service"), self.service)
        self.form.add(_("Product"), self.product)
        self.form.add(_("Queue"), self.queue)
        self.form.add(_("Channel"), self.channel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.form)
        for choice in (self.type, self.kind, self.service, self.channel):
            choice.edited.connect(self.judged_anew)
        self.product.picked.connect(self.judged_anew)
        self.product.cleared.connect(self.judged_anew)
        for each in self._choices():
            each.edited.connect(self.edited)
        self.product.edited.connect(self.edited)

    def more(self) -> More:
        return More(
            type_id=self.type.value,
            kind_id=self.kind.value,
            purpose_id=self.purpose.value,
            service_id=self.service.value,
            product_id=self.product.value,
            queue_id=self.queue.value,
            channel=self.channel.value,
        )

    def offer(self, pickers: "TicketPickers") -> None:
        self.type.set_options(_with_none(_("by the kind of work"), pickers.ticket_types))
        self._kinds = {kind.id: kind for kind in pickers.kinds}
        self.kind.set_options(_with_none(_("no kind"), pickers.kinds))
        self.purpose.set_options(_with_none(_("not asked"), pickers.purposes))
        self.service.set_options(_with_none(_("no service named"), pickers.services))
        self.queue.set_options(_with_none(_("no queue"), pickers.queues))

    def arrange(self, layout: "FieldLayout") -> None:
        """In the order of the company's tickets, called as there; what it never uses is not shown."""
        fields = self._standard()
        for code, field in fields.items():
            self.form.rename(field, layout.names.get(code, ""))
            self.form.show_row(field, visible=code not in layout.hidden)
        ordered = [fields[FieldOfTicket(code)] for code in layout.order if code in fields]
        self.form.put_in_order((*ordered, self.channel))

    def show_purpose(self) -> None:
        """Where a type demands one it is shown, whatever is hidden."""
        self.form.show_row(self.purpose, visible=True)

    def reset(self) -> None:
        for choice in self._choices():
            choice.setCurrentIndex(0)
        self.product.set_item(None)
        self.form.clear_errors()

    def first_grades(self) -> tuple[int | None, int | None]:
        """Impact and urgency with which tickets of the chosen kind begin."""
        kind = self._kinds.get(self.kind.value)
        return (None, None) if kind is None else (kind.impact, kind.urgency)

    def take(self, row: "TemplateRow") -> None:
        """What a template says; what it does not say stays."""
        for choice, value in (
            (self.type, row.type_id),
            (self.kind, row.kind_id),
            (self.purpose, row.purpose_id),
            (self.service, row.service_id),
            (self.queue, row.queue_id),
        ):
            if value is not None:
                choice.set_value(value)

    def choices(self) -> "dict[str, Choice]":
        """The lists by the name under which a draft keeps them."""
        names = ("type_id", "kind_id", "purpose_id", "service_id", "queue_id", "channel")
        return dict(zip(names, self._choices(), strict=True))

    def _choices(self) -> tuple[Choice, ...]:
        return (self.type, self.kind, self.purpose, self.service, self.queue, self.channel)

    def _standard(self) -> "dict[FieldOfTicket, QWidget]":
        return {
            FieldOfTicket.TYPE: self.type,
            FieldOfTicket.KIND: self.kind,
            FieldOfTicket.PURPOSE: self.purpose,
            FieldOfTicket.SERVICE: self.service,
            FieldOfTicket.PRODUCT: self.product,
            FieldOfTicket.QUEUE: self.queue,
        }

    def _ask_products(self, typed: str) -> Call[Sequence[Suggestion]]:
        return self._parts.ops.query(offer_products, typed)


def _with_none(words: str, entries: "Sequence[Entry]") -> list[tuple[Any, str]]:
    return [(None, words), *((entry.id, entry.name) for entry in entries)]
