"""Teams: the list, and the card with the people, what the team serves and the queues it works off."""

from typing import TYPE_CHECKING, Any

from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.cells import Align, CellLook, Column
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.sections import LineRow, Section
from fieldservice.ui.screens.staff import calls
from fieldservice.ui.screens.staff.fact_rows import FactRows
from fieldservice.ui.screens.staff.parts import StaffParts
from fieldservice.ui.screens.staff.register_pane import RegisterPane
from fieldservice.ui.screens.staff.team_dialog import TeamDialog, served_words
from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.queries.staff import StaffBook
    from fieldservice.domain.queries.teams import TeamRow


class TeamsPane(RegisterPane):
    def __init__(self, parts: StaffParts) -> None:
        empty = EmptyWords(
            _("No teams yet. A team takes tickets from its queues and sees those of its people."),
            _("New team"),
        )
        super().__init__(parts, columns(parts.wording), empty, name="teamsPane")
        self._book: StaffBook | None = None
        self.table.empty_button_pressed.connect(self.add_team)
        self.people = Section(_("People"), _("Nobody belongs to it yet."), name="teamPeopleSection")
        self.work = FactRows(_("What it serves"), name="teamWorkFacts")
        self.add_card(self.people, self.work)
        self._declare()

    def show_book(self, book: "StaffBook") -> None:
        self._book = book
        self.show_rows(book.teams)

    def searched(self, row: Any) -> str:
        return f"{row.name} {' '.join(row.people)}"

    def fill_card(self, row: Any) -> None:
        team: TeamRow = row
        leader = _("led by {name}").format(name=team.leader) if team.leader else _("without a leader")
        mark = None if team.is_active else (_("disbanded"), Tone.NEUTRAL, Shape.NONE)
        self.header.show_words(team.name, [self._basis(team), leader], mark)
        self._disband.setText(_("Disband") if team.is_active else _("Call together again"))
        self.people.show_rows([self._person(name, team) for name in team.people], len(team.people))
        served = served_words(team, self.parts.wording)
        self.work.show_facts(
            [
                (self.parts.wording.word(team.basis), served or _("everything")),
                (_("Queues it works off"), ", ".join(team.queues) or _("no queue")),
            ]
        )

    def add_team(self) -> None:
        if self._book is not None:
            dialog = TeamDialog(self.parts, self.window(), self._book)
            if self.parts.services.dialogs.run(dialog):
                self.show_one(dialog.team_id)

    def change(self) -> None:
        if self._book is not None and self.current is not None:
            self.parts.services.dialogs.run(TeamDialog(self.parts, self.window(), self._book, self.current))

    def disband_or_gather(self) -> None:
        team: TeamRow | None = self.current
        if team is not None:
            command = calls.SetTeamActive(team.id, not team.is_active)
            self.parts.ops.command(calls.set_team_active, command)

    def _declare(self) -> None:
        def somebody() -> bool:
            return self.current is not None

        new = ActionSpec("staff.new_team", _("New team"), "Ctrl+Shift+N")
        self.new_button = self.declare_first(new, self.add_team)
        self._disband, change = self.declare(
            (ActionSpec("staff.disband_team", _("Disband"), enabled_when=somebody), self.disband_or_gather),
            (ActionSpec("staff.change_team", _("Change…"), "F2", somebody), self.change),
        )
        self.header.add_buttons(self._disband, change)
        self.page_buttons = (self.new_button,)

    def _basis(self, team: "TeamRow") -> str:
        return _("cut by {basis}").format(basis=self.parts.wording.word(team.basis))

    def _person(self, name: str, team: "TeamRow") -> LineRow:
        return LineRow(name, _("leads the team") if name == team.leader else "")


def columns(wording: Wording) -> "tuple[Column[TeamRow], ...]":
    return (
        Column(
            key="name",
            title=_("Team"),
            text=lambda row: row.name,
            second=lambda row: wording.word(row.basis),
            sort_key=lambda row: row.name,
            look=CellLook.STRONG,
            stretch=1,
        ),
        Column(
            key="people",
            title=_("People"),
            text=lambda row: wording.number(len(row.people)),
            sort_key=lambda row: len(row.people),
            align=Align.RIGHT,
            width=80,
        ),
    )
