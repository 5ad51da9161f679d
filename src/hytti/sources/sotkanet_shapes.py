"""Sotkanet's answers, REST 1.1, read into records. Every reader raises Unexpected on another shape."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from .http import as_json, as_text, reader
from .problems import Code, Unexpected, problem
from .records import SEXES, Indicator, Organisation, Sex, SotkanetGroup, SotkanetRegion, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

CSV_COLUMNS = ("indicator", "region", "year", "gender", "primary value", "absolute value")
BLOCKS = {"br", "p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4"}


class Row(NamedTuple):
    """One figure as Sotkanet gives it; None where it has nothing."""

    indicator: int
    region: int
    year: int
    gender: Sex
    value: float | None
    absolute: float | None


@reader
def indicators(body: bytes, address: str) -> tuple[Indicator, ...]:
    """The list of all indicators."""
    return tuple(_indicator(told, address) for told in _list(as_json(body, address), address))


@reader
def indicator(body: bytes, address: str) -> Indicator:
    """One indicator with all it tells of itself."""
    return _indicator(as_json(body, address), address)


@reader
def regions(body: bytes, address: str) -> dict[int, SotkanetRegion]:
    """The regions by their ids."""
    found = {}
    for told in _list(as_json(body, address), address):
        region = SotkanetRegion(
            id=_whole(told, "id", address),
            code=_field(told, "code", str, address),
            category=_field(told, "category", str, address),
            title=words(_field(told, "title", dict, address)),
            member_of=tuple(told.get("memberOf") or ()),
            uri=told.get("uri") or "",
        )
        found[region.id] = region
    return found


@reader
def groups(body: bytes, address: str) -> tuple[SotkanetGroup, ...]:
    """The tree of groups, each after its parent."""
    told = as_json(body, address)
    return tuple(_branches(told.get("groups") if isinstance(told, dict) else told, None, address))


@reader
def rows_of_json(body: bytes, address: str) -> list[Row]:
    """The figures of an answer in JSON."""
    return [
        Row(
            _whole(told, "indicator", address),
            _whole(told, "region", address),
            _whole(told, "year", address),
            _gender(told.get("gender"), address),
            _number(told.get("value"), address),
            _number(told.get("absValue"), address),
        )
        for told in _list(as_json(body, address), address)
    ]


def rows_of_csv(body: bytes, address: str) -> list[Row]:
    """The figures of an answer in CSV: semicolons, decimal points, nothing in the last cell where there is no count."""
    table = csv.reader(io.StringIO(as_text(body, address), newline=""), delimiter=";")
    heading = tuple(next(table, ()))
    if heading != CSV_COLUMNS:
        found = ", ".join(heading) or "-"
        raise Unexpected(problem(Code.WRONG_COLUMNS, address=address, found=found, expected=", ".join(CSV_COLUMNS)))
    rows = []
    for cells in table:
        if len(cells) != len(CSV_COLUMNS):
            raise Unexpected(problem(Code.UNEVEN, row=table.line_num, cells=len(cells), columns=len(CSV_COLUMNS)))
        try:
            value, absolute = (_number(float(cell) if cell else None, address) for cell in cells[4:])
            number, region, year = (int(cell) for cell in cells[:3])
        except ValueError:
            raise Unexpected(problem(Code.WRONG_CELL, row=table.line_num, value=";".join(cells))) from None
        rows.append(Row(number, region, year, _gender(cells[3], address), value, absolute))
    return rows


def words(told: dict[str, Any] | None) -> Words:
    """A text in three languages, without its HTML."""
    return Words(**{language: plain_text((told or {}).get(language) or "") for language in ("fi", "sv", "en")})


def plain_text(html: str) -> str:
    """The text of a piece of HTML: a line for each block, single spaces, nothing of scripts and styles."""
    cleaner = _Cleaner()
    cleaner.feed(html)
    cleaner.close()
    lines = (" ".join(line.split()) for line in "".join(cleaner.parts).split("\n"))
    return "\n".join(line for line in lines if line)


class _Cleaner(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style")
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in ("script", "style")))
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data.replace("\n", " ").replace("\r", " "))


def _indicator(told: dict[str, Any], address: str) -> Indicator:
    classes, organisation = told.get("classifications") or {}, told.get("organization")
    span, unit = told.get("range"), told.get("primaryValueType") or {}
    return Indicator(
        id=_whole(told, "id", address),
        title=words(_field(told, "title", dict, address)),
        organisation=organisation and Organisation(organisation["id"], words(organisation.get("title"))),
        sexes=tuple(_gender(sex, address) for sex in (classes.get("sex") or {}).get("values") or ()),
        areas=words((classes.get("region") or {}).get("title")),
        description=words(told.get("description")),
        interpretation=words(told.get("interpretation")),
        limits=words(told.get("limits")),
        legislation=words(told.get("legislation")),
        notices=words(told.get("notices")),
        updated=_day(told.get("data-updated"), address),
        years=span and (_whole(span, "start", address), _whole(span, "end", address)),
        unit=words(unit.get("title")),
        unit_code=unit.get("code") or "",
        decimals=told.get("decimals"),
        sources=tuple(words(source.get("title")) for source in told.get("sources") or ()),
        groups=tuple(told.get("groups") or ()),
    )


def _branches(nodes: Any, parent: int | None, address: str) -> Iterator[SotkanetGroup]:
    for node in _list(nodes, address):
        own = _whole(node, "id", address)
        title = words(_field(node, "title", dict, address))
        yield SotkanetGroup(own, title, parent, tuple(node.get("indicators") or ()))
        yield from _branches(node.get("children") or [], own, address)


def _list(told: Any, address: str) -> list[Any]:
    if not isinstance(told, list) or not all(isinstance(item, dict) for item in told):
        raise _shape("a list of objects", address)
    return told


def _field(told: dict[str, Any], name: str, kind: type, address: str) -> Any:
    if not isinstance(told.get(name), kind):
        raise _shape(f"{name} ({kind.__name__})", address)
    return told[name]


def _whole(told: dict[str, Any], name: str, address: str) -> int:
    if isinstance(told.get(name), bool):
        raise _shape(f"{name} (int)", address)
    return cast(int, _field(told, name, int, address))


def _number(told: Any, address: str) -> float | None:
    if told is None:
        return None
    if isinstance(told, bool) or not isinstance(told, int | float) or not math.isfinite(told):
        raise _shape("a number", address)
    return float(told)


def _gender(told: Any, address: str) -> Sex:
    if told not in SEXES:
        raise _shape("gender (total, male, female)", address)
    return cast(Sex, told)


def _day(told: Any, address: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(told) if told else None
    except (ValueError, TypeError):
        raise _shape("data-updated (YYYY-MM-DD)", address) from None


def _shape(expected: str, address: str) -> Unexpected:
    return Unexpected(problem(Code.WRONG_SHAPE, address=address, expected=expected))
