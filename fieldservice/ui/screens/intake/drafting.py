"""Drafts of the intake: every keystroke survives a kill, and comes back with what had been chosen."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.drafts import DraftKeeper
from fieldservice.ui.screens.intake import calls
from fieldservice.ui.screens.intake.asks import FORM, Recovered, Wanted, recover
from fieldservice.ui.screens.intake.caller_card import CallerCard
from fieldservice.ui.screens.intake.parts import IntakeParts
from fieldservice.ui.screens.intake.sending import FormIds
from fieldservice.ui.screens.intake.subject_card import SubjectCard
from fieldservice.ui.screens.intake.trouble_card import TroubleCard


class IntakeDrafts(QObject):
    """Keeps the form as a draft. `recovered` tells that a draft is back in the fields, with its panel."""

    saved = Signal(object)
    recovered = Signal(object)

    def __init__(
        self, parts: IntakeParts, caller: CallerCard, subject: SubjectCard, trouble: TroubleCard
    ) -> None:
        super().__init__()
        self._parts = parts
        self._caller, self._subject, self._trouble = caller, subject, trouble
        self._ids: FormIds | None = None
        self._started: datetime | None = None
        self._is_from_tray = False
        self._fields: Mapping[str, str] = {}
        self._lookup: Latest[Recovered] = Latest()
        self.keeper = DraftKeeper(self._save, now=parts.now, parent=self)
        self.keeper.saved.connect(self.saved)
        self._register()

    def begin(self, ids: FormIds, started: datetime | None, *, is_from_tray: bool = False) -> None:
        """Keep from now on under these ids; whatever was typed before belongs to the former ones."""
        self._ids, self._started, self._is_from_tray = ids, started, is_from_tray
        self.stop()

    def stop(self) -> None:
        """What stands in the form is no longer typed here; a draft still being looked up comes too late."""
        self._lookup.cancel()
        self.keeper.forget()

    def start_clock(self, started: datetime) -> None:
        self._started = started

    def discard(self) -> None:
        """The form was saved, or thrown away."""
        self.keeper.forget()
        if self._ids is not None:
            self._parts.ops.command(calls.discard_draft, calls.DiscardDraft(self._ids.draft_id))

    def restore(self, fields: Mapping[str, str]) -> None:
        """Put a draft back: texts at once, what had been chosen when it was looked up."""
        self._fields = fields
        self.keeper.restore(fields)
        wanted = Wanted(
            *(_id_of(fields, name) for name in ("customer_id", "unit_id", "site_id", "work_id", "product_id"))
        )
        parts = self._parts
        query = parts.ops.query(recover, wanted, parts.now(), parts.wording)
        self._lookup.ask(query).then(self._on_recovered)

    def _register(self) -> None:
        trouble, more = self._trouble, self._trouble.more
        keep = self.keeper.register
        keep("title", trouble.title)
        keep("description", trouble.description)
        keep("impact", trouble.impact)
        keep("urgency", trouble.urgency)
        keep("closing_because", trouble.because)
        keep("told", self._subject.steps.told)
        keep("customer_typed", self._caller.customer)
        keep("person_typed", self._caller.person)
        keep("unit_typed", self._subject.unit)
        keep("work_typed", self._subject.work)
        for name, choice in more.choices().items():
            self._keep_value(name, partial(_value_of, choice), choice.set_value)
            choice.edited.connect(self.keeper.touch)
        self._keep_value("owner_id", lambda: trouble.owner.value, trouble.owner.set_value)
        trouble.owner.edited.connect(self.keeper.touch)
        self.keeper.register_value("priority", lambda: _text(trouble.trouble().priority), self._set_priority)
        self.keeper.register_value("closing_at", self._closing, self._set_closing)
        self.keeper.register_value("own_fields", trouble.own.draft_value, trouble.own.set_draft_value)
        trouble.own.edited.connect(self.keeper.touch)
        self.keeper.register_value("tasks", lambda: "\n".join(trouble.template.tasks), self._set_tasks)
        self._register_chosen()
        self._register_ids()

    def _register_chosen(self) -> None:
        """What was picked is kept by id, and looked up anew when it comes back."""
        caller, subject, product = self._caller.caller, self._subject.subject, self._trouble.more.product
        keep = self.keeper.register_value
        keep("customer_id", lambda: _text(caller().customer_id), _nothing)
        keep("customer_name", lambda: self._caller.match.name if self._caller.match else "", _nothing)
        keep("contact_id", lambda: _text(caller().contact_id), _nothing)
        keep("person", lambda: caller().name, _nothing)
        keep("unit_id", lambda: _text(subject().unit_id), _nothing)
        keep("site_id", lambda: _text(subject().site_id), _nothing)
        keep("work_id", lambda: _text(subject().work_kind_id), _nothing)
        keep("product_id", lambda: _text(product.value), _nothing)
        for picker in (self._caller.customer, self._caller.person, self._subject.unit, self._subject.work):
            picker.picked.connect(self.keeper.touch)
            picker.cleared.connect(self.keeper.touch)

    def _register_ids(self) -> None:
        for name in ("request_id", "ticket_id", "article_id"):
            self.keeper.register_value(name, partial(self._own_id, name), _nothing)
        self.keeper.register_value("number", lambda: self._caller.number, self._caller.remember_number)
        self.keeper.register_value("from_tray", lambda: "1" if self._is_from_tray else "", _nothing)
        self.keeper.register_value(
            "started_at", lambda: self._started.isoformat() if self._started else "", _nothing
        )

    def _own_id(self, name: str) -> str:
        return _text(getattr(self._ids, name)) if self._ids else ""

    def _keep_value(self, name: str, read: Any, write: Any) -> None:
        self.keeper.register_value(
            name, lambda: _text(read()), lambda text: write(UUID(text) if _is_id(text) else text or None)
        )

    def _closing(self) -> str:
        chosen = self._trouble.closing.chosen
        return chosen.isoformat() if chosen else ""

    def _set_closing(self, text: str) -> None:
        self._trouble.closing.choose(datetime.fromisoformat(text) if text else None)
        self._trouble.show_reason_row()

    def _set_tasks(self, text: str) -> None:
        self._trouble.template.tasks = tuple(line for line in text.split("\n") if line)

    def _set_priority(self, text: str) -> None:
        self._trouble.choose_priority(int(text) if text else None)

    def _save(self, values: dict[str, str]) -> Call[Any]:
        if self._ids is None:
            return Call()  # nothing was begun: what changed is the form itself, as when lists are filled
        command = calls.SaveDraft(self._ids.draft_id, FORM, tuple(sorted(values.items())))
        return self._parts.ops.command(calls.save_draft, command)

    def _on_recovered(self, found: Recovered) -> None:
        fields = self._fields
        if found.match is not None:
            self._caller.show_match(found.match)
        if found.panel is not None and _is_id(fields.get("contact_id", "")):
            self._caller.show_person(found.panel, UUID(fields["contact_id"]))
        elif fields.get("person"):
            self._caller.name_person(fields["person"])
        self._subject.show_unit(found.unit)
        self._subject.show_work(found.work)
        self._trouble.more.product.set_item(found.product)
        self.keeper.forget()
        self.recovered.emit(found)


def wished_fields(wish: Mapping[str, Any]) -> dict[str, str]:
    """What was filled in of a request that was parked, as the fields of a draft hold it."""
    names = (
        "type_id",
        "kind_id",
        "purpose_id",
        "service_id",
        "queue_id",
        "owner_id",
        "product_id",
        "site_id",
    )
    fields = {name: str(wish[name]) for name in (*names, "priority") if wish.get(name)}
    fields["own_fields"] = json.dumps(wish.get("answers", {}))
    fields["tasks"] = "\n".join(wish.get("tasks", ()))
    return fields | {"unit_typed": wish.get("serial_number", "")}


def _value_of(choice: Choice) -> object:
    return choice.value


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _nothing(_text: str) -> None:
    """Looked up after the texts are back."""


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _id_of(fields: Mapping[str, str], name: str) -> UUID | None:
    text = fields.get(name, "")
    return UUID(text) if _is_id(text) else None
