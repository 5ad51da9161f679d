"""Age bands, their regrouping, and the standard populations by name."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from hytti.methods._inputs import Floats, floats

_LABEL = re.compile(r"(\d{1,3})(?:\s*[-–]\s*(\d{1,3})|\s*(\+))?")


class AgeBand(NamedTuple):
    """Completed ages from `lower` to `upper`, both within the band; `upper` is None in the open last band."""

    lower: int
    upper: int | None

    @property
    def width(self) -> float:
        """Years of age in the band."""
        return np.inf if self.upper is None else self.upper - self.lower + 1

    @property
    def label(self) -> str:
        """The band as tables write it: 0, 1–4, 85+."""
        if self.upper is None:
            return f"{self.lower}+"
        return str(self.lower) if self.lower == self.upper else f"{self.lower}–{self.upper}"

    def holds(self, other: AgeBand) -> bool:
        """Tell whether all of the other band lies within this one."""
        if self.upper is None:
            return self.lower <= other.lower
        return other.upper is not None and self.lower <= other.lower and other.upper <= self.upper


def age_band(label: str) -> AgeBand:
    """Read a band: "0", "1-4", "85–89", "90+". Raises ValueError on anything else."""
    found = _LABEL.fullmatch(label.strip())
    if not found:
        raise ValueError(f"not an age band: {label!r}; write 0, 1-4 or 85+")
    lower = int(found[1])
    if found[3]:
        return AgeBand(lower, None)
    band = AgeBand(lower, int(found[2]) if found[2] else lower)
    if band.width < 1:
        raise ValueError(f"an age band ends before it begins: {label!r}")
    return band


def age_bands(lower_ages: Sequence[int]) -> tuple[AgeBand, ...]:
    """Make bands from their lowest ages; each ends where the next begins, and the last is open.

    Raises ValueError where the ages do not rise.
    """
    if not lower_ages or lower_ages[0] < 0 or any(after <= before for before, after in pairwise(lower_ages)):
        raise ValueError("the lowest ages of bands must rise from 0 or more")
    closed = [AgeBand(before, after - 1) for before, after in pairwise(lower_ages)]
    return (*closed, AgeBand(lower_ages[-1], None))


def single_years(last: int, *, first: int = 0, open_ended: bool = True) -> tuple[AgeBand, ...]:
    """Make bands of one year from `first` to `last`; the last is open unless told otherwise."""
    years = [AgeBand(age, age) for age in range(first, last + 1)]
    return (*years[:-1], AgeBand(last, None)) if open_ended else tuple(years)


def regroup(counts: ArrayLike, bands: Sequence[AgeBand], into: Sequence[AgeBand]) -> Floats:
    """Add counts by narrow age bands up to wider ones.

    counts: shape (..., bands). Returns shape (..., into).
    Raises ValueError where a band overlaps another, does not fit into one of the wider bands, or leaves a part of one
    uncounted; nothing is divided by guess.
    """
    values = floats(counts)
    if values.ndim == 0 or values.shape[-1] != len(bands):
        raise ValueError(f"counts must have the shape (..., {len(bands)}): one for each band")
    grouped = np.zeros((*values.shape[:-1], len(into)))
    for position, target in enumerate(_places(tuple(bands), tuple(into))):
        grouped[..., target] += values[..., position]
    return grouped


@cache
def _places(bands: tuple[AgeBand, ...], into: tuple[AgeBand, ...]) -> tuple[int, ...]:
    _require_apart(bands)
    _require_apart(into)
    places = [next((at for at, wide in enumerate(into) if wide.holds(band)), None) for band in bands]
    for band, place in zip(bands, places, strict=True):
        if place is None:
            raise ValueError(f"the age band {band.label} does not fit into any of the wider bands")
    for at, wide in enumerate(into):
        if sum(band.width for band, place in zip(bands, places, strict=True) if place == at) < wide.width:
            raise ValueError(f"a part of the age band {wide.label} is not counted in the narrower bands")
    return tuple(place for place in places if place is not None)


def _require_apart(bands: tuple[AgeBand, ...]) -> None:
    for before, after in pairwise(sorted(bands, key=lambda band: band.lower)):
        if before.upper is None or after.lower <= before.upper:
            raise ValueError(f"the age bands {before.label} and {after.label} overlap")


@dataclass(frozen=True, eq=False)
class StandardPopulation:
    """A population of agreed shape: so many persons in each age band."""

    name: str
    bands: tuple[AgeBand, ...]
    weights: Floats
    source: str

    def regrouped(self, into: Sequence[AgeBand]) -> StandardPopulation:
        """Return the same population in wider bands; raises ValueError where the bands do not nest."""
        return StandardPopulation(self.name, tuple(into), regroup(self.weights, self.bands, into), self.source)


def standard_populations() -> tuple[str, ...]:
    """Return the names of the standard populations."""
    return tuple(_standards())


def standard_population(name: str) -> StandardPopulation:
    """Return a standard population by its name, as "ESP2013_19"; the weights sum to 100 000.

    Raises KeyError, naming those there are, on an unknown name.
    """
    standards = _standards()
    if name not in standards:
        raise KeyError(f"no standard population {name!r}; there are {', '.join(standards)}")
    return standards[name]


@cache
def _standards() -> dict[str, StandardPopulation]:
    table = (Path(__file__).parent / "data" / "standard_populations.csv").read_text(encoding="utf-8")
    rows: dict[str, list[dict[str, str]]] = {}
    for row in csv.DictReader(table.splitlines()):
        rows.setdefault(row["standard"], []).append(row)
    return {name: _standard(name, ages) for name, ages in rows.items()}


def _standard(name: str, rows: list[dict[str, str]]) -> StandardPopulation:
    bands = tuple(AgeBand(int(row["age_lower"]), int(row["age_upper"]) if row["age_upper"] else None) for row in rows)
    weights = np.array([float(row["weight"]) for row in rows])
    weights.flags.writeable = False
    return StandardPopulation(name, bands, weights, rows[0]["source"])
