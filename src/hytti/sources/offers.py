"""What the doors of the tray yield: offers with their places, times and contacts, as plain values.

Texts are mappings from language (fi, sv, en) to plain text, only those there are. What a source does not say is empty
or None. `offer_checks.checked` makes a record fit; a record that cannot be an offer becomes an `Item` without one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from .problems import Problem

LANGUAGES = ("fi", "sv", "en")
KINDS = ("service", "group", "activity", "event", "volunteering", "place")
WAYS = ("place", "online", "phone", "home")
ACCESSIBILITY = ("step_free", "wheelchair", "rollator", "toilet", "parking", "induction_loop")
OWNERS = ("", "municipality", "county", "association", "company", "state_agency", "parish", "school", "other")


@dataclass(frozen=True, slots=True)
class ProviderRecord:
    """Who offers: the business id (Y-tunnus) where it is known; kind: one of OWNERS, empty where nothing tells it."""

    names: Mapping[str, str]
    business_id: str = ""
    kind: str = ""
    external_id: str = ""


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """Where: the municipality's code of three digits; WGS 84 degrees, both or neither."""

    names: Mapping[str, str] = field(default_factory=dict)
    street: str = ""
    postal_code: str = ""
    post_office: str = ""
    municipality: str = ""
    latitude: float | None = None
    longitude: float | None = None
    accessibility: tuple[str, ...] = ()
    accessibility_notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TimeRecord:
    """When, in the time of Helsinki: once, or by an RRULE without DTSTART. place: its number among the places.

    ends_at before starts_at runs over midnight; without starts_at it is the whole day.
    """

    starts_on: dt.date
    kind: Literal["session", "opening"] = "session"
    starts_at: dt.time | None = None
    ends_at: dt.time | None = None
    ends_on: dt.date | None = None
    rrule: str = ""
    excluded: tuple[dt.date, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    place: int | None = None


@dataclass(frozen=True, slots=True)
class ContactRecord:
    """How the organisation is reached; never a private person's number or address."""

    kind: Literal["phone", "email", "web"]
    value: str
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Concept:
    """A word of an ontology; the names may be unknown."""

    uri: str
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OfferRecord:
    """An offer as its source tells it.

    classes, target_groups, life_events: codes of the national lists (P27.1, KR1.1, KE3); themes, age_groups: the tray's
    own; reach "country" is the whole country, else the municipalities (codes) and counties (codes) tell where.
    as_of: the day the source last changed it; address: its page for people; origin: its address at the source.
    """

    id: str
    kind: str
    names: Mapping[str, str]
    provider: ProviderRecord | None
    summaries: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    instructions: Mapping[str, str] = field(default_factory=dict)
    classes: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    life_events: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    age_groups: tuple[str, ...] = ()
    ontology: tuple[Concept, ...] = ()
    keywords: tuple[str, ...] = ()
    reach: Literal["municipalities", "country"] = "municipalities"
    municipalities: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    minimum_age: int | None = None
    maximum_age: int | None = None
    is_free: bool | None = None
    prices: Mapping[str, str] = field(default_factory=dict)
    registration: Literal["", "none", "needed"] = ""
    registration_texts: Mapping[str, str] = field(default_factory=dict)
    registration_address: str = ""
    address: str = ""
    origin: str = ""
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    as_of: dt.date | None = None
    places: tuple[PlaceRecord, ...] = ()
    times: tuple[TimeRecord, ...] = ()
    contacts: tuple[ContactRecord, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of everything it says, hexadecimal: equal records have equal digests."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a feed: an offer, one that cannot be read (no record and not gone), or one that is gone.

    problems: what is wrong with it; those of a record with a record are about parts that were left out.
    row: the line of a file.
    """

    id: str
    record: OfferRecord | None = None
    problems: tuple[Problem, ...] = ()
    is_gone: bool = False
    row: int | None = None


class Reading:
    """What a feed tells besides its items. is_partial: only changes were asked for; faults: what could not be read."""

    def __init__(self) -> None:
        self.is_partial = False
        self.faults: list[Problem] = []
        self.problems: list[Problem] = []

    @property
    def is_whole(self) -> bool:
        """Whether everything that is offered has been read: only then can something be gone."""
        return not (self.is_partial or self.faults)

    def fault(self, *problems: Problem) -> None:
        """Note that a part could not be read: what was not read must stay as it was."""
        self.faults += problems
