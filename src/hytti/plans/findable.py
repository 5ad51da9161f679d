"""What of the plans can be found: plans, priorities, goals and actions, and nothing of drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from hytti.core.search import Findable, Kind, register, reindex_many
from hytti.core.search.shared import own

from .models import Action, Goal, Plan, Priority

if TYPE_CHECKING:
    from django.db.models import QuerySet


def _plan_text(plan: Plan, language: str) -> tuple[str, str]:
    title, about = own(plan, "title", language), own(plan, "about", language)
    if not title and not about:
        return "", ""
    years = "–".join(str(year) for year in (plan.starts, plan.ends) if year)
    parts = [about, plan.get_kind_display(), years, own(plan.organisation, "name", language)]
    return title, "\n".join(part for part in parts if part)


def _priority_text(priority: Priority, language: str) -> tuple[str, str]:
    title, description = own(priority, "name", language), own(priority, "description", language)
    if not title and not description:
        return "", ""
    around = own(priority.plan, "title", language)
    return title, "\n".join(part for part in (description, around, str(priority._meta.verbose_name)) if part)


def _public_priorities() -> QuerySet[Priority]:
    return Priority.objects.filter(plan__in=Plan.objects.public().values("pk")).select_related("plan")


def _goal_text(goal: Goal, language: str) -> tuple[str, str]:
    title = own(goal, "name", language)
    if not title:
        return "", ""
    wording = goal.official_wording if language == "fi" else ""
    parts = (wording, own(goal.plan, "title", language), str(goal._meta.verbose_name))
    return title, "\n".join(part for part in parts if part)


def _action_text(action: Action, language: str) -> tuple[str, str]:
    title = own(action, "name", language)
    if not title:
        return "", ""
    doer = own(action.responsible_organisation, "name", language) if action.responsible_organisation else ""
    written = (action.description, action.official_wording) if language == "fi" else ()
    parts = (*written, own(action.goal.plan, "title", language), doer, str(action._meta.verbose_name))
    return title, "\n".join(part for part in parts if part)


def _public_goals() -> QuerySet[Goal]:
    return Goal.objects.filter(plan__in=Plan.objects.public().values("pk")).select_related("plan")


def _public_actions() -> QuerySet[Action]:
    public = Action.objects.filter(goal__plan__in=Plan.objects.public().values("pk"))
    return public.select_related("goal__plan", "responsible_organisation")


def register_plans() -> None:
    register(
        Findable(
            Plan,
            "plan",
            _plan_text,
            title_field="title",
            records=lambda: Plan.objects.public().select_related("organisation"),
        ),
        Kind("plan", gettext_lazy("Suunnitelmat"), 35),
    )
    register(
        Findable(Priority, "priority", _priority_text, records=_public_priorities),
        Kind("priority", gettext_lazy("Kärjet"), 36),
    )
    register(Findable(Goal, "goal", _goal_text, records=_public_goals), Kind("goal", gettext_lazy("Tavoitteet"), 37))
    register(
        Findable(Action, "action", _action_text, records=_public_actions),
        Kind("action", gettext_lazy("Toimenpiteet"), 38),
    )


def reindex_parts(plan: Plan) -> None:
    """Bring what may be found of a plan's priorities, goals and actions up to date, as when it has become public."""
    for model, path in ((Priority, "plan"), (Goal, "plan"), (Action, "goal__plan")):
        reindex_many(model, model._default_manager.filter(**{path: plan}).values_list("pk", flat=True))
