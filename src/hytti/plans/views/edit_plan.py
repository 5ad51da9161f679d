"""The plan itself: founding, its own facts, its state, many actions at once, the next version and the next term."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hytti.core.permissions import NotNow, require
from hytti.core.templatetags.hytti import translated
from hytti.core.views.kept import signed_in
from hytti.core.views.saving import Page, only_post, save

from ..actions import contents, copying, plans
from ..actions import states as changing
from ..actions.rules import may_complete, require_writable
from ..forms.contents import PlanForm
from ..forms.steps import BulkForm, CopyForm, PlanRemovalForm, StateForm
from ..models import Action, Plan
from ..permissions import organisations_within
from ..queries import writing as queries
from ..queries.missing import missing
from ..queries.plans import row_of
from ..queries.reading import of_others
from ..rules import states
from .crumbs import crumbs
from .edit import mends, outline_url, trail

State = states.State
VERBS = {
    State.DRAFT: gettext_lazy("Palauta valmisteluun"),
    State.FOR_COMMENTS: gettext_lazy("Avaa lausunnoille"),
    State.PROPOSED: gettext_lazy("Esitä hyväksyttäväksi"),
    State.APPROVED: gettext_lazy("Kirjaa hyväksytyksi"),
    State.IN_FORCE: gettext_lazy("Merkitse voimaan tulleeksi"),
    State.ENDED: gettext_lazy("Merkitse päättyneeksi"),
}
MEANINGS = {
    State.DRAFT: gettext_lazy("Suunnitelma poistuu julkisilta sivuilta. Tekstiä voi muuttaa."),
    State.FOR_COMMENTS: gettext_lazy("Suunnitelma tulee julkisille sivuille. Tekstiä voi yhä muuttaa."),
    State.PROPOSED: gettext_lazy("Teksti lukitaan siksi aikaa, kun siitä päätetään."),
    State.APPROVED: gettext_lazy("Kirjaa, milloin ja missä päätettiin. Hyväksytty teksti ei enää muutu."),
    State.IN_FORCE: gettext_lazy("Suunnitelma korvaa edellisen versionsa, jos sillä on sellainen."),
    State.ENDED: gettext_lazy("Suunnitelma jää näkyviin, koska se kertoo, mitä silloin sovittiin."),
}


@signed_in
def write(request: HttpRequest) -> HttpResponse:
    """The plans that I write, and those of others on which I may comment before they are decided."""
    require(request.user, "plans.edit")
    today = timezone.localdate()
    rows = [row_of(plan, today) for plan in queries.plans_of(request.user)]
    context = {
        "rows": rows,
        "others": of_others(request.user, today),
        "organisations": organisations_within(request.user, "plans.edit"),
        "breadcrumb": crumbs((_("Kirjoita"), None)),
    }
    return render(request, "plans/edit/write.html", context)


@signed_in
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


@signed_in
def edit_plan(request: HttpRequest, slug: str) -> HttpResponse:
    plan = get_object_or_404(Plan, slug=slug)
    require(request.user, "plans.edit", plan)
    if request.method != "POST" and not may_complete(plan):
        require_writable(plan)
    mine = organisations_within(request.user, "plans.edit").filter(pk=plan.organisation_id)
    title = _("Suunnitelman tiedot")
    page = Page(title=title, submit=_("Tallenna"), cancel_url=outline_url(plan), breadcrumb=trail(plan, (title, None)))

    def act(form: PlanForm) -> tuple[str, str]:
        plans.edit(plan, form.values(), by=request.user, revision=form.typed_revision)
        return outline_url(plan), _("Muutokset on tallennettu.")

    return save(request, page, lambda data: PlanForm(data, organisations=mine, record=plan), act)


@signed_in
def state(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the plan's next state, then tell what is known of the decision."""
    plan = get_object_or_404(Plan, slug=slug)
    require(request.user, "plans.decide", plan)
    to = request.POST.get("to") or request.GET.get("to", "")
    if not to:
        return _choices(request, plan)
    step = step_to(plan, to)
    back, label = outline_url(plan), Plan.State(to).label
    needs_text = step.needs in (states.Needs.WHOLE_TEXT, states.Needs.DECISION)
    page = Page(
        title=str(VERBS[step.after]),
        lead=str(MEANINGS[step.after]),
        submit=str(VERBS[step.after]),
        cancel_url=back,
        template="plans/edit/state.html",
        more={"mends": mends(plan, missing(plan)) if needs_text else [], "plan": plan},
        breadcrumb=trail(plan, (_("Vie eteenpäin"), reverse("plans:state", args=[plan.slug])), (str(label), None)),
    )

    def act(form: StateForm) -> tuple[str, str]:
        values = form.values()
        del values["to"]
        decision = changing.Decision(**values)
        changing.change(plan, to, by=request.user, decision=decision, revision=form.typed_revision)
        return back, _("Tila on nyt: %(state)s.") % {"state": label}

    return save(request, page, lambda data: StateForm(data, record=plan, step=step), act)


def step_to(plan: Plan, to: str) -> states.Step:
    """The step from the plan's state. Raises NotNow where there is none, as when another has taken it already."""
    step = states.step(plan.state, to) if to in Plan.State.values else None
    if step is None:
        raise NotNow(_("Suunnitelman tila on nyt ”%(state)s”.") % {"state": plan.get_state_display()})
    return step


def _choices(request: HttpRequest, plan: Plan) -> HttpResponse:
    title = _("Vie eteenpäin")
    steps = [(step.after.value, VERBS[step.after], MEANINGS[step.after]) for step in states.steps_from(plan.state)]
    context = {"plan": plan, "steps": steps, "back": outline_url(plan), "breadcrumb": trail(plan, (title, None))}
    return render(request, "plans/edit/states.html", context)


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


@signed_in
def copy(request: HttpRequest, slug: str) -> HttpResponse:
    """Next term's draft from this plan."""
    plan = get_object_or_404(Plan, slug=slug)
    require(request.user, "plans.edit", plan)
    initial: dict[str, Any] = {}
    if plan.ends:
        length = plan.ends - (plan.starts or plan.ends)
        initial = {"starts": plan.ends + 1, "ends": plan.ends + 1 + length}
    title = _("Kopioi uudelle kaudelle")
    page = Page(
        title=title,
        lead=_("Kärjet, tavoitteet, toimenpiteet ja luvut kopioidaan luonnokseksi. Päivät, tilat ja huolet jäävät."),
        submit=_("Tee luonnos"),
        cancel_url=outline_url(plan),
        breadcrumb=trail(plan, (title, None)),
    )

    def act(form: CopyForm) -> tuple[str, str]:
        made = copying.copy_for_term(plan, by=request.user, **form.values())
        return outline_url(made), _("Uuden kauden luonnos on valmis muokattavaksi.")

    return save(request, page, lambda data: CopyForm(data, initial=initial), act)


@signed_in
def remove_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Remove a draft with all that it holds, when its name has been written."""
    plan = get_object_or_404(Plan, slug=slug)
    require(request.user, "plans.edit", plan)
    name = translated(plan, "title")[0]
    held = _("Samalla poistuu kaikki, mitä luonnoksessa on: tavoitteita %(goals)s, toimenpiteitä %(actions)s.")
    counts = {"goals": plan.goals.count(), "actions": Action.objects.filter(goal__plan=plan).count()}
    page = Page(
        title=_("Poista luonnos: %(name)s") % {"name": name},
        lead=f"{held % counts} {_('Poistettua ei saa takaisin.')}",
        submit=_("Poista luonnos"),
        stop=True,
        cancel_url=outline_url(plan),
        breadcrumb=trail(plan, (_("Poista luonnos"), None)),
    )

    def act(form: PlanRemovalForm) -> tuple[str, str]:
        plans.remove(plan, by=request.user)
        return reverse("plans:write"), _("Luonnos on poistettu: %(name)s.") % {"name": name}

    return save(request, page, lambda data: PlanRemovalForm(data, record=plan), act)


@signed_in
def bulk(request: HttpRequest, slug: str) -> HttpResponse:
    """The same change to many actions: all or none."""
    plan = get_object_or_404(Plan, slug=slug)
    require(request.user, "plans.edit", plan)
    found = queries.actions_in_order(plan)
    open_now = plan.state in states.WRITABLE or may_complete(plan)
    only = None if open_now else states.FOLLOW_UP_FIELDS
    if not open_now and plan.state not in states.FOLLOWED:
        require_writable(plan)
    chosen = [action.pk for action in found] if request.GET.get("valitse") == "kaikki" else []
    title = _("Muuta monta kerralla")
    page = Page(
        title=title,
        lead=_("Valitse toimenpiteet ja täytä vain kohdat, jotka muuttuvat. Joko kaikki muuttuvat tai ei mikään."),
        submit=_("Muuta valitut"),
        cancel_url=outline_url(plan),
        template="plans/edit/bulk.html",
        more={"plan": plan, "all_chosen": bool(chosen)},
        breadcrumb=trail(plan, (title, None)),
    )

    def act(form: BulkForm) -> tuple[str, str]:
        count = contents.bulk_edit(form.chosen(), form.values(), by=request.user, seen=form.typed_seen())
        said = ngettext("%(count)s toimenpide muutettu.", "%(count)s toimenpidettä muutettu.", count)
        return outline_url(plan), said % {"count": count}

    return save(request, page, lambda data: BulkForm(data, actions=found, only=only, initial={"actions": chosen}), act)
