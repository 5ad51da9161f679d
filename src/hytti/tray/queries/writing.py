"""What those who write and moderate the tray look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce, TruncDate

from hytti.core import history
from hytti.core.audit_words import verb_label
from hytti.core.models import AuditEvent

from ..models import Freshness, Handled, Invitation, Missing, Offer, Origin, Vocabulary
from ..permissions import missing_handled_by, offers_moderated_by, offers_written_by
from ..rules import quality
from ..rules.states import State

if TYPE_CHECKING:
    import datetime as dt

    from django.contrib.contenttypes.models import ContentType
    from django.db.models import QuerySet

    from hytti.core.models import User

LANGUAGES = ("fi", "sv", "en")
PARTS = ("terms", "places", "times", "contacts")


@dataclass(frozen=True)
class Row:
    """An offer in a list of those who write: how many findings it has."""

    offer: Offer
    findings: int


@dataclass(frozen=True)
class Entry:
    """A change in the log: what was done, by whom (empty: the calendar, a feed, a link), and each field."""

    event: AuditEvent
    what: str
    doer: str
    changes: list[history.Change]


def facts_of(offer: Offer) -> quality.Facts:
    """What the rules of quality look at, of an offer whose `terms`, `places`, `times` and `contacts` are at hand."""
    terms: dict[str, list[str]] = {}
    for term in offer.terms.all():
        terms.setdefault(term.vocabulary, []).append(term.code)
    places = list(offer.places.all())
    contacts = len(offer.contacts.all()) + bool(offer.address) + bool(offer.registration_address)

    def written(name: str) -> dict[str, str]:
        texts = {code: getattr(offer, f"{name}_{code}") for code in LANGUAGES}
        return {code: text for code, text in texts.items() if text}

    return quality.Facts(
        kind=offer.kind,
        names=written("name"),
        summaries=written("summary"),
        descriptions=written("description"),
        instructions=written("instruction"),
        classes=terms.get(Vocabulary.SERVICE_CLASS, []),
        target_groups=terms.get(Vocabulary.TARGET_GROUP, []) + terms.get(Vocabulary.AGE_GROUP, []),
        ontology_terms=len(terms.get(Vocabulary.ONTOLOGY, []))
        + len(list(filter(str.strip, offer.keywords.split(",")))),
        themes=len(terms.get(Vocabulary.THEME, [])),
        channels=len(places) + contacts,
        has_place=bool(places),
        has_coordinates=any(place.latitude is not None for place in places),
        has_times=bool(offer.times.all()),
        is_online=bool({"online", "phone", "home"} & set(offer.ways)),
    )


def rows(offers: QuerySet[Offer]) -> list[Row]:
    """Offers with the number of their findings, in a constant number of queries."""
    found = offers.select_related("provider").prefetch_related(*PARTS)
    return [Row(offer, len(quality.findings(facts_of(offer)))) for offer in found]


def mine(user: User) -> QuerySet[Offer]:
    """The user's own offers, those to be looked at first; what a feed keeps is the feed's."""
    from_feed = Exists(Origin.objects.filter(offer=OuterRef("pk"), is_gone=False))
    return (
        offers_written_by(user)
        .annotate(is_from_feed=from_feed)
        .order_by(F("review_by").asc(nulls_last=True), "name_fi")
    )


@dataclass(frozen=True)
class Desk:
    """What waits for a moderator."""

    proposed: list[Row]
    changed: list[Offer]
    freshness: list[Freshness]
    missing: list[Missing]
    invitations: list[Invitation]


def desk(user: User, today: dt.date, offer_type: ContentType) -> Desk:
    """Proposed offers, those changed after they were last looked at, readers' words, and open invitations.

    `offer_type`: the content type of Offer.
    """
    moderated = offers_moderated_by(user)
    written = AuditEvent.objects.filter(
        verb="offers.edited",
        content_type=offer_type,
        object_id=OuterRef("pk"),
        at__date__gt=OuterRef("looked_on"),
    )
    looked_at = moderated.annotate(looked_on=Coalesce("reviewed_on", TruncDate("published_at")))
    changed = looked_at.filter(Exists(written), state__in=Offer.SHOWN).select_related("provider")
    open_links = Invitation.objects.filter(used_at=None, cancelled_at=None, expires_on__gte=today)
    return Desk(
        proposed=rows(moderated.filter(state=State.PROPOSED).order_by("changed_at")),
        changed=list(changed.order_by("-changed_at")[:50]),
        freshness=list(
            Freshness.objects.filter(offer__in=moderated.values("pk"), state=Handled.OPEN)
            .exclude(verdict=Freshness.Verdict.RIGHT)
            .select_related("offer")[:100]
        ),
        missing=list(missing_handled_by(user).filter(state=Handled.OPEN).select_related("municipality", "theme")[:100]),
        invitations=list(open_links.filter(made_by=user).select_related("organisation", "offer")),
    )


def number_waiting(user: User) -> int:
    """How many proposed offers and unread words of readers wait for the moderator."""
    moderated = offers_moderated_by(user)
    told = Freshness.objects.filter(offer__in=moderated.values("pk"), state=Handled.OPEN)
    return (
        moderated.filter(state=State.PROPOSED).count()
        + told.exclude(verdict=Freshness.Verdict.RIGHT).count()
        + missing_handled_by(user).filter(state=Handled.OPEN).count()
    )


def log_of(offer: Offer, offer_type: ContentType, *, named: bool) -> list[Entry]:
    """The changes of an offer in words, the newest first; names of doers only where `named`."""
    events = list(
        AuditEvent.objects.filter(subject_type=offer_type, subject_id=offer.pk)
        .select_related("actor")
        .order_by("-at")[:100]
    )
    changes = history.readable_all(events)
    return [
        Entry(event, verb_label(event.verb), str(event.actor) if named and event.actor else "", changes[event.pk])
        for event in events
    ]
