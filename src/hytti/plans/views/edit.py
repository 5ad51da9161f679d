"""Writing a plan: the outline, its records, their order, and many actions at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hytti.core.conflicts import EditConflict
from hytti.core.permissions import NotNow, require
from hytti.core.templatetags.hytti import translated
from hytti.core.views.saving import Page, only_post, save

from ..actions import contents
from ..actions.rules import may_complete
from ..forms.contents import FORMS, ContentForm, IndicatorForm
from ..forms.steps import BulkForm
from ..models import Action, Goal, IndicatorLink, LeftOutIndicator, Plan, Priority, Worry
from ..permissions import plan_of
from ..queries import writing as queries
from ..queries.figures import area_of, newest_of
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


def outline_url(plan: Plan, anchor: str = "") -> str:
    return reverse("plans:outline", args=[plan.slug]) + (f"#{anchor}" if anchor else "")


def anchor_of(record: Model) -> str:
    """Where a record stands on the outline's page."""
    return f"{record._meta.model_name}-{record.pk}"


def trail(plan: Plan, *more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    title = translated(plan, "title")[0]
    own = (title, outline_url(plan) if more else None)
    return crumbs((_("Kirjoita"), reverse("plans:write")), own, *more)


@login_required
def outline(request: HttpRequest, slug: str) -> HttpResponse:
    plan = get_object_or_404(Plan.objects.select_related("organisation", "replaces"), slug=slug)
    require(request.user, "plans.edit", plan)
    context = {
        "outline": queries.outline(plan),
        "plan": plan,
        "writable": plan.state in states.WRITABLE,
        "may_add": plan.state in states.WRITABLE or may_complete(plan),
        "steps": states.steps_from(plan.state),
        "breadcrumb": trail(plan),
    }
    return render(request, "plans/edit/outline.html", context)


@login_required
def add(request: HttpRequest, slug: str, model: type[Any]) -> HttpResponse:
    """A new record; what it stands under comes in the address (?priority=, ?goal= or ?worry=)."""
    plan = get_object_or_404(Plan, slug=slug)
    require(request.user, "plans.edit", plan)
    record, initial = _made(request, plan, model)
    return _write(request, plan, record, initial)


def _made(request: HttpRequest, plan: Plan, model: type[Any]) -> tuple[Any, dict[str, Any]]:
    owners = {}
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
        return model(**({"goal": owners["goal"]} if model is Action else owners)), {}
    initial: dict[str, Any] = {}
    if model is Goal:
        initial = {"priority": owners.get("priority"), "parent": owners.get("goal")}
    if model is Worry and request.GET.get("kind") == Worry.Kind.JOY:
        initial = {"kind": Worry.Kind.JOY}
    return model(plan=plan), initial


@login_required
def edit(request: HttpRequest, pk: int, model: type[Any]) -> HttpResponse:
    record = get_object_or_404(model, pk=pk)
    plan = plan_of(record)
    if plan is None:
        raise Http404
    require(request.user, "plans.edit", plan)
    return _write(request, plan, record, {})


def _write(request: HttpRequest, plan: Plan, record: Any, initial: dict[str, Any]) -> HttpResponse:
    model = type(record)
    is_new = record.pk is None
    title = str(TITLES[model][0 if is_new else 1])
    back = outline_url(plan, "" if is_new else anchor_of(record))
    page = Page(
        title=title,
        lead="" if is_new else translated(record, "name")[0],
        submit=_("Lisää") if is_new else _("Tallenna"),
        cancel_url=back,
        template="plans/edit/form.html",
        more={"known": queries.known_figures() if "indicator_key" in FORMS[model].base_fields else []},
        breadcrumb=trail(plan, (title, None)),
    )

    def make(data: Any) -> ContentForm:
        if is_new:
            return FORMS[model](data, plan=plan, initial=initial)
        return FORMS[model](data, plan=plan, record=record)

    def act(form: ContentForm) -> tuple[str, str]:
        values = form.values()
        if isinstance(form, IndicatorForm) and form.cleaned_data.get("take_baseline"):
            values |= _baseline(record, values["indicator_key"], plan)
        saved = contents.save(record, values, by=request.user, revision=form.typed_revision)
        return outline_url(plan, anchor_of(saved)), _("Lisätty.") if is_new else _("Muutokset on tallennettu.")

    return save(request, page, make, act)


def _baseline(record: IndicatorLink, key: str, plan: Plan) -> dict[str, Any]:
    """The newest value of the store as the baseline. Raises ValidationError where there is none."""
    area = record.area or area_of(plan)
    asked = IndicatorLink(indicator_key=key, area=record.area)
    fact = newest_of([asked], area).of(key, area)
    if fact is None or fact.value is None:
        raise ValidationError({"take_baseline": _("Varastossa ei ole tätä lukua tälle alueelle.")})
    return {"baseline": fact.value, "baseline_year": fact.year}


@only_post
@login_required
def remove(request: HttpRequest, pk: int, model: type[Any]) -> HttpResponse:
    record = get_object_or_404(model, pk=pk)
    plan = plan_of(record)
    try:
        contents.remove(record, by=request.user)
    except NotNow as error:
        messages.error(request, str(error))
    except EditConflict:
        messages.error(request, _("Joku muu muutti tietoa samaan aikaan."))
    else:
        messages.success(request, _("Poistettu: %(name)s.") % {"name": translated(record, "name")[0]})
    return redirect(outline_url(plan) if plan else reverse("plans:write"))


@only_post
@login_required
def move(request: HttpRequest, pk: int, model: type[Any]) -> HttpResponse:
    """Set the record at the place that the button or the field names."""
    record = get_object_or_404(model, pk=pk)
    plan = plan_of(record)
    to = request.POST.get("to", "")
    try:
        if not to.isdecimal() or len(to) > 4:
            raise NotNow(_("Paikka on järjestysnumero."))
        contents.move(record, by=request.user, to=int(to))
    except NotNow as error:
        messages.error(request, str(error))
    return redirect(outline_url(plan, anchor_of(record)) if plan else reverse("plans:write"))


@login_required
def bulk(request: HttpRequest, slug: str) -> HttpResponse:
    """The same change to many actions: all or none."""
    plan = get_object_or_404(Plan, slug=slug)
    require(request.user, "plans.edit", plan)
    found = list(Action.objects.filter(goal__plan=plan).select_related("goal").order_by("goal__order", "order", "pk"))
    form = BulkForm(request.POST or None, actions=found)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                count = contents.bulk_edit(form.chosen(), form.values(), by=request.user)
            except (NotNow, ValidationError) as error:
                form.add_error(None, error if isinstance(error, ValidationError) else str(error))
                status = 409 if isinstance(error, NotNow) else 422
            else:
                said = ngettext("%(count)s toimenpide muutettu.", "%(count)s toimenpidettä muutettu.", count)
                messages.success(request, said % {"count": count})
                return redirect(outline_url(plan))
    title = _("Muuta monta kerralla")
    context = {"plan": plan, "form": form, "back": outline_url(plan), "breadcrumb": trail(plan, (title, None))}
    return render(request, "plans/edit/bulk.html", context, status=status)
