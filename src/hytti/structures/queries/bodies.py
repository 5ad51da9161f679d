"""One body with everything its page tells."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core.models import Region
from hytti.core.templatetags.hytti import day, plain, tr, translated

from ..models import Body, BodyEvent, Document, Link, Mandate, Theme
from .composition import Composition, composition_of
from .facts import facts_of
from .freshness import Freshness, freshness_of

if TYPE_CHECKING:
    import datetime as dt

    from ..models.bodies import BodyQuerySet

SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])")
MOST_PEERS = 8
RELATED = (
    "organisation__area",
    "parent",
    "proposed_by",
    "appointed_by__proposed_by",
    "presented_by__body",
    "presented_by__organisation",
    "convener__area",
    "theme__parent",
    "source",
)


@dataclass(frozen=True)
class BodyPage:
    """What the page of a body shows, section by section."""

    body: Body
    lead: str
    facts: list[dict[str, Any]]
    basis: list[Mandate]
    tasks: list[Mandate]
    chain: list[dict[str, Any]]
    composition: Composition
    children: list[Body]
    themes: list[Theme]
    remarks: list[BodyEvent]
    timeline: list[dict[str, Any]]
    documents: list[Document]
    links: list[Link]
    peers: list[Body]
    theme_networks: int
    in_diagram: bool
    appoints: list[Body]
    proposes: list[Body]
    mandates_fresh: Freshness
    seats_fresh: Freshness

    @property
    def sources_disagree(self) -> bool:
        return any(remark.kind == BodyEvent.Kind.DISAGREEMENT for remark in self.remarks)


def find(slug: str) -> Body | None:
    """The body with its relations, in a fixed number of queries."""
    sourced: list[Prefetch[Any, Any, Any]] = [
        Prefetch("mandates", Mandate.objects.select_related("source")),
        Prefetch("events", BodyEvent.objects.select_related("source")),
        Prefetch("documents", Document.objects.select_related("organisation")),
        Prefetch("children", Body.objects.select_related("theme")),
    ]
    many = ("municipalities", "other_themes__parent", "links", "appoints", "proposes")
    bodies: BodyQuerySet = Body.objects.select_related(*RELATED).prefetch_related(*many, *sourced)
    found: Body | None = bodies.filter(slug=slug).first()
    return found


def find_plain(slug: str) -> Body | None:
    """The body alone, for pages that tell only its name."""
    found: Body | None = Body.objects.filter(slug=slug).first()
    return found


def page_of(body: Body, today: dt.date | None = None, *, viewer_may_edit: bool = False) -> BodyPage:
    today = today or timezone.localdate()
    mandates, events = list(body.mandates.all()), list(body.events.all())
    themes = [theme for theme in (body.theme, *body.other_themes.all()) if theme is not None]
    composition = composition_of(body, today, viewer_may_edit=viewer_may_edit)
    return BodyPage(
        body=body,
        lead=lead_of(body),
        facts=facts_of(body, composition.seats),
        basis=[mandate for mandate in mandates if mandate.kind == Mandate.Kind.BASIS],
        tasks=[mandate for mandate in mandates if mandate.kind == Mandate.Kind.TASK],
        chain=chain_of(body),
        composition=composition,
        children=sorted(body.children.all(), key=lambda child: child.closed_on is not None),
        themes=themes,
        remarks=remarks_of(events),
        timeline=timeline_of(body, [event for event in events if event.kind == BodyEvent.Kind.EVENT]),
        documents=list(body.documents.all()),
        links=list(body.links.all()),
        peers=peers_of(body),
        theme_networks=_networks_in(body.theme),
        in_diagram=stands_in_diagram(body.slug),
        appoints=[other for other in body.appoints.all() if other.closed_on is None],
        proposes=[other for other in body.proposes.all() if other.closed_on is None],
        mandates_fresh=freshness_of(mandates),
        seats_fresh=freshness_of(post for group in composition.groups for post in group.posts),
    )


def lead_of(body: Body) -> str:
    """The first sentence of a purpose of many, or else what kind of body it is and where it belongs."""
    purpose, language = translated(body, "purpose")
    sentences = SENTENCE.split(purpose, maxsplit=1)
    if len(sentences) > 1:
        return tr({f"lead_{language}": sentences[0], "lead_fi": sentences[0]}, "lead")
    owner = body.organisation or body.parent
    kind = body.get_kind_display()
    if owner is not None:
        return f"{kind}, {plain(owner)}."
    return _("%(kind)s, teema %(theme)s.") % {"kind": kind, "theme": plain(body.theme)} if body.theme else f"{kind}."


def chain_of(body: Body) -> list[dict[str, Any]]:
    """Who proposes, who appoints, and the body itself, as steps with verbs between them."""
    steps: list[dict[str, Any]] = []
    if body.proposed_by is not None:
        steps.append({"name": tr(body.proposed_by), "url": body.proposed_by.get_absolute_url(), "verb": _("esittää")})
    if body.appointed_by is not None:
        steps.append(
            {
                "name": tr(body.appointed_by),
                "url": body.appointed_by.get_absolute_url(),
                "verb": body.get_appointment_verb_display(),
                "note": body.appointment_basis,
            }
        )
    return [*steps, {"name": tr(body), "current": True}] if steps else []


def remarks_of(events: list[BodyEvent]) -> list[BodyEvent]:
    """What is uncertain: first where sources disagree, then what was not found, then notes."""
    order = (BodyEvent.Kind.DISAGREEMENT, BodyEvent.Kind.NOT_FOUND, BodyEvent.Kind.NOTE)
    return sorted((event for event in events if event.kind in order), key=lambda event: order.index(event.kind))


def timeline_of(body: Body, events: list[BodyEvent]) -> list[dict[str, Any]]:
    """The body's history in order of time; what has no date comes last."""
    dated = [
        (
            event.date or "9999",
            {
                "when": day(event.date) or _("ei päivää"),
                "what": tr(event, "title"),
                "detail": tr(event, "note") if event.note_fi else "",
            },
        )
        for event in events
    ]
    if body.closed_on is not None:
        closed = {"when": day(body.closed_on), "what": _("Lakkautettu"), "detail": body.closed_reason}
        dated.append((body.closed_on.isoformat(), closed))
    return [event for _date, event in sorted(dated, key=lambda pair: pair[0])]


def peers_of(body: Body) -> list[Body]:
    """The other working organs of the same kind in the same organisation, where they are few enough to name."""
    if body.is_network or body.organisation is None:
        return []
    others = Body.objects.working().filter(kind=body.kind, organisation=body.organisation).exclude(pk=body.pk)
    found = list(others[: MOST_PEERS + 1])
    return found if len(found) <= MOST_PEERS else []


def _networks_in(theme: Theme | None) -> int:
    if theme is None:
        return 0
    return Body.objects.networks().working().filter(theme=theme).count()


def stands_in_diagram(slug: str) -> bool:
    """Whether the region's diagram has a box of its own for the body."""
    region = Region.objects.only("diagram").first()
    return region is not None and f'"{slug}"' in json.dumps(region.diagram)
