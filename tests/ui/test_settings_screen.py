"""The settings' screen on a real SQLite company: found, changed by keyboard, ordered, retired, previewed."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from fieldservice.domain.commands.company import ChangeCompany, change_company
from fieldservice.domain.commands.entries import ChangeEntry, FieldChange, change_entry
from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.commands.priorities import (
    CellChange,
    ChangeMatrix,
    NameGrade,
    change_matrix,
    name_grade,
)
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.catalogue import GradeName, Kind, PriorityCell, TicketState, TicketType
from fieldservice.domain.model.company import CompanyProfile
from fieldservice.domain.model.forms import DynamicForm, StandardField
from fieldservice.domain.model.lifecycle import TypeConduct
from fieldservice.domain.model.texts import TextBlock
from fieldservice.domain.rules.form_conditions import FieldKind
from fieldservice.domain.rules.priority import Scale
from fieldservice.domain.rules.reopening import Reopening
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.ui.kit.buttons import Button
from fieldservice.ui.kit.checks import RadioButton
from fieldservice.ui.kit.conflicts import ConflictDialog
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.screens.settings.directory import directory
from tests.factories import Company
from tests.store.settings_uses import add_field, build_settings
from tests.store.ticket_givens import logged
from tests.ui.settings_scene import SettingsScene

TAB = Qt.FocusPolicy.TabFocus


@pytest.fixture
def scene(desk_company: Company, qapp: QApplication) -> Iterator[SettingsScene]:
    made = SettingsScene(desk_company)
    yield made
    made.close()


def _at_dialog(scene: SettingsScene, **values: Any) -> None:
    scene.dialogs.at_dialog = scene.fill(values)


def test_every_section_opens_says_what_it_is_for_and_where_to_begin(scene: SettingsScene) -> None:
    for entry in directory():
        scene.open(entry.id)

        assert scene.section.title == entry.title
        assert scene.section.first_field() is not None
        assert scene.find(QLabel, "", scene.section).text()


def test_every_section_is_an_action_that_the_palette_finds(scene: SettingsScene) -> None:
    actions = scene.parts.services.actions

    for entry in directory():
        actions[f"settings.section.{entry.id}"].trigger()
        scene.settle()

        assert scene.section.title == entry.title


@pytest.mark.parametrize("section", [entry.id for entry in directory()])
def test_whatever_takes_the_focus_in_a_section_or_its_form_has_a_name(
    scene: SettingsScene, section: str
) -> None:
    build_settings(scene.company)
    scene.open(section)
    nameless = _nameless(scene.section)
    scene.dialogs.at_dialog = lambda dialog: nameless.extend(_nameless(dialog))
    for act in sorted({"add", "change", "day", "conduct"} & scene.section.acts()):
        scene.do(act)

    assert nameless == []


def _nameless(where: QWidget) -> list[str]:
    takes_focus = [
        each for each in where.findChildren(QWidget) if each.focusPolicy() & TAB and each.isVisible()
    ]
    return [
        each.objectName()
        for each in takes_focus
        if not (each.accessibleName() or getattr(each, "text", str)())
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [("holiday", "Calendars"), ("unsolvable", "States"), ("deadline preview", "Choice of the SLA")],
)
def test_a_setting_is_found_by_what_it_is_about(scene: SettingsScene, typed: str, found: str) -> None:
    scene.page.search.setFocus()
    Keyboard(scene.window).type(typed)
    scene.settle()

    assert scene.section.title == found
    assert [entry.title for entry in scene.page.list.model.rows] == [found]


@pytest.mark.covers("A04", "K10")
def test_a_kind_is_added_by_keyboard_alone(scene: SettingsScene) -> None:
    scene.dialogs.at_dialog = scene.typing(("type", "Winda stoi"), ("press", "Ctrl+Return"))
    scene.page.list.setFocus()

    Keyboard(scene.window).press("Ctrl+Shift+N")
    scene.settle()

    assert scene.names()[-1] == "Winda stoi"
    assert scene.section.table.selected_row().name == "Winda stoi"


@pytest.mark.covers("A09", "E02")
def test_a_kind_says_its_type_queue_and_urgency(scene: SettingsScene) -> None:
    problem = scene.company.ticket_type("problem")
    _at_dialog(scene, ticket_type_idField=problem, urgencyField=5)

    scene.do("change")

    kind = scene.company.get(Kind, scene.company.kind("fault"))
    assert (kind.ticket_type_id, kind.urgency, kind.impact) == (problem, 5, None)
    assert kind.name == "Usterka"


def test_an_entry_is_moved_and_undo_puts_it_back(scene: SettingsScene) -> None:
    before = scene.names()
    done: list[Any] = []
    scene.ops.commanded.connect(done.append)

    scene.do("down")
    moved = scene.names()
    scene.company.run(undo_entry, UndoEntry(done[0].entry_id))
    scene.section.reload()
    scene.settle()

    assert moved[:2] == before[1::-1]
    assert scene.names() == before


def test_what_is_used_says_where_before_it_is_retired(scene: SettingsScene) -> None:
    logged(scene.company, kind_id=scene.company.kind("fault"))
    scene.dialogs.answers.append(True)

    scene.do("retire")

    (asked,) = scene.dialogs.asked
    assert "tickets (1)" in asked.about[0].text
    assert not scene.company.get(Kind, scene.company.kind("fault")).is_active


def test_what_is_used_is_retired_instead_of_removed(scene: SettingsScene) -> None:
    logged(scene.company, kind_id=scene.company.kind("fault"))
    scene.dialogs.answers.append(True)

    scene.do("remove")

    assert not scene.company.get(Kind, scene.company.kind("fault")).is_active


def test_what_nothing_uses_is_removed_without_a_question(scene: SettingsScene) -> None:
    scene.do("remove")

    assert "Fault" not in scene.names()
    assert not scene.dialogs.asked


def test_a_change_by_somebody_else_shows_at_once(scene: SettingsScene) -> None:
    change = FieldChange("name:en", "Leak", "Oil leak")
    scene.ops.command(change_entry, ChangeEntry("kind", scene.company.kind("leak"), (change,)))
    scene.settle()

    assert "Oil leak" in scene.names()


@pytest.mark.covers("P-39")
def test_the_same_field_changed_meanwhile_is_asked_with_both_values_and_mine_can_stay(
    scene: SettingsScene,
) -> None:
    said: list[str] = []

    def at_dialog(dialog: Any) -> None:
        if isinstance(dialog, ConflictDialog):
            said.extend(label.text() for label in dialog.findChildren(QLabel))
            dialog.accept()
            return
        problem = scene.company.ticket_type("problem")
        theirs = (FieldChange("name:en", "Fault", "Breakdown"), FieldChange("ticket_type_id", None, problem))
        scene.company.run(change_entry, ChangeEntry("kind", scene.company.kind("fault"), theirs))
        scene.fill({"nameField": "Failure", "ticket_type_idField": scene.company.ticket_type()})(dialog)

    scene.dialogs.at_dialog = at_dialog
    scene.do("change")

    assert {"Name", "Fault", "Failure", "Breakdown"} <= set(said)
    assert {"as usual", "Incident", "Problem"} <= set(said)
    assert "Failure" in scene.names()


@pytest.mark.covers("P-39")
@pytest.mark.parametrize(("keeps", "phone"), [("mine", "700 1"), ("theirs", "600 1")])
def test_details_of_the_company_that_two_changed_are_asked_by_field(
    scene: SettingsScene, keeps: str, phone: str
) -> None:
    scene.open("company")
    scene.section.fields["phone"].setText("700 1")
    scene.section.fields["city"].setText("Gniezno")
    changes = (FieldChange("phone", "", "600 1"), FieldChange("website", "", "wodmar.pl"))
    scene.company.run(change_company, ChangeCompany(changes))

    def at_dialog(dialog: Any) -> None:
        scene.find(RadioButton, f"{keeps}_phone", dialog).setChecked(True)
        dialog.accept()

    scene.dialogs.at_dialog = at_dialog
    scene.do("save")

    (profile,) = scene.company.rows(CompanyProfile)
    assert (profile.phone, profile.city, profile.website) == (phone, "Gniezno", "wodmar.pl")
    assert scene.section.fields["phone"].text() == phone


@pytest.mark.covers("P-39", "P-40")
def test_a_section_half_typed_and_left_comes_back_beside_what_a_colleague_saved(scene: SettingsScene) -> None:
    scene.open("company")
    for name, text in (("phone", "700 1"), ("city", "Gniezno")):
        scene.section.fields[name].setText(text)
        scene.section.fields[name].textEdited.emit(text)
    scene.section.leave()
    scene.settle()
    changes = (FieldChange("phone", "", "600 1"), FieldChange("website", "", "wodmar.pl"))
    scene.company.run(change_company, ChangeCompany(changes))

    again = SettingsScene(scene.company)
    again.open("company")
    fields = again.section.fields
    shown = {name: fields[name].text() for name in ("phone", "city", "website")}
    said = again.texts()
    again.close()

    assert shown == {"phone": "700 1", "city": "Gniezno", "website": "wodmar.pl"}
    assert "Somebody else wrote meanwhile: 600 1" in said


@pytest.mark.covers("P-39")
@pytest.mark.parametrize(("keeps", "priority"), [("mine", 5), ("theirs", 3)])
def test_a_cell_of_the_matrix_that_somebody_changed_meanwhile_is_asked(
    scene: SettingsScene, keeps: str, priority: int
) -> None:
    scene.open("priorities")
    scene.company.run(change_matrix, ChangeMatrix((CellChange(1, 1, 1, 3),)))
    said: list[str] = []

    def at_dialog(dialog: Any) -> None:
        said.extend(label.text() for label in dialog.findChildren(QLabel))
        scene.find(RadioButton, f"{keeps}_1-1", dialog).setChecked(True)
        dialog.accept()

    scene.dialogs.at_dialog = at_dialog
    scene.section.matrix.setFocus()
    Keyboard(scene.window).type("5")
    scene.settle()

    (stored,) = (
        cell.priority for cell in scene.company.rows(PriorityCell) if (cell.impact, cell.urgency) == (1, 1)
    )
    assert "Impact 1, Urgency 1" in said
    assert (stored, scene.section.matrix.cells[1, 1]) == (priority, priority)


@pytest.mark.covers("P-39")
def test_a_name_of_a_level_changed_by_two_is_asked(scene: SettingsScene) -> None:
    first = (FieldChange("name:en", "", "Urgent"),)
    asked: list[str] = []

    def at_dialog(dialog: Any) -> None:
        if isinstance(dialog, ConflictDialog):
            asked.extend(label.text() for label in dialog.findChildren(QLabel))
            dialog.accept()
            return
        scene.company.run(name_grade, NameGrade(Scale.PRIORITY, 5, first))
        scene.fill({"name-enField": "At once"})(dialog)

    scene.open("priorities")
    scene.dialogs.at_dialog = at_dialog
    scene.find(Button, "priority5Button").click()
    scene.settle()

    (level,) = scene.company.rows(GradeName)
    assert {"English", "At once", "Urgent"} <= set(asked)
    assert level.name == "At once"


def test_what_is_typed_and_given_up_is_back_when_the_form_opens_again(scene: SettingsScene) -> None:
    shown: list[str] = []
    scene.dialogs.at_dialog = scene.typing(("type", "Winda"), ("press", "Escape"))
    scene.do("add")

    def look(dialog: Any) -> None:
        scene.settle()
        shown.append(dialog.input("name:en").text())

    scene.dialogs.at_dialog = look
    scene.do("add")

    assert shown == ["Winda"]


@pytest.mark.covers("C20", "C31")
def test_a_state_of_ones_own_looks_as_it_was_told(scene: SettingsScene) -> None:
    scene.open("states")
    _at_dialog(
        scene,
        nameField="not worth it",
        stateTypeField=TicketStateType.CLOSED,
        toneField="care",
        shapeField="diamond",
    )

    scene.do("add")

    state = next(row for row in scene.company.rows(TicketState) if row.name == "not worth it")
    assert (state.state_type, state.tone, state.shape) == (TicketStateType.CLOSED, "care", "diamond")


@pytest.mark.covers("C32")
def test_reasons_for_waiting_are_the_states_that_wait(scene: SettingsScene) -> None:
    scene.open("waiting")

    ready = {"waiting for customer", "waiting for supplier", "waiting for release", "on hold"}
    assert ready | {"waiting for back office"} <= set(scene.names())
    assert "closed" not in scene.names()


@pytest.mark.covers("C13", "C16")
def test_a_type_says_how_its_tickets_come_back(scene: SettingsScene) -> None:
    scene.open("types")
    _at_dialog(scene, reopeningField=Reopening.WITHIN_DAYS, reopeningDaysField="14", raisesPriorityField=True)

    scene.do("conduct")

    (conduct,) = [row for row in scene.company.rows(TypeConduct) if row.reopening is Reopening.WITHIN_DAYS]
    assert (conduct.reopening_days, conduct.raises_priority) == (14, True)
    assert conduct.ticket_type_id == scene.company.ticket_type("incident")


@pytest.mark.covers("A07")
def test_a_type_demands_a_purpose(scene: SettingsScene) -> None:
    scene.open("types")
    _at_dialog(scene, requiresPurposeField=True)

    scene.do("change")

    assert scene.company.get(TicketType, scene.company.ticket_type()).requires_purpose


def test_the_matrix_is_walked_by_arrows_and_changed_by_a_digit(scene: SettingsScene) -> None:
    scene.open("priorities")
    matrix = scene.section.matrix
    matrix.setFocus()

    Keyboard(scene.window).press("Right", "Up", "Up", "5")
    scene.settle()

    assert matrix.place == (3, 2)
    assert scene.section.matrix.cells[3, 2] == 5
    assert matrix.accessibleName() == "Impact 3, urgency 2: priority 5"


def test_a_level_gets_a_name(scene: SettingsScene) -> None:
    scene.open("priorities")
    scene.dialogs.at_dialog = scene.typing(("type", "whole plant"), ("press", "Ctrl+Return"))

    scene.find(QWidget, "impact5Button").click()  # type: ignore[attr-defined]
    scene.settle()

    assert scene.find(QWidget, "impact5Button").accessibleName() == "Impact 5  whole plant"


def test_the_company_is_named_and_its_number_format_previewed(scene: SettingsScene) -> None:
    scene.open("company")
    fields = scene.section.fields
    fields["name"].set_text("Lis Service")
    fields["number_digits"].set_value(4)
    preview = scene.find(QLabel, "numberPreview").text()

    scene.do("save")

    (profile,) = scene.company.rows(CompanyProfile)
    assert preview == "The next ticket will be WAW-0001."
    assert (profile.name, profile.number_digits) == ("Lis Service", 4)


def test_numbers_go_on_elsewhere_only_after_a_question(scene: SettingsScene) -> None:
    scene.open("company")
    scene.dialogs.answers.extend(["4711", True])

    scene.do("numbers")

    assert [asked.method for asked in scene.dialogs.asked] == ["ask_text", "confirm"]
    assert scene.find(QLabel, "numberPreview").text() == "The next ticket will be WAW-004711."


@pytest.mark.covers("K03", "K04")
def test_a_field_of_the_ticket_is_renamed_hidden_and_moved(scene: SettingsScene) -> None:
    scene.open("layout")
    scene.section.table.select_id("purpose")

    scene.dialogs.at_dialog = _standard("Reason", shown=False)
    scene.do("change")
    scene.do("up")

    purpose = next(row for row in scene.company.rows(StandardField) if row.code == "purpose")
    assert (purpose.translations, purpose.is_active) == ({"en": "Reason"}, False)
    assert [row.code for row in scene.section.table.model.rows][3:5] == ["purpose", "kind"]


def _standard(name: str, *, shown: bool) -> Any:
    def at_dialog(dialog: Any) -> None:
        dialog._fields["name:en"].set_text(name)
        dialog._fields["is_active"].setChecked(shown)
        dialog.accept()

    return at_dialog


@pytest.mark.covers("A37", "K07")
def test_a_form_asks_fields_of_kinds_by_rules_without_programming(scene: SettingsScene) -> None:
    world = build_settings(scene.company)
    scene.open("forms")
    floor, trapped = f"own-{world.field.hex}", f"own-{world.other_field.hex}"

    def at_dialog(dialog: Any) -> None:
        dialog.input("kinds").show_value((scene.company.kind("leak"),))
        dialog.input("fields").show_value(((world.field, False), (world.other_field, True)))
        dialog.input("rules").show_value(
            [{"when": [[trapped, "is", "yes"]], "effect": "require", "target": floor, "options": []}]
        )
        dialog.accept()
        scene.settle()

    scene.dialogs.at_dialog = at_dialog
    scene.do("change")

    (form,) = scene.company.rows(DynamicForm)
    assert form.rules[0]["target"] == floor
    (row,) = [row for row in scene.section.page.rows if row.id == world.form]
    assert row.values["fields"] == ((world.field, False), (world.other_field, True))


def test_answers_of_rules_are_written_by_their_words_and_kept_by_their_codes(scene: SettingsScene) -> None:
    key = new_id()
    options = [{"code": "o1", "name": "Goods lift"}, {"code": "o2", "name": "Stairs"}]
    add_field(scene.company, key, "Way", FieldKind.CHOICE, options=options)
    scene.open("forms")
    rules: list[Any] = []

    def at_dialog(dialog: Any) -> None:
        way = f"own-{key.hex}"
        rule = {"when": [[way, "is", "goods lift"]], "effect": "limit", "target": way, "options": ["Stairs"]}
        dialog.input("rules").show_value([rule])
        rules.extend(dialog.input("rules").read_value())
        dialog.reject()

    scene.dialogs.at_dialog = at_dialog
    scene.do("add")

    assert rules[0]["when"][0][2] == "o1"
    assert rules[0]["options"] == ["o2"]


def test_a_text_block_reads_like_it_will_while_it_is_typed(scene: SettingsScene) -> None:
    scene.open("text_blocks")
    read: list[str] = []

    def at_dialog(dialog: Any) -> None:
        dialog.input("name:en").set_text("Taken up")
        dialog.input("text:en").set_draft_value("Dear {contact}, see {number}.")
        read.append(scene.find(QLabel, "textPreview", dialog).text())
        dialog.accept()
        scene.settle()

    scene.dialogs.at_dialog = at_dialog
    scene.do("add")

    assert read == ["Dear Ms Novak, see HQ-000123."]
    assert [row.text for row in scene.company.rows(TextBlock)] == ["Dear {contact}, see {number}."]
