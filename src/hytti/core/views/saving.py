"""How a form becomes a change: shown, read, handed to an action; every refusal is shown with what was typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ..conflicts import EditConflict
from ..forms.records import RecordForm
from ..permissions import NotNow
from . import kept, versions


@dataclass
class Page:
    """The words around a form."""

    title: str
    submit: str
    cancel_url: str
    breadcrumb: list[tuple[str, str | None]]
    lead: str = ""
    stop: bool = False
    quiet: bool = False  # another button of the page is the one that matters
    template: str = "core/edit/form.html"
    more: dict[str, Any] = field(default_factory=dict)


MakeForm = Callable[..., RecordForm]
Act = Callable[[Any], tuple[str, str]]  # does the change; answers where to go and what to say


def save(request: HttpRequest, page: Page, make_form: MakeForm, act: Act) -> HttpResponse:
    """Show the form, with what was typed before the session ended where there is such, or carry out what it asks."""
    if request.method != "POST":
        typed = kept.take(request)
        if typed is not None:
            messages.warning(request, _("Istunto oli päättynyt. Kirjoitettu on tallella: tarkista ja tallenna."))
        return show(request, page, make_form(typed))
    form = make_form(versions.with_choices(request.POST, make_form))
    if not form.is_valid():
        return show(request, page, form, 422)
    return _carry_out(request, page, form, act)


def _carry_out(request: HttpRequest, page: Page, form: RecordForm, act: Act) -> HttpResponse:
    try:
        url, said = act(form)
    except ValidationError as error:
        form.take_errors(error)
        return show(request, page, form, 422)
    except NotNow as error:
        form.add_error(None, str(error))
        return show(request, page, form, 409)
    except EditConflict as conflict:
        return _settle(request, page, form, act, versions.compare(form, conflict.record))
    messages.success(request, said)
    return redirect(url)


def show(request: HttpRequest, page: Page, form: RecordForm, status: int = 200) -> HttpResponse:
    context = {"page": page, "form": form, "breadcrumb": page.breadcrumb, **page.more}
    return render(request, page.template, context, status=status)


def _settle(request: HttpRequest, page: Page, form: RecordForm, act: Act, both: versions.Both) -> HttpResponse:
    """Somebody saved in between. What touches nothing in this form stands in nobody's way; the rest is shown."""
    form.data["revision"] = str(both.revision)
    form.cleaned_data["revision"] = both.revision
    if both.apart and not page.stop:
        return _carry_out(request, page, form, act)
    if both.apart:
        who = both.saved_by or _("Joku muu")
        text = _("%(who)s tallensi tietoja, kun lomake oli auki. Katso muutokset sivulta ja lähetä lomake uudelleen.")
        form.add_error(None, text % {"who": who})
        return show(request, page, form, 409)
    context = {"page": page, "form": form, "breadcrumb": page.breadcrumb, "both": both}
    return render(request, "core/edit/conflict.html", context, status=409)


def only_post(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 405 in words where the address of a button is opened as a page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            return view(request, *args, **kwargs)
        text = _("Tämä osoite on painike, ei sivu. Palaa sivulle, jolta linkki löytyi, ja paina painiketta siellä.")
        context = {"title": _("Sivua ei voi avata"), "text": text, "status": 405}
        response = render(request, "core/error.html", context, status=405)
        response.headers["Allow"] = "POST"
        return response

    return guarded
