"""Documents and photos of a customer, unit, product or contract, as a card."""

from uuid import UUID

from fieldservice.ui.kit.attachment_strip import AttachmentStrip
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.files_desk import FilesDesk
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.wording import _


class FilesCard(Card):
    """`table` is the owner's: customer, equipment, product, contract."""

    def __init__(self, parts: RegisterParts, table: str, *, name: str) -> None:
        super().__init__(_("Documents and photos"), name=f"{name}Card")
        self._table = table
        self.strip = AttachmentStrip(
            FilesDesk(parts.ops, parts.services, parts.wording), parts.now, name=name
        )
        self.add(self.strip)

    def show_owner(self, owner_id: UUID) -> None:
        self.strip.show_owner(self._table, owner_id)
