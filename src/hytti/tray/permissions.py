"""Who may write, moderate and keep the tray: a grant's role must hold the right, and its scope the record.

An organisation writes its own offers. A municipality's coordinator moderates what its own associations and services
offer in it; the hyte unit moderates everything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rules
from django.db.models import Q

from hytti.core.models import Area, Organisation
from hytti.core.permissions import (
    grants_with,
    holds_for_region,
    organisations_within,
    own_organisations,
    regional,
    register,
)

from .models import Missing, Offer

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db import models

    from hytti.core.models import User


def offers_written_by(user: User | AnonymousUser) -> models.QuerySet[Offer]:
    """The offers that the user may write."""
    return Offer.objects.filter(provider__in=organisations_within(user, "offers.write").values("pk"))


def offers_moderated_by(user: User | AnonymousUser) -> models.QuerySet[Offer]:
    """The offers that the user may publish: all for the region's keepers; for a municipality's, those whose provider
    belongs to it and those that are offered in it alone."""
    if holds_for_region(user, "offers.moderate"):
        return Offer.objects.all()
    areas = moderated_areas(user)
    elsewhere = Area.objects.exclude(pk__in=areas)
    here_alone = Q(reach=Offer.Reach.MUNICIPALITIES, municipalities__in=areas) & ~Q(
        pk__in=Offer.municipalities.through.objects.filter(area__in=elsewhere).values("offer")
    )
    mine = Offer.objects.filter(Q(provider__area__in=areas) | here_alone)
    return Offer.objects.filter(pk__in=mine.values("pk"))


def moderated_areas(user: User | AnonymousUser) -> list[int]:
    """The keys of the municipalities in whose name the user moderates by a grant of their own."""
    towns = own_organisations(user, "offers.moderate").filter(kind=Organisation.Kind.MUNICIPALITY)
    return [area for area in towns.values_list("area", flat=True) if area is not None]


def missing_handled_by(user: User | AnonymousUser) -> models.QuerySet[Missing]:
    """What readers missed that is the user's to look into: all of it for the region's keepers, else the own
    municipality's."""
    if holds_for_region(user, "offers.moderate"):
        return Missing.objects.all()
    return Missing.objects.filter(municipality__in=moderated_areas(user))


def readable_offers(user: User | AnonymousUser, today: Any) -> models.QuerySet[Offer]:
    """What the user may read: what is public, one's own and what one moderates."""
    mine = offers_written_by(user).values("pk"), offers_moderated_by(user).values("pk")
    return Offer.objects.filter(
        Q(pk__in=Offer.objects.public(today).values("pk")) | Q(pk__in=mine[0]) | Q(pk__in=mine[1])
    )


def _writes(user: User | AnonymousUser, record: Any) -> bool:
    mine = organisations_within(user, "offers.write")
    if record is None:
        return mine.exists()
    organisation = record.provider_id if isinstance(record, Offer) else record.pk
    return mine.filter(pk=organisation).exists()


def _moderates(user: User | AnonymousUser, record: Any) -> bool:
    if record is None:
        return any(True for _grant in grants_with(user, "offers.moderate"))
    mine = missing_handled_by(user) if isinstance(record, Missing) else offers_moderated_by(user)
    return mine.filter(pk=record.pk).exists()


register("offers.write", rules.predicate(lambda user, record=None: _writes(user, record), "offers.write"))
register("offers.moderate", rules.predicate(lambda user, record=None: _moderates(user, record), "offers.moderate"))
register("feeds.keep", regional("feeds.keep"))
register("themes.edit", regional("themes.edit"))


def organisations_invited_by(user: User | AnonymousUser) -> models.QuerySet[Organisation]:
    """The organisations whose offers the user may ask for: all, or those of one's own municipality."""
    if holds_for_region(user, "offers.moderate"):
        return Organisation.objects.all()
    return Organisation.objects.filter(area__in=moderated_areas(user))
