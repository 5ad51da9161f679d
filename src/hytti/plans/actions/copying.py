"""A new version of an approved plan, and the next term's plan from this one's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from hytti.core import audit, changes
from hytti.core.permissions import NotNow, require

from ..models import Action, Goal, IndicatorLink, LeftOutIndicator, Plan, Priority, Worry
from ..rules import states
from .plans import free_slug

if TYPE_CHECKING:
    from hytti.core.models import User

OF_ONE_RECORD = {"id", "pack_key", "pack_values", "revision", "confirmed_on", "confirmed_by", "slug", "continues"}
OF_A_TERM: dict[type[Model], dict[str, Any]] = {
    Goal: {"official_wording": ""},
    Priority: {"official_wording": ""},
    Action: {
        "official_wording": "",
        "said_status": "",
        "status_reason": "",
        "starts_on": None,
        "ends_on": None,
        "review_from": None,
    },
    IndicatorLink: {"baseline": None, "baseline_year": None, "target": None, "target_on": None},
}
"""What belongs to one term, and begins empty in the next."""


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
    _Copying(plan, made).run(same_term=True)
    audit.record(by, "plans.amended", made, subject=made)
    return made


@transaction.atomic
def copy_for_term(plan: Plan, *, starts: int, ends: int, by: User) -> Plan:
    """A draft for another term with the priorities, goals, actions and figures of this plan.

    What belongs to one term is not taken along: days, said statuses, approved wordings, baselines and targets, what was
    merged into another, links to plans that will have ended, worries and joys, figures left out.
    Raises NotAllowed and ValidationError.
    """
    plan = changes.lock(plan)
    require(by, "plans.edit", plan)
    if ends < starts:
        raise ValidationError({"ends": _("Kausi päättyy ennen kuin se alkaa.")})
    values = {"replaces": None, "version": 1, "starts": starts, "ends": ends, "parent": None}
    if plan.starts and plan.ends:
        before, after = f"{plan.starts}–{plan.ends}", f"{starts}–{ends}"
        titles = {name: getattr(plan, name) for name in ("title_fi", "title_sv", "title_en")}
        values |= {name: title.replace(before, after) for name, title in titles.items()}
    made = _copy_plan(plan, values)
    _Copying(plan, made).run(same_term=False)
    audit.record(by, "plans.copied", made, subject=made)
    return made


def _copy_plan(plan: Plan, values: dict[str, Any]) -> Plan:
    undecided = dict.fromkeys(("decided_by", "decided_on", "decision_section", "case_number", "address"), "")
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
        self.same_term = True
        self.new: dict[tuple[type[Model], int], Any] = {}

    def run(self, *, same_term: bool) -> None:
        self.same_term = same_term
        for priority in self._kept(Priority.objects.filter(plan=self.plan)):
            slug = free_slug(Priority, priority.slug)
            self._keep(priority, {"plan": self.made, "slug": slug, **self._serving(priority, "serves")})
        self._goals()
        self._actions()
        if same_term:
            for worry in Worry.objects.filter(plan=self.plan):
                made = self._keep(worry, {"plan": self.made})
                made.goals.set([self._of(goal) for goal in worry.goals.all()])
            for left_out in LeftOutIndicator.objects.filter(plan=self.plan):
                _copy(left_out, {"plan": self.made})
        self._links()

    def _goals(self) -> None:
        goals = Goal.objects.filter(plan=self.plan)
        for goal in self._kept(goals):
            links = {"priority": self._of(goal.priority), "parent": None, "merged_into": None}
            serving = {**self._serving(goal, "serves"), **self._serving(goal, "serves_goal")}
            self._keep(goal, {"plan": self.made, **links, **serving})
        for goal in goals.exclude(parent=None, merged_into=None):
            if made := self._of(goal):
                links = {"parent": self._of(goal.parent), "merged_into": self._of(goal.merged_into)}
                Goal.objects.filter(pk=made.pk).update(**links)

    def _actions(self) -> None:
        actions = Action.objects.filter(goal__plan=self.plan)
        for action in self._kept(actions):
            if goal := self._of(action.goal):
                self._keep(action, {"goal": goal, "merged_into": None})
        for action in actions.exclude(merged_into=None):
            if made := self._of(action):
                Action.objects.filter(pk=made.pk).update(merged_into=self._of(action.merged_into))

    def _links(self) -> None:
        for owner in ("priority", "goal", "worry"):
            for link in IndicatorLink.objects.filter(**{f"{owner}__plan": self.plan}):
                if mine := self._of(getattr(link, owner)):
                    _copy(link, {owner: mine, **self._emptied(IndicatorLink)})

    def _kept(self, records: Any) -> Any:
        """In order; what was merged into another ends with its term."""
        ordered = records.order_by("order", "pk")
        return ordered if self.same_term or ordered.model is Priority else ordered.filter(merged_into=None)

    def _serving(self, record: Any, field: str) -> dict[str, Any]:
        """No link to what will have ended when the new term begins."""
        served = getattr(record, field)
        ended = served is not None and served.plan.ends is not None and served.plan.ends < (self.made.starts or 0)
        return {field: None} if ended else {}

    def _emptied(self, model: type[Model]) -> dict[str, Any]:
        return {} if self.same_term else {"source": None, "as_of": "", **OF_A_TERM.get(model, {})}

    def _keep(self, record: Any, values: dict[str, Any]) -> Any:
        made = _copy(record, {**values, **self._emptied(type(record)), "continues": record})
        self.new[type(record), record.pk] = made
        return made

    def _of(self, record: Any) -> Any:
        """The copy of a record of the plan; None where it was not taken along."""
        return None if record is None else self.new.get((type(record), record.pk))
