"""Suomi.fi Palvelutietovaranto (PTV), interface 11: what its JSON means.

A service and its channels become one offer: the service tells what and for whom, service locations where and when,
e-services, web pages and telephone channels how else. Texts of a linked general description have the prefix GD_.
Source of the shapes: vrk-kpa/ptv-releases (DVV, MIT), open interface V11.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .offers import Concept, ContactRecord, OfferRecord, PlaceRecord, ProviderRecord, TimeRecord
from .plain_text import line, whole_sentences
from .projection import degrees
from .ptv_hours import times_of_v11

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Texts = dict[str, str]
GONE = frozenset(("Archived", "Withdrawn", "Deleted", "OldPublished"))
WAYS = {"ServiceLocation": "place", "EChannel": "online", "WebPage": "online", "Phone": "phone"}
OWNERS = {
    "State": "state_agency",
    "Municipality": "municipality",
    "RegionalOrganization": "other",
    "Organization": "association",
    "Company": "company",
}
KEPT_LANGUAGES = ("fi", "sv", "en")
SENTENCES = 500  # characters of what the accessibility register says


@dataclass(frozen=True, slots=True)
class Channel:
    """What an offer takes from a channel. times: their places are numbers among this channel's places."""

    id: str
    way: str = ""
    places: tuple[PlaceRecord, ...] = ()
    times: tuple[TimeRecord, ...] = ()
    contacts: tuple[ContactRecord, ...] = ()
    address: str = ""
    changed: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """A service before its channels and organisation are joined to it."""

    record: OfferRecord
    channels: tuple[str, ...] = ()
    organisation: str = ""
    is_gone: bool = False
    contacts: tuple[ContactRecord, ...] = ()


def service(item: Mapping[str, Any]) -> Service:
    """A service. Raises LookupError, TypeError, ValueError, AttributeError on other shapes."""
    names = _of_type(item["serviceNames"], "Name")
    texts = item.get("serviceDescriptions") or []
    municipalities, counties = areas(item.get("areas") or [])
    provider, organisation = _responsible(item.get("organizations") or [])
    charge = item.get("serviceChargeType")
    requirements = _of_type(item.get("requirements") or [], None)
    instructions = _described(texts, "UserInstruction")
    connections = item.get("serviceChannels") or []
    record = OfferRecord(
        id=str(item["id"]),
        kind="service",
        names=names,
        provider=provider,
        summaries=_described(texts, "Summary"),
        descriptions=_with_requirements(_described(texts, "Description"), requirements),
        instructions=instructions,
        classes=_codes(item.get("serviceClasses")),
        target_groups=_codes(item.get("targetGroups")),
        life_events=_codes(item.get("lifeEvents")),
        ontology=tuple(
            Concept(str(term["uri"]), localised(term.get("name") or [])) for term in item.get("ontologyTerms") or []
        ),
        keywords=(
            *(line(word.get("value")) for word in item.get("keywords") or []),
            *_of_type(item["serviceNames"], "AlternativeName").values(),
        ),
        reach="country" if str(item.get("areaType", "")).startswith("Nationwide") else "municipalities",
        municipalities=municipalities,
        counties=counties,
        languages=tuple(item.get("languages") or ()),
        is_free={"FreeOfCharge": True, "Chargeable": False}.get(str(charge)),
        prices=_described(texts, "ChargeTypeAdditionalInfo"),
        as_of=day(item.get("modified")),
    )
    contacts = [one for connection in connections for one in _contacts(connection.get("contactDetails") or {})]
    return Service(
        record,
        tuple(
            str(connection["serviceChannel"]["id"]) for connection in connections if connection.get("serviceChannel")
        ),
        organisation,
        item.get("publishingStatus") in GONE,
        tuple(contacts),
    )


def channel(item: Mapping[str, Any]) -> Channel:
    """A channel of any type; raises as `service`."""
    kind = str(item["serviceChannelType"])
    changed = day(item.get("modified"))
    places = tuple(_place(address, _of_type(item["serviceChannelNames"], "Name")) for address in _locations(item))
    pages = [str(page.get("url") or "") for page in item.get("webPages") or []]
    return Channel(
        id=str(item["id"]),
        way=WAYS.get(kind, ""),
        places=places,
        times=times_of_v11(item.get("serviceHours") or [], changed, 0 if places else None),
        contacts=tuple(_contacts(item)),
        address=next(filter(None, pages), "") if kind in ("EChannel", "WebPage") else "",
        changed=changed,
    )


def organisation(item: Mapping[str, Any]) -> ProviderRecord:
    """An organisation; raises as `service`."""
    return ProviderRecord(
        names=_of_type(item["organizationNames"], "Name"),
        business_id=str(item.get("businessCode") or ""),
        kind=OWNERS.get(str(item.get("organizationType")), ""),
        external_id=str(item["id"]),
    )


def joined(one: Service, channels: Mapping[str, Channel], organisations: Mapping[str, ProviderRecord]) -> OfferRecord:
    """The service with what its channels and its organisation tell; a channel that is not there is passed over."""
    found = [channels[key] for key in one.channels if key in channels]
    places: list[PlaceRecord] = []
    times: list[TimeRecord] = []
    contacts = list(one.contacts)
    for each in found:
        times += [time if time.place is None else replace(time, place=time.place + len(places)) for time in each.times]
        places += each.places
        contacts += each.contacts
    online = next((each.address for each in found if each.way == "online" and each.address), "")
    changed = [each.changed for each in found if each.changed] + [one.record.as_of] * bool(one.record.as_of)
    return replace(
        one.record,
        provider=organisations.get(one.organisation, one.record.provider),
        ways=tuple(dict.fromkeys(each.way for each in found if each.way)),
        places=tuple(places),
        times=tuple(times),
        contacts=tuple(contacts),
        address=online,
        as_of=max((each for each in changed if each), default=None),
    )


def areas(rows: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The municipalities and the wellbeing services counties that areas name, as codes.

    A region's or a hospital district's own code is passed over: only the municipalities in it count, as borders differ.
    """
    municipalities, counties = dict[str, None](), dict[str, None]()
    for area in rows:
        if str(area.get("type", "")).startswith("WellbeingService"):
            counties[str(area["code"]).zfill(2)] = None
        municipalities |= {str(one["code"]).zfill(3): None for one in area.get("municipalities") or []}
    return tuple(municipalities), tuple(counties)


def localised(rows: Iterable[Mapping[str, Any]]) -> Texts:
    """Texts of {language, value}; those of other languages and the empty ones are passed over."""
    found: Texts = {}
    for row in rows:
        if row.get("language") in KEPT_LANGUAGES and row.get("value"):
            found.setdefault(str(row["language"]), str(row["value"]))
    return found


def day(text: object) -> dt.date | None:
    """The day of a moment such as 2020-04-22T09:35:58; None where there is none."""
    return dt.date.fromisoformat(str(text)[:10]) if text else None


def point(north: object, east: object) -> tuple[float, float] | tuple[None, None]:
    """Degrees of a point of EPSG:3067; nothing where there is none. What is far away comes as it is, to be told."""
    if not north or not east:
        return None, None
    metres = float(str(north)), float(str(east))
    try:
        latitude, longitude = degrees(*metres)
    except ValueError:
        return metres
    return round(latitude, 6), round(longitude, 6)


def _of_type(rows: Iterable[Mapping[str, Any]], kind: str | None) -> Texts:
    return localised(row for row in rows if kind is None or row.get("type", "Name") == kind)


def _described(rows: Iterable[Mapping[str, Any]], kind: str) -> Texts:
    """The service's own texts of a kind, and the general description's where it has none of its own."""
    rows = list(rows)
    general = localised(row for row in rows if row.get("type") == f"GD_{kind}")
    return general | localised(row for row in rows if row.get("type") == kind)


def _with_requirements(texts: Texts, requirements: Texts) -> Texts:
    both = {language: texts.get(language, "") for language in (*texts, *requirements)}
    return {language: "\n\n".join(filter(None, (text, requirements.get(language)))) for language, text in both.items()}


def _codes(rows: Iterable[Mapping[str, Any]] | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(row["code"]) for row in rows or [] if row.get("code")))


def _responsible(rows: list[Mapping[str, Any]]) -> tuple[ProviderRecord | None, str]:
    for role in ("Responsible", "Producer", "OtherResponsible"):
        for row in rows:
            named = row.get("organization")
            if row.get("roleType") == role and named:
                name = line(named.get("name"))
                return ProviderRecord({"fi": name} if name else {}, external_id=str(named["id"])), str(named["id"])
    return None, ""


def _locations(item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rows = [row for row in item.get("addresses") or [] if row.get("type") in ("Location", "Visiting")]
    return [row for row in rows if row.get("country") in (None, "", "FI")]


def _place(address: Mapping[str, Any], names: Texts) -> PlaceRecord:
    street = address.get("streetAddress") or address.get("otherAddress") or {}
    roads = localised(street.get("street") or [])
    latitude, longitude = point(street.get("latitude"), street.get("longitude"))
    road = roads.get("fi") or next(iter(roads.values()), "")
    return PlaceRecord(
        names=names,
        street=line(f"{road} {street.get('streetNumber') or ''}"),
        postal_code=str(street.get("postalCode") or ""),
        post_office=line((localised(street.get("postOffice") or [])).get("fi", "")),
        municipality=str((street.get("municipality") or {}).get("code") or ""),
        latitude=latitude,
        longitude=longitude,
        accessibility_notes=_sentences(address.get("entrances") or []),
    )


def _sentences(entrances: list[Mapping[str, Any]]) -> Texts:
    """What the accessibility register says of the main entrance."""
    found: dict[str, list[str]] = {}
    main = [one for one in entrances if one.get("isMainEntrance")][:1]
    for group in (group for one in main for group in one.get("accessibilitySentences") or []):
        for sentence in group.get("sentences") or []:
            for language, text in localised(sentence.get("sentence") or []).items():
                found.setdefault(language, []).append(line(text))
    return {language: whole_sentences(" ".join(texts), SENTENCES) for language, texts in found.items()}


def _contacts(item: Mapping[str, Any]) -> Iterable[ContactRecord]:
    for phone in item.get("phoneNumbers") or []:
        if phone.get("type", "Phone") == "Phone" and phone.get("number"):
            number = str(phone["number"])
            whole = number if phone.get("isFinnishServiceNumber") else f"{phone.get('prefixNumber') or ''}{number}"
            yield ContactRecord("phone", whole, _label(phone, "additionalInformation"))
    for email in [*(item.get("emails") or []), *(item.get("supportEmails") or [])]:
        if email.get("value"):
            yield ContactRecord("email", str(email["value"]))
    for page in item.get("webPages") or []:
        if page.get("url"):
            yield ContactRecord("web", str(page["url"]), _label(page, "value"))


def _label(row: Mapping[str, Any], key: str) -> Texts:
    return localised([{"language": row.get("language"), "value": row.get(key)}])
