"""How the structures read and write their part of a region pack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hytti.core.models import Region
from hytti.core.packs.loading import Context, columns, find_duplicates
from hytti.core.packs.reading import Pack, Place

from . import pack_schema as schema
from .diagram_schema import DiagramFile, references
from .models import Body, BodyEvent, CooperationTier, Document, Link, Mandate, Post, Theme, Topic
from .queries.structure_picture import NAMED_SOURCES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hytti.core.packs.reading import Located

Rows = dict[str, Any]


def read(pack: Pack) -> Rows:
    """Read and check the files about structures."""
    rows: Rows = {
        "themes": pack.table("themes.csv", schema.ThemeRow),
        "bodies": pack.many("bodies.yaml", schema.BodyRow),
        "networks": pack.table("networks.csv", schema.NetworkRow),
        "posts": pack.table("posts.csv", schema.PostRow),
        "documents": pack.table("documents.csv", schema.DocumentRow),
        "links": pack.table("links.csv", schema.OwnedLinkRow),
        "tiers": pack.many("cooperation.yaml", schema.TierRow),
        "topics": pack.many("topics.yaml", schema.TopicRow),
        "diagram": pack.one("diagram.yaml", DiagramFile, required=False),
    }
    for name in ("themes", "posts", "documents", "topics"):
        find_duplicates(pack, rows[name])
    find_duplicates(pack, [*rows["bodies"], *rows["networks"]])
    _refuse_same_names_in_theme(pack, [*rows["bodies"], *rows["networks"]])
    return rows


def _refuse_same_names_in_theme(pack: Pack, rows: list[Located[Any]]) -> None:
    seen: dict[tuple[str, str], Place] = {}
    for located in rows:
        row = located.row
        name = row.name.fi if isinstance(row, schema.BodyRow) else row.name_fi
        if not row.theme:
            continue
        place = Place(located.place.file, located.place.line, "name_fi")
        earlier = seen.setdefault((row.theme, name.casefold()), place)
        if earlier is not place:
            pack.report(place, f"the theme {row.theme!r} has {name!r} already at {earlier}")


def write(rows: Rows, context: Context) -> None:
    """Merge the rows into the database."""
    _write_themes(rows["themes"], context)
    _write_bodies(rows["bodies"], context)
    _write_networks(rows["networks"], context)
    for located in rows["bodies"]:
        _write_inner_rows(located, context)
    _write_posts(rows["posts"], context)
    for located in [*rows["bodies"], *rows["networks"]]:
        _write_relations(located, context)
    _write_documents(rows["documents"], context)
    _write_links(rows["links"], context)
    _write_tiers(rows["tiers"], context)
    _write_topics(rows["topics"], context)
    if rows["diagram"] is not None:
        _write_diagram(rows["diagram"], context)


def _write_diagram(located: Located[DiagramFile], context: Context) -> None:
    for reference in sorted(references(located.row)):
        kind, colon, key = reference.partition(":")
        if kind == "all":
            if key not in NAMED_SOURCES:
                context.pack.report(located.place, f"unknown list {reference!r}")
        else:
            context.find(kind if colon else "body", key if colon else reference, located.place, "box")
    data = located.row.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    context.merger.put(Region, Region.objects.get().pack_key or "", {"diagram": data}, located.place)


def _write_themes(rows: list[Located[schema.ThemeRow]], context: Context) -> None:
    for order, located in enumerate(rows, start=1):
        row, place = located.row, located.place
        values = {
            **row.model_dump(include={"name_fi", "name_sv", "name_en", "also_known_as", "is_priority"}),
            "slug": row.key,
            "order": order,
            "parent": context.find("theme", row.parent, place, "parent"),
            **context.provenance(row, place),
        }
        context.remember("theme", row.key, context.merger.put(Theme, row.key, values, place))


def _write_bodies(rows: list[Located[schema.BodyRow]], context: Context) -> None:
    for order, located in enumerate(rows, start=1):
        row, place = located.row, located.place
        own = row.model_dump(
            include={
                "kind",
                "also_known_as",
                "appointment_verb",
                "appointment_basis",
                "founded",
                "term_start",
                "term_end",
                "closed_on",
                "closed_reason",
            }
        )
        values = {
            **own,
            "slug": row.key,
            "order": order,
            **row.name.columns("name"),
            **columns(row.purpose, "purpose"),
            **columns(row.composition, "composition"),
            **columns(row.term, "term"),
            "organisation": context.find("organisation", row.organisation, place, "organisation"),
            "convener": context.find("organisation", row.convener, place, "convener"),
            "theme": context.find("theme", row.theme, place, "theme"),
            **context.provenance(row, place),
        }
        links = {
            "other_themes": _all(context, "theme", row.other_themes, place, "other_themes"),
            "municipalities": _all(context, "area", row.municipalities, place, "municipalities"),
        }
        context.remember("body", row.key, context.merger.put(Body, row.key, values, place, links=links))


def _all(context: Context, kind: str, keys: list[str], place: Place, field: str) -> list[Any]:
    found = [context.find(kind, key, place, field) for key in keys]
    return [record for record in found if record is not None]


def _write_networks(rows: list[Located[schema.NetworkRow]], context: Context) -> None:
    for order, located in enumerate(rows, start=1000):
        row, place = located.row, located.place
        provenance = context.provenance(row, place)
        values = {
            **row.model_dump(include={"kind", "name_fi", "name_sv", "name_en", "also_known_as"}),
            "slug": row.key,
            "order": order,
            "convener": context.find("organisation", row.convener, place, "convener"),
            "theme": context.find("theme", row.theme, place, "theme"),
            **provenance,
        }
        links = {"municipalities": _all(context, "area", row.municipalities.split(), place, "municipalities")}
        body = context.merger.put(Body, row.key, values, place, links=links)
        context.remember("body", row.key, body)
        if row.note_fi and body is not None:
            note = {
                "body": body,
                "kind": BodyEvent.Kind.NOTE,
                "title_fi": row.note_fi,
                "title_sv": row.note_sv,
                "title_en": row.note_en,
                **provenance,
            }
            context.merger.put(BodyEvent, f"{row.key}/note", note, place)


def _write_inner_rows(located: Located[schema.BodyRow], context: Context) -> None:
    row, place = located.row, located.place
    body = context.by_key["body"].get(row.key)
    if body is None:
        return
    put = context.merger.put
    mandates: list[tuple[str, Sequence[schema.BasisRow | schema.TaskRow]]] = [("basis", row.basis), ("task", row.tasks)]
    for kind, items in mandates:
        for order, item in enumerate(items, start=1):
            values = {
                **item.model_dump(include={"statute", "number", "section"}),
                "address": getattr(item, "address", ""),
                **item.text.columns("text"),
                "body": body,
                "kind": kind,
                "order": order,
                **context.provenance(item, place, row),
            }
            put(Mandate, f"{row.key}/{kind}/{order}", values, place)
    for order, seat in enumerate(row.seats, start=1):
        _write_seat(row, seat, order, body, context, place)
    for order, event in enumerate(row.history, start=1):
        values = {
            "body": body,
            "kind": event.kind,
            "date": event.date,
            **event.title.columns("title"),
            **columns(event.note, "note"),
            **context.provenance(event, place, row),
        }
        put(BodyEvent, f"{row.key}/history/{order}", values, place)
    for order, link in enumerate(row.links, start=1):
        values = {
            "body": body,
            **link.label.columns("label"),
            "address": link.address,
            "order": order,
            **context.provenance(link, place, row),
        }
        put(Link, f"{row.key}/link/{order}", values, place)


def _write_seat(
    row: schema.BodyRow, seat: schema.SeatRow, order: int, body: Body, context: Context, place: Place
) -> None:
    values = {
        "body": body,
        "slug": seat.key,
        "role": seat.role,
        "seats": seat.seats,
        "personal_deputies": seat.personal_deputies,
        "order": order,
        **seat.title.columns("title"),
        **columns(seat.group, "group"),
        "represents_body": context.find("body", seat.represents_body, place, "represents_body"),
        "represents_organisation": context.find(
            "organisation", seat.represents_organisation, place, "represents_organisation"
        ),
        **context.provenance(seat, place, row),
    }
    context.remember("post", seat.key, context.merger.put(Post, seat.key, values, place))


def _write_posts(rows: list[Located[schema.PostRow]], context: Context) -> None:
    for order, located in enumerate(rows, start=100):
        row, place = located.row, located.place
        values = {
            **row.model_dump(include={"role", "title_fi", "title_sv", "title_en"}),
            "slug": row.key,
            "order": order,
            "body": context.find("body", row.body, place, "body"),
            "organisation": context.find("organisation", row.organisation, place, "organisation"),
            **context.provenance(row, place),
        }
        context.remember("post", row.key, context.merger.put(Post, row.key, values, place))


def _write_relations(located: Located[Any], context: Context) -> None:
    row, place = located.row, located.place
    if context.by_key["body"].get(row.key) is None:
        return
    values = {"parent": context.find("body", row.parent, place, "parent")}
    if isinstance(row, schema.BodyRow):
        for name in ("proposed_by", "appointed_by"):
            values[name] = context.find("body", getattr(row, name), place, name)
        values["presented_by"] = context.find("post", row.presented_by, place, "presented_by")
    context.merger.put(Body, row.key, values, place)


def _write_documents(rows: list[Located[schema.DocumentRow]], context: Context) -> None:
    for order, located in enumerate(rows, start=1):
        row, place = located.row, located.place
        values = {
            **row.model_dump(exclude={"key", "organisation", "body", "theme", "source", "as_of"}),
            "slug": row.key,
            "order": order,
            "organisation": context.find("organisation", row.organisation, place, "organisation"),
            "body": context.find("body", row.body, place, "body"),
            "theme": context.find("theme", row.theme, place, "theme"),
            **context.provenance(row, place),
        }
        context.remember("document", row.key, context.merger.put(Document, row.key, values, place))


def _write_links(rows: list[Located[schema.OwnedLinkRow]], context: Context) -> None:
    for order, located in enumerate(rows, start=1):
        row, place = located.row, located.place
        values = {
            **row.model_dump(include={"label_fi", "label_sv", "label_en", "address"}),
            "order": order,
            "body": context.find("body", row.body, place, "body"),
            "organisation": context.find("organisation", row.organisation, place, "organisation"),
            **context.provenance(row, place),
        }
        context.merger.put(Link, f"{row.body or row.organisation}/{row.address}"[:200], values, place)


def _write_tiers(rows: list[Located[schema.TierRow]], context: Context) -> None:
    for located in rows:
        row, place = located.row, located.place
        values = {
            "number": row.number,
            "gives_money": row.gives_money,
            **row.title.columns("title"),
            **columns(row.purpose, "purpose"),
            "items": [item.model_dump() for item in row.items],
            **context.provenance(row, place),
        }
        context.merger.put(CooperationTier, f"tier-{row.number}", values, place)


def _write_topics(rows: list[Located[schema.TopicRow]], context: Context) -> None:
    for order, located in enumerate(rows, start=1):
        row, place = located.row, located.place
        values = {
            "slug": row.key,
            "order": order,
            **row.title.columns("title"),
            "season": row.season,
            "figures": [figure.model_dump(mode="json") for figure in row.figures],
            "theme": context.find("theme", row.theme, place, "theme"),
            **context.provenance(row, place),
        }
        context.merger.put(Topic, row.key, values, place)
