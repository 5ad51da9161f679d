"""The page where everything is looked for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from .. import search
from ..content_version import public_page

MOST_HITS = 200


@public_page
def find(request: HttpRequest) -> HttpResponse:
    words = "".join(filter(str.isprintable, request.GET.get("q", ""))).strip()[:200]
    hits = search.find(words, language=get_language() or "fi", limit=MOST_HITS) if words else []
    return render(request, "core/search.html", {"words": words, **_shown(hits, request.GET.get("kind", ""))})


def _shown(hits: list[search.Hit], chosen: str) -> dict[str, Any]:
    """Hits in groups by kind, or one kind's hits, with the number of each; guesses apart."""
    if hits and hits[0].guess:
        return {"guesses": hits}
    kinds = search.labels(hit.kind for hit in hits)
    chosen = chosen if chosen in {kind.code for kind in kinds} else ""
    groups = [
        {"code": kind.code, "label": kind.label, "hits": [hit for hit in hits if hit.kind == kind.code]}
        for kind in kinds
    ]
    shown = [group for group in groups if chosen in ("", group["code"])]
    return {
        "groups": groups,
        "shown": shown,
        "chosen": chosen,
        "total": len(hits),
        "heading": _heading(sum(len(group["hits"]) for group in shown), len(hits) == MOST_HITS),
    }


def _heading(number: int, cut: bool) -> str:
    if cut:
        return _("Yli %(number)s osumaa, parhaat näkyvissä") % {"number": MOST_HITS}
    return ngettext("%(number)s osuma", "%(number)s osumaa", number) % {"number": number}
