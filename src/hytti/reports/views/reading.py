"""The list of reports, and a report as a web page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from hytti.core.content_version import public_page
from hytti.core.templatetags.hytti import plain
from hytti.plans.permissions import readable_plans

from .. import queries
from ..checks import InvalidDocument
from ..html import html
from ..permissions import makers_organisations, may_make
from ..rendering import TYPES
from . import common


@public_page
def reports(request: HttpRequest) -> HttpResponse:
    context = {
        "completed": queries.completed(),
        "drafts": queries.drafts_for(request.user),
        "may_start": request.user.is_authenticated and makers_organisations(request.user).exists(),
        "breadcrumb": common.crumbs(),
    }
    return render(request, "reports/reports.html", context)


@public_page
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """A completed report for everybody, a draft as its preview for those who may read it."""
    found = common.report_of(slug)
    if away := common.turned_away(request, found):
        return away
    document = common.document_of(found)
    try:
        content = mark_safe(html(document))  # noqa: S308 - the renderer escapes every text
    except InvalidDocument as error:
        raise common.broken(error) from error
    others = queries.versions(found) if found.is_completed else ()
    context = {
        "report": found,
        "document": document,
        "content": content,
        "others": others,
        "newer": next((one for one in others if one.version > found.version), None),
        "plan": readable_plans(request.user).filter(pk=found.plan_id).first(),
        "forms": [(form, form.upper()) for form in TYPES],
        "may_make": may_make(request.user, found),
        "breadcrumb": common.crumbs((_("%(title)s, %(organisation)s")
        % {"title": document.title, "organisation": plain(found.organisation)}, None)),
    }  # fmt: skip
    return render(request, "reports/report.html", context)
