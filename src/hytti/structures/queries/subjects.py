"""Documents and themes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core.templatetags.hytti import tr

from ..models import Body, Document, Theme, Topic
from .facts import organisation_url

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class DocumentGroup:
    heading: str
    documents: list[Document]
    by_organisation: bool = False


@dataclass(frozen=True)
class ThemeRow:
    """A theme in the list with its sub-themes and how many working networks stand under it."""

    theme: Theme
    networks: int
    children: list[ThemeRow]


@dataclass(frozen=True)
class ThemePage:
    theme: Theme
    children: list[ThemeRow]
    networks: list[Body]
    also: list[Body]
    documents: list[Document]
    topics: list[Topic]


def document_groups() -> list[DocumentGroup]:
    """The guiding documents first, then each organisation's own."""
    documents = list(Document.objects.select_related("organisation__area", "theme", "source"))
    guiding = [document for document in documents if document.is_guiding]
    by_owner: dict[int, list[Document]] = {}
    for document in documents:
        if not document.is_guiding:
            by_owner.setdefault(document.organisation_id, []).append(document)
    groups = [DocumentGroup(_("Ohjaavat asiakirjat"), guiding)] if guiding else []
    return [*groups, *(DocumentGroup(tr(owned[0].organisation), owned, True) for owned in by_owner.values())]


def document(slug: str) -> Document | None:
    related = ("organisation__area", "body", "theme", "source")
    return Document.objects.select_related(*related).filter(slug=slug).first()


def document_facts(document: Document) -> list[dict[str, Any]]:
    owner, theme, body = document.organisation, document.theme, document.body
    people = document.names_on(timezone.localdate())
    facts = [
        {"label": _("Laji"), "value": document.get_kind_display()},
        {"label": _("Organisaatio"), "value": tr(owner), "url": organisation_url(owner)},
        {"label": _("Kausi"), "value": period_of(document)} if period_of(document) else None,
        {"label": _("Tila"), "value": document.get_state_display()},
        {"label": _("Hyväksytty"), "value": document.approved} if document.approved else None,
        {"label": _("Päätöksessä nimetyt henkilöt"), "value": people, "lang": "fi"} if people else None,
        {"label": _("Toimielin"), "value": tr(body), "url": body.get_absolute_url()} if body else None,
        {"label": _("Teema"), "value": tr(theme), "url": theme_url(theme)} if theme else None,
    ]
    return [fact for fact in facts if fact is not None]


def theme_url(theme: Theme) -> str:
    return reverse("structures:theme", args=[theme.slug])


def period_of(document: Document) -> str:
    """“2022–2025”, “2023”, “–2025” or nothing."""
    start, end = document.period_start, document.period_end
    if start == end:
        return str(start or "")
    return f"{start or ''}–{end or ''}"


def theme_rows() -> list[ThemeRow]:
    """All themes in their order, sub-themes under their theme."""
    themes = list(Theme.objects.select_related("source"))
    counts: dict[int, int] = {}
    for theme_id in Body.objects.networks().working().filter(theme__isnull=False).values_list("theme", flat=True):
        counts[theme_id] = counts.get(theme_id, 0) + 1
    return [_row(theme, themes, counts) for theme in themes if theme.parent_id is None]


def _row(theme: Theme, themes: Iterable[Theme], counts: dict[int, int]) -> ThemeRow:
    children = [_row(child, themes, counts) for child in themes if child.parent_id == theme.pk]
    return ThemeRow(theme, counts.get(theme.pk, 0) + sum(child.networks for child in children), children)


def theme(slug: str) -> ThemePage | None:
    found = Theme.objects.select_related("parent", "source").filter(slug=slug).first()
    if found is None:
        return None
    inside = Q(theme=found) | Q(theme__parent=found)
    related = ("theme__parent", "convener", "parent", "appointed_by", "source")
    bodies = list(Body.objects.working().filter(inside).select_related(*related))
    also = Body.objects.working().filter(other_themes=found).select_related(*related)
    row = next((row for row in _flat(theme_rows()) if row.theme.pk == found.pk), None)
    return ThemePage(
        theme=found,
        children=row.children if row else [],
        networks=bodies,
        also=list(also),
        documents=list(Document.objects.filter(inside).select_related("organisation__area", "source")),
        topics=list(Topic.objects.filter(inside).select_related("source")),
    )


def _flat(rows: Iterable[ThemeRow]) -> Iterable[ThemeRow]:
    for row in rows:
        yield row
        yield from _flat(row.children)
