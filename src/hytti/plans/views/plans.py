"""The region's plans: the list, a plan, a priority."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core.content_version import public_page
from hytti.core.templatetags.hytti import tr

from ..queries import plans as queries
from .crumbs import crumbs


@public_page
def overview(request: HttpRequest) -> HttpResponse:
    regional = queries.regional_plan()
    today = timezone.localdate()
    context = {
        "owners": queries.owners(),
        "regional": queries.row_of(regional, today) if regional else None,
        "cards": queries.cards_of(regional, today) if regional else [],
        "breadcrumb": [(_("Etusivu"), reverse("front")), (_("Suunnitelmat"), None)],
    }
    return render(request, "plans/overview.html", context)


@public_page
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    page = queries.plan_page(slug)
    if page is None:
        raise Http404
    context = {"page": page, "plan": page.row.plan, "breadcrumb": crumbs((tr(page.row.plan, "title"), None))}
    return render(request, "plans/plan.html", context)


@public_page
def priority(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.priority_page(slug)
    if found is None:
        raise Http404
    page, card = found
    step = (tr(page.row.plan, "title"), page.row.plan.get_absolute_url())
    context = {
        "page": page,
        "plan": page.row.plan,
        "card": card,
        "priority": card.priority,
        "breadcrumb": crumbs(step, (tr(card.priority), None)),
    }
    return render(request, "plans/priority.html", context)
