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
    from collections.abc import Sequence

    from hytti.core.models import User

BATCH = 500
OF_ONE_RECORD = {"id", "pack_key", "pack_values", "revision", "confirmed_on", "confirmed_by", "slug", "continues"}
OF_A_TERM: dict[type[Model], dict[str, Any]] = {
    Goal: {"official_wording": ""},
    Priority: {"official_wording": ""},
    Action: {
        "official_wording": "",
        "tasks": "",
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
    made: Plan = _fresh(plan, {**undecided, **own, **values})
    made.save()
    return made


def _fresh(record: Any, values: dict[str, Any]) -> Any:
    """A new record, not stored yet, with the fields of another and these values."""
    kept = {
        field.attname: getattr(record, field.attname)
        for field in record._meta.concrete_fields
        if field.name not in OF_ONE_RECORD and field.name not in values
    }
    return type(record)(**kept, **values)


class _Copying:
    """The contents of one plan into another, each record remembering the one that it continues.

    Records of a kind are stored together, so that a large plan takes a second and not half a minute.
    """

    def __init__(self, plan: Plan, made: Plan) -> None:
        self.plan, self.made = plan, made
        self.same_term = True
        self.new: dict[tuple[type[Model], int], Any] = {}

    def run(self, *, same_term: bool) -> None:
        self.same_term = same_term
        for priority in Priority.objects.filter(plan=self.plan).select_related("serves__plan").order_by("order", "pk"):
            slug = free_slug(Priority, priority.slug)  # one that the copy before has not taken
            self._keep([(priority, {"plan": self.made, "slug": slug, **self._serving(priority, "serves")})])
        self._goals()
        self._actions()
        if same_term:
            worries = Worry.objects.filter(plan=self.plan)
            self._keep([(worry, {"plan": self.made}) for worry in worries])
            for pair in Worry.goals.through._default_manager.filter(worry__plan=self.plan).select_related("worry"):
                self._of(pair.worry).goals.add(self.new[Goal, pair.goal_id])
            left_out = LeftOutIndicator.objects.filter(plan=self.plan)
            LeftOutIndicator.objects.bulk_create([_fresh(one, {"plan": self.made}) for one in left_out])
        self._links()

    def _goals(self) -> None:
        goals = self._kept(Goal.objects.filter(plan=self.plan), "priority", "serves__plan", "serves_goal__plan")
        self._keep(
            [
                (
                    goal,
                    {
                        "plan": self.made,
                        "priority": self._of(goal.priority),
                        "parent": None,
                        "merged_into": None,
                        **self._serving(goal, "serves"),
                        **self._serving(goal, "serves_goal"),
                    },
                )
                for goal in goals
            ]
        )
        self._point(goals, "parent", "merged_into")

    def _actions(self) -> None:
        found = self._kept(Action.objects.filter(goal__plan=self.plan))
        actions = [action for action in found if (Goal, action.goal_id) in self.new]
        self._keep([(action, {"goal": self.new[Goal, action.goal_id], "merged_into": None}) for action in actions])
        self._point(actions, "merged_into")
        self._join()

    def _links(self) -> None:
        made = []
        for owner, model in (("priority", Priority), ("goal", Goal), ("worry", Worry)):
            for link in IndicatorLink.objects.filter(**{f"{owner}__plan": self.plan}):
                if mine := self.new.get((model, getattr(link, f"{owner}_id"))):
                    made.append(_fresh(link, {owner: mine, **self._emptied(IndicatorLink)}))
        IndicatorLink.objects.bulk_create(made, batch_size=BATCH)

    def _kept(self, records: Any, *related: str) -> list[Any]:
        """In order; what was merged into another ends with its term."""
        ordered = records.select_related(*related).order_by("order", "pk")
        return list(ordered if self.same_term else ordered.filter(merged_into=None))

    def _serving(self, record: Any, field: str) -> dict[str, Any]:
        """No link to what will have ended when the new term begins."""
        served = getattr(record, field)
        ended = served is not None and served.plan.ends is not None and served.plan.ends < (self.made.starts or 0)
        return {field: None} if ended else {}

    def _emptied(self, model: type[Model]) -> dict[str, Any]:
        return {} if self.same_term else {"source": None, "as_of": "", **OF_A_TERM.get(model, {})}

    def _keep(self, pairs: Sequence[tuple[Any, dict[str, Any]]]) -> None:
        """Store the copies of records of one kind."""
        if not pairs:
            return
        model: type[Any] = type(pairs[0][0])
        made = [_fresh(one, {**values, **self._emptied(model), "continues": one}) for one, values in pairs]
        model._default_manager.bulk_create(made, batch_size=BATCH)
        self.new |= {(model, one.pk): copy for (one, _values), copy in zip(pairs, made, strict=True)}

    def _join(self) -> None:
        """The bodies, partners and areas of the actions."""
        for field in Action._meta.many_to_many:
            through: Any = field.remote_field.through
            other = field.m2m_reverse_name()
            pairs = through._default_manager.filter(action__goal__plan=self.plan).values_list("action_id", other)
            made = [
                through(**{"action": copy, other: theirs})
                for mine, theirs in pairs
                if (copy := self.new.get((Action, mine)))
            ]
            through._default_manager.bulk_create(made, batch_size=BATCH)

    def _point(self, records: Sequence[Any], *fields: str) -> None:
        """Lead the copies to each other as the records lead to each other."""
        moved = []
        for record in records:
            led = {field: self.new.get((type(record), getattr(record, f"{field}_id"))) for field in fields}
            if any(led.values()):
                copy = self._of(record)
                for field, other in led.items():
                    setattr(copy, field, other)
                moved.append(copy)
        if moved:
            type(moved[0])._default_manager.bulk_update(moved, fields, batch_size=BATCH)

    def _of(self, record: Any) -> Any:
        """The copy of a record of the plan; None where it was not taken along."""
        return None if record is None else self.new.get((type(record), record.pk))
