"""Pages of feeds for those who keep them: the list, one feed with its runs, a table, offers that may be the same."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hytti.core.permissions import NotNow, require
from hytti.core.views.kept import signed_in
from hytti.core.views.saving import Page, only_post, save
from hytti.sources.offer_columns import offers_template

from ..actions import feeds as actions
from ..forms.feeds import FeedForm, SheetForm
from ..importing.problem_words import place_of, words_of
from ..models import Feed, FeedRun, JoinProposal, Offer
from .crumbs import crumbs

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RUNS, PROBLEMS, PROPOSALS = 10, 50, 20
MARKS = {"running": "progress", "done": "done", "failed": "late", "cancelled": "ended"}


@signed_in
def overview(request: HttpRequest) -> HttpResponse:
    require(request.user, "feeds.keep")
    feeds = [_told(feed) for feed in Feed.objects.select_related("source")]
    proposals = JoinProposal.objects.filter(state=JoinProposal.State.OPEN).count()
    context = {"feeds": feeds, "proposals": proposals, "breadcrumb": crumbs((_("Syötteet"), None))}
    return render(request, "tray/feeds/list.html", context)


@signed_in
def feed(request: HttpRequest, key: str) -> HttpResponse:
    require(request.user, "feeds.keep")
    found = get_object_or_404(Feed.objects.select_related("source", "organisation"), key=key)
    runs = [(run, MARKS[run.state]) for run in found.runs.order_by("-started_at", "-pk")[:RUNS]]
    running = bool(runs and runs[0][0].state == FeedRun.State.RUNNING)
    kept = runs[0][0].problems if runs else []
    context = {
        **_told(found),
        "runs": runs,
        "running": running,
        "problems": [(place_of(one), words_of(one)) for one in kept[:PROBLEMS]],
        "more_problems": max(0, len(kept) - PROBLEMS),
        "many_gone": any(one["code"] == "many-gone" for one in found.fault),
        "breadcrumb": _trail((found.name, None)),
    }
    return render(request, "tray/feeds/feed.html", context)


@signed_in
def add(request: HttpRequest) -> HttpResponse:
    require(request.user, "feeds.keep")
    page = Page(
        title=_("Lisää syöte"),
        lead=_("Syötteestä haetaan tarjontaa tarjottimelle säännöllisesti."),
        submit=_("Lisää"),
        cancel_url=reverse("tray:feeds"),
        breadcrumb=_trail((_("Lisää syöte"), None)),
    )

    def act(form: FeedForm) -> tuple[str, str]:
        made = actions.save(Feed(), form.values(), by=request.user)
        return reverse("tray:feed", args=[made.key]), _("Syöte lisättiin.")

    return save(request, page, FeedForm, act)


@signed_in
def edit(request: HttpRequest, key: str) -> HttpResponse:
    require(request.user, "feeds.keep")
    found = get_object_or_404(Feed, key=key)
    url = reverse("tray:feed", args=[found.key])
    page = Page(
        title=_("Muokkaa syötettä"),
        submit=_("Tallenna"),
        cancel_url=url,
        breadcrumb=_trail((found.name, url), (_("Muokkaa"), None)),
    )

    def act(form: FeedForm) -> tuple[str, str]:
        actions.save(found, form.values(), by=request.user, revision=form.typed_revision)
        return url, _("Muutokset tallennettiin.")

    return save(request, page, lambda data: FeedForm(data, record=found), act)


@only_post
@signed_in
def fetch(request: HttpRequest, key: str) -> HttpResponse:
    require(request.user, "feeds.keep")
    found = get_object_or_404(Feed, key=key)
    try:
        actions.fetch_now(found, by=request.user, accept_gone="poistuneet" in request.POST)
        messages.success(request, _("Haku alkoi."))
    except NotNow as error:
        messages.error(request, str(error))
    return redirect("tray:feed", found.key)


@only_post
@signed_in
def stop(request: HttpRequest, key: str) -> HttpResponse:
    require(request.user, "feeds.keep")
    found = get_object_or_404(Feed, key=key)
    for run in found.runs.filter(state=FeedRun.State.RUNNING).order_by("pk"):
        actions.stop(run, by=request.user)
    messages.success(request, _("Haku pysäytettiin. Jo haettu jäi."))
    return redirect("tray:feed", found.key)


@signed_in
def bring(request: HttpRequest, key: str) -> HttpResponse:
    """A table into the tray; what is wrong is listed row by row, and then nothing is stored."""
    require(request.user, "feeds.keep")
    found = get_object_or_404(Feed.objects.select_related("source", "organisation"), key=key, kind=Feed.Kind.SHEET)
    url = reverse("tray:feed", args=[found.key])
    title = _("Tuo taulukko")
    page = Page(
        title=title,
        lead=_("Lataa malli, täydennä se ja tuo takaisin. Uudet rivit lisätään ja tunnetut muutetaan."),
        submit=title,
        cancel_url=url,
        template="tray/feeds/bring.html",
        breadcrumb=_trail((found.name, url), (title, None)),
        more={"problems": []},
    )

    def act(form: SheetForm) -> tuple[str, str]:
        file = form.cleaned_data["file"]
        data = file.read()
        problems = actions.problems_of_sheet(found, data, file.name)
        if problems:
            page.more["problems"] = [(place_of(one), words_of(one)) for one in problems[:PROBLEMS]]
            raise ValidationError(_("Mitään ei tallennettu. Korjattavat kohdat on lueteltu riveittäin."))
        run = actions.bring(found, data, file.name, by=request.user)
        made = ngettext("Lisättiin %(count)s rivi", "Lisättiin %(count)s riviä", run.made) % {"count": run.made}
        return url, _("%(made)s ja muutettiin %(changed)s.") % {"made": made, "changed": run.changed}

    return save(request, page, lambda data: SheetForm(data, request.FILES or None), act)


@signed_in
def template(request: HttpRequest) -> HttpResponse:
    """The table to fill in."""
    require(request.user, "feeds.keep")
    made = timezone.make_naive(timezone.now(), dt.UTC)
    response = HttpResponse(offers_template(made_at=made), content_type=XLSX)
    response.headers["Content-Disposition"] = 'attachment; filename="tarjonta.xlsx"'
    return response


@signed_in
def joins(request: HttpRequest) -> HttpResponse:
    """Offers that may be the same, side by side."""
    require(request.user, "feeds.keep")
    shown = JoinProposal.objects.filter(state=JoinProposal.State.OPEN).select_related(
        "offer__provider", "other__provider"
    )
    shown = shown.prefetch_related(
        *(f"{one}__{what}" for one in ("offer", "other") for what in ("municipalities", "places", "origins__feed"))
    )
    context = {
        "proposals": shown.order_by("made_at", "pk")[:PROPOSALS],
        "count": shown.count(),
        "breadcrumb": _trail((_("Sama tarjonta kahdesti"), None)),
    }
    return render(request, "tray/feeds/joins.html", context)


@only_post
@signed_in
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Join two offers into the chosen one, or tell that they are different."""
    require(request.user, "feeds.keep")
    proposal = get_object_or_404(JoinProposal, pk=pk)
    keep = request.POST.get("jaa", "")
    try:
        if keep in (str(proposal.offer_id), str(proposal.other_id)):
            actions.join(proposal, by=request.user, keep=Offer.objects.get(pk=keep))
            messages.success(request, _("Tarjonnat yhdistettiin."))
        else:
            actions.keep_apart(proposal, by=request.user)
            messages.success(request, _("Merkittiin eri tarjonnaksi."))
    except NotNow as error:
        messages.error(request, str(error))
    return redirect("tray:joins")


def _told(feed: Feed) -> dict:
    """A feed with its state in a word and its fault in sentences."""
    if feed.fault:
        mark, word = "late", _("Ei onnistunut")
    elif not feed.is_on and feed.kind != Feed.Kind.SHEET:
        mark, word = "ended", _("Pysäytetty")
    elif feed.succeeded_at:
        mark, word = "done", _("Kunnossa")
    else:
        mark, word = "open", _("Ei vielä haettu")
    alive = feed.origins.filter(is_gone=False).count()
    return {"feed": feed, "mark": mark, "word": word, "faults": [words_of(one) for one in feed.fault], "alive": alive}


def _trail(*steps: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return crumbs((_("Syötteet"), reverse("tray:feeds")), *steps)
