"""Searches that found nothing, counted by month without telling who asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from hytti.core.search.lemmas import readings

from ..models import SearchMiss
from . import vocabulary
from .questions import own_keys
from .words import FINNISH, SMALL_WORDS, tokens

if TYPE_CHECKING:
    from .find import Question

LONGEST = 120


def record(question: Question) -> None:
    """Count a search without hits. Words that neither a dictionary nor an offer has are left out: they may be names."""
    words = " ".join(_kept(question.words))[:LONGEST]
    if not words:
        return
    places = question.filters.get("municipality", ())
    with transaction.atomic():
        miss, _ = SearchMiss.objects.get_or_create(
            words=words,
            month=timezone.localdate().replace(day=1),
            municipality=places[0][:3] if len(places) == 1 else "",
        )
        SearchMiss.objects.filter(pk=miss.pk).update(count=F("count") + 1)


def _kept(text: str) -> list[str]:
    """Base forms of the words that are known, each once."""
    known = vocabulary.current()
    kept = []
    for token in tokens(text):
        if token in SMALL_WORDS or token.isdigit():
            continue
        bases = [reading.base for reading in readings(token) if not reading.is_name]
        if bases:
            kept.append(bases[0])
        elif not readings(token) and any(known.holds(key[0], key[1:]) for key in own_keys(token) if key[0] != FINNISH):
            kept.append(token)
    return list(dict.fromkeys(kept))
