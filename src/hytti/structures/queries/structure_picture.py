"""The structure picture: what diagram.yaml names, filled from the register."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from hytti.core.charts.text import plain
from hytti.core.models import Area, Organisation, Region, Source
from hytti.core.templatetags.hytti import translated

from .. import diagram_schema
from ..diagram import Box, DiagramSpec, Labels, Relation
from ..diagram.spec import names
from ..models import NETWORK_KINDS, Body, Document, Mandate, Post, Theme
from .subjects import period_of

if TYPE_CHECKING:
    from collections.abc import Callable

NAMED_SOURCES = ("municipalities", "priorities", "guiding-documents", "networks")


@dataclass
class Register:
    """Everything a picture may name, fetched with a constant number of queries."""

    language: str
    select_from: str = ""

    @cached_property
    def bodies(self) -> dict[str, Body]:
        rows = Body.objects.working().select_related("appointed_by", "proposed_by")
        return {body.slug: body for body in rows}

    @cached_property
    def tasks(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for task in Mandate.objects.filter(kind=Mandate.Kind.TASK).order_by("body", "order"):
            found.setdefault(task.body_id, []).append(translated(task, "text", self.language)[0])
        return found

    @cached_property
    def posts(self) -> dict[str, Post]:
        return {post.slug: post for post in Post.objects.select_related("body", "organisation")}

    @cached_property
    def organisations(self) -> dict[str, Organisation]:
        return {organisation.slug: organisation for organisation in Organisation.objects.all()}

    @cached_property
    def municipalities(self) -> list[Area]:
        return list(Area.objects.municipalities().filter(valid_to__isnull=True))

    @cached_property
    def themes(self) -> dict[str, Theme]:
        working = Q(bodies__kind__in=NETWORK_KINDS, bodies__closed_on__isnull=True)
        rows = Theme.objects.annotate(own_networks=Count("bodies", filter=working))
        return {theme.slug: theme for theme in rows}

    def networks_of(self, theme: Theme) -> int:
        """Working networks of the theme and its sub-themes."""
        return sum(
            one.own_networks  # type: ignore[attr-defined]
            for one in self.themes.values()
            if theme.pk in (one.pk, one.parent_id)
        )

    @cached_property
    def guiding(self) -> list[Document]:
        return list(Document.objects.filter(is_guiding=True))

    # references

    def resolve(self, reference: str) -> Box:
        """The box of a reference. Raises LookupError where the register has no such record (any more)."""
        kind, colon, key = reference.partition(":")
        if not colon:
            return self._body(self.bodies[reference])
        makers: dict[str, Callable[[str], Box]] = {
            "post": lambda key: self._post(self.posts[key]),
            "organisation": lambda key: self._organisation(self.organisations[key]),
            "area": lambda key: self._area(next(area for area in self.municipalities if area.code == key)),
            "theme": lambda key: self._theme(self.themes[key]),
            "document": lambda key: self._document(next(one for one in self.guiding if one.slug == key)),
            "all": self._all,
        }
        try:
            return makers[kind](key)
        except StopIteration as error:
            raise LookupError(reference) from error

    def expand(self, name: str) -> list[Box]:
        """The boxes of a named source."""
        if name == "municipalities":
            return [self._area(area) for area in self.municipalities]
        if name == "priorities":
            return [self._theme(theme) for theme in self.themes.values() if theme.is_priority]
        if name == "guiding-documents":
            return [self._document(document) for document in self.guiding]
        if name == "networks":
            return [self._body(body) for body in self.bodies.values() if body.is_network]
        raise LookupError(name)

    def relations(self) -> list[Relation]:
        """Who appoints and who proposes whom, in words."""
        found = []
        for body in self.bodies.values():
            if body.appointed_by:
                verb = str(body.get_appointment_verb_display())
                found.append(Relation(body.appointed_by.slug, body.slug, verb, "decides"))
            if body.proposed_by and body.appointed_by:
                found.append(
                    Relation(body.proposed_by.slug, body.appointed_by.slug, _("esittää"), "proposes", about=body.slug)
                )
        return found

    # boxes

    def _box(self, record: Any, name: str, url: str, **more: Any) -> Box:
        text, language = translated(record, name, self.language)
        key = getattr(record, "slug", "")
        return Box(key, text, url, lang="" if language == self.language else language, **more)

    def _body(self, body: Body) -> Box:
        url = f"{self.select_from}?valittu={body.slug}" if self.select_from else body.get_absolute_url()
        return self._box(body, "name", url, items=tuple(self.tasks.get(body.pk, ())))

    def _post(self, post: Post) -> Box:
        place = post.body.get_absolute_url() if post.body else self._url_of(post.organisation)
        return self._box(post, "title", place)

    def _url_of(self, organisation: Organisation | None) -> str:
        return reverse("structures:organisation", args=[organisation.slug]) if organisation else ""

    def _organisation(self, organisation: Organisation) -> Box:
        return self._box(organisation, "name", self._url_of(organisation))

    def _area(self, area: Area) -> Box:
        return self._box(area, "name", reverse("structures:municipality", args=[area.slug]), kind="area")

    def _theme(self, theme: Theme) -> Box:
        url = reverse("structures:theme", args=[theme.slug])
        return self._box(theme, "name", url, note=str(self.networks_of(theme)), kind="list")

    def _document(self, document: Document) -> Box:
        return self._box(document, "title", document.get_absolute_url(), note=period_of(document), kind="list")

    def _all(self, name: str) -> Box:
        pages = {
            "municipalities": "structures:municipalities",
            "priorities": "structures:themes",
            "guiding-documents": "structures:documents",
            "networks": "structures:networks",
        }
        return Box(f"all:{name}", "{count}", reverse(pages[name]))


@dataclass(frozen=True)
class Picture:
    """A picture to draw, the same for reading as a list, and where its arrangement was taken from.

    In the drawn one a body's box leads to the picture with that body chosen; in the list to the body's own page.
    """

    spec: DiagramSpec
    spoken: DiagramSpec
    source_key: str
    source_title: str
    as_of: str

    @property
    def chosen_name(self) -> str:
        """The name of the body whose chain is shown, without the breaks of the picture; empty for none."""
        name, _url = names(self.spoken).get(self.spoken.selected or "", ("", ""))
        return plain(name)


def picture(
    region: Region | None, language: str, *, selected: str | None = None, select_from: str = "", compact: bool = False
) -> Picture | None:
    """The region's structure picture in the language; None where its pack has none."""
    if region is None or not region.diagram:
        return None
    file = diagram_schema.parse(region.diagram)
    if compact and file.compact is None:
        return None
    spoken = _spec(file, Register(language), selected, compact)
    drawn = _spec(file, Register(language, select_from), selected, compact) if select_from else spoken
    source = Source.objects.filter(key=file.source).first()
    title = translated(source, "title", language)[0] if source else file.source
    return Picture(drawn, spoken, file.source, title, file.as_of)


def _spec(file: diagram_schema.DiagramFile, register: Register, selected: str | None, compact: bool) -> DiagramSpec:
    return diagram_schema.build(
        file,
        register.resolve,
        register.expand,
        register.relations(),
        labels=labels(register.guiding),
        lang=register.language,
        selected=selected if selected in register.bodies else None,
        compact=compact,
        key="rakenne-pieni" if compact else "rakenne",
    )


def labels(guiding: list[Document]) -> Labels:
    """The picture's own words in the page's language."""
    ended = sum(document.state == Document.State.ENDED for document in guiding)
    note = _("Kauden loppuun tulleita: %(count)s. Uusi kausi lisätään, kun se on vahvistettu.") % {"count": ended}
    return Labels(
        title=_("Hyvinvoinnin ja terveyden edistämisen ja yhdyspintatyön rakenne"),
        desc=_(
            "Ohjaavat asiakirjat ylinnä. Sen alla rinnakkain kunnat, yhdyspinnat ja hyvinvointialue. "
            "Viivat kertovat, kuka valitsee, asettaa, esittää ja esittelee. Sama sisältö on luettelona kuvan alla."
        ),
        documents=_("Ohjaavat asiakirjat"),
        documents_note=note if ended else "",
        legend=_("Näin kaaviota luetaan"),
        legend_decides=_("tekee päätöksen tai esityksen"),
        legend_chain=_("valitun toimielimen ketju"),
        legend_cooperates=_("yhteistyö"),
        legend_note=_("Jokainen ruutu on linkki."),
    )
