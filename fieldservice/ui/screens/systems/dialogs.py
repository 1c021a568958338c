"""Connecting a system, making and narrowing a token, and the token itself, told once."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from fieldservice.ui.kit.announcements import announce
from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.cards import soft_block
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.dialog_windows import KitDialog
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.form_draft import DraftDesk, FormDraft
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.kit.kept_dialog import KeptDialog
from fieldservice.ui.kit.labels import Look, label, selectable
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.kit.tick_list import Tickable, TickList
from fieldservice.ui.screens.systems import words
from fieldservice.wording import _, ngettext

_WIDTH, _LIST_HEIGHT, _KEPT_HEIGHT = 560, 230, 130
_DAYS = (0, 30, 90, 365)


class GrantsDialog(KeptDialog):
    """What a token may, ticked; `wanted` is what the centre is asked for. Without `name` nothing is named.

    What was chosen is kept until the centre has done it: the line may be down.
    """

    goes_when_done = True

    def __init__(self, parent: QWidget, title: str, text: str, go_on: str, *, name: str = "") -> None:
        super().__init__(parent, title, text, name="grantsDialog")
        self.setMinimumWidth(min(current_theme().px(_WIDTH), parent.window().width()))
        self._name: TextField | None = None
        self._days: Choice | None = None
        if name:
            self._add_name(name)
        self._grants = TickList(_("May"), name="grantsList")
        self._grants.table.setMinimumHeight(current_theme().px(_LIST_HEIGHT))
        self.body.addWidget(label(_("What it may"), Look.CARD_TITLE))
        self.body.addWidget(self._grants)
        self._keeps: TickList | None = None
        self._trouble = label("", Look.ERROR, wraps=True)
        self._trouble.hide()
        self.add_give_up()
        self.add_go_on(go_on)
        (self._name or self._grants).setFocus()

    def offer(self, grants: Sequence[str], held: Iterable[str] = ()) -> None:
        on = set(held)
        self._grants.set_rows([Tickable(each, words.grant_words(each), each in on) for each in grants])
        self.body.addWidget(self.back)
        self.body.addWidget(self._trouble)

    def keep(self, desk: DraftDesk, subject: UUID) -> FormDraft:
        """Called when all is offered."""
        draft = self.keep_draft(desk, self.objectName(), subject)
        if self._name is not None and self._days is not None:
            draft.keeper.register("name", self._name)
            draft.keeper.register("days", self._days)
        for name, ticks in (("may", self._grants), ("keeps", self._keeps)):
            if ticks is not None:
                draft.keeper.register_value(name, partial(_ticked, ticks), partial(_tick, ticks))
                ticks.ticked.connect(draft.keeper.touch)
        return draft

    def offer_to_keep(self) -> None:
        """What is only read at the desks while the system is connected."""
        self._keeps = TickList(_("Keeps"), name="keepsList")
        self._keeps.table.setMinimumHeight(current_theme().px(_KEPT_HEIGHT))
        self._keeps.set_rows([Tickable(each, words.resource_words(each)) for each in words.KEPT])
        self.body.addWidget(label(_("What it keeps: only read at the desks"), Look.CARD_TITLE))
        self.body.addWidget(self._keeps)

    def _add_name(self, name: str) -> None:
        self._name = TextField(name="grantsName")
        self._days = Choice([(days, _days_words(days)) for days in _DAYS], name="grantsDays")
        form = Form(name="grantsForm")
        form.add(name, self._name)
        form.add(_("Good for"), self._days)
        self.body.addWidget(form)

    @property
    def wanted(self) -> dict[str, Any]:
        asked: dict[str, Any] = {"may": [str(each) for each in self._grants.on]}
        if self._name is not None and self._days is not None:
            asked |= {"name": self._name.text().strip(), "days": int(self._days.value or 0)}
        if self._keeps is not None:
            asked["keeps"] = [str(each) for each in self._keeps.on]
        return asked

    def accept(self) -> None:
        missing = ""
        if self._name is not None and not self._name.text().strip():
            missing = _("Give it a name.")
            self._name.setFocus()
        elif not self._grants.on:
            missing = _("Tick what it may.")
            self._grants.setFocus()
        if not missing:
            super().accept()
            return
        self._trouble.setText(missing)
        self._trouble.show()
        announce(self._trouble, missing)


class TokenDialog(KitDialog):
    """The token, which nobody can read a second time."""

    def __init__(self, parent: QWidget, token: str) -> None:
        text = _("Copy it into the other system now: it is told only this once.")
        super().__init__(parent, _("The token"), text, name="tokenDialog")
        self.setMinimumWidth(min(current_theme().px(_WIDTH), parent.window().width()))
        shown = selectable(token, Look.STRONG)
        shown.setAccessibleName(_("Token"))
        self.body.addWidget(soft_block(shown))
        copy = quiet(_("Copy"), name="copyTokenButton")
        copy.clicked.connect(lambda: QApplication.clipboard().setText(token))
        row = QHBoxLayout()
        row.addWidget(copy)
        row.addStretch(1)
        self.body.addLayout(row)
        self.add_go_on(_("Close"))
        copy.setFocus()


def _days_words(days: int) -> str:
    if not days:
        return _("always")
    return ngettext("{count} day", "{count} days", days).format(count=days)


def _ticked(ticks: TickList) -> str:
    return json.dumps([str(each) for each in ticks.on])


def _tick(ticks: TickList, kept: str) -> None:
    """Only what is offered now can be ticked again."""
    on = set(json.loads(kept))
    ticks.set_rows([replace(row, is_on=str(row.id) in on) for row in ticks.rows])
