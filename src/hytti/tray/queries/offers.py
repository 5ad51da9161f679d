"""An offer's own page: everything that is known of it, and offers like it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hytti.core.templatetags.hytti import day, plain, translated

from .. import words
from ..models import Contact, Offer, Time, Vocabulary
from ..occasions import next_times
from ..permissions import readable_offers
from ..search import Question, find
from .cards import Card, area_of, cards, sorted_terms
from .choices import language_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser

    from hytti.core.models import User

    from ..models import Place
    from ..occasions import Occasion

MOST_LIKE = 4
MOST_FORWARDS = 5


@dataclass(frozen=True)
class PlaceFacts:
    """What the page tells of a place beside its name: `accessibility` in the vocabulary's names, `openings` told."""

    place: Place
    address: str
    accessibility: list[str]
    openings: list[str]


@dataclass(frozen=True)
class ContactFacts:
    label: str
    value: str
    url: str
    lang: str


@dataclass(frozen=True)
class OfferPage:
    offer: Offer
    facts: list[dict[str, Any]]
    occasions: list[Occasion]
    occasions_in_words: list[str]
    openings: list[str]
    places: list[PlaceFacts]
    contacts: list[ContactFacts]
    themes: list[Any]
    origin: str
    origins: list[tuple[str, str, str, str]]
    address: str
    registration_address: str

    @property
    def joins(self) -> bool:
        """Whether anything is known of how to take part."""
        told = (self.offer.instruction_fi, self.offer.registration_fi, self.registration_address, self.address)
        return any(told) or bool(self.contacts)


def offer_by_slug(slug: str) -> Offer | None:
    """The offer with all that its page tells, in whatever state it is."""
    terms = Prefetch("places__accessibility")
    found = Offer.objects.select_related("provider__area", "source", "forwarded_to").prefetch_related(
        "terms", "municipalities", "contacts", "places__municipality", terms, "times__place", "origins__feed"
    )
    return found.filter(slug=slug).first()


def may_be_read(offer: Offer, user: User | AnonymousUser) -> bool:
    """Whether somebody who writes or moderates it may see it before it is public."""
    if not user.is_authenticated:
        return False
    return readable_offers(user, timezone.localdate()).filter(pk=offer.pk).exists()


def successor(offer: Offer) -> Offer | None:
    """Where a joined offer now is: the last of the chain, if it is shown."""
    today, seen = timezone.localdate(), {offer.pk}
    found = offer.forwarded_to
    while found is not None and found.pk not in seen and len(seen) <= MOST_FORWARDS:
        seen.add(found.pk)
        if found.forwarded_to_id is None:
            return found if found.is_shown_on(today) else None
        found = found.forwarded_to
    return None


def offer_page(offer: Offer) -> OfferPage:
    """What the page tells; the offer comes from `offer_by_slug`."""
    times = list(offer.times.all())
    now = timezone.localtime().replace(tzinfo=None)
    occasions = next_times(times, now)
    openings = [text for time in times if time.kind == Time.Kind.OPENING and not time.place_id if (text := _told(time))]
    return OfferPage(
        offer=offer,
        facts=list(_facts(offer, times)),
        occasions=occasions,
        occasions_in_words=[words.occasion(one) for one in occasions],
        openings=openings,
        places=[_place(place, times) for place in offer.places.all()],
        contacts=list(_contacts(offer)),
        themes=_terms(offer, Vocabulary.THEME),
        origin=words.kept_fresh(offer),
        origins=list(_origins(offer)),
        address=web_address(offer.address),
        registration_address=web_address(offer.registration_address),
    )


def _facts(offer: Offer, times: list[Time]) -> Iterable[dict[str, Any]]:
    """Label and value of what is known; what is not known is left out."""
    told: list[tuple[str, str, str]] = [
        (_("Milloin"), "; ".join(_told(time) for time in times if time.kind == Time.Kind.SESSION and _told(time)), ""),
        (_("Missä"), "; ".join(words.address(place, plain(offer)) for place in offer.places.all()), ""),
        (_("Alue"), "" if _is_told_by_places(offer) else area_of(offer), ""),
        (_("Miten"), words.listed([str(Offer.Way(way).label) for way in offer.ways if way in Offer.Way.values]), ""),
        (_("Kenelle"), _for_whom(offer), ""),
        (_("Hinta"), _price(offer), _lang(offer, "price") if offer.is_free is None else ""),
        (_("Ilmoittautuminen"), _registration(offer), ""),
        (_("Palvelukielet"), words.listed([language_name(code) for code in offer.languages]), ""),
    ]
    for label, value, lang in told:
        if value:
            yield {"label": label, "value": words.capital(value), "url": "", "lang": lang}
    provider = offer.provider
    url = reverse("tray:provider", args=[provider.slug])
    yield {"label": _("Tarjoaja"), "value": plain(provider), "url": url, "lang": _lang(provider, "name")}


def _lang(record: Any, name: str) -> str:
    """The language of a text that is not in the page's own, as an attribute tells it; else empty."""
    language = translated(record, name)[1]
    return "" if language == _language() else language


def _is_told_by_places(offer: Offer) -> bool:
    """Whether the places' municipalities are all that the area would tell."""
    towns = {place.municipality_id for place in offer.places.all()}
    served = {area.pk for area in offer.municipalities.all()}
    return offer.reach == Offer.Reach.MUNICIPALITIES and towns == served


def _told(time: Time) -> str:
    """The time in words, with its note."""
    text, note = words.in_words(time), plain(time, "note")
    return text if note in ("", text) else f"{text} ({note})"


def _for_whom(offer: Offer) -> str:
    groups = [plain(term) for kind in (Vocabulary.AGE_GROUP, Vocabulary.TARGET_GROUP) for term in _terms(offer, kind)]
    age = words.ages(offer)
    return ", ".join([*([age] if age else []), *groups])


def _price(offer: Offer) -> str:
    parts = [words.free(offer)] if offer.is_free else [_("Maksullinen")] if offer.is_free is False else []
    price = plain(offer, "price")
    return ". ".join(dict.fromkeys([*parts, *([price] if price else [])]))


def _registration(offer: Offer) -> str:
    told = {Offer.Registration.NONE: _("Ei tarvita"), Offer.Registration.NEEDED: _("Tarvitaan")}
    return told.get(Offer.Registration(offer.registration), "")


def _terms(offer: Offer, vocabulary: str) -> list[Any]:
    found = [term for term in offer.terms.all() if term.vocabulary == vocabulary]
    return sorted(found, key=lambda term: (term.order, term.code))


def _place(place: Place, times: list[Time]) -> PlaceFacts:
    openings = [_told(time) for time in times if time.place_id == place.pk and time.kind == Time.Kind.OPENING]
    names = [plain(term) for term in sorted_terms(place)]
    return PlaceFacts(place, words.full_address(place), names, [text for text in openings if text])


def _contacts(offer: Offer) -> Iterable[ContactFacts]:
    for contact in offer.contacts.all():
        label = plain(contact, "label") or str(contact.get_kind_display())
        address = {
            Contact.Kind.PHONE: f"tel:{contact.value.replace(' ', '')}",
            Contact.Kind.EMAIL: f"mailto:{contact.value}",
            Contact.Kind.WEB: web_address(contact.value),
        }[Contact.Kind(contact.kind)]
        lang = _lang(contact, "label") if contact.label_fi else ""
        yield ContactFacts(words.capital(label), contact.value, address, lang)


def _origins(offer: Offer) -> Iterable[tuple[str, str, str, str]]:
    """Label, value, address and language of where the facts come from."""
    source = offer.source
    if source is not None:
        yield _("Lähde"), plain(source, "title"), web_address(source.address), _lang(source, "title")
        if source.licence:
            yield _("Lisenssi"), source.licence, "", ""
    else:
        yield _("Lähde"), _("Tarjoajan oma ilmoitus"), "", ""
    if offer.as_of:
        yield _("Tiedon päivä"), day(offer.as_of), "", ""
    for origin in sorted(offer.origins.all(), key=lambda one: (one.fetched_at, one.pk)):
        fetched = _("%(feed)s, haettu %(day)s") % {"feed": origin.feed.name, "day": day(origin.fetched_at)}
        yield _("Haettu"), fetched, web_address(origin.address), ""
    checked = max((found for found in (offer.reviewed_on, offer.confirmed_on) if found), default=None)
    yield _("Vahvistettu"), day(checked) if checked else _("ei vielä"), "", ""


def offers_like(offer: Offer) -> list[Card]:
    """Shown offers of the same themes: in the same municipalities where there are enough, else anywhere."""
    themes = [term.code for term in _terms(offer, Vocabulary.THEME)]
    towns = [area.code for area in offer.municipalities.all()]
    found: list[int] = []
    for filters in ({"theme": themes, "municipality": towns}, {"theme": themes}):
        if all(filters.values()) and len(found) < MOST_LIKE:
            answer = find(Question(language=_language(), filters=filters, size=MOST_LIKE + 1))
            found += [pk for pk, _score in answer.hits if pk != offer.pk and pk not in found]
    return cards(found[:MOST_LIKE])


def alternatives(offer: Offer) -> list[int]:
    """What is found by the offer's own name, for a page that is gone."""
    name, language = translated(offer, "name")
    answer = find(Question(words=name, language=language, size=MOST_LIKE + 1))
    found = [pk for pk, _score in answer.hits] or list(answer.guesses)
    return [pk for pk in found if pk != offer.pk][:MOST_LIKE]


def web_address(text: str) -> str:
    """The address where it leads to a page of the web; empty for anything else that a source may have given."""
    return text if text.lower().startswith(("https://", "http://")) else ""


def _language() -> str:
    return (get_language() or "fi")[:2]
