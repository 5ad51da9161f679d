"""A plan's table as a file, out for everybody who may read the plan and in for those who write it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hytti.core import jobs
from hytti.core.permissions import require
from hytti.core.templatetags.hytti import translated
from hytti.core.views.kept import signed_in
from hytti.core.views.saving import Page, only_post, save

from ..exchange import background, export
from ..exchange.importing import Done, load
from ..exchange.reading import MANY, Problem
from ..forms.exchange import ImportForm
from ..models import ImportJob, Plan
from ..permissions import readable_plans
from .edit import outline_url, trail

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The plan's rows as CSV or XLSX; an empty plan gives the template."""
    plan = readable_plans(request.user).filter(slug=slug).first()
    if plan is None:
        raise Http404
    if kind not in ("csv", "xlsx"):
        raise Http404
    made: str | bytes = export.plan_xlsx(plan) if kind == "xlsx" else "\ufeff" + export.plan_csv(plan)
    response = HttpResponse(made, content_type=XLSX if kind == "xlsx" else "text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{plan.slug}.{kind}"'
    return response


@signed_in
def bring(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring rows into a plan; what is wrong is listed row by row, and then nothing is stored."""
    plan = get_object_or_404(Plan.objects.select_related("organisation"), slug=slug)
    require(request.user, "plans.edit", plan)
    job = background.running(plan)
    if job is not None:
        return redirect(job)
    title = _("Tuo tiedosto")
    page = Page(
        title=title,
        lead=_("Lataa ensin taulukko, täydennä se ja tuo takaisin. Uudet rivit lisätään ja tunnetut muutetaan."),
        submit=title,
        cancel_url=outline_url(plan),
        template="plans/exchange/bring.html",
        more={"plan": plan, "columns": export.headings(), "problems": []},
        breadcrumb=trail(plan, (title, None)),
    )

    def act(form: ImportForm) -> tuple[str, str]:
        file = form.cleaned_data["file"]
        data = file.read()
        if len(data) > background.AT_ONCE:
            return background.start(plan, data, file.name, by=request.user).get_absolute_url(), _("Tuonti alkoi.")
        done = load(plan, data, file.name, by=request.user)
        if done.problems:
            page.more |= _problems(done.problems)
            raise ValidationError(_("Mitään ei tallennettu. Korjattavat kohdat on lueteltu riveittäin."))
        return outline_url(plan), _said(done)

    return save(request, page, lambda data: ImportForm(data, request.FILES or None), act)


@signed_in
def job(request: HttpRequest, slug: str) -> HttpResponse:
    """How far a large file is, and what came of it. The page asks again by itself until there is something to tell."""
    found = _job_of(request, slug)
    state = found.standing()
    title = _("Tuo tiedosto")
    context = {
        "job": found,
        "state": state.value,
        "word": _("Korjattavaa") if found.problems else state.label,
        "mark": "late" if found.problems else jobs.MARKS[state],
        "told": found.told,
        "page_title": title,
        "lead": f"{translated(found.plan, 'title')[0]}, {found.name}",
        "cancel_url": reverse("plans:cancel_bring", args=[slug]),
        "bring_url": reverse("plans:bring", args=[slug]),
        "outline_url": outline_url(found.plan),
        "said": _said(Done(found.added, found.changed)),
        "breadcrumb": trail(found.plan, (title, None)),
        **_problems(background.problems_of(found)),
    }
    return render(request, "plans/exchange/job.html", context)


@only_post
@login_required
def cancel(request: HttpRequest, slug: str) -> HttpResponse:
    found = _job_of(request, slug)
    if not jobs.cancel(found):
        messages.info(request, _("Tuonti oli jo päättynyt."))
    return redirect(found)


def _job_of(request: HttpRequest, slug: str) -> ImportJob:
    found = get_object_or_404(ImportJob.objects.select_related("plan__organisation"), plan__slug=slug)
    require(request.user, "plans.edit", found.plan)
    return found


def _problems(problems: list[Problem]) -> dict[str, Any]:
    return {"problems": problems[:MANY], "more": max(0, len(problems) - MANY)}


def _said(done: Done) -> str:
    added = ngettext("%(count)s rivi lisätty", "%(count)s riviä lisätty", done.added) % {"count": done.added}
    changed = ngettext("%(count)s muutettu", "%(count)s muutettu", done.changed) % {"count": done.changed}
    return f"{added}, {changed}."
