"""Who may load tables, answer for a municipality and keep what-ifs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rules
from django.contrib.contenttypes.models import ContentType

from hytti.core.models import Area, Organisation
from hytti.core.permissions import grants_with, regional, register

from .models import Scenario

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from hytti.core.models import User

TABLES, ANSWER, PLAN = "coefficient.tables", "coefficient.answer", "coefficient.plan"


def _answers(user: User | AnonymousUser, municipality: Area | None = None) -> bool:
    """The whole region's keepers answer for every municipality, a coordinator for the own one."""
    grants = list(grants_with(user, ANSWER))
    if any(grant.described.scope == "region" for grant in grants):
        return True
    kind = ContentType.objects.get_for_model(Organisation)
    own = [grant.object_id for grant in grants if grant.content_type_id == kind.pk and grant.object_id]
    if not own or municipality is None:
        return bool(own)
    towns = municipality.organisations.filter(kind=Organisation.Kind.MUNICIPALITY, pk__in=own)
    return bool(towns.exists())


def _plans(user: User | AnonymousUser, scenario: Any = None) -> bool:
    """Who may keep what-ifs sees them all; a kept one is changed by its maker and the region's keepers."""
    grants = list(grants_with(user, PLAN))
    if not isinstance(scenario, Scenario):
        return bool(grants)
    return any(grant.described.scope == "region" for grant in grants) or (
        bool(grants) and scenario.author_id == user.pk
    )


register(TABLES, regional(TABLES))
register(ANSWER, rules.predicate(_answers, ANSWER))
register(PLAN, rules.predicate(_plans, PLAN))
