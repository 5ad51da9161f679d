"""Figures that nobody measured, shaped like those of the national sources: decimals, a trend, noise, some counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import duckdb

from hytti.facts import Area, Dataset

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

YEARS = 25
FIRST_YEAR = 2000
FIGURES = """
WITH cell AS (
    SELECT i.indicator, a.area, s.sex, y.year, hash(i.indicator, 1) % 1000 / 1000 AS kind,
        hash(i.indicator, a.area, 2) % 1000 / 1000 AS level, hash(i.indicator, 3) % 2000 / 1000 - 1 AS trend,
        hash(i.indicator, a.area, s.sex, y.year, 4) % 1000 / 1000 AS noise,
        100 * (1 + hash(a.area, 5) % 997) AS people
    FROM range($first, $last) AS i(indicator), range($areas) AS a(area), range(3) AS s(sex), range($years) AS y(year)
), figure AS (
    SELECT *,
        greatest(0, (5 + 60 * kind) * (0.8 + 0.4 * level) * (1 + 0.01 * trend * year + 0.08 * (noise - 0.5))) AS share
    FROM cell
)
SELECT
    printf('indicator-%04d', indicator) AS indicator, printf('kunta-%03d', area) AS area,
    ['total', 'male', 'female'][sex + 1] AS sex, (2000 + year)::SMALLINT AS year,
    round(share, 1 + (kind > 0.5)::INTEGER) AS value,
    CASE WHEN kind < 0.2 THEN round(share * people / 100) END AS count
FROM figure
ORDER BY ALL
"""


@dataclass(frozen=True)
class Size:
    """indicators × areas × years × sexes."""

    indicators: int
    areas: int = 400

    @property
    def cells(self) -> int:
        return self.indicators * self.areas * YEARS * 3


def size_of(cells: int) -> Size:
    """As many indicators as make about so many cells."""
    return Size(max(1, round(cells / (400 * YEARS * 3))))


def area_key(number: int) -> str:
    return f"kunta-{number:03}"


def indicator_key(number: int) -> str:
    return f"indicator-{number:04}"


def areas(size: Size) -> list[Area]:
    return [
        Area(area_key(number), "kunta", f"{number:03}", *[f"Alue {number}"] * 3, None, None, None, None)
        for number in range(size.areas)
    ]


def dataset(key: str) -> Dataset:
    now = datetime.now(UTC)
    return Dataset(
        key, key, key, key, "synthetic", "", "", now, "2024-12-31", "", "", "", 0, (), None, False, "", "", "", now
    )


def tables(size: Size, *, many: int) -> Iterator[tuple[str, pa.Table]]:
    """Tables of so many indicators each, with the name of a dataset."""
    maker = duckdb.connect()
    for first in range(0, size.indicators, many):
        last = min(first + many, size.indicators)
        asked = {"first": first, "last": last, "areas": size.areas, "years": YEARS}
        yield f"synthetic-{first:04}", maker.sql(FIGURES, params=asked).to_arrow_table()
