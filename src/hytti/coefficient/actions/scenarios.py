"""Keeping and removing what-ifs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from hytti.core import audit, changes, permissions
from hytti.core.conflicts import check_revision

from ..models import Scenario
from ..permissions import PLAN

if TYPE_CHECKING:
    from hytti.core.models import User


@transaction.atomic
def save(*, by: User, values: dict[str, Any]) -> Scenario:
    """Keep a what-if under a name.

    values: table (None for the example), funding_year, area, name, note, changes, options. Raises NotAllowed,
    ValidationError.
    """
    permissions.require(by, PLAN)
    return changes.apply(Scenario(author=by), values, by=by, verb="coefficient.scenario_saved")


@transaction.atomic
def remove(*, by: User, scenario: Scenario, revision: int | None) -> None:
    """Remove a kept what-if: its maker may, and who keeps the whole region. Raises NotAllowed, NotNow, EditConflict."""
    permissions.require(by, PLAN, scenario)
    scenario = changes.lock(scenario)
    check_revision(scenario, revision)
    audit.record(by, "coefficient.scenario_removed", scenario)
    scenario.delete()
