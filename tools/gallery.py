"""Renders every part of the kit to pictures, in all themes and scales: `python tools/gallery.py OUT`."""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.buttons import danger, filter_button, icon_button, primary, quiet
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.checks import CheckBox, RadioButton
from fieldservice.ui.kit.chips import Chip
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.colours import ThemeName, Tone
from fieldservice.ui.kit.combo import ExtraRow, Picker
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.facts import Facts, ShareBar
from fieldservice.ui.kit.fields import TextArea, TextField
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.kit.immediate_ops import ImmediateOps
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.lights import Light, Lights
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.pages import Page
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.side_by_side import SideBySide
from fieldservice.ui.kit.suggestions import Suggestion
from fieldservice.ui.kit.tables import Align, CellLook, Column, DataTable
from fieldservice.ui.kit.theme import apply_theme, current_theme, make_theme
from fieldservice.ui.kit.timeline import Timeline, TimelineEntry
from fieldservice.ui.kit.toasts import Toast, ToastWords


class WordsBackend:
    """Runs what it is given without any database behind it."""

    def read(self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        return fn(None, *args, **kwargs)

    def write(self, fn: Callable[..., Changes], command: Any) -> Changes:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class TicketRow:
    id: int
    number: str
    subject: str
    customer: str
    state: str
    tone: Tone
    priority: int
    due: str
    due_tone: Tone = Tone.NEUTRAL


TICKETS = (
    TicketRow(1, "WAW-000838", "Klimatyzator przecieka od rana", "Drukarnia Wójcik", "w toku", Tone.ACCENT, 5,
              "\N{MINUS SIGN}1:12", Tone.STOP),
    TicketRow(2, "WAW-000829", "Kocioł nie startuje, błąd E-14", "Szkoła Podstawowa nr 7", "czeka na części",
              Tone.CARE, 5, "\N{MINUS SIGN}0:20", Tone.STOP),
    TicketRow(3, "WAW-000841", "Sprężarka wyłącza się po kilku minutach", "Zakłady Mleczarskie Stępień",
              "w toku", Tone.ACCENT, 4, "0:48", Tone.CARE),
    TicketRow(4, "WAW-000844", "Kopiarka zacina papier", "Kancelaria Żuraw", "nowe", Tone.NEUTRAL, 3, "0:55",
              Tone.CARE),
    TicketRow(5, "WAW-000845", "Pompa hałasuje", "Hotel Świt", "nowe", Tone.NEUTRAL, 4, "3:10"),
    TicketRow(6, "WAW-000836", "Przegląd gaśnic, 14 sztuk", "Magazyny Łęg", "zaplanowane", Tone.NEUTRAL, 2,
              "jutro 10:00"),
)  # fmt: skip

_MARKS = {Tone.STOP: Shape.TRIANGLE, Tone.CARE: Shape.DIAMOND}


def ticket_table() -> DataTable[TicketRow]:
    columns = (
        Column[TicketRow](
            key="mark", title="", text=lambda _: "", look=CellLook.MARK, tone=lambda row: row.due_tone,
            shape=lambda row: _MARKS.get(row.due_tone, Shape.NONE), width=34,
        ),
        Column[TicketRow](key="number", title="Numer", text=lambda row: row.number, look=CellLook.STRONG,
                          width=104, sort_key=lambda row: row.number),
        Column[TicketRow](key="subject", title="Temat", text=lambda row: row.subject, stretch=3),
        Column[TicketRow](key="customer", title="Klient", text=lambda row: row.customer, look=CellLook.MUTED,
                          stretch=2),
        Column[TicketRow](key="state", title="Stan", text=lambda row: row.state, look=CellLook.CHIP,
                          tone=lambda row: row.tone, width=124),
        Column[TicketRow](key="priority", title="Prio", text=lambda row: str(row.priority), align=Align.RIGHT,
                          width=60, sort_key=lambda row: -row.priority),
        Column[TicketRow](key="due", title="Termin", text=lambda row: row.due, align=Align.RIGHT,
                          look=CellLook.TONED, tone=lambda row: row.due_tone, width=96,
                          sort_key=lambda row: row.id),
    )  # fmt: skip
    table = DataTable(columns, name="ticketTable", empty=EmptyWords("Tu będą zgłoszenia.", "Nowe zgłoszenie"))
    table.set_rows(TICKETS)
    table.mark_sorted("due")
    table.select_id(3)
    return table


@dataclass(frozen=True, slots=True)
class SlotRow:
    id: int
    when: str
    who: str
    why: str
    left: str
    tone: Tone = Tone.NEUTRAL


SLOTS = (
    SlotRow(1, "dziś 14:30", "Marek Lis", "18 min dojazdu, po wizycie obok", "7 h przed terminem SLA"),
    SlotRow(2, "jutro 8:00", "Ewa Sowa", "6 min z bazy", "5 h przed terminem SLA"),
    SlotRow(3, "jutro 11:15", "Jan Bąk", "31 min dojazdu", "2 h przed terminem SLA", Tone.CARE),
)


def slot_table() -> DataTable[SlotRow]:
    columns = (
        Column[SlotRow](
            key="n", title="", text=lambda row: str(row.id), look=CellLook.STRONG, width=36, align=Align.RIGHT
        ),
        Column[SlotRow](
            key="when",
            title="Termin",
            text=lambda row: row.when,
            look=CellLook.STRONG,
            second=lambda row: row.who,
            width=120,
        ),
        Column[SlotRow](
            key="why",
            title="Dlaczego",
            text=lambda row: row.why,
            look=CellLook.TONED,
            tone=lambda row: row.tone,
            second=lambda row: row.left,
            stretch=1,
        ),
    )
    table = DataTable(columns, name="slotTable", empty=EmptyWords("Brak wolnych terminów."), two_lines=True)
    table.set_rows(SLOTS)
    return table


def customers(_session: object, text: str) -> Sequence[Suggestion]:
    found = (
        Suggestion(
            1, "Zakłady Mleczarskie Stępień sp. z o.o.", "", "K0198 · NIP 584-274-11-90", "VIP", Tone.CARE
        ),
        Suggestion(2, "Stępień Transport", "Poznań, ul. Bukowska 12", "K0211"),
        Suggestion(3, "Stępniewski i Wspólnicy", "Łódź, ul. Piotrkowska 4", "K0305"),
    )
    return [item for item in found if text.casefold() in item.text.casefold()]


class Gallery(Page):
    def __init__(self) -> None:
        super().__init__("Nowe zgłoszenie", name="gallery", scrolls=True)
        self.ops = ImmediateOps(WordsBackend(), Notifier())
        self.add_left(Chip("Rozmowa 02:14", Tone.ACCENT), label("+48 61 281 30 35", Look.MUTED))
        self.add_right(
            quiet("Odłóż z powodem"),
            quiet("Zapisz i zaplanuj", keys="Ctrl+Shift+Return"),
            primary("Zapisz", keys="Ctrl+Return"),
        )
        left_side, right_side = QWidget(), QWidget()
        left, right = QVBoxLayout(left_side), QVBoxLayout(right_side)
        for column in (left, right):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(current_theme().px(16))
        for card in (self.caller_card(), self.subject_card(), self.words_card()):
            left.addWidget(card)
        for card in (self.similar_card(), self.slots_card(), self.ticket_card()):
            right.addWidget(card)
        left.addStretch(1)
        right.addStretch(1)
        self.body.addLayout(self.button_row())
        self.body.addWidget(SideBySide(left_side, right_side, shares=(5, 4), left_needs=480))
        self.body.addWidget(self.table_card())
        self.body.addStretch(1)

    def ask(self, text: str) -> "Call[Sequence[Suggestion]]":
        return self.ops.query(customers, text)

    def button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current_theme().px(8))
        for words, count, shape, tone in (
            ("Moje", 12, Shape.NONE, Tone.NEUTRAL),
            ("Po terminie", 2, Shape.TRIANGLE, Tone.STOP),
            ("Do godziny", 3, Shape.DIAMOND, Tone.CARE),
        ):
            button = filter_button(words)
            button.set_count(count)
            button.set_mark(shape, tone)
            button.setChecked(words == "Moje")
            row.addWidget(button)
        disabled = quiet("Nieczynny")
        disabled.setEnabled(False)
        more = (
            danger("Zamknij i anuluj 2 zlecenia"),
            disabled,
            icon_button("funnel", "Filtr"),
        )
        for button in more:
            row.addWidget(button)
        row.addWidget(CheckBox("Zapisz w szkicach", name="check"))
        radio = RadioButton("Zdalnie", name="radio")
        radio.setChecked(True)
        row.addWidget(radio)
        row.addStretch(1)
        return row

    def caller_card(self) -> Card:
        card = Card("1 · Kto dzwoni")
        form = Form()
        self.picker = Picker(self.ask, name="customer", extra=ExtraRow("Nowy klient „{typed}”"))
        self.picker.set_item(customers(None, "zakł")[0])
        person = Picker(self.ask, name="person")
        person.set_item(Suggestion(1, "Stanisław Jeka", "kierownik utrzymania ruchu"))
        form.add("Klient", self.picker)
        form.add("Osoba", person)
        card.add(form)
        return card

    def subject_card(self) -> Card:
        card = Card("2 · Czego dotyczy")
        form = Form()
        unit = Picker(self.ask, name="unit")
        unit.set_item(Suggestion(1, "Gaśnica GP-6x ABC", "GA175309", "Hala produkcyjna Poznań"))
        form.add("Urządzenie", unit)
        form.add("Rodzaj prac", Choice([(1, "Naprawa"), (2, "Przegląd")], name="work"))
        card.add(form)
        lights = Lights(("Klient", "Blokada", "Umowa", "Zakres"), name="verdict")
        lights.show_verdict(
            [
                Light("Klient", Tone.GOOD),
                Light("Bez blokady", Tone.GOOD),
                Light("Umowa U/0198/2025", Tone.GOOD),
                Light("Poza zakresem", Tone.STOP),
            ],
            "Naprawa tej gaśnicy jest objęta umową U/0198/2025, pozycja 3, do 14.08.2027. Zgłoszeń: 4 z 12.",
            strong_parts=("U/0198/2025", "14.08.2027"),
        )
        card.add_section().addWidget(lights)
        return card

    def words_card(self) -> Card:
        card = Card("3 · Co się dzieje")
        form = Form()
        self.subject = TextField(name="subject")
        self.subject.setText("Nieszczelny zawór, ubytek ciśnienia")
        text = TextArea(name="text")
        text.setPlainText("hałasuje i wyłącza się po kilku minutach")
        due = TextField(name="due")
        due.set_text("wtorek 24.11.2026, 13:00")
        due.set_hint("SLA 8 h roboczych")
        owner = Choice([(1, "Anna Kowal")], name="owner", prefix="Odpowiada: ")
        form.add("Temat", self.subject)
        form.add("Opis", text)
        form.add(
            "Wpływ i pilność",
            Choice([(1, "Oddział")], name="impact"),
            Choice([(1, "Wysoka")], name="urgency"),
            stretches=(2, 2),
        )
        form.add("Zamknąć do", due, owner)
        form.show_error(due, "Termin jest w przeszłości. Wybierz późniejszy dzień.")
        card.add(form)
        return card

    def similar_card(self) -> Card:
        card = Card("Czy to nie jest już zgłoszone?")
        card.add_trailing(Chip("1 podobne", Tone.CARE))
        row = QHBoxLayout()
        for widget in (label("WAW-000812", Look.STRONG), label("Gaśnica, ubytek ciśnienia")):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(Chip("w toku", Tone.ACCENT))
        card.add(row)
        card.add(label("Wczoraj 14:20 · wizyta jutro 9:00, Marek Lis", Look.SMALL))
        buttons = QHBoxLayout()
        buttons.addWidget(quiet("Dopisz do tego"))
        buttons.addWidget(quiet("Otwórz"))
        buttons.addStretch(1)
        card.add(buttons)
        return card

    def slots_card(self) -> Card:
        card = Card("Wolne terminy", padded=False)
        card.add_trailing(label("Alt 1…3", Look.SMALL))
        table = slot_table()
        table.view.horizontalHeader().hide()
        table.setFixedHeight(current_theme().px(156))
        card.add(table)
        return card

    def ticket_card(self) -> Card:
        card = Card("WAW-000841", padded=False)
        facts = Facts(name="facts")
        share = ShareBar(name="share")
        share.show_share(1, 2)
        facts.add("Zakres", Chip("U/0198/2025", Tone.GOOD, Shape.TICK))
        facts.add("Zamknąć do", label("dziś 15:10", Look.STRONG), Chip("za 48 min", Tone.CARE, Shape.DIAMOND))
        facts.add("Zlecenia", label("1 z 2 wykonane"), share)
        card.add(facts)
        timeline = Timeline(name="timeline")
        timeline.setAccessibleName("Przebieg")
        timeline.set_entries(
            [
                TimelineEntry(
                    1,
                    "11:02",
                    "Zlecenie /1 wykonane",
                    "Marek Lis, 50 min",
                    "Wymieniono filtr, ciśnienie w normie.",
                ),
                TimelineEntry(
                    2,
                    "wczoraj",
                    "Rozmowa",
                    "Stanisław Jeka, 3 min",
                    "Zatrzymuje się po dwóch, trzech minutach, potem nie chce ruszyć.",
                    is_quoted=True,
                ),
            ]
        )
        card.add_section().addWidget(timeline)
        return card

    def table_card(self) -> Card:
        card = Card(padded=False)
        self.table = ticket_table()
        self.table.setFixedHeight(current_theme().px(240))
        card.add(self.table)
        return card


def render(widget: QWidget, path: Path, width: int, height: int) -> None:
    widget.resize(width, height)
    widget.show()
    settle()
    widget.grab().save(str(path))


def settle() -> None:
    loop = QEventLoop()
    QTimer.singleShot(120, loop.quit)
    loop.exec()


def main(out: Path) -> None:
    application = QApplication([])
    out.mkdir(parents=True, exist_ok=True)
    for name in ThemeName:
        for scale in (100, 200):
            apply_theme(application, make_theme(name, scale_percent=scale))
            gallery = Gallery()
            toast = Toast(gallery)
            gallery.resize(1240 * scale // 100, 1100 * scale // 100)
            gallery.show()
            gallery.subject.setFocus()
            toast.show_words(ToastWords("Zgłoszenie WAW-000846 zapisane.", "Cofnij", "Ctrl+Z"))
            render(gallery, out / f"gallery-{name.value}-{scale}.png", gallery.width(), gallery.height())
            gallery.close()
            gallery.deleteLater()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "gallery"))
