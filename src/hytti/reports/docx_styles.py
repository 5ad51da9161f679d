"""The Word document that a report is written into: its paper, its styles and what it says of itself."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor, Twips

from hytti.core.charts.standalone import tokens

from .docx_parts import LOCALES, element, field, run
from .pictures import TEXT_WIDTH

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.section import Section
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

    from .blocks import Document

FONT = b"Calibri"  # one that those who edit in Word have, or its twin Carlito
TYPEFACE = re.compile(rb'(<a:latin typeface=")[^"]*')
THUMBNAIL = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"
SHORT, LONG, SIDE = Mm(210), Mm(297), Mm(20)
UPRIGHT, ACROSS = ((side - 2 * SIDE) // Twips(1) for side in (SHORT, LONG))
"""The width of the text in twentieths of a point."""
SIZES = {"Title": 26, "Subtitle": 14, "Heading 1": 19, "Heading 2": 14.5, "Heading 3": 12, "Heading 4": 11,
         "TOC Heading": 19, "Caption": 11}  # fmt: skip
CALLOUT, ATTENTION, SMALL, CELL = "Callout", "Callout Attention", "Small Print", "Table Text"
NOTE, NOTE_MARK, LINK, TABLE = "footnote text", "footnote reference", "Hyperlink", "Light Shading"
MIDNIGHT = dt.time()


def empty(document: Document) -> Word:
    """A document without text whose styles, language, title, author and dates are those of the report."""
    word = docx.Document()
    _describe(word, document)
    _set_styles(word, LOCALES[document.language])
    section = word.sections[0]
    lay(section, landscape=False)
    section.top_margin, section.bottom_margin = Mm(22), Mm(24)
    section.left_margin = section.right_margin = SIDE
    _foot(section.footer.paragraphs[0], document.title)
    return word


def lay(section: Section, *, landscape: bool) -> None:
    """The section on A4 upright or across."""
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (LONG, SHORT) if landscape else (SHORT, LONG)


def _describe(word: Word, document: Document) -> None:
    about = word.core_properties
    about.title, about.subject, about.author = document.title, document.subtitle, document.author
    about.language, about.comments = LOCALES[document.language], ""
    about.created = about.modified = dt.datetime.combine(document.date, MIDNIGHT)
    package = word.part.package
    for key in [key for key, relation in package.rels.items() if relation.reltype == THUMBNAIL]:
        del package.rels[key]
    for setting in word.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # else Word opens the file as one of an older Word


def _set_styles(word: Word, locale: str) -> None:
    theme = word.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = TYPEFACE.sub(rb"\g<1>" + FONT, theme.blob)
    styles, colours = word.styles, tokens()
    for lang in styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), locale)
    for name, size in SIZES.items():
        style = styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(size), name != "Subtitle", False
        style.font.color.rgb = _colour(colours["--ink"])
        if (border := style.element.find(f".//{qn('w:pBdr')}")) is not None:
            border.getparent().remove(border)
    styles["Caption"].paragraph_format.keep_with_next = True
    styles["Heading 4"].font.italic = False
    styles["Quote"].paragraph_format.left_indent = Mm(8)
    stops = styles["Footer"].paragraph_format.tab_stops
    stops.clear_all()  # the page number goes to the right edge, past no stop in the middle
    stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    small = _new(word, SMALL, 9, after=4)
    small.font.color.rgb = _colour(colours["--quiet"])
    _new(word, CELL, 9.5, after=1)
    for name, edge, wash in ((CALLOUT, "lake", "wash-lake"), (ATTENTION, "ember", "wash-ember")):
        _frame(_new(word, name, 11, after=10), colours[f"--{edge}"], colours[f"--{wash}"])
    for level in (1, 2, 3):
        _new(word, f"toc {level}", 11, after=3, builtin=True).paragraph_format.left_indent = Mm(6 * (level - 1))
    _new(word, NOTE, 9, after=0, builtin=True)
    styles.add_style(NOTE_MARK, WD_STYLE_TYPE.CHARACTER, builtin=True).font.superscript = True
    link = styles.add_style(LINK, WD_STYLE_TYPE.CHARACTER, builtin=True).font
    link.underline, link.color.rgb = True, _colour(colours["--lake"])


def _new(word: Word, name: str, size: float, *, after: float, builtin: bool = False) -> ParagraphStyle:
    style: ParagraphStyle = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=builtin)
    style.base_style = word.styles["Normal"]
    style.font.size, style.paragraph_format.space_after = Pt(size), Pt(after)
    style.paragraph_format.line_spacing = 1.0
    return style


def _frame(style: ParagraphStyle, edge: str, wash: str) -> None:
    """A coloured edge and ground, placed where the schema has them in a paragraph's properties."""
    looks = style.element.get_or_add_pPr()
    side = {"w:val": "single", "w:sz": "24", "w:space": "8", "w:color": edge.lstrip("#")}
    borders: BaseOxmlElement = element("w:pBdr", None, element("w:left", side))
    ground = element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": wash.lstrip("#")})
    looks.insert(0, borders)
    looks.insert(1, ground)
    style.paragraph_format.left_indent = Mm(5)
    looks.append(element("w:contextualSpacing"))  # no room between paragraphs of one callout


def _colour(token: str) -> RGBColor:
    return RGBColor.from_string(token.lstrip("#").upper())


def _foot(paragraph: Paragraph, title: str) -> None:
    """The title at the left, the page and the count of pages at the right."""
    paragraph._p.append(run(title))
    paragraph.add_run("\t")
    paragraph._p.extend((field("PAGE", "1"), run(" / "), field("NUMPAGES", "1")))
