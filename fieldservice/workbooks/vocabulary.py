"""What people call sheets and columns, in English, Polish, Czech, Spanish and Portuguese.

Written as one reads it, compared folded (words.py); within a field the most usual names come first.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from fieldservice.workbooks.fields import Kind

_CUSTOMER_NUMBER = """customer number|customer no|customer code|customer id|customer|client number
|client code|client id|client no|client
|account number|account no|kod klienta|nr klienta|numer klienta|id klienta|symbol klienta|klient
|kontrahent|kod kontrahenta|nr kontrahenta
|číslo zákazníka|kód zákazníka|zákazník|id zákazníka|číslo odběratele|odběratel|kód klienta|číslo klienta
|número de cliente|nº cliente|n cliente|código de cliente|código cliente|cod cliente|id cliente|cliente
|num cliente
|número do cliente|código do cliente|nº do cliente|n do cliente"""
_PHONE = """phone|phone number|telephone|tel|mobile|mobile phone|cell phone|phones|contact phone|telefon
|nr telefonu|numer telefonu
|telefon kontaktowy|tel kom|komórka|telefon komórkowy|telefony|telefonní číslo|mobil|kontaktní telefon
|teléfono|número de teléfono|móvil
|teléfono móvil|teléfonos|telefone|número de telefone|telemóvel|celular|telefones|fone"""
_EMAIL = """email|e mail|mail|email address|e mail address|adres e mail|adres email|adres mailowy
|poczta elektroniczna|e mailová adresa
|mailová adresa|correo electrónico|correo|dirección de correo|email cliente|correio eletrónico
|correio eletrônico|endereço de e mail"""
_SERIAL = """serial number|serial no|serial|sn|s n|serial nr|unit serial|machine number|nr fabryczny
|numer fabryczny|nr seryjny|numer seryjny|nr fab
|nr urządzenia|numer urządzenia|urządzenie|nr maszyny|výrobní číslo|sériové číslo|v č|vyr č|výr číslo
|číslo zařízení|zařízení|číslo stroje
|número de serie|nº serie|nº de serie|n de serie|n serie|num serie|serie|número de série|nº de série
|série|nº série"""
_CATEGORY = """category|type|equipment type|kind|device type|equipment category|unit category|group
|kategoria|typ|rodzaj|rodzaj urządzenia
|typ urządzenia|kategoria urządzenia|grupa|kategorie|druh|druh zařízení|typ zařízení|skupina|categoría
|tipo|tipo de equipo|clase de equipo
|grupo|categoria|tipo de equipamento"""
_SITE_CODE = """site code|site|site number|site no|site id|location code|location id|location|object
|branch code|obiekt|kod obiektu|nr obiektu
|numer obiektu|lokalizacja|kod lokalizacji|miejsce|punkt|oddział|objekt|kód objektu|číslo objektu
|provozovna|kód provozovny|číslo provozovny
|lokalita|kód lokality|pobočka|místo|código de sede|sede|código de centro|centro|instalación
|código instalación|ubicación|código ubicación
|código do local|local|código da instalação|instalação|unidade|código da unidade|localização"""
_CONTRACT_NUMBER = """contract number|contract no|contract|contract id|contract code|agreement
|agreement number|agreement no|nr umowy|numer umowy
|umowa|kod umowy|id umowy|číslo smlouvy|smlouva|kód smlouvy|č smlouvy|id smlouvy|número de contrato
|nº contrato|nº de contrato|n contrato
|contrato|código de contrato|número do contrato|nº do contrato|código do contrato"""
_NAME = "name|full name|nazwa|imię i nazwisko|název|jméno|nombre|nome"

_HEADERS: Mapping[Kind, Mapping[str, str]] = MappingProxyType(
    {
        Kind.CUSTOMERS: {
            "number": _CUSTOMER_NUMBER
            + "|number|no|code|id|nr|numer|kod|symbol|lp klienta|akronim|číslo|kód|número|código|cod|nº",
            "name": _NAME
            + """|customer name|company name|company|client name|account name|business name|nazwa klienta
|nazwa firmy|firma|pełna nazwa
|nazwa kontrahenta|název zákazníka|název firmy|jméno zákazníka|obchodní název|razón social
|nombre del cliente|nombre cliente|empresa
|nombre de la empresa|denominación|razão social|nome do cliente|nome da empresa|nome fantasia
|denominação""",
            "tax_id": """tax id|tax number|tax no|vat|vat id|vat number|vat no|company id|tin|nip|nr nip
|numer nip|regon|dič|ič|ičo|daňové číslo
|nif|cif|nif cif|cif nif|número fiscal|identificación fiscal|cnpj|cpf|cnpj cpf|cpf cnpj|nipc|contribuinte
|número de contribuinte""",
            "customer_class": """class|customer class|category|customer category|segment|tier|importance
|priority|klasa|klasa klienta|segment klienta
|kategoria klienta|kategoria|ważność|priorytet|třída|třída zákazníka|kategorie zákazníka
|segment zákazníka|důležitost|clase|clase de cliente
|segmento|categoría de cliente|importancia|classe|classe do cliente|categoria do cliente|importância""",
            "phone": _PHONE,
            "email": _EMAIL,
            "block_reason": """block reason|blocked|block|hold|hold reason|credit hold|blocked because
|blocking reason|blokada|powód blokady
|przyczyna blokady|zablokowany|wstrzymany|blokace|důvod blokace|blokován|blokováno|zablokován|bloqueo
|motivo de bloqueo|motivo del bloqueo
|bloqueado|bloqueio|motivo do bloqueio|motivo bloqueio|motivo bloqueo""",
            "active_until": """active until|active to|customer until|cooperation until|end date
|valid until|ended on|inactive from|współpraca do
|aktywny do|klient do|data zakończenia|koniec współpracy|zakończenie współpracy|spolupráce do|aktivní do
|konec spolupráce|datum ukončení
|zákazník do|activo hasta|cliente hasta|fecha de baja|baja|fin de colaboración|colaboración hasta
|ativo até|cliente até|data de saída
|data de encerramento|fim da colaboração|colaboração até""",
            "language": "language|lang|język|język klienta|jazyk|idioma|língua|lengua",
            "note": """note|notes|remark|remarks|comment|comments|uwagi|uwaga|notatka|notatki|komentarz
|opis|poznámka|poznámky|komentář|nota|notas
|observaciones|comentario|comentarios|observações|observação|comentário|obs""",
        },
        Kind.CONTACTS: {
            "customer_number": _CUSTOMER_NUMBER,
            "name": _NAME
            + """|person|contact|contact name|contact person|first and last name|osoba|osoba kontaktowa
|kontakt|nazwisko|imię nazwisko
|nazwisko i imię|jméno a příjmení|příjmení a jméno|kontaktní osoba|osoba jméno|příjmení|persona
|persona de contacto|contacto
|nombre y apellidos|apellidos y nombre|nombre contacto|pessoa|pessoa de contacto|pessoa de contato
|contato|nome completo|nome do contato
|nome do contacto""",
            "role": """role|position|job title|title|function|department|rola|stanowisko|funkcja|dział
|role|pozice|funkce|pracovní pozice|oddělení
|cargo|puesto|función|departamento|papel|função|setor""",
            "phone": _PHONE,
            "email": _EMAIL,
        },
        Kind.SITES: {
            "customer_number": _CUSTOMER_NUMBER,
            "code": _SITE_CODE + "|code|kod|kód|código|symbol|symbol obiektu|id obiektu|id",
            "name": _NAME
            + """|site name|location name|object name|branch name|nazwa obiektu|nazwa lokalizacji
|nazwa miejsca|název objektu|název provozovny
|název lokality|název pobočky|nombre de la sede|nombre sede|nombre del centro|nombre de la instalación
|nome do local|nome da instalação
|nome da unidade|descripción|descrição|description""",
            "street": """street|address|street address|address line 1|ulica|adres|ulica i numer
|ulica i nr|ulice|adresa|ulice a číslo|calle|dirección
|domicilio|rua|endereço|morada|logradouro""",
            "postal_code": """postal code|post code|postcode|zip|zip code|kod pocztowy|kod poczt|psč
|poštovní směrovací číslo|código postal|cp|c p
|cep|cód postal|código postal cep""",
            "city": """city|town|place|miasto|miejscowość|poczta|město|obec|ciudad|población|localidad
|municipio|cidade|localidade|município""",
            "latitude": """latitude|lat|szerokość|szerokość geograficzna|szer geogr|zeměpisná šířka|šířka
|latitud|gps lat""",
            "longitude": """longitude|lon|lng|long|długość|długość geograficzna|dł geogr|zeměpisná délka
|délka|longitud|gps lon|gps lng""",
        },
        Kind.EQUIPMENT: {
            "site_code": _SITE_CODE,
            "category": _CATEGORY,
            "model": """model|product|model name|make and model|product name|typ modelu|produkt
|nazwa urządzenia|model urządzenia|marka i model
|výrobek|název zařízení|model zařízení|modelo|producto|marca y modelo|equipo|produto|marca e modelo
|equipamento""",
            "serial_number": _SERIAL,
            "purchased_on": """purchased on|purchase date|date of purchase|bought on|date purchased
|installed on|installation date|data zakupu
|kupiono|data kupna|data sprzedaży|data instalacji|data montażu|datum nákupu|datum koupě|zakoupeno
|datum instalace|datum prodeje
|fecha de compra|fecha compra|comprado el|fecha de instalación|data de compra|data da compra|comprado em
|data de instalação""",
            "warranty_until": """warranty until|warranty to|warranty end|warranty expires|warranty
|guarantee until|gwarancja do|koniec gwarancji
|gwarancja|data gwarancji|záruka do|konec záruky|záruka|garantía hasta|fin de garantía|garantía
|vencimiento garantía|garantia até
|fim da garantia|garantia""",
        },
        Kind.CONTRACTS: {
            "number": _CONTRACT_NUMBER + "|number|no|code|nr|numer|číslo|número|código|nº",
            "customer_number": _CUSTOMER_NUMBER,
            "valid_from": """valid from|from|start|start date|starts on|begin|begins|effective from|od
|od dnia|data od|ważna od|obowiązuje od
|data rozpoczęcia|początek|data zawarcia|platnost od|platí od|datum od|začátek|od data|začátek platnosti
|desde|válido desde|vigente desde
|fecha de inicio|inicio|fecha inicio|fecha desde|de|válido de|vigência de|data de início|início
|data início|vigente de|válido a partir de""",
            "valid_to": """valid to|to|until|end|end date|valid until|ends on|expires|expiry|expiry date
|do|do dnia|data do|ważna do
|obowiązuje do|data zakończenia|koniec|platnost do|platí do|datum do|konec|konec platnosti|hasta
|válido hasta|vigente hasta|fecha de fin
|fin|fecha fin|vencimiento|fecha hasta|fecha de vencimiento|até|válido até|vigência até|data de fim|fim
|data fim|vencimento|data final""",
        },
        Kind.COVERAGE: {
            "contract_number": _CONTRACT_NUMBER,
            "serial_number": _SERIAL,
            "category": _CATEGORY,
            "unit_count": """unit count|units|number of units|count|quantity|qty|pieces|liczba urządzeń
|ilość|liczba sztuk|sztuk|szt|liczba
|ilość sztuk|počet|počet kusů|počet zařízení|kusů|ks|cantidad|número de unidades|unidades
|número de equipos|uds|quantidade|qtd
|número de equipamentos|qtde""",
            "site_code": _SITE_CODE,
            "works": """works|work|kind of work|kinds of work|work types|services|service|covered work
|covered works|rodzaje prac|rodzaj prac
|rodzaj pracy|prace|zakres prac|usługi|zakres|usługa|druhy prací|druh práce|práce|služby|rozsah prací
|rozsah|trabajos|tipos de trabajo
|tipo de trabajo|servicios|alcance|servicio|trabalhos|tipos de trabalho|tipo de trabalho|serviços|âmbito
|escopo|serviço""",
            "quota_cases": """quota cases|cases|number of cases|included cases|visits|included visits
|calls included|limit zgłoszeń|liczba zgłoszeń
|limit wizyt|liczba wizyt|limit spraw|limit případů|počet případů|počet výjezdů|limit výjezdů
|počet zásahů|límite de casos|casos
|casos incluidos|visitas|visitas incluidas|limite de casos|casos incluídos|limite de chamados|chamados
|visitas incluídas""",
            "quota_hours": """quota hours|hours|included hours|number of hours|hours included
|limit godzin|liczba godzin|godziny|pakiet godzin
|limit hodin|počet hodin|hodiny|límite de horas|horas|horas incluidas|bolsa de horas|limite de horas
|horas incluídas|banco de horas""",
        },
        Kind.PLANS: {
            "serial_number": _SERIAL,
            "name": _NAME
            + """|plan|plan name|maintenance plan|schedule|inspection|maintenance|interval|frequency
|plan przeglądu|przegląd|plan przeglądów
|nazwa planu|rodzaj przeglądu|częstotliwość|okres|plán|plán údržby|plán prohlídek|prohlídka|revize|údržba
|interval prohlídek|frekvence|perioda
|plan de mantenimiento|mantenimiento|revisión|frecuencia|periodicidad|plano|plano de manutenção
|manutenção|revisão|frequência
|periodicidade""",
            "anchor_date": """anchor date|from|start|start date|starting|starts on|since|first due
|first date|first on|od dnia|od|data od|data startu
|początek|data pierwszego przeglądu|pierwszy przegląd|data początkowa|od data|od dne|datum od|začátek
|první termín|datum zahájení
|první prohlídka|desde|fecha de inicio|inicio|a partir de|primera fecha|fecha desde|primera revisión
|data de início|início|desde o dia
|primeira data|data inicial|primeira revisão""",
        },
        Kind.READINGS: {
            "serial_number": _SERIAL,
            "meter": """meter|counter|meter name|meter type|unit of measure|licznik|nazwa licznika
|rodzaj licznika|jednostka|měřidlo|počítadlo
|měřič|název měřidla|počitadlo|contador|medidor|nombre del contador|tipo de contador|nome do contador
|horímetro""",
            "read_on": """read on|date|reading date|date of reading|read at|data|data odczytu|dzień
|odczytano|datum|datum odečtu|den|odečteno
|fecha|fecha de lectura|leído el|día|data da leitura|data de leitura|lido em""",
            "value": """value|reading|meter reading|state|amount|count|stan|stan licznika|odczyt|wartość
|wskazanie|stav|stav měřidla|odečet
|hodnota|stav počítadla|lectura|valor|lectura del contador|estado|leitura|valor lido|leitura do contador""",
        },
    }
)

_SHEETS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.CUSTOMERS: """customers|clients|accounts|companies|klienci|kontrahenci|firmy|zákazníci
|klienti|odběratelé|clientes|empresas""",
        Kind.CONTACTS: """contacts|people|persons|kontakty|osoby|osoby kontaktowe|kontaktní osoby
|contactos|personas|contatos|pessoas""",
        Kind.SITES: """sites|locations|branches|objects|addresses|obiekty|lokalizacje|adresy|oddziały
|punkty|objekty|provozovny|lokality
|pobočky|sedes|centros|instalaciones|ubicaciones|direcciones|locais|instalações|unidades|endereços""",
        Kind.EQUIPMENT: """equipment|units|machines|devices|assets|urządzenia|sprzęt|maszyny|zařízení
|stroje|přístroje|equipos|máquinas
|equipamiento|activos|equipamentos|ativos""",
        Kind.CONTRACTS: "contracts|agreements|umowy|smlouvy|contratos",
        Kind.COVERAGE: """coverage|contract coverage|coverage lines|contract scope|scope|contract lines
|zakres umów|zakres|pozycje umów
|zakres umowy|rozsah smluv|rozsah|krytí|položky smluv|předmět smluv|cobertura|coberturas
|alcance de contratos|líneas de contrato
|cobertura de contratos|âmbito dos contratos|escopo dos contratos|cobertura dos contratos
|linhas de contrato""",
        Kind.PLANS: """plans|maintenance plans|inspection plans|schedules|maintenance|plany przeglądów
|plany|przeglądy|harmonogram|plány údržby
|plány|plány prohlídek|prohlídky|revize|planes de mantenimiento|planes|mantenimientos|revisiones
|planos de manutenção|planos
|manutenções""",
        Kind.READINGS: """readings|meter readings|meters|odczyty|odczyty liczników|liczniki|odečty
|odečty měřidel|měřidla|stavy|lecturas
|lecturas de contadores|contadores|leituras|leituras de contadores""",
    }
)


def header_names(kind: Kind) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Each field of the kind with the names of its column, as written."""
    return ((field, _split(names)) for field, names in _HEADERS[kind].items())


def sheet_names(kind: Kind) -> tuple[str, ...]:
    return _split(_SHEETS[kind])


def _split(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split("|"))
