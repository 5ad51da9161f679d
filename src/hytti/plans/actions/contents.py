"""Writing what a plan holds: priorities, goals, actions, figures, worries and joys, figures left out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Model, QuerySet
from django.utils.translation import gettext as _

from hytti.core import audit, changes
from hytti.core.conflicts import check_revision
from hytti.core.permissions import NotNow, require

from ..models import Action, Goal, IndicatorLink, LeftOutIndicator, Plan, Priority, Worry
from ..permissions import plan_of
from ..rules import states
from .plans import free_slug
from .rules import cleaned, refuse_circle, require_addable, require_writable

if TYPE_CHECKING:
    from hytti.core.models import User

Content = Priority | Goal | Action | IndicatorLink | Worry | LeftOutIndicator
COLLECTIVE = {
    "responsible_organisation", "responsible_body", "responsible_post", "starts_on", "ends_on", "theme",
    "population_group", "said_status", "status_reason", "review_from", "review_every",
}  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """How a kind of content is written: its verb, and the fields whose chains must not come round."""

    model: type[Model]
    verb: str
    chains: tuple[str, ...] = ()


KINDS: dict[type[Model], Kind] = {
    kind.model: kind
    for kind in (
        Kind(Priority, "plans.priority", ("serves",)),
        Kind(Goal, "plans.goal", ("parent", "serves_goal", "merged_into")),
        Kind(Action, "plans.action", ("merged_into",)),
        Kind(IndicatorLink, "plans.indicator"),
        Kind(Worry, "plans.worry"),
        Kind(LeftOutIndicator, "plans.left_out"),
    )
}


@transaction.atomic
def save(record: Content, values: dict[str, Any], *, by: User, revision: int | None = None) -> Any:
    """Add a record (made by its model with its owner, without a key) or change one.

    In an approved plan only the follow-up of its actions changes (`states.FOLLOW_UP_FIELDS`).
    Raises NotAllowed, NotNow, ValidationError, EditConflict.
    """
    plan, kind = _plan(record), KINDS[type(record)]
    require(by, "plans.edit", plan)
    values = cleaned(values)
    is_new = record.pk is None
    if is_new:
        require_addable(plan)
        _place_last(record)
        if isinstance(record, Priority):
            record.slug = free_slug(Priority, f"{plan.slug} {values.get('name_fi', '')}")
    elif not _is_follow_up(record, values):
        require_writable(plan)
    for field in kind.chains:
        if values.get(field) is not None:
            refuse_circle(record, field, values[field])
    _require_own_plan(record, values, plan)
    verb = f"{kind.verb}_{'added' if is_new else 'edited'}"
    return changes.apply(record, values, by=by, verb=verb, revision=revision, subject=plan)


def _plan(record: Any) -> Plan:
    plan = plan_of(record)
    if plan is None:
        raise ValueError("the record belongs to no plan")
    return plan


def _is_follow_up(record: Model, values: dict[str, Any]) -> bool:
    """Does the change touch the follow-up of an action alone?"""
    if not isinstance(record, Action):
        return False
    before = audit.state_of(record, values)
    many = {name for name in values if record._meta.get_field(name).many_to_many}
    changed = set()
    for name, value in values.items():
        now = audit.keys_of(value) if name in many else value
        was = before[name] if name in many else getattr(record, name)
        if now != was:
            changed.add(name)
    return changed <= states.FOLLOW_UP_FIELDS


def _require_own_plan(record: Any, values: dict[str, Any], plan: Plan) -> None:
    """What a record stands under belongs to the same plan."""
    for field in ("priority", "parent", "goal"):
        owner = values.get(field)
        if owner is not None and plan_of(owner) != plan:
            raise ValidationError({field: _("Valittu tieto on toisesta suunnitelmasta.")})
    if "goals" in values and any(goal.plan_id != plan.pk for goal in values["goals"]):
        raise ValidationError({"goals": _("Valittu tieto on toisesta suunnitelmasta.")})
    if isinstance(record, Goal) and values.get("parent") is not None and values.get("priority", record.priority):
        values["priority"] = values["parent"].priority


@transaction.atomic
def remove(record: Content, *, by: User, revision: int | None = None) -> None:
    """Take a record out of a plan that is being written. Raises NotAllowed, NotNow and EditConflict."""
    record = changes.lock(record)
    plan = _plan(record)
    require(by, "plans.edit", plan)
    require_writable(plan)
    check_revision(record, revision)
    if isinstance(record, Goal) and record.parts.exists():
        raise NotNow(_("Tavoitteella on osatavoitteita. Siirrä tai poista ensin ne."))
    if isinstance(record, Priority) and record.goals.exists():
        raise NotNow(_("Kärjellä on tavoitteita. Siirrä tai poista ensin ne."))
    audit.record(by, f"{KINDS[type(record)].verb}_removed", record, subject=plan)
    record.delete()


@transaction.atomic
def move(record: Priority | Goal | Action | Worry, *, by: User, to: int) -> None:
    """Set the record at a place among its siblings, counted from 1; the rest keep their order.

    Raises NotAllowed and NotNow.
    """
    plan = Plan.objects.select_for_update().get(pk=_plan(record).pk)
    require(by, "plans.edit", plan)
    require_writable(plan)
    ordered = [one for one in siblings(record) if one.pk != record.pk]
    ordered.insert(max(0, min(to - 1, len(ordered))), record)
    moved = [one for number, one in enumerate(ordered, start=1) if _set_order(one, number)]
    if moved:
        type(record)._default_manager.bulk_update(moved, ["order"])
        audit.record(by, f"{KINDS[type(record)].verb}_moved", record, subject=plan, changes={"order": [None, to]})


def _set_order(record: Any, number: int) -> bool:
    changed: bool = record.order != number
    record.order = number
    return changed


def siblings(record: Any) -> QuerySet[Any]:
    """The records that the record stands among, in order."""
    if isinstance(record, Action):
        return Action.objects.filter(goal=record.goal_id).order_by("order", "pk")
    if isinstance(record, Goal):
        among = Goal.objects.filter(plan=record.plan_id, priority=record.priority_id, parent=record.parent_id)
        return among.order_by("order", "pk")
    if isinstance(record, Worry):
        return Worry.objects.filter(plan=record.plan_id, kind=record.kind).order_by("order", "pk")
    return Priority.objects.filter(plan=record.plan_id).order_by("order", "pk")


def _place_last(record: Any) -> None:
    if hasattr(record, "order") and not record.order:
        among = siblings(record) if not isinstance(record, IndicatorLink) else IndicatorLink.objects.none()
        record.order = (among.aggregate(last=Max("order"))["last"] or 0) + 1


@transaction.atomic
def bulk_edit(actions: Collection[Action], values: dict[str, Any], *, by: User) -> int:
    """Change the same fields of many actions, all or none. Returns how many were changed.

    Raises NotAllowed, NotNow, and ValidationError that names the action.
    """
    unknown = set(values) - COLLECTIVE
    if unknown:
        raise ValueError(f"not changed together: {', '.join(sorted(unknown))}")
    changed = 0
    for action in actions:
        try:
            saved = save(action, values, by=by)
        except ValidationError as error:
            raise ValidationError(f"{action.name_fi}: {' '.join(error.messages)}") from error
        changed += saved.revision != action.revision
    return changed
