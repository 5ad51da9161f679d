"""Files of a report, and the page that tells how a slow one gets on."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from hytti import __version__
from hytti.core.jobs import MARKS
from hytti.core.jobs import cancel as cancel_job
from hytti.core.templatetags.hytti import plain
from hytti.core.views.saving import only_post

from .. import jobs
from ..checks import InvalidDocument
from ..frozen import sha256
from ..models import ReportJob
from ..permissions import may_make
from ..rendering import TYPES
from . import common


def file(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The file where it is made within a second or has been made; else the page that tells of its progress."""
    report = common.report_of(slug)
    if form not in TYPES:
        raise Http404
    if away := common.turned_away(request, report):
        return away
    document = common.document_of(report)
    try:
        etag = f'"{sha256(document)[:32]}-{form}-{__version__}"'
        if (known := get_conditional_response(request, etag=etag)) is not None:
            return known
        made = jobs.file_of(report, document, form)
    except InvalidDocument as error:
        raise common.broken(error) from error
    if made.state != ReportJob.State.DONE:
        return redirect(made)
    response = HttpResponse(bytes(made.content), content_type=TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{report.slug}.{form}"'
    response.headers["ETag"] = etag
    if report.is_completed:
        response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


def job(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a file is. The page asks again by itself until there is something else to tell."""
    found = _job_of(pk)
    if away := common.turned_away(request, found.report):
        return away
    state = found.standing()
    report = found.report
    form = found.form.upper()
    context = {
        "job": found,
        "state": state.value,
        "word": state.label,
        "mark": MARKS[state],
        "told": found.told,
        "page_title": _("%(form)s-tiedosto: %(title)s") % {"form": form, "title": report.title},
        "lead": plain(report.organisation),
        "cancel_url": reverse("reports:cancel", args=[pk]) if may_make(request.user, report) else "",
        "report": report,
        "form": form,
        "file_url": reverse("reports:file", args=[report.slug, found.form]),
        "breadcrumb": common.crumbs((report.title, report.get_absolute_url()), (_("Tiedosto"), None)),
    }
    return render(request, "reports/job.html", context)


@only_post
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    found = _job_of(pk)
    if away := common.turned_away(request, found.report, make=True):
        return away
    cancel_job(found, content=None)
    return redirect(found)


def _job_of(pk: int) -> ReportJob:
    return get_object_or_404(ReportJob.objects.select_related("report__organisation").defer("content"), pk=pk)
