"""Renders the window with pages made for looking, in all themes and several sizes: `... OUT`."""

import sys
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.reasons import Reason
from fieldservice.ui.kit.buttons import filter_button, quiet
from fieldservice.ui.kit.calls import Call, JobCall, Progress
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.colours import ThemeName, Tone
from fieldservice.ui.kit.immediate_ops import ImmediateOps
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.pages import Page
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.places import Place
from fieldservice.ui.kit.suggestions import Suggestion
from fieldservice.ui.kit.theme import apply_theme, make_theme
from fieldservice.ui.main_window import MainWindow
from fieldservice.ui.shell.rail import Badge
from fieldservice.ui.shell.specs import DeskParts, DeskStatus, Line, ScreenSpec, Section
from fieldservice.wording import current
from tools.gallery import Gallery, WordsBackend, render, settle, ticket_table

FOUND = (
    Suggestion(Place("customers", 1), "Zakłady Mleczarskie Stępień", "Poznań · +48 61 281 30 35", "K0198",
               "VIP", Tone.CARE, icon="users"),
    Suggestion(Place("tickets", 2), "WAW-000841", "Sprężarka wyłącza się po kilku minutach", "dziś 15:10",
               "w toku", Tone.ACCENT, icon="note"),
    Suggestion(Place("equipment", 3), "Kaeser SK 22", "Stępień · Hala produkcyjna Poznań", "SP482113",
               icon="cube"),
)  # fmt: skip


class Memory:
    def load(self) -> bytes:
        return b""

    def save(self, geometry: bytes) -> None:
        """Nothing is remembered between pictures."""


class TicketsPage(Page):
    def __init__(self) -> None:
        super().__init__("Zgłoszenia", name="ticketsPage")
        for words, count, mark in (
            ("Moje", 12, (Shape.NONE, Tone.NEUTRAL)),
            ("Nieprzydzielone", 5, (Shape.NONE, Tone.NEUTRAL)),
            ("Po terminie", 2, (Shape.TRIANGLE, Tone.STOP)),
            ("Do godziny", 3, (Shape.DIAMOND, Tone.CARE)),
        ):
            button = filter_button(words)
            button.set_count(count)
            button.set_mark(*mark)
            button.setChecked(words == "Moje")
            self.add_left(button)
        self.add_right(quiet("Filtr"), quiet("Kolumny"))
        card = Card(padded=False)
        self.table = ticket_table()
        card.add(self.table)
        self.body.addWidget(card)

    def first_field(self) -> Page | None:
        self.table.setFocus()
        return None


def specs() -> Sequence[ScreenSpec]:
    names = (
        ("tray", "Skrzynka", "tray"),
        ("tickets", "Zgłoszenia", "note"),
        ("planning", "Planowanie", "calendar"),
        ("maintenance", "Przeglądy", "wrench"),
        ("customers", "Klienci", "users"),
        ("equipment", "Urządzenia", "cube"),
        ("contracts", "Umowy", "file-text"),
        ("figures", "Statystyki", "chart-bar"),
    )
    main = [ScreenSpec(id_, title, icon, lambda _: TicketsPage()) for id_, title, icon in names]
    foot = [
        ScreenSpec("exchange", "Wymiana", "arrows-clockwise", lambda _: TicketsPage(), Section.FOOT),
        ScreenSpec("settings", "Ustawienia", "gear", lambda _: TicketsPage(), Section.FOOT),
        ScreenSpec("intake", "Nowe zgłoszenie", "plus", lambda _: Gallery(), Section.HIDDEN),
    ]
    return [*main, *foot]


def make_window() -> MainWindow:
    ops = ImmediateOps(WordsBackend(), Notifier())

    def search(text: str) -> "Call[Sequence[Suggestion]]":
        return ops.query(lambda _session: [item for item in FOUND if text])

    def undo_entry(entry_id: UUID) -> "Call[Changes]":
        return ops.query(lambda _session: Changes(entry_id, Reason("undo")))

    parts = DeskParts("Serwis", ops, current(), search, undo_entry, Memory(), Place("intake"))
    window = MainWindow(specs(), parts)
    window.set_badge("tray", Badge(3, is_alarm=True))
    for screen, count in (("tickets", 48), ("planning", 11), ("maintenance", 6)):
        window.set_badge(screen, Badge(count))
    window.show_status(DeskStatus("Anna Kowal", "Oddział Warszawa", Line.ONLINE, "11:42", 0))
    window.status_bar.tell("Szkic zapisany 11:43:08")
    return window


def show_job(window: MainWindow) -> "JobCall[object]":
    call: JobCall[object] = JobCall("Import")
    window.status_bar.follow(call)
    call.deliver_progress(Progress(3, 4, "Import serwis-polska.xlsx"))
    return call


def main(out: Path) -> None:
    application = QApplication([])
    out.mkdir(parents=True, exist_ok=True)
    for name, scale, size in (
        (ThemeName.LIGHT, 100, (1440, 900)),
        (ThemeName.DARK, 100, (1440, 900)),
        (ThemeName.HIGH_CONTRAST, 100, (1440, 900)),
        (ThemeName.LIGHT, 100, (800, 600)),
        (ThemeName.DARK, 100, (1024, 768)),
        (ThemeName.LIGHT, 200, (1440, 900)),
        (ThemeName.LIGHT, 200, (2880, 1800)),
    ):
        apply_theme(application, make_theme(name, scale_percent=scale))
        window = make_window()
        window.go(Place("tickets"))
        stem = f"{name.value}-{scale}-{size[0]}"
        render(window, out / f"tickets-{stem}.png", *size)
        window.go(Place("intake"))
        render(window, out / f"intake-{stem}.png", *size)
        job = show_job(window)
        window.activateWindow()
        window.search.start()
        QTest.keyClicks(window.search, "s")
        settle()
        render(window, out / f"search-{stem}.png", *size)
        job.cancel()
        window.hide()
        window.deleteLater()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "gallery"))
