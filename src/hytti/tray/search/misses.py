"""Words that were looked for in vain, counted by month without telling who asked."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from hytti.core.search.lemmas import readings

from ..models import SearchMiss
from . import vocabulary
from .questions import own_keys
from .snapshots import state_now
from .words import FINNISH, SMALL_WORDS, tokens

if TYPE_CHECKING:
    from .find import Question

KEPT = dt.timedelta(days=366)
LONGEST = 120


def record(question: Question) -> None:
    """Count the words of a search without hits, each alone.

    Kept apart they cannot tell of a person what the whole search may have told. A word that may be a name, and one
    that neither a dictionary nor an offer has, is not kept at all.
    """
    places = question.filters.get("municipality", ())
    municipality = places[0][:3] if len(places) == 1 else ""
    month = timezone.localdate().replace(day=1)
    with transaction.atomic():
        for word in sorted(_kept(question.words)):
            miss, _ = SearchMiss.objects.get_or_create(words=word, month=month, municipality=municipality)
            SearchMiss.objects.filter(pk=miss.pk).update(count=F("count") + 1)


def forget(now: dt.datetime) -> str:
    """Delete the counts that no page shows any more: those of a year ago and older."""
    old = SearchMiss.objects.filter(month__lt=timezone.localdate(now) - KEPT)
    count, _ = old.delete()
    return f"Deleted {count} counts of searches in vain." if count else ""


def _kept(text: str) -> set[str]:
    """Base forms of known words that cannot be names; nothing of what holds a digit or looks like an e-mail address."""
    known = vocabulary.current(state_now())
    kept = set()
    plain = " ".join(part for part in text.split() if "@" not in part and not any(map(str.isdigit, part)))
    for token in tokens(plain):
        read = readings(token)
        if token in SMALL_WORDS or any(one.is_name for one in read):
            continue
        if read:
            kept.add(read[0].base)
        elif any(known.holds(key[0], key[1:]) for key in own_keys(token) if key[0] != FINNISH):
            kept.add(token)
    return {word for word in kept if len(word) <= LONGEST}
