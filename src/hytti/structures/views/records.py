"""Pages of single records: a body and its history, a municipality, an organisation, a document, a theme."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hytti.core import permissions
from hytti.core.content_version import public_page
from hytti.core.related import pages_about
from hytti.core.templatetags.hytti import tr

from ..models import Body
from ..queries import bodies, history, places, subjects
from .crumbs import crumbs

EVENTS_ON_A_PAGE = 50


@public_page
def body(request: HttpRequest, slug: str) -> HttpResponse:
    found = _body(slug)
    if found.get_absolute_url() != request.path:
        return redirect(found, permanent=True)
    keeps_members = permissions.allows(request.user, "memberships.edit", found)
    page = bodies.page_of(found, viewer_may_edit=keeps_members)
    context = {"page": page, "body": found, "breadcrumb": _body_crumbs(found)}
    return render(request, "structures/body.html", context)


@public_page
def body_history(request: HttpRequest, slug: str) -> HttpResponse:
    found = bodies.find_plain(slug)
    if found is None:
        raise Http404
    sees_doers = permissions.allows(request.user, "bodies.edit", found)
    page = Paginator(history.events_of(found), EVENTS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "body": found,
        "page": page,
        "entries": history.entries(page.object_list, found, request.user),
        "sees_doers": sees_doers,
        "breadcrumb": [*_body_crumbs(found, link=True), (_("Muutoshistoria"), None)],
    }
    return render(request, "structures/body_history.html", context)


def _body(slug: str) -> Body:
    found = bodies.find(slug)
    if found is None:
        raise Http404
    return found


def _body_crumbs(found: Body, *, link: bool = False) -> list[tuple[str, str | None]]:
    listed = (
        (_("Verkostot"), reverse("structures:networks"))
        if found.is_network
        else (_("Toimielimet"), reverse("structures:bodies"))
    )
    return crumbs(listed, (tr(found), found.get_absolute_url() if link else None))


@public_page
def municipality(request: HttpRequest, slug: str) -> HttpResponse:
    page = places.municipality(slug)
    if page is None:
        raise Http404
    step = (_("Kunnat"), reverse("structures:municipalities"))
    context = {
        "page": page,
        "area": page.area,
        "elsewhere": pages_about(page.area, *page.organisations),
        "breadcrumb": crumbs(step, (tr(page.area), None)),
    }
    return render(request, "structures/municipality.html", context)


@public_page
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    page = places.organisation(slug)
    if page is None:
        raise Http404
    if page.municipality_url:
        return redirect(page.municipality_url, permanent=True)
    context = {
        "page": page,
        "organisation": page.organisation,
        "elsewhere": pages_about(page.organisation),
        "breadcrumb": crumbs((tr(page.organisation), None)),
    }
    return render(request, "structures/organisation.html", context)


@public_page
def document(request: HttpRequest, slug: str) -> HttpResponse:
    found = subjects.document(slug)
    if found is None:
        raise Http404
    step = (_("Asiakirjat"), reverse("structures:documents"))
    context = {
        "document": found,
        "facts": subjects.document_facts(found),
        "elsewhere": pages_about(found),
        "breadcrumb": crumbs(step, (tr(found, "title"), None)),
    }
    return render(request, "structures/document.html", context)


@public_page
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    page = subjects.theme(slug)
    if page is None:
        raise Http404
    steps = [(_("Teemat"), reverse("structures:themes"))]
    if page.theme.parent is not None:
        steps.append((tr(page.theme.parent), reverse("structures:theme", args=[page.theme.parent.slug])))
    context = {"page": page, "theme": page.theme, "breadcrumb": crumbs(*steps, (tr(page.theme), None))}
    return render(request, "structures/theme.html", context)
