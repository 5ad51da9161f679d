"""What anybody may see of the plans: no page tells of a draft, nor of what a draft refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, prefetch_related_objects

from ..models import Action, Goal, IndicatorLink, Plan, Priority
from .status import NOT_YET

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet


def public_priorities() -> QuerySet[Priority]:
    return Priority.objects.filter(plan__in=Plan.objects.public())


def public_goals() -> QuerySet[Goal]:
    return Goal.objects.filter(plan__in=Plan.objects.public())


def public_actions() -> QuerySet[Action]:
    return Action.objects.filter(goal__plan__in=Plan.objects.public())


def followed_plans() -> QuerySet[Plan]:
    """The public plans whose actions are followed: a text that nobody has decided yet tells of no progress."""
    return Plan.objects.public().exclude(state__in=NOT_YET)


def followed_actions() -> QuerySet[Action]:
    return Action.objects.filter(goal__plan__in=followed_plans())


def public_links() -> QuerySet[IndicatorLink]:
    """The figures that public plans follow, whichever of their parts names them."""
    plans = Plan.objects.public()
    links = IndicatorLink.objects
    return (
        links.filter(priority__plan__in=plans)
        | links.filter(goal__plan__in=plans)
        | links.filter(worry__plan__in=plans)
    )


def served() -> tuple[Prefetch[Any], Prefetch[Any]]:
    """What a goal follows in other plans, as far as anybody may read it: a link to the rest is read as none."""
    return (
        Prefetch("serves", public_priorities().select_related("plan")),
        Prefetch("serves_goal", public_goals().select_related("plan__organisation")),
    )


def with_served(goals: Iterable[Goal]) -> list[Goal]:
    """The same for some goals; nothing is asked where none of them follows anything."""
    found = list(goals)
    priority, goal = served()
    prefetch_related_objects([one for one in found if one.serves_id], priority)
    prefetch_related_objects([one for one in found if one.serves_goal_id], goal)
    return found
