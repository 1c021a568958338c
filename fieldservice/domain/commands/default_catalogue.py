"""The dictionaries that a new company starts with, named in five languages; it renames and adds at will.

Each entry: code, then its names in English, Polish, Czech, Spanish and Portuguese.
"""

from dataclasses import dataclass

LANGUAGES = ("en", "pl", "cs", "es", "pt")

Names = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a dictionary."""

    code: str
    names: Names
    note: str = ""


TICKET_TYPES = (
    Entry("incident", ("Incident", "Awaria", "Incident", "Incidencia", "Incidente")),
    Entry("problem", ("Problem", "Problem", "Problém", "Problema", "Problema")),
    Entry(
        "service_request",
        (
            "Service request",
            "Zlecenie usługi",
            "Žádost o službu",
            "Solicitud de servicio",
            "Pedido de serviço",
        ),
    ),
    Entry(
        "unclassified",
        ("Unclassified", "Niesklasyfikowane", "Nezařazené", "Sin clasificar", "Não classificado"),
    ),
)

PURPOSES = (
    Entry("question", ("Question", "Pytanie", "Dotaz", "Consulta", "Pergunta")),
    Entry(
        "user_error",
        ("User error", "Błąd użytkownika", "Chyba uživatele", "Error del usuario", "Erro do utilizador"),
    ),
    Entry(
        "product_fault",
        ("Product fault", "Wada produktu", "Vada výrobku", "Defecto del producto", "Defeito do produto"),
    ),
    Entry(
        "warranty_fault",
        (
            "Warranty fault",
            "Usterka gwarancyjna",
            "Záruční závada",
            "Avería en garantía",
            "Avaria em garantia",
        ),
    ),
    Entry(
        "onsite_maintenance",
        (
            "Maintenance on site",
            "Konserwacja na miejscu",
            "Údržba na místě",
            "Mantenimiento in situ",
            "Manutenção no local",
        ),
    ),
)

KINDS = (
    Entry("fault", ("Fault", "Usterka", "Závada", "Avería", "Avaria")),
    Entry(
        "standstill",
        ("Standstill", "Postój urządzenia", "Odstávka stroje", "Parada del equipo", "Paragem do equipamento"),
    ),
    Entry("leak", ("Leak", "Wyciek", "Únik", "Fuga", "Fuga")),
    Entry(
        "noise",
        (
            "Noise or vibration",
            "Hałas lub drgania",
            "Hluk nebo vibrace",
            "Ruido o vibración",
            "Ruído ou vibração",
        ),
    ),
    Entry(
        "inspection",
        (
            "Inspection due",
            "Termin przeglądu",
            "Termín prohlídky",
            "Inspección pendiente",
            "Inspeção prevista",
        ),
    ),
    Entry(
        "question",
        (
            "Question about use",
            "Pytanie o obsługę",
            "Dotaz k obsluze",
            "Consulta de uso",
            "Dúvida de utilização",
        ),
    ),
    Entry(
        "presale",
        (
            "Pre-sale question",
            "Pytanie przed zakupem",
            "Předprodejní dotaz",
            "Consulta de preventa",
            "Pergunta pré-venda",
        ),
    ),
    Entry("complaint", ("Complaint", "Reklamacja", "Reklamace", "Reclamación", "Reclamação")),
)

SERVICES = (
    Entry(
        "field_service",
        ("Field service", "Serwis terenowy", "Servis v terénu", "Servicio de campo", "Serviço de campo"),
    ),
    Entry(
        "remote_support",
        ("Remote support", "Wsparcie zdalne", "Vzdálená podpora", "Soporte remoto", "Suporte remoto"),
    ),
)

# note: place of work, "+repair" where the manufacturer's warranty serves it, usual minutes
WORK_KINDS = (
    Entry("repair", ("Repair", "Naprawa", "Oprava", "Reparación", "Reparação"), "on-site+repair 90"),
    Entry("inspection", ("Inspection", "Przegląd", "Prohlídka", "Inspección", "Inspeção"), "on-site 60"),
    Entry(
        "remote_advice",
        (
            "Remote advice",
            "Konsultacja zdalna",
            "Vzdálená konzultace",
            "Asesoramiento remoto",
            "Consultoria remota",
        ),
        "remote 30",
    ),
    Entry(
        "reading",
        ("Meter reading", "Odczyt licznika", "Odečet měřidla", "Lectura de contador", "Leitura de contador"),
        "on-site 20",
    ),
    Entry("installation", ("Installation", "Montaż", "Montáž", "Instalación", "Instalação"), "on-site 180"),
)

BLOCK_REASONS = (
    Entry(
        "unpaid",
        (
            "Unpaid invoices",
            "Zaległości płatnicze",
            "Neuhrazené faktury",
            "Facturas impagadas",
            "Faturas por pagar",
        ),
    ),
    Entry(
        "papers",
        (
            "Papers missing",
            "Brak dokumentów",
            "Chybějící dokumenty",
            "Faltan documentos",
            "Documentos em falta",
        ),
    ),
    Entry("other", ("Other reason", "Inny powód", "Jiný důvod", "Otro motivo", "Outro motivo")),
)

# note: the fixed type; the first of each type is its default
TICKET_STATES = (
    Entry("new", ("new", "nowe", "nový", "nuevo", "novo"), "new"),
    Entry("open", ("open", "otwarte", "otevřený", "abierto", "aberto"), "open"),
    Entry("in_progress", ("in progress", "w toku", "v řešení", "en curso", "em curso"), "in_progress"),
    Entry("planned", ("planned", "zaplanowane", "naplánovaný", "planificado", "planeado"), "in_progress"),
    Entry(
        "waiting_customer",
        (
            "waiting for customer",
            "czeka na klienta",
            "čeká na zákazníka",
            "espera al cliente",
            "aguarda o cliente",
        ),
        "pending_reminder",
    ),
    Entry(
        "waiting_parts",
        ("waiting for parts", "czeka na części", "čeká na díly", "espera piezas", "aguarda peças"),
        "pending_reminder",
    ),
    Entry(
        "waiting_execution",
        (
            "waiting for execution",
            "czeka na wykonanie",
            "čeká na provedení",
            "espera ejecución",
            "aguarda execução",
        ),
        "pending_reminder",
    ),
    Entry(
        "waiting_supplier",
        (
            "waiting for supplier",
            "czeka na dostawcę",
            "čeká na dodavatele",
            "espera al proveedor",
            "aguarda o fornecedor",
        ),
        "pending_reminder",
    ),
    Entry(
        "waiting_release",
        (
            "waiting for release",
            "czeka na wydanie",
            "čeká na vydání",
            "espera una versión",
            "aguarda uma versão",
        ),
        "pending_reminder",
    ),
    Entry(
        "waiting_back_office",
        (
            "waiting for back office",
            "czeka na zaplecze",
            "čeká na zázemí",
            "espera al departamento interno",
            "aguarda o departamento interno",
        ),
        "pending_reminder",
    ),
    Entry(
        "on_hold",
        ("on hold", "wstrzymane", "pozastavený", "en suspenso", "em suspenso"),
        "pending_reminder",
    ),
    Entry(
        "closing_by_itself",
        (
            "solved, closes by itself",
            "rozwiązane, zamknie się samo",
            "vyřešeno, uzavře se samo",
            "resuelto, se cierra solo",
            "resolvido, fecha-se sozinho",
        ),
        "pending_auto",
    ),
    Entry("closed", ("closed", "zamknięte", "uzavřený", "cerrado", "fechado"), "closed"),
    Entry(
        "unsolvable",
        ("unsolvable", "nie do rozwiązania", "neřešitelný", "sin solución", "sem solução"),
        "closed",
    ),
    Entry("merged", ("merged", "scalone", "sloučený", "fusionado", "fundido"), "merged"),
)

CALENDAR = Entry(
    "office",
    ("Office hours", "Godziny biura", "Pracovní doba", "Horario de oficina", "Horário de expediente"),
    "8-16",
)
ROUND_THE_CLOCK = Entry(
    "always", ("Round the clock", "Całodobowo", "Nepřetržitě", "Las 24 horas", "24 horas por dia")
)

# note: calendar code, minutes to the response, minutes to the resolution
SLAS = (
    Entry("standard", ("Standard", "Standard", "Standard", "Estándar", "Padrão"), "office 240 1440"),
    Entry("fast", ("Fast", "Przyspieszone", "Rychlé", "Rápido", "Rápido"), "office 120 480"),
    Entry("vip", ("VIP", "VIP", "VIP", "VIP", "VIP"), "office 60 480"),
)

# sla code, customer class or "", priority or 0
SLA_RULES = (
    ("vip", "vip", 0),
    ("fast", "high_value", 0),
    ("fast", "", 5),
    ("standard", "", 0),
)
