"""What an area may get: its figures changed and uncertain, and the others on the move."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

from hytti.methods._inputs import Floats, floats

from .sums import outcome, rank_among

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from .options import Options
    from .rules import IndicatorRule, Rules
    from .table import Table

CELLS = 1 << 16
"""Cells of one indicator drawn at a time: they stay in the processor's cache, and need little memory."""


class Count(NamedTuple):
    """The people behind a figure: cases, of `persons` where that is known (a share)."""

    cases: float
    persons: float | None = None


@dataclass(frozen=True)
class Noise:
    """How uncertain the latest figures are. The year before is taken as published.

    counts: by indicator key, the people behind the area's own figure, drawn binomial (of persons) or Poisson (cases).
    relative_sd: the own figures' standard deviation relative to their size where no count is given; assumed.
    others_sd: how much each other area's figures move by themselves, relative to their size; an assumption.
    others_better: how much all others improve on average, relative to their size; 0: they stay; an assumption.
    The size of a share is the smaller of it and what it lacks of 100: 97 per cent moves as little as 3.
    Yes-or-no items, forms, births and residents stay as they are.
    Raises ValueError on a negative or infinite deviation, or counts that cannot be.
    """

    counts: Mapping[str, Count] = field(default_factory=dict)
    relative_sd: float = 0.05
    others_sd: float = 0.05
    others_better: float = 0.0

    def __post_init__(self) -> None:
        if not (0 <= self.relative_sd < np.inf and 0 <= self.others_sd < np.inf and -1 <= self.others_better <= 1):
            raise ValueError("deviations must be finite and not negative, the others' improvement between -1 and 1")
        for cases, persons in self.counts.values():
            if not 0 < cases < np.inf or (persons is not None and not cases <= persons < np.inf):
                raise ValueError("counts must be above zero, and the cases among the persons")


class Point(NamedTuple):
    """What an area gets without any noise; euros not rounded to the cent."""

    K: float
    k: float
    rank: int
    euros: float


class Spread(NamedTuple):
    """Draws of shape (draws,), and those at 5, 50 and 95 per cent of them; NaN where K is not known."""

    draws: Floats
    p5: float
    p50: float
    p95: float

    @classmethod
    def of(cls, draws: Floats) -> Self:
        p5, p50, p95 = np.quantile(draws, [0.05, 0.5, 0.95], method="inverted_cdf")
        return cls(draws, float(p5), float(p50), float(p95))


@dataclass(frozen=True, eq=False)
class Simulation:
    """today: the table as it is. changed: with the changes, without noise. K, k, rank, euros: with both."""

    area: str
    seed: int
    noise: Noise
    today: Point
    changed: Point
    K: Spread
    k: Spread
    rank: Spread
    euros: Spread


NOISE = Noise()


def simulate(
    table: Table,
    rules: Rules,
    options: Options,
    area: str,
    *,
    changes: Mapping[str, Mapping[str, float]],
    seed: int,
    draws: int = 10_000,
    noise: Noise = NOISE,
) -> Simulation:
    """Change figures of any area, and draw what cannot be known.

    changes: area → column → value, see `Table.changed`; {} to leave all as it is. draws: at least 1. The same
    seed gives the same draws. Euros are before the transition equalisation.
    Raises ValueError on an unknown area or no draws, KeyError on an unknown column.
    """
    if draws < 1:
        raise ValueError("at least one draw is needed")
    place = table.place(area)
    changed = table.changed(changes)
    random = np.random.Generator(np.random.SFC64([seed, 1]))
    moves = _moves(seed, len(rules.indicators), len(table.areas), -(-draws // 2))
    pairs = max(1, CELLS // len(table.areas) // 2)
    blocks = []
    for start in range(0, moves.shape[-1], pairs):
        length = min(2 * pairs, draws - 2 * start)
        drawn = _drawn(changed, rules, place, length, noise, moves[..., start : start + pairs], random)
        # A sum of yes-or-no items alone has no draws.
        blocks.append([np.broadcast_to(part, length) for part in _gets(drawn, rules, options, place)])
    K, k, rank, euros = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
    return Simulation(
        area=area,
        seed=seed,
        noise=noise,
        today=_point(table, rules, options, place),
        changed=_point(changed, rules, options, place),
        K=Spread.of(K),
        k=Spread.of(k),
        rank=Spread.of(rank.astype(np.float64)),
        euros=Spread.of(euros),
    )


def _gets(table: Table, rules: Rules, options: Options, place: int) -> tuple[np.ndarray, ...]:
    """K, k, rank and euros (not rounded) of one area, each of the shape of the table's leading axes."""
    found = outcome(table, rules, options)
    K, k = found.K[..., place], found.k[..., place]
    return K, k, rank_among(found.K, K), float(rules.base_price) * table.residents[place] * k


def _point(table: Table, rules: Rules, options: Options, place: int) -> Point:
    K, k, rank, euros = _gets(table, rules, options, place)
    return Point(float(K), float(k), int(rank), float(euros))


@lru_cache(maxsize=1)
def _moves(seed: int, indicators: int, areas: int, pairs: int) -> NDArray[np.float32]:
    """How the areas' figures move, standard normal; kept for the next question with the same seed."""
    return np.random.Generator(np.random.SFC64(seed)).standard_normal((indicators, areas, pairs), np.float32)


def _drawn(
    table: Table,
    rules: Rules,
    place: int,
    draws: int,
    noise: Noise,
    moves: NDArray[np.float32],
    random: np.random.Generator,
) -> Table:
    """The table with its latest figures drawn, of shape (draws, areas).

    The other areas' draws come in mirrored pairs, one as far above as the other is below. The draws of one area lie
    side by side in memory: means and ends across the areas are then many times faster.
    """
    half, columns = moves.shape[-1], {}
    for rule, moved in zip(rules.indicators, moves, strict=True):
        if rule.key in table.latest and not rule.is_item:
            latest, greatest = table.latest[rule.key], np.inf if rule.ceiling is None else rule.ceiling
            size = np.minimum(latest, greatest - latest)
            drift = -noise.others_better if rule.lower_is_better else noise.others_better
            middle = (latest + size * drift)[:, None]
            by = (size * noise.others_sd)[:, None] * moved
            both = np.empty((len(table.areas), draws))
            np.add(middle, by, out=both[:, :half])
            np.subtract(middle, by[:, : draws - half], out=both[:, half:])
            drawn = both.T
            drawn[:, place] = _own(latest[place], size[place], rule, draws, noise, random)
            columns[rule.key] = np.clip(drawn, 0.0, greatest, out=drawn)
    return table.with_columns(columns)


def _own(
    latest: float, size: float, rule: IndicatorRule, draws: int, noise: Noise, random: np.random.Generator
) -> Floats:
    count = noise.counts.get(rule.key)
    if count is None:
        return latest + size * noise.relative_sd * random.standard_normal(draws)
    if count.persons is None:
        cases = random.poisson(count.cases, draws)
    else:
        cases = random.binomial(int(count.persons), count.cases / count.persons, draws)
    return floats(latest / count.cases * cases)
