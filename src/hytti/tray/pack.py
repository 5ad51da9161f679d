"""How the tray reads its part of a region pack: files of feeds. The national lists come up to date with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from hytti.core.packs.loading import Context, find_duplicates
from hytti.core.packs.reading import Pack, Place
from hytti.core.packs.schema import Key, Sourced

from . import vocabularies
from .importing import running
from .models import Feed, FeedRun

if TYPE_CHECKING:
    from hytti.core.packs.reading import Located

Rows = dict[str, Any]
FOLDER = "tray"
FEEDS = f"{FOLDER}/feeds.yaml"


class FeedRow(Sourced):
    """A file of offers in the pack's folder `tray`; `organisation` offers what the file names no provider for."""

    key: Key
    kind: Literal["ptv11", "lipas", "ical", "sheet"]
    name: str
    file: str
    organisation: Key | None = None


def read(pack: Pack) -> Rows:
    """Read and check the list of feeds, and that their files are there."""
    feeds = pack.many(FEEDS, FeedRow)
    find_duplicates(pack, feeds)
    for located in feeds:
        if not (pack.folder / FOLDER / located.row.file).is_file():
            pack.report(Place(FEEDS, located.place.line, "file"), f"there is no file {located.row.file!r}")
    return {"feeds": feeds}


def write(rows: Rows, context: Context) -> None:
    """Bring the national lists up to date, and the offers of the pack's files into the tray."""
    vocabularies.load()
    for located in rows["feeds"]:
        _write_feed(located, context)


def _write_feed(located: Located[FeedRow], context: Context) -> None:
    """A file that cannot be read whole is a problem of the pack; what people edited of its offers stays."""
    row, place = located.row, located.place
    source = context.find("source", row.source, place, "source")
    organisation = context.find("organisation", row.organisation, place, "organisation")
    if source is None or (row.organisation and organisation is None):
        return
    feed, _made = Feed.objects.update_or_create(
        key=row.key,
        defaults={
            "kind": row.kind,
            "name": row.name,
            "source": source,
            "organisation": organisation,
            "is_on": False,  # there is no address to fetch from
        },
    )
    run = running.load_files(feed, [context.pack.folder / FOLDER / row.file], is_whole=True)
    if run.state != FeedRun.State.DONE:
        context.pack.report(Place(f"{FOLDER}/{row.file}"), f"the file could not be read: {run.problems}")
