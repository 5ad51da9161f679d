"""How well the tray covers the region: what is missing, what is stale, what was looked for in vain, what is used.

Counts alone: nothing here tells of a person.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Q, Sum

from hytti.core.models import Area, Organisation

from ..models import Offer, SearchMiss, Term, Use, Vocabulary
from ..rules.states import REVIEW_AFTER
from ..search import Question, find

if TYPE_CHECKING:
    from django.db.models import QuerySet

FEWEST_SEARCHES = 3  # a search is told of when it was made this often: a rare one may tell of somebody
MONTHS = 3
MOST_ROWS = 20


@dataclass(frozen=True)
class Line:
    """A theme, and how many offers each municipality has of it, in the order of the table's municipalities."""

    theme: Term
    counts: list[int]

    @property
    def is_wanting(self) -> bool:
        return 0 in self.counts


@dataclass(frozen=True)
class Coverage:
    """Themes × municipalities; an offer of the whole county counts in each municipality."""

    municipalities: list[Area]
    lines: list[Line]

    @property
    def gaps(self) -> list[tuple[Term, list[Area]]]:
        """Each theme with the municipalities that have nothing of it."""
        found = [
            (line.theme, [area for area, count in zip(self.municipalities, line.counts, strict=True) if not count])
            for line in self.lines
        ]
        return [(theme, areas) for theme, areas in found if areas]

    def gaps_in(self, area: Area) -> list[tuple[Term, list[Area]]]:
        """The same of one municipality."""
        return [(theme, [area]) for theme, areas in self.gaps if area in areas]


def coverage(areas: QuerySet[Area], *, age_group: str = "", target_group: str = "") -> Coverage:
    """What a resident's search would find of each theme in each municipality, for one group or for all."""
    municipalities = list(areas)
    chosen = {"age": [age_group] if age_group else [], "group": [target_group] if target_group else []}
    lines = []
    for theme in Term.objects.filter(vocabulary=Vocabulary.THEME):
        filters = {"theme": [theme.code], **{name: values for name, values in chosen.items() if values}}
        found = find(Question(filters=filters)).counts.get("municipality", {})
        lines.append(Line(theme, [found.get(area.code, 0) for area in municipalities]))
    return Coverage(municipalities, lines)


@dataclass(frozen=True)
class Stale:
    """A provider with offers that nobody has looked at for over a year, or whose review day has passed."""

    provider: Organisation
    shown: int
    expired: int
    last_reviewed: dt.date | None


def stale(offers: QuerySet[Offer], today: dt.date) -> list[Stale]:
    """Providers with stale offers, those with the most first. Offers that a feed keeps are the feed's to keep fresh."""
    own = offers.filter(origins__isnull=True)
    old = Q(state__in=Offer.SHOWN) & (Q(review_by__lte=today) | Q(reviewed_on__lt=today - REVIEW_AFTER))
    rows = (
        own.filter(old | Q(state=Offer.State.EXPIRED))
        .values("provider")
        .annotate(shown=Count("pk", filter=old), expired=Count("pk", filter=~old), last=Max("reviewed_on"))
        .order_by("-shown", "-expired", "provider")
    )
    providers = Organisation.objects.in_bulk([row["provider"] for row in rows])
    return [Stale(providers[row["provider"]], row["shown"], row["expired"], row["last"]) for row in rows]


def in_vain(today: dt.date, municipality: str = "") -> list[tuple[str, int]]:
    """Words that found nothing within a year, at least three times, the most frequent first."""
    found = SearchMiss.objects.filter(month__gte=today - REVIEW_AFTER)
    if municipality:
        found = found.filter(municipality=municipality)
    summed = found.values("words").annotate(total=Sum("count")).filter(total__gte=FEWEST_SEARCHES)
    return [(row["words"], row["total"]) for row in summed.order_by("-total", "words")[:MOST_ROWS]]


@dataclass(frozen=True)
class Used:
    offer: Offer
    opened: int
    collected: int


def most_used(offers: QuerySet[Offer], today: dt.date) -> list[Used]:
    """Offers by how often they were opened in this month and the two before it."""
    months = today.year * 12 + today.month - MONTHS  # counted from zero
    first = dt.date(months // 12, months % 12 + 1, 1)
    sums = (
        Use.objects.filter(offer__in=offers.values("pk"), month__gte=first)
        .values("offer")
        .annotate(opened=Sum("opened"), collected=Sum("collected"))
        .filter(opened__gt=0)
        .order_by("-opened", "offer")[:MOST_ROWS]
    )
    known = Offer.objects.select_related("provider").in_bulk([row["offer"] for row in sums])
    return [Used(known[row["offer"]], row["opened"], row["collected"]) for row in sums]
