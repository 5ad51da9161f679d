"""The yearly tables: the list, loading a file, checking, publishing and withdrawing. For those who keep them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hytti.core.conflicts import EditConflict
from hytti.core.numbers import language_of
from hytti.core.permissions import NotNow, require
from hytti.core.views.saving import only_post
from hytti.methods.coefficient import UnknownYear
from hytti.methods.coefficient.rules import rules

from ..actions import tables as actions
from ..exchange.places import places_of
from ..exchange.reading import read_table
from ..exchange.templates import template_csv, template_xlsx
from ..exchange.words import place_of, words_of
from ..forms.tables import LoadForm, ReasonForm, StepForm
from ..models import CoefficientTable, Level
from ..permissions import TABLES
from ..queries import county, reading
from ..queries import tables as queries
from ..queries.frame import REAL
from ..queries.loaded import of_record
from ..queries.prefilled import prefilled, template_contents
from ..queries.years import chosen_year, residents
from ..store import facts
from .files import file_response

CHANGED = gettext_lazy("Joku muu ehti muuttaa tätä. Katso, missä vaiheessa taulukko on nyt, ja yritä uudelleen.")
SHOWN_FINDINGS = 100


def _crumbs(*steps) -> list:
    return REAL.crumbs((_("Taulukot"), reverse("coefficient:tables")), *steps)


@login_required
def tables(request: HttpRequest) -> HttpResponse:
    require(request.user, TABLES)
    context = {
        "tables": queries.tables(),
        "levels": Level.choices,
        "templates": [template_contents(level.value) | {"name": level.label} for level in Level],
        "breadcrumb": REAL.crumbs((_("Taulukot"), None)),
    }
    return render(request, "coefficient/tables/list.html", context)


@login_required
def template(request: HttpRequest) -> HttpResponse:
    """A file to fill in for the newest funding year, with what the store of figures knows already."""
    require(request.user, TABLES)
    level = Level.MUNICIPALITY if request.GET.get("taso") == Level.MUNICIPALITY else Level.COUNTY
    rules_ = rules(level.value, chosen_year(None, level.value))
    places, values = places_of(facts(), level.value), prefilled(rules_).values
    name, language = f"hyte-{level.value}-{rules_.funding_year}", language_of(None)
    if request.GET.get("muoto") == "csv":
        data = template_csv(rules_, places, language=language, values=values)
        return file_response(data, f"{name}.csv", "text/csv; charset=utf-8")
    data = template_xlsx(rules_, places, language=language, made_at=timezone.localtime(), values=values)
    return file_response(data, f"{name}.xlsx")


@login_required
def load(request: HttpRequest) -> HttpResponse:
    """A file on its way in: what is wrong is told at its cell, and nothing is kept until the file is whole."""
    require(request.user, TABLES)
    form, findings, read, status = LoadForm(), [], None, 200
    if request.method == "POST":
        form, status = LoadForm(request.POST, request.FILES), 422
        if form.is_valid():
            record, findings, read = _read(request, form)
            if record is not None:
                messages.success(request, _("Taulukko on luettu luonnokseksi. Tarkista se ja julkaise."))
                return redirect(record)
    context = {
        "form": form,
        "findings": findings[:SHOWN_FINDINGS],
        "more": max(0, len(findings) - SHOWN_FINDINGS),
        "read": read,
        "title": _("Lataa taulukko"),
        "breadcrumb": _crumbs((_("Lataa taulukko"), None)),
    }
    return render(request, "coefficient/tables/load.html", context, status=status)


Told = tuple[CoefficientTable | None, list[dict[str, Any]], dict[str, Any] | None]


def _read(request: HttpRequest, form: LoadForm) -> Told:
    """The kept table, what was found in the file, and what was read of it."""
    values = {name: form.cleaned_data[name] for name in ("level", "funding_year", "name", "source_text", "as_of")}
    try:
        rules_ = rules(values["level"], values["funding_year"])
    except UnknownYear:
        form.add_error("funding_year", _("Tämän rahoitusvuoden sääntöjä ei tunneta."))
        return None, [], None
    file, people = form.cleaned_data["file"], residents(rules_)
    found = read_table(
        file.read(),
        file.name,
        rules_,
        places_of(facts(), values["level"]),
        shares=form.said(),
        residents=people.by_code,
        source=f"{values['source_text']}, {values['as_of']}",
        residents_source="; ".join(one.attribution for one in people.datasets),
    )
    read = reading.of_file(found, rules_)
    told = [{"place": place_of(one), "text": words_of(one), "stops": one.stops} for one in found.findings]
    if found.table is None:
        form.ask({column.key: column.heading(language_of(None)) for column in found.shares})
        form.add_error(
            "file",
            _("Tiedostoa ei voi vielä ottaa vastaan. Korjaa alla luetellut kohdat ja valitse tiedosto uudelleen."),
        )
        return None, told, read
    try:
        record = actions.load(by=request.user, values=values | {"file_name": file.name[:200]}, table=found.table)
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
        return None, told, read
    return record, told, read


@login_required
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """What the table says, before and after it is public."""
    record = _record(request, pk)
    found = of_record(record)
    result = found.result()
    problems = county.missing_everywhere(found, result)
    context = {
        "table": record,
        "rows": queries.areas(found, result),
        "read": reading.of_table(found),
        "missing": problems[:SHOWN_FINDINGS],
        "more": max(0, len(problems) - SHOWN_FINDINGS),
        "national": county.number(county.known(result.national), 2),
        "history": queries.history(record),
        "scenario_count": record.scenarios.count(),
        "breadcrumb": _crumbs((record.name, None)),
    }
    return render(request, "coefficient/tables/table.html", context)


def _record(request: HttpRequest, pk: int) -> CoefficientTable:
    record = get_object_or_404(queries.tables(), pk=pk)
    require(request.user, TABLES, record)
    return record


def _step(action: Callable[..., Any], said: Any) -> Callable[..., HttpResponse]:
    """A button's address: the action for the revision that the person looked at, and what is said afterwards."""

    @only_post
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(reverse("coefficient:table", args=[pk]))
        record, form = _record(request, pk), StepForm(request.POST)
        try:
            action(by=request.user, table=record, revision=form.cleaned_data["revision"] if form.is_valid() else -1)
        except EditConflict:
            messages.error(request, CHANGED)
        except (NotNow, ValidationError) as refusal:
            messages.error(
                request, " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
            )
        else:
            messages.success(request, said)
            if action is actions.discard:
                return redirect("coefficient:tables")
        return redirect(record)

    return view


publish = _step(actions.publish, gettext_lazy("Taulukko on julkaistu."))
discard = _step(actions.discard, gettext_lazy("Luonnos on poistettu."))


@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, and take the table away from the public pages."""
    record = _record(request, pk)
    form, status = ReasonForm(request.POST or None, initial={"revision": record.revision}), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.withdraw(by=request.user, table=record, **form.cleaned_data)
            except (NotNow, EditConflict) as refusal:
                form.add_error(None, str(CHANGED) if isinstance(refusal, EditConflict) else str(refusal))
                status = 409
            else:
                messages.success(request, _("Taulukko on poistettu julkisuudesta."))
                return redirect(record)
    title = _("Poista taulukko julkisuudesta")
    context = {
        "title": f"{title}: {record.name}",
        "lead": _("Kerroin, pisteet ja eurot häviävät sivuilta. Perustelu jää historiaan."),
        "form": form,
        "submit": title,
        "stop": True,
        "cancel_url": record.get_absolute_url(),
        "breadcrumb": _crumbs((record.name, record.get_absolute_url()), (title, None)),
    }
    return render(request, "coefficient/tables/reason.html", context, status=status)
