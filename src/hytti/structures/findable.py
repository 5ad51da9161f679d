"""What of the structures can be found, and where the shared models are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hytti.core.models import Area, Organisation
from hytti.core.search import Findable, Kind, locate, register
from hytti.core.search.shared import own

from .models import Body, Document, Theme, Topic

if TYPE_CHECKING:
    from collections.abc import Iterable


def _lines(parts: Iterable[str | None]) -> str:
    return "\n".join(part for part in parts if part)


def _named(record: models.Model | None, language: str) -> str:
    return own(record, "name", language) if record is not None else ""


def _body_text(body: Body, language: str) -> tuple[str, str]:
    title = own(body, "name", language)
    texts = [own(body, name, language) for name in ("purpose", "composition")]
    if not title and not any(texts):
        return "", ""
    around = [_named(record, language) for record in (body.theme, body.convener, body.organisation)]
    return title, _lines([body.also_known_as, *texts, *around, body.get_kind_display()])


def _theme_text(theme: Theme, language: str) -> tuple[str, str]:
    title, description = own(theme, "name", language), own(theme, "description", language)
    if not title and not description:
        return "", ""
    return title, _lines([theme.also_known_as, description, _named(theme.parent, language)])


def _document_text(document: Document, language: str) -> tuple[str, str]:
    title = own(document, "title", language)
    years = "–".join(str(year) for year in (document.period_start, document.period_end) if year)
    around = [_named(document.organisation, language), _named(document.theme, language)]
    kind = [document.get_kind_display(), str(document._meta.verbose_name)]
    return title, _lines([*kind, years, *around]) if title else ""


def _topic_text(topic: Topic, language: str) -> tuple[str, str]:
    title = own(topic, "title", language)
    labels = [(figure.get("label") or {}).get(language, "") for figure in topic.figures]
    return title, _lines([*labels, _named(topic.theme, language)]) if title else ""


def _closed(body: Body) -> str:
    if body.closed_on is None:
        return ""
    return _("Lakkautettu %(day)s") % {"day": date_format(body.closed_on, "SHORT_DATE_FORMAT")}


def register_structures() -> None:
    register(
        Findable(
            Body,
            lambda body: "network" if body.is_network else "body",
            _body_text,
            note=_closed,
            records=lambda: Body.objects.select_related("theme", "convener", "organisation"),
        ),
        Kind("body", gettext_lazy("Toimielimet"), 10),
        Kind("network", gettext_lazy("Verkostot"), 11),
    )
    register(
        Findable(
            Theme,
            "theme",
            _theme_text,
            records=lambda: Theme.objects.select_related("parent"),
            url=lambda theme: reverse("structures:theme", args=[theme.slug]),
        ),
        Kind("theme", gettext_lazy("Teemat"), 20),
    )
    register(
        Findable(
            Document,
            "document",
            _document_text,
            title_field="title",
            records=lambda: Document.objects.select_related("organisation", "theme"),
        ),
        Kind("document", gettext_lazy("Asiakirjat"), 40),
    )
    register(
        Findable(
            Topic,
            "topic",
            _topic_text,
            title_field="title",
            records=lambda: Topic.objects.select_related("theme"),
            url=lambda topic: reverse("structures:topics"),
        ),
        Kind("topic", gettext_lazy("Ajankohtaista"), 50),
    )
    locate(Area, lambda area: reverse("structures:municipality", args=[area.slug]))
    locate(Organisation, lambda organisation: reverse("structures:organisation", args=[organisation.slug]))
