"""Offers as the index sees them. A few queries serve thousands of offers, and only plain values are read."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hytti.core.models import Area, Organisation
from hytti.core.search.lemmas import folded

from ..models import Offer, Place, Term, Time, Vocabulary
from .documents import Document, Text
from .snapshots import EVERY, FROM, MADE_UP, UNTIL
from .words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NOON, EVENING, DAY_ENDS = dt.time(12), dt.time(17), dt.time(23, 59)
TEXTS = (("summary", "summary"), ("description", "text"), ("instruction", "text"))
TEXT_FIELDS = [f"{name}_{language}" for name in ("name", *(text for text, _ in TEXTS)) for language in LANGUAGES]
COLUMNS = (
    *("pk", "kind", "provider_id", "keywords", "reach", "languages", "ways", "minimum_age", "maximum_age", "is_free"),
    *("registration", "valid_from", "valid_until", "is_made_up", *TEXT_FIELDS),
)
PLACE = (*(f"name_{language}" for language in LANGUAGES), "street", "post_office")
TIME = ("rrule", "starts_on", "starts_at", "ends_on", "ends_at")
CLASSES = {Vocabulary.SERVICE_CLASS, Vocabulary.TARGET_GROUP, Vocabulary.LIFE_EVENT, Vocabulary.THEME}
FACETS = {Vocabulary.THEME: "theme", Vocabulary.TARGET_GROUP: "group", Vocabulary.AGE_GROUP: "age"}
STEP_FREE = "step_free"
BY_DAY = re.compile(r"(?:^|;)BYDAY=([^;]*)", re.IGNORECASE)
TWO_LETTERS = {"MO": "mon", "TU": "tue", "WE": "wed", "TH": "thu", "FR": "fri", "SA": "sat", "SU": "sun"}


def documents(offers: QuerySet[Offer], shared: Shared | None = None) -> list[Document]:
    """The documents of those offers that may be shown now or later; made-up ones too, marked so. `shared`: what was
    read before for other offers."""
    rows = list(offers.filter(state__in=Offer.SHOWN, forwarded_to__isnull=True).order_by("pk").values(*COLUMNS))
    if shared is None or not {row["provider_id"] for row in rows} <= shared.providers.keys():
        shared = Shared.now()
    around = _Around.of([row["pk"] for row in rows], shared)
    return [_document(row, around) for row in rows]


@dataclass(frozen=True)
class Shared:
    """What offers refer to, by key."""

    terms: dict[int, Term]
    municipalities: dict[int, Area]
    providers: dict[int, dict[str, str]]

    @classmethod
    def now(cls) -> Shared:
        return cls(
            terms={term.pk: term for term in Term.objects.select_related("parent")},
            municipalities={area.pk: area for area in Area.objects.municipalities()},
            providers={
                row["pk"]: row for row in Organisation.objects.values("pk", *(f"name_{one}" for one in LANGUAGES))
            },
        )


@dataclass(frozen=True)
class _Around:
    """What belongs to the offers of a batch, by offer number."""

    terms: dict[int, list[Term]]
    areas: dict[int, list[Area]]
    places: dict[int, list[Any]]
    times: dict[int, list[Any]]
    step_free: set[int]
    providers: dict[int, dict[str, str]]
    municipalities: dict[int, Area]
    age_groups: list[Term]

    @classmethod
    def of(cls, numbers: list[int], shared: Shared) -> _Around:
        terms, municipalities = shared.terms, shared.municipalities
        chosen: dict[int, list[Term]] = defaultdict(list)
        for offer, term in _links(Offer.terms.through, numbers, "term_id"):
            if term in terms:
                chosen[offer].append(terms[term])
        areas: dict[int, list[Area]] = defaultdict(list)
        for offer, area in _links(Offer.municipalities.through, numbers, "area_id"):
            if area in municipalities:
                areas[offer].append(municipalities[area])
        accessible = Place.objects.filter(
            offer_id__in=numbers, accessibility__vocabulary=Vocabulary.ACCESSIBILITY, accessibility__code=STEP_FREE
        )
        return cls(
            terms=chosen,
            areas=areas,
            places=_by_offer(Place, numbers, PLACE),
            times=_by_offer(Time, numbers, TIME),
            step_free=set(accessible.values_list("offer_id", flat=True)),
            providers=shared.providers,
            municipalities=municipalities,
            age_groups=[term for term in terms.values() if term.vocabulary == Vocabulary.AGE_GROUP and term.ages],
        )


def _links(through: Any, numbers: list[int], other: str) -> Iterable[tuple[int, int]]:
    links: Iterable[tuple[int, int]] = (
        through.objects.filter(offer_id__in=numbers).order_by("pk").values_list("offer_id", other)
    )
    return links


def _by_offer(model: type[Place | Time], numbers: list[int], columns: tuple[str, ...]) -> dict[int, list[Any]]:
    """Named rows of the columns by offer: a model's own would be heavy, there are many of them."""
    found: dict[int, list[Any]] = defaultdict(list)
    rows = model._default_manager.filter(offer_id__in=numbers).order_by("pk")
    for row in rows.values_list("offer_id", *columns, named=True):
        found[row.offer_id].append(row)
    return found


def _document(row: dict[str, Any], around: _Around) -> Document:
    names = {language: row[f"name_{language}"] for language in LANGUAGES if row[f"name_{language}"]}
    return Document(
        number=row["pk"],
        texts=tuple(text for text in _texts(row, around) if text.text),
        facets=tuple(dict.fromkeys(_facets(row, around))),
        order=folded(row["name_fi"].lower()),
        names=names,
    )


def _texts(row: dict[str, Any], around: _Around) -> Iterator[Text]:
    number = row["pk"]
    yield from (Text("keyword", language, row["keywords"]) for language in LANGUAGES)
    provider = around.providers[row["provider_id"]]
    for language in LANGUAGES:
        name = f"name_{language}"
        yield Text("name", language, row[name])
        yield from (Text(field, language, row[f"{text}_{language}"]) for text, field in TEXTS)
        for term in around.terms.get(number, ()):
            if term.vocabulary == Vocabulary.ONTOLOGY:
                yield Text("keyword", language, getattr(term, name))
            elif term.vocabulary in CLASSES:
                yield Text("class", language, getattr(term, name))
        yield Text("provider", language, provider[name])
        yield from (Text("place", language, getattr(place, name)) for place in around.places.get(number, ()))
        yield from (Text("place", language, getattr(area, name)) for area in around.areas.get(number, ()))
    yield from (Text("place", "fi", f"{place.street}, {place.post_office}") for place in around.places.get(number, ()))


def _facets(row: dict[str, Any], around: _Around) -> Iterator[tuple[str, str]]:
    number = row["pk"]
    yield EVERY, ""
    if row["is_made_up"]:
        yield MADE_UP, ""
    yield from _validity(row, around.times.get(number, []))
    yield "kind", row["kind"]
    for term in around.terms.get(number, ()):
        if term.vocabulary in FACETS:
            yield FACETS[Vocabulary(term.vocabulary)], term.code
    yield from (("age", code) for code in _ages(row, around))
    everywhere = row["reach"] != Offer.Reach.MUNICIPALITIES
    areas = around.municipalities.values() if everywhere else around.areas.get(number, ())
    yield from (("municipality", area.code) for area in areas)
    yield from (("language", code) for code in row["languages"])
    yield from (("way", way) for way in row["ways"])
    if row["is_free"]:
        yield "free", "yes"
    if row["registration"]:
        yield "registration", row["registration"]
    if number in around.step_free:
        yield STEP_FREE, "yes"
    for time in around.times.get(number, ()):
        yield from (("day", day) for day in _days(time))
        yield from (("part", part) for part in _parts(time))


def _validity(row: dict[str, Any], times: list[Time]) -> Iterator[tuple[str, str]]:
    """The days between which the offer is shown; an event is over when its last day is."""
    ends = [row["valid_until"]] if row["valid_until"] else []
    if row["kind"] == Offer.Kind.EVENT and times and not any(time.rrule for time in times):
        ends.append(max(time.ends_on or time.starts_on for time in times))
    if row["valid_from"]:
        yield FROM, row["valid_from"].isoformat()
    if ends:
        yield UNTIL, min(ends).isoformat()


def _ages(row: dict[str, Any], around: _Around) -> Iterator[str]:
    """Age groups that the age limits touch; none where no limit is told."""
    low, high = row["minimum_age"], row["maximum_age"]
    if low is None and high is None:
        return
    for term in around.age_groups:
        first, last = term.ages
        if (high is None or first <= high) and (low is None or last is None or low <= last):
            yield term.code


def _days(time: Time) -> Iterable[str]:
    """Days of the week: named by the rule, every day, or the day of the start."""
    named = BY_DAY.search(time.rrule)
    if named:
        found = [TWO_LETTERS.get(day.strip()[-2:].upper()) for day in named[1].split(",")]
        return [day for day in found if day]
    if "FREQ=DAILY" in time.rrule.upper():
        return DAYS
    last = time.ends_on if not time.rrule and time.ends_on else time.starts_on
    length = min(7, (last - time.starts_on).days + 1)
    return [DAYS[(time.starts_on.weekday() + step) % 7] for step in range(length)]


def _parts(time: Time) -> Iterator[str]:
    """Parts of the day that the time touches; none where no hour is told."""
    if time.starts_at is None:
        return
    starts, ends = time.starts_at, time.ends_at or time.starts_at
    if time.ends_at is not None and ends <= starts:
        ends = DAY_ENDS
    if starts < NOON:
        yield "morning"
    if starts < EVENING and (ends > NOON or starts >= NOON):
        yield "afternoon"
    if ends > EVENING or starts >= EVENING:
        yield "evening"
