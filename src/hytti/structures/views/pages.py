"""Pages that tell of the whole: the structure, the cooperation model, current topics."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hytti.core.content_version import public_page

from ..models import CooperationTier, Topic
from ..queries.freshness import freshness_of
from .crumbs import crumbs


@public_page
def cooperation(request: HttpRequest) -> HttpResponse:
    tiers = list(CooperationTier.objects.select_related("source"))
    purpose = next((tier for tier in tiers if tier.purpose_fi), None)
    return render(
        request,
        "structures/cooperation.html",
        {
            "tiers": tiers,
            "purpose": purpose,
            "freshness": freshness_of(tiers),
            "breadcrumb": crumbs((_("Järjestöyhteistyö"), None)),
        },
    )


@public_page
def topics(request: HttpRequest) -> HttpResponse:
    topics = list(Topic.objects.select_related("source", "theme"))
    return render(
        request,
        "structures/topics.html",
        {
            "topics": topics,
            "season": topics[0].season if topics else "",
            "freshness": freshness_of(topics),
            "breadcrumb": crumbs((_("Ajankohtaista"), None)),
        },
    )
