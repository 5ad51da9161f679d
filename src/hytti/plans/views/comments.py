"""Comments on a plan: the public round, its moderation, and the colleagues' own."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core.permissions import NotNow, require
from hytti.core.templatetags.hytti import translated
from hytti.core.views.kept import signed_in
from hytti.core.views.saving import Page, save

from ..actions import comments as actions
from ..forms.comments import CommentForm, ModerationForm, RoundForm
from ..models import Comment, CommentRound, Plan
from ..permissions import readable_plans
from ..queries import comments as queries
from .crumbs import crumbs


def _trail(plan: Plan, *more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return crumbs((translated(plan, "title")[0], plan.get_absolute_url()), *more)


def comments(request: HttpRequest, slug: str) -> HttpResponse:
    """Read what was said, and say something while a round is open."""
    plan = get_object_or_404(Plan.objects.public(), slug=slug)
    page = queries.comment_page(plan, timezone.localdate())
    form = CommentForm(request.POST or None, plan=plan) if page.open or request.method == "POST" else None
    status = 200
    if form is not None and request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                if not form.cleaned_data["homepage"]:
                    values = {key: form.cleaned_data[key] for key in ("goal", "on_behalf_of")}
                    actions.comment(plan, form.cleaned_data["text"], **values)
            except ValidationError as error:
                form.add_error(None, error)
            except NotNow as error:
                form.add_error(None, str(error))
                status = 409
            else:
                messages.success(request, _("Kiitos! Kommentti tulee näkyviin, kun se on tarkistettu."))
                return redirect(reverse("plans:comments", args=[slug]))
    context = {"page": page, "plan": plan, "form": form, "breadcrumb": _trail(plan, (_("Kommentit"), None))}
    return render(request, "plans/comments/page.html", context, status=status)


@login_required
def moderation(request: HttpRequest, slug: str) -> HttpResponse:
    """The rounds and the comments of a plan for those who write it."""
    plan = get_object_or_404(Plan, slug=slug)
    require(request.user, "plans.moderate", plan)
    context = {
        "plan": plan,
        "rounds": plan.rounds.all(),
        "rows": queries.to_moderate(plan),
        "breadcrumb": _trail(plan, (_("Kommenttien tarkistus"), None)),
    }
    return render(request, "plans/comments/moderation.html", context)


@signed_in
def moderate(request: HttpRequest, pk: int) -> HttpResponse:
    record = get_object_or_404(Comment.objects.select_related("plan", "goal"), pk=pk, round__isnull=False)
    require(request.user, "plans.moderate", record.plan)
    back = reverse("plans:moderation", args=[record.plan.slug])
    page = Page(
        title=_("Tarkista kommentti"),
        submit=_("Tallenna"),
        cancel_url=back,
        template="plans/comments/moderate.html",
        more={"comment": record},
        breadcrumb=_trail(record.plan, (_("Kommenttien tarkistus"), back), (_("Tarkista"), None)),
    )

    def act(form: ModerationForm) -> tuple[str, str]:
        told = form.cleaned_data
        actions.moderate(
            record,
            by=request.user,
            publish=told["state"] == Comment.State.PUBLISHED,
            reason=told["state_reason"],
            answer=told["answer"],
            revision=form.typed_revision,
        )
        return back, _("Kommentti on käsitelty.")

    return save(request, page, lambda data: ModerationForm(data, record=record), act)


@signed_in
def plan_round(request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
    plan = get_object_or_404(Plan, slug=slug)
    require(request.user, "plans.moderate", plan)
    record = get_object_or_404(CommentRound, pk=pk, plan=plan) if pk else None
    back = reverse("plans:moderation", args=[slug])
    page = Page(
        title=_("Kommenttikierros"),
        lead=_("Kommentteja otetaan vastaan näinä päivinä, kun suunnitelma on tilassa Lausunnoilla."),
        submit=_("Tallenna"),
        cancel_url=back,
        breadcrumb=_trail(plan, (_("Kommenttien tarkistus"), back), (_("Kierros"), None)),
    )

    def act(form: RoundForm) -> tuple[str, str]:
        actions.plan_round(plan, form.values(), by=request.user, record=record, revision=form.typed_revision)
        return back, _("Kierros on tallennettu.")

    return save(request, page, lambda data: RoundForm(data, record=record), act)


@login_required
def colleagues(request: HttpRequest, slug: str) -> HttpResponse:
    """What the county and the municipalities say of each other's drafts."""
    plan = readable_plans(request.user).filter(slug=slug).first()
    if plan is None:
        raise Http404
    require(request.user, "plans.comment", plan)
    form = CommentForm(request.POST or None, plan=plan, with_organisation=False)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                told = form.cleaned_data
                actions.comment_as_colleague(plan, told["text"], goal=told["goal"], by=request.user)
            except ValidationError as error:
                form.add_error(None, error)
            except NotNow as error:
                form.add_error(None, str(error))
                status = 409
            else:
                messages.success(request, _("Kommentti on tallennettu."))
                return redirect(reverse("plans:colleagues", args=[slug]))
    context = {
        "plan": plan,
        "form": form,
        "rows": queries.of_colleagues(plan),
        "breadcrumb": _trail(plan, (_("Työkavereiden kommentit"), None)),
    }
    return render(request, "plans/comments/colleagues.html", context, status=status)
