"""The voice: sentences from codes and values, in each language, for the screens and beside them."""

import enum
import logging
from collections.abc import Iterator
from datetime import UTC, date
from decimal import Decimal
from pathlib import Path
from threading import Thread
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from fieldservice.domain.rules.coverage_facts import (
    AllUnits,
    ContractFacts,
    ContractStatus,
    LineFacts,
    Named,
    TermsFacts,
)
from fieldservice.domain.rules.coverage_quota import QuotaFacts, QuotaKind
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.rules.verdict import judge
from fieldservice.domain.rules.verdict_facts import (
    BlockFacts,
    CustomerFacts,
    UnitFacts,
    VerdictQuestion,
    WorkFacts,
)
from fieldservice.domain.rules.verdict_values import NextStep
from fieldservice.sentences.table import WORDS
from fieldservice.wording import LANGUAGES, Wording, _, activate, current, known_language, ngettext
from tools.translations import compile_catalogues

WARSAW = ZoneInfo("Europe/Warsaw")
CUSTOMER = UUID(int=1)


@pytest.fixture(autouse=True)
def screens_speak_english_afterwards() -> Iterator[None]:
    compile_catalogues()
    yield
    activate("en", zone=UTC)


def spoken(language: str) -> Wording:
    return Wording(language, zone=WARSAW)


COVERED = Reason(
    "verdict.covered.named",
    {
        "contract": "U/0198/2025",
        "line": 3,
        "valid_to": date(2027, 8, 14),
        "unit": "GA175309",
        "site": "Poznań",
    },
)


@pytest.mark.covers("A17", "B04")
@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Unit GA175309 is covered by contract U/0198/2025, line 3, until 14 Aug 2027."),
        ("pl", "Urządzenie GA175309 jest objęte umową U/0198/2025, pozycja 3, do 14.08.2027."),
        ("cs", "Na zařízení GA175309 se vztahuje smlouva U/0198/2025, položka 3, do 14. 8. 2027."),
        ("es", "El equipo GA175309 está cubierto por el contrato U/0198/2025, línea 3, hasta el 14/08/2027."),
        ("pt", "O equipamento GA175309 está coberto pelo contrato U/0198/2025, linha 3, até 14/08/2027."),
    ],
)
def test_a_coverage_sentence_names_contract_line_unit_and_last_day(language: str, sentence: str) -> None:
    assert spoken(language).reason(COVERED) == sentence


def test_a_piece_without_its_value_gives_way_to_the_one_without_it() -> None:
    open_ended = Reason(COVERED.code, {**COVERED.values, "valid_to": None})

    assert spoken("en").reason(open_ended) == "Unit GA175309 is covered by contract U/0198/2025, line 3."


@pytest.mark.covers("A12", "P-48")
def test_a_refusal_says_what_can_be_done_next() -> None:
    said = spoken("pl").next_steps((NextStep.PARK, NextStep.TELL_REQUESTER, NextStep.OVERRIDE))

    assert said == (
        "Możesz odłożyć zgłoszenie, powiadomić zgłaszającego lub poprosić osobę z prawem do wyjątku."
    )


def asked(contracts: tuple[ContractFacts, ...], block: BlockFacts | None = None) -> VerdictQuestion:
    stepien = CustomerFacts(CUSTOMER, "K0198", "Stępień", blocks=(block,) if block else ())
    unit = UnitFacts(UUID(int=2), "GA175309", "Gaśnica GP-6x", CUSTOMER, Named(UUID(int=3), "Poznań"))
    repair = WorkFacts(UUID(int=4), "Naprawa", is_repair=True)
    return VerdictQuestion(date(2026, 11, 23), customer=stepien, contracts=contracts, unit=unit, work=repair)


def signed(quota: QuotaFacts) -> ContractFacts:
    line = LineFacts(UUID(int=7), 3, AllUnits(), quota=quota)
    terms = TermsFacts(UUID(int=6), date(2025, 8, 15), date(2027, 8, 14), (line,))
    return ContractFacts(UUID(int=5), "U/0198/2025", CUSTOMER, ContractStatus.SIGNED, (terms,))


@pytest.mark.covers("A17", "B04")
def test_a_verdict_that_serves_tells_what_is_left_of_the_quota() -> None:
    quota = QuotaFacts(QuotaKind.CASES, Decimal(12), Decimal(4))

    said = spoken("pl").verdict(judge(asked((signed(quota),))))

    assert said == (
        "Urządzenie GA175309 jest objęte umową U/0198/2025, pozycja 3 (wszystkie urządzenia), do 14.08.2027. "
        "Wykorzystano dotąd: 4 z 12 zgłoszeń."
    )


@pytest.mark.covers("A12", "P-47", "P-48")
def test_a_verdict_that_refuses_names_reason_record_and_next_steps() -> None:
    block = BlockFacts(UUID(int=8), "unpaid invoices", date(2026, 11, 3))

    said = spoken("en").verdict(judge(asked((), block)))

    assert said == (
        "Stępień (K0198) has been blocked since 3 Nov 2026: unpaid invoices. "
        "You can park the request, tell the requester, have the block lifted "
        "or ask someone who may override this."
    )


@pytest.mark.parametrize(
    ("count", "end"),
    [(1, "1 zlecenie do WAW-000123"), (3, "3 zlecenia do WAW-000123"), (5, "5 zleceń do WAW-000123")],
)
def test_a_number_takes_its_own_polish_form(count: int, end: str) -> None:
    made = Reason("order.create", {"number": "WAW-000123", "count": count})

    assert spoken("pl").reason(made) == f"Utworzono {end}"


def test_a_count_of_nothing_is_not_mentioned() -> None:
    closed = Reason("ticket.closed.by_orders", {"order": "WAW-000123/2", "finished": 2, "cancelled": 0})

    assert (
        spoken("en").reason(closed)
        == "The ticket closed by itself: its last work order WAW-000123/2 is finished."
    )


def test_an_undo_names_what_was_undone() -> None:
    undone = Reason("history.undo", {"command": "customer.create", "number": "K0007", "name": "Hotel Świt"})

    assert spoken("pl").reason(undone) == "Cofnięto: Dodano klienta K0007: Hotel Świt"


def test_values_that_were_kept_as_text_are_said_as_days_moments_and_words() -> None:
    wording = spoken("en")

    assert wording.value("2026-11-23") == "23 Nov 2026"
    assert wording.value("2026-11-23T10:43:00+00:00") == "23 Nov 2026, 11:43"
    assert wording.reason(
        Reason("verdict.quota.standing", {"used": 4, "limit": 12, "quota_kind": "cases"})
    ) == ("Used so far: 4 of 12 cases.")


@pytest.mark.parametrize("id_value", [UUID(int=7), str(UUID(int=7)), UUID(int=7).hex])
def test_an_id_is_never_said(id_value: object) -> None:
    assert spoken("en").value(id_value) is None


def test_a_long_list_is_cut_with_the_number_of_the_rest() -> None:
    assert (
        spoken("en").value([f"S{number}" for number in range(1, 10)]) == "S1, S2, S3, S4, S5, S6 and 3 more"
    )


def test_money_and_durations_are_known_by_the_unit_in_their_name() -> None:
    wording = spoken("pl")
    values = {"price_cents": 123450, "currency": "PLN", "work_minutes": 90, "limit": Decimal("2.5")}

    said = wording.say(("{price_cents}", "{work_minutes}", "{limit}"), values)

    assert said.replace("\N{NO-BREAK SPACE}", " ") == "1 234,50 zł 1 h 30 min 2,5"


def test_an_error_has_three_parts() -> None:
    words = spoken("en").error(RuleViolation("customer.number_taken", number="K0007", name="Hotel Świt"))

    assert words.what == "The customer was not saved: the number K0007 belongs to Hotel Świt."
    assert words.data == "Nothing was changed."
    assert words.do == "Choose another number, or open the record that has it."


def test_a_refused_action_names_the_state_and_what_is_possible_now() -> None:
    refusal = RuleViolation(
        "visit.action_refused",
        state="ended",
        action="move",
        allowed_in=("planned",),
        first=(),
        possible=("correct",),
    )

    words = spoken("en").error(refusal)

    assert words.what == "Not possible while the visit is in the state “ended”: moving."
    assert words.do == "Possible now: correcting."


def test_unknown_codes_still_give_sentences_and_are_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    wording = spoken("en")

    with caplog.at_level(logging.WARNING):
        said = [wording.reason(Reason("never.heard_of")) for _again in range(2)]
        words = wording.error(RuleViolation("never.heard_of_either"))

    assert said == ["Reason: never.heard_of."] * 2
    assert words.what == "This was refused (never.heard_of_either)."
    assert [record.getMessage() for record in caplog.records] == [
        "no words for code never.heard_of",
        "no words for code never.heard_of_either",
    ]


class Weather(enum.Enum):
    VERY_WET = "very-wet"


def test_words_of_enums_know_their_context_and_an_unknown_member_is_spelled_out() -> None:
    wording = spoken("pl")

    assert wording.word(TicketStateType.NEW) == "nowe"
    assert wording.word_of("RowState", "new") == "nowy"
    assert wording.word(Weather.VERY_WET) == "very wet"


def test_the_screens_share_one_language_also_in_worker_threads() -> None:
    heard: list[str] = []
    activate("pl", zone=WARSAW)

    worker = Thread(target=lambda: heard.append(_("today")))
    worker.start()
    worker.join()

    assert heard == ["dziś"]
    assert ngettext("{count} more", "{count} more", 5) == "{count} innych"
    assert current().zone is WARSAW


def test_a_document_speaks_its_readers_language_beside_the_screens() -> None:
    activate("pl", zone=WARSAW)

    assert spoken("cs").text("today") == "dnes"
    assert _("today") == "dziś"


@pytest.mark.parametrize(
    ("tag", "language"), [("pl_PL.UTF-8", "pl"), ("pt-BR", "pt"), ("CS", "cs"), ("de_DE", "en"), ("", "en")]
)
def test_the_language_is_found_in_the_tag_of_a_system(tag: str, language: str) -> None:
    assert known_language(tag) == language
    assert language in LANGUAGES


def glossary_rows() -> list[list[str]]:
    text = (Path(__file__).resolve().parents[2] / "docs" / "glossary.md").read_text(encoding="utf-8")
    table = text.partition("## States and outcomes")[2].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table if line.startswith("| ")]
    return rows[1:]


@pytest.mark.parametrize("row", glossary_rows(), ids=lambda row: f"{row[1]}-{row[0]}")
def test_the_glossary_says_states_as_the_screens_do(row: list[str]) -> None:
    english, enum_name, _meaning, *translated = row

    said = [spoken(language).in_context(enum_name, english) for language in ("pl", "cs", "es", "pt")]

    assert said == translated
    assert english in {word for (name, _value), word in WORDS.items() if name == enum_name}
