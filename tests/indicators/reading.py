"""Reading a page's tables as a person does: by row and column."""

from __future__ import annotations

from html.parser import HTMLParser


class _Tables(HTMLParser):
    """Every row as its cells' texts; what stands in a picture is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.headings: list[str] = []
        self._cell = self._heading = False
        self._drawn = 0

    def handle_starttag(self, tag, attrs):
        if tag == "svg":
            self._drawn += 1
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self._cell = True
        elif tag in ("h1", "h2", "h3"):
            self.headings.append("")
            self._heading = True

    def handle_endtag(self, tag):
        if tag == "svg":
            self._drawn -= 1
        elif tag in ("td", "th"):
            self._cell = False
        elif tag in ("h1", "h2", "h3"):
            self._heading = False

    def handle_data(self, data):
        if self._drawn:
            return
        if self._cell:
            self.rows[-1][-1] += data
        if self._heading:
            self.headings[-1] += data


def _read(response):
    reader = _Tables()
    reader.feed(response.content.decode())
    return reader


def rows_of(response):
    """Rows by the text of their first cell, the first of them where several share it; every space is one space."""
    found = {}
    for row in _read(response).rows:
        first, *others = [" ".join(cell.split()) for cell in row] or [""]
        found.setdefault(first, others)
    return found


def headings_of(response):
    return [" ".join(heading.split()) for heading in _read(response).headings]


def text_of(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())
