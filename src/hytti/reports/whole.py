"""The document as a reader meets it: captions numbered, the charts' figures as an annex, and where it comes from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .blocks import Annex, Block, Cell, Chart, Column, Heading, KeyFigures, List, Paragraph, Run, Table, text
from .frozen import sha256

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .blocks import Document, Inline, Source
    from .words import Words


@dataclass(frozen=True, slots=True)
class Placed:
    """A block in its place.

    `name` is what it is called ("Taulukko 3") and `caption` that with its title; `chart` is the chart's number, on the
    chart and on its figures; `see` tells on the chart where they are.
    """

    block: Block
    name: str = ""
    caption: str = ""
    chart: int = 0
    see: str = ""


def whole(document: Document, words: Words, *, chart_tables: bool) -> tuple[Placed, ...]:
    """The blocks of the document, with the charts' figures in an annex where they are asked for, and the closing page.

    Raises InvalidDocument where the document breaks a rule.
    """
    digest = sha256(document)
    annex = f"{words.annex} {sum(isinstance(block, Annex) for block in document.blocks) + 1}"
    placed = list(_numbered(document.blocks, words, f"{words.figures}: {annex}" if chart_tables else ""))
    charts = [one for one in placed if isinstance(one.block, Chart)]
    if charts and chart_tables:
        placed.append(Placed(Annex(words.chart_figures), annex, f"{annex}. {words.chart_figures}"))
        placed += [Placed(_figures(one), one.name, one.caption, one.chart) for one in charts]
    placed += [
        Placed(block, "", block.caption if isinstance(block, Table) else "")
        for block in _about(document, words, digest)
    ]
    return tuple(placed)


def _numbered(blocks: tuple[Block, ...], words: Words, see: str) -> Iterator[Placed]:
    counted: Counter[str] = Counter()

    def name(kind: str) -> str:
        counted[kind] += 1
        return f"{kind} {counted[kind]}"

    for block in blocks:
        match block:
            case Table():
                called = name(words.table)
                yield Placed(block, called, f"{called}. {block.caption}")
            case Chart():
                called = name(words.chart)
                yield Placed(block, called, f"{called}. {block.title}", counted[words.chart], see)
            case Annex():
                called = name(words.annex)
                yield Placed(block, called, f"{called}. {block.title}")
            case KeyFigures():
                yield Placed(block, name(words.figures))
            case _:
                yield Placed(block)


def _figures(placed: Placed) -> Table:
    chart = placed.block
    assert isinstance(chart, Chart)
    return Table(chart.title, chart.columns, chart.rows, source=chart.source)


def _about(document: Document, words: Words, digest: str) -> Iterator[Block]:
    yield Heading(words.about)
    yield Paragraph(text(f"{words.author}: {document.author}. {words.date}: {words.day(document.date)}."))
    if document.sources:
        yield Heading(words.sources, 2)
        yield List(tuple(_source(source) for source in document.sources))
    if document.datasets:
        yield Heading(words.datasets, 2)
        columns = (Column(words.dataset), Column(words.as_of), Column(words.checksum))
        rows = tuple((Cell(one.title or one.key), Cell(one.as_of), Cell(one.sha256)) for one in document.datasets)
        yield Table(words.datasets, columns, rows)
    yield Heading(words.content_checksum, 2)
    yield Paragraph(text(digest))


def _source(source: Source) -> Inline:
    rest = ", ".join(filter(None, (source.as_of, source.licence)))
    return (Run(source.name, url=source.url), *(text(f". {rest}.") if rest else ()))
