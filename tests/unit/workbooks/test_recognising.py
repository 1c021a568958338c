"""Sheets and columns are known by their headers in five languages; a person's choice is remembered."""

from collections.abc import Sequence

import pytest

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.workbooks.fields import FIELDS, Kind
from fieldservice.workbooks.mapping import TableMapping, WorkbookMapping
from fieldservice.workbooks.recognising import guessed_as, recognise
from fieldservice.workbooks.records import PassedRow, Record, read_records
from fieldservice.workbooks.sheets import Row, Sheet, Workbook
from fieldservice.workbooks.vocabulary import header_names

HEADERS = {
    "en": {
        Kind.CUSTOMERS: (
            "Customer No.,Company name,VAT ID,Class,Phone,E-mail,Block reason,Active until,Language,Notes"
        ),
        Kind.CONTACTS: "Customer no,Contact person,Position,Phone,Email",
        Kind.SITES: "Customer,Site code,Site name,Address,Zip code,City,Latitude,Longitude",
        Kind.EQUIPMENT: "Site,Type,Model,Serial No.,Purchase date,Warranty until",
        Kind.CONTRACTS: "Contract no,Customer,Start date,End date",
        Kind.COVERAGE: "Contract,Category,Number of units,Site,Kinds of work,Included visits,Included hours",
        Kind.PLANS: "Serial number,Plan,Start date",
        Kind.READINGS: "Serial number,Meter,Date,Reading",
    },
    "pl": {
        Kind.CUSTOMERS: (
            "Nr klienta,Nazwa firmy,NIP,Klasa,Telefon,Adres e-mail,Powód blokady,Współpraca do,Język,Uwagi"
        ),
        Kind.CONTACTS: "Kod klienta,Osoba,Stanowisko,Nr telefonu,E-mail",
        Kind.SITES: "Klient,Kod obiektu,Nazwa obiektu,Ulica,Kod pocztowy,Miejscowość,Szerokość,Długość",
        Kind.EQUIPMENT: "Obiekt,Rodzaj urządzenia,Model,Numer seryjny,Data zakupu,Gwarancja do",
        Kind.CONTRACTS: "Numer umowy,Kod klienta,Obowiązuje od,Obowiązuje do",
        Kind.COVERAGE: "Umowa,Kategoria,Liczba urządzeń,Obiekt,Rodzaje prac,Limit zgłoszeń,Limit godzin",
        Kind.PLANS: "Nr seryjny,Plan przeglądów,Od dnia",
        Kind.READINGS: "Nr fabryczny,Licznik,Data odczytu,Stan licznika",
    },
    "cs": {
        Kind.CUSTOMERS: (
            "Číslo zákazníka,Název firmy,DIČ,Třída,Telefon,E-mail,Důvod blokace,Spolupráce do,Jazyk,Poznámka"
        ),
        Kind.CONTACTS: "Zákazník,Jméno a příjmení,Funkce,Telefon,E-mail",
        Kind.SITES: "Zákazník,Kód objektu,Název objektu,Ulice,PSČ,Město,Zeměpisná šířka,Zeměpisná délka",
        Kind.EQUIPMENT: "Objekt,Druh zařízení,Model,Výrobní číslo,Datum nákupu,Záruka do",
        Kind.CONTRACTS: "Číslo smlouvy,Zákazník,Platnost od,Platnost do",
        Kind.COVERAGE: "Smlouva,Druh zařízení,Počet kusů,Objekt,Druhy prací,Počet výjezdů,Počet hodin",
        Kind.PLANS: "Výrobní číslo,Plán údržby,Od data",
        Kind.READINGS: "Výrobní číslo,Měřidlo,Datum odečtu,Stav",
    },
    "es": {
        Kind.CUSTOMERS: (
            "Nº cliente,Razón social,NIF,Clase,Teléfono,Correo electrónico,"
            "Motivo de bloqueo,Activo hasta,Idioma,Notas"
        ),
        Kind.CONTACTS: "Cliente,Persona de contacto,Cargo,Móvil,Correo",
        Kind.SITES: (
            "Cliente,Código de sede,Nombre de la sede,Dirección,Código postal,Ciudad,Latitud,Longitud"
        ),
        Kind.EQUIPMENT: "Sede,Tipo de equipo,Modelo,Número de serie,Fecha de compra,Garantía hasta",
        Kind.CONTRACTS: "Número de contrato,Cliente,Fecha de inicio,Fecha de fin",
        Kind.COVERAGE: (
            "Contrato,Tipo de equipo,Cantidad,Sede,Tipos de trabajo,Casos incluidos,Horas incluidas"
        ),
        Kind.PLANS: "Nº de serie,Plan de mantenimiento,Desde",
        Kind.READINGS: "Nº de serie,Contador,Fecha de lectura,Lectura",
    },
    "pt": {
        Kind.CUSTOMERS: (
            "Código do cliente,Razão social,CNPJ,Classe,Telefone,E-mail,"
            "Motivo do bloqueio,Ativo até,Idioma,Observações"
        ),
        Kind.CONTACTS: "Cliente,Nome do contato,Cargo,Celular,E-mail",
        Kind.SITES: "Cliente,Código do local,Nome do local,Endereço,CEP,Cidade,Latitude,Longitude",
        Kind.EQUIPMENT: "Local,Tipo de equipamento,Modelo,Número de série,Data de compra,Garantia até",
        Kind.CONTRACTS: "Número do contrato,Cliente,Data de início,Data de fim",
        Kind.COVERAGE: (
            "Contrato,Tipo de equipamento,Quantidade,Local,Tipos de trabalho,Casos incluídos,Horas incluídas"
        ),
        Kind.PLANS: "Nº de série,Plano de manutenção,Início",
        Kind.READINGS: "Nº de série,Medidor,Data da leitura,Leitura",
    },
}
ALL = [(language, kind) for language, kinds in HEADERS.items() for kind in kinds]


def workbook(*rows: Sequence[str], name: str = "Sheet1") -> Workbook:
    told = tuple(
        Row(n, tuple(cell or None for cell in row)) for n, row in enumerate(rows, start=1) if any(row)
    )
    return Workbook("file.xlsx", "xlsx", (Sheet(name, told),))


def only_table(book: Workbook) -> TableMapping:
    (table,) = recognise(book).tables
    return table


@pytest.mark.covers("A20")
@pytest.mark.parametrize(("language", "kind"), ALL)
def test_headers_of_five_languages_are_known_without_the_sheet_name(language: str, kind: Kind) -> None:
    headers = HEADERS[language][kind].split(",")

    table = only_table(workbook(headers, ["1"] * len(headers)))

    expected = [field.name for field in FIELDS[kind].fields]
    if kind is Kind.COVERAGE:
        expected.remove("serial_number")
        expected.sort(
            key=["contract_number", "category", "unit_count", "site_code"].__contains__, reverse=True
        )
    assert (table.kind, [column.field for column in table.columns]) == (kind, expected)


def test_spelling_slips_are_forgiven_and_less_sure() -> None:
    table = only_table(workbook(["Numer klijenta", "Nazwa", "Telefonn"], ["1", "2", "3"]))

    assert [column.field for column in table.columns] == ["number", "name", "phone"]
    assert table.confidence < 100


def test_missing_columns_are_told() -> None:
    table = only_table(workbook(["Nr umowy", "Kod klienta", "Od"], ["1", "2", "3"], name="Umowy"))

    assert (table.kind, table.missing, table.is_ready) == (Kind.CONTRACTS, ("valid_to",), False)


def test_a_sheet_of_strangers_is_left_to_a_person() -> None:
    table = only_table(workbook(["Pogoda", "Wiatr"], ["ładna", "słaby"]))

    assert (table.kind, table.unused) == (None, ("Pogoda", "Wiatr"))


def test_two_tables_on_one_sheet_are_two() -> None:
    first = [["Kod klienta", "Nazwa", "NIP"], ["K1", "A", "1"]]
    second = [["Nr umowy", "Kod klienta", "Od", "Do"], ["U1", "K1", "1.1.2026", "2.2.2027"]]

    tables = recognise(workbook(*first, [], *second)).tables

    assert [(t.kind, t.header_row, t.last_row) for t in tables] == [
        (Kind.CUSTOMERS, 1, 3),
        (Kind.CONTRACTS, 4, 5),
    ]


def test_a_wide_sheet_names_the_other_kinds_it_holds() -> None:
    headers = [
        "Kod klienta",
        "Nazwa klienta",
        "NIP",
        "Kod obiektu",
        "Ulica",
        "Miasto",
        "Model",
        "Nr fabryczny",
    ]

    table = only_table(workbook(headers, ["1"] * len(headers)))

    assert table.kind is not None
    assert {table.kind, *table.also} >= {Kind.CUSTOMERS, Kind.SITES, Kind.EQUIPMENT}
    assert table.unused


def test_a_corrected_mapping_is_remembered_for_the_same_headers() -> None:
    book = workbook(["Ident", "Nazwa", "Kod klienta"], ["1", "A", "K1"])
    mapping = recognise(book)
    corrected = mapping.with_table(0, mapping.tables[0].with_kind(Kind.CUSTOMERS).with_field(0, "number"))

    again = recognise(
        workbook(["IDENT", "nazwa", "kod klienta"], ["2", "B", "K2"]), remembered=corrected.remembered()
    )

    assert [column.field for column in again.tables[0].columns] == ["number", "name", None]


def test_a_wide_sheet_is_read_once_for_each_kind_and_remembered_so() -> None:
    headers = ["Kod klienta", "Nazwa klienta", "Kod obiektu", "Nr fabryczny"]
    book = workbook(headers, ["K1", "Firma", "O1", "S1"], ["K1", "Firma", "O1", "S2"])
    first = recognise(book).tables[0]
    mapping = WorkbookMapping(
        tuple(guessed_as(first, kind) for kind in (Kind.CUSTOMERS, Kind.SITES, Kind.EQUIPMENT))
    )

    again = recognise(book, remembered=mapping.remembered())

    found = list(read_records(book, again, country="PL"))
    assert [(type(outcome), outcome.kind) for outcome in found] == [
        (Record, Kind.CUSTOMERS),
        (PassedRow, Kind.CUSTOMERS),
        (Record, Kind.SITES),
        (PassedRow, Kind.SITES),
        (Record, Kind.EQUIPMENT),
        (Record, Kind.EQUIPMENT),
    ]


@pytest.mark.parametrize(
    "choice", ["", "{", '[{"kind": "moon", "fields": []}]', '[{"kind": "sites", "fields": []}]', "3"]
)
def test_a_memory_that_no_longer_fits_is_left_aside(choice: str) -> None:
    book = workbook(["Kod klienta", "Nazwa"], ["K1", "A"])
    plain = recognise(book)

    assert recognise(book, remembered={plain.tables[0].signature: choice}) == plain


def test_a_mapping_survives_json() -> None:
    mapping = recognise(workbook(["Kod klienta", "Nazwa", "Obce"], ["1", "A", "x"]))

    assert WorkbookMapping.from_json(mapping.to_json()) == mapping


@pytest.mark.parametrize("text", ["", "[]", '{"tables": [1]}', '{"tables": [{"sheet": "x"}]}'])
def test_a_mapping_that_is_no_mapping_is_refused(text: str) -> None:
    with pytest.raises(RuleViolation):
        WorkbookMapping.from_json(text)


def test_a_field_of_another_kind_cannot_be_chosen() -> None:
    table = only_table(workbook(["Kod klienta", "Nazwa"], ["1", "A"]))

    with pytest.raises(RuleViolation):
        table.with_field(0, "serial_number")


@pytest.mark.parametrize("kind", Kind)
def test_every_field_has_names(kind: Kind) -> None:
    assert {field for field, _ in header_names(kind)} == {field.name for field in FIELDS[kind].fields}
