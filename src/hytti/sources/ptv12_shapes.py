"""What the JSON of PTV's interface 12 means; the same offers come of it as of interface 11."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .offers import Concept, ContactRecord, OfferRecord, PlaceRecord, ProviderRecord
from .plain_text import line
from .ptv_hours import times_of_v12
from .ptv_shapes import KEPT_LANGUAGES, OWNERS, Channel, Service, Texts, day, point

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WAYS = {"ServiceLocation": "place", "EService": "online", "WebPage": "online", "TelephoneService": "phone"}


def service(item: Mapping[str, Any]) -> Service:
    """A service; its channels are not in it. Raises LookupError, TypeError, ValueError, AttributeError."""
    versions = item["languageVersions"]
    area = item.get("area") or {}
    conditions = _texts(versions, "conditions")
    descriptions = _texts(versions, "description")
    record = OfferRecord(
        id=str(item["contentId"]),
        kind="service",
        names=_texts(versions, "name"),
        provider=None,
        summaries=_texts(versions, "summary"),
        descriptions={
            language: "\n\n".join(filter(None, (descriptions.get(language), conditions.get(language))))
            for language in {**descriptions, **conditions}
        },
        instructions=_texts(versions, "userInstructions"),
        classes=_codes(item.get("serviceClasses")),
        target_groups=_codes(item.get("targetGroups")),
        life_events=_codes(item.get("lifeEvents")),
        ontology=tuple(Concept(str(uri)) for uri in item.get("ontologyTerms") or []),
        keywords=tuple(
            word
            for language in KEPT_LANGUAGES
            for word in (
                *((versions.get(language) or {}).get("freelyAssignedKeywords") or []),
                *filter(None, [(versions.get(language) or {}).get("alternativeName")]),
            )
        ),
        reach="country" if str(area.get("areaType", "")).startswith("WholeCountry") else "municipalities",
        municipalities=tuple(area.get("municipalities") or ()),
        counties=tuple(area.get("wellbeingServicesCounties") or ()),
        languages=tuple(item.get("serviceLanguages") or ()),
        is_free={"Free": True, "Charged": False}.get(str(item.get("chargeType"))),
        prices=_texts(versions, "chargeTypeAdditionalInformation"),
        as_of=day(item.get("publishedAt")),
    )
    return Service(record, organisation=str(item.get("organizationContentId") or ""))


def channel(item: Mapping[str, Any]) -> Channel:
    """A channel of any type; raises as `service`."""
    kind, versions = str(item["serviceChannelType"]), item["languageVersions"]
    changed = day(item.get("publishedAt"))
    location = item.get("location") or {}
    names = _texts(versions, "name")
    rows = [*(location.get("streetAddresses") or []), *(location.get("otherAddresses") or [])]
    places = tuple(_place(row, names) for row in rows)
    pages = [str((version.get("webAddress") or {}).get("url") or "") for version in versions.values() if version]
    return Channel(
        id=str(item["contentId"]),
        way=WAYS.get(kind, ""),
        places=places,
        times=times_of_v12(item.get("serviceHours") or {}, changed, 0 if places else None),
        contacts=tuple(_contacts(versions)),
        address=next(filter(None, pages), "") if WAYS.get(kind) == "online" else "",
        changed=changed,
    )


def organisation(item: Mapping[str, Any]) -> ProviderRecord:
    """An organisation; raises as `service`."""
    return ProviderRecord(
        names=_texts(item["languageVersions"], "name"),
        business_id=str(item.get("businessId") or ""),
        kind=OWNERS.get(str(item.get("organizationType")), ""),
        external_id=str(item["contentId"]),
    )


def connection(item: Mapping[str, Any]) -> tuple[str, str]:
    """The identifiers of a service and of a channel that belong together."""
    return str(item["serviceContentId"]), str(item["channelContentId"])


def _texts(versions: Mapping[str, Any], key: str) -> Texts:
    found = {language: (versions.get(language) or {}).get(key) for language in KEPT_LANGUAGES}
    return {language: str(text) for language, text in found.items() if text}


def _codes(rows: Iterable[Any] | None) -> tuple[str, ...]:
    """Bare codes, or addresses that end in one."""
    return tuple(dict.fromkeys(str(row).rpartition("/")[2] for row in rows or []))


def _place(row: Mapping[str, Any], names: Texts) -> PlaceRecord:
    roads = row.get("streetName") or {}
    known = [one for one in row.get("coordinates") or [] if one.get("system") == "EPSG:3067"]
    latitude, longitude = point(known[0]["northing"], known[0]["easting"]) if known else (None, None)
    return PlaceRecord(
        names=names,
        street=line(f"{roads.get('fi') or roads.get('sv') or ''} {row.get('addressDetail') or ''}"),
        postal_code=str(row.get("postalCode") or ""),
        latitude=latitude,
        longitude=longitude,
    )


def _contacts(versions: Mapping[str, Any]) -> Iterable[ContactRecord]:
    for language in KEPT_LANGUAGES:
        version = versions.get(language) or {}
        for key in ("phoneNumbers", "contactPhoneNumbers", "supportPhoneNumbers"):
            for phone in version.get(key) or []:
                if phone.get("number") and phone.get("type") in ("DomesticPhone", "InternationalPhone"):
                    number = f"{phone.get('dialCode') or ''}{phone['number']}"
                    yield ContactRecord("phone", number, _label(language, phone.get("additionalInformation")))
        for key in ("contactEmails", "supportEmails"):
            for email in version.get(key) or []:
                yield ContactRecord("email", str(email.get("email") or ""))
        pages = [*(version.get("contactWebPages") or []), version.get("webAddress") or {}]
        for page in pages:
            if page.get("url"):
                yield ContactRecord("web", str(page["url"]), _label(language, page.get("name")))


def _label(language: str, text: object) -> Texts:
    return {language: str(text)} if text else {}
