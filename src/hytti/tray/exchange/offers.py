"""Offers with all that is handed out of them: a constant number of queries for each batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from ..models import Offer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.models import QuerySet

AT_A_TIME = 500


def handed_out() -> QuerySet[Offer]:
    """Public offers of today with everything that belongs to them."""
    return (
        Offer.objects.public(timezone.localdate())
        .select_related("provider", "source")
        .prefetch_related(
            "terms__parent",
            "municipalities",
            "contacts",
            "places__municipality",
            "places__accessibility__parent",
            "times",
        )
    )


def in_order(numbers: Sequence[int]) -> Iterator[Offer]:
    """The offers of the numbers that are public today, in the order of the numbers."""
    for start in range(0, len(numbers), AT_A_TIME):
        some = numbers[start : start + AT_A_TIME]
        found = handed_out().in_bulk(some)
        yield from (found[pk] for pk in some if pk in found)
