"""A document as a Word file for those who go on editing: real styles, captions that count, notes at the foot."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, assert_never

from docx.enum.section import WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Mm

from hytti.core.charts.standalone import with_style
from hytti.core.steps import Step, silent

from . import docx_parts as parts
from .blocks import Annex, Callout, Chart, Heading, KeyFigures, List, PageBreak, Paragraph, Quote, Run, Table
from .docx_styles import ACROSS, ATTENTION, CALLOUT, CELL, LINK, NOTE, NOTE_MARK, SMALL, TABLE, UPRIGHT, empty, lay
from .letters import with_boxes
from .pictures import width_on_page
from .typesetting import png
from .whole import whole
from .words import words_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docx.document import Document as Word
    from docx.text.paragraph import Paragraph as WordParagraph

    from .blocks import Document, Inline
    from .whole import Placed
    from .words import Words

DEEPEST_CONTENTS = 3
MANY_COLUMNS = 8  # more of them need the paper across


def docx(document: Document, *, step: Step = silent) -> bytes:
    """The document as a Word file, the same bytes for the same document.

    Raises InvalidDocument where the document breaks a rule, NotMade where a picture fails, and what `step` raises.
    """
    words = words_in(document.language)
    placed = whole(document, words, chart_tables=True)
    writer = _Writer(empty(document), words)
    writer.head(document)
    if document.contents:
        writer.contents(placed)
    for at, one in enumerate(placed):
        step(at, len(placed))
        writer.block(one)
    made = writer.finished()
    step(len(placed), len(placed))
    return made


class _Writer:
    """What has been written so far: headings, notes and pictures have numbers."""

    def __init__(self, word: Word, words: Words) -> None:
        self.word, self.words = word, words
        self.ids: dict[str, str] = {style.name: style.style_id for style in word.styles}
        self.notes: list[str] = []
        self.headings = self.marks = 0
        self.new_page = False

    def head(self, document: Document) -> None:
        self.paragraph("Title")._p.append(parts.run(document.title))
        if document.subtitle:
            self.paragraph("Subtitle")._p.append(parts.run(document.subtitle))
        self.paragraph(SMALL)._p.append(parts.run(f"{document.author} · {self.words.day(document.date)}"))

    def contents(self, placed: Sequence[Placed]) -> None:
        """The headings as links; Word adds the pages when it updates the field."""
        self.paragraph("TOC Heading")._p.append(parts.run(self.words.contents))
        titles = [(number, *title) for number, title in enumerate(filter(None, map(_title, placed)), start=1)]
        shown = [one for one in titles if one[1] <= DEEPEST_CONTENTS]
        for number, level, said in shown:
            entry = self.paragraph(f"toc {level}")._p
            if (number, level, said) == shown[0]:
                entry.extend(parts.field_start(f'TOC \\o "1-{DEEPEST_CONTENTS}" \\h \\z \\u'))
            entry.append(parts.link(parts.run(said), anchor=f"_Toc{number}"))
            if (number, level, said) == shown[-1]:
                entry.append(parts.field_end())

    def block(self, placed: Placed) -> None:
        block = placed.block
        match block:
            case Heading():
                self.heading(block.level, block.text)
            case Annex():
                self.new_page = True
                self.heading(1, placed.caption)
            case Paragraph():
                self.inline(self.paragraph(), block.runs)
            case List():
                self.list(block)
            case Callout():
                title = ((Run(block.title, strong=True),),) if block.title else ()
                self.paragraphs((*title, *block.paragraphs), ATTENTION if block.attention else CALLOUT)
            case Quote():
                who = ((Run(f"– {block.who}"),),) if block.who else ()
                self.paragraphs((*block.paragraphs, *who), "Quote")
            case KeyFigures():
                self.key_figures(block)
            case Table():
                self.table(placed, block)
            case Chart():
                self.chart(placed, block)
            case PageBreak():
                self.new_page = True
            case _:
                assert_never(block)

    def paragraph(self, style: str = "Normal") -> WordParagraph:
        made = self.word.add_paragraph()
        made._p.style = self.ids[style]
        if self.new_page:
            made.paragraph_format.page_break_before = True
            self.new_page = False
        return made

    def paragraphs(self, all_runs: Iterable[Inline], style: str) -> None:
        for runs in all_runs:
            self.inline(self.paragraph(style), runs)

    def heading(self, level: int, said: str) -> None:
        self.headings += 1
        self.marked(self.paragraph(f"Heading {level}"), f"_Toc{self.headings}", said)

    def marked(self, paragraph: WordParagraph, name: str, said: str) -> None:
        self.marks += 1
        paragraph._p.extend(parts.bookmark(name, self.marks, parts.run(said)))

    def inline(self, paragraph: WordParagraph, runs: Inline) -> None:
        for one in runs:
            style = self.ids[LINK] if one.url else ""
            said = parts.run(one.text, style=style, strong=one.strong, lang=one.lang)
            if one.url:
                said = parts.link(said, relation=self.word.part.relate_to(one.url, RELATIONSHIP_TYPE.HYPERLINK, True))
            paragraph._p.append(said)
            if one.note:
                self.notes.append(one.note)
                paragraph._p.append(parts.footnote_mark(len(self.notes), self.ids[NOTE_MARK]))

    def list(self, block: List) -> None:
        style = "List Number" if block.ordered else "List Bullet"
        number = self.fresh_numbers() if block.ordered else 0
        for item in block.items:
            made = self.paragraph(style)
            if number:
                made._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number
            self.inline(made, item)

    def fresh_numbers(self) -> int:
        """The number of a numbering that begins from 1."""
        numbering = self.word.part.numbering_part.element
        style = self.word.styles["List Number"].element
        own = numbering.num_having_numId(style.pPr.numPr.numId.val)
        fresh = numbering.add_num(own.abstractNumId.val)
        fresh.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(fresh.numId)

    def key_figures(self, block: KeyFigures) -> None:
        for one in block.figures:
            remark = f" ({one.remark})" if one.remark else ""
            figure = Run(one.figure.text, strong=True)
            self.inline(self.paragraph("List Bullet"), (figure, Run(f" {one.label}{remark}")))
        self.source(block.source)

    def caption(self, placed: Placed) -> None:
        """ "Taulukko 3. Väkiluku", where Word counts the 3; on the figures of a chart the number is the chart's."""
        paragraph = self.paragraph("Caption")
        if placed.chart and isinstance(placed.block, Table):
            self.marked(paragraph, f"Figures{placed.chart}", placed.caption)
        elif placed.name:
            kind, _, number = placed.name.rpartition(" ")
            rest = placed.caption.removeprefix(placed.name)
            paragraph._p.extend((parts.run(f"{kind} "), parts.field(f"SEQ {kind} \\* ARABIC", number), parts.run(rest)))
        else:
            paragraph._p.append(parts.run(placed.caption))

    def table(self, placed: Placed, block: Table) -> None:
        across = len(block.columns) > MANY_COLUMNS
        if across:
            self.turn(landscape=True)
        self.caption(placed)
        room = ACROSS if across else UPRIGHT
        styles = (self.ids[TABLE], self.ids[CELL])
        made = parts.table(
            placed.caption, block.columns, block.rows, named=block.header_column, width=room, styles=styles
        )
        self.word.element.body.sectPr.addprevious(made)
        if not block.rows:
            self.small(self.words.empty)
        for at, note in enumerate(block.notes, start=1):
            self.small(f"{at}) {note}")
        self.source(block.source)
        if across:
            self.turn(landscape=False)

    def turn(self, *, landscape: bool) -> None:
        self.new_page = False
        lay(self.word.add_section(WD_SECTION.NEW_PAGE), landscape=landscape)

    def chart(self, placed: Placed, block: Chart) -> None:
        self.caption(placed)
        if block.subtitle:
            self.small(block.subtitle).paragraph_format.keep_with_next = True
        picture = png(with_style(with_boxes(block.svg)))
        inline = self.paragraph().add_run().add_picture(io.BytesIO(picture), width=Mm(width_on_page(block.svg)))._inline
        inline.docPr.set("name", placed.name)
        inline.docPr.set("descr", block.alt)
        self.source(block.source)
        see = parts.run(placed.see, style=self.ids[LINK])
        self.paragraph(SMALL)._p.append(parts.link(see, anchor=f"Figures{placed.chart}"))

    def small(self, said: str) -> WordParagraph:
        made = self.paragraph(SMALL)
        made._p.append(parts.run(said))
        return made

    def source(self, said: str) -> None:
        if said:
            self.small(f"{self.words.source}: {said}")

    def finished(self) -> bytes:
        if self.notes:
            styles = {"text_style": self.ids[NOTE], "mark_style": self.ids[NOTE_MARK]}
            parts.add_footnotes(self.word, self.notes, **styles)
        return parts.packed(self.word)


def _title(placed: Placed) -> tuple[int, str] | None:
    match placed.block:
        case Heading(level=level, text=said):
            return level, said
        case Annex():
            return 1, placed.caption
    return None
