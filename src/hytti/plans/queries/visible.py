"""What anybody may see of the plans: no page tells of a draft, nor of what a draft refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..models import Action, Goal, IndicatorLink, Plan

if TYPE_CHECKING:
    from django.db.models import QuerySet


def public_ids() -> set[int]:
    """The plans that anybody may read."""
    return set(Plan.objects.public().order_by().values_list("pk", flat=True))


def public_goals() -> QuerySet[Goal]:
    return Goal.objects.filter(plan__in=Plan.objects.public())


def public_actions() -> QuerySet[Action]:
    return Action.objects.filter(goal__plan__in=Plan.objects.public())


def public_links() -> QuerySet[IndicatorLink]:
    """The figures that public plans follow, whichever of their parts names them."""
    plans = Plan.objects.public()
    links = IndicatorLink.objects
    return (
        links.filter(priority__plan__in=plans)
        | links.filter(goal__plan__in=plans)
        | links.filter(worry__plan__in=plans)
    )
