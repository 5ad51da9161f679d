"""The sums beside their peers in one run: ratios, and the bars they are to stay within.

python bench/methods/sums.py
"""

from __future__ import annotations

import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable

import numpy as np

from hytti.methods import pyll
from hytti.methods.lifetables import life_expectancy
from hytti.methods.populations import standard_population
from hytti.methods.rates import crude_rate, directly_standardised_rate

Z = 1.959963984540054
STANDARD = standard_population("ESP2013_19")
ROUNDS = 7


def best(*calls: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Time calls in turns, and keep the best of each."""
    times = [float("inf")] * len(calls)
    for _ in range(rounds):
        for which, call in enumerate(calls):
            start = time.perf_counter()
            call()
            times[which] = min(times[which], time.perf_counter() - start)
    return times


def memory(call: Callable[[], object], *inputs: np.ndarray) -> float:
    """Return the most memory in use at once, inputs included, in units of the inputs."""
    tracemalloc.start()
    call()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    size = sum(array.nbytes for array in inputs)
    return (size + peak) / size


def line(what: str, figure: float, unit: str, bar: str, met: bool) -> bool:
    print(f"{what:<62} {figure:>12,.3f} {unit:<16} {bar:<16} {'met' if met else 'MISSED'}")
    return met


def bare(events: np.ndarray, population: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, ...]:
    """The same rate with einsum and Byar's limits, without checks, edge rules or broadcasting."""
    factor = weights / population
    value, variance = np.einsum("ga,ga->g", events, factor), np.einsum("ga,ga,ga->g", events, factor, factor)
    total = events.sum(axis=1)
    above, spread = total + 1, np.sqrt(variance / total)
    lower = total * (1 - 1 / (9 * total) - Z / (3 * np.sqrt(total))) ** 3
    upper = above * (1 - 1 / (9 * above) + Z / (3 * np.sqrt(above))) ** 3
    scale = 100_000 / weights.sum()
    return value * scale, (value + spread * (lower - total)) * scale, (value + spread * (upper - total)) * scale


def rates() -> list[bool]:
    random = np.random.default_rng(1)
    groups = 300_000
    events = random.poisson(5, (groups, 19)).astype(np.float64)
    population = random.uniform(500, 5000, (groups, 19))
    weights = STANDARD.weights
    ours, theirs = best(
        lambda: directly_standardised_rate(events, population, weights), lambda: bare(events, population, weights)
    )
    used = memory(lambda: directly_standardised_rate(events, population, weights), events, population)
    return [
        line("DSR, 300 000 groups × 19 ages: ours / bare einsum", ours / theirs, "×", "≤ 1.3", ours <= 1.3 * theirs),
        line("DSR: groups a second", groups / ours, "groups/s", "≥ 1 000 000", groups / ours >= 1e6),
        line("DSR: memory / inputs", used, "×", "≤ 3", used <= 3),
        official(events, population, ours / groups),
    ]


def crude_rates() -> list[bool]:
    import pandas as pd
    import PHStatsMethods

    random = np.random.default_rng(4)
    rows = 1_900_000
    population = random.uniform(50, 5000, rows)
    events = np.minimum(random.poisson(12, rows) + 1.0, population)
    few = pd.DataFrame({"x": events[:2000].round(), "n": population[:2000]})
    ours, theirs = best(lambda: crude_rate(events, population), lambda: PHStatsMethods.ph_rate(few, "x", "n"), rounds=3)
    used = memory(lambda: crude_rate(events, population), events, population)
    return [
        line("crude rate, 1 900 000 rows: rows a second", rows / ours, "rows/s", "", True),
        line("crude rate: PHStatsMethods / ours, time for a row", theirs / 2000 * rows / ours, "×", "", True),
        line("crude rate: memory / inputs", used, "×", "≤ 3", used <= 3),
    ]


def official(events: np.ndarray, population: np.ndarray, ours: float) -> bool:
    import pandas as pd
    import PHStatsMethods

    groups = 1000
    area, age = np.indices((groups, 19))
    columns = {"area": area, "n": population[:groups], "x": events[:groups], "standard": STANDARD.weights[age]}
    frame = pd.DataFrame({name: values.ravel() for name, values in columns.items()})
    options = {"group_cols": "area", "euro_standard_pops": False}
    (theirs,) = best(lambda: PHStatsMethods.ph_dsr(frame, "x", "n", "standard", **options), rounds=3)
    ratio = theirs / groups / ours
    return line("DSR: PHStatsMethods / ours, time for a group", ratio, "×", "≥ 150", ratio >= 150)


def lost_years() -> list[bool]:
    random = np.random.default_rng(2)
    deaths = random.poisson(0.09, (309, 54, 2, 20, 19)).astype(np.float64)  # 55 000 deaths a year in all
    population = random.uniform(50, 5000, (309, 1, 2, 20, 19))
    years = pyll.years_lost(STANDARD.bands, limit=80, convention="midpoint")

    def ours() -> object:
        return pyll.standardised(deaths, population, STANDARD.weights, years)

    def theirs() -> object:
        factor = STANDARD.weights * years / population
        spread = np.broadcast_to(factor, deaths.shape)
        np.einsum("...a,...a->...", deaths, spread)
        np.einsum("...a,...a,...a->...", deaths, spread, spread)
        return deaths.sum(axis=-1)

    mine, bare_sums = best(ours, theirs, rounds=3)
    used = memory(ours, deaths, population)
    return [
        line("PYLL, 309 × 54 × 2 × 20 figures × 19 ages", mine, "s", "< 1", mine < 1),
        line("PYLL: ours with intervals / bare sums without", mine / bare_sums, "×", "", True),
        line("PYLL: memory / inputs", used, "×", "≤ 3", used <= 3),
    ]


def bare_table(deaths: np.ndarray, population: np.ndarray) -> np.ndarray:
    """Life expectancy at birth alone, area by area, as a spreadsheet does it."""
    widths = [1, 4, *[5] * 17]
    found = np.empty(len(deaths))
    for area in range(len(deaths)):
        alive, years = 1.0, 0.0
        for age, width in enumerate(widths):
            rate = deaths[area, age] / population[area, age]
            lived = 0.1 if age == 0 else 0.5
            dying = width * rate / (1 + width * rate * (1 - lived))
            years += width * alive * (1 - dying + lived * dying)
            alive *= 1 - dying
        found[area] = years + alive * population[area, -1] / deaths[area, -1]
    return found


def tables() -> list[bool]:
    random = np.random.default_rng(3)
    population = random.uniform(2000, 9000, (10_000, 20))
    deaths = random.poisson(population * np.geomspace(2e-4, 0.2, 20)) + 1.0
    (ours,) = best(lambda: life_expectancy(deaths, population), rounds=3)
    (theirs,) = best(lambda: bare_table(deaths[:500], population[:500]), rounds=3)
    used = memory(lambda: life_expectancy(deaths, population), deaths, population)
    return [
        line("life expectancy with intervals at 20 ages, 10 000 areas", ours, "s", "< 0.5", ours < 0.5),
        line("life expectancy: plain loop, at birth, without / ours", theirs * 20 / ours, "×", "", True),
        line("life expectancy: memory / inputs", used, "×", "≤ 3", used <= 3),
    ]


def imports() -> list[bool]:
    modules = "rates, populations, lifetables, pyll, inequality, trends, benchmarks"

    def run(script: str) -> Callable[[], object]:
        return lambda: subprocess.run([sys.executable, "-c", script], check=True)

    ours, numpy, bare_python = best(run(f"from hytti.methods import {modules}"), run("import numpy"), run("pass"))
    took = ours - bare_python
    return [
        line("import of the sums, NumPy included", took, "s", "< 0.3", took < 0.3),
        line("import: ours / NumPy alone", took / (numpy - bare_python), "×", "", True),
    ]


if __name__ == "__main__":
    sys.exit(0 if all([*imports(), *rates(), *crude_rates(), *lost_years(), *tables()]) else 1)
