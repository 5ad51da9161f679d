"""Writing a plan: the outline, its records, and their order."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hytti.core.models import Area
from hytti.core.permissions import NotNow, require
from hytti.core.templatetags.hytti import translated
from hytti.core.views.kept import signed_in
from hytti.core.views.saving import Page, only_post, save

from ..actions import contents
from ..actions.rules import may_complete, require_writable
from ..drawing.outline_rows import OutlineRows
from ..forms.contents import FORMS, ContentForm, IndicatorForm
from ..forms.steps import RemovalForm
from ..models import Action, Goal, IndicatorLink, LeftOutIndicator, Plan, Priority, Worry
from ..permissions import plan_of
from ..queries import writing as queries
from ..queries.figures import area_of, newest_of
from ..queries.status import years_of
from ..rules import states
from .crumbs import crumbs

TITLES: dict[type[Model], tuple[Any, Any]] = {
    Priority: (gettext_lazy("Uusi kärki"), gettext_lazy("Muokkaa kärkeä")),
    Goal: (gettext_lazy("Uusi tavoite"), gettext_lazy("Muokkaa tavoitetta")),
    Action: (gettext_lazy("Uusi toimenpide"), gettext_lazy("Muokkaa toimenpidettä")),
    IndicatorLink: (gettext_lazy("Uusi luku"), gettext_lazy("Muokkaa lukua")),
    Worry: (gettext_lazy("Uusi huoli tai ilo"), gettext_lazy("Muokkaa huolta tai iloa")),
    LeftOutIndicator: (gettext_lazy("Pois jätetty luku"), gettext_lazy("Muokkaa pois jätettyä lukua")),
}
OWNERS: dict[str, type[Model]] = {"priority": Priority, "goal": Goal, "worry": Worry}
LOOKED_AT = {"indicator_key", "name_fi", "name_sv", "name_en", "area"} | {
    *("take_baseline", "baseline", "baseline_year", "direction"),
}
"""What is told of a figure that a decided plan does not name itself."""


def outline_url(plan: Plan, anchor: str = "") -> str:
    return reverse("plans:outline", args=[plan.slug]) + (f"#{anchor}" if anchor else "")


def anchor_of(record: Model) -> str:
    """Where a record stands on the outline's page."""
    return f"{record._meta.model_name}-{record.pk}"


def trail(plan: Plan, *more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    title = translated(plan, "title")[0]
    own = (title, outline_url(plan) if more else None)
    return crumbs((_("Kirjoita"), reverse("plans:write")), own, *more)


def mends(plan: Plan, gaps: list[Any]) -> list[dict[str, Any]]:
    """What is missing, each with the address where it is mended."""
    return [{"gap": gap, "url": _mended_at(plan, gap.record)} for gap in gaps]


def _mended_at(plan: Plan, record: Any) -> str:
    if isinstance(record, Action):
        return reverse("plans:edit_action", args=[record.pk]) + "#id_responsible_organisation"
    if isinstance(record, IndicatorLink):
        return reverse("plans:edit_figure", args=[record.pk]) + "#id_target"
    return outline_url(plan, anchor_of(record) if isinstance(record, Goal) else "other")


@signed_in
def outline(request: HttpRequest, slug: str) -> HttpResponse:
    plan = get_object_or_404(Plan.objects.select_related("organisation", "replaces"), slug=slug)
    require(request.user, "plans.edit", plan)
    found = queries.outline(plan)
    writable, completed = plan.state in states.WRITABLE, may_complete(plan)
    rights = {
        "writable": writable,
        "completed": completed,
        "may_add": writable or completed,
        "followed": plan.state in states.FOLLOWED,
    }
    context = {
        "outline": found,
        "rows": OutlineRows(plan, **rights),
        "mends": mends(plan, found.gaps) if writable else [],
        "plan": plan,
        "years": years_of(plan),
        **rights,
        "is_public": Plan.objects.public().filter(pk=plan.pk).exists(),
        "steps": states.steps_from(plan.state),
        "breadcrumb": trail(plan),
    }
    return render(request, "plans/edit/outline.html", context)


@signed_in
def add(request: HttpRequest, slug: str, model: type[Any]) -> HttpResponse:
    """A new record; what it stands under comes in the address (?priority=, ?goal= or ?worry=)."""
    try:
        plan = get_object_or_404(Plan, slug=slug)
        require(request.user, "plans.edit", plan)
        record, initial = _made(request, plan, model)
    except Http404:
        return _gone(request, model)
    return _write(request, plan, record, initial)


def _made(request: HttpRequest, plan: Plan, model: type[Any]) -> tuple[Any, dict[str, Any]]:
    owners: dict[str, Any] = {}
    for name, kind in OWNERS.items():
        key = request.GET.get(name, "")
        if key:
            owner = kind._default_manager.filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None
            if owner is None or plan_of(owner) != plan:
                raise Http404
            owners[name] = owner
    if model is Action or model is IndicatorLink:
        if not owners or (model is Action and "goal" not in owners):
            raise Http404
        return model(**({"goal": owners["goal"]} if model is Action else owners)), {
            name: owner for name, owner in owners.items() if model is Action
        }
    goal = owners.get("goal")
    initial: dict[str, Any] = {}
    if model is Goal:
        initial = {"priority": goal.priority if goal else owners.get("priority"), "parent": goal}
    if model is Worry and request.GET.get("kind") == Worry.Kind.JOY:
        initial = {"kind": Worry.Kind.JOY}
    return model(plan=plan), initial


@signed_in
def edit(request: HttpRequest, pk: int, model: type[Any]) -> HttpResponse:
    record = model._default_manager.filter(pk=pk).first()
    plan = plan_of(record)
    if record is None or plan is None:
        return _gone(request, model)
    require(request.user, "plans.edit", plan)
    return _write(request, plan, record, {})


def _gone(request: HttpRequest, model: type[Any]) -> HttpResponse:
    """The record, or what it stands under, was removed while a form was open: what was typed is shown once more."""
    if request.method != "POST":
        raise Http404
    require(request.user, "plans.edit")
    fields = FORMS[model].base_fields
    typed = [(field.label, request.POST.get(name, "")) for name, field in fields.items() if hasattr(field, "limit")]
    context = {
        "typed": [(label, text) for label, text in typed if text],
        "breadcrumb": crumbs((_("Kirjoita"), reverse("plans:write")), (_("Tieto on poistettu"), None)),
    }
    return render(request, "plans/edit/gone.html", context, status=410)


def _write(request: HttpRequest, plan: Plan, record: Any, initial: dict[str, Any]) -> HttpResponse:
    model = type(record)
    is_new = record.pk is None
    only = _open_fields(request, plan, record)
    title = str(TITLES[model][0 if is_new else 1]) if only is not states.FOLLOW_UP_FIELDS else _("Seurannan tiedot")
    rows, is_readable = queries.figures_beside(record, plan, timezone.localdate())
    page = Page(
        title=title,
        lead="" if is_new else translated(record, "name")[0],
        submit=_("Lisää") if is_new else _("Tallenna"),
        cancel_url=outline_url(plan, anchor_of(_above(record) if is_new else record)),
        template="plans/edit/form.html",
        more={"plan": plan, "record": record, "figures": rows, "is_readable": is_readable},
        breadcrumb=trail(plan, (title, None)),
    )

    def make(data: Any) -> ContentForm:
        if is_new:
            return FORMS[model](data, plan=plan, only=only, initial=initial)
        return FORMS[model](data, plan=plan, only=only, record=record)

    def act(form: ContentForm) -> tuple[str, str]:
        values = form.values()
        if isinstance(form, IndicatorForm) and form.cleaned_data.get("take_baseline"):
            values |= _baseline(values["indicator_key"], values.get("area"), plan)
        saved = contents.save(record, values, by=request.user, revision=form.typed_revision)
        return outline_url(plan, anchor_of(saved)), _("Lisätty.") if is_new else _("Muutokset on tallennettu.")

    return save(request, page, make, act)


def _above(record: Any) -> Model:
    """What a record stands under."""
    for name in ("goal", "priority", "worry", "plan"):
        owner: Model | None = getattr(record, name, None)
        if owner is not None:
            return owner
    return record


def _open_fields(request: HttpRequest, plan: Plan, record: Any) -> Collection[str] | None:
    """The fields that may change now, None for all. Raises NotNow where a page would offer none.

    A form that was opened before the plan was decided is read whole, and refused with what was typed in it.
    """
    if plan.state in states.WRITABLE or may_complete(plan):
        return None
    only: Collection[str] | None = None
    if plan.state in states.FOLLOWED:
        if isinstance(record, Action) and record.pk is not None:
            only = states.FOLLOW_UP_FIELDS
        if isinstance(record, IndicatorLink) and not record.is_official and record.target is None:
            only = LOOKED_AT
    if request.method == "POST":
        others = FORMS[type(record)].base_fields.keys() - (only or ()) - {"revision"}
        return None if only is None or others & request.POST.keys() else only
    if only is None:
        require_writable(plan)
    return only


def _baseline(key: str, own: Area | None, plan: Plan) -> dict[str, Any]:
    """The newest value of the store as the baseline. Raises ValidationError where there is none."""
    area = own or area_of(plan)
    asked = IndicatorLink(indicator_key=key, area=own)
    fact = newest_of([asked], area).of(key, area)
    if fact is None or fact.value is None:
        raise ValidationError({"take_baseline": _("Varastossa ei ole tätä lukua tälle alueelle.")})
    return {"baseline": fact.value, "baseline_year": fact.year}


@signed_in
def remove(request: HttpRequest, pk: int, model: type[Any]) -> HttpResponse:
    """Say what is removed and what goes along, and do it when told so."""
    record = model._default_manager.filter(pk=pk).first()
    plan = plan_of(record)
    if record is None or plan is None:
        if request.method != "POST":
            raise Http404
        messages.info(request, _("Tieto on jo poistettu."))
        return redirect(reverse("plans:write"))
    require(request.user, "plans.edit", plan)
    name = translated(record, "name")[0]
    page = Page(
        title=_("Poista: %(name)s") % {"name": name},
        lead=_("Poistettua ei saa takaisin."),
        submit=_("Poista"),
        stop=True,
        cancel_url=outline_url(plan, anchor_of(record)),
        template="plans/edit/remove.html",
        more={"along": list(record.actions.all()) if isinstance(record, Goal) else []},
        breadcrumb=trail(plan, (_("Poista"), None)),
    )

    def act(form: RemovalForm) -> tuple[str, str]:
        back = outline_url(plan, anchor_of(_above(record)))
        contents.remove(record, by=request.user, revision=form.typed_revision)
        return back, _("Poistettu: %(name)s.") % {"name": name}

    return save(request, page, lambda data: RemovalForm(data, record=record), act)


@only_post
@login_required
def move(request: HttpRequest, pk: int, model: type[Any]) -> HttpResponse:
    """Set the record at the place that the button names, and give the keyboard back to the button."""
    record = get_object_or_404(model, pk=pk)
    anchor, before = anchor_of(record), record.order
    plan = plan_of(record)
    to = request.POST.get("to", "")
    try:
        if not to.isdecimal() or len(to) > 4:
            raise NotNow(_("Paikka on järjestysnumero."))
        contents.move(record, by=request.user, to=int(to))
        anchor += "-down" if _goes_on_down(record, before, int(to)) else "-up"
    except NotNow as error:
        messages.error(request, str(error))
    return redirect(outline_url(plan, anchor) if plan else reverse("plans:write"))


def _goes_on_down(record: Any, before: int, place: int) -> bool:
    """Whether the next press is likely to take the record down again: at an end, only the other button is there."""
    return place <= 1 or (place > before and place < contents.siblings(record).count())
