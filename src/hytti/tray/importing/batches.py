"""Writing one batch of a feed's items: new offers, changed ones field by field, those that are gone."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from hytti.core import audit
from hytti.core.models import AuditEvent

from ..models import Contact, Offer, Origin, Place, StepTaken, Time, Vocabulary
from .inserting import insert
from .rows import CONTACT, PARTS, PLACE, PLAIN, TIME, Rows, is_elsewhere, rows_of, stored

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hytti.core.models import User
    from hytti.sources.offers import Item, OfferRecord

    from ..models import Feed
    from .world import World

OWN = ("as_of", "has_own_themes", "uuid", "slug")
ALWAYS = ("as_of", "state", "revision", "changed_at")


class Batch:
    """Writes batches of one feed; `counts`: read, made, changed, gone, refused; `touched`: offers to index anew."""

    def __init__(self, feed: Feed, world: World, by: User | None, *, made_up: bool = False) -> None:
        self.feed, self.world, self.by = feed, world, by
        self.counts: Counter[str] = Counter()
        self.touched: list[int] = []
        self.made: list[int] = []
        self._made_up = made_up
        self._digests: dict[str, str] = {}

    @transaction.atomic
    def write(self, items: Sequence[Item]) -> None:
        """Write the items. What equals what the feed said before is left alone."""
        now, today = timezone.now(), timezone.localdate()
        known = {one.external_id: one for one in _origins(self.feed, [item.id for item in items])}
        records: dict[str, OfferRecord] = {}
        gone: list[Origin] = []
        for item in items:
            self.counts["read"] += 1
            self.counts["refused"] += item.record is None and not item.is_gone
            origin = known.get(item.id)
            is_gone = item.is_gone or (item.record is not None and is_elsewhere(item.record, self.world))
            if is_gone and origin and not origin.is_gone:
                gone.append(origin)
            elif item.record is not None and not is_gone and (origin or not _is_over(item.record, today)):
                records[item.id] = item.record
        self._digests = {key: record.digest for key, record in records.items()}
        same = {key: one.pk for key, one in known.items() if not one.is_gone and one.digest == self._digests.get(key)}
        Origin.objects.filter(pk__in=same.values()).update(fetched_at=now)
        records = {key: one for key, one in records.items() if key not in same}
        self.world.learn(records.values())
        rows = {key: rows_of(record, self.world) for key, record in records.items()}
        self._make({key: records[key] for key in records if key not in known}, rows)
        self._change([known[key] for key in records if key in known], records, rows)
        self.withdraw(gone)

    def withdraw(self, origins: Sequence[Origin]) -> None:
        """Take off the tray the offers that no feed has any more; the origin stays, so that they can come back."""
        Origin.objects.filter(pk__in=[one.pk for one in origins]).update(is_gone=True)
        offers = {one.offer_id for one in origins}
        alive = set(Origin.objects.filter(offer__in=offers, is_gone=False).values_list("offer", flat=True))
        shown = (*Offer.SHOWN, Offer.State.EXPIRED)
        going = list(Offer.objects.filter(pk__in=offers - alive, state__in=shown).values_list("pk", "state"))
        with override("fi"):
            reason = (_("Poistunut lähteestä: %(feed)s") % {"feed": self.feed.name})[:500]
        self._step(going, Offer.State.WITHDRAWN, reason)
        keys = [pk for pk, _state in going]
        Offer.objects.filter(pk__in=keys).update(state=Offer.State.WITHDRAWN, changed_at=timezone.now())
        self.counts["gone"] += len(origins)
        self.touched += keys

    def _step(self, offers: Iterable[tuple[int, str]], after: str, reason: str = "") -> None:
        StepTaken.objects.bulk_create(
            [StepTaken(offer_id=pk, before=before, after=after, reason=reason, by=self.by) for pk, before in offers]
        )

    def _make(self, records: dict[str, OfferRecord], rows: dict[str, Rows]) -> None:
        if not records:
            return
        now = timezone.now()
        uuids = [uuid.uuid4() for _ in records]
        slugs = _slugs([rows[key].plain["name_fi"] for key in records], uuids)
        always = (Offer.State.PUBLISHED.value, now, now, self.feed.source_id, self._made_up)
        insert(
            Offer,
            (*PLAIN, "state", "published_at", "changed_at", "source_id", "is_made_up", *OWN),
            [
                (
                    *(rows[key].plain[name] for name in PLAIN), *always,
                    record.as_of.isoformat() if record.as_of else "", bool(record.themes), number, slug,
                )
                for (key, record), number, slug in zip(records.items(), uuids, slugs, strict=True)
            ],
        )  # fmt: skip
        made = dict(Offer.objects.filter(uuid__in=uuids).values_list("uuid", "pk"))
        keys = [made[number] for number in uuids]
        pairs = list(zip(keys, (rows[key] for key in records), strict=True))
        write_links(
            Offer.terms.through, "offer_id", "term_id", [(pk, t) for pk, r in pairs for t in r.terms + r.themes]
        )
        areas = [(pk, area) for pk, r in pairs for area in r.municipalities]
        write_links(Offer.municipalities.through, "offer_id", "area_id", areas)
        for part in ("places", "contacts"):
            write_parts(part, pairs)
        insert(
            Origin,
            ("feed_id", "offer_id", "external_id", "address", "digest", "said", "fetched_at"),
            [
                (self.feed.pk, pk, key, record.origin, self._digests[key], rows[key].digests(), now)
                for pk, (key, record) in zip(keys, records.items(), strict=True)
            ],
        )
        self.counts["made"] += len(keys)
        self.touched += keys
        self.made += keys

    def _change(self, origins: list[Origin], records: dict[str, OfferRecord], rows: dict[str, Rows]) -> None:
        if not origins:
            return
        keys = {one.offer_id for one in origins}
        offers = {one.pk: one for one in Offer.objects.select_for_update(of=("self",)).filter(pk__in=keys)}
        before, written = stored(offers), set[str]()
        changed: dict[str, list[tuple[int, Rows]]] = {name: [] for name in PARTS}
        events = []
        for origin in origins:
            offer, new = offers[origin.offer_id], rows[origin.external_id]
            now_there, says = before[offer.pk].digests(), new.digests()
            follows = {
                name for name in says if now_there[name] == origin.said.get(name) and says[name] != now_there[name]
            }
            old = {name: getattr(offer, name) for name in PLAIN if name in follows}
            written |= set(old)
            for name in old:
                setattr(offer, name, new.plain[name])
            for name in follows & set(PARTS):
                changed[name].append((offer.pk, new))
            returns = origin.is_gone and offer.state == Offer.State.WITHDRAWN and offer.forwarded_to_id is None
            if returns:
                self._step([(offer.pk, offer.state)], Offer.State.PUBLISHED)
                offer.state = Offer.State.PUBLISHED
            if follows or returns:
                self.counts["changed"] += 1
                self.touched.append(offer.pk)
                offer.revision += 1
                offer.changed_at = timezone.now()
                events.append(self._event(offer, old, follows))
            record = records[origin.external_id]
            offer.as_of = record.as_of.isoformat() if record.as_of else offer.as_of
            self._said(origin, record, new)
        Offer.objects.bulk_update(offers.values(), [*sorted(written), *ALWAYS], batch_size=100)
        AuditEvent.objects.bulk_create(events)
        for name, pairs in changed.items():
            _replace(name, pairs, offers)
        Origin.objects.bulk_update(origins, ["digest", "said", "fetched_at", "is_gone", "address"], batch_size=200)

    def _event(self, offer: Offer, old: dict[str, Any], follows: set[str]) -> AuditEvent:
        after = audit.state_of(offer, [name.removesuffix("_id") for name in old])
        before = {name.removesuffix("_id"): _as_json(value) for name, value in old.items()}
        changes = {name: [before[name], after[name]] for name in after}
        changes |= {name: [[], []] for name in sorted(follows & set(PARTS))}
        return audit.event_of(self.by, "offers.edited", offer, reason=self.feed.name[:300], changes=changes)

    def _said(self, origin: Origin, record: OfferRecord, rows: Rows) -> Origin:
        origin.digest, origin.said = self._digests[origin.external_id], rows.digests()
        origin.fetched_at, origin.is_gone, origin.address = timezone.now(), False, record.origin
        return origin


def write_links(through: Any, one: str, other: str, pairs: Sequence[tuple[int, int]]) -> None:
    """Rows of a many-to-many table; plain SQL, since there are ten of them to an offer."""
    if not pairs:
        return
    quote = connection.ops.quote_name
    sql = f"INSERT INTO {quote(through._meta.db_table)} ({quote(one)}, {quote(other)}) VALUES (%s, %s)"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(sql, list(dict.fromkeys(pairs)))


def write_parts(part: str, pairs: Sequence[tuple[int, Rows]]) -> None:
    """The places with their times, or the contacts, of offers that have none."""
    if part == "contacts":
        contacts = ((pk, order, *values) for pk, rows in pairs for order, values in enumerate(rows.contacts))
        insert(Contact, ("offer_id", "order", *CONTACT), contacts)
        return
    places = [(pk, order, *values) for pk, rows in pairs for order, values in enumerate(rows.places)]
    insert(Place, ("offer_id", "order", *PLACE), [values[:-1] for values in places])
    made = Place.objects.filter(offer__in={pk for pk, *_values in places}).values_list("offer", "order", "pk")
    numbers = {(pk, order): place for pk, order, place in made}
    facts = [(numbers[pk, order], term) for pk, order, *_values, terms in places for term in terms]
    write_links(Place.accessibility.through, "place_id", "term_id", facts)
    write_times(pairs, numbers)


def write_times(pairs: Sequence[tuple[int, Rows]], places: dict[tuple[int, int], int]) -> None:
    """The times of offers that have none; places: keys of their places by offer and number."""
    times = (
        (pk, order, places.get((pk, values[-1])), *values[:-1])
        for pk, rows in pairs
        for order, values in enumerate(rows.times)
    )
    insert(Time, ("offer_id", "order", "place_id", *TIME), times)


def _replace(name: str, pairs: list[tuple[int, Rows]], offers: dict[int, Offer]) -> None:
    keys = [pk for pk, _rows in pairs]
    if not keys:
        return
    if name == "terms":
        own = [pk for pk in keys if offers[pk].has_own_themes]
        links = Offer.terms.through.objects.filter(offer__in=keys)
        links.exclude(offer__in=own, term__vocabulary=Vocabulary.THEME).delete()
        new = [(pk, term) for pk, rows in pairs for term in rows.terms + ([] if pk in own else rows.themes)]
        write_links(Offer.terms.through, "offer_id", "term_id", new)
    elif name == "municipalities":
        Offer.municipalities.through.objects.filter(offer__in=keys).delete()
        new = [(pk, area) for pk, rows in pairs for area in rows.municipalities]
        write_links(Offer.municipalities.through, "offer_id", "area_id", new)
    elif name == "places":
        numbers = {pk: place for place, pk in _place_numbers(keys).items()}
        kept = [(time, numbers.get(time.place_id or 0)) for time in Time.objects.filter(offer__in=keys)]
        Place.objects.filter(offer__in=keys).delete()
        write_parts("places", [(pk, replace(rows, times=[])) for pk, rows in pairs])
        places = _place_numbers(keys)
        for time, place in kept:
            time.place_id = places.get(place) if place else None
        Time.objects.bulk_update([time for time, _place in kept], ["place"], batch_size=200)
    elif name == "times":
        Time.objects.filter(offer__in=keys).delete()
        write_times(pairs, _place_numbers(keys))
    else:
        Contact.objects.filter(offer__in=keys).delete()
        write_parts("contacts", pairs)


def _place_numbers(keys: list[int]) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = {}
    counts: Counter[int] = Counter()
    for pk, offer in Place.objects.filter(offer__in=keys).order_by("order", "pk").values_list("pk", "offer"):
        found[offer, counts[offer]] = pk
        counts[offer] += 1
    return found


def _origins(feed: Feed, keys: list[str]) -> Iterable[Origin]:
    return Origin.objects.filter(feed=feed, external_id__in=keys).order_by("pk")


def _is_over(record: OfferRecord, today: Any) -> bool:
    return record.valid_until is not None and record.valid_until < today


def _as_json(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _slugs(names: list[str], uuids: list[uuid.UUID]) -> list[str]:
    """Slugs that nothing has: the name's own where it is free, else with the first digits of the offer's own id."""
    stems = [slugify(name)[:180] or "tarjonta" for name in names]
    taken = set(Offer.objects.filter(slug__in=set(stems)).values_list("slug", flat=True))
    slugs = []
    for stem, number in zip(stems, uuids, strict=True):
        slugs.append(stem if stem not in taken else f"{stem}-{number.hex[:12]}")
        taken.add(slugs[-1])
    return slugs
