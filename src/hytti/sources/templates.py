"""Spreadsheet templates for people's own figures: what they fill in reads back through `mapping` as it is."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from .records import FLAGS, SEXES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

ROWS = 2000
FIGURES, GUIDE, LISTS = "Luvut Siffror Figures", "Ohje Anvisning Guide", "lists"
HEADINGS = (
    "Indikaattori / Indikator / Indicator",
    "Alue / Område / Area",
    "Vuosi / År / Year",
    "Sukupuoli / Kön / Sex",
    "Arvo / Värde / Value",
    "Lukumäärä / Antal / Count",
    "Nimittäjä / Nämnare / Denominator",
    "Merkintä / Märkning / Flag",
)
SEX_CHOICES = ("yhteensä", "miehet", "naiset", "totalt", "män", "kvinnor", *SEXES)
FLAG_CHOICES = (
    *("salattu", "ennakkotieto", "aikasarjakatko", "arvio"),
    *("sekretess", "preliminär", "tidsseriebrott", "uppskattning"),
    *FLAGS,
)
REFUSAL = "Valitse luettelosta. / Välj ur listan. / Choose from the list."
INSTRUCTIONS = (
    (
        "Kirjoita jokainen luku omalle rivilleen. Valitse indikaattori ja alue luettelosta.",
        "Skriv varje siffra på en egen rad. Välj indikator och område ur listan.",
        "Write each figure on a row of its own. Choose the indicator and the area from the list.",
    ),
    (
        "Kirjoita vuosi neljällä numerolla, esimerkiksi 2024.",
        "Skriv året med fyra siffror, till exempel 2024.",
        "Write the year with four digits, for example 2024.",
    ),
    (
        "Jätä sukupuoli tyhjäksi, kun luku koskee kaikkia.",
        "Lämna könet tomt när siffran gäller alla.",
        "Leave the sex empty when the figure is about everyone.",
    ),
    (
        "Arvo on osuus, suhdeluku tai keskiarvo. Lukumäärä ja nimittäjä ovat luvut, joista arvo on laskettu.",
        "Värdet är en andel, ett relationstal eller ett medeltal. Antalet och nämnaren är talen bakom värdet.",
        "The value is a share, a rate or a mean. The count and the denominator are the numbers behind it.",
    ),
    (
        "Jos lukua ei ole, jätä solu tyhjäksi. Älä kirjoita nollaa tai viivaa.",
        "Om det inte finns någon siffra, lämna cellen tom. Skriv inte noll eller ett streck.",
        "If there is no figure, leave the cell empty. Do not write zero or a dash.",
    ),
    (
        "Jos lukua ei saa näyttää pienen joukon vuoksi, kirjoita merkinnäksi salattu ja jätä luvut tyhjiksi.",
        "Om siffran inte får visas för att gruppen är liten, märk raden med sekretess och lämna siffrorna tomma.",
        "If the figure may not be shown, as the group is small, mark the row suppressed and leave the figures empty.",
    ),
    (
        "Älä kirjoita tiedostoon henkilötunnuksia tai muita henkilön tietoja. Sellaista tiedostoa ei oteta vastaan.",
        "Skriv inga personbeteckningar eller andra uppgifter om personer i filen. En sådan fil tas inte emot.",
        "Write no personal identity codes or other details of persons in the file. Such a file is not accepted.",
    ),
)


def figures_template(
    *,
    areas: Sequence[str],
    indicators: Sequence[str],
    years: tuple[int, int],
    made_at: dt.datetime,
    rows: Sequence[Sequence[str | float | None]] = (),
) -> bytes:
    """An XLSX file to fill in: choices for areas and indicators, a range for years, a guide in three languages.

    areas, indicators: words that the reader's resolvers understand; rows: figures already there, in the order of
    HEADINGS; made_at: goes into the file's properties.
    """
    import xlsxwriter  # heavy, and seldom needed in a web worker

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": FIGURES, "created": made_at})
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(FIGURES)
        _write_guide(book.add_worksheet(GUIDE), bold, wrapped)
        choices = _write_lists(book.add_worksheet(LISTS), (indicators, areas, SEX_CHOICES, FLAG_CHOICES))
        sheet.write_row(0, 0, HEADINGS, bold)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 1, 40)
        sheet.set_column(2, len(HEADINGS) - 1, 24)
        for line, row in enumerate(rows, 1):
            sheet.write_row(line, 0, row)
        _add_validation(sheet, choices, years)
    return out.getvalue()


def _write_guide(sheet: Any, bold: Any, wrapped: Any) -> None:
    sheet.set_column(0, 2, 60, wrapped)
    sheet.write_row(0, 0, ("Suomeksi", "På svenska", "In English"), bold)
    for line, texts in enumerate(INSTRUCTIONS, 1):
        sheet.write_row(line, 0, texts, wrapped)


def _write_lists(sheet: Any, lists: Sequence[Sequence[str]]) -> list[str]:
    """The lists side by side in a hidden sheet; the reference to each."""
    sheet.hide()
    references = []
    for column, words in enumerate(lists):
        sheet.write_column(0, column, words)
        letter = chr(ord("A") + column)
        references.append(f"={LISTS}!${letter}$1:${letter}${max(1, len(words))}")
    return references


def _add_validation(sheet: Any, choices: Sequence[str], years: tuple[int, int]) -> None:
    first, last = years
    said = f"{first}-{last}"
    for column, reference in zip((0, 1, 3, 7), choices, strict=True):
        sheet.data_validation(
            1, column, ROWS, column, {"validate": "list", "source": reference, "error_message": REFUSAL}
        )
    sheet.data_validation(
        1,
        2,
        ROWS,
        2,
        {"validate": "integer", "criteria": "between", "minimum": first, "maximum": last, "error_message": said},
    )
    for column in (5, 6):
        sheet.data_validation(1, column, ROWS, column, {"validate": "decimal", "criteria": ">=", "value": 0})
