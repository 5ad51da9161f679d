"""The tray as HSDS 3.1 (Open Referral): one feed for each language, read by anybody.

https://docs.openreferral.org/. The UK profile is kept to where it does not conflict: public, no key, every site may
read, the same addresses. What stands where is told in docs/reference/tray-mapping.md.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from ninja import NinjaAPI, Query

from hytti.core.models import Organisation, Region
from hytti.core.templatetags.hytti import plain
from hytti.tray.exchange.ids import owners
from hytti.tray.exchange.offers import handed_out, in_order
from hytti.tray.models import Offer

from . import hsds_records as records
from . import hsds_terms as terms
from .hsds_filters import (
    AtLocationFilter,
    ByTaxonomy,
    Paging,
    ServiceFilter,
    TaxonomyFilter,
    TermFilter,
    narrowed,
    places,
    ranked,
)
from .hsds_places import at_location_id, at_locations
from .hsds_schemas import (
    About,
    AtLocationRecord,
    OrganizationRecord,
    PageRecord,
    ServiceRecord,
    TaxonomyRecord,
    TermRecord,
)
from .lists import refuse_unknown
from .records import LANGUAGES
from .schemas import Problem
from .serving import OpenInterface, PlainLetters, add_refusals

VERSION = "3.1"
DESCRIPTION = """What promotes wellbeing in the region: services, groups, activities, events, volunteering and places.

The Human Services Data Specification 3.1 of Open Referral, read-only, without a key. This feed tells everything in one
language, and in Finnish what has no translation. Source and licence of each record are among its `additional_urls`.
Times follow the clock of Helsinki. All parameters that are given must hold. A field that is not known is left out."""
REFUSED = {404: Problem, 422: Problem}


def feed_of(language: str) -> NinjaAPI:
    """The feed in a language."""
    api = OpenInterface(
        renderer=PlainLetters(),
        title=f"Hytti HSDS ({language})",
        version=VERSION,
        description=DESCRIPTION,
        docs_url=None,
        urls_namespace=f"hsds-{language}",
        openapi_extra={"info": {"license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"}}},
    )
    _add_about(api, language)
    _add_services(api, language)
    _add_organizations(api, language)
    _add_at_locations(api, language)
    _add_taxonomies(api, language)

    @api.get("/{path:rest}", include_in_schema=False)
    def nothing_here(request: HttpRequest, rest: str) -> HttpResponse:
        raise Http404("There is nothing at this address. See openapi.json for what there is.")

    add_refusals(api)
    return api


def _add_about(api: NinjaAPI, language: str) -> None:
    @api.get("/", response=About, summary="What this feed is")
    def about(request: HttpRequest) -> dict[str, Any]:
        refuse_unknown(request)
        with override(language):
            region = Region.objects.select_related("organisation").first()
            return {
                "version": VERSION,
                "profile": request.build_absolute_uri(f"{reverse('open_data')}#hsds"),
                "openapi_url": request.build_absolute_uri(reverse(f"hsds-{language}:openapi-json")),
                "description": DESCRIPTION,
                "publisher": {"name": plain(region.organisation) if region else "Hytti"},
            }


def _add_services(api: NinjaAPI, language: str) -> None:
    @api.get("/services", response={200: PageRecord[ServiceRecord], **REFUSED}, exclude_none=True, summary="Services")
    def services(request: HttpRequest, wanted: ServiceFilter = Query(...), paging: Paging = Query(...)) -> Any:
        refuse_unknown(request, ServiceFilter, Paging)
        with override(language):
            numbers = _numbers(wanted, language)
            shown = list(in_order(numbers[_slice(paging)]))
            if wanted.minimal:
                return _page(paging, len(numbers), [records.minimal(offer) for offer in shown])
            return _page(paging, len(numbers), [_service(request, offer, full=wanted.full) for offer in shown])

    @api.get("/services/{id}", response={200: ServiceRecord, **REFUSED}, exclude_none=True, summary="One service")
    def service(request: HttpRequest, id: UUID) -> Any:
        refuse_unknown(request)
        with override(language):
            found = handed_out().filter(uuid=id).first()
            if found is None:
                raise Http404("There is no such service.")
            return _service(request, found, full=True)


def _add_organizations(api: NinjaAPI, language: str) -> None:
    @api.get(
        "/organizations",
        response={200: PageRecord[OrganizationRecord], **REFUSED},
        exclude_none=True,
        summary="Providers",
    )
    def organizations(request: HttpRequest, wanted: ByTaxonomy = Query(...), paging: Paging = Query(...)) -> Any:
        refuse_unknown(request, ByTaxonomy, Paging)
        with override(language):
            slugs = _providers(wanted, language)
            page = slugs[_slice(paging)]
            found = {one.slug: one for one in Organisation.objects.filter(slug__in=page)}
            shown = [_organization(request, found[slug], full=wanted.full) for slug in page]
            if wanted.full:
                _add_names(shown, page)
            return _page(paging, len(slugs), shown)

    @api.get(
        "/organizations/{id}", response={200: OrganizationRecord, **REFUSED}, exclude_none=True, summary="One provider"
    )
    def organization(request: HttpRequest, id: UUID) -> Any:
        refuse_unknown(request)
        with override(language):
            for slug in _providers(ByTaxonomy.model_validate({}), language):
                if records.organization_id(slug) == id:
                    told = _organization(request, Organisation.objects.get(slug=slug), full=True)
                    _add_names([told], [slug])
                    return told
            raise Http404("There is no such organization.")


def _add_at_locations(api: NinjaAPI, language: str) -> None:
    path = "/service_at_locations"

    @api.get(
        path,
        response={200: PageRecord[AtLocationRecord], **REFUSED},
        exclude_none=True,
        summary="Services at their places",
    )
    def service_at_locations(
        request: HttpRequest, wanted: AtLocationFilter = Query(...), paging: Paging = Query(...)
    ) -> Any:
        refuse_unknown(request, AtLocationFilter, Paging)
        with override(language):
            rows = list(places(wanted).order_by("offer_id", "order", "pk").values_list("offer_id", "pk"))
            if wanted.search.strip():
                best = {pk: rank for rank, pk in enumerate(ranked(wanted.search, language, (pk for pk, _ in rows)))}
                rows = sorted((row for row in rows if row[0] in best), key=lambda row: best[row[0]])
            page = rows[_slice(paging)]
            offers = {offer.pk: offer for offer in in_order(sorted({pk for pk, _place in page}))}
            shown = [_at_place(request, offers[pk], place, full=wanted.full) for pk, place in page]
            return _page(paging, len(rows), shown)

    @api.get(
        path + "/{id}",
        response={200: AtLocationRecord, **REFUSED},
        exclude_none=True,
        summary="One service at its place",
    )
    def service_at_location(request: HttpRequest, id: UUID) -> Any:
        refuse_unknown(request)
        with override(language):
            for offer in handed_out().filter(uuid__range=owners(id)):
                for number, place in enumerate(offer.places.all()):
                    if at_location_id(offer, number) == id:
                        return _at_place(request, offer, place.pk, full=True)
            raise Http404("There is no such service at a location.")


def _add_taxonomies(api: NinjaAPI, language: str) -> None:
    @api.get(
        "/taxonomies", response={200: PageRecord[TaxonomyRecord], **REFUSED}, exclude_none=True, summary="Taxonomies"
    )
    def taxonomies(request: HttpRequest, wanted: TaxonomyFilter = Query(...), paging: Paging = Query(...)) -> Any:
        refuse_unknown(request, TaxonomyFilter, Paging)
        with override(language):
            words = wanted.search.strip().lower()
            found = [terms.taxonomy(name) for name, told in terms.taxonomies().items() if words in told[0].lower()]
            return _page(paging, len(found), found[_slice(paging)])

    @api.get("/taxonomies/{id}", response={200: TaxonomyRecord, **REFUSED}, exclude_none=True, summary="One taxonomy")
    def taxonomy(request: HttpRequest, id: UUID) -> Any:
        refuse_unknown(request)
        with override(language):
            for name in terms.taxonomies():
                if terms.taxonomy_id(name) == id:
                    return terms.taxonomy(name)
            raise Http404("There is no such taxonomy.")

    @api.get("/taxonomy_terms", response={200: PageRecord[TermRecord], **REFUSED}, exclude_none=True, summary="Terms")
    def taxonomy_terms(request: HttpRequest, wanted: TermFilter = Query(...), paging: Paging = Query(...)) -> Any:
        refuse_unknown(request, TermFilter, Paging)
        with override(language):
            found = [word for word in terms.words() if _wanted(word, wanted)]
            return _page(paging, len(found), [terms.taxonomy_term(word) for word in found[_slice(paging)]])

    @api.get("/taxonomy_terms/{id}", response={200: TermRecord, **REFUSED}, exclude_none=True, summary="One term")
    def taxonomy_term(request: HttpRequest, id: UUID) -> Any:
        refuse_unknown(request)
        with override(language):
            for word in terms.words():
                if word.id == id:
                    return terms.taxonomy_term(word)
            raise Http404("There is no such term.")


def _wanted(word: terms.Word, wanted: TermFilter) -> bool:
    words = wanted.search.strip().lower()
    above = terms.term_id(word.vocabulary, word.parent) if word.parent else None
    return (
        (words in word.name.lower() or words in word.code.lower())
        and wanted.taxonomy_id in (None, terms.taxonomy_id(word.vocabulary))
        and wanted.parent_id in (None, above)
        and not (wanted.top_only and above)
    )


def _numbers(wanted: ByTaxonomy, language: str) -> list[int]:
    allowed = narrowed(wanted).order_by("pk").values_list("pk", flat=True)
    return ranked(wanted.search, language, allowed) if wanted.search.strip() else list(allowed)


def _providers(wanted: ByTaxonomy, language: str) -> list[str]:
    """Slugs of those who offer what is wanted: by slug, or as the search finds their offers."""
    rows = narrowed(wanted).order_by("provider__slug")
    if not wanted.search.strip():
        return list(rows.values_list("provider__slug", flat=True).distinct())
    of = dict(rows.values_list("pk", "provider__slug"))
    return list(dict.fromkeys(of[pk] for pk in ranked(wanted.search, language, of)))


def _add_names(told: list[dict[str, Any]], slugs: list[str]) -> None:
    """The public services of each organization, by name alone."""
    offers = Offer.objects.public(timezone.localdate()).filter(provider__slug__in=slugs).order_by("pk")
    of: dict[str, list[dict[str, Any]]] = {slug: [] for slug in slugs}
    for offer in offers.select_related("provider"):
        of[offer.provider.slug].append(records.minimal(offer))
    for one, slug in zip(told, slugs, strict=True):
        one["services"] = of[slug]


def _service(request: HttpRequest, offer: Offer, *, full: bool) -> dict[str, Any]:
    return records.service(offer, request.build_absolute_uri, _region(request), full=full)


def _organization(request: HttpRequest, record: Organisation, *, full: bool) -> dict[str, Any]:
    return records.organization(record, request.build_absolute_uri, full=full)


def _at_place(request: HttpRequest, offer: Offer, place: int, *, full: bool) -> dict[str, Any]:
    number = [one.pk for one in offer.places.all()].index(place)
    told = at_locations(offer, _region(request), full=full)[number]
    return {**told, "service": _service(request, offer, full=False)}


def _region(request: HttpRequest) -> str:
    """The region's name, asked for once in a request."""
    if not hasattr(request, "region_name"):
        request.region_name = plain(Region.objects.first())  # type: ignore[attr-defined]
    name: str = request.region_name  # type: ignore[attr-defined]
    return name


def _slice(paging: Paging) -> slice:
    start = (paging.page - 1) * paging.per_page
    return slice(start, start + paging.per_page)


def _page(paging: Paging, total: int, contents: list[dict[str, Any]]) -> dict[str, Any]:
    pages = -(-total // paging.per_page)
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": paging.page,
        "size": len(contents),
        "first_page": paging.page == 1,
        "last_page": paging.page >= pages,
        "empty": not contents,
        "contents": contents,
    }


FEEDS: dict[str, NinjaAPI] = {language: feed_of(language) for language in LANGUAGES}
