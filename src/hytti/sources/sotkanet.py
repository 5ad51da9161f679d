"""THL's Sotkanet, REST 1.1: indicators, regions, groups and figures as facts.

Every answer holds all regions; an absent row is a figure that is suppressed or missing, and stays absent.
"""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, TypeVar
from urllib.parse import urlencode

from . import sotkanet_shapes as shapes
from .problems import Code, Refused, Unexpected, problem
from .records import SEXES, Fact, Fetched, Indicator, Sex, SotkanetGroup, SotkanetRegion, fact_table, without_repeats

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from .http import Client
    from .problems import Problem
    from .sotkanet_shapes import Row

T = TypeVar("T")
Format = Literal["json", "csv"]
BASE = "https://sotkanet.fi/rest/1.1"
THL = 2
READERS = {"json": shapes.rows_of_json, "csv": shapes.rows_of_csv}


class Sotkanet:
    """Sotkanet through a polite client.

    names: Finnish names of areas by key, as they are known here; a region called otherwise is told as a problem.
    """

    def __init__(self, client: Client, *, base: str = BASE, names: Mapping[str, str] | None = None) -> None:
        self._client, self._base, self._names = client, base, names or {}

    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators, in brief."""
        return self._get("indicators", shapes.indicators)

    def indicator(self, number: int) -> Indicator:
        """One indicator with its description, years and the day its data last changed."""
        return self._get(f"indicators/{number}", shapes.indicator)

    def regions(self) -> Mapping[int, SotkanetRegion]:
        """The regions by id; fetched once."""
        return self._regions

    def groups(self) -> tuple[SotkanetGroup, ...]:
        """The headings under which Sotkanet shows its indicators."""
        return self._get("groups", shapes.groups)

    def data(
        self,
        indicator: Indicator,
        years: Iterable[int] | None = None,
        genders: Collection[Sex] = (),
        *,
        format: Format = "json",
        title: str = "",
    ) -> Fetched:
        """The indicator's figures in all areas the facts know, as facts with what is odd about them.

        years: all the indicator has unless told; those it has not are not asked for. genders: the indicator's own
        unless told, all three where it tells none. title: the Finnish title as it is known here. An answer kept
        since the data last changed is used without asking. Raises Unreachable, Refused or Unexpected; Unexpected
        lists the rows that contradict each other.
        """
        wanted = _wanted_years(indicator, years)
        sexes = tuple(genders) or indicator.sexes or SEXES
        query = [("indicator", indicator.id), *(("years", year) for year in wanted), *(("genders", s) for s in sexes)]
        address = f"{self._base}/{format}?{urlencode(query)}"
        answer = self._client.get(address, lambda body: READERS[format](body, address), changed=indicator.updated)
        facts, problems = facts_of(answer.content, indicator, self.regions(), wanted, sexes, address)
        return Fetched(
            source=indicator.key,
            address=address,
            fetched_at=answer.fetched_at,
            licence=licence_of(indicator),
            sha256=answer.sha256,
            table=fact_table(facts),
            problems=(*changed_title(indicator, title), *renamed(self.regions(), self._names), *problems),
        )

    @cached_property
    def _regions(self) -> Mapping[int, SotkanetRegion]:
        return self._get("regions", shapes.regions)

    def _get(self, path: str, read: Callable[[bytes, str], T]) -> T:
        address = f"{self._base}/{path}"
        return self._client.get(address, lambda body: read(body, address)).content


def facts_of(
    rows: Sequence[Row],
    indicator: Indicator,
    regions: Mapping[int, SotkanetRegion],
    years: Collection[int],
    genders: Collection[str],
    address: str,
) -> tuple[list[Fact], list[Problem]]:
    """The rows as facts, and what was left out of them.

    Left out: rows of regions that are not in the list (told), of levels the facts do not have, of years and genders
    not asked for (told), and rows without a value and a count. A count without a value is kept. Raises Unexpected on
    rows of another indicator and on rows of one area, year and sex that do not agree.
    """
    others = {row.indicator for row in rows} - {indicator.id}
    if others:
        found = ", ".join(map(str, sorted(others)))
        raise Unexpected(problem(Code.OTHER_INDICATOR, address=address, found=found, expected=indicator.id))
    known, facts = renumbered(), []
    strangers: Counter[int] = Counter()
    unasked: Counter[str] = Counter()
    for row in rows:
        region = regions.get(known.get(row.region, row.region))
        if row.year not in years or row.gender not in genders:
            unasked[f"{row.year}, {row.gender}"] += 1
        elif region is None:
            strangers[row.region] += 1
        elif region.area and (row.value, row.absolute) != (None, None):
            facts.append(Fact(indicator.key, region.area, row.year, row.gender, row.value, row.absolute))
    kept, clashes = without_repeats(facts)
    if clashes:
        raise Unexpected(*(_conflict(facts[clash.first], facts[clash.later], clash.first) for clash in clashes))
    problems = [problem(Code.UNKNOWN_REGION, region=number, rows=count) for number, count in sorted(strangers.items())]
    problems += [problem(Code.UNASKED, what=what, rows=count) for what, count in sorted(unasked.items())]
    if not kept:
        problems.append(problem(Code.NO_ROWS))
    return kept, problems


@cache
def renumbered() -> dict[int, int]:
    """Ids of wellbeing services counties before they were renumbered (877-898), to the ids of today (957-978)."""
    table = files("hytti.sources").joinpath("data/sotkanet_counties.csv").read_text(encoding="utf-8")
    return {int(row["id_old"]): int(row["id_current"]) for row in csv.DictReader(table.splitlines()) if row["id_old"]}


def renamed(regions: Mapping[int, SotkanetRegion], names: Mapping[str, str]) -> list[Problem]:
    """The regions that are called otherwise than we know them."""
    called = {region.area: region.title.fi for region in regions.values() if region.area}
    return [
        problem(Code.RENAMED_AREA, area=area, expected=name, found=called[area])
        for area, name in names.items()
        if area in called and called[area] != name
    ]


def changed_title(indicator: Indicator, title: str) -> list[Problem]:
    """Whether the indicator still has the title we know: the id may have been given to something else."""
    if not title or " ".join(title.split()) == indicator.title.fi:
        return []
    return [problem(Code.TITLE_CHANGED, expected=title, found=indicator.title.fi)]


def licence_of(indicator: Indicator) -> str:
    """CC BY 4.0 covers THL's own indicators; the others only under an agreement with their producer."""
    if indicator.organisation and indicator.organisation.id == THL:
        return "CC BY 4.0"
    producer = indicator.organisation.name.fi if indicator.organisation else "?"
    return f"by agreement with the producer: {producer}"


def _wanted_years(indicator: Indicator, years: Iterable[int] | None) -> list[int]:
    if indicator.years is None:
        if years is None:
            raise ValueError("an indicator from the list does not tell its years; fetch it by its id")
        return sorted(set(years))
    first, last = indicator.years
    own = range(first, last + 1)
    wanted = sorted(set(own) & set(years)) if years is not None else list(own)
    if not wanted:
        raise Refused(problem(Code.NO_YEARS, indicator=indicator.key, first=first, last=last))
    return wanted


def _conflict(first: Fact, later: Fact, place: int) -> Problem:
    key = f"{later.area}, {later.year}, {later.sex}"
    return problem(Code.CONFLICT, key=key, value=_figure(later), other=_figure(first), first=place + 1)


def _figure(fact: Fact) -> str:
    return f"{fact.value} ({fact.count})"
