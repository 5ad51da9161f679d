"""A document as PDF, made in PDF/UA-1 and PDF/A-2a mode by typst: tagged, and the same bytes for the same document."""

from __future__ import annotations

import dataclasses
import heapq
import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from hytti.core.charts import standalone
from hytti.core.charts.text import text_width
from hytti.core.steps import Step, silent

from .blocks import Chart, Table
from .letters import printable, with_boxes
from .pictures import TEXT_WIDTH, width_on_page
from .row_headers import NotTagged, with_row_headers
from .typesetting import NotMade, compiled
from .whole import Placed, whole
from .words import words_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .blocks import Document
    from .words import Words

TEMPLATE = files("hytti.reports") / "document.typ"
MANY_COLUMNS = 8  # more of them need the paper across
TEXT_ACROSS = 257.0  # millimetres of a page across
POINTS = 72 / 25.4  # to a millimetre
LONGEST, SLACK = 3, 1.0  # texts of a column that are measured, and points for what pairs of letters add
COLOURS = ("ink", "quiet", "line", "edge", "lake", "ember", "wash-lake", "wash-ember")
UNTOUCHED = ("url", "kind")


def pdf(document: Document, *, step: Step = silent) -> bytes:
    """The document as a PDF file.

    Raises InvalidDocument where the document breaks a rule, NotMade where typst fails or warns, and what `step` raises.
    The typst part is one step that takes about three quarters of the time and does not stop half-way.
    """
    words = words_in(document.language)
    placed = whole(document, words, chart_tables=True)
    source, data = typeset(document, words, placed, step=step)
    made = compiled(source, data)
    step(len(placed) + 1, len(placed) + 1)
    tables = [one.block for one in placed if isinstance(one.block, Table)]
    try:
        return with_row_headers(made, [len(table.rows) * table.header_column for table in tables])
    except NotTagged as error:
        raise NotMade(str(error)) from error


def typeset(document: Document, words: Words, placed: Sequence[Placed], *, step: Step = silent) -> tuple[bytes, str]:
    """The typst source and the JSON that it reads as the input `report`."""
    blocks = []
    for at, one in enumerate(placed):
        step(at, len(placed) + 1)
        blocks.append(_written(one))
    tokens = standalone.tokens()
    data = {
        "title": printable(document.title),
        "subtitle": printable(document.subtitle),
        "author": printable(document.author),
        "day": words.day(document.date),
        "date": [document.date.year, document.date.month, document.date.day],
        "language": document.language,
        "contents": document.contents,
        "words": dataclasses.asdict(words),
        "colours": {f"--{name}": tokens[f"--{name}"] for name in COLOURS},
        "blocks": blocks,
    }
    step(len(placed), len(placed) + 1)
    return TEMPLATE.read_bytes(), json.dumps(data, ensure_ascii=False)


def _written(placed: Placed) -> object:
    """The block as typst reads it: of a table the texts of its cells, of a chart the picture without its figures."""
    block = placed.block
    if isinstance(block, (Table, Chart)):
        placed = dataclasses.replace(placed, block=dataclasses.replace(block, rows=()))
    written = _printable(_adapter().dump_python(placed, mode="json", exclude={"block": {"svg", "svg_phone"}}))
    if isinstance(block, Table):
        headings = [printable(column.heading) for column in block.columns]
        rows = [[printable(cell.text) for cell in row] for row in block.rows]
        written["block"] |= {"headings": headings, "rows": rows, **_shape(block)}
    if isinstance(block, Chart):
        picture = standalone.with_style(with_boxes(block.svg))
        written["block"] |= {"svg": picture, "width": width_on_page(block.svg)}
    return written


def _shape(table: Table) -> dict[str, object]:
    """The size of the letters, the room between columns and, where no text needs to turn, the columns' widths (points).

    Widths that are known save typst a third of its time.
    """
    count = len(table.columns)
    across = count > MANY_COLUMNS
    size, inset = (8.0, 3.0) if across else (9.0 if count > 5 else 9.5, 5.0)
    widths = [
        _widest(column.heading, [row[at].text for row in table.rows], size) + 2 * inset + SLACK
        for at, column in enumerate(table.columns)
    ]
    known = sum(widths) <= (TEXT_ACROSS if across else TEXT_WIDTH) * POINTS
    return {"across": across, "size": size, "inset": inset, "widths": widths if known else None}


def _widest(heading: str, texts: list[str], size: float) -> float:
    longest = heapq.nlargest(LONGEST, texts, key=len)
    return max(text_width(heading, size, 700), *(text_width(text, size) for text in longest), 0)


def _printable(part: Any) -> Any:
    if isinstance(part, str):
        return printable(part)
    if isinstance(part, dict):
        return {name: value if name in UNTOUCHED else _printable(value) for name, value in part.items()}
    if isinstance(part, list):
        return [_printable(value) for value in part]
    return part


@cache
def _adapter() -> TypeAdapter[Placed]:
    return TypeAdapter(Placed)
