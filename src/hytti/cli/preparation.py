"""Bring the data folder up to date: catalogues, database, region pack and its figures, demo accounts, static files.

Each step first looks whether there is something to do, so a second start changes nothing.
"""

from __future__ import annotations

import fcntl
import hashlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from hytti.core.catalogues import compile_catalogues

from .demo import sign_ins
from .trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .demo import SignIn

    Say = Callable[[str], object]

STATISTICS = "statistics"
"""The pack's folder of figures."""


def prepare(say: Say) -> list[SignIn]:
    """Do what is missing and say what is being done; the answer is the demo accounts, where there are any."""
    with _alone():
        compile_catalogues(settings.PACKAGE / "locale")
        _migrate(say)
        _load_region(say)
        _load_statistics(say)
        _restore_own_figures(say)
        _fill_search_index(say)
        _renew_tray_index(say)
        _list_indicators()
        _collect_static(say)
        return sign_ins() if settings.DEMO else []


@contextmanager
def _alone() -> Iterator[None]:
    """Two services that start at once prepare one after the other."""
    with (settings.VAR / "preparing.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(say: Say) -> None:
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Preparing the database.")
        call_command("migrate", verbosity=0, interactive=False)
    if "cache" not in connection.introspection.table_names():
        call_command("createcachetable", verbosity=0)


def _load_region(say: Say) -> None:
    from hytti.core.models import Region
    from hytti.core.packs.loading import is_loaded
    from hytti.tray import vocabularies

    from .region import load_pack, pack_folder

    folder = pack_folder()
    if folder is None:
        if not Region.objects.exists():
            raise Trouble("No region pack was found: name its folder with HYTTI_REGION.")
    elif not is_loaded(folder):
        say(f"Loading the region pack {folder.name}.")
        say(load_pack(folder))
    vocabularies.load()  # the lists come with the program, not with the pack


def _load_statistics(say: Say) -> None:
    """The figures of the pack, where its folder has changed since it was loaded, or where the store is not there."""
    from hytti.core.models import Region
    from hytti.core.packs.reading import digest
    from hytti.facts import Unreadable
    from hytti.facts.folder import BadFolder, load_folder
    from hytti.facts.store import Busy

    from .region import pack_folder

    pack = pack_folder()
    if pack is None or not (pack / STATISTICS).is_dir() or settings.FACTS_ENGINE:
        return
    folder, stamp = pack / STATISTICS, settings.VAR / "statistics.stamp"
    now = digest(folder)
    if stamp.exists() and stamp.read_text() == now and settings.FACTS.exists():
        return
    say(f"Loading the figures of the region pack {pack.name}.")
    county = f"hyvinvointialue-{Region.objects.select_related('area').get().area.code}"
    try:
        done = load_folder(settings.FACTS, folder, county=county)
    except (BadFolder, Busy, Unreadable) as error:
        raise Trouble(f"The figures were not loaded, and nothing was changed: {error}") from None
    loaded = [one for one in done if one.state == "loaded"]
    say(f"{len(loaded)} of {len(done)} datasets were new: {sum(one.rows for one in loaded)} figures.")
    stamp.write_text(now)


def _restore_own_figures(say: Say) -> None:
    """The region's own published figures, where the store was made anew or is an older copy."""
    from hytti.facts import Unreadable
    from hytti.facts.store import Busy
    from hytti.indicators.actions.own_publishing import restore

    try:
        if count := restore():
            say(f"{count} datasets of own figures were put right in the store.")
    except (Busy, Unreadable) as error:
        raise Trouble(f"The own figures were not put into the store: {error}") from None


def _fill_search_index(say: Say) -> None:
    """After a load that was interrupted between the records and their index."""
    from hytti.core import search
    from hytti.core.models import SearchEntry

    if not SearchEntry.objects.exists():
        say("Filling the search index.")
        search.rebuild()


def _renew_tray_index(say: Say) -> None:
    """A release may read offers by other rules than the one that built their index."""
    from hytti.tray.search import index

    if index.is_outdated():
        say("Reading the offers of the tray into their index again.")
        index.rebuild()


def _list_indicators() -> None:
    """A release may bring indicators or other words about them, and rules of a new funding year."""
    from hytti.coefficient.findable import sync as sync_coefficient
    from hytti.indicators.findable import sync

    sync()
    sync_coefficient()


def _collect_static(say: Say) -> None:
    stamp = settings.VAR / "static.stamp"
    digest = _static_digest()
    if stamp.exists() and stamp.read_text() == digest and Path(settings.STATIC_ROOT).is_dir():
        return
    say("Collecting styles, scripts and pictures.")
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(digest)


def _static_digest() -> str:
    """Changes with any static file's name, size or time, and with the way they are kept."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            digest.update(f"{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
