"""Sotkanet's figures into the store: what came whole is published, what failed leaves its old figures and a fault."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa
import pyarrow.compute

from hytti.sources.problems import Code, SourceError, Unreachable, problem

from . import faults, store
from .model import Dataset, Refused
from .reader import open_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from hytti.sources.problems import Problem
    from hytti.sources.records import Fetched, Indicator
    from hytti.sources.sotkanet import Sotkanet

pc: Any = pyarrow.compute  # its stubs do not know what it takes
BATCH = 50
"""Indicators that are published together: so many tables are held at once."""
SOURCE = "THL, Sotkanet"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an indicator; `text` says why it failed."""

    dataset: str
    state: Literal["loaded", "same", "failed"]
    rows: int = 0
    changes: int = 0
    text: str = ""


def fetch_sotkanet(
    path: Path,
    sotkanet: Sotkanet,
    wanted: Mapping[int, str],
    *,
    county: str = "",
    progress: Callable[[list[int]], Iterable[int]] = lambda numbers: numbers,
) -> list[Outcome]:
    """Fetch indicators and publish them as datasets "sotkanet-<id>".

    wanted: the store's indicator by Sotkanet's id. county: key of the hyvinvointialue whose changes are logged.
    Figures of areas that the store does not know are left out. Where Sotkanet cannot be reached the rest is not tried.
    A break loses nothing: what was fetched is in the client's cache.
    """
    facts = open_facts(path)
    there = {dataset.key: dataset for dataset in facts.datasets()}
    areas = {area.key for area in facts.areas()}
    watch = {area.key for area in facts.areas() if county and county in (area.key, area.county)}
    outcomes: dict[str, Outcome] = {}
    batch: list[tuple[Dataset, pa.Table]] = []
    away: Unreachable | None = None
    for number in progress(list(wanted)):
        key = f"sotkanet-{number}"
        try:
            if away:
                raise away
            indicator = sotkanet.indicator(number)
            fetched = sotkanet.data(indicator)
        except SourceError as error:
            away = error if isinstance(error, Unreachable) else away
            outcomes[key] = Outcome(key, "failed", text=str(error))
            continue
        old = there.get(key)
        if old and old.sha256 == fetched.sha256:
            outcomes[key] = Outcome(key, "same", old.rows)
            continue
        table, unknown = _fitted(fetched.table, wanted[number], areas)
        if not table.num_rows:
            outcomes[key] = Outcome(key, "failed", text=str(problem(Code.NO_ROWS)))
            continue
        batch.append((_dataset(key, indicator, fetched, unknown, old), table))
        if len(batch) == BATCH:
            outcomes |= _published(path, batch, watch)
            batch = []
    outcomes |= _published(path, batch, watch)
    failed = {outcome.dataset: outcome.text for outcome in outcomes.values() if outcome.state == "failed"}
    faults.note(path, failed, outcomes.keys() - failed)
    return [outcomes[f"sotkanet-{number}"] for number in wanted]


def _published(path: Path, batch: list[tuple[Dataset, pa.Table]], watch: set[str]) -> dict[str, Outcome]:
    outcomes = {}
    if batch:
        with store.writing(path) as writer:
            for dataset, table in batch:
                try:
                    changes = writer.replace_dataset(dataset, table, watch)
                    outcomes[dataset.key] = Outcome(dataset.key, "loaded", table.num_rows, changes)
                except Refused as error:
                    outcomes[dataset.key] = Outcome(dataset.key, "failed", text=str(error))
    return outcomes


def _fitted(table: pa.Table, indicator: str, areas: set[str]) -> tuple[pa.Table, list[str]]:
    """The rows of known areas under the store's name of the indicator, and the municipalities that are not known."""
    known = pc.is_in(table["area"], pa.array(sorted(areas), pa.string()))
    strange = sorted({str(area) for area in table["area"].filter(pc.invert(known)).to_pylist()})
    table = table.filter(known)
    name = pa.repeat(pa.scalar(indicator), table.num_rows)
    return table.set_column(0, "indicator", name), [key for key in strange if key.startswith("kunta-")]


def _dataset(key: str, indicator: Indicator, fetched: Fetched, unknown: list[str], old: Dataset | None) -> Dataset:
    problems = [*fetched.problems, *(problem(Code.UNKNOWN_AREA, value=area) for area in unknown)]
    title = indicator.title
    return Dataset(
        key=key,
        title_fi=title.fi,
        title_sv=title.sv or title.fi,
        title_en=title.en or title.fi,
        source=SOURCE,
        source_key=old.source_key if old else "",
        address=fetched.address,
        fetched_at=fetched.fetched_at,
        as_of=indicator.updated.isoformat() if indicator.updated else str(pc.max(fetched.table["year"])),
        licence=fetched.licence,
        attribution=SOURCE,
        sha256=fetched.sha256,
        rows=fetched.table.num_rows,
        problems=tuple(_told(one) for one in problems),
        borders=fetched.fetched_at.year,
        calculated=False,
        method_fi="",
        method_sv="",
        method_en="",
        published_at=datetime.now(UTC),
    )


def _told(one: Problem) -> dict[str, Any]:
    return {"code": one.code.value, "arguments": dict(one.arguments), "row": one.row, "column": one.column}
