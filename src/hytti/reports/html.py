"""A document as a fragment of a web page, in the classes of the page components. The page has the title as its h1."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, assert_never

from hytti.core.steps import Step, silent

from .blocks import (
    Annex,
    Callout,
    Chart,
    Heading,
    KeyFigures,
    List,
    PageBreak,
    Paragraph,
    Quote,
    Table,
)
from .whole import whole
from .words import words_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .blocks import Cell, Column, Document, Inline, Row
    from .whole import Placed
    from .words import Words


def html(document: Document, *, step: Step = silent) -> str:
    """The document as safe HTML, its headings from h2 down.

    Raises InvalidDocument where the document breaks a rule, and what `step` raises.
    """
    words = words_in(document.language)
    placed = whole(document, words, chart_tables=False)
    page = _Page(words)
    parts = []
    for at, one in enumerate(placed):
        step(at, len(placed))
        parts.append(page.block(one))
    step(len(placed), len(placed))
    contents = page.contents() if document.contents else ""
    return f'<div class="prose report" lang="{document.language}">{contents}{"".join(parts)}{page.end_notes()}</div>'


class _Page:
    """What has been written so far: the headings and the notes have numbers."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.notes: list[str] = []
        self.headings: list[tuple[int, str, str]] = []

    def block(self, placed: Placed) -> str:
        block = placed.block
        match block:
            case Heading():
                return self.heading(block.level, block.text)
            case Annex():
                return self.heading(1, placed.caption)
            case Paragraph():
                return self.paragraphs((block.runs,))
            case List():
                kind = "ol" if block.ordered else "ul"
                items = "".join(f"<li>{self.inline(item)}</li>" for item in block.items)
                return f"<{kind}>{items}</{kind}>"
            case Callout():
                title = f"<p><strong>{escape(block.title)}</strong></p>" if block.title else ""
                css = "notice notice-ember" if block.attention else "notice"
                return f'<div class="{css}">{title}{self.paragraphs(block.paragraphs)}</div>'
            case Quote():
                who = f'<p class="quiet">{escape(block.who)}</p>' if block.who else ""
                return f"<blockquote>{self.paragraphs(block.paragraphs)}{who}</blockquote>"
            case KeyFigures():
                return self.key_figures(block)
            case Table():
                return self.table(placed.caption, block)
            case Chart():
                return self.chart(placed.caption, block)
            case PageBreak():
                return ""
        assert_never(block)

    def heading(self, level: int, words: str) -> str:
        name = f"osa-{len(self.headings) + 1}"
        self.headings.append((level, name, words))
        return f'<h{level + 1} id="{name}">{escape(words)}</h{level + 1}>'

    def paragraphs(self, all_runs: Iterable[Inline]) -> str:
        return "".join(f"<p>{self.inline(runs)}</p>" for runs in all_runs)

    def inline(self, runs: Inline) -> str:
        written = []
        for run in runs:
            said = escape(run.text)
            if run.strong:
                said = f"<strong>{said}</strong>"
            if run.url:
                said = f'<a href="{escape(run.url)}">{said}</a>'
            if run.lang:
                said = f'<span lang="{escape(run.lang)}">{said}</span>'
            written.append(said + (self.note(run.note) if run.note else ""))
        return "".join(written)

    def note(self, words: str) -> str:
        self.notes.append(words)
        number = len(self.notes)
        return f'<sup><a id="viite-{number}" href="#huomautus-{number}">{number}</a></sup>'

    def key_figures(self, block: KeyFigures) -> str:
        items = "".join(
            f'<li><span class="big">{escape(one.figure.text)}</span>{escape(one.label)}{_quiet(one.remark)}</li>'
            for one in block.figures
        )
        return f'<ul class="figures">{items}</ul>{self.source(block.source)}'

    def table(self, caption: str, block: Table) -> str:
        notes = "".join(f'<p class="table-foot">{at}) {escape(note)}</p>' for at, note in enumerate(block.notes, 1))
        name = f"<caption>{escape(caption)}</caption>"
        rows = self.rows(caption, block.columns, block.rows, block.header_column, name)
        return f"<div>{rows}{notes}{self.source(block.source)}</div>"

    def chart(self, caption: str, block: Chart) -> str:
        subtitle = f'<p class="figure-subtitle">{escape(block.subtitle)}</p>' if block.subtitle else ""
        head = f'<figcaption><p class="figure-title">{escape(caption)}</p>{subtitle}</figcaption>'
        picture = _scrolled(caption, block.svg)
        if block.svg_phone:
            picture = f'<div class="wide-picture">{block.svg}</div><div class="phone-picture">{block.svg_phone}</div>'
        rows = self.rows(f"{caption}. {self.words.figures}", block.columns, block.rows, True, "")
        table = f'<details class="more"><summary>{escape(self.words.figures_as_table)}</summary>{rows}</details>'
        return f"<figure>{head}{picture}{table}{self.source(block.source)}</figure>"

    def rows(self, label: str, columns: Sequence[Column], rows: Sequence[Row], named: bool, name: str) -> str:
        head = "".join(f'<th scope="col"{_side(column)}>{escape(column.heading)}</th>' for column in columns)
        body = "".join(f"<tr>{_cells(columns, row, named)}</tr>" for row in rows)
        empty = "" if rows else f'<p class="table-foot">{escape(self.words.empty)}</p>'
        table = f"<table>{name}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        return _scrolled(label, table) + empty

    def source(self, words: str) -> str:
        return f'<p class="figure-source">{escape(self.words.source)}: {escape(words)}</p>' if words else ""

    def contents(self) -> str:
        items = "".join(
            f'<li><a href="#{name}">{escape(words)}</a></li>' for level, name, words in self.headings if level == 1
        )
        head = f'<h2 id="sisallys">{escape(self.words.contents)}</h2>'
        return f'<nav aria-labelledby="sisallys">{head}<ul>{items}</ul></nav>'

    def end_notes(self) -> str:
        if not self.notes:
            return ""
        items = "".join(
            f'<li id="huomautus-{at}">{escape(note)} <a href="#viite-{at}">{escape(self.words.back)}</a></li>'
            for at, note in enumerate(self.notes, 1)
        )
        return f"<h2>{escape(self.words.notes)}</h2><ol>{items}</ol>"


def _scrolled(label: str, inside: str) -> str:
    """What may be wider than its place: it scrolls, with the keyboard too."""
    return f'<div class="scroll" role="region" aria-label="{escape(label)}" tabindex="0">{inside}</div>'


def _quiet(words: str) -> str:
    return f'<span class="quiet">{escape(words)}</span>' if words else ""


def _side(column: Column) -> str:
    return ' class="number"' if column.numeric else ""


def _cells(columns: Sequence[Column], row: Sequence[Cell], named: bool) -> str:
    cells = [f"<td{_side(column)}>{escape(cell.text)}</td>" for column, cell in zip(columns, row, strict=True)]
    if named:
        cells[0] = f'<th scope="row">{escape(row[0].text)}</th>'
    return "".join(cells)
