"""Which SLA a ticket gets: rules in order, and what they would do to the open tickets, before saving."""

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.sla import SlaRule
from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.cells import Align, CellLook, Column
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.tables import DataTable
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.settings import calls
from fieldservice.ui.screens.settings.form_section import KeptDraft
from fieldservice.ui.screens.settings.parts import SettingsParts
from fieldservice.ui.screens.settings.rule_dialog import RuleDialog
from fieldservice.ui.screens.settings.section import SettingsSection
from fieldservice.wording import _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.sla_rules import Moved, RulesPreview, SlaRulesPage

_IDS = ("id", "sla_id", "ticket_type_id", "line_sla_id", "customer_id", "kind_id", "service_id")


class SlaRulesSection(SettingsSection):
    """The rules are changed here first, and saved together; until then they are a draft."""

    tables = ("sla_rule", "sla", "ticket_type", "kind", "service")

    def __init__(self, parts: SettingsParts) -> None:
        super().__init__(
            parts,
            _("Choice of the SLA"),
            _("The first rule that fits decides; a contract line with an SLA of its own comes before them."),
            name="slaRulesSection",
        )
        self._call: Latest[SlaRulesPage] = Latest()
        self._preview_call: Latest[RulesPreview] = Latest()
        self.page: SlaRulesPage | None = None
        self.preview: RulesPreview | None = None
        self.rules: tuple[SlaRule, ...] = ()
        self.names: dict[UUID, str] = {}
        self.draft = KeptDraft(self)
        self.draft.keeper.register_value("rules", self._written, self._restore)
        self.table = self._rules_table()
        self.moved = self._moved_table()
        self.told = label("", Look.STRONG, wraps=True)
        self.told.setObjectName("previewWords")
        self._lay_out()

    def acts(self) -> frozenset[str]:
        changed = {"save"} if self._is_changed() else set()
        with_row = {"change", "up", "down", "remove"} if self.table.selected_row() is not None else set()
        return frozenset({"add"} | changed | with_row)

    def shown_acts(self) -> frozenset[str]:
        return frozenset({"add", "change", "up", "down", "remove", "save"})

    def add_words(self) -> str:
        return _("Add a rule")

    def first_field(self) -> QWidget:
        return self.table

    def reload(self) -> None:
        query = self.parts.ops.query(calls.sla_rules_page, self.parts.wording.language, self.parts.now())
        self._call.ask(query).then(self._on_page, self.failed)

    def leave(self) -> None:
        self._call.cancel()
        self._preview_call.cancel()
        self.draft.leave()

    def add(self) -> None:
        if self.page is not None:
            self._open(SlaRule(calls.new_form_id(), len(self.rules), None), is_new=True)

    def change(self) -> None:
        row = self.table.selected_row()
        if row is not None:
            self._open(row, is_new=False)

    def shift(self, step: int) -> None:
        row = self.table.selected_row()
        if row is None:
            return
        at = self.rules.index(row)
        if 0 <= at + step < len(self.rules):
            rules = list(self.rules)
            rules[at], rules[at + step] = rules[at + step], rules[at]
            self._set(tuple(rules))

    def remove(self) -> None:
        row = self.table.selected_row()
        if row is not None:
            self._set(tuple(rule for rule in self.rules if rule.id != row.id))

    def save(self) -> None:
        if self.page is not None and self._is_changed():
            command = calls.ChangeSlaRules(self.page.rules, self.rules)
            self.parts.ops.command(calls.change_sla_rules, command).then(self._on_saved, self.failed)

    def conditions(self, rule: SlaRule) -> str:
        """The rule in words: when it applies."""
        page, wording = self.page, self.parts.wording
        if page is None:
            return ""
        of = page.choices.name
        parts = (
            (_("customer"), self.names.get(rule.customer_id, "") if rule.customer_id else ""),
            (_("class"), wording.word_of("CustomerClass", rule.customer_class or "") or ""),
            (_("type"), of("ticket_type", rule.ticket_type_id)),
            (_("kind"), of("kind", rule.kind_id)),
            (_("service"), of("service", rule.service_id)),
            (_("priority"), str(rule.priority or "")),
            (_("channel"), wording.word_of("Channel", rule.channel or "") or ""),
            (_("contract says"), of("sla", rule.line_sla_id)),
        )
        told = [f"{words} {value}" for words, value in parts if value]
        return ", ".join(told) or _("every other ticket")

    def _lay_out(self) -> None:
        card = Card(padded=False)
        card.add(self.table, 1)
        below = Card(_("What these rules would do to the open tickets"), padded=False)
        theme = current_theme()
        self.told.setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(10))
        below.add(self.told)
        below.add(self.moved, 1)
        self.body.addWidget(card, 3)
        self.body.addWidget(below, 4)

    def _rules_table(self) -> DataTable[SlaRule]:
        table: DataTable[SlaRule] = DataTable(
            (
                Column(key="place", title="", text=lambda rule: f"{self.rules.index(rule) + 1}.", width=44),
                Column(key="when", title=_("When"), text=self.conditions, look=CellLook.STRONG, stretch=4),
                Column(key="sla", title=_("Then"), text=self._sla_words, stretch=2, width=130),
                Column(
                    key="matches", title=_("Open tickets"), text=self._matches, align=Align.RIGHT, width=150
                ),
            ),
            name="slaRulesTable",
            title=_("Choice of the SLA"),
            empty=EmptyWords(_("No rule yet: tickets get an SLA from their contract only."), _("Add a rule")),
            row_id=lambda rule: rule.id,
        )
        table.row_activated.connect(lambda _rule: self.change())
        table.row_selected.connect(lambda _rule: self.acts_changed.emit())
        table.empty_button_pressed.connect(self.add)
        return table

    def _moved_table(self) -> "DataTable[Moved]":
        wording, now = self.parts.wording, self.parts.now

        def due(moment: Any) -> str:
            return wording.near_moment(moment, now()) if moment else "–"  # noqa: RUF001 - a dash for nothing

        return DataTable(
            (
                Column(
                    key="number",
                    title=_("Ticket"),
                    text=lambda row: row.number,
                    look=CellLook.STRONG,
                    width=110,
                ),
                Column(key="title", title=_("Subject"), text=lambda row: row.title, stretch=3),
                Column(
                    key="customer",
                    title=_("Customer"),
                    text=lambda row: row.customer,
                    look=CellLook.MUTED,
                    stretch=2,
                ),
                Column(
                    key="sla",
                    title=_("SLA"),
                    text=lambda row: f"{row.sla_before or _('none')} → {row.sla_after or _('none')}",
                    stretch=2,
                ),
                Column(
                    key="due",
                    title=_("Deadline"),
                    text=lambda row: f"{due(row.due_before)} → {due(row.due_after)}",
                    stretch=3,
                ),
            ),
            name="movedTable",
            title=_("Tickets that would have another SLA"),
            empty=EmptyWords(_("No open ticket would have another SLA.")),
            row_id=lambda row: row.ticket_id,
        )

    def _sla_words(self, rule: SlaRule) -> str:
        name = "" if self.page is None else self.page.choices.name("sla", rule.sla_id)
        return name or _("no SLA")

    def _matches(self, rule: SlaRule) -> str:
        if self.preview is None:
            return ""
        return self.parts.wording.number(self.preview.matches.get(rule.id, 0))

    def _open(self, rule: SlaRule, *, is_new: bool) -> None:
        if self.page is None:
            return
        dialog = RuleDialog(self.parts, self.window(), self.page.choices, rule, self.names)
        if self.parts.services.dialogs.run(dialog):
            self.names |= dialog.chosen_customer()
            taken = dialog.taken()
            rest = tuple(taken if each.id == rule.id else each for each in self.rules)
            self._set((taken, *self.rules) if is_new else rest)
            self.table.select_id(rule.id)

    def _set(self, rules: tuple[SlaRule, ...]) -> None:
        self.rules = tuple(replace(rule, position=place) for place, rule in enumerate(rules))
        self.draft.keeper.touch()
        self._show()

    def _show(self) -> None:
        self.table.set_rows(list(self.rules))
        if self.table.selected_row() is None:
            self.table.select_first()
        self.acts_changed.emit()
        query = self.parts.ops.query(
            calls.preview_rules, self.rules, self.parts.wording.language, self.parts.now()
        )
        self._preview_call.ask(query).then(self._on_preview, self.failed)

    def _is_changed(self) -> bool:
        return self.page is not None and self.rules != self.page.rules

    def _on_page(self, page: "SlaRulesPage") -> None:
        was_changed = self._is_changed()
        self.page = page
        self.names |= page.customers
        if not was_changed:
            self.rules = page.rules
            self.draft.load()
        self._show()

    def _on_preview(self, preview: "RulesPreview") -> None:
        self.preview = preview
        self.moved.set_rows(list(preview.moved))
        self.table.set_rows(list(self.rules))
        self.told.setText(self._preview_words(preview))

    def _preview_words(self, preview: "RulesPreview") -> str:
        if not preview.moved_count:
            words = _("All open tickets keep their SLA.")
        else:
            words = ngettext(
                "{count} open ticket would have another SLA.",
                "{count} open tickets would have another SLA.",
                preview.moved_count,
            ).format(count=self.parts.wording.number(preview.moved_count))
        rest = _("Saved rules count for new tickets; open ones keep what was promised.")
        return " ".join((words, *self._looked_at(preview), rest))

    def _looked_at(self, preview: "RulesPreview") -> tuple[str, ...]:
        """Where more are open than were looked at, that is said."""
        if preview.looked_at >= preview.open_count:
            return ()
        number = self.parts.wording.number
        words = _("The newest {count} of {all} open tickets were looked at.")
        return (words.format(count=number(preview.looked_at), all=number(preview.open_count)),)

    def _on_saved(self, changes: Changes) -> None:
        del changes
        self.draft.forget()
        self.page = None
        self.reload()

    def _written(self) -> str:
        """The rules as a draft keeps them; empty when they are those that are saved."""
        if not self._is_changed():
            return ""
        rows = [{**asdict(rule), **{key: _text(getattr(rule, key)) for key in _IDS}} for rule in self.rules]
        return json.dumps(rows)

    def _restore(self, written: str) -> None:
        if not written:
            return
        rows = json.loads(written)
        self.rules = tuple(SlaRule(**{**row, **{key: _id(row[key]) for key in _IDS}}) for row in rows)
        self._show()


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def _id(text: str | None) -> Any:
    return None if text is None else UUID(text)
