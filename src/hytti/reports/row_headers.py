"""Row headings in the tags of a PDF: typst tags the heading row of a table, and as yet no heading column.

The attributes are written over in their own length, so that the file's own index of its objects stays true.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

CELL = re.compile(rb"/S/TD(/P \d+ 0 R/A\[<</O/Table)(/Headers\[\(U(\d+)x(\d+)y0\)\])>>")
SCOPE = b"/Scope/Row"


class NotTagged(Exception):
    """The tags of the file are not those that are known."""


def with_row_headers(made: bytes, rows: Sequence[int]) -> bytes:
    """The PDF with the first cell of each row as its heading.

    rows: for each table in their order how many rows begin with a heading, 0 where it has no heading column.
    Raises NotTagged where the tables of the file have other cells.
    """
    headed = {at: count for at, count in enumerate(rows, start=1) if count}
    found: Counter[int] = Counter()

    def rewritten(match: re.Match[bytes]) -> bytes:
        between, headers, table, column = match[1], match[2], int(match[3]), int(match[4])
        if table not in headed:
            return match[0]
        first = column == 0
        found[table] += first
        scope = SCOPE if first else b""  # the other cells find both of their headings by their scopes
        return b"".join((b"/S/TH" if first else b"/S/TD", between, scope.ljust(len(headers)), b">>"))

    tagged = CELL.sub(rewritten, made)
    if found != headed:
        raise NotTagged(f"tables have {dict(found)} rows where {headed} were set")
    return tagged
