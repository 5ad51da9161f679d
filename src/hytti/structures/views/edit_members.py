"""Pages where signed-in people add, edit and remove the members of a body."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from hytti.core.permissions import require
from hytti.core.templatetags.hytti import translated
from hytti.core.views.kept import signed_in
from hytti.core.views.saving import Page, save

from .. import actions, forms
from ..actions.rules import require_working
from ..models import Body, Membership
from .crumbs import crumbs

TEMPLATE = "structures/edit/form.html"


@signed_in
def add_member(request: HttpRequest, slug: str) -> HttpResponse:
    body = get_object_or_404(Body, slug=slug)
    require(request.user, "memberships.edit", body)
    _refuse_closed_page(request, body)
    page = _page(body, _("Lisää jäsen"), _("Lisää jäsen"))

    def act(form: forms.MembershipForm) -> tuple[str, str]:
        actions.add_member(by=request.user, body=body, name=form.cleaned_data["name"], values=form.values())
        return body.get_absolute_url(), _("Jäsen on lisätty.")

    return save(request, page, lambda data: forms.MembershipForm(data, body=body), act)


@signed_in
def edit_membership(request: HttpRequest, pk: int) -> HttpResponse:
    membership = _membership(pk)
    body = membership.body
    require(request.user, "memberships.edit", membership)
    _refuse_closed_page(request, body)
    page = _page(body, _("Muokkaa jäsenyyttä"), _("Tallenna"))
    page.lead = _("Kun jäsenyys päättyy, kirjoitetaan päättymispäivä: jäsenyys jää näkyviin aiempana.")
    page.template, page.more = TEMPLATE, {"membership": membership}

    def act(form: forms.MembershipForm) -> tuple[str, str]:
        changed = actions.edit_membership(
            by=request.user,
            membership=membership,
            name=form.cleaned_data["name"],
            values=form.values(),
            revision=form.typed_revision,
        )
        unchanged = changed.revision == form.typed_revision
        said = _("Mikään ei muuttunut.") if unchanged else _("Jäsenyys on tallennettu.")
        return body.get_absolute_url(), said

    return save(request, page, lambda data: forms.MembershipForm(data, body=body, record=membership), act)


@signed_in
def remove_membership(request: HttpRequest, pk: int) -> HttpResponse:
    membership = _membership(pk)
    body = membership.body
    require(request.user, "memberships.edit", membership)
    _refuse_closed_page(request, body)
    page = _page(body, _("Poista jäsenyys"), _("Poista jäsenyys"))
    page.stop, page.template, page.more = True, TEMPLATE, {"removing": membership}

    def act(form: forms.RemoveForm) -> tuple[str, str]:
        actions.remove_membership(by=request.user, membership=membership, reason=form.cleaned_data["reason"])
        return body.get_absolute_url(), _("Jäsenyys on poistettu, samoin nimi, jos muita jäsenyyksiä ei ole.")

    return save(request, page, lambda data: forms.RemoveForm(data), act)


def _membership(pk: int) -> Membership:
    return get_object_or_404(Membership.objects.select_related("body", "person"), pk=pk)


def _refuse_closed_page(request: HttpRequest, body: Body) -> None:
    if request.method != "POST":
        require_working(body)


def _page(body: Body, title: str, submit: str) -> Page:
    name, url = translated(body, "name")[0], body.get_absolute_url()
    kinds = (
        (_("Verkostot"), reverse("structures:networks"))
        if body.is_network
        else (_("Toimielimet"), reverse("structures:bodies"))
    )
    return Page(
        title=f"{title}: {name}", submit=submit, cancel_url=url, breadcrumb=crumbs(kinds, (name, url), (title, None))
    )
