"""A report of a hundred pages, sixty charts and sixty tables as PDF, beside typst alone on the same source, in one run.

Each round has its own numbers, so that typst finds nothing in its memory from the round before.

    python bench/reports/run.py
"""

from __future__ import annotations

import datetime as dt
import io
import os
import statistics
import sys
import time

from hytti.core.charts.lines import Point, Series, line_chart

SECONDS, RATIO, PAGES = 2.0, 3.0, 100
ROUNDS, TABLES, CHARTS = 7, 60, 60
NAMES = ("Lahti", "Päijät-Häme", "Koko maa", "Asikkala", "Hartola", "Heinola", "Hollola", "Iitti", "Kärkölä",
         "Orimattila", "Padasjoki", "Sysmä")  # fmt: skip
ROLES = ("own", "county", "country", *("other",) * 9)
YEARS = range(2010, 2026)
SENTENCE = "Kuntalaisten kokemus osallisuudesta vaihtelee asuinkunnan, iän ja koulutuksen mukaan. "


def written(value: float, decimals: int = 1) -> str:
    return f"{value:.{decimals}f}".replace(".", ",")


def value(seed: int, area: int, year: int) -> float:
    """A made-up course."""
    return 9 + area * 0.6 + (year - 2010) * 0.1 + (seed + area * 7 + year * 5) % 11 * 0.2


def chart(seed: int, number: int):
    from hytti.reports.blocks import Cell, Chart, Column

    series = [
        Series(
            [Point(year, value(seed, at, year)) for year in YEARS],
            f"{name} {written(value(seed, at, 2025))}",
            ROLES[at],
        )
        for at, name in enumerate(NAMES)
    ]
    title = f"Mittari {number} vuosina 2010–2025, erä {seed}"
    svg = line_chart(series, key=f"k{number}", width=760, title=title, desc="Osuus vuosittain.", tick_text=written)
    columns = (Column("Alue"), *(Column(str(year), numeric=True, decimals=1) for year in YEARS[-5:]))
    rows = tuple(
        (Cell(name), *(Cell(written(at), at) for at in (value(seed, place, year) for year in YEARS[-5:])))
        for place, name in enumerate(NAMES)
    )
    return Chart(title, "Osuus kasvaa useimmissa kunnissa.", svg, columns, rows, source="Sotkanet")


def report(seed: int):
    """From plain data to the blocks: every chart is drawn here."""
    from hytti.reports.blocks import Cell, Column, Document, Heading, Paragraph, Table, text

    blocks = []
    for number in range(1, max(TABLES, CHARTS) + 1):
        drawn = chart(seed, number)
        columns = (Column("Alue"), *(Column(str(year), "%", numeric=True, decimals=1) for year in YEARS[-5:]))
        rows = tuple((Cell(f"{row[0].text}, ryhmä {group}"), *row[1:]) for group in (1, 2) for row in drawn.rows)
        if number % 6 == 1:
            blocks.append(Heading(f"Luku {number // 6 + 1}"))
        blocks += [
            Heading(f"Mittari {number}", 2),
            Paragraph(text(SENTENCE * 8)),
            drawn,
            Paragraph(text(SENTENCE * 5)),
            Table(f"Osuudet ryhmittäin {number}", columns, rows, source="Sotkanet"),
        ]
    return Document(f"Hyvinvointikertomus {seed}", "fi", dt.date(2026, 11, 24), "Testialue", tuple(blocks))


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hytti.config.settings")
    import django

    django.setup()
    import pikepdf

    from hytti.reports import pdf, typesetting
    from hytti.reports.whole import whole
    from hytti.reports.words import words_in

    words = words_in("fi")
    ours, alone, pages = [], [], 0
    for seed in range(ROUNDS + 1):
        start = time.perf_counter()
        made = pdf.pdf(report(seed))
        took = time.perf_counter() - start
        other = report(1000 + seed)
        source, data = pdf.typeset(other, words, whole(other, words, chart_tables=True))
        start = time.perf_counter()
        typesetting.compiled(source, data)
        peer = time.perf_counter() - start
        with pikepdf.open(io.BytesIO(made)) as opened:
            pages = len(opened.pages)
        if seed:  # the first round reads the fonts and the modules
            ours.append(took)
            alone.append(peer)
    took, peer = statistics.median(ours), statistics.median(alone)
    print(f"{pages} pages, {CHARTS} charts, {TABLES} tables, {len(made) / 1e6:.1f} MB")
    print(f"from data to PDF {took:.2f} s (limit {SECONDS} s)")
    print(f"typst alone {peer:.2f} s, ratio {took / peer:.2f} (limit {RATIO})")
    return 0 if pages >= PAGES and took <= SECONDS and took <= RATIO * peer else 1


if __name__ == "__main__":
    sys.exit(main())
