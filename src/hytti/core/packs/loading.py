"""Loading a region pack: read and check everything, then merge it in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.text import slugify

from .. import audit
from ..models import Area, Organisation, Region, Source
from . import AFTER_LOAD, rooms, schema
from .merging import Merger, Report
from .reading import Pack, Place, digest

if TYPE_CHECKING:
    from pathlib import Path

    from .reading import Located


class Context:
    """What later rows refer to by key; unknown keys become problems at the referring row."""

    def __init__(self, pack: Pack, merger: Merger) -> None:
        self.pack = pack
        self.merger = merger
        self.by_key: dict[str, dict[str, Any]] = {}

    def remember(self, kind: str, key: str, record: Any) -> None:
        self.by_key.setdefault(kind, {})[key] = record

    def find(self, kind: str, key: str | None, place: Place, field: str) -> Any:
        """The record of the key; None for no key, and a problem for an unknown one."""
        if not key:
            return None
        record = self.by_key.get(kind, {}).get(key)
        if record is None:
            self.pack.report(Place(place.file, place.line, field), f"unknown {kind} {key!r}")
        return record

    def provenance(self, row: Any, place: Place, within: Any = None) -> dict[str, Any]:
        """Source and date of a row; a row inside another has the outer one's unless it gives its own."""
        source, as_of = row.source or within.source, row.as_of or within.as_of
        return {"source": self.find("source", source, place, "source"), "as_of": as_of}


def load(folder: Path, *, dry_run: bool = False) -> Report:
    """Load the pack of a folder; with `dry_run` only say what would change.

    Raises PackError with every problem found; then nothing was changed.
    """
    pack = Pack(folder)
    if not folder.is_dir():
        pack.report(Place(str(folder)), "there is no such folder")
        pack.check()
    parts = read(pack)
    with transaction.atomic():
        report = _write(pack, parts)
        pack.check()
        if not dry_run:
            Region.objects.update(pack_digest=digest(folder))
            if report.changes:
                audit.record(None, "pack.loaded", Region.objects.get(), reason=report.in_short)
        else:
            transaction.set_rollback(True)
    if report.changes and not dry_run:
        for call in AFTER_LOAD:
            call()
    return report


def read(pack: Pack) -> tuple[dict[str, Any], list[Any]]:
    """Read and check every file of the pack. Raises PackError where a row is not well formed."""
    own = {
        "region": pack.one("region.yaml", schema.RegionRow),
        "sources": pack.many("sources.yaml", schema.SourceRow),
        "areas": pack.table("areas.csv", schema.AreaRow),
        "organisations": pack.table("organisations.csv", schema.OrganisationRow),
        "boundaries": pack.read_json("boundaries.geojson"),
    }
    parts = [room.read(pack) for room in rooms()]
    for name in ("sources", "organisations"):
        find_duplicates(pack, own[name])
    pack.check()
    return own, parts


def find_duplicates(pack: Pack, rows: list[Located[Any]]) -> None:
    seen: dict[str, Place] = {}
    for located in rows:
        key = located.row.key
        if key in seen:
            pack.report(Place(located.place.file, located.place.line, "key"), f"{key!r} stands already at {seen[key]}")
        seen.setdefault(key, located.place)


def is_loaded(folder: Path) -> bool:
    """Whether this very pack was loaded last."""
    region = Region.objects.first()
    return region is not None and bool(region.pack_digest) and region.pack_digest == digest(folder)


def _write(pack: Pack, parts: tuple[dict[str, Any], list[Any]]) -> Report:
    own, others = parts
    _refuse_another_region(pack, own["region"])
    merger = Merger(pack)
    context = Context(pack, merger)
    _write_sources(own["sources"], context)
    _write_areas(own["areas"], context)
    _write_organisations(own["organisations"], context)
    _write_region(own["region"], own["boundaries"], context)
    for room, rows in zip(rooms(), others, strict=True):
        room.write(rows, context)
    merger.note_gone()
    return merger.report


def _refuse_another_region(pack: Pack, located: Located[schema.RegionRow]) -> None:
    here = Region.objects.first()
    if here is not None and here.key != located.row.key:
        pack.report(
            Place(located.place.file, located.place.line, "key"),
            f"this installation serves the region {here.key!r}; the pack is for {located.row.key!r}",
        )
        pack.check()


def _write_sources(rows: list[Located[schema.SourceRow]], context: Context) -> None:
    for located in rows:
        row = located.row
        values = {
            **row.title.columns("title"),
            "publisher": row.publisher,
            "address": row.address,
            "as_of": row.as_of,
            "licence": row.licence,
            **columns(row.note, "note"),
        }
        context.remember("source", row.key, context.merger.put(Source, row.key, values, located.place))


def _write_areas(rows: list[Located[schema.AreaRow]], context: Context) -> None:
    for located in sorted(rows, key=lambda item: item.row.kind != "county"):
        row, place = located.row, located.place
        values = {
            **row.model_dump(include={"kind", "code", "name_fi", "name_sv", "name_en", "valid_from", "valid_to"}),
            "slug": slugify(row.name_fi),
            "parent": context.find("area", row.parent, place, "parent"),
            "population": row.population,
            "population_as_of": row.population_as_of or "",
            "population_source": context.find("source", row.population_source, place, "population_source"),
            **context.provenance(row, place),
        }
        record = context.merger.put(Area, f"{row.kind}:{row.code}", values, place)
        context.remember("area", row.code, record)


def _write_organisations(rows: list[Located[schema.OrganisationRow]], context: Context) -> None:
    for located in rows:
        row, place = located.row, located.place
        values = {
            **row.model_dump(exclude={"key", "area", "source", "as_of"}),
            "slug": row.key,
            "area": context.find("area", row.area, place, "area"),
            **context.provenance(row, place),
        }
        context.remember("organisation", row.key, context.merger.put(Organisation, row.key, values, place))


def _write_region(located: Located[schema.RegionRow], boundaries: Any, context: Context) -> None:
    row, place = located.row, located.place
    values = {
        "key": row.key,
        **row.name.columns("name"),
        "area": context.find("area", row.area, place, "area"),
        "organisation": context.find("organisation", row.organisation, place, "organisation"),
        "residents": row.residents,
        "employees": row.employees,
        "centre": context.find("area", row.centre, place, "centre"),
        "challenges": [text.model_dump() for text in row.challenges],
        "boundaries": boundaries or {},
        **context.provenance(row, place),
    }
    towns = [context.find("area", code, place, "other_towns") for code in row.other_towns]
    context.pack.check()
    context.merger.put(Region, row.key, values, place, links={"other_towns": towns})


def columns(text: schema.Text | None, name: str) -> dict[str, str]:
    """The three language columns of a text that may be absent."""
    return text.columns(name) if text else {f"{name}_{language}": "" for language in ("fi", "sv", "en")}
