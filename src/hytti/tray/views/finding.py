"""Looking for something in the tray: the search page and what is offered while one types."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hytti.core.content_version import public_page
from hytti.core.templatetags.hytti import plain

from ..models import Feed
from ..queries.cards import Card, cards
from ..queries.pictures import map_of
from ..search import Question, find, misses, suggest
from ..search.find import MOST_GUESSES, SIZE
from .filters import chips, drops, facets
from .questions import DISTANCES, KILOMETRES, NEAR, question_of
from .questions import line_of as line

if TYPE_CHECKING:
    from ..queries.choices import Choice
    from ..search import Answer
    from .filters import Drop
    from .questions import Asked

log = logging.getLogger(__name__)
LONGEST_START = 60


def search(request: HttpRequest) -> HttpResponse:
    """The field, the filters and what they find. Kept ready for others unless nothing was found."""
    asked = question_of(request.GET)
    answer = find(asked.question)
    page = _page(answer, asked)
    if page.number != asked.page and answer.total:
        answer = find(replace(asked.question, page=page.number))
    if not answer.total:
        if asked.words:
            _remember_miss(asked.question)
        return _shown(request, asked, answer, page)
    return public_page(_shown)(request, asked, answer, page)


def _remember_miss(question: Question) -> None:
    """Count the words that found nothing; a database that is busy just now costs the reader nothing but the count."""
    try:
        misses.record(question)
    except DatabaseError:
        log.warning("A search without hits could not be counted now.", exc_info=True)


def _page(answer: Answer, asked: Asked) -> Page:
    """Django's page of so many hits: the hits themselves are fetched by the search."""
    return Paginator(range(answer.total), SIZE).get_page(asked.page)


def _shown(request: HttpRequest, asked: Asked, answer: Answer, page: Page) -> HttpResponse:
    found = cards([pk for pk, _score in answer.hits], answer.distances)
    tags = chips(asked, request.path)
    dropped = [] if answer.total else drops(asked, request.path)
    context: dict[str, Any] = {
        "asked": asked,
        "heading": _heading(answer.total),
        "cards": found,
        "guesses": [] if answer.total else cards(list(answer.guesses) or _nearest(dropped)),
        "corrected": answer.corrected,
        "facets": facets(asked, answer.counts),
        "chips": tags,
        "drops": dropped,
        "themes": [] if answer.total else _themes(asked),
        "active": len(tags),
        "page": page,
        "query": asked.query(),
        "map": map_of(found, asked.spot),
        "sources": _sources(found),
        **_feeds(),
        "unknown_place": bool(asked.near and asked.spot is None),
        "near": {"name": NEAR, "kilometres": KILOMETRES, "distances": DISTANCES},
        "breadcrumb": [(_("Etusivu"), reverse("front")), (_("Tarjotin"), None)],
    }
    return render(request, "tray/finding/search.html", context)


def _nearest(dropped: list[Drop]) -> list[int]:
    """The first offers of the search that one thing less narrows most of those that find something."""
    finding = [drop for drop in dropped if drop.total]
    return list(min(finding, key=lambda drop: drop.total).hits[:MOST_GUESSES]) if finding else []


def _themes(asked: Asked) -> list[Choice]:
    """The themes that have something on the tray."""
    counts = find(Question(language=asked.language, size=0)).counts.get("theme", {})
    return [choice for choice in asked.choices.by_facet["theme"] if counts.get(choice.value)]


def _heading(number: int) -> str:
    return ngettext("%(number)s osuma", "%(number)s osumaa", number) % {"number": f"{number:n}"}


def _feeds() -> dict[str, Any]:
    """Where the tray's contents are fetched from, and when that last succeeded."""
    feeds = list(Feed.objects.filter(is_on=True).select_related("source").order_by("name", "pk"))
    names = dict.fromkeys(plain(feed.source, "title") for feed in feeds)
    return {
        "feeds": ", ".join(names),
        "fetched": max((feed.succeeded_at for feed in feeds if feed.succeeded_at), default=None),
    }


def _sources(found: list[Card]) -> list[Any]:
    """The sources of what is on the page, each once, in the order of their names."""
    known = {card.offer.source_id: card.offer.source for card in found if card.offer.source}
    return sorted(known.values(), key=lambda source: source.title_fi)


def typing(request: HttpRequest) -> HttpResponse:
    """What can follow the beginning that was typed, as options of a datalist."""
    start = line(request.GET.get("q", ""))[:LONGEST_START]
    language = (get_language() or "fi")[:2]
    return render(request, "tray/finding/_suggestions.html", {"words": suggest(start, language) if start else []})
