"""Comments on a plan: the public round, its moderation, and the colleagues' own."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core.permissions import require
from hytti.core.templatetags.hytti import translated
from hytti.core.views.kept import signed_in
from hytti.core.views.saving import Page, save

from ..actions import comments as actions
from ..forms.comments import CommentForm, ModerationForm, RoundForm
from ..models import Comment, CommentRound, Plan
from ..permissions import readable_plans
from ..queries import comments as queries
from ..queries.reading import reading
from .crumbs import crumbs
from .edit import outline_url


def _trail(plan: Plan, *more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Through the plan's public page or, where it has none, the page on which it is written."""
    home = plan.get_absolute_url() if _is_public(plan) else outline_url(plan)
    return crumbs((translated(plan, "title")[0], home), *more)


def _is_public(plan: Plan) -> bool:
    return Plan.objects.public().filter(pk=plan.pk).exists()


def comments(request: HttpRequest, slug: str) -> HttpResponse:
    """Read what was said, and say something while a round is open."""
    plan = get_object_or_404(Plan.objects.public(), slug=slug)
    found = queries.comment_page(plan, timezone.localdate())
    back = reverse("plans:comments", args=[slug])
    page = Page(
        title=_("Kommentit"),
        submit=_("Lähetä kommentti"),
        cancel_url=plan.get_absolute_url(),
        template="plans/comments/page.html",
        more={"round": found, "plan": plan},
        breadcrumb=_trail(plan, (_("Kommentit"), None)),
    )

    def act(form: CommentForm) -> tuple[str, str]:
        told = form.cleaned_data
        if not told["homepage"]:  # what fills it in is a machine, and is not told that nothing was kept
            actions.comment(plan, told["text"], goal=told["goal"], on_behalf_of=told["on_behalf_of"])
        return back, _("Kiitos! Kommentti tulee näkyviin, kun se on tarkistettu.")

    return save(request, page, lambda data: CommentForm(data, plan=plan), act)


@signed_in
def moderation(request: HttpRequest, slug: str) -> HttpResponse:
    """The rounds and the comments of a plan for those who write it."""
    plan = get_object_or_404(Plan, slug=slug)
    require(request.user, "plans.moderate", plan)
    context = {
        "plan": plan,
        "is_public": _is_public(plan),
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


@signed_in
def colleagues(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole text of a plan that is being written, with what the county and the municipalities say of it.

    `?tavoite=` chooses the goal of a new comment.
    """
    plan = readable_plans(request.user).select_related("organisation__area", "source").filter(slug=slug).first()
    if plan is None:
        raise Http404
    found = reading(plan, request.user, timezone.localdate())
    title = translated(plan, "title")[0]
    page = Page(
        title=title,
        submit=_("Lähetä kommentti"),
        cancel_url=reverse("plans:write"),
        template="plans/comments/colleagues.html",
        more={"plan": plan, "reading": found, "is_public": _is_public(plan)},
        breadcrumb=crumbs((_("Kirjoita"), reverse("plans:write")), (title, None)),
    )
    initial = {"goal": request.GET.get("tavoite", "")}

    def act(form: CommentForm) -> tuple[str, str]:
        told = form.cleaned_data
        actions.comment_as_colleague(plan, told["text"], goal=told["goal"], by=request.user)
        return reverse("plans:colleagues", args=[slug]), _("Kommentti on tallennettu.")

    return save(request, page, lambda data: CommentForm(data, plan=plan, with_organisation=False, initial=initial), act)
