"""Offers that may be the same from two sources: proposed by the provider's business id and alike names."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from hytti.core.search.lemmas import folded

from ..models import JoinProposal, Offer

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

ALIKE = 0.85  # of the letters agree
MOST_OF_PROVIDER = 2000  # offers of one provider that are compared
AT_ONCE = 500


def propose(made: Collection[int]) -> int:
    """Propose to join new offers (keys) with others of the same provider that come from elsewhere. How many.

    Only providers with a business id count: a name alone does not make two organisations one.
    """
    new = sorted(made)
    proposals = []
    for place in range(0, len(new), AT_ONCE):
        part = _rows(Offer.objects.filter(pk__in=new[place : place + AT_ONCE]))
        providers = {row[1] for row in part}
        others: dict[int, list[tuple[int, str, frozenset[int], str]]] = {}
        for pk, provider, name, feeds, kind in _rows(Offer.objects.filter(provider__in=providers)):
            others.setdefault(provider, []).append((pk, name, feeds, kind))
        for pk, provider, name, feeds, kind in part:
            for other, its_name, its_feeds, its_kind in others.get(provider, [])[:MOST_OF_PROVIDER]:
                if other != pk and not feeds & its_feeds and kind == its_kind and are_alike(name, its_name):
                    proposals.append(JoinProposal(offer_id=min(pk, other), other_id=max(pk, other)))
    unique = {(one.offer_id, one.other_id): one for one in proposals}
    JoinProposal.objects.bulk_create(unique.values(), ignore_conflicts=True)
    return len(unique)


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


def _rows(offers: QuerySet[Offer]) -> list[tuple[int, int, str, frozenset[int], str]]:
    """Key, provider, name, feeds and kind of the offers that are not withdrawn, of providers with a business id."""
    kept = offers.exclude(provider__business_id="").exclude(state=Offer.State.WITHDRAWN).order_by("pk")
    found: dict[int, tuple[int, int, str, set[int], str]] = {}
    for pk, provider, name, kind, feed in kept.values_list("pk", "provider", "name_fi", "kind", "origins__feed"):
        found.setdefault(pk, (pk, provider, name, set(), kind))[3].update({feed} if feed else ())
    return [(pk, provider, name, frozenset(feeds), kind) for pk, provider, name, feeds, kind in found.values()]
