"""The page of a goal and the page of an action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from hytti.core.content_version import public_page
from hytti.core.templatetags.hytti import tr

from ..queries import goals as queries
from .crumbs import crumbs

if TYPE_CHECKING:
    from ..models import Goal, Plan


@public_page
def goal(request: HttpRequest, pk: int) -> HttpResponse:
    page = queries.goal_page(pk, timezone.localdate())
    if page is None:
        raise Http404
    shown = page.branch.goal
    context = {
        "page": page,
        "goal": shown,
        "plan": shown.plan,
        "breadcrumb": crumbs(*_above(shown.plan, shown), (tr(shown), None)),
    }
    return render(request, "plans/goal.html", context)


@public_page
def action(request: HttpRequest, pk: int) -> HttpResponse:
    page = queries.action_page(pk, timezone.localdate())
    if page is None:
        raise Http404
    shown = page.action.action
    goal = shown.goal
    context = {
        "page": page,
        "action": shown,
        "goal": goal,
        "plan": goal.plan,
        "breadcrumb": crumbs(*_above(goal.plan, goal), (tr(goal), goal.get_absolute_url()), (tr(shown), None)),
    }
    return render(request, "plans/action.html", context)


def _above(plan: Plan, goal: Goal) -> list[tuple[str, str | None]]:
    steps: list[tuple[str, str | None]] = [(tr(plan, "title"), plan.get_absolute_url())]
    return [*steps, (tr(goal.priority), goal.priority.get_absolute_url())] if goal.priority else steps
