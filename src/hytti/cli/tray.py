"""`hytti tray`: feeds of offers fetched, files brought in, and how they stand."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from .trouble import Trouble

if TYPE_CHECKING:
    from hytti.tray.models import Feed, FeedRun


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The words of the command."""
    tray = commands.add_parser("tray", help="offers of services: fetch feeds, bring files in")
    verbs = tray.add_subparsers(dest="verb", required=True, metavar="verb")
    fetch = verbs.add_parser("fetch", help="fetch feeds over the network")
    fetch.add_argument("keys", nargs="*", help="keys of feeds; all that are on, where none is named")
    fetch.add_argument("--accept-gone", action="store_true", help="offers that are missing go, however many they are")
    load = verbs.add_parser("load", help="bring files of a feed's kind in: answers of PTV or Lipas, calendars, tables")
    load.add_argument("key", help="the feed's key")
    load.add_argument("files", nargs="+")
    load.add_argument("--whole", action="store_true", help="the files hold everything: what they lack is gone")
    verbs.add_parser("list", help="the feeds, when they last succeeded and what is wrong")


def run(options: argparse.Namespace) -> int:
    """One command; 1 where a feed could not be read whole."""
    import django

    django.setup()
    return {"fetch": _fetch, "load": _load, "list": _list}[options.verb](options)


def _fetch(options: argparse.Namespace) -> int:
    from hytti.core.permissions import NotNow
    from hytti.tray.importing.running import fetch
    from hytti.tray.models import Feed

    feeds = [_feed(key) for key in options.keys] or list(
        Feed.objects.filter(is_on=True).exclude(kind=Feed.Kind.SHEET).order_by("key")
    )
    failed = False
    for feed in feeds:
        if feed.kind == Feed.Kind.SHEET:
            raise Trouble(f"{feed.key} is a table: bring its file with `hytti tray load {feed.key} FILE`.")
        try:
            done = fetch(feed, accept_gone=options.accept_gone)
        except NotNow:
            print(f"{feed.key}: is being fetched just now.")
            continue
        failed = _print(feed, done) or failed
    return int(failed)


def _load(options: argparse.Namespace) -> int:
    from hytti.core.permissions import NotNow
    from hytti.tray.importing.running import load_files

    feed = _feed(options.key)
    files = [Path(name) for name in options.files]
    for file in files:
        if not file.is_file():
            raise Trouble(f"{file} is not there.")
    try:
        return int(_print(feed, load_files(feed, files, is_whole=options.whole)))
    except NotNow:
        raise Trouble(f"{feed.key} is being fetched just now.") from None


def _list(options: argparse.Namespace) -> int:
    from hytti.tray.models import Feed

    for feed in Feed.objects.order_by("key"):
        when = f"{feed.succeeded_at:%Y-%m-%d %H:%M}" if feed.succeeded_at else "never"
        count = feed.origins.filter(is_gone=False).count()
        print(f"{feed.key}  {feed.kind}  {'on' if feed.is_on else 'off'}  succeeded {when}  {count} offers")
        for fault in feed.fault:
            print(f"! {_sentence(fault)}")
    return 0


def _print(feed: Feed, run: FeedRun) -> bool:
    """Tell how a run went; whether it failed."""
    failed = run.state != run.State.DONE
    counts = f"{run.read} read, {run.made} new, {run.changed} changed, {run.gone} gone, {run.refused} refused"
    print(f"{feed.key}: {'failed' if failed else 'done'}: {counts}.")
    for one in run.problems[:20]:
        place = ", ".join(str(part) for part in (one.get("row") or one.get("where"), one.get("column")) if part)
        print(f"! {place}: {_sentence(one)}" if place else f"! {_sentence(one)}")
    if len(run.problems) > 20:
        print(f"! and {len(run.problems) - 20} more.")
    return failed


def _sentence(kept: dict) -> str:
    from hytti.sources.problems import Code

    return Code(kept["code"]).text.format(**kept["arguments"])  # type: ignore[call-arg]  # by its value


def _feed(key: str) -> Feed:
    from hytti.tray.models import Feed

    found = Feed.objects.select_related("source", "organisation__area").filter(key=key).first()
    if found is None:
        raise Trouble(f"There is no feed {key!r}; `hytti tray list` tells which there are.")
    return found
