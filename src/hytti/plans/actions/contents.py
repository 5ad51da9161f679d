"""Writing what a plan holds: priorities, goals, actions, figures, worries and joys, figures left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Max, Model, QuerySet
from django.utils.translation import gettext as _

from hytti.core import audit, changes, search
from hytti.core.conflicts import check_revision
from hytti.core.models import AuditEvent
from hytti.core.permissions import NotNow, require
from hytti.core.plain_text import cleaned

from ..models import Action, Goal, IndicatorLink, LeftOutIndicator, Plan, Priority, Worry
from ..permissions import plan_of, readable_plans
from ..queries.compare import label_of, written
from ..rules import states
from .plans import free_slug
from .rules import (
    changed_fields,
    may_complete,
    refuse_circle,
    require_addable,
    require_changeable,
    require_writable,
)

if TYPE_CHECKING:
    from hytti.core.models import User

SIBLINGS: dict[type[Model], tuple[str, ...]] = {
    Priority: ("plan",),
    Goal: ("plan", "priority", "parent"),
    Action: ("goal",),
    IndicatorLink: ("priority", "goal", "worry"),
    Worry: ("plan", "kind"),
}
"""What the records that stand in one order have in common."""
Content = Priority | Goal | Action | IndicatorLink | Worry | LeftOutIndicator
COLLECTIVE = {
    "responsible_organisation", "responsible_body", "responsible_post", "starts_on", "ends_on", "theme",
    "population_group", "said_status", "status_reason", "review_from", "review_every",
}  # fmt: skip
TOGETHER = 500  # rows that are stored at once


@dataclass(frozen=True)
class Kind:
    """How a kind of content is written: its verb, and the fields whose chains must not come round."""

    model: type[Model]
    verb: str
    chains: tuple[str, ...] = ()


KINDS: dict[type[Model], Kind] = {
    kind.model: kind
    for kind in (
        Kind(Priority, "plans.priority", ("serves", "continues")),
        Kind(Goal, "plans.goal", ("parent", "serves_goal", "merged_into", "continues")),
        Kind(Action, "plans.action", ("merged_into", "continues")),
        Kind(IndicatorLink, "plans.indicator"),
        Kind(Worry, "plans.worry"),
        Kind(LeftOutIndicator, "plans.left_out"),
    )
}


@transaction.atomic
def save(record: Content, values: dict[str, Any], *, by: User, revision: int | None = None) -> Any:
    """Add a record (made by its model with its owner, without a key) or change one.

    In a plan that is no longer written, the follow-up alone changes (`_is_follow_up`), and what a source did not tell
    of a plan may be added. A goal follows the priority of its parent, and comes last where it is put.
    Raises NotAllowed, NotNow, ValidationError, EditConflict.
    """
    plan, kind = _lock_plans(record, values), KINDS[type(record)]
    require(by, "plans.edit", plan)
    values = cleaned(kind.model, values)
    is_new = record.pk is None
    if is_new:
        if not _is_follow_up(plan, record, values):
            require_addable(plan)
        if isinstance(record, Priority):
            record.slug = free_slug(Priority, f"{plan.slug} {values.get('name_fi', '')}")
    else:
        record = changes.lock(record)
        check_revision(record, revision)
        if not _is_follow_up(plan, record, values):
            require_changeable(plan, record, changed_fields(record, values))
    for field in kind.chains:
        if values.get(field) is not None:
            refuse_circle(record, field, values[field])
    _require_own_plan(values, plan)
    _require_readable(values, by)
    values |= _place_of(record, values)
    verb = f"{kind.verb}_{'added' if is_new else 'edited'}"
    saved = changes.apply(record, values, by=by, verb=verb, subject=plan)
    if isinstance(saved, Goal):
        _take_parts_along(saved)
    return saved


def _plan(record: Any) -> Plan:
    plan = plan_of(record)
    if plan is None:
        raise ValueError("the record belongs to no plan")
    return plan


def _lock_plans(record: Content, values: dict[str, Any]) -> Plan:
    """The record's plan as it is stored now, locked with the plans that the values link to, always in one order."""
    plan = _plan(record)
    linked = {plan_of(value) for value in values.values() if isinstance(value, (Priority, Goal, Action))}
    keys = {plan.pk, *(other.pk for other in linked if other is not None)}
    locked: dict[int, Plan] = {
        one.pk: one for one in Plan.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    }
    if plan.pk not in locked:
        raise NotNow(_("Suunnitelma on jo poistettu."))
    return locked[plan.pk]


def _is_follow_up(plan: Plan, record: Model, values: dict[str, Any]) -> bool:
    """Does the change leave the decided text as it is: the follow-up of an action, or a figure only looked at?"""
    if plan.state not in states.FOLLOWED:
        return False
    if isinstance(record, IndicatorLink):
        after = {name: values.get(name, getattr(record, name)) for name in ("is_official", "target")}
        return _is_looked_at(record) and not after["is_official"] and after["target"] is None
    return (
        isinstance(record, Action)
        and record.pk is not None
        and changed_fields(record, values) <= states.FOLLOW_UP_FIELDS
    )


def _is_looked_at(link: IndicatorLink) -> bool:
    """A figure that the plan does not name itself and has no target for is no part of its text."""
    return not link.is_official and link.target is None


def _require_own_plan(values: dict[str, Any], plan: Plan) -> None:
    """What a record stands under, or is merged into, belongs to the same plan."""
    for field in ("priority", "parent", "goal", "worry", "merged_into"):
        owner = values.get(field)
        if owner is not None and plan_of(owner) != plan:
            raise ValidationError({field: _("Valittu tieto on toisesta suunnitelmasta.")})
    if "goals" in values and any(goal.plan_id != plan.pk for goal in values["goals"]):
        raise ValidationError({"goals": _("Valittu tieto on toisesta suunnitelmasta.")})


def _require_readable(values: dict[str, Any], by: User) -> None:
    """What a record serves or continues is for the writer to see: a link would tell the name of another's draft."""
    for field in ("serves", "serves_goal", "continues"):
        target = values.get(field)
        if target is not None and not readable_plans(by).filter(pk=_plan(target).pk).exists():
            raise ValidationError({field: _("Valittu tieto on toisen organisaation luonnoksessa.")})


def _place_of(record: Any, values: dict[str, Any]) -> dict[str, Any]:
    """The priority that a goal has from its parent, and the last place among new siblings."""
    given: dict[str, Any] = {}
    if isinstance(record, Goal):
        parent = values.get("parent", record.parent)
        if parent is not None:
            given["priority"] = Goal.objects.get(pk=parent.pk).priority
    if not hasattr(record, "order"):
        return given
    owners = {name: (values | given).get(name, getattr(record, name)) for name in SIBLINGS[type(record)]}
    if record.order is None or record.pk is None or any(getattr(record, name) != owners[name] for name in owners):
        among = type(record)._default_manager.filter(**owners).exclude(pk=record.pk)
        given["order"] = (among.aggregate(last=Max("order"))["last"] or 0) + 1
    return given


def _take_parts_along(goal: Goal) -> None:
    """The parts of a goal stand under its priority, however deep."""
    for part in (
        goal.parts.exclude(priority=goal.priority_id) if goal.priority_id else goal.parts.exclude(priority=None)
    ):
        Goal.objects.filter(pk=part.pk).update(priority=goal.priority_id)
        part.priority_id = goal.priority_id
        _take_parts_along(part)


@transaction.atomic
def remove(record: Content, *, by: User, revision: int | None = None) -> None:
    """Take a record out of a plan that is being written. Raises NotAllowed, NotNow and EditConflict."""
    plan = _lock_plans(record, {})
    require(by, "plans.edit", plan)
    record = changes.lock(record)
    looked_at = isinstance(record, IndicatorLink) and _is_looked_at(record) and plan.state in states.FOLLOWED
    if not looked_at and not (record.pack_key is None and may_complete(plan)):
        require_writable(plan)
    check_revision(record, revision)
    if isinstance(record, Goal) and record.parts.exists():
        raise NotNow(_("Tavoitteella on osatavoitteita. Siirrä tai poista ensin ne."))
    if isinstance(record, Priority) and record.goals.exists():
        raise NotNow(_("Kärjellä on tavoitteita. Siirrä tai poista ensin ne."))
    audit.record(by, f"{KINDS[type(record)].verb}_removed", record, subject=plan)
    search.remove(record)
    along = list(record.actions.values_list("pk", flat=True)) if isinstance(record, Goal) else []
    record.delete()
    transaction.on_commit(lambda: search.reindex_many(Action, along))


@transaction.atomic
def move(record: Priority | Goal | Action | Worry, *, by: User, to: int) -> None:
    """Set the record at a place among its siblings, counted from 1; the rest keep their order.

    Raises NotAllowed and NotNow.
    """
    plan = _lock_plans(record, {})
    require(by, "plans.edit", plan)
    record = changes.lock(record)
    ordered = [one for one in siblings(record) if one.pk != record.pk]
    ordered.insert(max(0, min(to - 1, len(ordered))), record)
    moved = [one for number, one in enumerate(ordered, start=1) if _set_order(one, number)]
    for one in moved or [record]:
        require_changeable(plan, one, {"order"})
    if moved:
        type(record)._default_manager.bulk_update(moved, ["order"])
        audit.record(by, f"{KINDS[type(record)].verb}_moved", record, subject=plan, changes={"order": [None, to]})


def _set_order(record: Any, number: int) -> bool:
    changed: bool = record.order != number
    record.order = number
    return changed


def siblings(record: Any) -> QuerySet[Any]:
    """The records that the record stands among, in order."""
    model = type(record)
    among = {name: getattr(record, name) for name in SIBLINGS[model]}
    found: QuerySet[Any] = model._default_manager.filter(**among).order_by("order", "pk")
    return found


@transaction.atomic
def bulk_edit(
    actions: Collection[Action], values: dict[str, Any], *, by: User, seen: Mapping[int, int] | None = None
) -> int:
    """Change the same fields of many actions of a plan, all or none. Returns how many were changed.

    seen: the revision of each action by its key when the page was opened; without it nothing is compared.
    Raises NotAllowed, NotNow, and ValidationError that names the action.
    """
    unknown = set(values) - COLLECTIVE
    if unknown:
        raise ValueError(f"not changed together: {', '.join(sorted(unknown))}")
    if not actions:
        return 0
    plan, values = _lock_plans(next(iter(actions)), {}), cleaned(Action, values)
    require(by, "plans.edit", plan)
    found = Action.objects.select_for_update(of=("self",)).filter(pk__in=[action.pk for action in actions])
    stored = list(found.filter(goal__plan=plan).order_by("goal__order", "order", "pk"))
    if len(stored) < len({action.pk for action in actions}):
        raise NotNow(_("Tieto on jo poistettu."))
    changed, events = [], []
    for action in stored:
        if names := changed_fields(action, values):
            if seen and seen.get(action.pk, action.revision) != action.revision:
                raise ValidationError(_stands_now(action, names))
            if not _is_follow_up(plan, action, values):
                require_changeable(plan, action, names)
            before = audit.state_of(action, values)
            for name, value in values.items():
                setattr(action, name, value)
            changed.append(action)
            difference = audit.difference(before, audit.state_of(action, values))
            events.append(audit.event_of(by, "plans.action_edited", action, subject=plan, changes=difference))
    if changed:
        _set_together(changed, values)
        AuditEvent.objects.bulk_create(events, batch_size=TOGETHER)
        transaction.on_commit(lambda: search.reindex_many(Action, [action.pk for action in changed]))
    return len(changed)


def _stands_now(action: Action, names: set[str]) -> str:
    """What the action holds where somebody has changed it since the page was opened."""
    now = "; ".join(f"{label_of(Action, name)}: {written(action, name) or '–'}" for name in sorted(names))
    words = _("%(name)s: joku muutti toimenpidettä, kun sivu oli auki. Nyt siinä lukee %(now)s. Lähetä uudelleen, jos "
              "haluat silti muuttaa sen.")  # fmt: skip
    return words % {"name": action.name_fi, "now": now}


def _set_together(actions: list[Action], values: dict[str, Any]) -> None:
    """Store the same values in many actions. The first one is read by the model's rules, which are the same for all
    but for what an action holds already; of that the database tells, and then the action that it is about is sought.
    """
    _refuse_by_name(actions[0])
    try:
        with transaction.atomic():
            stored = Action.objects.filter(pk__in=[action.pk for action in actions])
            stored.update(**values, revision=F("revision") + 1)
    except IntegrityError:
        for action in actions:
            _refuse_by_name(action)
        raise


def _refuse_by_name(action: Action) -> None:
    try:
        action.full_clean(exclude=changes.UNCHECKED)
    except ValidationError as error:
        raise ValidationError(f"{action.name_fi}: {' '.join(error.messages)}") from error
