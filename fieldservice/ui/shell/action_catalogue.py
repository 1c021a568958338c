"""What can be done on every screen, told without making the screens: for the search box, from its first use.

An action is declared by its screen; here stands how it is called before anybody was there, and what it needs.
`tests/ui/test_palette.py` holds this list to the actions themselves, one by one.
"""

from collections.abc import Mapping
from itertools import chain
from types import MappingProxyType

from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.wording import _, pgettext


@dataclass(frozen=True, slots=True)
class Known:
    """An action by its id, words and keys. `needs` says what is missing when it cannot be done; `through` is
    the action that shows its part of the screen.
    """

    id: str
    text: str
    keys: str = ""
    needs: str = ""
    through: str = ""


Rows = tuple[Known, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Of each screen its actions; `late` are those that a screen declares when it has something to show."""

    screens: Mapping[str, Rows]
    late: frozenset[str]
    needs: Mapping[str, str]

    def through(self, action_id: str) -> str:
        rows = chain.from_iterable(self.screens.values())
        return next((row.through for row in rows if row.id == action_id), "")


def catalogue() -> Catalogue:
    """In the language that is spoken now."""
    content = _content()
    screens = {
        "trays": _trays(),
        "tickets": (*_tickets(), *content),
        "customers": _customers(),
        "equipment": _equipment(),
        "products": _products(),
        "contracts": _contracts(),
        "staff": _staff(),
        "imports": _imports(),
        "settings": (*_settings(), *_sections()),
        "safekeeping": _safekeeping(),
        "exchange": _exchange(),
        "systems": _systems(),
        "personal": _personal(),
        "intake": _intake(),
    }
    needs = {row.id: row.needs for row in chain.from_iterable(screens.values()) if row.needs}
    return Catalogue(
        MappingProxyType(screens), frozenset(row.id for row in content), MappingProxyType(_desk() | needs)
    )


def _desk() -> dict[str, str]:
    """What the acts of the window itself need; they are always declared."""
    parts = _("This screen has no parts beside each other.")
    centre = _("This desk has not joined a centre.")
    rows = _("No list that could be narrowed or ordered is in sight.")
    return {
        "exchange.now": centre,
        "exchange.away": centre,
        "exchange.join": _("This desk has joined a centre already."),
        "desk.undo": _("There is nothing to take back."),
        "desk.redo": _("Nothing was taken back."),
        "desk.back": _("You have not been anywhere before."),
        "desk.forward": _("You have not gone back."),
        "desk.larger": _("It cannot become larger."),
        "desk.smaller": _("It cannot become smaller."),
        "desk.wider": parts,
        "desk.narrower": parts,
        "desk.turn": parts,
        "desk.list_filter": rows,
        "desk.list_order": rows,
        "desk.list_export": _("No list is in sight."),
    }


def _trays() -> Rows:
    waiting = _("Choose a request that waits.")
    return (
        Known("trays.accept", _("Serve after all"), "Ctrl+Return", waiting),
        Known("trays.told", _("The requester was told"), "Ctrl+T", waiting),
        Known("trays.dismiss", _("Put the request aside"), "Ctrl+Backspace", waiting),
        Known("trays.call_back", _("Call back"), "Ctrl+B", _("Choose a request with a telephone number.")),
        Known("trays.ticket", _("Open its ticket"), "Ctrl+O", _("Choose a request that became a ticket.")),
        Known("trays.waiting", _("Show: {section}").format(section=_("Waiting")), "Alt+1"),
        Known(
            "trays.aside",
            _("Show: {section}").format(section=pgettext("part of the tray", "Put aside")),
            "Alt+2",
        ),
        Known("trays.accepted", _("Show: {section}").format(section=_("Accepted")), "Alt+3"),
    )


def _tickets() -> Rows:
    opened = _("Choose a ticket that is open.")
    closed = _("Choose a ticket that is closed.")
    apart = _("Choose a ticket that was not merged into another.")
    merged = _("Choose a ticket that was merged into another.")
    ticket = _("Choose a ticket first.")
    several = _("Select several tickets first.")
    narrowed = _("Nothing narrows the list.")
    return (
        Known("tickets.order", _("Make orders"), "O", opened),
        Known("tickets.close", _("Close the ticket…"), "C", opened),
        Known("tickets.reopen", _("Reopen the ticket…"), "R", closed),
        Known("tickets.take", _("Take the ticket over"), "T", opened),
        Known("tickets.hand", _("Hand the ticket over…"), "A", opened),
        Known("tickets.wait", _("Put the ticket on wait…"), "W", opened),
        Known("tickets.merge", _("Merge into another ticket…"), "M", apart),
        Known("tickets.unmerge", _("Take the merge back…"), "Shift+M", merged),
        Known("tickets.survivor", _("Go to the ticket that took it in"), "G", merged),
        Known("tickets.split", _("Split the ticket…"), "B", apart),
        Known("tickets.link", _("Link to a problem…"), "L", opened),
        Known("tickets.edit", _("Change the ticket…"), "E", ticket),
        Known("tickets.state", _("Change the state…"), "S", opened),
        Known("tickets.expect", _("Promise another closing…"), "D", opened),
        Known("tickets.visit", _("Record the visit…"), "V", ticket),
        Known("tickets.write", _("Write on the ticket"), "N", ticket),
        Known("tickets.filter", _("Filter the list"), "F"),
        Known("tickets.bulk", _("Change the selected tickets…"), "X", several),
        Known("tickets.add", _("Add what was written"), "Ctrl+Return", ticket),
        Known("tickets.customer", _("Open the customer"), "K", ticket),
        Known("tickets.history", _("History of the ticket"), "H", ticket),
        Known("tickets.print", _("Print the ticket…"), "", ticket),
        Known("tickets.print_order", _("Print the order…"), "", ticket),
        Known("tickets.filter_by", _("Filter by fields…"), "Ctrl+F"),
        Known("tickets.clear_filter", _("Take all filters off"), "Ctrl+Shift+F", narrowed),
        Known("tickets.order_by", _("Order of the list…"), "Ctrl+O"),
        Known("tickets.columns", _("Columns of the list…"), "Ctrl+L"),
        Known("tickets.save_view", _("Save the list as a view…"), "Ctrl+S"),
        Known("tickets.all_views", _("Views made by people…"), "Ctrl+Shift+V"),
        Known("tickets.export", _("Export the list…"), "Ctrl+E"),
    )


def _content() -> Rows:
    changed = _("Change an own field of a ticket first.")
    ticket = _("Choose a ticket first.")
    opened = _("Choose a ticket that is open.")
    return (
        Known("tickets.log_call", _("Write down a call"), "P", ticket),
        Known("tickets.tell", _("Tell the customer the number"), "Shift+N", ticket),
        Known("tickets.text_block", _("Put in a text block"), "Ctrl+T", ticket),
        Known("tickets.correct", _("Correct the entry…"), "Shift+E", ticket),
        Known("tickets.search_course", _("Search in the course"), "/", ticket),
        Known("tickets.add_file", _("Add a file to the ticket…"), "Shift+A", ticket),
        Known("tickets.files", _("Files of the ticket"), "Shift+D", ticket),
        Known("tickets.add_task", _("Add a task"), "Shift+T", opened),
        Known("tickets.tick_task", _("Task done or not done"), "", ticket),
        Known("tickets.follow", _("Follow the ticket, or no longer"), "Shift+W", ticket),
        Known("tickets.save_fields", _("Save the own fields"), "", changed),
    )


def _customers() -> Rows:
    ours = _("Another system keeps these data.")
    customer = _("Choose a customer first.")
    blocked = _("Choose a customer who is blocked.")
    return (
        Known("customers.new", _("New customer"), "Ctrl+Shift+N", ours),
        Known("customers.change", _("Change"), "F2", customer),
        Known("customers.block", _("Block…"), "Ctrl+Shift+B", customer),
        Known("customers.lift", _("Lift the block…"), "Ctrl+Shift+U", blocked),
        Known("customers.coverage", _("What is covered?"), "Ctrl+Shift+W", customer),
        Known("customers.reach", _("Telephones and addresses…"), "Ctrl+Shift+T", customer),
        Known("customers.request", _("New request"), "Ctrl+Shift+Return", customer),
        Known("customers.contract", _("New contract"), "Ctrl+Shift+K", customer),
        Known("customers.contact", _("Add contact"), "Ctrl+Shift+P", customer),
        Known("customers.site", _("Add site"), "Ctrl+Shift+A", customer),
        Known("customers.export", _("Export the list…"), "Ctrl+E"),
    )


def _equipment() -> Rows:
    unit = _("Choose a unit first.")
    used = _("Choose a unit that is in use.")
    return (
        Known("equipment.new", _("New unit"), "Ctrl+Shift+N"),
        Known("equipment.request", _("New request for this unit"), "Ctrl+Shift+Return", unit),
        Known("equipment.change", _("Change the unit"), "F2", unit),
        Known("equipment.move", _("Move the unit"), "Ctrl+Shift+M", used),
        Known("equipment.replace", _("Replace the unit"), "Ctrl+Shift+X", used),
        Known("equipment.lend", _("Lend or take back"), "Ctrl+Shift+D", used),
        Known("equipment.retire", _("Out of use or back"), "Ctrl+Shift+U", unit),
        Known("equipment.read", _("Enter reading"), "Ctrl+Shift+E", unit),
        Known("equipment.label", _("Print label"), "Ctrl+P", unit),
        Known("equipment.export", _("Export the list…"), "Ctrl+E"),
        Known("equipment.products", _("Products"), "Ctrl+Shift+P"),
    )


def _products() -> Rows:
    product = _("Choose a product first.")
    return (
        Known("products.back", _("Back to the units"), "Ctrl+Shift+P"),
        Known("products.offer", _("Offer or no longer"), "Ctrl+Shift+U", product),
        Known("products.change", _("Change"), "F2", product),
        Known("products.new", _("New product"), "Ctrl+Shift+N"),
    )


def _contracts() -> Rows:
    ours = _("Another system keeps these data.")
    contract = _("Choose a contract first.")
    running = _("Choose a contract that can be renewed or ended.")
    return (
        Known("contracts.new", _("New contract"), "Ctrl+Shift+N", ours),
        Known("contracts.change", _("Change number or note"), "F2", contract),
        Known("contracts.renew", _("Renew the contract"), "Ctrl+Shift+R", running),
        Known("contracts.end", _("End the contract"), "Ctrl+Shift+E", running),
        Known("contracts.line", _("Add a line"), "Ctrl+Shift+A", contract),
        Known("contracts.export", _("Export the list…"), "Ctrl+E"),
        Known("contracts.coverage", _("What is covered?"), "Ctrl+Shift+W", contract),
    )


def _staff() -> Rows:
    technician = _("Choose a technician first.")
    team = _("Choose a team first.")
    user = _("Choose a user first.")
    role = _("Choose a role first.")
    tray = _("Choose a tray first.")
    return (
        Known("staff.new_technician", _("New technician"), "Ctrl+Shift+N", "", "staff.crew"),
        Known("staff.skill_book", _("Skills of the company…"), "Ctrl+Shift+B", "", "staff.crew"),
        Known("staff.technician_leaves", _("No longer here"), "", technician, "staff.crew"),
        Known("staff.change_technician", _("Change…"), "F2", technician, "staff.crew"),
        Known("staff.set_skills", _("Set skills…"), "Ctrl+Shift+K", technician, "staff.crew"),
        Known("staff.add_absence", _("Add absence…"), "Ctrl+Shift+A", technician, "staff.crew"),
        Known("staff.new_team", _("New team"), "Ctrl+Shift+N", "", "staff.teams"),
        Known("staff.disband_team", _("Disband"), "", team, "staff.teams"),
        Known("staff.change_team", _("Change…"), "F2", team, "staff.teams"),
        Known("staff.new_user", _("New user"), "Ctrl+Shift+N", "", "staff.users"),
        Known("staff.user_leaves", _("Deactivate…"), "", user, "staff.users"),
        Known("staff.change_user", _("Change…"), "F2", user, "staff.users"),
        Known("staff.substitute", _("Substitute…"), "Ctrl+Shift+S", user, "staff.users"),
        Known("staff.password", _("Password…"), "Ctrl+Shift+W", user, "staff.users"),
        Known("staff.new_role", _("New role"), "Ctrl+Shift+N", "", "staff.roles"),
        Known("staff.retire_role", _("No longer use"), "", role, "staff.roles"),
        Known("staff.change_role", _("Change…"), "F2", role, "staff.roles"),
        Known("staff.new_tray", _("New tray"), "Ctrl+Shift+N", "", "staff.trays"),
        Known("staff.retire_tray", _("No longer use"), "", tray, "staff.trays"),
        Known("staff.change_tray", _("Change…"), "F2", tray, "staff.trays"),
        Known("staff.crew", _("Show: {section}").format(section=_("Technicians")), "Alt+1"),
        Known("staff.teams", _("Show: {section}").format(section=_("Teams")), "Alt+2"),
        Known("staff.users", _("Show: {section}").format(section=_("Users")), "Alt+3"),
        Known("staff.roles", _("Show: {section}").format(section=_("Roles and rights")), "Alt+4"),
        Known("staff.trays", _("Show: {section}").format(section=_("Trays")), "Alt+5"),
    )


def _imports() -> Rows:
    table = _("Choose a file with a table first.")
    importing = _("Nothing is being imported.")
    imported = _("No file was imported yet.")
    return (
        Known("imports.go_on", _("Go on with the import"), "Ctrl+Return", table),
        Known("imports.cancel", _("Cancel the import"), "Esc", importing),
        Known("imports.again", _("Import the last file again"), "Ctrl+Shift+R", imported),
    )


def _settings() -> Rows:
    section = _("Choose a setting where this can be done.")
    return (
        Known("settings.add", _("Add"), "Ctrl+Shift+N", section),
        Known("settings.change", _("Change"), "F2", section),
        Known("settings.up", _("Up"), "Ctrl+Shift+Up", section),
        Known("settings.down", _("Down"), "Ctrl+Shift+Down", section),
        Known("settings.usual", _("Make it the usual one"), "", section),
        Known("settings.retire", _("Retire or offer again"), "Ctrl+R", section),
        Known("settings.remove", _("Remove"), "Ctrl+Del", section),
        Known("settings.save", _("Save"), "Ctrl+Return", section),
        Known("settings.numbers", _("Go on with another number"), "", section),
        Known("settings.conduct", _("Once closed or split"), "Ctrl+Shift+O", section),
        Known("settings.day", _("Hours of one day"), "Ctrl+D", section),
        Known("settings.free_day", _("Let the day follow the week"), "", section),
        Known("settings.find", _("Find a setting"), "Ctrl+F"),
    )


def _sections() -> Rows:
    return (
        Known("settings.section.company", _("Settings: {section}").format(section=_("Company"))),
        Known("settings.section.kinds", _("Settings: {section}").format(section=_("Kinds"))),
        Known("settings.section.types", _("Settings: {section}").format(section=_("Types"))),
        Known("settings.section.purposes", _("Settings: {section}").format(section=_("Purposes"))),
        Known("settings.section.services", _("Settings: {section}").format(section=_("Services"))),
        Known("settings.section.states", _("Settings: {section}").format(section=_("States"))),
        Known("settings.section.waiting", _("Settings: {section}").format(section=_("Reasons for waiting"))),
        Known("settings.section.queues", _("Settings: {section}").format(section=_("Queues"))),
        Known("settings.section.priorities", _("Settings: {section}").format(section=_("Priorities"))),
        Known("settings.section.works", _("Settings: {section}").format(section=_("Kinds of work"))),
        Known("settings.section.blocks", _("Settings: {section}").format(section=_("Reasons of blocks"))),
        Known("settings.section.calendars", _("Settings: {section}").format(section=_("Calendars"))),
        Known("settings.section.slas", _("Settings: {section}").format(section=_("SLAs"))),
        Known("settings.section.sla_rules", _("Settings: {section}").format(section=_("Choice of the SLA"))),
        Known("settings.section.own_fields", _("Settings: {section}").format(section=_("Own fields"))),
        Known("settings.section.layout", _("Settings: {section}").format(section=_("Fields of a ticket"))),
        Known("settings.section.forms", _("Settings: {section}").format(section=_("Forms"))),
        Known("settings.section.text_blocks", _("Settings: {section}").format(section=_("Text blocks"))),
        Known("settings.section.templates", _("Settings: {section}").format(section=_("Ticket templates"))),
    )


def _safekeeping() -> Rows:
    backup = _("No backup was made yet.")
    known = _("It is not known yet how the database is kept.")
    encrypted = _("The database is not encrypted.")
    person = _("Choose a person first.")
    term = _("No term of retention is set yet.")
    return (
        Known("safekeeping.back_up", _("Back up now"), "Ctrl+Return"),
        Known("safekeeping.drill", _("Backup drill"), "", backup),
        Known("safekeeping.plan", _("Plan of backups")),
        Known("safekeeping.restore", _("Restore the chosen backup"), "", backup),
        Known("safekeeping.encrypt", _("Switch the encryption"), "", known),
        Known("safekeeping.recovery_key", _("Show the recovery key"), "", encrypted),
        Known("safekeeping.verify", _("Check the audit trail")),
        Known("safekeeping.move", _("Write everything into one file")),
        Known("safekeeping.hand_out", _("Hand out a person's data"), "", person),
        Known("safekeeping.erase", _("Erase a person"), "", person),
        Known("safekeeping.hold", _("Hold a customer's data")),
        Known("safekeeping.add_term", _("Add a term of retention")),
        Known("safekeeping.try_out", _("Try out the terms of retention"), "", term),
    )


def _exchange() -> Rows:
    centre = _("This desk has not joined a centre.")
    return (
        Known("exchange.round", _("Exchange now"), "Ctrl+Return", centre),
        Known("exchange.systems", _("Outside systems"), "", centre),
        Known("exchange.leave", _("Leave the centre…"), "", centre),
        Known("exchange.seen", _("What changed while I was away: seen"), "", centre),
    )


def _systems() -> Rows:
    centre = _("This desk has not joined a centre.")
    system = _("Choose a system first.")
    token = _("Choose a token first.")
    delivery = _("Choose a delivery first.")
    return (
        Known("systems.connect", _("Connect a system"), "", centre),
        Known("systems.switch", _("Connect or disconnect the system"), "", system),
        Known("systems.token", _("Make another token"), "", system),
        Known("systems.narrow", _("Narrow the token"), "", token),
        Known("systems.revoke", _("Revoke the token"), "", token),
        Known("systems.again", _("Send it again"), "", delivery),
    )


def _personal() -> Rows:
    return (Known("personal.as_desk", _("As the desk is set")),)


def _intake() -> Rows:
    return (
        Known("intake.save", _("Save the request"), "Ctrl+Return"),
        Known("intake.plan", _("Save and plan"), "Ctrl+Shift+Return"),
        Known("intake.another", _("Save, and another from this call"), "Ctrl+Alt+Return"),
        Known("intake.park", _("Park with reason"), "Ctrl+Shift+P"),
        Known("intake.clear", _("Empty the form"), "Ctrl+Shift+Backspace"),
    )
