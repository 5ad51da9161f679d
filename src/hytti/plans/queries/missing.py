"""What a plan lacks before it can be proposed and approved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from hytti.core.templatetags.hytti import translated

from ..models import Action, Goal, IndicatorLink, Plan


@dataclass(frozen=True)
class Gap:
    """What is missing of a record: a goal, an action or a figure of the plan."""

    record: Any
    name: str
    words: str


def missing(plan: Plan) -> list[Gap]:
    """Every gap, in the order of the plan: goals without actions, actions without a responsible party, targets
    without a unit, a day or a direction."""
    goals = list(Goal.objects.filter(plan=plan, merged_into=None).prefetch_related("actions", "parts", "indicators"))
    gaps = [] if goals else [Gap(plan, translated(plan, "title")[0], _("Suunnitelmassa ei ole tavoitteita."))]
    for goal in goals:
        if not goal.actions.all() and not goal.parts.all():
            gaps.append(_gap(goal, _("Tavoitteella ei ole toimenpidettä eikä siten vastuutahoa.")))
        gaps += [_gap(action, _("Vastuutaho puuttuu.")) for action in goal.actions.all() if not is_answered_for(action)]
    links = IndicatorLink.objects.filter(goal__plan=plan) | IndicatorLink.objects.filter(priority__plan=plan)
    gaps += [_gap(link, words) for link in links.order_by("pk") if (words := _of_target(link))]
    return gaps


def is_answered_for(action: Action) -> bool:
    """Has the action a responsible organisation, body or post, or was it merged into another?"""
    return bool(
        action.merged_into_id
        or action.responsible_organisation_id
        or action.responsible_body_id
        or action.responsible_post_id
    )


def _of_target(link: IndicatorLink) -> str:
    if link.target is not None and (not link.unit or link.target_on is None):
        return _("Tavoitearvo tarvitsee yksikön ja päivän.")
    if link.target is not None and not link.direction:
        return _("Kerro, mihin suuntaan luvun pitää muuttua.")
    return ""


def _gap(record: Any, words: str) -> Gap:
    return Gap(record, translated(record, "name")[0], words)
