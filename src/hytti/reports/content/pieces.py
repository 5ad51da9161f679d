"""The parts that a report is put together from, and what a person's edits make of them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..blocks import Annex, Chart, Heading, List, Paragraph, Run, Table, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..blocks import Block, Inline
    from ..models import Part

ITEM = re.compile(r"^[-–•*]\s+")
BLANK = re.compile(r"\n\s*\n")
TURN = re.compile(r"\s*[\n\r\t]\s*")
DASHES = ("-", "–", "•", "*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part with its key, its name on the editing page, and its live content.

    `text` can be written over by a person; `figures` (tables, charts, key figures) only be hidden. A piece whose
    heading is deeper belongs to the one above it, and is hidden with it.
    """

    key: str
    name: str
    heading: Heading | Annex | None = None
    text: tuple[Paragraph | List, ...] = ()
    figures: tuple[Block, ...] = ()
    depth: int = field(default=1)

    @property
    def plain(self) -> str:
        """The live text as a person edits it: a blank line between paragraphs, a dash before an item."""
        return written(self.text)

    @property
    def captions(self) -> list[str]:
        """What the tables and charts are called."""
        return [block.caption if isinstance(block, Table) else block.title for block in self._drawn]

    @property
    def contents(self) -> str:
        """What the piece holds, in a few words."""
        tables = sum(isinstance(block, Table) for block in self._drawn)
        charts = len(self._drawn) - tables
        parts = [
            _("teksti") if self.text else "",
            ngettext("%(count)s taulukko", "%(count)s taulukkoa", tables) % {"count": tables} if tables else "",
            ngettext("%(count)s kuvio", "%(count)s kuviota", charts) % {"count": charts} if charts else "",
        ]
        return ", ".join(filter(None, parts)) or _("otsikko")

    @property
    def _drawn(self) -> list[Table | Chart]:
        return [block for block in self.figures if isinstance(block, (Table, Chart))]


def piece(
    key: str, name: str, level: int, *, text: Iterable[Paragraph | List] = (), figures: Iterable[Block] = ()
) -> Piece:
    """A piece under a heading of its own name."""
    return Piece(key, name, Heading(name, level), tuple(text), tuple(figures), level)


def annex(key: str, name: str, *, text: Iterable[Paragraph | List] = (), figures: Iterable[Block] = ()) -> Piece:
    return Piece(key, name, Annex(name), tuple(text), tuple(figures), 1)


def para(words: str, *, strong: str = "", lang: str = "") -> Paragraph:
    """A paragraph; `strong` begins it, `lang` is the language of its words where it is not the document's."""
    start = (Run(f"{clean(strong)} ", strong=True),) if strong else ()
    return Paragraph((*start, Run(clean(words), lang=lang)))


def items(lines: Iterable[str | Inline]) -> tuple[List, ...]:
    """A list of the lines; nothing where there are none."""
    found = tuple(text(clean(line)) if isinstance(line, str) else line for line in lines)
    return (List(found),) if found else ()


def clean(words: str) -> str:
    """The words without marks that cannot be seen, which no document may hold."""
    if words.isprintable():
        return words
    kept = (mark for mark in words if mark in "\n\t" or unicodedata.category(mark) not in ("Cc", "Cs", "Cn"))
    return "".join(kept).strip("\n")


def read(words: str) -> tuple[Paragraph | List, ...]:
    """What a person wrote as paragraphs and lists; a list begins where lines begin with a dash."""
    found: list[Paragraph | List] = []
    for stretch in BLANK.split(clean(words).strip()):
        for is_list, lines in _runs_of(stretch):
            if is_list:
                found.append(List(tuple(text(line) for line in lines)))
            elif said := " ".join(lines).strip():
                found.append(Paragraph(text(said)))
    return tuple(found)


def _runs_of(stretch: str) -> Iterator[tuple[bool, list[str]]]:
    held: list[str] = []
    was_list = False
    for line in (TURN.sub(" ", line.strip()) for line in stretch.splitlines()):
        if not line or line in DASHES:
            continue
        is_item = bool(ITEM.match(line))
        if is_item != was_list and held:
            yield was_list, held
            held = []
        was_list = is_item
        held.append(ITEM.sub("", line) if is_item else line)
    if held:
        yield was_list, held


def written(blocks: Iterable[Paragraph | List]) -> str:
    stretches = []
    for block in blocks:
        if isinstance(block, List):
            stretches.append("\n".join(f"- {_plain(item)}" for item in block.items))
        else:
            stretches.append(_plain(block.runs))
    return "\n\n".join(stretches)


def _plain(runs: Inline) -> str:
    """On one line; the spaces that do not break, as in numbers, stay."""
    return TURN.sub(" ", "".join(run.text for run in runs)).strip()


def assembled(pieces: Iterable[Piece], parts: Mapping[str, Part]) -> tuple[Block, ...]:
    """The blocks of the report: each piece as the person left it."""
    blocks: list[Block] = []
    for one in seen(pieces, parts):
        part = parts.get(one.key)
        if one.heading is not None:
            blocks.append(one.heading)
        blocks += read(part.text) if part is not None and part.text else one.text
        blocks += one.figures
        if part is not None and part.added:
            blocks += read(part.added)
    return tuple(blocks)


def seen(pieces: Iterable[Piece], parts: Mapping[str, Part]) -> Iterator[Piece]:
    """The pieces that are not hidden, nor under a hidden one."""
    hidden_above: int | None = None
    for one in pieces:
        if hidden_above is not None and one.depth > hidden_above:
            continue
        part = parts.get(one.key)
        hidden_above = one.depth if part is not None and part.hidden else None
        if hidden_above is None:
            yield one
