"""What of the plans can be found: plans and priorities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from hytti.core.search import Findable, Kind, register
from hytti.core.search.shared import own

from .models import Plan, Priority

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
