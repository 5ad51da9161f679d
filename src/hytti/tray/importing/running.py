"""Fetching a feed from beginning to end: batches, progress, what is gone, and what went wrong."""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core import audit
from hytti.core.permissions import NotNow
from hytti.sources.offers import Reading
from hytti.sources.problems import Code, SourceError, problem

from ..findable import follow
from ..models import Feed, FeedRun, Origin
from ..search import index
from .batches import Batch
from .doors import CHANGING, items_of_files, items_of_sheet, items_over_network
from .joining import propose
from .world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from hytti.core.models import User
    from hytti.sources.offers import Item
    from hytti.sources.problems import Problem

AT_ONCE, INDEXED_AT_ONCE = 500, 5000
MOST_PROBLEMS = 500  # that are kept of a run
FEW = 20  # so many may go without being asked
OVERLAP = dt.timedelta(hours=2)  # between two readings of changes: interface 12 runs up to 1.5 hours behind 11
STUCK = dt.timedelta(hours=3)

log = logging.getLogger(__name__)


class Stopped(Exception):
    """A person has stopped the run."""


def start(feed: Feed, *, by: User | None, is_whole: bool = True) -> FeedRun:
    """A run that has begun; only one at a time of a feed. Raises NotNow."""
    with transaction.atomic():
        Feed.objects.select_for_update().get(pk=feed.pk)
        running = feed.runs.filter(state=FeedRun.State.RUNNING)
        running.filter(started_at__lt=timezone.now() - STUCK).update(
            state=FeedRun.State.FAILED, ended_at=timezone.now()
        )
        if running.exists():
            raise NotNow(_("Tätä syötettä haetaan juuri nyt. Odota, että haku päättyy."))
        return FeedRun.objects.create(feed=feed, by=by, is_whole=is_whole)


def fetch(feed: Feed, *, by: User | None = None, run: FeedRun | None = None, accept_gone: bool = False) -> FeedRun:
    """Fetch a feed over the network; changes only, where its last whole reading is fresh. Raises NotNow.

    accept_gone: a person says that offers missing from the feed may go, however many they are.
    """
    since = None if accept_gone or (run and run.is_whole) else since_of(feed)
    run = run or start(feed, by=by, is_whole=since is None)
    return _run(feed, run, lambda world, reading: items_over_network(feed, world, reading, since), accept_gone)


def load_files(
    feed: Feed, files: Sequence[Path], *, by: User | None = None, is_whole: bool = False, made_up: bool = False
) -> FeedRun:
    """Bring files in. is_whole: they hold everything, and what they lack is gone. made_up: examples. Raises NotNow."""
    run = start(feed, by=by, is_whole=is_whole)
    return _run(feed, run, lambda world, reading: items_of_files(feed, world, files, reading), False, made_up=made_up)


def load_sheet(feed: Feed, data: bytes, name: str, *, by: User | None = None) -> FeedRun:
    """Bring one table in. Raises NotNow."""
    run = start(feed, by=by, is_whole=False)
    return _run(feed, run, lambda world, reading: items_of_sheet(feed, world, data, name, reading), False)


def since_of(feed: Feed) -> dt.datetime | None:
    """The moment from which changes are enough; None where everything must be read anew."""
    if feed.kind not in CHANGING or feed.whole_at is None or feed.succeeded_at is None:
        return None
    fresh = timezone.now() - feed.whole_at < dt.timedelta(days=feed.whole_every_days)
    return feed.succeeded_at - OVERLAP if fresh else None


def _run(
    feed: Feed,
    run: FeedRun,
    open_door: Callable[[World, Reading], Iterator[Item]],
    accept_gone: bool,
    *,
    made_up: bool = False,
) -> FeedRun:
    reading, world = Reading(), World(feed.source)
    reading.is_partial = not run.is_whole
    batch = Batch(feed, world, run.by, made_up=made_up)
    seen: set[str] = set()
    problems = _Problems()
    state = FeedRun.State.DONE
    try:
        for items in _batches(open_door(world, reading)):
            seen.update(item.id for item in items)
            batch.write(items)
            problems.add_items(items)
            _tell(run, batch)
            _index(batch, INDEXED_AT_ONCE)
        if reading.is_whole:
            reading.faults += _take_off(feed, batch, seen, accept_gone)
    except SourceError as error:
        reading.fault(*error.problems)
    except Stopped:
        state = FeedRun.State.CANCELLED
    except Exception:
        log.exception("Fetching the feed %s failed.", feed.key)
        reading.fault(problem(Code.NOT_WHOLE))
    finally:
        propose(batch.made)
        _index(batch, 1)
    problems.add((*reading.faults, *reading.problems))
    if reading.faults and state == FeedRun.State.DONE:
        state = FeedRun.State.FAILED
    return _end(feed, run, batch, reading, problems.kept, state)


def _take_off(feed: Feed, batch: Batch, seen: set[str], accept_gone: bool) -> list[Problem]:
    """What a whole reading did not have is gone; not when nothing came, and many only when a person agrees."""
    alive = Origin.objects.filter(feed=feed, is_gone=False)
    missing = [pk for pk, key in alive.order_by("pk").values_list("pk", "external_id") if key not in seen]
    known = alive.count()
    if not seen and known:
        return [problem(Code.NOTHING_OFFERED, address=feed.address or feed.name)]
    if len(missing) > max(FEW, known // 2) and not accept_gone:
        return [problem(Code.MANY_GONE, gone=len(missing), known=known)]
    for place in range(0, len(missing), AT_ONCE):
        with transaction.atomic():
            batch.withdraw(list(Origin.objects.filter(pk__in=missing[place : place + AT_ONCE]).order_by("pk")))
    return []


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    kept: list[Item] = []
    for item in items:
        kept.append(item)
        if len(kept) == AT_ONCE:
            yield kept
            kept = []
    if kept:
        yield kept


def _index(batch: Batch, least: int) -> None:
    if len(batch.touched) >= least:
        keys, batch.touched = batch.touched, []
        index.refresh(keys)
        follow(keys)


def _tell(run: FeedRun, batch: Batch) -> None:
    """Let the page see how far the run is. Raises Stopped where a person has stopped it."""
    counts = {name: batch.counts[name] for name in ("read", "made", "changed", "gone", "refused")}
    if not FeedRun.objects.filter(pk=run.pk, state=FeedRun.State.RUNNING).update(**counts):
        raise Stopped


def _end(
    feed: Feed, run: FeedRun, batch: Batch, reading: Reading, problems: list[dict[str, Any]], state: str
) -> FeedRun:
    now = timezone.now()
    for name in ("read", "made", "changed", "gone", "refused"):
        setattr(run, name, batch.counts[name])
    run.state, run.ended_at, run.problems = state, now, problems
    run.save()
    values: dict[str, Any] = {"tried_at": now, "fault": [as_json(one) for one in reading.faults[:20]]}
    if state == FeedRun.State.DONE:
        values |= {"succeeded_at": run.started_at} | ({"whole_at": run.started_at} if reading.is_whole else {})
    Feed.objects.filter(pk=feed.pk).update(**values)
    counts = {name: [0, batch.counts[name]] for name in ("made", "changed", "gone") if batch.counts[name]}
    if counts:
        verb = "feeds.brought" if feed.kind == Feed.Kind.SHEET else "feeds.fetched"
        audit.record(run.by, verb, feed, changes=counts)
    return run


class _Problems:
    """The first problems of a run as they are kept: where, code and arguments."""

    def __init__(self) -> None:
        self.kept: list[dict[str, Any]] = []

    def add_items(self, items: Iterable[Item]) -> None:
        for item in items:
            self.add(item.problems, item.id)

    def add(self, problems: Iterable[Problem], where: str = "") -> None:
        room = MOST_PROBLEMS - len(self.kept)
        self.kept += [as_json(one, where) for one in problems][: max(0, room)]


def as_json(one: Problem, where: str = "") -> dict[str, Any]:
    """A problem as it is kept; `problem_words.words_of` says it in the reader's language."""
    told = {"code": one.code.value, "arguments": dict(one.arguments)}
    return told | {"where": where or None, "row": one.row, "column": one.column}
