"""Pieces of WordprocessingML that python-docx does not write: links, fields, footnotes, whole tables; and the package.

Texts come as they are and are escaped here; a turn of line is a space.
"""

from __future__ import annotations

import io
import zipfile
from copy import deepcopy as copy
from html import escape
from typing import TYPE_CHECKING

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from .letters import TURN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from docx.document import Document as Word
    from docx.oxml.xmlchemy import BaseOxmlElement

    from .blocks import Column, Row

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest day that a package knows
NARROW, BROAD, WORD = 6, 40, 22  # letters that a column's width reckons with; a longer word may be broken
LETTER, EDGES = 105, 2  # a letter of a table's text in twentieths of a point; a cell's edges in letters
LOCALES = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}


def element(tag: str, attributes: Mapping[str, str] | None = None, *inside: BaseOxmlElement) -> BaseOxmlElement:
    made: BaseOxmlElement = OxmlElement(tag, {qn(name): value for name, value in (attributes or {}).items()})
    made.extend(inside)
    return made


def run(text: str, *, style: str = "", strong: bool = False, lang: str = "") -> BaseOxmlElement:
    """Words in the character style of that id; `lang` as in fi, where it is not the document's."""
    looks = element("w:rPr")
    if style:
        looks.append(element("w:rStyle", {"w:val": style}))
    if strong:
        looks.append(element("w:b"))
    if lang:
        looks.append(element("w:lang", {"w:val": LOCALES.get(lang, lang)}))
    said = element("w:t", {"xml:space": "preserve"})
    said.text = TURN.sub(" ", text)
    return element("w:r", None, looks, said) if len(looks) else element("w:r", None, said)


def link(*inside: BaseOxmlElement, relation: str = "", anchor: str = "") -> BaseOxmlElement:
    """A link out by its relation in the package, or to a bookmark."""
    where = {"r:id": relation} if relation else {"w:anchor": anchor}
    return element("w:hyperlink", {**where, "w:history": "1"}, *inside)


def bookmark(name: str, number: int, *inside: BaseOxmlElement) -> list[BaseOxmlElement]:
    start = element("w:bookmarkStart", {"w:id": str(number), "w:name": name})
    return [start, *inside, element("w:bookmarkEnd", {"w:id": str(number)})]


def field(instruction: str, shown: str) -> BaseOxmlElement:
    """A field that Word may count anew; until then it shows the given words."""
    return element("w:fldSimple", {"w:instr": f" {instruction} "}, run(shown))


def field_start(instruction: str) -> list[BaseOxmlElement]:
    """The beginning of a field that goes on over paragraphs up to `field_end`."""
    said = element("w:instrText", {"xml:space": "preserve"})
    said.text = f" {instruction} "
    return [_mark("begin"), element("w:r", None, said), _mark("separate")]


def field_end() -> BaseOxmlElement:
    return _mark("end")


def _mark(kind: str) -> BaseOxmlElement:
    return element("w:r", None, element("w:fldChar", {"w:fldCharType": kind}))


def table(
    caption: str, columns: Sequence[Column], rows: Sequence[Row], *, named: bool, width: int, styles: tuple[str, str]
) -> BaseOxmlElement:
    """A table whose first row is repeated on each page; with `named` the first cells name their rows.

    width: of the page, in twentieths of a point. styles: the ids of the table's and of its paragraphs' style.
    """
    table_style, text_style = styles
    widths = _widths(columns, rows, width)
    look = 0x06A0 if named else 0x0620  # heading row, heading column, no bands
    looks = (
        element("w:tblStyle", {"w:val": table_style}),
        element("w:tblW", {"w:w": "0", "w:type": "auto"}),
        element("w:tblLook", {"w:val": f"{look:04X}", "w:firstRow": "1", "w:firstColumn": f"{named:d}"}),
        element("w:tblCaption", {"w:val": caption}),
    )
    grid = (element("w:gridCol", {"w:w": str(at)}) for at in widths)
    before = tuple(_before(column, at, text_style) for column, at in zip(columns, widths, strict=True))
    texts = ([column.heading for column in columns], *([cell.text for cell in row] for row in rows))
    written = "".join(_row(before, row, "" if at else "<w:tblHeader/>") for at, row in enumerate(texts))
    made = element("w:tbl", None, element("w:tblPr", None, *looks), element("w:tblGrid", None, *grid))
    made.extend(parse_xml(f"<w:tbl {nsdecls('w')}>{written}</w:tbl>"))
    return made


def _before(column: Column, width: int, style: str) -> str:
    """What each cell of the column begins with: cells come by thousands, so they are written as text."""
    side = '<w:jc w:val="right"/>' if column.numeric else ""
    looks = f'<w:pPr><w:pStyle w:val="{style}"/>{side}</w:pPr>'
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p>{looks}<w:r><w:t xml:space="preserve">'


def _row(before: Sequence[str], texts: Sequence[str], kind: str) -> str:
    cells = "".join(
        f"{start}{escape(TURN.sub(' ', text))}</w:t></w:r></w:p></w:tc>"
        for start, text in zip(before, texts, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{kind}</w:trPr>{cells}</w:tr>"


def _widths(columns: Sequence[Column], rows: Sequence[Row], width: int) -> list[int]:
    """The columns' shares of the width: room for the longest word of each, and the rest by their longest texts.

    A number and its unit are one word: the space between them is not one that breaks.
    """
    texts = [[column.heading, *(row[at].text for row in rows)] for at, column in enumerate(columns)]
    least = [min(max(*map(len, " ".join(column).split(" ")), NARROW), WORD) + EDGES for column in texts]
    longest = [max(len(column[0]) // 2, *(len(text) for text in column[1:]), 0) for column in texts]
    more = [max(min(letters, BROAD) + EDGES - word, 0) for letters, word in zip(longest, least, strict=True)]
    rest = max(width // LETTER - sum(least), 0) / max(sum(more), 1)
    shares = [word + rest * wish for word, wish in zip(least, more, strict=True)]
    return [int(width * share / sum(shares)) for share in shares]


def add_footnotes(word: Word, notes: Sequence[str], *, text_style: str, mark_style: str) -> None:
    """The notes in their order as the document's footnotes from 1; styles by their ids."""
    rules = (
        element(
            "w:footnote",
            {"w:type": kind, "w:id": number},
            element("w:p", None, element("w:r", None, element(f"w:{kind}"))),
        )
        for number, kind in (("-1", "separator"), ("0", "continuationSeparator"))
    )
    mark = element("w:rPr", None, element("w:rStyle", {"w:val": mark_style}))
    looks = element("w:pPr", None, element("w:pStyle", {"w:val": text_style}))
    written = (
        element(
            "w:footnote",
            {"w:id": str(number)},
            element(
                "w:p", None, copy(looks), element("w:r", None, copy(mark), element("w:footnoteRef")), run(f" {note}")
            ),
        )
        for number, note in enumerate(notes, start=1)
    )
    blob = serialize_part_xml(element("w:footnotes", None, *rules, *written))
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, word.part.package)
    word.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    known = (element("w:footnote", {"w:id": number}) for number in ("-1", "0"))
    word.settings.element.find(qn("w:compat")).addprevious(element("w:footnotePr", None, *known))


def footnote_mark(number: int, style: str) -> BaseOxmlElement:
    looks = element("w:rPr", None, element("w:rStyle", {"w:val": style}))
    return element("w:r", None, looks, element("w:footnoteReference", {"w:id": str(number)}))


def packed(word: Word) -> bytes:
    """The file of the document, the same bytes on any day."""
    saved, out = io.BytesIO(), io.BytesIO()
    word.save(saved)
    with zipfile.ZipFile(saved) as there, zipfile.ZipFile(out, "w") as made:
        for name in there.namelist():
            made.writestr(zipfile.ZipInfo(name, EPOCH), there.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
