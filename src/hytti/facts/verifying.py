"""Looking through the published store: is every figure where its keys say, once, and from the file it tells of?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from . import exports, folder
from .model import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

STEP = 50
"""Indicators that are searched for doubles at a time."""
RULES = {
    "{n} figures have no dataset": "FROM store.fact WHERE dataset NOT IN (SELECT id FROM store.dataset)",
    "{n} figures are of a withdrawn dataset": (
        "FROM store.fact WHERE dataset IN (SELECT id FROM store.dataset WHERE withdrawn IS NOT NULL)"
    ),
    "{n} figures have no indicator": "FROM store.fact WHERE indicator NOT IN (SELECT id FROM store.indicator)",
    "{n} figures have no area": "FROM store.fact WHERE area NOT IN (SELECT id FROM store.area)",
    "{n} figures have no age": "FROM store.fact WHERE age NOT IN (SELECT id FROM store.age)",
    "{n} suppressed figures are still there": (
        "FROM store.fact WHERE flag = 1 AND coalesce(value, count, denominator, lower, upper) IS NOT NULL"
    ),
    "{n} numbers are not finite": "FROM store.fact WHERE NOT isfinite(value) OR NOT isfinite(count)",
    "{n} areas stand twice": "FROM (SELECT key FROM store.area GROUP BY key HAVING count(*) > 1)",
    "{n} newest figures are not among the figures": (
        "FROM store.latest ANTI JOIN (SELECT * FROM store.fact WHERE age = 0) AS fact"
        " USING (indicator, dataset, area, sex, year)"
    ),
    "{n} newest figures are missing": (
        "FROM (SELECT DISTINCT indicator, area, sex FROM store.fact WHERE age = 0)"
        " ANTI JOIN store.latest USING (indicator, area, sex)"
    ),
}
ROWS = """
SELECT dataset.key, dataset.rows, coalesce(figures, 0), coalesce(covered, 0)
FROM store.dataset
LEFT JOIN (SELECT dataset, count(*) AS figures FROM store.fact GROUP BY dataset) AS f ON f.dataset = dataset.id
LEFT JOIN (SELECT dataset, sum(rows) AS covered FROM store.coverage GROUP BY dataset) AS c ON c.dataset = dataset.id
WHERE withdrawn IS NULL AND (rows <> coalesce(figures, 0) OR rows <> coalesce(covered, 0))
ORDER BY key
"""
DOUBLES = """
SELECT count(*) FROM (
    SELECT 1 FROM store.fact WHERE indicator BETWEEN $first AND $last
    GROUP BY indicator, dataset, area, sex, age, year HAVING count(*) > 1
)
"""


def verify(
    path: Path,
    statistics: Path | None = None,
    *,
    progress: Callable[[range], Iterable[int]] = lambda steps: steps,
) -> list[str]:
    """Every fault as a sentence; none where the store is sound.

    statistics: a folder of statistics; its files are held against its manifest and against what the store was loaded
    from. Raises FileNotFoundError where there is no store, Unreadable on a broken one, BadFolder on a manifest that
    cannot be read.
    """
    found = []
    try:
        with exports.opened(path) as database:
            for sentence, rule in RULES.items():
                [[count]] = database.execute(f"SELECT count(*) {rule}").fetchall()
                found += [f"{sentence.format(n=count)}."] if count else []
            for key, told, figures, covered in database.execute(ROWS).fetchall():
                found.append(f"{key} tells of {told} figures; {figures} are there and {covered} are in its overview.")
            [[last]] = database.execute("SELECT coalesce(max(id), 0) FROM store.indicator").fetchall()
            doubles = 0
            for first in progress(range(0, last + 1, STEP)):
                [[count]] = database.execute(DOUBLES, {"first": first, "last": first + STEP - 1}).fetchall()
                doubles += count
            found += [f"{doubles} figures are there twice."] if doubles else []
            loaded = dict(database.execute("SELECT key, sha256 FROM store.dataset WHERE withdrawn IS NULL").fetchall())
    except duckdb.Error as error:
        raise Unreadable(f"{path} cannot be read through: {error}") from error
    return found + (_faults_of(statistics, loaded) if statistics else [])


def _faults_of(statistics: Path, loaded: dict[str, str]) -> list[str]:
    manifest = folder.read_manifest(statistics)
    found = []
    for kept in (manifest.areas, *manifest.datasets):
        file = statistics / kept.file
        if not file.is_file():
            found.append(f"{file} is not there.")
        elif folder.digest(file) != kept.sha256:
            found.append(f"{file} is not the file that {folder.MANIFEST} tells of.")
    for dataset in manifest.datasets:
        if dataset.key not in loaded:
            found.append(f"{dataset.key} is not in the store.")
        elif loaded[dataset.key] != dataset.sha256:
            found.append(f"{dataset.key} in the store is from another file than {dataset.file}.")
    return found
