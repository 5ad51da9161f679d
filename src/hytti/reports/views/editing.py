"""Starting a report, writing its parts, completing and removing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hytti.core.permissions import NotAllowed
from hytti.core.views.kept import signed_in
from hytti.core.views.saving import Page, only_post, save

from .. import actions, queries
from ..forms import ConfirmForm, PartForm, StartForm
from ..letters import unprintable
from ..models import Report
from ..permissions import makers_organisations
from . import common


@signed_in
def start(request: HttpRequest) -> HttpResponse:
    if not makers_organisations(request.user).exists():
        raise NotAllowed(_("Raportin aloittaa organisaatio, jonka suunnitelmia tunnuksella saa kirjoittaa."))
    page = Page(
        title=_("Aloita raportti"),
        lead=_("Hytti kokoaa luonnoksen suunnitelmasta, seurannasta ja luvuista. Tekstit voi sen jälkeen muokata."),
        submit=_("Aloita raportti"),
        cancel_url=reverse("reports:reports"),
        breadcrumb=common.crumbs((_("Aloita raportti"), None)),
    )

    def act(form: StartForm) -> tuple[str, str]:
        report = actions.start(by=request.user, values=form.values())
        return reverse("reports:edit", args=[report.slug]), _("Luonnos on koottu. Käy kohdat läpi.")

    return save(request, page, lambda data: StartForm(data, user=request.user, initial=_asked(request)), act)


def _asked(request: HttpRequest) -> dict[str, str]:
    """What the link that led here already knows."""
    return {
        name: request.GET[name] for name in ("organisation", "kind", "plan", "starts", "ends") if name in request.GET
    }


@signed_in
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """The parts of a draft in their order, each with what was done to it."""
    report = common.report_of(slug)
    if away := common.turned_away(request, report, make=True):
        return away
    if report.is_completed:
        return redirect(report)
    context = {
        "report": report,
        "outline": queries.outline(report),
        "breadcrumb": common.crumbs((report.title, report.get_absolute_url()), (_("Muokkaa"), None)),
    }
    return render(request, "reports/edit.html", context)


@signed_in
def part(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One part: its text, what is added, whether it is shown."""
    report = common.report_of(slug)
    if away := common.turned_away(request, report, make=True):
        return away
    if report.is_completed:
        return redirect(report)
    piece = queries.piece_of(report, key)
    stored = queries.part_of(report, key)
    if piece is None and stored.pk is None:
        raise Http404
    name = piece.name if piece else _("Kohta, joka ei ole enää sisällössä")
    live = piece.plain if piece else ""
    url = reverse("reports:edit", args=[slug])
    page = Page(
        title=name,
        submit=_("Tallenna kohta"),
        cancel_url=f"{url}#{key}",
        breadcrumb=common.crumbs((report.title, report.get_absolute_url()), (_("Muokkaa"), url), (name, None)),
        template="reports/part.html",
        more={
            "report": report,
            "piece": piece,
            "part": stored,
            "changed": bool(stored.text) and stored.based_on != live,
        },
    )

    def act(form: PartForm) -> tuple[str, str]:
        revision = form.typed_revision or 0
        actions.save_part(report, key, form.values(), by=request.user, live=live, revision=revision)
        return f"{url}#{key}", _("%(name)s on tallennettu.") % {"name": name}

    return save(request, page, lambda data: PartForm(data, record=stored, live=live), act)


@signed_in
def complete(request: HttpRequest, slug: str) -> HttpResponse:
    def act(report: Report, revision: int | None) -> tuple[str, str]:
        done = actions.complete(report, by=request.user, revision=revision)
        return done.get_absolute_url(), _("Raportti on valmis ja julkaistu.")

    return _confirmed(
        request,
        slug,
        title=_("Vahvista raportti valmiiksi"),
        lead=_(
            "Valmis raportti julkaistaan kaikille, eikä se enää muutu. Sen luvut, aineistojen versiot, päivä ja "
            "tarkiste jäävät talteen sellaisina kuin ne ovat nyt. Korjaus tehdään uutena versiona."
        ),
        submit=_("Vahvista ja julkaise"),
        act=act,
        warn=_letters_lacking,
    )


def _letters_lacking(report: Report) -> str:
    """Which letters of the report the PDF cannot show; empty where it shows them all."""
    lacking = unprintable(common.document_of(report))
    told = _("PDF näyttää näiden merkkien paikalla laatikon, sillä fontissa ei ole niitä: %(letters)s")
    return told % {"letters": " ".join(lacking)} if lacking else ""


@signed_in
def remove(request: HttpRequest, slug: str) -> HttpResponse:
    def act(report: Report, revision: int | None) -> tuple[str, str]:
        actions.remove(report, by=request.user, revision=revision)
        return reverse("reports:reports"), _("Luonnos on poistettu.")

    lead = _("Luonnos ja siihen kirjoitetut tekstit poistetaan. Poistoa ei voi perua.")
    title, submit = _("Poista luonnos"), _("Poista luonnos")
    return _confirmed(request, slug, title=title, lead=lead, submit=submit, act=act, stop=True)


def _confirmed(request, slug, *, title, lead, submit, act, stop=False, warn=None) -> HttpResponse:
    """A page that asks once more before the step is taken."""
    report = common.report_of(slug)
    if away := common.turned_away(request, report, make=True):
        return away
    page = Page(
        title=title,
        lead=f"{report.title}. {lead}",
        submit=submit,
        cancel_url=report.get_absolute_url(),
        breadcrumb=common.crumbs((report.title, report.get_absolute_url()), (title, None)),
        stop=stop,
        template="reports/confirm.html",
        more={"warning": warn(report) if warn and not report.is_completed else ""},
    )
    return save(
        request, page, lambda data: ConfirmForm(data, record=report), lambda form: act(report, form.typed_revision)
    )


@only_post
def revise(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin the next version of a completed report, with the texts of this one."""
    report = common.report_of(slug)
    if away := common.turned_away(request, report, make=True):
        return away
    values = {name: getattr(report, name) for name in (*actions.SAME, "plan")}
    new = actions.start(by=request.user, values=values)
    messages.success(request, _("Uusi versio on aloitettu. Edellisen tekstit ovat siinä valmiina."))
    return redirect("reports:edit", slug=new.slug)
