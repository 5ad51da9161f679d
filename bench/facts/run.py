"""The fact store at size, beside its peers in the same run: bytes, building, and the questions of the pages.

    python bench/facts/run.py                        105 million cells, some minutes
    python bench/facts/run.py --cells 3e6            a quick look; the bars are set for 105 million
    python bench/facts/run.py --folder DIR --keep    leave the store there

The figures are synthetic. Questions are asked in this process and the median of many is told, answers included: the
objects that a page gets. The same questions through the web are measured with the pages.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import peers
import pyarrow as pa
import synthetic
from synthetic import area_key, indicator_key

from hytti.facts import Facts, open_facts, store

FULL = 105_000_000
MANY = 100
"""Indicators in one dataset of the build."""
WORKER = """
import sys
from hytti.facts import open_facts
facts = open_facts(sys.argv[1])
facts.series("indicator-0001", [f"kunta-{n:03}" for n in range(10)]); facts.latest_of_area("kunta-007")
facts.distribution(None, "kunta")
print(next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) / 1024)
"""
met: list[bool] = []


def line(what: str, figure: float, unit: str, limit: float | None = None, *, at_least: bool = False) -> None:
    """Print a figure, and beside it its bar where it has one."""
    kept = limit is None or (figure >= limit if at_least else figure <= limit)
    bar = "" if limit is None else f"{'≥' if at_least else '≤'} {limit:g}"
    print(f"{what:<66} {figure:>12,.2f} {unit:<10} {bar:<8} {'' if limit is None else 'met' if kept else 'MISSED'}")
    met.append(kept)


def median(call: Callable[[], object], rounds: int) -> float:
    """Milliseconds of the middle call; the first, which warms up, does not count."""
    call()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def build(path: Path, size: synthetic.Size) -> None:
    """Build the store; the making of the figures is not counted."""
    made, start = 0.0, time.perf_counter()
    with store.writing(path) as writer:
        writer.put_areas(synthetic.areas(size))
        tables = synthetic.tables(size, many=min(MANY, max(1, size.indicators - 1)))
        while True:
            before = time.perf_counter()
            key, table = next(tables, (None, None))
            made += time.perf_counter() - before
            if key is None:
                break
            writer.replace_dataset(synthetic.dataset(key), table)
            end = time.perf_counter()
    done = time.perf_counter()
    line(
        "build, newest figures and publishing included",
        size.cells / (done - start - made) / 1e6,
        "M cells/s",
        1,
        at_least=True,
    )
    line("  of it newest figures, checkpoint and publishing", done - end, "s")
    line("size of the store", path.stat().st_size / size.cells, "B/cell", 3.5)


def questions(facts: Facts, size: synthetic.Size) -> dict[str, float]:
    chance = random.Random(9)

    def series() -> object:
        areas = [area_key(number) for number in chance.sample(range(size.areas), 10)]
        return facts.series(indicator_key(chance.randrange(size.indicators)), areas)

    def latest() -> object:
        return facts.latest_of_area(area_key(chance.randrange(size.areas)))

    def year() -> object:
        return facts.year_of(indicator_key(chance.randrange(size.indicators)), 2020, "kunta")

    found = {
        "series": median(series, 100),
        "latest": median(latest, 50),
        "ranks": median(lambda: facts.ranks("kunta"), 3),
    }
    assert len(facts.series(indicator_key(0), [area_key(n) for n in range(10)])) == 10 * synthetic.YEARS
    assert len(facts.latest_of_area(area_key(0))) == size.indicators
    assert len(facts.ranks("kunta")) == size.indicators * size.areas
    line("one indicator × ten municipalities, every year", found["series"], "ms", 3)
    line("every indicator of one area, its newest year", found["latest"], "ms", 3)
    line("rank of every area in every indicator's newest year", found["ranks"] / 1000, "s", 1)
    line("one indicator and year, every municipality", median(year, 50), "ms")
    all_of = median(lambda: facts.distribution(None, "kunta"), 3)
    line("distribution of every indicator", all_of, "ms")
    return found


def replacing(path: Path, size: synthetic.Size) -> None:
    """One indicator as a dataset of its own, put again and again within a writer; then published."""
    [(_, table)] = synthetic.tables(synthetic.Size(1, size.areas), many=1)
    own = table.set_column(0, "indicator", pa.repeat(pa.scalar("own"), table.num_rows))
    with store.writing(path) as writer:
        writer.replace_dataset(synthetic.dataset("own"), own)
    with store.writing(path) as writer:
        line(
            "replace one indicator within a writer",
            median(lambda: writer.replace_dataset(synthetic.dataset("own"), own), 7),
            "ms",
            50,
        )
        start = time.perf_counter()
    line("  publishing it", time.perf_counter() - start, "s")
    start = time.perf_counter()
    facts = open_facts(path)
    line("  opening what was published", (time.perf_counter() - start) * 1000, "ms")
    assert facts.latest_of_area(area_key(0))[-1].indicator == "own"
    with store.writing(path) as writer:
        writer.withdraw_dataset("own", "measured")


def worker(path: Path) -> None:
    """The memory of a process that answers."""
    done = subprocess.run([sys.executable, "-c", WORKER, str(path)], capture_output=True, text=True, check=True)
    line("memory of one process that has answered (without the web part)", float(done.stdout), "MB")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", type=float, default=FULL)
    parser.add_argument("--folder", type=Path, help="where the store and the peers' files are made")
    parser.add_argument("--keep", action="store_true", help="leave them, and use a store that is there")
    parser.add_argument("--no-peers", action="store_true")
    options = parser.parse_args()
    size = synthetic.size_of(int(options.cells))
    with contextlib.ExitStack() as stack:
        folder = options.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"synthetic-{size.cells}.duckdb"
        print(
            f"{size.indicators:,} indicators × {size.areas} areas × {synthetic.YEARS} years × 3 sexes"
            f" = {size.cells:,} cells, {os.cpu_count()} cores"
        )
        if not (options.keep and path.exists()):
            path.unlink(missing_ok=True)
            build(path, size)
        ours = questions(open_facts(path, memory_limit=f"{max(128, 128 * size.cells // FULL)}MB"), size)
        worker(path)
        if not options.no_peers:
            peers.compare(path, size, ours, line, median)
        replacing(path, size)
        if not options.keep:
            path.unlink()
    return 0 if all(met) or size.cells < FULL * 0.99 else 1


if __name__ == "__main__":
    sys.exit(main())
