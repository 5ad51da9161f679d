"""How the plans read and write their part of a region pack."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from hytti.core.packs.loading import Context, columns, find_duplicates
from hytti.core.packs.reading import Pack, Place

from . import pack_schema as schema
from .models import Action, DutyEvidence, Goal, IndicatorLink, NotFound, Plan, Priority
from .rules import Duty, duties
from .rules.duties import duties_of_parts
from .rules.periods import named

if TYPE_CHECKING:
    from hytti.core.packs.reading import Located

Rows = dict[str, Any]
FROM_DOCUMENT = ("title_fi", "title_sv", "title_en", "address", "state")


def read(pack: Pack) -> Rows:
    """Read and check the files about plans."""
    rows: Rows = {
        "plans": pack.many("plans.yaml", schema.PlanRow),
        "plans_not_found": pack.many("plans_not_found.yaml", schema.NotFoundRow),
        "duty_evidence": pack.many("duty_evidence.yaml", schema.EvidenceRow),
    }
    for located in rows.values():
        find_duplicates(pack, located)
    known = {duty.key: duty for duty in duties()}
    for located in rows["duty_evidence"]:
        _check_evidence(pack, located, known)
    parts = {duty.key for duty in duties_of_parts()}
    for located in rows["plans"]:
        if located.row.duty and located.row.duty not in parts:
            place = Place(located.place.file, located.place.line, "duty")
            pack.report(place, f"{located.row.duty!r} is no duty to make a part of a plan")
    return rows


def _check_evidence(pack: Pack, located: Located[schema.EvidenceRow], known: dict[str, Duty]) -> None:
    row, place = located.row, located.place
    duty = known.get(row.duty)
    if duty is None:
        pack.report(Place(place.file, place.line, "duty"), f"unknown duty {row.duty!r}")
    elif duty.rhythm.has_periods and named(duty.rhythm, row.period) is None:
        pack.report(
            Place(place.file, place.line, "period"),
            f"the duty {row.duty!r} has no period {row.period!r}",
        )
    elif not duty.rhythm.has_periods and row.period:
        pack.report(Place(place.file, place.line, "period"), f"the duty {row.duty!r} has no periods")
    elif duty.rhythm.interval and not row.happened_on:
        pack.report(Place(place.file, place.line, "happened_on"), f"the duty {row.duty!r} needs the day")


def write(rows: Rows, context: Context) -> None:
    """Merge the rows into the database: plans first, then what refers to them."""
    for order, located in enumerate(rows["plans"], start=1):
        _write_plan(located, order, context)
    for located in rows["plans"]:
        if located.row.key in context.by_key.get("plan", {}):
            _Contents(located, context).write()
    for located in rows["plans"]:
        _write_references(located, context)
    for located in rows["plans_not_found"]:
        _write_not_found(located, context)
    for located in rows["duty_evidence"]:
        _write_evidence(located, context)


def _write_plan(located: Located[schema.PlanRow], order: int, context: Context) -> None:
    row, place = located.row, located.place
    document = context.find("document", row.document, place, "document")
    organisation = context.find("organisation", row.organisation, place, "organisation")
    own = {
        **(row.title.columns("title") if row.title else {}),
        **({"address": row.address} if row.address else {}),
        **({"state": row.state} if row.state else {}),
    }
    taken = {name: getattr(document, name) for name in FROM_DOCUMENT} if document else {}
    values = {
        **taken,
        **own,
        **row.model_dump(include={"kind", "duty", "decided_by", "decided_on", "decision_section", "case_number"}),
        "slug": row.key,
        "order": order,
        "document": document,
        "organisation": organisation or (document and document.organisation),
        "starts": row.starts or (document and document.period_start),
        "ends": row.ends or (document and document.period_end),
        "decided_by_body": context.find("body", row.decided_by_body, place, "decided_by_body"),
        **columns(row.about, "about"),
        **context.provenance(row, place),
    }
    if values["organisation"] is not None and values.get("title_fi"):
        record = context.merger.put(Plan, row.key, values, place)
        if record is not None:
            context.remember("plan", row.key, record)


class _Contents:
    """The priorities, goals, actions and figures of one plan, in the order of the file."""

    def __init__(self, located: Located[schema.PlanRow], context: Context) -> None:
        self.row, self.place, self.context = located.row, located.place, context
        self.plan = context.by_key["plan"][located.row.key]
        self.numbers = count(1)

    def write(self) -> None:
        for order, row in enumerate(self.row.priorities, start=1):
            values = {
                "plan": self.plan,
                "slug": row.key,
                "order": order,
                **row.name.columns("name"),
                **columns(row.description, "description"),
                **self._provenance(row),
            }
            priority = self._put(Priority, "priority", row.key, values)
            if priority is not None:
                self._goals(row.goals, priority=priority)
                self._indicators(row, {"priority": priority})
        self._goals(self.row.goals)

    def _goals(self, rows: list[schema.GoalRow], priority: Any = None, parent: Any = None) -> None:
        for row in rows:
            values = {
                "plan": self.plan,
                "priority": priority,
                "parent": parent,
                "order": next(self.numbers),
                "official_wording": row.official_wording,
                **row.name.columns("name"),
                **self._provenance(row),
            }
            goal = self._put(Goal, "goal", row.key, values)
            if goal is not None:
                for order, action in enumerate(row.actions, start=1):
                    self._action(action, goal, order)
                self._indicators(row, {"goal": goal})
                self._goals(row.goals, priority, goal)

    def _action(self, row: schema.ActionRow, goal: Goal, order: int) -> None:
        plain = {
            "description",
            "official_wording",
            "starts_on",
            "ends_on",
            "tasks",
            "work",
            "money",
            "rooms",
            "contact",
        }
        values = {
            "goal": goal,
            "order": order,
            **row.name.columns("name"),
            **row.model_dump(include={*plain, "population_group", "said_status", "status_reason"}),
            "responsible_organisation": self._find("organisation", row, "responsible_organisation"),
            "responsible_body": self._find("body", row, "responsible_body"),
            "responsible_post": self._find("post", row, "responsible_post"),
            "theme": self._find("theme", row, "theme"),
            **self._provenance(row),
        }
        links = {"partners": self._all("organisation", row.partners), "areas": self._all("area", row.areas)}
        links["bodies"] = self._all("body", row.bodies)
        self._put(Action, "action", row.key, values, links=links)

    def _indicators(self, row: schema.PriorityRow | schema.GoalRow, owner: dict[str, Any]) -> None:
        for order, link in enumerate(row.indicators, start=1):
            values = {
                **owner,
                "order": order,
                "indicator_key": link.key,
                "area": self._find("area", link, "area"),
                **link.name.columns("name"),
                **link.model_dump(exclude={"key", "name", "area", "source", "as_of"}),
                **self._provenance(link),
            }
            self.context.merger.put(IndicatorLink, f"{row.key}/{link.key}", values, self.place)

    def _put(self, model: Any, kind: str, key: str, values: dict[str, Any], **more: Any) -> Any:
        if key in self.context.by_key.get(kind, {}):
            self.context.pack.report(self.place, f"the {kind} {key!r} stands twice")
            return None
        record = self.context.merger.put(model, key, values, self.place, **more)
        if record is not None:
            self.context.remember(kind, key, record)
        return record

    def _find(self, kind: str, row: Any, field: str) -> Any:
        return self.context.find(kind, getattr(row, field), self.place, field)

    def _all(self, kind: str, keys: list[str]) -> list[Any]:
        found = [self.context.find(kind, key, self.place, kind) for key in keys]
        return [record for record in found if record is not None]

    def _provenance(self, row: Any) -> dict[str, Any]:
        return self.context.provenance(row, self.place, self.row)


def _write_references(located: Located[schema.PlanRow], context: Context) -> None:
    """What refers to plans, priorities and actions that may stand later in the file."""
    row, place = located.row, located.place
    if row.key not in context.by_key.get("plan", {}):
        return
    context.merger.put(Plan, row.key, {"parent": context.find("plan", row.parent, place, "parent")}, place)
    for priority in row.priorities:
        _refer(context, place, Priority, priority, "serves", "priority")
        _refer_goals(priority.goals, context, place)
    _refer_goals(row.goals, context, place)


def _refer_goals(rows: list[schema.GoalRow], context: Context, place: Place) -> None:
    for row in rows:
        _refer(context, place, Goal, row, "serves", "priority")
        for action in row.actions:
            _refer(context, place, Action, action, "merged_into", "action")
        _refer_goals(row.goals, context, place)


def _refer(context: Context, place: Place, model: Any, row: Any, field: str, kind: str) -> None:
    context.merger.put(model, row.key, {field: context.find(kind, getattr(row, field), place, field)}, place)


def _write_not_found(located: Located[schema.NotFoundRow], context: Context) -> None:
    row, place = located.row, located.place
    values = {
        "organisation": context.find("organisation", row.organisation, place, "organisation"),
        "plan": context.find("plan", row.plan, place, "plan"),
        **row.text.columns("text"),
        **context.provenance(row, place),
    }
    context.merger.put(NotFound, row.key, values, place)


def _write_evidence(located: Located[schema.EvidenceRow], context: Context) -> None:
    row, place = located.row, located.place
    plain = {"duty", "period", "outcome", "decided_by", "happened_on", "decision_section", "case_number", "address"}
    values = {
        **row.model_dump(include=plain),
        "organisation": context.find("organisation", row.organisation, place, "organisation"),
        "plan": context.find("plan", row.plan, place, "plan"),
        **columns(row.note, "note"),
        **context.provenance(row, place),
    }
    context.merger.put(DutyEvidence, row.key, values, place)
