"""The region's plans: the list, a plan, a priority, progress, and what differs from the version before."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core import tables
from hytti.core.content_version import public_page
from hytti.core.templatetags.hytti import tr

from ..actions.comments import open_round
from ..queries import compare as comparing
from ..queries import history
from ..queries import plans as queries
from ..queries import progress as progressing
from ..queries.comments import open_rounds
from ..queries.tree import tree_of
from .crumbs import crumbs


@public_page
def overview(request: HttpRequest) -> HttpResponse:
    regional = queries.regional_plan()
    today = timezone.localdate()
    context = {
        "owners": queries.owners(today),
        "regional": queries.row_of(regional, today) if regional else None,
        "tree": tree_of(regional, today) if regional else None,
        "rounds": open_rounds(today),
        "breadcrumb": [(_("Etusivu"), reverse("front")), (_("Suunnitelmat"), None)],
    }
    return render(request, "plans/overview.html", context)


@public_page
def progress(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    found = progressing.by_plan(today)
    if request.GET.get("muoto") == "csv":
        return tables.csv_response(_("edistyminen"), progressing.COLUMNS, progressing.table(found))
    context = {
        "found": found,
        "groups": progressing.GROUPS,
        "today": today,
        "breadcrumb": crumbs((_("Edistyminen"), None)),
    }
    return render(request, "plans/progress.html", context)


@public_page
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    today = timezone.localdate()
    page = queries.plan_page(slug, today)
    if page is None:
        raise Http404
    shown = page.row.plan
    context = {
        "page": page,
        "plan": shown,
        "round": open_round(shown, today),
        "breadcrumb": crumbs((tr(shown, "title"), None)),
    }
    return render(request, "plans/plan.html", context)


@public_page
def priority(request: HttpRequest, slug: str) -> HttpResponse:
    page = queries.priority_page(slug, timezone.localdate())
    if page is None:
        raise Http404
    step = (tr(page.row.plan, "title"), page.row.plan.get_absolute_url())
    context = {
        "page": page,
        "plan": page.row.plan,
        "card": page.card,
        "priority": page.card.priority,
        "breadcrumb": crumbs(step, (tr(page.card.priority), None)),
    }
    return render(request, "plans/priority.html", context)


@public_page
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """What changed from the version or term before. Not found where there is none that anybody may read."""
    shown = queries.public_plan(slug)
    before = history.before(shown) if shown else None
    if shown is None or before is None:
        raise Http404
    context = {
        "plan": shown,
        "before": before,
        "groups": history.grouped(comparing.compare(before, shown)),
        "breadcrumb": crumbs((tr(shown, "title"), shown.get_absolute_url()), (_("Muutokset"), None)),
    }
    return render(request, "plans/compare.html", context)
