"""The coefficient beside its peers in one run: ratios, and the bars it is to stay within.

python bench/coefficient/run.py
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np

from hytti.methods.coefficient import Options, Table, coefficient
from hytti.methods.coefficient.explain import tree
from hytti.methods.coefficient.marginal import marginal
from hytti.methods.coefficient.rules import Rules, rules
from hytti.methods.coefficient.simulate import simulate
from hytti.methods.coefficient.sums import outcome, ranks
from hytti.methods.coefficient.table import COUNTIES

DRAWS = 10_000
PLAIN_DRAWS = 100


def best(call: Callable[[], object], rounds: int = 5) -> float:
    """The best of some rounds, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


def line(what: str, figure: float, unit: str, bar: str = "", met: bool = True) -> bool:
    print(f"{what:<66} {figure:>10,.2f} {unit:<4} {bar:<10} {('met' if met else 'MISSED') if bar else ''}")
    return met


def counties(made: Rules) -> Table:
    """Made-up figures of 22 counties."""
    random = np.random.default_rng(1)
    areas = len(COUNTIES)
    latest = {rule.key: random.uniform(20, 97, areas) for rule in made.process}
    before = {rule.key: (rule.target or 10) * random.uniform(1.2, 2, areas) for rule in made.result}
    latest |= {key: column * random.uniform(0.9, 1.1, areas) for key, column in before.items()}
    births = random.integers(400, 6000, areas)
    residents = random.integers(70_000, 700_000, areas)
    return Table.of("county", COUNTIES, residents, latest, before, forms=births * 0.9, births=births)


def municipalities(made: Rules, count: int = 309) -> Table:
    """Made-up figures of municipalities."""
    random = np.random.default_rng(2)
    latest = {rule.key: random.integers(0, 2, count) * 100.0 for rule in made.process}
    before = {rule.key: random.uniform(5, 30, count) for rule in made.result}
    latest |= {rule.key: random.uniform(5, 30, count) for rule in made.result}
    codes = [f"{number:03}" for number in range(count)]
    return Table.of("municipality", codes, random.integers(700, 600_000, count), latest, before)


def drawn(table: Table, draws: int) -> Table:
    """The table with every figure of the latest year drawn."""
    random = np.random.default_rng(3)
    shape = (draws, len(table.areas))
    return table.with_columns({key: column * random.normal(1, 0.03, shape) for key, column in table.latest.items()})


def plainly(table: Table, made: Rules) -> Callable[[], object]:
    """The peer: the same sum in plain Python, one draw and one area after the other, without options or checks."""
    latest = {key: column.tolist() for key, column in table.latest.items()}
    before = {key: column.tolist() for key, column in table.before.items()}
    residents = table.residents.tolist()
    pairs = zip(table.forms.tolist(), table.births.tolist(), strict=True)
    ratio = [min(1.0, forms / births) for forms, births in pairs]
    price, areas = float(made.base_price), range(len(residents))

    def one(draw: int) -> object:
        halves: dict[str, list[list[float]]] = {"process": [], "result": []}
        for rule in made.indicators:
            level = latest[rule.key][draw]
            if rule.half == "result":
                value = [(old - new) / old for new, old in zip(level, before[rule.key], strict=True)]
            elif rule.corrected_by_forms:
                value = [each * share for each, share in zip(level, ratio, strict=True)]
            else:
                value = level
            least, greatest = min(value), max(value)
            points = [100 * (each - least) / (greatest - least) for each in value]
            if rule.target is not None:
                reached = (
                    level[at] > rule.target if rule.half == "process" else level[at] <= rule.target for at in areas
                )
                points = [100.0 if yes else each for yes, each in zip(reached, points, strict=True)]
            halves[rule.half].append(points)
        means = [[sum(area) / len(half) for area in zip(*half, strict=True)] for half in halves.values()]
        K = [(process + result) / 2 for process, result in zip(*means, strict=True)]
        national = sum(each * number for each, number in zip(K, residents, strict=True)) / sum(residents)
        ranks = [1 + sum(other > each for other in K) for each in K]
        euros = [price * number * each / national for each, number in zip(K, residents, strict=True)]
        return K, ranks, euros

    return lambda: [one(draw) for draw in range(PLAIN_DRAWS)]


def main() -> int:
    made, municipal = rules("county", 2026), rules("municipality", 2023)
    table, options = counties(made), Options()
    draws = drawn(table, DRAWS)

    def all_areas() -> object:
        found = outcome(draws, made, options)
        return found.K, found.k, ranks(found.K), float(made.base_price) * table.residents * found.k

    every = best(all_areas)
    asked = best(lambda: simulate(table, made, options, "09", changes={}, seed=1, draws=DRAWS), 3)
    whole = coefficient(table, made)
    explained = best(lambda: tree(whole, "09"), 20)
    many = municipalities(municipal)
    municipal_sum = best(lambda: coefficient(many, municipal), 20)
    one = best(lambda: coefficient(table, made), 20)
    steps = best(lambda: marginal(table, made, options, "09"))
    met = [
        line("22 × 11 × 10 000 draws: K, k, ranks and euros of all", 1e3 * every, "ms", "≤ 1 000", every <= 1),
        line("22 × 11 × 10 000 draws, drawing included, one area's ranges", 1e3 * asked, "ms", "≤ 1 000", asked <= 1),
        line("one explanation tree", 1e3 * explained, "ms", "≤ 5", explained <= 0.005),
        line("309 municipalities × 21, euros to the cent", 1e3 * municipal_sum, "ms", "≤ 10", municipal_sum <= 0.01),
    ]
    line("22 × 11, one table, euros to the cent", 1e3 * one, "ms")
    line("marginal value of every indicator of one area", 1e3 * steps, "ms")
    theirs = best(plainly(draws, made), 3) * DRAWS / PLAIN_DRAWS
    line(f"the same in plain Python, extrapolated from {PLAIN_DRAWS} draws", 1e3 * theirs, "ms")
    line("plain Python / ours", theirs / every, "×")
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
