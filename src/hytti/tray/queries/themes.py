"""Themes that follow from service classes: what the rules make of the offers on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from ..models import Offer, Term, ThemeRule, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from django.db.models import QuerySet

NOT_CHOSEN = Q(offers__has_own_themes=False)


@dataclass(frozen=True)
class Effect:
    """How many offers get other themes, and from which day; no day where none do."""

    offers: int
    day: dt.date | None


def rules_with_offers() -> QuerySet[ThemeRule]:
    """The rules by service class; `offers`: how many offers of the class have themes that nobody chose."""
    found = ThemeRule.objects.select_related("service_class", "theme")
    chosen = Count("service_class__offers", filter=Q(service_class__offers__has_own_themes=False))
    return found.annotate(offers=chosen).order_by("service_class__order", "service_class__code", "since", "pk")


def classes_without_theme(day: dt.date) -> QuerySet[Term]:
    """Service classes of offers whose themes nobody chose, where no rule gives a theme; those of most offers first."""
    ruled = ThemeRule.objects.valid_on(day).values("service_class")
    classes = Term.objects.filter(vocabulary=Vocabulary.SERVICE_CLASS).exclude(pk__in=ruled)
    return classes.annotate(count=Count("offers", filter=NOT_CHOSEN)).filter(count__gt=0).order_by("-count", "code")


def following(rules: Iterable[ThemeRule], classes: Collection[int], day: dt.date) -> dict[int, frozenset[int]]:
    """The themes (keys) that the rules give on the day, by offer (key).

    Offers with one of the service classes (keys) whose themes nobody chose; all their classes count.
    """
    links = Offer.terms.through.objects
    touched = links.filter(term__in=classes, offer__has_own_themes=False).values("offer")
    of_class: dict[int, set[int]] = {}
    for rule in rules:
        if rule.since <= day and (rule.until is None or day <= rule.until):
            of_class.setdefault(rule.service_class_id, set()).add(rule.theme_id)
    found: dict[int, set[int]] = {}
    held = links.filter(offer__in=touched, term__vocabulary=Vocabulary.SERVICE_CLASS)
    for offer, service_class in held.values_list("offer", "term"):
        found.setdefault(offer, set()).update(of_class.get(service_class, ()))
    return {offer: frozenset(themes) for offer, themes in found.items()}


def effect_of(old: ThemeRule | None, new: ThemeRule, today: dt.date) -> Effect:
    """What it does to the offers that a rule is added, or that `new` (not stored) takes the place of `old`."""
    before = list(ThemeRule.objects.all())
    after = [*(rule for rule in before if old is None or rule.pk != old.pk), new]
    turns = [one for one in (old, new) if one is not None]
    classes = {rule.service_class_id for rule in turns}
    moved: dict[int, dt.date] = {}
    for day in _days(turns, today):
        was, becomes = following(before, classes, day), following(after, classes, day)
        for offer in becomes:
            if was[offer] != becomes[offer]:
                moved.setdefault(offer, day)
    return Effect(len(moved), min(moved.values(), default=None))


def _days(rules: Sequence[ThemeRule], today: dt.date) -> list[dt.date]:
    """The days on which something begins or has ended, from today on."""
    days = {rule.since for rule in rules} | {rule.until + dt.timedelta(days=1) for rule in rules if rule.until}
    return sorted({max(day, today) for day in days})
