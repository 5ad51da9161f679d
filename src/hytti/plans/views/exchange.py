"""A plan's table as a file, out for everybody who may read the plan and in for those who write it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hytti.core.permissions import NotNow, require
from hytti.core.templatetags.hytti import translated

from ..exchange import export
from ..exchange.importing import Done, load
from ..exchange.reading import MANY
from ..forms.exchange import ImportForm
from ..models import Plan
from ..permissions import readable_plans
from .crumbs import crumbs

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


@login_required
def bring(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring rows into a plan; what is wrong is listed row by row, and then nothing is stored."""
    plan = get_object_or_404(Plan.objects.select_related("organisation"), slug=slug)
    require(request.user, "plans.edit", plan)
    form = ImportForm(request.POST or None, request.FILES or None)
    done, status = Done(), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                done = load(plan, file.read(), file.name, by=request.user)
            except NotNow as error:
                form.add_error(None, str(error))
                status = 409
            else:
                if not done.problems:
                    messages.success(request, _said(done))
                    return redirect(plan.get_absolute_url())
    title = translated(plan, "title")[0]
    context = {
        "plan": plan,
        "form": form,
        "problems": done.problems[:MANY],
        "more": max(0, len(done.problems) - MANY),
        "columns": export.headings(),
        "breadcrumb": crumbs((title, plan.get_absolute_url()), (_("Tuo tiedosto"), None)),
    }
    return render(request, "plans/exchange/bring.html", context, status=status)


def _said(done: Done) -> str:
    added = ngettext("%(count)s rivi lisätty", "%(count)s riviä lisätty", done.added) % {"count": done.added}
    changed = ngettext("%(count)s muutettu", "%(count)s muutettu", done.changed) % {"count": done.changed}
    return f"{added}, {changed}."
