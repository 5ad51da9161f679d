"""Which letters the report's font has, and texts made ready for it."""

from __future__ import annotations

import re
import struct
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from hytti.core.charts.standalone import FONT_FILES, FONTS

from .frozen import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .blocks import Document

ABSENT = "□"
TURN = re.compile(r"[ \t\r\n]+")
LONG = re.compile(r"\S{41,}")  # no Finnish word is so long: an address or a slip
PIECE, BREAK = 10, "\u200b"
FULL_UNICODE = (3, 10)  # platform and encoding


def printable(text: str) -> str:
    """The text on one line, with a box for each letter that the font lacks and places where a very long word parts."""
    turned = with_boxes(TURN.sub(" ", text))
    return LONG.sub(_parted, turned) if len(turned) > PIECE else turned


def with_boxes(text: str) -> str:
    """The text with a box for each letter that the font lacks, no letter more and none less."""
    return text if text.isascii() else text.translate(dict.fromkeys(map(ord, _lacking(text)), ABSENT))


def unprintable(document: Document) -> str:
    """The letters of the document that the PDF shows as boxes, each once, for telling the one who writes."""
    return "".join(sorted({mark for text in _texts(plain(document)) for mark in _lacking(text)}))


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for value in part.values():
            yield from _texts(value)
    elif isinstance(part, list):
        for value in part:
            yield from _texts(value)


def _lacking(text: str) -> set[str]:
    """Letters with a shape that the font does not have; marks without a shape are left alone."""
    return {
        mark for mark in set(text) if ord(mark) > 126 and mark not in letters() and unicodedata.category(mark) != "Cf"
    }


def _parted(found: re.Match[str]) -> str:
    word = found[0]
    return BREAK.join(word[at : at + PIECE] for at in range(0, len(word), PIECE))


@cache
def letters() -> frozenset[str]:
    """The letters that both weights of the font have, read from their character maps (OpenType `cmap`, format 12)."""
    regular, bold = (_mapped((FONTS / name).read_bytes()) for name in FONT_FILES)
    return regular & bold


def _mapped(font: bytes) -> frozenset[str]:
    tables = struct.unpack_from(">H", font, 4)[0]
    directory = (struct.unpack_from(">4sLLL", font, 12 + 16 * at) for at in range(tables))
    start = next(offset for tag, _, offset, _ in directory if tag == b"cmap")
    count = struct.unpack_from(">H", font, start + 2)[0]
    records = (struct.unpack_from(">HHL", font, start + 4 + 8 * at) for at in range(count))
    at = next(start + offset for platform, encoding, offset in records if (platform, encoding) == FULL_UNICODE)
    groups = struct.unpack_from(">L", font, at + 12)[0]
    found: set[int] = set()
    for group in range(groups):
        first, last, _ = struct.unpack_from(">LLL", font, at + 16 + 12 * group)
        found.update(range(first, last + 1))
    return frozenset(map(chr, found))
