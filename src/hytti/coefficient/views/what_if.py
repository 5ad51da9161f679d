"""What if: other figures in the place of today's, and what they would bring."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hytti.core.conflicts import EditConflict
from hytti.core.content_version import public_page
from hytti.core.permissions import NotNow, allows, require
from hytti.core.views.saving import Page, only_post, save
from hytti.methods.coefficient.rules import Level, rules

from ..actions import scenarios as actions
from ..forms.scenarios import ScenarioForm
from ..forms.tables import StepForm
from ..forms.what_if import WhatIfForm
from ..models import Scenario
from ..permissions import PLAN
from ..queries import money, municipal
from ..queries import scenarios as kept
from ..queries import what_if as queries
from ..queries.frame import EXAMPLE, REAL, Crumb, Side
from ..queries.loaded import Place, loaded, own_place, own_towns, town_of, town_url
from ..queries.years import residents
from .common import both_sides, framed, law_lines, year_of

ASKED = ("oma-", "toinen", "valinta-", "vaihteluvali", "siemen")


@dataclass(frozen=True)
class Trial:
    """Whose figures are tried, and the addresses of that."""

    level: Level
    place: Place
    url: str
    save_url: str
    example_url: str
    crumbs: list[Crumb]


def _trial(side: Side, slug: str | None) -> Trial:
    """The county, or the municipality of the address. Raises Http404 on an unknown one."""
    if slug is None:
        urls = (side.url("what_if"), side.url("save_scenario"), EXAMPLE.url("what_if"))
        return Trial("county", own_place(side), *urls, [(_("Kokeile"), side.url("what_if"))])
    found = town_of(side, slug)
    if found is None:
        raise Http404
    place, _area = found
    url = side.url("municipal_what_if", slug)
    example = EXAMPLE.url("municipal_what_if", own_towns(EXAMPLE)[0].slug)
    above = [(_("Kunnat"), side.url("municipalities")), (place.name, town_url(side, place)), (_("Kokeile"), url)]
    return Trial("municipality", place, url, side.url("save_municipal_scenario", slug), example, above)


@public_page
@both_sides
def what_if(request: HttpRequest, side: Side, slug: str | None = None) -> HttpResponse:
    trial = _trial(side, slug)
    level, place = trial.level, trial.place
    year = year_of(request, side, level)
    rules_, found = rules(level, year), loaded(side, level, year)
    current = "what_if" if level == "county" else "municipalities"
    context = {
        **framed(request, side, current, level, year),
        "example_url": trial.example_url,
        "page": {
            "title": _("Kokeile, mikä muuttaisi kerrointa"),
            "lead": _(
                "Vaihda lukuja ja katso, mitä kertoimelle ja rahalle tapahtuisi. Tyhjä tai "
                "ennallaan oleva kenttä ei muuta mitään."
            ),
            "meta": [place.name, *law_lines(rules_)] if slug else law_lines(rules_),
        },
        "form": None,
        "answer": None,
        "may_plan": allows(request.user, PLAN),
        "breadcrumb": side.crumbs(*trial.crumbs[:-1], (trial.crumbs[-1][0], None)),
    }
    if found is None or place.code not in found.table.areas or not rules_.applies:
        worth = money.county_worth(rules_, residents(rules_), place.code, place.name)
        context |= {"headline": money.headline(rules_, worth), "applies": rules_.applies, "level": level}
        lines = municipal.worth_lines(municipal.worth_of_item(rules_, None, None)) if slug else []
        return render(request, "coefficient/what_if.html", context | {"worth": lines})
    asked = any(name.startswith(ASKED) for name in request.GET)
    form = WhatIfForm(request.GET if asked else None, loaded=found, area=place.code)
    if not asked:
        tried = queries.tried(found, place.code, {}, found.result().options)
    elif form.is_valid():
        tried = queries.tried(found, place.code, form.changes(), form.options(), form.seed())
    else:
        tried = None
    context |= {"form": form, "origin": found.origin, "asked": asked, "query": request.GET.urlencode()}
    context |= {"save_url": f"{trial.save_url}?{request.GET.urlencode()}"}
    if tried is not None:
        context |= {"answer": queries.answer(tried), "caveats": queries.caveats(tried)}
    return render(request, "coefficient/what_if.html", context, status=422 if tried is None else 200)


@login_required
@both_sides
def save_scenario(request: HttpRequest, side: Side, slug: str | None = None) -> HttpResponse:
    """Keep the what-if of the address under a name."""
    require(request.user, PLAN)
    trial = _trial(side, slug)
    year = year_of(request, side, trial.level)
    code, found = trial.place.code, loaded(side, trial.level, year)
    back = f"{trial.url}?{request.GET.urlencode()}"
    form = WhatIfForm(request.GET, loaded=found, area=code) if found and code in found.table.areas else None
    if form is None or not form.is_valid() or not form.changes():
        messages.error(request, _("Muuta ensin vähintään yhtä lukua, niin laskelman voi tallentaa."))
        return redirect(back)
    changes, options = form.changes(), form.options()
    page = Page(
        title=_("Tallenna laskelma"),
        lead="; ".join(queries.changed_lines(found, changes)),
        submit=_("Tallenna laskelma"),
        cancel_url=back,
        breadcrumb=side.crumbs(*trial.crumbs, (_("Tallenna laskelma"), None)),
    )

    def act(typed: ScenarioForm) -> tuple[str, str]:
        values = typed.values() | {
            "table": found.record,
            "funding_year": year,
            "area": code,
            "changes": changes,
            "options": kept.options_to_keep(options),
        }
        record = actions.save(by=request.user, values=values)
        return record.get_absolute_url(), _("Laskelma on tallennettu.")

    return save(request, page, lambda data: ScenarioForm(data), act)


def _crumbs(*steps) -> list:
    return REAL.crumbs((_("Laskelmat"), reverse("coefficient:scenarios")), *steps)


@login_required
def scenarios(request: HttpRequest) -> HttpResponse:
    """The kept what-ifs, and two of them to be set side by side."""
    require(request.user, PLAN)
    rows = [kept.row(one) for one in kept.kept()]
    pair = [
        next((row for row in rows if str(row["scenario"].pk) == request.GET.get(name)), None) for name in ("a", "b")
    ]
    context = {
        "rows": rows,
        "pair": pair if all(pair) and pair[0] is not pair[1] else None,
        "same": all(pair) and pair[0] is pair[1],
        "chosen": [request.GET.get("a", ""), request.GET.get("b", "")],
        "breadcrumb": REAL.crumbs((_("Laskelmat"), None)),
    }
    return render(request, "coefficient/scenarios.html", context)


@login_required
def scenario(request: HttpRequest, pk: int) -> HttpResponse:
    record = get_object_or_404(kept.kept(), pk=pk)
    require(request.user, PLAN)
    row = kept.row(record)
    context = {
        **row,
        "side": EXAMPLE if record.is_example else REAL,
        "caveats": queries.caveats(tried) if (tried := kept.worked_out(record)) else [],
        "origin": tried.loaded.origin if tried else "",
        "may_remove": allows(request.user, PLAN, record),
        "breadcrumb": _crumbs((record.name, None)),
    }
    return render(request, "coefficient/scenario.html", context)


@only_post
def remove_scenario(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("coefficient:scenario", args=[pk]))
    record = get_object_or_404(Scenario, pk=pk)
    form = StepForm(request.POST)
    try:
        actions.remove(
            by=request.user, scenario=record, revision=form.cleaned_data["revision"] if form.is_valid() else -1
        )
    except (NotNow, EditConflict, ValidationError):
        messages.error(request, _("Joku muu ehti muuttaa tätä. Lataa sivu uudelleen."))
        return redirect("coefficient:scenarios")
    messages.success(request, _("Laskelma on poistettu."))
    return redirect("coefficient:scenarios")
