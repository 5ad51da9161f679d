"""Offers and their providers in the words of HSDS 3.1, in the language that is spoken; Finnish stands in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from hytti.core.templatetags.hytti import day, plain
from hytti.tray import words
from hytti.tray.exchange.ids import lasting, part
from hytti.tray.models import Contact
from hytti.tray.queries.cards import area_of
from hytti.tray.queries.choices import language_name
from hytti.tray.queries.offers import web_address

from .hsds_places import at_locations, schedules
from .hsds_terms import kind_of, taxonomy_term, way_of, word_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from hytti.core.models import Organisation
    from hytti.tray.models import Offer

Record = dict[str, Any]
STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def organization_id(slug: str) -> UUID:
    return lasting("organization", slug)


def minimal(offer: Offer) -> Record:
    """What the standard asks of every service, and when it changed."""
    return {"id": offer.uuid, "name": plain(offer), "status": "active", "last_modified": offer.changed_at}


def service(offer: Offer, whole: Callable[[str], str], region: str, *, full: bool) -> Record:
    """`whole` makes a path a whole address. Without `full`, only what there is one of."""
    emails = [contact for contact in offer.contacts.all() if contact.kind == Contact.Kind.EMAIL and _email(contact)]
    told = {
        **minimal(offer),
        "organization_id": organization_id(offer.provider.slug),
        "description": _joined(plain(offer, "summary"), plain(offer, "description")),
        "url": _uri(offer.address) or _uri(whole(offer.get_absolute_url())),
        "email": emails[0].value if emails else None,
        "application_process": _joined(plain(offer, "instruction"), _registration(offer), plain(offer, "registration")),
        "fees_description": words.capital(words.free(offer)) or None,
        "eligibility_description": words.capital(words.ages(offer)) or None,
        "minimum_age": offer.minimum_age,
        "maximum_age": offer.maximum_age,
        "assured_date": max((on for on in (offer.reviewed_on, offer.confirmed_on) if on), default=None),
        "alert": _("Esimerkki, keksityt tiedot.") if offer.is_made_up else None,
        "organization": organization(offer.provider, whole, full=full),
    }
    if not full:
        return told
    return told | {
        "additional_urls": list(_addresses(offer, whole)),
        "phones": [_phone(offer, contact) for contact in offer.contacts.all() if contact.kind == Contact.Kind.PHONE],
        "contacts": [_contact(offer, contact) for contact in emails],
        "schedules": schedules(offer),
        "service_areas": list(_areas(offer, region)),
        "service_at_locations": at_locations(offer, region, full=True),
        "languages": [_language(offer, code) for code in offer.languages],
        "cost_options": list(_costs(offer)),
        "attributes": list(_attributes(offer)),
    }


def organization(record: Organisation, whole: Callable[[str], str], *, full: bool) -> Record:
    """Only what is public of it; where it takes letters is not."""
    own = organization_id(record.slug)
    told = {
        "id": own,
        "name": plain(record),
        "description": plain(record, "description"),
        "website": _uri(web_address(record.address)),
        "legal_status": str(record.get_kind_display()),
    }
    if not full:
        return told
    page = {
        "id": part(own, "url", "page"),
        "label": "Hytti",
        "url": _uri(whole(reverse("tray:provider", args=[record.slug]))),
    }
    number = {
        "id": part(own, "identifier"),
        "organization_id": own,
        "identifier_type": "Y-tunnus",
        "identifier": record.business_id,
    }
    return told | {
        "additional_websites": [{**page, "organization_id": own}],
        "organization_identifiers": [number] if record.business_id else [],
    }


def _registration(offer: Offer) -> str:
    return str(offer.get_registration_display()) if offer.registration else ""


def _addresses(offer: Offer, whole: Callable[[str], str]) -> Iterator[Record]:
    """The offer's page here, where to sign up, its contacts on the web, and the source with its date and licence."""
    source = offer.source
    told = [("page", "Hytti", whole(offer.get_absolute_url()))]
    told.append(("registration", _("Ilmoittautuminen"), offer.registration_address))
    for contact in offer.contacts.all():
        if contact.kind == Contact.Kind.WEB:
            told.append((f"contact/{contact.value}", plain(contact, "label") or _("Verkkosivu"), contact.value))
    if source is not None:
        facts = (plain(source, "title"), day(offer.as_of), source.licence)
        label = _("Lähde: %(name)s") % {"name": ", ".join(text for text in facts if text)}
        told.append(("source", label, source.address or whole(f"{reverse('sources')}#{source.key}")))
    for name, label, address in told:
        if uri := _uri(web_address(address)):
            yield {"id": part(offer.uuid, "url", name), "service_id": offer.uuid, "label": label, "url": uri}


def _phone(offer: Offer, contact: Contact) -> Record:
    return {
        "id": part(offer.uuid, "phone", contact.value),
        "service_id": offer.uuid,
        "number": contact.value,
        "description": plain(contact, "label") or None,
    }


def _contact(offer: Offer, contact: Contact) -> Record:
    return {
        "id": part(offer.uuid, "contact", contact.value),
        "service_id": offer.uuid,
        "name": plain(contact, "label") or plain(offer.provider),
        "email": contact.value,
    }


def _areas(offer: Offer, region: str) -> Iterator[Record]:
    if offer.reach == offer.Reach.MUNICIPALITIES:
        told = [(area.code, plain(area)) for area in offer.municipalities.all()]
    else:
        told = [(offer.reach, region if offer.reach == offer.Reach.COUNTY and region else area_of(offer))]
    for code, name in told:
        yield {"id": part(offer.uuid, "service_area", code), "service_id": offer.uuid, "name": name}


def _language(offer: Offer, code: str) -> Record:
    return {
        "id": part(offer.uuid, "language", code),
        "service_id": offer.uuid,
        "code": code,
        "name": language_name(code),
    }


def _costs(offer: Offer) -> Iterator[Record]:
    """Nothing to pay is an amount; a price in words is told as it is."""
    own = {"id": part(offer.uuid, "cost_option"), "service_id": offer.uuid}
    if offer.is_free:
        yield {**own, "amount": 0, "currency": "EUR", "option": words.capital(words.free(offer))}
    elif price := plain(offer, "price"):
        yield {**own, "amount_description": price}


def _attributes(offer: Offer) -> Iterator[Record]:
    terms = sorted(offer.terms.all(), key=lambda term: (term.vocabulary, term.order, term.code))
    ways = [way_of(way) for way in offer.ways if way in offer.Way.values]
    for word in (kind_of(offer.kind), *ways, *map(word_of, terms)):
        yield {
            "id": part(offer.uuid, "attribute", word.vocabulary, word.code),
            "link_id": offer.uuid,
            "link_type": word.vocabulary,
            "link_entity": "service",
            "taxonomy_term_id": word.id,
            "taxonomy_term": taxonomy_term(word, full=False),
        }


def _joined(*texts: str) -> str | None:
    """Texts one after another, each once; what another one begins with is left out."""
    told = list(dict.fromkeys(text for text in texts if text))
    kept = [text for text in told if not any(text != other and other.startswith(text) for other in told)]
    return "\n\n".join(kept) or None


def _uri(address: str) -> str | None:
    """An address as RFC 3986 has it: other letters and marks as their codes."""
    start, mark, fragment = address.partition("#")
    text = start + mark + fragment.replace("#", "%23")
    return quote(STRAY_PERCENT.sub("%25", iri_to_uri(text)), safe=":/?#@!$&'()*+,;=%-._~") or None


def _email(contact: Contact) -> bool:
    try:
        validate_email(contact.value)
    except ValidationError:
        return False
    return contact.value.isascii()
