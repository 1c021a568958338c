"""One rule of the choice of an SLA: what must hold of a ticket, and the SLA it then has; not saved yet."""

from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.priority import GRADES
from fieldservice.domain.rules.sla import SlaRule
from fieldservice.ui.kit.dialog_windows import KitDialog
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.settings.books import Forge, Names
from fieldservice.ui.screens.settings.customer_input import CustomerInput
from fieldservice.ui.screens.settings.inputs import ChoiceInput
from fieldservice.ui.screens.settings.parts import SettingsParts
from fieldservice.wording import _

_WIDTH = 520
CLASSES = ("standard", "high_value", "vip")
CHANNELS = ("phone", "email", "sms", "web", "plan", "meter", "api", "other")


class RuleDialog(KitDialog):
    """`taken` is the rule as it stands in the form."""

    def __init__(
        self, parts: SettingsParts, parent: QWidget, choices: Names, rule: SlaRule, names: dict[UUID, str]
    ) -> None:
        super().__init__(parent, _("Rule"), _("Leave empty what does not matter."), name="slaRuleDialog")
        self._rule = rule
        self.setMinimumWidth(min(current_theme().px(_WIDTH), parent.window().width()))
        self._form = Form(name="slaRuleForm")
        self._fields: dict[str, Any] = {}
        forge = Forge(parts, choices, None)
        anything = _("whichever")
        self._customer = CustomerInput(parts, names, name="customerField", placeholder=anything)
        self._add("customer_id", _("Customer"), self._customer)
        self._add("customer_class", _("Class of the customer"), _coded(parts, "CustomerClass", CLASSES))
        self._add("ticket_type_id", _("Type"), forge.pick("ticket_type_id", "ticket_type", anything))
        self._add("kind_id", _("Kind"), forge.pick("kind_id", "kind", anything))
        self._add("service_id", _("Service"), forge.pick("service_id", "service", anything))
        grades: list[tuple[int | None, str]] = [(None, anything), *((grade, str(grade)) for grade in GRADES)]
        self._add("priority", _("Priority"), ChoiceInput(grades, name="priorityField"))
        self._add("channel", _("Channel"), _coded(parts, "Channel", CHANNELS))
        self._add("line_sla_id", _("SLA of the contract"), forge.pick("line_sla_id", "sla", anything))
        self._add("sla_id", _("Then the SLA is"), forge.pick("sla_id", "sla", _("no SLA")))
        self.body.addWidget(self._form)
        self.add_give_up()
        go_on = self.add_go_on(_("Take over"))
        go_on.show_keys("Ctrl+Return")
        self.add_keys("Ctrl+Return", self.accept)

    def taken(self) -> SlaRule:
        values = {name: field.read_value() for name, field in self._fields.items()}
        return SlaRule(self._rule.id, self._rule.position, **values)

    def chosen_customer(self) -> dict[UUID, str]:
        """The customer's name, so that the list can say it."""
        item = self._customer.item
        return {} if item is None else {item.value: item.text}

    def _add(self, name: str, words: str, field: Any) -> None:
        field.show_value(getattr(self._rule, name))
        self._form.add(words, field)
        self._fields[name] = field


def _coded(parts: SettingsParts, enum_name: str, codes: tuple[str, ...]) -> ChoiceInput:
    named = [(code, parts.wording.word_of(enum_name, code) or code) for code in codes]
    return ChoiceInput([(None, _("whichever")), *named], name=f"{enum_name}Field")
