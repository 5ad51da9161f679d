"""Feeds whose time has come, for `hytti tick`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from hytti.core.permissions import NotNow

from ..models import Feed, FeedRun
from .running import STUCK, fetch

if TYPE_CHECKING:
    from django.db.models import QuerySet


def due(now: dt.datetime) -> list[Feed]:
    """The feeds that are fetched over the network and were last tried long enough ago."""
    feeds: QuerySet[Feed] = Feed.objects.filter(is_on=True).exclude(kind=Feed.Kind.SHEET)
    feeds = feeds.select_related("source", "organisation__area").order_by("pk")
    return [one for one in feeds if one.tried_at is None or now - one.tried_at >= dt.timedelta(hours=one.every_hours)]


def fetch_due(now: dt.datetime) -> str:
    """Fetch the feeds that are due; one that fails keeps no other from being fetched."""
    FeedRun.objects.filter(state=FeedRun.State.RUNNING, started_at__lt=now - STUCK).update(
        state=FeedRun.State.FAILED, ended_at=now
    )
    said = []
    for feed in due(now):
        try:
            run = fetch(feed)
        except NotNow:
            continue
        state = "fetched" if run.state == FeedRun.State.DONE else "failed"
        said.append(f"{feed.key} {state}: {run.made} new, {run.changed} changed, {run.gone} gone offers")
    return f"{'; '.join(said)}." if said else ""
