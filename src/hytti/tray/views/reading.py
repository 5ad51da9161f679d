"""One offer's page, its card on paper, and the page of a provider."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hytti.core.content_version import public_page
from hytti.core.models import Organisation
from hytti.core.related import pages_about
from hytti.core.templatetags.hytti import tr

from .. import jsonld, qr
from ..actions import use
from ..models import Offer
from ..queries import offers as queries
from ..queries.cards import ICONS, card, cards, shown_offers
from ..queries.pictures import map_of_places
from .crumbs import crumbs

if TYPE_CHECKING:
    from collections.abc import Callable

GONE = (Offer.State.WITHDRAWN, Offer.State.EXPIRED)
OFFERS_ON_A_PAGE = 20


def offer(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that is known of an offer."""
    return _for_readers(request, slug, _offer_page)


def print_card(request: HttpRequest, slug: str) -> HttpResponse:
    """The offer on a small card of paper, with its address as a QR code."""
    return _for_readers(request, slug, _print_card)


def _for_readers(request: HttpRequest, slug: str, show: Callable[..., HttpResponse]) -> HttpResponse:
    """The page where the offer is shown; where it was joined to another, that one's; a farewell where it has gone."""
    found = queries.offer_by_slug(slug)
    if found is None:
        raise Http404
    if new := queries.successor(found):
        return redirect(new, permanent=True)
    if found.is_shown_on(timezone.localdate()):
        return show(request, found, is_public=True)
    if queries.may_be_read(found, request.user):
        return show(request, found, is_public=False)
    if found.state in GONE or found.state in Offer.SHOWN:
        return _gone(request, found)
    raise Http404


def _gone(request: HttpRequest, found: Offer) -> HttpResponse:
    """What was withdrawn or has ended: said without telling its contents, with what there is instead."""
    today = timezone.localdate()
    if (found.is_made_up and not Offer(state=Offer.State.PUBLISHED, is_made_up=True).is_shown_on(today)) or (
        found.valid_from and found.valid_from > today
    ):
        raise Http404
    context = {
        "cards": cards(queries.alternatives(found)),
        "breadcrumb": crumbs((_("Ei enää tarjottimella"), None)),
    }
    return render(request, "tray/finding/gone.html", context, status=410)


def _offer_page(request: HttpRequest, found: Offer, *, is_public: bool) -> HttpResponse:
    page = queries.offer_page(found)
    address = request.build_absolute_uri(found.get_absolute_url())
    if is_public and request.method == "GET" and not use.is_machine(request):
        use.count(found.pk, "opened")
    context: dict[str, Any] = {
        "page": page,
        "offer": found,
        "icon": ICONS[Offer.Kind(found.kind)],
        "facts": page.facts,
        "map": map_of_places(found),
        "like": queries.offers_like(found),
        "is_public": is_public,
        "address": address,
        "structured": jsonld.as_script(jsonld.described(found, address, page.occasions)) if is_public else "",
        "breadcrumb": crumbs((tr(found), None)),
    }
    return render(request, "tray/finding/offer.html", context)


def _print_card(request: HttpRequest, found: Offer, *, is_public: bool) -> HttpResponse:
    page = queries.offer_page(found)
    address = request.build_absolute_uri(found.get_absolute_url())
    context = {
        "page": page,
        "offer": found,
        "card": card(found),
        "address": address,
        "code": qr.svg(address, _("QR-koodi: linkki tälle sivulle")),
        "breadcrumb": crumbs((tr(found), found.get_absolute_url()), (_("Tulostettava kortti"), None)),
    }
    return render(request, "tray/finding/print_card.html", context)


@public_page
def provider(request: HttpRequest, slug: str) -> HttpResponse:
    """What an organisation offers."""
    organisation = get_object_or_404(Organisation.objects.select_related("area", "source"), slug=slug)
    offers = shown_offers().filter(provider=organisation).order_by("name_fi", "pk")
    page = Paginator(offers, OFFERS_ON_A_PAGE).get_page(request.GET.get("page"))
    if not page.paginator.count:
        raise Http404
    count = page.paginator.count
    context = {
        "organisation": organisation,
        "heading": ngettext("%(count)s kohde", "%(count)s kohdetta", count) % {"count": count},
        "cards": [card(one) for one in page],
        "page": page,
        "elsewhere": [one for one in pages_about(organisation) if one.url != request.path],
        "breadcrumb": crumbs((tr(organisation), None)),
    }
    return render(request, "tray/finding/provider.html", context)
