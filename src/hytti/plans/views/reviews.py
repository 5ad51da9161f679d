"""The review season: what I must review, what others owe, and the link of a partner who has no account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from hytti.core.permissions import NotNow, require
from hytti.core.templatetags.hytti import translated
from hytti.core.views.kept import signed_in
from hytti.core.views.saving import Page, only_post, save

from ..actions import reviews as actions
from ..forms.reviews import AskForm, ReviewForm, form_of
from ..models import Action, FollowUpRequest, Review
from ..queries import reviews as queries
from ..rules import reviewing
from .crumbs import crumbs

TEMPLATE = "plans/reviews/form.html"


@signed_in
def season(request: HttpRequest) -> HttpResponse:
    require(request.user, "plans.review")
    today = timezone.localdate()
    year = _year_of(request)
    found = queries.season(request.user, year, today)
    context = {
        "season": found,
        "year": str(year),
        "years": [str(one) for one in range(reviewing.season_of(today) - 3, today.year + 1)],
        "breadcrumb": crumbs((_("Seuranta"), None)),
    }
    return render(request, "plans/reviews/season.html", context)


@signed_in
def review(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    action = get_object_or_404(Action.objects.select_related("goal__plan"), pk=pk)
    require(request.user, "plans.review", action)
    back = f"{reverse('plans:reviews')}?vuosi={year}"

    def act(form: ReviewForm) -> tuple[str, str]:
        hand_in = "hand_in" in request.POST
        kept = actions.review(
            action, year, form.values(), by=request.user, hand_in=hand_in, revision=form.typed_revision
        )
        if hand_in:
            return back, _("Seuranta on annettu. Se näkyy suunnitelman sivulla.")
        return reverse("plans:review", args=[kept.action_id, year]), _("Luonnos on tallennettu.")

    return save(request, _page(action, year, back), lambda data: form_of(data, action, _known(action, year)), act)


def _known(action: Action, year: int) -> Review | None:
    return Review.objects.filter(action=action, year=year).first()


def _page(action: Action, year: int, back: str) -> Page:
    name = translated(action, "name")[0]
    return Page(
        title=_("Seuranta %(year)s: %(name)s") % {"year": year, "name": name},
        lead=_("Kerro lyhyesti. Luonnoksen voi tallentaa milloin vain; annettu seuranta näkyy kaikille."),
        submit=_("Tallenna luonnos"),
        quiet=True,
        cancel_url=back,
        template=TEMPLATE,
        more={"action": action, "year": year},
        breadcrumb=crumbs((_("Seuranta"), back), (name, None)),
    )


@signed_in
def ask(request: HttpRequest) -> HttpResponse:
    """Write to a partner without an account."""
    require(request.user, "plans.edit")
    year = _year_of(request)
    found = queries.season(request.user, year, timezone.localdate())
    rows = [row.action for row in [*found.owed, *found.mine] if row.state != "handed_in"]
    back = f"{reverse('plans:reviews')}?vuosi={year}"
    page = Page(
        title=_("Pyydä seurantaa kumppanilta"),
        lead=_("Kumppani saa linkin, jolla seurannan %(year)s voi antaa ilman tunnusta. Linkki toimii yhden kerran.")
        % {"year": year},
        submit=_("Lähetä pyyntö"),
        cancel_url=back,
        breadcrumb=crumbs((_("Seuranta"), back), (_("Pyydä"), None)),
    )

    def act(form: AskForm) -> tuple[str, str]:
        values = {key: form.cleaned_data[key] for key in ("email", "expires_on", "message")}
        actions.ask(form.chosen(), year, by=request.user, **values)
        return back, _("Viesti on lähetetty.")

    initial = {"actions": request.GET.getlist("toimenpide")}
    return save(request, page, lambda data: AskForm(data, actions=rows, initial=initial), act)


@only_post
@login_required
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    asked = get_object_or_404(FollowUpRequest, pk=pk)
    try:
        actions.cancel(asked, by=request.user)
    except NotNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Linkki on peruttu."))
    return redirect(f"{reverse('plans:reviews')}?vuosi={asked.year}")


@never_cache
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The actions of a partner's link. Opening it uses nothing up, so that a mail filter may look at it too."""
    try:
        asked = actions.opened(token)
    except NotNow as error:
        return _link_over(request, error)
    told = {review.action_id: review for review in Review.objects.filter(year=asked.year, action__requests=asked)}
    rows = [(action, told.get(action.pk)) for action in asked.actions.select_related("goal__plan__organisation")]
    return _private(
        render(
            request,
            "plans/reviews/by_link.html",
            {"asked": asked, "year": str(asked.year), "rows": rows, "token": token},
        )
    )


@never_cache
def by_link_review(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    try:
        asked = actions.opened(token)
    except NotNow as error:
        return _link_over(request, error)
    action = asked.actions.select_related("goal__plan").filter(pk=pk).first()
    if action is None:
        raise Http404
    back = reverse("plans:by_link", args=[token])

    def act(form: ReviewForm) -> tuple[str, str]:
        hand_in = "hand_in" in request.POST
        actions.review(
            action, asked.year, form.values(), by=None, hand_in=hand_in, revision=form.typed_revision, request=asked
        )
        return back, _("Seuranta on annettu. Kiitos!") if hand_in else _("Luonnos on tallennettu.")

    page = _page(action, asked.year, back)
    page.breadcrumb = [(translated(action, "name")[0], None)]
    answer = save(request, page, lambda data: form_of(data, action, _known(action, asked.year)), act)
    return _private(answer)


def _private(answer: HttpResponse) -> HttpResponse:
    """The address holds a secret: it is told to no other site and to no search engine."""
    answer.headers["Referrer-Policy"] = "same-origin"  # a form without it is refused
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _link_over(request: HttpRequest, error: NotNow) -> HttpResponse:
    title = _("Seuranta on annettu") if isinstance(error, actions.AlreadyTold) else _("Linkki ei avaudu")
    context: dict[str, Any] = {"title": title, "text": str(error), "status": 410}
    return _private(render(request, "core/error.html", context, status=410))


def _year_of(request: HttpRequest) -> int:
    """The year asked for in the address; otherwise the one whose season it is."""
    today = timezone.localdate()
    asked = request.GET.get("vuosi", "")
    if asked.isascii() and asked.isdigit() and today.year - 20 <= int(asked) <= today.year:
        return int(asked)
    return reviewing.season_of(today)
