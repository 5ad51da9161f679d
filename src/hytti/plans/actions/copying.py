"""A new version of an approved plan, and the next term's plan from this one's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hytti.core import audit, changes
from hytti.core.permissions import NotNow, require

from ..models import Action, Goal, IndicatorLink, LeftOutIndicator, Plan, Priority, Worry
from ..rules import states
from .plans import free_slug

if TYPE_CHECKING:
    from django.db.models import Model

    from hytti.core.models import User

OF_ONE_RECORD = {"id", "pack_key", "pack_values", "revision", "confirmed_on", "confirmed_by", "slug", "continues"}
OF_FOLLOW_UP = {"said_status", "status_reason"}


@transaction.atomic
def amend(plan: Plan, *, by: User) -> Plan:
    """A draft of the plan's next version with everything that it holds. Raises NotAllowed and NotNow."""
    plan = changes.lock(plan)
    require(by, "plans.edit", plan)
    if plan.state not in (states.State.APPROVED, states.State.IN_FORCE):
        raise NotNow(_("Uusi versio tehdään hyväksytystä suunnitelmasta."))
    newer = plan.replaced_by.first()
    if newer is not None:
        raise NotNow(_("Suunnitelmasta on jo uudempi versio: %(title)s.") % {"title": newer.title_fi})
    made = _copy_plan(plan, {"replaces": plan, "version": plan.version + 1})
    _Copying(plan, made).run(follow_up=True)
    audit.record(by, "plans.amended", made, subject=made)
    return made


@transaction.atomic
def copy_for_term(plan: Plan, *, starts: int, ends: int, by: User) -> Plan:
    """A draft for another term with the priorities, goals, actions and figures of this plan; days and said statuses,
    worries and joys and figures left out are not taken along. Raises NotAllowed and ValidationError."""
    require(by, "plans.edit", plan)
    if ends < starts:
        raise ValidationError({"ends": _("Kausi päättyy ennen kuin se alkaa.")})
    made = _copy_plan(plan, {"replaces": None, "version": 1, "starts": starts, "ends": ends, "case_number": ""})
    _Copying(plan, made).run(follow_up=False)
    audit.record(by, "plans.copied", made, subject=made)
    return made


def _copy_plan(plan: Plan, values: dict[str, Any]) -> Plan:
    undecided = dict.fromkeys(("decided_by", "decided_on", "decision_section", "address"), "")
    own = {"slug": free_slug(Plan, plan.slug), "state": Plan.State.DRAFT, "decided_by_body": None, "document": None}
    made: Plan = _copy(plan, {**undecided, **own, **values})
    return made


def _copy(record: Any, values: dict[str, Any]) -> Any:
    """A new record with the fields of another, saved; many-to-many links are taken along."""
    model: type[Model] = type(record)
    kept = {
        field.name: getattr(record, field.name)
        for field in model._meta.concrete_fields
        if field.name not in OF_ONE_RECORD
    }
    made = model(**{**kept, **values})
    made.save()
    for field in model._meta.many_to_many:
        if field.name not in values and field.name != "goals":
            getattr(made, field.name).set(getattr(record, field.name).all())
    return made


class _Copying:
    """The contents of one plan into another, each record remembering the one that it continues."""

    def __init__(self, plan: Plan, made: Plan) -> None:
        self.plan, self.made = plan, made
        self.new: dict[tuple[type[Model], int], Any] = {}

    def run(self, *, follow_up: bool) -> None:
        for priority in Priority.objects.filter(plan=self.plan).order_by("order", "pk"):
            slug = free_slug(Priority, priority.slug)
            self._keep(priority, {"plan": self.made, "slug": slug})
        for goal in Goal.objects.filter(plan=self.plan).order_by("order", "pk"):
            self._keep(
                goal, {"plan": self.made, "priority": self._of(goal.priority), "parent": None, "merged_into": None}
            )
        for goal in Goal.objects.filter(plan=self.plan).exclude(parent=None, merged_into=None):
            links = {"parent": self._of(goal.parent), "merged_into": self._of(goal.merged_into)}
            Goal.objects.filter(pk=self._of(goal).pk).update(**links)
        dropped = {} if follow_up else {**dict.fromkeys(OF_FOLLOW_UP, ""), "starts_on": None, "ends_on": None}
        dropped |= {} if follow_up else {"review_from": None}
        actions = Action.objects.filter(goal__plan=self.plan)
        for action in actions.order_by("order", "pk"):
            self._keep(action, {**dropped, "goal": self._of(action.goal), "merged_into": None})
        for action in actions.exclude(merged_into=None):
            Action.objects.filter(pk=self._of(action).pk).update(merged_into=self._of(action.merged_into))
        if follow_up:
            for worry in Worry.objects.filter(plan=self.plan):
                made = self._keep(worry, {"plan": self.made})
                made.goals.set([self._of(goal) for goal in worry.goals.all()])
            for left_out in LeftOutIndicator.objects.filter(plan=self.plan):
                _copy(left_out, {"plan": self.made})
        self._links()

    def _links(self) -> None:
        for owner in ("priority", "goal", "worry"):
            for link in IndicatorLink.objects.filter(**{f"{owner}__plan": self.plan}):
                mine = self._of(getattr(link, owner))
                if mine is not None:
                    _copy(link, {owner: mine})

    def _keep(self, record: Any, values: dict[str, Any]) -> Any:
        made = _copy(record, {**values, "continues": record})
        self.new[type(record), record.pk] = made
        return made

    def _of(self, record: Any) -> Any:
        """The copy of a record of the plan; a record of another plan stays as it is."""
        return None if record is None else self.new.get((type(record), record.pk))
