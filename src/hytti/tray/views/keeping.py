"""The state of the tray for those who keep it: gaps, stale offers, searches in vain, use."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core.models import Area
from hytti.core.permissions import require
from hytti.core.tables import csv_response
from hytti.core.templatetags.hytti import plain
from hytti.core.views.kept import signed_in

from ..models import Offer, Term, Vocabulary
from ..queries import coverage as queries
from .crumbs import crumbs


@signed_in
def state(request: HttpRequest) -> HttpResponse:
    require(request.user, "offers.moderate")
    today = timezone.localdate()
    groups = list(
        Term.objects.filter(vocabulary__in=(Vocabulary.AGE_GROUP, Vocabulary.TARGET_GROUP)).exclude(
            code__regex=r"^KR[23]"
        )
    )
    chosen = next((term for term in groups if request.GET.get("ryhma") == f"{term.vocabulary}-{term.code}"), None)
    areas = Area.objects.of_region()
    area = areas.filter(slug=request.GET.get("kunta", "")).first()
    offers = Offer.objects.all() if area is None else Offer.objects.filter(municipalities=area)
    found = _coverage(chosen)
    context = {
        "coverage": found,
        "gaps": found.gaps_in(area) if area else found.gaps,
        "groups": groups,
        "chosen": chosen,
        "area": area,
        "areas": areas,
        "stale": queries.stale(offers, today),
        "in_vain": queries.in_vain(today, area.code if area else ""),
        "used": queries.most_used(offers, today),
        "breadcrumb": crumbs((_("Tarjottimen tilanne"), None)),
    }
    return render(request, "tray/keeping/state.html", context)


def _coverage(group: Term | None) -> queries.Coverage:
    age = group.code if group and group.vocabulary == Vocabulary.AGE_GROUP else ""
    target = group.code if group and group.vocabulary == Vocabulary.TARGET_GROUP else ""
    return queries.coverage(Area.objects.of_region(), age_group=age, target_group=target)


@signed_in
def coverage_csv(request: HttpRequest) -> HttpResponse:
    """Every group, theme and municipality with its number of offers, for a spreadsheet."""
    require(request.user, "offers.moderate")
    columns = [_("Ryhmä"), _("Teema"), _("Kunta"), _("Kuntakoodi"), _("Tarjontaa"), _("Päivä")]
    return csv_response("tarjottimen-kattavuus", columns, _coverage_rows())


def _coverage_rows() -> Iterator[list[object]]:
    today = timezone.localdate().isoformat()
    for group in (None, *Term.objects.filter(vocabulary=Vocabulary.AGE_GROUP)):
        found = _coverage(group)
        name = plain(group) if group else _("kaikki")
        for line in found.lines:
            for area, count in zip(found.municipalities, line.counts, strict=True):
                yield [name, plain(line.theme), plain(area), area.code, count, today]
