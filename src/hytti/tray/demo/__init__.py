"""Made-up offers by which a visitor of the demo learns the tray. They exist in demo mode alone, and say so."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from hytti.core.models import Area, Organisation

from ..actions import offers as actions
from ..models import Offer, ProviderContact, Term
from ..rules.states import State
from ..rules.times import DAYS, ONCE, Told, rule_of

if TYPE_CHECKING:
    from hytti.core.models import User

FILE = Path(__file__).with_name("offers.csv")
PROVIDER = "Yhdistys Esimerkki ry"
AWAITING = "Kädentaitopaja"  # left for the moderator to publish
SINGLE_IN = dt.timedelta(days=21)


@transaction.atomic
def make_demo_offers(by: User) -> int:
    """Bring the offers of `offers.csv` into being, by a keeper of the region; nothing where they are there already.

    Returns how many were made. Raises RuntimeError outside demo mode.
    """
    if not settings.DEMO:
        raise RuntimeError("made-up offers are made in demo mode only")
    if Offer.objects.filter(is_made_up=True).exists():
        return 0
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    today = timezone.localdate()
    terms = {(term.vocabulary, term.code): term for term in Term.objects.exclude(vocabulary="ontology")}
    areas = {area.slug: area for area in Area.objects.municipalities()}
    for row in rows:
        _make(row, by, today, terms, areas)
    return len(rows)


def demo_provider() -> Organisation:
    """The made-up association whose offers a demo account writes."""
    return _provider(PROVIDER)


def _make(
    row: dict[str, str], by: User, today: dt.date, terms: dict[tuple[str, str], Term], areas: dict[str, Area]
) -> None:
    chosen = [areas[slug] for slug in row["municipalities"].split()]
    accessibility = [terms["accessibility", code] for code in row["accessibility"].split()]
    values: dict[str, Any] = {
        name: row[name]
        for name in row
        if name.startswith(("name_", "summary_", "description_", "price_")) or name in ("kind", "registration")
    }
    values |= {
        "themes": [terms["theme", code] for code in row["themes"].split()],
        "age_groups": [terms["age_group", code] for code in row["age_groups"].split()],
        "target_groups": [terms["target_group", code] for code in row["target_groups"].split()],
        "municipalities": chosen,
        "reach": Offer.Reach.MUNICIPALITIES if chosen else Offer.Reach.COUNTY,
        "ways": row["ways"].split(),
        "languages": row["languages"].split(),
        "is_free": row["is_free"] == "yes",
        "is_made_up": True,
        "places": _places(row, chosen, accessibility),
        "times": _times(row, today),
        "contacts": [{"kind": "email", "value": "esimerkki@example.org"}],
    }
    offer = actions.save(Offer(provider=_provider(row["provider"])), values, by=by)
    offer = actions.take_step(offer, State.PROPOSED, by=by)
    if row["name_fi"] != AWAITING:
        actions.take_step(offer, State.PUBLISHED, by=by)


def _provider(name: str) -> Organisation:
    kind = Organisation.Kind.ASSOCIATION if name.endswith(" ry") else Organisation.Kind.OTHER
    found, made = Organisation.objects.get_or_create(
        kind=kind,
        name_fi=name,
        defaults={
            "slug": slugify(name),
            "description_fi": "Esimerkki: keksitty toimija, joka on vain esittelytilassa.",
            "description_sv": "Exempel: en påhittad aktör som finns bara i demoläget.",
            "description_en": "Example: a made-up organisation that exists in demo mode only.",
        },
    )
    if made:
        ProviderContact.objects.create(organisation=found, email="esimerkki@example.org")
    return found


def _places(row: dict[str, str], areas: list[Area], accessibility: list[Term]) -> list[dict[str, Any]]:
    if not row["street"]:
        return []
    return [
        {
            "street": row["street"],
            "postal_code": row["postal_code"],
            "post_office": row["post_office"],
            "municipality": areas[0],
            "latitude": float(row["latitude"]),
            "longitude": float(row["longitude"]),
            "accessibility": accessibility,
        }
    ]


def _times(row: dict[str, str], today: dt.date) -> list[dict[str, Any]]:
    if not row["day"]:
        return []
    earliest = today + SINGLE_IN if row["repeats"] == ONCE else today
    first = earliest + dt.timedelta(days=(DAYS.index(row["day"]) - earliest.weekday()) % 7)
    starts, ends = (dt.time.fromisoformat(row[name].replace(".", ":").zfill(5)) for name in ("starts_at", "ends_at"))
    told = Told(first, row["repeats"], starts, ends)
    return [
        {
            "starts_on": first,
            "starts_at": starts,
            "ends_at": ends,
            "rrule": rule_of(told),
            "place": 0 if row["street"] else None,
        }
    ]
