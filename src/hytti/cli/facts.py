"""`hytti facts`: fetch, load, list, verify and export the published figures."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from .trouble import Trouble

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable

    from hytti.facts import Dataset

T = TypeVar("T")
OWN = "oma-"
"""Begins the keys of the datasets of own figures."""


def add_parser(commands: Any) -> None:
    """Add `hytti facts` and its verbs to the command's parser."""
    verbs = commands.add_parser("facts", help="fetch, load, list, verify and export the figures").add_subparsers(
        dest="verb", required=True, metavar="verb"
    )
    fetch = verbs.add_parser("fetch", help="fetch indicators from Sotkanet; what fails keeps its old figures")
    fetch.add_argument("numbers", nargs="*", type=int, metavar="ID", help="Sotkanet's ids (all that are defined)")
    load = verbs.add_parser("load", help="load a folder of statistics, all of it or nothing")
    load.add_argument("folder", help="such as regions/paijat-hame/statistics")
    verbs.add_parser("list", help="the datasets with their dates, figures and troubles")
    verify = verbs.add_parser("verify", help="look the store through; exit code 1 on a fault")
    verify.add_argument("folder", nargs="?", help="a folder of statistics to hold the store against")
    export = verbs.add_parser("export", help="write the figures into a file, or the store's tables for Spark")
    target = export.add_mutually_exclusive_group(required=True)
    target.add_argument("file", nargs="?", help="a name that ends in .csv or .parquet")
    target.add_argument("--parquet", metavar="FOLDER", help="one Parquet file for each of the store's tables")
    withdraw = verbs.add_parser("withdraw", help="take a dataset away; the reason is published")
    withdraw.add_argument("dataset")
    withdraw.add_argument("--reason", required=True)


def run(options: argparse.Namespace) -> int:
    """Do what is asked. What a person can mend is told as Trouble."""
    from hytti.facts import Refused, Unreadable
    from hytti.facts.folder import BadFolder
    from hytti.facts.store import Busy

    verbs: dict[str, Callable[[argparse.Namespace], int]] = {
        "fetch": _fetch,
        "load": _load,
        "list": _list,
        "verify": _verify,
        "export": _export,
        "withdraw": _withdraw,
    }
    try:
        return verbs[options.verb](options)
    except (BadFolder, Busy, Refused, Unreadable) as error:
        raise Trouble(str(error)) from None


def load_statistics(folder: Path) -> list[str]:
    """Load a folder of statistics into this installation's store; one line for each dataset that was loaded."""
    from hytti.facts.folder import load_folder

    loaded = load_folder(_path(), folder, county=_county(folder), progress=_bar)
    words = {"loaded": "{rows} figures, {changes} changes logged", "same": "as before", "newer": "a newer one stays"}
    return [f"{one.key}: {words[one.state].format(rows=one.rows, changes=one.changes)}." for one in loaded]


def _load(options: argparse.Namespace) -> int:
    print("\n".join(load_statistics(Path(options.folder))))
    if count := _restore_own():
        print(f"{count} datasets of own figures were put right.")
    return 0


def _restore_own() -> int:
    """Put the published own figures into a store that was made anew; how many datasets. None before the database is."""
    import django

    django.setup()

    from django.db import connection

    from hytti.indicators.actions.own_publishing import restore
    from hytti.indicators.models import OwnVersion

    return restore() if OwnVersion._meta.db_table in connection.introspection.table_names() else 0


def _fetch(options: argparse.Namespace) -> int:
    from django.conf import settings

    from hytti import __version__
    from hytti.coefficient.exchange.fetching import CheckedSotkanet, wanted_ids
    from hytti.facts.fetching import fetch_sotkanet
    from hytti.indicators import definitions
    from hytti.sources.http import Client

    if not settings.CONTACT:
        raise Trouble("Sotkanet is told who asks: set HYTTI_CONTACT to an address where you answer.")
    defined = {one.sources["sotkanet"]: one.key for one in definitions.load().values() if "sotkanet" in one.sources}
    defined = defined | {number: name for number, name in wanted_ids().items() if number not in defined}
    if strange := [number for number in options.numbers if number not in defined]:
        raise Trouble(f"No indicator is defined for Sotkanet's {', '.join(map(str, strange))}.")
    wanted = {number: defined[number] for number in options.numbers or sorted(defined)}
    client = Client(name=f"Hytti/{__version__}", contact=settings.CONTACT, cache=settings.VAR / "cache" / "sotkanet")
    outcomes = fetch_sotkanet(_path(), CheckedSotkanet(client), wanted, county=_county(None), progress=_bar)
    words = {"loaded": "{rows} figures, {changes} changes logged.", "same": "as before.", "failed": "failed: {text}"}
    for one in outcomes:
        print(f"{one.dataset}: {words[one.state].format(rows=one.rows, changes=one.changes, text=one.text)}")
    return 1 if any(one.state == "failed" for one in outcomes) else 0


def _list(options: argparse.Namespace) -> int:
    from django.conf import settings

    from hytti.facts import open_facts

    facts = open_facts(settings.FACTS_ENGINE or settings.FACTS)
    failed = {fault.dataset: fault for fault in facts.faults()}
    rows = [("dataset", "as of", "fetched", "published", "figures", "problems", "source"), *map(_row, facts.datasets())]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        print("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())
    for fault in failed.values():
        print(f"! {fault.dataset} could not be renewed on {fault.at:%Y-%m-%d}: {fault.text}")
    return 0


def _row(dataset: Dataset) -> tuple[str, ...]:
    days = (f"{moment:%Y-%m-%d}" for moment in (dataset.fetched_at, dataset.published_at))
    return dataset.key, dataset.as_of, *days, str(dataset.rows), str(len(dataset.problems)), dataset.source


def _verify(options: argparse.Namespace) -> int:
    from hytti.facts.verifying import verify

    faults = verify(_path(), Path(options.folder) if options.folder else None, progress=_bar)
    print("\n".join(f"! {fault}" for fault in faults) or "Every figure is in its place.")
    return 1 if faults else 0


def _export(options: argparse.Namespace) -> int:
    from hytti.facts import exports

    if options.parquet:
        names = list(_bar(exports.export_tables(_path(), Path(options.parquet))))
        print(f"{options.parquet}: {len(names)} tables.")
        return 0
    try:
        rows = exports.export(_path(), Path(options.file))
    except ValueError as error:
        raise Trouble(str(error)) from None
    print(f"{options.file}: {rows} figures.")
    return 0


def _withdraw(options: argparse.Namespace) -> int:
    from hytti.facts import open_facts, store

    if options.dataset.startswith(OWN):
        raise Trouble("Own figures are withdrawn on their own page, where the decision and its reason are kept.")
    watch = [area.key for area in open_facts(_path()).areas(county=_county(None) or None)]
    try:
        with store.writing(_path()) as writer:
            changes = writer.withdraw_dataset(options.dataset, options.reason, watch)
    except KeyError:
        raise Trouble(f"There is no dataset {options.dataset}: see hytti facts list.") from None
    print(f"{options.dataset} is withdrawn: {changes} changes logged.")
    return 0


def _path() -> Path:
    from django.conf import settings

    return Path(settings.FACTS)


def _county(folder: Path | None) -> str:
    """The region's own county, by the pack that the statistics belong to; "" where no pack tells it."""
    from ruamel.yaml import YAML

    from .region import pack_folder

    pack = folder.absolute().parent if folder else pack_folder()
    region = pack / "region.yaml" if pack else None
    if region is None or not region.is_file():
        return ""
    return f"hyvinvointialue-{YAML(typ='safe').load(region.read_text(encoding='utf-8'))['area']}"


def _bar(items: Iterable[T]) -> Iterable[T]:
    """A progress bar, on a terminal only."""
    from tqdm import tqdm

    return tqdm(items, file=sys.stderr, leave=False, disable=not sys.stderr.isatty())
