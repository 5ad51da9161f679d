"""The rules from service class to theme: adding, correcting, ending, and bringing the offers' themes after them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core import audit, changes
from hytti.core.models import AuditEvent
from hytti.core.permissions import require
from hytti.core.plain_text import cleaned

from ..models import Offer, Term, ThemeRule, Vocabulary
from ..queries.themes import following
from .offers import refresh_after_commit

if TYPE_CHECKING:
    from collections.abc import Collection

    from hytti.core.models import User

AT_ONCE = 500
LOOKED_BACK = dt.timedelta(days=31)  # for days that no tick saw


@transaction.atomic
def add(values: dict[str, Any], *, by: User) -> ThemeRule:
    """Add a rule and bring the themes of its class's offers after it. Raises NotAllowed and ValidationError."""
    require(by, "themes.edit")
    return _written(ThemeRule(), values, by, "themes.added")


@transaction.atomic
def correct(rule: ThemeRule, values: dict[str, Any], *, by: User, revision: int | None) -> ThemeRule:
    """Mend a rule's days or note; class and theme only of a rule that has not been in force before today.

    Raises NotAllowed, ValidationError, EditConflict.
    """
    require(by, "themes.edit")
    started = rule.since < timezone.localdate()
    faults: dict[str, Any] = {
        name: _("Sääntö on jo ollut voimassa. Päätä se ja lisää uusi.")
        for name in ("service_class", "theme")
        if started and name in values and values[name].pk != getattr(rule, f"{name}_id")
    }
    if faults:
        raise ValidationError(faults)
    return _written(rule, values, by, "themes.corrected", revision)


@transaction.atomic
def end(rule: ThemeRule, *, until: dt.date, by: User, revision: int | None) -> ThemeRule:
    """The rule is in force for the last time on a day; it stays in the list. Raises as `correct`."""
    require(by, "themes.edit")
    return _written(rule, {"until": until}, by, "themes.ended", revision)


def _written(rule: ThemeRule, values: dict[str, Any], by: User, verb: str, revision: int | None = None) -> ThemeRule:
    classes = {rule.service_class_id} if rule.pk else set()
    values = cleaned(ThemeRule, values)
    _refuse_overlap(rule, values)
    saved = changes.apply(rule, values, by=by, verb=verb, revision=revision)
    follow(classes | {saved.service_class_id}, by=by)
    return saved


def _refuse_overlap(rule: ThemeRule, values: dict[str, Any]) -> None:
    """A class has a theme by one rule at a time."""
    told: dict[str, Any] = {
        name: values.get(name, getattr(rule, name, None)) for name in ("service_class", "theme", "since", "until")
    }
    Term.objects.select_for_update().get(pk=told["service_class"].pk)  # another's rule of the class waits
    others = ThemeRule.objects.filter(service_class=told["service_class"], theme=told["theme"]).exclude(pk=rule.pk)
    others = others.filter(Q(until__isnull=True) | Q(until__gte=told["since"]))
    if told["until"] is not None:
        others = others.filter(since__lte=told["until"])
    if others.exists():
        raise ValidationError({"since": _("Luokalla on jo sääntö, joka antaa saman teeman samaan aikaan.")})


def follow_calendar(now: dt.datetime) -> str:
    """Bring themes after the rules that have begun or ended lately."""
    today = timezone.localdate(now)
    first = today - LOOKED_BACK
    turned = ThemeRule.objects.filter(
        Q(since__range=(first, today)) | Q(until__range=(first, today - dt.timedelta(days=1)))
    )
    count = follow(set(turned.values_list("service_class", flat=True)), by=None, today=today)
    return f"{count} offers changed theme by the rules." if count else ""


@transaction.atomic
def follow(classes: Collection[int], *, by: User | None, today: dt.date | None = None) -> int:
    """Give the offers with one of the service classes (keys) the themes of the rules in force; how many changed.

    Themes that a person or a source chose stay.
    """
    wanted = following(ThemeRule.objects.all(), classes, today or timezone.localdate())
    links = Offer.terms.through.objects
    changed: list[int] = []
    for place in range(0, len(wanted), AT_ONCE):
        part = sorted(wanted)[place : place + AT_ONCE]
        held: dict[int, set[int]] = {}
        for offer, theme in links.filter(offer__in=part, term__vocabulary=Vocabulary.THEME).values_list(
            "offer", "term"
        ):
            held.setdefault(offer, set()).add(theme)
        moved = {offer: held.get(offer, set()) for offer in part if held.get(offer, set()) != wanted[offer]}
        _move({offer: (themes, wanted[offer]) for offer, themes in moved.items()}, by)
        changed += moved
    if changed:
        refresh_after_commit(changed)
    return len(changed)


def _move(themes: dict[int, tuple[set[int], frozenset[int]]], by: User | None) -> None:
    """Write the themes before and after, by offer (key), and tell of each offer."""
    through = Offer.terms.through
    for theme in {one for before, after in themes.values() for one in before - after}:
        leaving = [offer for offer, (before, after) in themes.items() if theme in before - after]
        through.objects.filter(term=theme, offer__in=leaving).delete()
    through.objects.bulk_create(
        through(offer_id=offer, term_id=theme)
        for offer, (before, after) in themes.items()
        for theme in sorted(after - before)
    )
    offers = Offer.objects.filter(pk__in=themes)
    offers.update(revision=F("revision") + 1, changed_at=timezone.now())
    AuditEvent.objects.bulk_create(
        audit.event_of(
            by, "offers.themes_followed", offer,
            changes={"terms": [sorted(themes[offer.pk][0]), sorted(themes[offer.pk][1])]},
        )
        for offer in offers
    )  # fmt: skip
