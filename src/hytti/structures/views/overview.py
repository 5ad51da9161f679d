"""The structure of hyte and interface work: picture, list or table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hytti.core.content_version import public_page
from hytti.core.drawn import drawn
from hytti.core.models import Region

from .. import diagram
from ..queries import appointing
from ..queries.structure_picture import picture

VIEWS = ("kaavio", "luettelo", "taulukko")


@public_page
def overview(request: HttpRequest) -> HttpResponse:
    view = request.GET.get("nakyma", VIEWS[0])
    view = view if view in VIEWS else VIEWS[0]
    selected = request.GET.get("valittu") or None
    region = Region.objects.select_related("area", "organisation", "source").first()
    shown = picture(region, get_language() or "fi", selected=selected, select_from=reverse("structures:overview"))
    chosen = appointing.chosen(selected)
    context = {
        "view": view,
        "views": _views(view, chosen),
        "picture": shown,
        "chosen": chosen,
        "breadcrumb": [(_("Etusivu"), reverse("front")), (_("Rakenteet"), None)],
    }
    if view == "taulukko":
        context["bodies"] = appointing.table()
    elif shown:
        context["tree"] = diagram.nested(shown.spoken)
    if shown and view == "kaavio":
        laid = diagram.layout(shown.spec)
        context["svg"] = drawn(diagram.render(laid))
        context["unrouted"] = laid.unrouted
    return render(request, "structures/overview.html", context)


def _views(current: str, chosen: appointing.Chosen | None) -> list[dict[str, object]]:
    names = {"kaavio": _("Kaavio"), "luettelo": _("Luettelo"), "taulukko": _("Taulukko")}
    keep = f"&valittu={chosen.body.slug}" if chosen else ""
    return [{"label": names[name], "url": f"?nakyma={name}{keep}", "current": name == current} for name in VIEWS]
