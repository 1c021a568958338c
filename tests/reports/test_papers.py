"""What holds for every paper: letters, embedded fonts, hostile and endless texts, the same bytes again."""

from dataclasses import replace

import pytest
from reportlab.platypus import Flowable

from fieldservice.reports.layout import Column, table, text
from fieldservice.reports.paper import Margin, Paper
from fieldservice.reports.phrases import amount
from fieldservice.reports.work_order import order_pdf, write_orders
from tests.reports.reading import fonts, one_line, pages, pictures, whole_text
from tests.reports.samples import an_order_sheet, wording

PANGRAMS = {
    "pl": "Pchnąć w tę łódź jeża lub ośm skrzyń fig. PCHNĄĆ W TĘ ŁÓDŹ JEŻA LUB OŚM SKRZYŃ FIG.",
    "cs": "Příliš žluťoučký kůň úpěl ďábelské ódy. PŘÍLIŠ ŽLUŤOUČKÝ KŮŇ ÚPĚL ĎÁBELSKÉ ÓDY. Šňůra, těžiště.",
    "es": "El pingüino Wenceslao hizo kilómetros bajo exhaustiva lluvia. ¿Añoraba? ¡Sí! ÁÉÍÓÚÜÑ.",
    "pt": "Luís argüia à Júlia que brações, fé, chá, óxido, pôr, zângão eram palavras do português. ÇÃÕ.",
}
HEAD_PIXELS = 45
NOWHERE = Margin("Warszawa", "Test", "WAW-000001", "printed today")


def paper_of(*story: Flowable) -> bytes:
    paper = Paper("Test", wording("en"))
    paper.add(NOWHERE, story)
    return paper.finish()


@pytest.mark.covers("P-66")
@pytest.mark.parametrize("language", PANGRAMS)
def test_every_letter_of_the_language_is_read_back_as_it_was_written(language: str) -> None:
    document = order_pdf(replace(an_order_sheet(), description=PANGRAMS[language]), wording(language))

    said = whole_text(document)

    assert PANGRAMS[language] in said
    assert "\N{BLACK SQUARE}" not in said
    assert "\N{REPLACEMENT CHARACTER}" not in said


@pytest.mark.covers("P-66")
def test_the_fonts_travel_inside_the_file() -> None:
    found = fonts(order_pdf(an_order_sheet(), wording("cs")))

    assert all("SourceSansPro" in name for name in found)
    assert set(found.values()) == {True}


@pytest.mark.covers("P-66")
@pytest.mark.parametrize(
    "hostile",
    [
        "<b>Kowalski & synowie</b> <para> </i> 3 < 4 > 2 &amp; &#8364; <img src='x'/>",
        "{braces} %s \\ %(name)s ${x}",
        "</font><a href='javascript:x'>y</a>",
    ],
)
def test_marks_of_markup_are_printed_as_they_are(hostile: str) -> None:
    sheet = an_order_sheet()

    document = order_pdf(
        replace(sheet, title=hostile, description=f"Opis {hostile}", branch=hostile), wording("en")
    )

    assert whole_text(document).count(hostile) == 3


def test_characters_that_no_paper_can_show_do_no_harm() -> None:
    strange = "a\x00b\x07c\ud800d\ufffee\r\nf\rg\th 🙂 汉 \u202ei\N{SOFT HYPHEN}"

    document = paper_of(text(strange))

    assert "abcde" in pages(document)[0]


@pytest.mark.covers("P-67")
def test_a_description_of_twenty_thousand_characters_is_printed_to_its_last_word() -> None:
    words = [f"słowo{number}" for number in range(2_500)]
    long = " ".join(words)
    assert len(long) > 20_000

    document = order_pdf(replace(an_order_sheet(), description=long), wording("pl"))

    said = whole_text(document)
    assert len(pages(document)) > 3
    assert [word for word in words if word not in said] == []


@pytest.mark.covers("P-67")
def test_a_table_of_three_hundred_rows_repeats_its_titles_on_every_page() -> None:
    columns = (Column("Numer", 1), Column("Opis", 3))

    document = paper_of(table(columns, [(f"N{row:03}", f"Opis wiersza {row}") for row in range(300)]))

    sheets = pages(document)
    assert len(sheets) > 3
    assert all("Numer" in sheet and "Opis" in sheet for sheet in sheets)
    assert [row for row in range(300) if f"N{row:03}" not in " ".join(sheets)] == []


@pytest.mark.covers("P-67")
def test_a_cell_taller_than_a_page_goes_on_over_it() -> None:
    words = [f"wyraz{number}" for number in range(3_000)]
    columns = (Column("Kiedy", 1), Column("Treść", 3))

    document = paper_of(table(columns, [("przed", "x"), ("długi", " ".join(words)), ("po", "y")]))

    sheets = pages(document)
    said = one_line(" ".join(sheets))
    assert len(sheets) > 2
    assert [word for word in words if word not in said] == []
    assert all("Treść" in sheet for sheet in sheets)
    assert said.index("przed") < said.index("długi") < said.index("wyraz2999") < said.index(" po ")


@pytest.mark.covers("P-67")
def test_a_word_of_four_hundred_characters_is_broken_not_cut() -> None:
    word = "".join(f"{number:04}" for number in range(100))
    sheet = an_order_sheet()
    past = (replace(sheet.past_visits[0], report=word),)

    document = order_pdf(
        replace(sheet, title=word, description=f"Opis {word}", past_visits=past), wording("en")
    )

    assert whole_text(document).replace(" ", "").count(word) == 3


@pytest.mark.covers("P-67")
def test_an_endless_address_goes_on_over_the_page() -> None:
    sheet = an_order_sheet()
    long = " ".join(f"ulica{number}" for number in range(1_500))

    document = order_pdf(replace(sheet, place=replace(sheet.place, street=long)), wording("en"))

    assert "ulica1499" in whole_text(document)


@pytest.mark.covers("P-68")
def test_pages_are_counted_within_each_order_and_stand_at_the_same_place() -> None:
    long = replace(
        an_order_sheet(), number="WAW-000124/1", description="\n".join(f"wiersz {n}" for n in range(90))
    )

    sheets = pages(write_orders([an_order_sheet(), long, an_order_sheet()], wording("en")))

    counted = [one_line(sheet.strip().splitlines()[-1]) for sheet in sheets]
    assert [count[-11:] for count in counted] == [
        "Page 1 of 1",
        *[f"Page {n} of {len(sheets) - 2}" for n in range(1, len(sheets) - 1)],
        "Page 1 of 1",
    ]
    assert all("Serwis Polska, Warszawa" in sheet for sheet in sheets)
    assert ["WAW-000124/1" in sheet for sheet in sheets] == [False, *[True] * (len(sheets) - 2), False]


@pytest.mark.covers("P-68")
def test_the_second_and_third_page_are_framed_exactly_like_the_first() -> None:
    description = "\n".join(f"wiersz {number}" for number in range(150))

    shown = pictures(order_pdf(replace(an_order_sheet(), description=description), wording("pl")))

    heads = [picture.crop((0, 0, picture.width, HEAD_PIXELS)).tobytes() for picture in shown[:3]]
    feet = [
        picture.crop((0, picture.height - HEAD_PIXELS, picture.width // 2, picture.height)).tobytes()
        for picture in shown[:3]
    ]
    assert len(shown) >= 3
    assert len(set(heads)) == len(set(feet)) == 1


def test_the_same_rows_give_the_same_bytes() -> None:
    sheets = [an_order_sheet(), replace(an_order_sheet(), number="WAW-000124/1")]

    assert write_orders(sheets, wording("pl")) == write_orders(sheets, wording("pl"))


def test_amounts_have_two_decimals_in_the_way_of_the_country() -> None:
    assert amount(wording("en"), 123_450) == "1,234.50"
    assert amount(wording("cs"), -5) == "\N{MINUS SIGN}0,05"
