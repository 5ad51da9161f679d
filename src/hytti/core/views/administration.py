"""Administration of accounts, roles and the region, and the log of what has been done."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..actions import accounts as actions
from ..actions.region import edit_region
from ..conflicts import EditConflict
from ..forms.accounts import (
    AccountForm,
    DeleteForm,
    EventFilterForm,
    GrantForm,
    NameForm,
    ReasonForm,
    RegionForm,
    UserFilterForm,
)
from ..models import AuditEvent, Grant, Region, User
from ..queries import accounts as queries
from ..roles import ROLES
from .guard import needs

PAGE_SIZE = 50
LINK_KEY = "set_password_link"


def _crumbs(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Hallinta"), reverse("administration")), *steps]


def _user_crumbs(person: User, *steps: tuple[str, str]) -> list[tuple[str, str]]:
    return _crumbs((_("Käyttäjät"), reverse("users")), (str(person), reverse("user", args=[person.pk])), *steps)


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _page(request: HttpRequest, records) -> Page:
    return Paginator(records, PAGE_SIZE).get_page(request.GET.get("page"))


@needs("users.manage", "region.edit", "audit.read")
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "core/accounts/administration.html", {"roles": ROLES.values()})


@needs("users.manage")
def users(request: HttpRequest) -> HttpResponse:
    form = UserFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {"q": "", "role": ""}
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": _page(request, queries.users(wanted["q"], wanted["role"])),
        "query": query.urlencode(),
        "filtered": any(wanted.values()),
        "breadcrumb": _crumbs((_("Käyttäjät"), "")),
    }
    return render(request, "core/accounts/users.html", context)


@needs("users.manage")
def add_user(request: HttpRequest) -> HttpResponse:
    form = AccountForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.create_account(**form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _invite(request, person)
    context = {"form": form, "breadcrumb": _crumbs((_("Käyttäjät"), reverse("users")), (_("Uusi tunnus"), ""))}
    return render(request, "core/accounts/user_add.html", context)


@needs("users.manage")
@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    return _invite(request, get_object_or_404(User, pk=pk))


def _invite(request: HttpRequest, person: User) -> HttpResponse:
    key = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    link = request.build_absolute_uri(reverse("account_reset_password_from_key", kwargs=key))
    if actions.invite(user=person, link=link, by=request.user):
        messages.success(request, _("Linkki salasanan valintaan on lähetetty osoitteeseen %s.") % person.email)
    else:
        request.session[LINK_KEY] = {"user": person.pk, "link": link}
    return redirect("user", person.pk)


@needs("users.manage")
def user(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    shown = request.session.get(LINK_KEY)
    link = request.session.pop(LINK_KEY)["link"] if shown and shown["user"] == pk else ""
    context = {
        "person": person,
        "grants": queries.grants_of(person),
        "link": link,
        "days": settings.PASSWORD_RESET_TIMEOUT // 86400,
        "breadcrumb": _user_crumbs(person),
    }
    return render(request, "core/accounts/user.html", context)


@needs("users.manage")
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    form = NameForm(_posted(request), instance=User.objects.get(pk=pk))
    if request.method == "POST" and form.is_valid():
        actions.rename_account(user=person, name=form.cleaned_data["name"], by=request.user)
        messages.success(request, _("Nimi on vaihdettu."))
        return redirect("user", pk)
    return _step(request, person, form, title=_("Vaihda nimi"), submit=_("Tallenna nimi"))


def _step(
    request: HttpRequest, person: User, form: Form, *, title: str, submit: str, text: str = "", stop: bool = False
) -> HttpResponse:
    """A page with one question about the account."""
    context = {
        "person": person,
        "form": form,
        "title": title,
        "submit": submit,
        "text": text,
        "stop": stop,
        "breadcrumb": _user_crumbs(person, (title, "")),
    }
    return render(request, "core/accounts/step.html", context)


@needs("users.manage")
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    form = ReasonForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        actions.deactivate_account(user=person, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Tunnus on poistettu käytöstä. Sillä ei voi enää kirjautua."))
        return redirect("user", pk)
    text = _("Tunnuksella ei voi enää kirjautua, ja avoimet istunnot päättyvät. Valtuudet jäävät talteen.")
    return _step(request, person, form, title=_("Poista käytöstä"), submit=_("Poista käytöstä"), text=text, stop=True)


@needs("users.manage")
@require_POST
def reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    actions.reactivate_account(user=get_object_or_404(User, pk=pk), by=request.user)
    messages.success(request, _("Tunnus on taas käytössä."))
    return redirect("user", pk)


@needs("users.manage")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    form = DeleteForm(_posted(request), user=person)
    if request.method == "POST" and form.is_valid():
        own = person == request.user
        actions.delete_account(user=person, by=request.user)
        if own:
            return redirect("front")
        messages.success(request, _("Tunnus on poistettu. Nimi ja sähköposti hävisivät lopullisesti."))
        return redirect("users")
    text = _("Nimi, sähköposti ja valtuudet häviävät lopullisesti. Tehdyt muutokset jäävät historiaan ilman tekijää.")
    return _step(request, person, form, title=_("Poista tunnus"), submit=_("Poista tunnus"), text=text, stop=True)


@needs("users.manage")
def give_grant(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    form = GrantForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_grant(user=person, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Valtuus on annettu."))
            return redirect("user", pk)
    context = {
        "person": person,
        "form": form,
        "roles": ROLES.values(),
        "breadcrumb": _user_crumbs(person, (_("Anna valtuus"), "")),
    }
    return render(request, "core/accounts/grant.html", context)


@needs("users.manage")
def end_grant(request: HttpRequest, pk: int) -> HttpResponse:
    grant = get_object_or_404(Grant.objects.select_related("user", "content_type"), pk=pk)
    form = ReasonForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        actions.end_grant(grant=grant, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Valtuus on päättynyt."))
        return redirect("user", grant.user_id)
    scope = str(grant.scope) if grant.scope else _("koko alue")
    text = _("%(role)s, %(scope)s. Valtuus päättyy heti.") % {"role": grant.described.label, "scope": scope}
    return _step(request, grant.user, form, title=_("Päätä valtuus"), submit=_("Päätä valtuus"), text=text, stop=True)


@needs("users.manage")
def roles(request: HttpRequest) -> HttpResponse:
    context = {
        "roles": ROLES.values(),
        "matrix": queries.role_matrix(),
        "breadcrumb": _crumbs((_("Roolit"), "")),
    }
    return render(request, "core/accounts/roles.html", context)


@needs("audit.read")
def events(request: HttpRequest) -> HttpResponse:
    form = EventFilterForm(request.GET)
    wanted = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": _page(request, queries.events(**wanted)),
        "query": query.urlencode(),
        "filtered": bool(wanted),
        "breadcrumb": _crumbs((_("Tapahtumat"), "")),
    }
    return render(request, "core/accounts/events.html", context)


@needs("region.edit")
def region(request: HttpRequest) -> HttpResponse:
    facts = get_object_or_404(Region)
    form = RegionForm(_posted(request), instance=facts)
    context = {"form": form, "breadcrumb": _crumbs((_("Alueen perustiedot"), ""))}
    if request.method == "POST" and form.is_valid():
        values, revision = form.values(), form.cleaned_data["revision"]
        try:
            edit_region(region=facts, values=values, revision=revision, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        except EditConflict as conflict:
            return _region_conflict(request, form, conflict.record, context)
        else:
            messages.success(request, _("Alueen perustiedot on tallennettu."))
            return redirect("region_facts")
    return render(request, "core/accounts/region.html", context)


def _region_conflict(request: HttpRequest, form: RegionForm, stored: Region, context: dict) -> HttpResponse:
    """Show both versions; saving again from here keeps what is in the form."""
    theirs = RegionForm(instance=stored)
    rows = []
    for name in (field.name for field in form.visible_fields()):
        yours, saved = form[name].value(), theirs[name].value()
        row = {"label": form[name].label, "yours": _shown(form, name, yours), "theirs": _shown(theirs, name, saved)}
        rows.append({**row, "differs": row["yours"] != row["theirs"]})
    data = form.data.copy()
    data["revision"] = str(stored.revision)
    form.data = data
    context |= {"form": form, "rows": rows, "latest": AuditEvent.objects.about(stored).first()}
    return render(request, "core/accounts/region.html", context, status=409)


def _shown(form: RegionForm, name: str, value: object) -> str:
    field = form.fields[name]
    if not hasattr(field, "queryset"):
        return str(value or "").replace("\r\n", "\n").strip()
    keys = value if isinstance(value, (list, tuple)) else [value] if value else []
    keys = {str(getattr(key, "pk", key)) for key in keys}
    return ", ".join(str(area) for area in field.queryset if str(area.pk) in keys)
