"""Documents for tests: every kind of block, with Finnish letters."""

from __future__ import annotations

import datetime as dt

from hytti.core.charts.dots import Row as DotRow
from hytti.core.charts.dots import dot_chart
from hytti.reports.blocks import (
    Annex,
    Block,
    Callout,
    Cell,
    Chart,
    Column,
    DatasetVersion,
    Document,
    Heading,
    KeyFigure,
    KeyFigures,
    List,
    PageBreak,
    Paragraph,
    Quote,
    Run,
    Source,
    Table,
    text,
)

DAY = dt.date(2026, 11, 24)
COLUMNS = (Column("Kunta"), Column("Väkiluku", "henkilöä", numeric=True, decimals=0))
ROWS = (
    (Cell("Lahti"), Cell("120\u00a0693", 120693)),
    (Cell("Kärkölä"), Cell("4\u00a0190", 4190)),
    (Cell("Sysmä"), Cell("ei tietoa")),
)


def chart(key: str = "k", title: str = "Väestö vähenee Sysmässä", **more: object) -> Chart:
    """A chart of three municipalities with its figures."""
    svg = dot_chart(
        [DotRow(row[0].text, row[1].value, row[1].text, None, None, "other") for row in ROWS],
        key=key,
        width=760,
        title=title,
        desc="Pisteet kunnittain.",
        tick_text=lambda value, decimals: f"{value:.{decimals}f}",
    )
    words = {"subtitle": "Väkiluku 31.12.2025", "source": "Tilastokeskus"}
    return Chart(title, "Lahdessa 120 693, Kärkölässä 4 190 henkilöä.", svg, COLUMNS, ROWS, **{**words, **more})


def table(caption: str = "Väkiluku kunnittain", **more: object) -> Table:
    words = {"notes": ("Sysmän luku puuttuu.",), "source": "Tilastokeskus, väestörakenne"}
    return Table(caption, COLUMNS, ROWS, **{**words, **more})


BLOCKS: tuple[Block, ...] = (
    Heading("Tiivistelmä"),
    Paragraph(
        (
            Run("Hyvinvointi on "),
            Run("kohentunut", strong=True, note="Vertailu vuoteen 2021."),
            Run(". Lue lisää "),
            Run("THL:n sivuilta", url="https://thl.fi/hyvinvointikertomus"),
            Run(" (på svenska)", lang="sv"),
            Run("."),
        )
    ),
    KeyFigures(
        (KeyFigure("asukasta", Cell("206\u00a0213", 206213), "31.12.2025"), KeyFigure("kuntaa", Cell("10", 10)))
    ),
    Heading("Väestö", 2),
    List((text("Lapset ja nuoret"), text("Ikääntyneet → palvelut"))),
    List((text("ensin"), text("sitten")), ordered=True),
    table(),
    chart(),
    Callout("Huomattavaa", (text("Äänestysaktiivisuus laski."),), attention=True),
    Quote((text("Yhdessä olemme enemmän."),), "Nuorisovaltuusto"),
    Heading("Suunnitelma"),
    PageBreak(),
    Heading("Kärjet", 2),
    Heading("Osallisuus", 3),
    Paragraph(text("Osallisuuden voima.")),
    Annex("Mittarit"),
    Paragraph(text("Pois jätetyt mittarit ja syy.")),
)


def document(*blocks: Block, **more: object) -> Document:
    """The sample document, or one of the given blocks."""
    head = {
        "title": "Hyvinvointikertomus 2026",
        "subtitle": "Päijät-Hämeen hyvinvointialue",
        "language": "fi",
        "date": DAY,
        "author": "Päijät-Hämeen hyvinvointialue",
        "sources": (Source("Sotkanet", "https://sotkanet.fi", "31.12.2025", "CC BY 4.0"), Source("Tilastokeskus")),
        "datasets": (DatasetVersion("sotkanet-127", "Väkiluku", "31.12.2025", "ab" * 32),),
    }
    return Document(blocks=blocks or BLOCKS, **{**head, **more})
