"""What a document says, for tests that look for words and figures in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hytti.reports.blocks import Annex, Chart, Heading, Table
from hytti.reports.frozen import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hytti.reports.blocks import Document


def texts(document: Document) -> list[str]:
    """Every text of the document but its pictures."""
    return list(_texts(plain(document)["blocks"]))


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for name, value in part.items():
            if name not in ("svg", "svg_phone"):
                yield from _texts(value)
    elif isinstance(part, list):
        for value in part:
            yield from _texts(value)


def said(document: Document) -> str:
    return "\n".join(texts(document))


def headings(document: Document) -> list[tuple[int, str]]:
    return [
        (block.level, block.text) if isinstance(block, Heading) else (1, block.title)
        for block in document.blocks
        if isinstance(block, (Heading, Annex))
    ]


def table(document: Document, caption: str) -> dict[str, dict[str, str]]:
    """A table or a chart's figures by the names of its rows and columns."""
    for block in document.blocks:
        name = block.caption if isinstance(block, Table) else block.title if isinstance(block, Chart) else ""
        if name == caption:
            names = [column.name for column in block.columns]
            return {
                row[0].text: dict(zip(names[1:], (cell.text for cell in row[1:]), strict=True)) for row in block.rows
            }
    raise AssertionError(f"no table {caption}")
