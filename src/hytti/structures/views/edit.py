"""Pages where signed-in people found, edit, close and confirm bodies and documents, and undo changes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from hytti.core.models import AuditEvent
from hytti.core.permissions import NotNow, require
from hytti.core.templatetags.hytti import translated
from hytti.core.views.kept import signed_in
from hytti.core.views.saving import Page, only_post, save

from .. import actions, forms
from ..actions.rules import require_working
from ..models import Body, Document
from .crumbs import crumbs
from .edit_members import add_member, edit_membership, remove_membership

__all__ = [
    "add_document",
    "add_member",
    "close_body",
    "confirm_body",
    "confirm_document",
    "edit_body",
    "edit_document",
    "edit_membership",
    "found_network",
    "remove_membership",
    "undo",
]

TEMPLATE = "structures/edit/form.html"


@signed_in
def found_network(request: HttpRequest) -> HttpResponse:
    require(request.user, "bodies.found")
    networks = reverse("structures:networks")
    title = _("Perusta verkosto")
    page = Page(
        title=title,
        lead=_("Verkosto tulee heti näkyviin julkiselle sivulle. Tietoja voi täydentää myöhemmin."),
        submit=_("Perusta verkosto"),
        cancel_url=networks,
        breadcrumb=crumbs((_("Verkostot"), networks), (title, None)),
    )

    def act(form: forms.FoundForm) -> tuple[str, str]:
        body = actions.found_network(by=request.user, values=form.values())
        return body.get_absolute_url(), _("Verkosto on perustettu. Seuraavaksi voi lisätä jäsenet.")

    return save(request, page, lambda data: forms.FoundForm(data, user=request.user), act)


@signed_in
def edit_body(request: HttpRequest, slug: str) -> HttpResponse:
    body = _body(slug)
    require(request.user, "bodies.edit", body)
    _refuse_closed_page(request, body)
    page = _body_page(body, _("Muokkaa tietoja"), submit=_("Tallenna"))
    page.lead = _("Muutokset näkyvät heti julkisella sivulla ja jäävät historiaan, josta ne voi kumota.")

    def act(form: forms.BodyForm) -> tuple[str, str]:
        changed = actions.edit_body(by=request.user, body=body, values=form.values(), revision=form.typed_revision)
        return changed.get_absolute_url(), _said_of(changed, form)

    make = forms.form_for(body)
    return save(request, page, lambda data: make(data, user=request.user, record=body), act)


@signed_in
def close_body(request: HttpRequest, slug: str) -> HttpResponse:
    body = _body(slug)
    require(request.user, "bodies.close", body)
    _refuse_closed_page(request, body)
    verb = _("Lakkauta verkosto") if body.is_network else _("Lakkauta toimielin")
    page = _body_page(body, _("Lakkauta"), submit=verb, stop=True)
    page.template, page.more = TEMPLATE, {"closing": body, "under": body.children.working()}

    def act(form: forms.CloseForm) -> tuple[str, str]:
        closed = actions.close_body(
            by=request.user,
            body=body,
            on=form.cleaned_data["closed_on"],
            reason=form.cleaned_data["closed_reason"],
            revision=form.typed_revision,
        )
        return closed.get_absolute_url(), _("Lakkautettu. Lakkautuksen voi kumota historiasta.")

    return save(request, page, lambda data: forms.CloseForm(data, record=body), act)


@only_post
def confirm_body(request: HttpRequest, slug: str) -> HttpResponse:
    return _confirm(request, _body(slug))


@signed_in
def add_document(request: HttpRequest) -> HttpResponse:
    require(request.user, "documents.edit")
    documents, title = reverse("structures:documents"), _("Lisää asiakirja")
    page = Page(
        title=title,
        lead=_("Kertomus, suunnitelma, ohjelma, strategia tai sääntö, joka ohjaa hyvinvointityötä."),
        submit=_("Lisää asiakirja"),
        cancel_url=documents,
        breadcrumb=crumbs((_("Asiakirjat"), documents), (title, None)),
    )

    def act(form: forms.DocumentForm) -> tuple[str, str]:
        document = actions.add_document(by=request.user, values=form.values())
        return document.get_absolute_url(), _("Asiakirja on lisätty.")

    return save(request, page, lambda data: forms.DocumentForm(data, user=request.user), act)


@signed_in
def edit_document(request: HttpRequest, slug: str) -> HttpResponse:
    document = get_object_or_404(Document, slug=slug)
    require(request.user, "documents.edit", document)
    name, title = translated(document, "title")[0], _("Muokkaa tietoja")
    page = Page(
        title=f"{title}: {name}",
        submit=_("Tallenna"),
        cancel_url=document.get_absolute_url(),
        breadcrumb=crumbs(
            (_("Asiakirjat"), reverse("structures:documents")), (name, document.get_absolute_url()), (title, None)
        ),
    )

    def act(form: forms.DocumentForm) -> tuple[str, str]:
        changed = actions.edit_document(
            by=request.user, document=document, values=form.values(), revision=form.typed_revision
        )
        return changed.get_absolute_url(), _said_of(changed, form)

    return save(request, page, lambda data: forms.DocumentForm(data, user=request.user, record=document), act)


@only_post
def confirm_document(request: HttpRequest, slug: str) -> HttpResponse:
    return _confirm(request, get_object_or_404(Document, slug=slug))


@only_post
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(AuditEvent.objects.select_related("undoes"), pk=pk)
    back = _history_of(event)
    if not request.user.is_authenticated:
        return redirect_to_login(back)
    try:
        actions.undo(by=request.user, event=event)
    except (NotNow, ValidationError) as refusal:
        messages.error(request, _words_of(refusal))
    else:
        messages.success(request, _("Muutos on kumottu: tiedot ovat kuten ennen sitä."))
    return redirect(back)


def _confirm(request: HttpRequest, record: Any) -> HttpResponse:
    """Vouch for the record and return to the page where the button was."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = record.get_absolute_url()
    if not request.user.is_authenticated:
        return redirect_to_login(back)
    before = record.revision
    try:
        confirmed = actions.confirm(by=request.user, record=record)
    except (NotNow, ValidationError) as refusal:
        messages.error(request, _words_of(refusal))
        return redirect(back)
    fresh = confirmed.revision != before
    messages.success(request, _("Vahvistettu tänään.") if fresh else _("Tiedot on jo vahvistettu tänään."))
    return redirect(back)


def _body(slug: str) -> Body:
    return get_object_or_404(Body.objects.select_related("convener", "parent", "theme"), slug=slug)


def _refuse_closed_page(request: HttpRequest, body: Body) -> None:
    """A closed body has no form to open; a form that was open already is answered with what was typed in it."""
    if request.method != "POST":
        require_working(body)


def _body_page(body: Body, title: str, **words: Any) -> Page:
    name, url = translated(body, "name")[0], body.get_absolute_url()
    kinds = (
        (_("Verkostot"), reverse("structures:networks"))
        if body.is_network
        else (_("Toimielimet"), reverse("structures:bodies"))
    )
    return Page(title=f"{title}: {name}", cancel_url=url, breadcrumb=crumbs(kinds, (name, url), (title, None)), **words)


def _said_of(changed: Body | Document, form: Any) -> str:
    if changed.revision == form.typed_revision:
        return _("Mikään ei muuttunut.")
    return _("Tiedot on tallennettu. Muutoksen voi kumota historiasta.")


def _words_of(refusal: Exception) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)


def _history_of(event: AuditEvent) -> str:
    """The page whose history shows the event."""
    model = event.subject_type.model_class() if event.subject_type else None
    record = model._default_manager.filter(pk=event.subject_id).first() if model in (Body, Document) else None
    if isinstance(record, Body):
        return reverse("structures:body_history", args=[record.slug])
    return record.get_absolute_url() if record is not None else reverse("desk:home")
