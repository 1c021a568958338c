"""What belongs to an entry besides its words: which way it went, with whom, when, internal, its files."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldservice.domain.rules.attachments import KeptFile
from fieldservice.ui.kit.buttons import Button, ButtonKind, icon_button
from fieldservice.ui.kit.checks import CheckBox
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.drafts import DraftKeeper
from fieldservice.ui.kit.files_desk import FilesDesk
from fieldservice.ui.kit.flow import Flow
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.tickets import content_calls
from fieldservice.ui.screens.tickets.moment_field import MomentField
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.attachments import TakenIn
    from fieldservice.domain.queries.notifications import PersonRow
    from fieldservice.ui.kit.file_calls import Offered

_WAYS = {
    "call": ("in", "out"),
    "email": ("in", "out", "prepared"),
    "sms": ("in", "out", "prepared"),
    "web": ("in",),
}
_INTERNAL = frozenset({"note", "update"})
_FIELD_WIDTH = 150


class ComposerDetails(QWidget):
    """`files` are contents that are kept already, with the ids their rows will have."""

    files_changed = Signal()
    tell_pressed = Signal()
    blocks_pressed = Signal()

    def __init__(self, parts: TicketsParts, desk: FilesDesk) -> None:
        super().__init__()
        self._parts = parts
        self._desk = desk
        self.files: list[tuple[UUID, KeptFile]] = []
        self.way = Choice(_way_options(_WAYS["email"]), name="articleWay")
        self.way.setAccessibleName(_("Which way"))
        self.contact = Choice([(None, _("with whom"))], name="articleContact")
        self.contact.setAccessibleName(_("With whom at the customer's"))
        self.when = MomentField(parts, name="articleWhen", looks_back=True)
        self.when.setPlaceholderText(_("now"))
        self.when.setAccessibleName(_("When it happened"))
        self.internal = CheckBox(_("internal"), name="articleInternal")
        self.approval = CheckBox(_("asks for approval"), name="articleApproval")
        self._wanted_contact = ""
        theme = current_theme()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        self._row = Flow(gap=6)
        for widget in (self.way, self.contact, self.when, self.internal, self.approval, *self._buttons()):
            self._row.add(widget)
        for field in (self.way, self.contact, self.when):
            field.setFixedWidth(theme.px(_FIELD_WIDTH))
        self.way.edited.connect(self._show_approval)
        self._shown_files = Flow(gap=4)
        layout.addWidget(self._row)
        layout.addWidget(self._shown_files)
        self._show_files()

    def register(self, keeper: DraftKeeper) -> None:
        """Have the draft keep all of it."""
        keeper.register("way", self.way)
        keeper.register("when", self.when)
        keeper.register("internal", self.internal)
        keeper.register("approval", self.approval)
        keeper.register_value("contact", self._read_contact, self._write_contact)
        keeper.register_value("files", self._read_files, self._write_files)
        self.contact.edited.connect(keeper.touch)

    def show_kind(self, kind: str) -> None:
        """Show what an entry of this kind has."""
        ways = _WAYS.get(kind, ())
        self.way.set_options(_way_options(ways))
        self.way.setVisible(len(ways) > 1)
        self.contact.setVisible(bool(ways) and self.contact.count() > 1)
        self.internal.setChecked(kind in _INTERNAL)
        self._show_approval()
        self._row.arrange()

    def _show_approval(self) -> None:
        """Only what goes to the customer can ask for something."""
        may_ask = not self.way.isHidden() and self.way.value != "in"
        self.approval.setVisible(may_ask)
        if not may_ask:
            self.approval.setChecked(False)
        self._row.arrange()

    def show_contacts(self, contacts: "Sequence[PersonRow]") -> None:
        self.contact.blockSignals(True)
        self.contact.set_options([(None, _("with whom")), *((each.id, each.name) for each in contacts)])
        self.contact.blockSignals(False)
        self._write_contact(self._wanted_contact)
        self.contact.setVisible(not self.way.isHidden() and self.contact.count() > 1)
        self._row.arrange()

    def show_told(self, *, is_told: bool) -> None:
        """While the customer has not heard from us, offer to tell the number."""
        self._tell.setVisible(not is_told)
        self._row.arrange()

    def clear(self) -> None:
        """Nothing but the words' kind is left."""
        self.when.clear()
        self.approval.setChecked(False)
        self.way.setCurrentIndex(0)
        self.contact.setCurrentIndex(0)
        self._wanted_contact = ""
        self.files = []
        self._show_files()

    def way_of(self, kind: str) -> str:
        """`in`, `out`, `prepared`, or nothing for what has no way."""
        ways = _WAYS.get(kind, ())
        return self.way.value if len(ways) > 1 else "".join(ways)

    def happened_at(self) -> datetime | None:
        """Now, unless another moment stands there; None when it cannot be read."""
        return self._parts.now() if not self.when.text().strip() else self.when.moment

    def take_in(self, offers: "Sequence[Offered]") -> None:
        """Keep files at once, so that a draft has them; the entry gets them when it is added."""
        self._desk.take_in(offers, self._on_taken)

    def _buttons(self) -> tuple[Button, ...]:
        attach = icon_button("paperclip", _("Add a file…"), name="articleFileButton")
        attach.clicked.connect(lambda: self.take_in(self._desk.choose()))
        blocks = icon_button("text-aa", _("Text blocks ( / )"), name="articleBlocksButton")
        blocks.clicked.connect(self.blocks_pressed)
        self._tell = Button(_("Tell the number"), ButtonKind.BARE, name="tellCustomerButton")
        self._tell.clicked.connect(self.tell_pressed)
        return attach, blocks, self._tell

    def _on_taken(self, taken: "TakenIn") -> None:
        self.files = [*self.files, *taken.kept]
        self._show_files()
        self.files_changed.emit()

    def _remove(self, row_id: UUID) -> None:
        self.files = [each for each in self.files if each[0] != row_id]
        self._show_files()
        self.files_changed.emit()

    def _show_files(self) -> None:
        self._shown_files.clear()
        for row_id, kept in self.files:
            button = Button(kept.name, name="pendingFile")
            button.set_icon_name("x")
            button.setToolTip(_("Do not add this file"))
            button.setAccessibleName(_("Do not add {name}").format(name=kept.name))
            button.clicked.connect(lambda _checked=False, row_id=row_id: self._remove(row_id))
            self._shown_files.add(button)
            button.show()
        self._shown_files.setVisible(bool(self.files))
        self._shown_files.arrange()

    def _read_contact(self) -> str:
        return "" if self.contact.value is None else str(self.contact.value)

    def _write_contact(self, value: str) -> None:
        self._wanted_contact = value
        self.contact.set_value(UUID(value) if value else None)

    def _read_files(self) -> str:
        return json.dumps([[str(row_id), *_told(kept)] for row_id, kept in self.files]) if self.files else ""

    def _write_files(self, value: str) -> None:
        told: list[list[Any]] = json.loads(value) if value else []
        self.files = [(UUID(row_id), KeptFile(*facts)) for row_id, *facts in told]
        self._show_files()


def direction_of(way: str) -> Any:
    """The direction as the command wants it; None for what has no way."""
    return content_calls.Direction("in" if way == "in" else "out") if way else None


def _told(kept: KeptFile) -> tuple[str, str, int, str]:
    return kept.name, kept.media_type, kept.size_bytes, kept.digest


def _way_options(ways: Sequence[str]) -> list[tuple[str, str]]:
    words = {
        "in": _("from the customer"),
        "out": _("to the customer"),
        "prepared": _("to the customer, to be sent"),
    }
    return [(way, words[way]) for way in ways]
