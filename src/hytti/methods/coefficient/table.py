"""The table behind a coefficient: areas, residents, each indicator of two years; and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np

from hytti.methods._inputs import Floats, floats

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import ArrayLike

    from .rules import IndicatorRule, Level, Rules

# Statistics Finland's codes of wellbeing services counties; Helsinki counts as one, Åland (91) takes no part.
COUNTIES = (*(f"{number:02}" for number in range(1, 22)), "90")
ALAND_COUNTY = "91"
ALAND = frozenset(
    ["035", "043", "060", "062", "065", "076", "170", "295", "318", "417", "438", "478", "736", "766", "771", "941"]
)
BEFORE = ":before"
"""A column is an indicator's key for the latest year, the key and BEFORE for the year before, or one of OTHERS."""
OTHERS = ("residents", "forms", "births")


class Problem(NamedTuple):
    """What is wrong at a cell. area and column are "" where it concerns all of them. Codes: see `Table.validate`."""

    area: str
    column: str
    code: str
    params: dict[str, Any] = {}
    refuses: bool = True


class BadTable(ValueError):
    """The table cannot be what it says; `problems` lists every cell, the mere doubts included."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{area or '*'} {column or '*'}: {code}" for area, column, code, *_ in problems))


class Country(NamedTuple):
    """The whole country's own figures, by indicator; used only by the option national_mean="country"."""

    latest: Mapping[str, float]
    before: Mapping[str, float] = {}
    forms: float = np.nan
    births: float = np.nan


@dataclass(frozen=True, eq=False)
class Table:
    """Figures of many areas for one funding year; make it with `Table.of`.

    areas: codes of Statistics Finland, "09" or "398". residents: shape (areas,), whole persons.
    latest, before: by indicator key, shape (areas,), in the indicator's unit; NaN is a missing datum; a yes-or-no item
    is 100 or 0. forms, births: recorded AUDIT and AUDIT-C scores, and children born; None where not given.
    sources: (column, area) or (column, "") for the whole column → text. years: of latest and before, where known.
    """

    level: Level
    areas: tuple[str, ...]
    names: tuple[str, ...]
    residents: np.ndarray
    latest: Mapping[str, Floats]
    before: Mapping[str, Floats]
    forms: Floats | None = None
    births: Floats | None = None
    sources: Mapping[tuple[str, str], str] = field(default_factory=dict)
    years: tuple[int, int] | None = None
    country: Country | None = None

    @classmethod
    def of(
        cls,
        level: Level,
        areas: Sequence[str],
        residents: ArrayLike,
        latest: Mapping[str, ArrayLike],
        before: Mapping[str, ArrayLike] | None = None,
        *,
        names: Sequence[str] = (),
        forms: ArrayLike | None = None,
        births: ArrayLike | None = None,
        sources: Mapping[tuple[str, str], str] | None = None,
        years: tuple[int, int] | None = None,
        country: Country | None = None,
    ) -> Self:
        """Take lists or arrays. Raises ValueError where a column has not one figure for each area."""
        made = cls(
            level,
            tuple(areas),
            tuple(names) or tuple(areas),
            floats(residents),
            {key: floats(column) for key, column in latest.items()},
            {key: floats(column) for key, column in (before or {}).items()},
            None if forms is None else floats(forms),
            None if births is None else floats(births),
            dict(sources or {}),
            years,
            country,
        )
        for column in made.columns():
            if made.column(column).shape != (len(made.areas),):
                raise ValueError(f"{column} needs one figure for each of the {len(made.areas)} areas")
        if len(made.names) != len(made.areas):
            raise ValueError("each area needs one name")
        return made

    def columns(self) -> Iterator[str]:
        """The names of the columns that the table has."""
        yield from (name for name in OTHERS if getattr(self, name) is not None)
        yield from self.latest
        yield from (key + BEFORE for key in self.before)

    def column(self, name: str) -> Floats:
        """A column by its name. Raises KeyError where the table has none of that name."""
        if name in OTHERS:
            found: Floats | None = getattr(self, name)
            if found is None:
                raise KeyError(name)
            return found
        return self.before[name.removesuffix(BEFORE)] if name.endswith(BEFORE) else self.latest[name]

    def place(self, area: str) -> int:
        """Where an area stands in the arrays; raises ValueError naming the known ones."""
        if area not in self.areas:
            raise ValueError(f"No area is called {area!r}; known: {', '.join(self.areas)}.")
        return self.areas.index(area)

    def source(self, column: str, area: str) -> str:
        """Where a cell came from, or its whole column; "" where the table does not say."""
        return self.sources.get((column, area)) or self.sources.get((column, ""), "")

    def changed(self, changes: Mapping[str, Mapping[str, float]]) -> Self:
        """The table with some cells changed: area → column → value. Raises KeyError or ValueError on an unknown one."""
        columns = {column: self.column(column).copy() for cells in changes.values() for column in cells}
        for area, cells in changes.items():
            place = self.place(area)
            for column, value in cells.items():
                columns[column][place] = value
        return self.with_columns(columns)

    def with_columns(self, columns: Mapping[str, Floats]) -> Self:
        """The table with whole columns in the place of those of the same name."""
        latest, before = dict(self.latest), dict(self.before)
        others: dict[str, Any] = {name: column for name, column in columns.items() if name in OTHERS}
        for name in columns.keys() - others.keys():
            (before if name.endswith(BEFORE) else latest)[name.removesuffix(BEFORE)] = columns[name]
        return replace(self, latest=latest, before=before, **others)

    def as_dict(self) -> dict[str, Any]:
        """The table as plain lists and texts for JSON; a missing datum is None."""
        return {
            "level": self.level,
            "areas": list(self.areas),
            "names": list(self.names),
            "columns": {name: [_plain(value) for value in self.column(name)] for name in self.columns()},
            "sources": [[column, area, text] for (column, area), text in self.sources.items()],
            "years": list(self.years) if self.years else None,
            "country": _plain(self.country._asdict()) if self.country else None,
        }

    @classmethod
    def from_dict(cls, found: Mapping[str, Any]) -> Self:
        """The table back from `as_dict`. Raises KeyError or ValueError on what is not one."""
        columns = {name: [_read(value) for value in column] for name, column in found["columns"].items()}
        country = found["country"]
        others = {name: columns.pop(name) for name in OTHERS if name in columns}
        return cls.of(
            found["level"],
            found["areas"],
            others["residents"],
            {name: column for name, column in columns.items() if not name.endswith(BEFORE)},
            {name.removesuffix(BEFORE): column for name, column in columns.items() if name.endswith(BEFORE)},
            names=found["names"],
            forms=others.get("forms"),
            births=others.get("births"),
            sources={(column, area): text for column, area, text in found["sources"]},
            years=tuple(found["years"]) if found["years"] else None,
            country=country and Country(**_read(country)),
        )

    def validate(self, rules: Rules) -> tuple[Problem, ...]:
        """Answer the doubts; raise BadTable where anything refuses the table.

        Refused: other_level, year_unknown, years_swapped, area_twice, aland, area_unknown, area_missing, area_count,
        column_unknown, residents_not_whole, negative, not_finite, over_ceiling, share_as_fraction (a whole column),
        not_0_or_100, last_year_zero.
        Doubts: cell_as_fraction (a share a hundred times smaller than its column), column_missing, missing.
        """
        from .checks import problems

        found = problems(self, rules)
        if any(problem.refuses for problem in found):
            raise BadTable(found)
        return found


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return None if np.isnan(value) else float(value)
    return {name: _plain(each) for name, each in value.items()}


def _read(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _read(each) for name, each in value.items()}
    return np.nan if value is None else value


def needed_columns(rule: IndicatorRule) -> tuple[str, ...]:
    """The columns an indicator's points are made of."""
    if rule.half == "result":
        return (rule.key, rule.key + BEFORE)
    return (rule.key, "forms", "births") if rule.corrected_by_forms else (rule.key,)
