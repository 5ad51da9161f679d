"""The plan itself: founding, its own facts, its state, the next version and the next term."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core.permissions import NotNow, require
from hytti.core.templatetags.hytti import translated
from hytti.core.views.saving import Page, only_post, save

from ..actions import copying, plans, states
from ..forms.contents import PlanForm
from ..forms.steps import CopyForm, StateForm
from ..models import Plan
from ..permissions import organisations_within
from ..queries import writing as queries
from ..queries.missing import missing
from ..queries.plans import row_of
from .crumbs import crumbs
from .edit import outline_url, trail


@login_required
def write(request: HttpRequest) -> HttpResponse:
    """The plans that I write."""
    require(request.user, "plans.edit")
    today = timezone.localdate()
    rows = [row_of(plan, today) for plan in queries.plans_of(request.user)]
    context = {
        "rows": rows,
        "organisations": organisations_within(request.user, "plans.edit"),
        "breadcrumb": crumbs((_("Kirjoita"), None)),
    }
    return render(request, "plans/edit/write.html", context)


@login_required
def found(request: HttpRequest) -> HttpResponse:
    require(request.user, "plans.edit")
    mine = organisations_within(request.user, "plans.edit")
    title, back = _("Aloita suunnitelma"), reverse("plans:write")
    page = Page(
        title=title,
        lead=_("Luonnoksen näkevät vain ne, jotka sitä kirjoittavat, ja alueen hyte-yksikkö."),
        submit=_("Aloita"),
        cancel_url=back,
        breadcrumb=crumbs((_("Kirjoita"), back), (title, None)),
    )

    def act(form: PlanForm) -> tuple[str, str]:
        values = form.values()
        plan = plans.found(by=request.user, organisation=values.pop("organisation"), values=values)
        return outline_url(plan), _("Suunnitelma on aloitettu.")

    initial = {"organisation": mine.first()}
    return save(request, page, lambda data: PlanForm(data, organisations=mine, initial=initial), act)


@login_required
def edit_plan(request: HttpRequest, slug: str) -> HttpResponse:
    plan = get_object_or_404(Plan, slug=slug)
    require(request.user, "plans.edit", plan)
    mine = organisations_within(request.user, "plans.edit").filter(pk=plan.organisation_id)
    title = _("Suunnitelman tiedot")
    page = Page(title=title, submit=_("Tallenna"), cancel_url=outline_url(plan), breadcrumb=trail(plan, (title, None)))

    def act(form: PlanForm) -> tuple[str, str]:
        plans.edit(plan, form.values(), by=request.user, revision=form.typed_revision)
        return outline_url(plan), _("Muutokset on tallennettu.")

    return save(request, page, lambda data: PlanForm(data, organisations=mine, record=plan), act)


@login_required
def state(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the plan to its next state."""
    plan = get_object_or_404(Plan, slug=slug)
    require(request.user, "plans.decide", plan)
    title = _("Vie eteenpäin")
    page = Page(
        title=title,
        lead=_("Nyt: %(state)s.") % {"state": plan.get_state_display()},
        submit=_("Vaihda tila"),
        cancel_url=outline_url(plan),
        template="plans/edit/state.html",
        more={"gaps": missing(plan), "plan": plan},
        breadcrumb=trail(plan, (title, None)),
    )

    def act(form: StateForm) -> tuple[str, str]:
        values = form.values()
        to = values.pop("to")
        states.change(plan, to, by=request.user, decision=states.Decision(**values), revision=form.typed_revision)
        return outline_url(plan), _("Tila on nyt: %(state)s.") % {"state": Plan.State(to).label}

    return save(request, page, lambda data: StateForm(data, record=plan), act)


@only_post
@login_required
def amend(request: HttpRequest, slug: str) -> HttpResponse:
    plan = get_object_or_404(Plan, slug=slug)
    try:
        made = copying.amend(plan, by=request.user)
    except NotNow as error:
        messages.error(request, str(error))
        return redirect(outline_url(plan))
    messages.success(request, _("Uusi versio on luonnoksena. Hyväksytty on voimassa, kunnes uusi tulee voimaan."))
    return redirect(outline_url(made))


@login_required
def copy(request: HttpRequest, slug: str) -> HttpResponse:
    """Next term's draft from this plan."""
    plan = get_object_or_404(Plan, slug=slug)
    require(request.user, "plans.edit", plan)
    initial: dict[str, Any] = {}
    if plan.ends:
        length = plan.ends - (plan.starts or plan.ends)
        initial = {"starts": plan.ends + 1, "ends": plan.ends + 1 + length}
    form = CopyForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = copying.copy_for_term(plan, by=request.user, **form.cleaned_data)
            except (ValidationError, NotNow) as error:
                form.add_error(None, error if isinstance(error, ValidationError) else str(error))
            else:
                messages.success(request, _("Uuden kauden luonnos on valmis muokattavaksi."))
                return redirect(outline_url(made))
    title = _("Kopioi uudelle kaudelle")
    context = {"plan": plan, "form": form, "back": outline_url(plan), "breadcrumb": trail(plan, (title, None))}
    return render(request, "plans/edit/copy.html", context, status=status)


@only_post
@login_required
def remove_plan(request: HttpRequest, slug: str) -> HttpResponse:
    plan = get_object_or_404(Plan, slug=slug)
    name = translated(plan, "title")[0]
    try:
        plans.remove(plan, by=request.user)
    except NotNow as error:
        messages.error(request, str(error))
        return redirect(outline_url(plan))
    messages.success(request, _("Luonnos on poistettu: %(name)s.") % {"name": name})
    return redirect(reverse("plans:write"))
