"""Offers that may be the same from two sources: proposed by the provider's business id and alike names."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from hytti.core.search.lemmas import folded

from ..models import JoinProposal, Offer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from django.db.models import QuerySet

ALIKE = 0.85  # of the letters agree
MOST_OF_PROVIDER = 2000  # offers of one provider that are compared
AT_ONCE = 500
PROVIDERS_AT_ONCE = 20


def propose(made: Collection[int]) -> int:
    """Propose to join new offers (keys) with others of the same provider that come from elsewhere. How many.

    Only providers with a business id count: a name alone does not make two organisations one.
    """
    new = sorted(made)
    providers: set[int] = set()
    for place in range(0, len(new), AT_ONCE):
        providers.update(Offer.objects.filter(pk__in=new[place : place + AT_ONCE]).values_list("provider", flat=True))
    fresh = set(new)
    proposals = [pair for some in _some(sorted(providers)) for pair in _alike(some, fresh)]
    unique = dict.fromkeys(proposals)
    rows = (JoinProposal(offer_id=offer, other_id=other) for offer, other in unique)
    JoinProposal.objects.bulk_create(rows, ignore_conflicts=True)
    return len(unique)


def _some(providers: list[int]) -> Iterator[list[int]]:
    for place in range(0, len(providers), PROVIDERS_AT_ONCE):
        yield providers[place : place + PROVIDERS_AT_ONCE]


def _alike(providers: list[int], new: Collection[int]) -> Iterator[tuple[int, int]]:
    """Pairs of a new offer of these providers and another of the same provider that comes from elsewhere."""
    by_provider: dict[int, list[Row]] = {}
    for row in _rows(Offer.objects.filter(provider__in=providers)):
        by_provider.setdefault(row.provider, []).append(row)
    for rows in by_provider.values():
        if len({row.feeds for row in rows}) == 1:
            continue
        for one in rows:
            for other in rows[:MOST_OF_PROVIDER] if one.pk in new else ():
                elsewhere = one.pk != other.pk and not one.feeds & other.feeds and one.kind == other.kind
                if elsewhere and are_alike(one.name, other.name):
                    yield min(one.pk, other.pk), max(one.pk, other.pk)


def are_alike(one: str, other: str) -> bool:
    """Whether two names say nearly the same: without case, accents, order of words."""
    first, second = _plain(one), _plain(other)
    if first == second:
        return True
    if not first or not second or min(len(first), len(second)) / max(len(first), len(second)) < 0.7:
        return False
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _plain(name: str) -> str:
    return " ".join(sorted(re.findall(r"\w+", folded(name.casefold()))))


class Row(NamedTuple):
    pk: int
    provider: int
    name: str
    feeds: frozenset[int]
    kind: str


def _rows(offers: QuerySet[Offer]) -> list[Row]:
    """The offers that are not withdrawn, of providers with a business id."""
    kept = offers.exclude(provider__business_id="").exclude(state=Offer.State.WITHDRAWN).order_by("pk")
    found: dict[int, tuple[int, int, str, set[int], str]] = {}
    for pk, provider, name, kind, feed in kept.values_list("pk", "provider", "name_fi", "kind", "origins__feed"):
        found.setdefault(pk, (pk, provider, name, set(), kind))[3].update({feed} if feed else ())
    return [Row(pk, provider, name, frozenset(feeds), kind) for pk, provider, name, feeds, kind in found.values()]
