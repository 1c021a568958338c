"""The desk's screens: what each is called, where it stands in the rail, and how its wishes lead to another.

A screen knows no other screen; here a wish of one becomes a place of another.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.ops import Ops
from fieldservice.ui.kit.pages import Page
from fieldservice.ui.kit.places import Place
from fieldservice.ui.kit.services import Services
from fieldservice.ui.screens.tickets.parts import PlanTicket, TicketsParts
from fieldservice.ui.screens.tickets.view import TicketsView
from fieldservice.ui.shell.specs import ScreenSpec, Section
from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.ui.kit.registers.parts import RegisterParts
    from fieldservice.ui.screens.contracts.view import ContractsPage
    from fieldservice.ui.screens.customers.view import CustomersPage
    from fieldservice.ui.screens.equipment.products_view import ProductsPage
    from fieldservice.ui.screens.equipment.view import EquipmentPage
    from fieldservice.ui.screens.exchange.parts import ExchangeHome, ExchangeParts
    from fieldservice.ui.screens.exchange.view import ExchangePage
    from fieldservice.ui.screens.imports.view import ImportsPage
    from fieldservice.ui.screens.imports.work import ImportSetting
    from fieldservice.ui.screens.intake.parts import AcceptRequest, IncomingCall, IntakeParts, NewFor
    from fieldservice.ui.screens.intake.view import IntakeView
    from fieldservice.ui.screens.personal.parts import Habits, PersonalParts
    from fieldservice.ui.screens.personal.view import PersonalView
    from fieldservice.ui.screens.safekeeping.parts import HomeDesk, SafekeepingParts
    from fieldservice.ui.screens.safekeeping.view import SafekeepingView
    from fieldservice.ui.screens.settings.parts import SettingsParts
    from fieldservice.ui.screens.settings.view import SettingsPage
    from fieldservice.ui.screens.staff.parts import StaffParts
    from fieldservice.ui.screens.staff.view import StaffPage
    from fieldservice.ui.screens.systems.parts import SystemsParts
    from fieldservice.ui.screens.systems.view import SystemsPage
    from fieldservice.ui.screens.trays.parts import TraysParts
    from fieldservice.ui.screens.trays.view import TraysView
    from fieldservice.ui.shell.tray_icon import has_tray
else:  # the window opens with the tickets; what it does not show yet it does not import yet
    RegisterParts = Deferred("fieldservice.ui.kit.registers.parts", "RegisterParts")
    AcceptRequest = Deferred("fieldservice.ui.screens.intake.parts", "AcceptRequest")
    IncomingCall = Deferred("fieldservice.ui.screens.intake.parts", "IncomingCall")
    IntakeParts = Deferred("fieldservice.ui.screens.intake.parts", "IntakeParts")
    NewFor = Deferred("fieldservice.ui.screens.intake.parts", "NewFor")
    TraysParts = Deferred("fieldservice.ui.screens.trays.parts", "TraysParts")
    ContractsPage = Deferred("fieldservice.ui.screens.contracts.view", "ContractsPage")
    CustomersPage = Deferred("fieldservice.ui.screens.customers.view", "CustomersPage")
    ProductsPage = Deferred("fieldservice.ui.screens.equipment.products_view", "ProductsPage")
    EquipmentPage = Deferred("fieldservice.ui.screens.equipment.view", "EquipmentPage")
    ExchangeParts = Deferred("fieldservice.ui.screens.exchange.parts", "ExchangeParts")
    ExchangePage = Deferred("fieldservice.ui.screens.exchange.view", "ExchangePage")
    SystemsParts = Deferred("fieldservice.ui.screens.systems.parts", "SystemsParts")
    SystemsPage = Deferred("fieldservice.ui.screens.systems.view", "SystemsPage")
    ImportsPage = Deferred("fieldservice.ui.screens.imports.view", "ImportsPage")
    ImportSetting = Deferred("fieldservice.ui.screens.imports.work", "ImportSetting")
    IntakeView = Deferred("fieldservice.ui.screens.intake.view", "IntakeView")
    has_tray = Deferred("fieldservice.ui.shell.tray_icon", "has_tray")
    StaffPage = Deferred("fieldservice.ui.screens.staff.view", "StaffPage")
    StaffParts = Deferred("fieldservice.ui.screens.staff.parts", "StaffParts")
    PersonalParts = Deferred("fieldservice.ui.screens.personal.parts", "PersonalParts")
    PersonalView = Deferred("fieldservice.ui.screens.personal.view", "PersonalView")
    SafekeepingParts = Deferred("fieldservice.ui.screens.safekeeping.parts", "SafekeepingParts")
    SafekeepingView = Deferred("fieldservice.ui.screens.safekeeping.view", "SafekeepingView")
    SettingsParts = Deferred("fieldservice.ui.screens.settings.parts", "SettingsParts")
    SettingsPage = Deferred("fieldservice.ui.screens.settings.view", "SettingsPage")
    TraysView = Deferred("fieldservice.ui.screens.trays.view", "TraysView")

EURO = "EUR"
CURRENCIES = {"PL": "PLN", "CZ": "CZK", "GB": "GBP", "BR": "BRL"}
TRAYS, TICKETS, CUSTOMERS, IMPORTS, INTAKE = "trays", "tickets", "customers", "imports", "intake"
PERSONAL = "personal"
SAFEKEEPING = "safekeeping"
SETTINGS = "settings"
EXCHANGE, SYSTEMS = "exchange", "systems"
STAFF = "staff"
EQUIPMENT, CONTRACTS, PRODUCTS = "equipment", "contracts", "products"


@dataclass(frozen=True, slots=True)
class DeskContext:
    """What every screen of this desk works with; `country` is the company's, `currency` if it named one."""

    ops: Ops
    notifier: Notifier
    words: Wording
    now: Callable[[], datetime]
    country: str
    branch: str
    user_id: UUID
    habits: "Habits"
    home: "Callable[[], HomeDesk] | None" = None
    exchange: "Callable[[], ExchangeHome] | None" = None
    currency: str = ""
    branch_id: UUID | None = None

    def usual_currency(self) -> str:
        return self.currency or CURRENCIES.get(self.country, EURO)

    def today(self) -> date:
        return self.now().astimezone(self.words.zone).date()


def screen_specs(desk: DeskContext) -> Sequence[ScreenSpec]:
    """In the order of the rail."""
    return (
        ScreenSpec(TRAYS, _("Tray"), "tray", partial(_trays, desk)),
        ScreenSpec(TICKETS, _("Tickets"), "ticket", partial(_tickets, desk)),
        ScreenSpec(CUSTOMERS, _("Customers"), "users", partial(_customers, desk)),
        ScreenSpec(EQUIPMENT, _("Units"), "wrench", partial(_equipment, desk)),
        ScreenSpec(CONTRACTS, _("Contracts"), "file-text", partial(_contracts, desk)),
        ScreenSpec(STAFF, _("People"), "identification-card", partial(_staff, desk)),
        ScreenSpec(
            PRODUCTS, _("Products"), "package", partial(_products, desk), Section.HIDDEN, marks=EQUIPMENT
        ),
        ScreenSpec(IMPORTS, _("Import"), "file-arrow-up", partial(_imports, desk), Section.FOOT),
        ScreenSpec(SETTINGS, _("Settings"), "gear-six", partial(_settings, desk), Section.FOOT),
        *_safekeeping_spec(desk),
        *_exchange_spec(desk),
        ScreenSpec(PERSONAL, _("My desk"), "sliders", partial(_personal, desk), Section.HIDDEN),
        ScreenSpec(INTAKE, _("New request"), "phone", partial(_intake, desk), Section.HIDDEN, marks=TICKETS),
    )


def _safekeeping_spec(desk: DeskContext) -> Sequence[ScreenSpec]:
    """A desk without a folder of its own has nothing to keep safe."""
    if desk.home is None:
        return ()
    factory = partial(_safekeeping, desk, desk.home)
    return (ScreenSpec(SAFEKEEPING, _("Data and backup"), "shield-check", factory, Section.FOOT),)


def _exchange_spec(desk: DeskContext) -> Sequence[ScreenSpec]:
    """Beside a window that is only looked at nothing is exchanged."""
    if desk.exchange is None:
        return ()
    exchange, systems = partial(_exchange, desk, desk.exchange), partial(_systems, desk, desk.exchange)
    return (
        ScreenSpec(EXCHANGE, _("Exchange"), "arrows-left-right", exchange, Section.FOOT),
        ScreenSpec(SYSTEMS, _("Outside systems"), "plugs", systems, Section.HIDDEN, marks=EXCHANGE),
    )


def _systems(desk: DeskContext, home: "Callable[[], ExchangeHome]", services: Services) -> Page:
    return SystemsPage(SystemsParts(desk.ops, services, desk.words, desk.now, home(), desk.user_id))


def _exchange(desk: DeskContext, home: "Callable[[], ExchangeHome]", services: Services) -> Page:
    page = ExchangePage(
        ExchangeParts(
            ops=desk.ops,
            notifier=desk.notifier,
            services=services,
            wording=desk.words,
            now=desk.now,
            user_id=desk.user_id,
            home=home(),
        )
    )
    screens = {"ticket": TICKETS, "customer": CUSTOMERS, "equipment": EQUIPMENT, "contract": CONTRACTS}
    page.record_wanted.connect(lambda row: services.go(Place(screens[row.table], row.id)))
    return page


def _safekeeping(desk: DeskContext, home: "Callable[[], HomeDesk]", services: Services) -> Page:
    return SafekeepingView(
        SafekeepingParts(
            ops=desk.ops,
            notifier=desk.notifier,
            services=services,
            wording=desk.words,
            now=desk.now,
            country=desk.country,
            user_id=desk.user_id,
            desk=home(),
        )
    )


def _trays(desk: DeskContext, services: Services) -> Page:
    page = TraysView(
        TraysParts(ops=desk.ops, notifier=desk.notifier, services=services, wording=desk.words, now=desk.now)
    )
    page.accept_requested.connect(lambda wanted: services.go(Place(INTAKE, AcceptRequest(wanted))))
    page.call_back_requested.connect(lambda number: services.go(Place(INTAKE, IncomingCall(number))))
    page.open_ticket_requested.connect(lambda wanted: services.go(Place(TICKETS, wanted)))
    return page


def _tickets(desk: DeskContext, services: Services) -> Page:
    page = TicketsView(
        TicketsParts(
            ops=desk.ops,
            notifier=desk.notifier,
            services=services,
            wording=desk.words,
            now=desk.now,
            user_id=desk.user_id,
            branch=desk.branch,
            currency=desk.usual_currency(),
            branch_id=desk.branch_id,
        )
    )
    page.open_customer_requested.connect(lambda wanted: services.go(Place(CUSTOMERS, wanted)))
    page.new_request_requested.connect(lambda _nobody: services.go(Place(INTAKE)))
    page.open_tray_requested.connect(lambda: services.go(Place(TRAYS)))
    return page


def _customers(desk: DeskContext, services: Services) -> Page:
    page = CustomersPage(_register(desk, services))
    page.open_ticket_requested.connect(lambda wanted: services.go(Place(TICKETS, wanted)))
    page.open_unit_requested.connect(lambda wanted: services.go(Place(EQUIPMENT, wanted)))
    page.open_contract_requested.connect(lambda wanted: services.go(Place(CONTRACTS, wanted)))
    page.new_request_requested.connect(lambda wanted: services.go(Place(INTAKE, NewFor(wanted))))
    return page


def _equipment(desk: DeskContext, services: Services) -> Page:
    page = EquipmentPage(_register(desk, services))
    page.products_requested.connect(lambda: services.go(Place(PRODUCTS)))
    page.open_ticket_requested.connect(lambda wanted: services.go(Place(TICKETS, wanted)))
    page.open_customer_requested.connect(lambda wanted: services.go(Place(CUSTOMERS, wanted)))
    page.open_contract_requested.connect(lambda wanted: services.go(Place(CONTRACTS, wanted)))
    page.new_request_requested.connect(lambda who, unit: services.go(Place(INTAKE, NewFor(who, unit))))
    return page


def _products(desk: DeskContext, services: Services) -> Page:
    page = ProductsPage(_register(desk, services))
    page.back_requested.connect(lambda: services.go(Place(EQUIPMENT)))
    return page


def _contracts(desk: DeskContext, services: Services) -> Page:
    page = ContractsPage(_register(desk, services))
    page.open_ticket_requested.connect(lambda wanted: services.go(Place(TICKETS, wanted)))
    page.open_customer_requested.connect(lambda wanted: services.go(Place(CUSTOMERS, wanted)))
    return page


def _register(desk: DeskContext, services: Services) -> "RegisterParts":
    return RegisterParts(
        ops=desk.ops,
        notifier=desk.notifier,
        services=services,
        wording=desk.words,
        now=desk.now,
        country=desk.country,
        user_id=desk.user_id,
        currency=desk.usual_currency(),
    )


def _staff(desk: DeskContext, services: Services) -> Page:
    return StaffPage(
        StaffParts(
            ops=desk.ops,
            notifier=desk.notifier,
            services=services,
            wording=desk.words,
            now=desk.now,
            user_id=desk.user_id,
        )
    )


def _settings(desk: DeskContext, services: Services) -> Page:
    return SettingsPage(
        SettingsParts(
            ops=desk.ops,
            notifier=desk.notifier,
            services=services,
            wording=desk.words,
            now=desk.now,
            country=desk.country,
            branch=desk.branch,
            user_id=desk.user_id,
        )
    )


def _imports(desk: DeskContext, services: Services) -> Page:
    return ImportsPage(desk.ops, services, desk.words, ImportSetting(desk.country, desk.today))


def _intake(desk: DeskContext, services: Services) -> Page:
    page = IntakeView(
        IntakeParts(
            ops=desk.ops,
            notifier=desk.notifier,
            services=services,
            wording=desk.words,
            now=desk.now,
            country=desk.country,
            user_id=desk.user_id,
        )
    )
    page.plan_requested.connect(lambda wanted: services.go(Place(TICKETS, PlanTicket(wanted))))
    page.open_ticket_requested.connect(lambda wanted: services.go(Place(TICKETS, wanted)))
    page.open_customer_requested.connect(lambda wanted: services.go(Place(CUSTOMERS, wanted)))
    return page


def _personal(desk: DeskContext, services: Services) -> Page:
    screens = [(spec.id, spec.title) for spec in screen_specs(desk) if spec.section is Section.MAIN]
    return PersonalView(PersonalParts(desk.ops, services, desk.words, desk.habits, screens, has_tray()))
