"""The red thread: the figures that plans follow, and the threads of one of them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core.content_version import public_page
from hytti.core.templatetags.hytti import plain

from ..drawing.thread import thread as drawing
from ..queries import thread as queries
from .crumbs import crumbs


@public_page
def threads(request: HttpRequest) -> HttpResponse:
    context = {"rows": queries.followed(), "breadcrumb": crumbs((_("Punainen lanka"), None))}
    return render(request, "plans/threads.html", context)


@public_page
def thread(request: HttpRequest, key: str) -> HttpResponse:
    page = queries.thread_page(key, timezone.localdate())
    if page is None:
        raise Http404
    name = page.name.text
    context = {
        "page": page,
        "threads": [(one, _drawn(one, name)) for one in page.plans],
        "breadcrumb": crumbs((_("Punainen lanka"), reverse("plans:threads")), (name, None)),
    }
    return render(request, "plans/thread.html", context)


def _drawn(one: queries.PlanThread, name: str) -> str:
    title = _("Punainen lanka: %(figure)s, %(plan)s") % {"figure": name, "plan": plain(one.row.plan, "title")}
    desc = _("Vasemmalta oikealle: luku, huoli tai ilo, kärki, tavoite, toimenpide ja kuka tekee. Sama on luettelona.")
    heads = [str(step) for step in queries.STEPS.values()]
    return drawing(one.tree, heads, key=f"t-{one.row.plan.pk}", title=title, desc=desc)
