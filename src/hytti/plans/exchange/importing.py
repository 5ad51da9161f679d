"""Storing what was read: all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from hytti.core import audit, search
from hytti.core.models import AuditEvent
from hytti.core.permissions import require
from hytti.core.steps import silent

from ..actions.contents import KINDS
from ..actions.plans import free_slug
from ..actions.rules import changed_fields, require_writable
from ..findable import reindex_parts
from ..models import Action, Goal, IndicatorLink, Plan, Priority, Worry
from .columns import BY_KEY, COLUMNS, MARK, field_of, kind_of, mark_of
from .export import cell, records_of
from .reading import Problem, Read, read

if TYPE_CHECKING:
    from collections.abc import Callable

    from hytti.core.models import User
    from hytti.core.steps import Step

    from .reading import Row

BATCH = 200


@dataclass
class Done:
    """What an import did; nothing where there are problems."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)


def load(plan: Plan, data: bytes, name: str, *, by: User, step: Step = silent) -> Done:
    """Read the file and store its rows in the plan, all or none: marked rows change what they name, others are added.

    Rows that are not in the file stay as they are. Raises NotAllowed and NotNow, and Cancelled where `step` does.
    """
    require(by, "plans.edit", plan)
    require_writable(plan)
    found = read(data, name, plan, step)
    if found.problems:
        return Done(problems=found.problems)
    with transaction.atomic():
        plan = _locked(plan, found.rows)
        require_writable(plan)
        done = _Importing(plan, found, by, step).run()
        if done.problems:
            transaction.set_rollback(True)
            return Done(problems=done.problems)
    return done


def _locked(plan: Plan, rows: list[Row]) -> Plan:
    """The plan as it is stored now, locked with those that its rows will serve, in the order in which all lock them."""
    served = {row.values["serves"].plan_id for row in rows if row.values.get("serves")}
    locked: dict[int, Plan] = {
        one.pk: one for one in Plan.objects.select_for_update().filter(pk__in={plan.pk, *served}).order_by("pk")
    }
    return locked[plan.pk]


class _Importing:
    """The rows of one file into one plan."""

    def __init__(self, plan: Plan, found: Read, by: User, step: Step) -> None:
        self.plan, self.rows, self.by, self.step = plan, found.rows, by, step
        stored = list(records_of(plan))
        self.owners = {mark_of(record): owner for record, owner in stored}
        self.known = {mark_of(record): record for record, _owner in stored}
        self.by_mark: dict[str, Any] = {}
        self.placed: dict[tuple[type[Model], int], int] = {}  # the line of each record
        self.goals = {one.pk: one for one in self.known.values() if isinstance(one, Goal)}
        self.serving = dict(Priority.objects.values_list("pk", "serves"))
        self.edited: dict[frozenset[str], list[Any]] = {}  # records that wait to be stored, by the fields that change
        self.partners: dict[int, list[Any]] = {}  # of actions that wait
        self.events: list[AuditEvent] = []
        self.done = Done()

    def run(self) -> Done:
        for kinds in (("worry", "joy"), ("priority",), ("goal",), ("action",), ("figure",)):
            rows = [row for row in self.rows if row.kind.key in kinds]
            if kinds == ("goal",):
                self._goals(rows)
            else:
                self._store(rows)
            if self.done.problems:
                return self.done
        self._number()
        changes = {"added": [None, self.done.added], "changed": [None, self.done.changed]}
        if self.done.added or self.done.changed:
            AuditEvent.objects.bulk_create(self.events, batch_size=BATCH)
            audit.record(self.by, "plans.imported", self.plan, changes=changes)
            plan = self.plan
            transaction.on_commit(lambda: search.reindex(plan))
            transaction.on_commit(lambda: reindex_parts(plan))
        return self.done

    def _goals(self, rows: list[Row]) -> None:
        """Goals from the top down, so that each is stored after the one that it stands under."""
        waiting = rows
        while waiting:
            marks = {row.mark for row in waiting if row.mark}
            ready = [row for row in waiting if row.under not in marks]
            if not ready:
                self._tell(waiting[0], _("Linkki palaa takaisin tähän itseensä."))
                return
            self._store(ready)
            waiting = [row for row in waiting if row.under in marks]
        if not self.done.problems:
            self._take_parts_along()

    def _store(self, rows: list[Row]) -> None:
        new: list[tuple[Row, Any]] = []
        for row in rows:
            owner = self._owner(row)
            if row.under and owner is None:
                continue
            record = self.known.get(row.mark)
            if record is None and MARK.fullmatch(row.mark):
                self._tell(row, _("Tunnus %(mark)s ei ole tästä suunnitelmasta.") % {"mark": row.mark})
            elif record is None:
                new.append((row, self._made(row, owner)))
            elif kind_of(record) is not row.kind:
                self._tell(row, _("Rivin laji on toinen kuin suunnitelmassa."))
            else:
                self._change(row, record, owner)
        if not self.done.problems:
            self._write()
        if not self.done.problems:
            self._add(new)

    def _owner(self, row: Row) -> Model | None:
        if not row.under:
            return None
        owner = self.by_mark.get(row.under) or self.known.get(row.under)
        if owner is None:
            self._tell(row, _("Ylempää riviä %(mark)s ei ole tiedostossa eikä suunnitelmassa.") % {"mark": row.under})
        elif kind_of(owner).key not in row.kind.under:
            allowed = ", ".join(str(BY_KEY[key].word) for key in row.kind.under)
            self._tell(row, _("Rivi voi olla vain näiden alla: %(kinds)s.") % {"kinds": allowed or "–"})
            return None
        return owner

    def _made(self, row: Row, owner: Any) -> Any:
        values = {name: value for name, value in row.values.items() if name != "partners"}
        model: type[Any] = row.kind.model
        return model(**values, **_place(row, owner, self.plan))

    def _add(self, new: list[tuple[Row, Any]]) -> None:
        """Store new records at once; the database's own rules hold, and the reader has told of the rest."""
        if not new:
            return
        for order, (_row, record) in enumerate(new, start=10_000):
            record.order = order
        model: type[Any] = type(new[0][1])
        if model is Priority:  # each needs a slug that the one before has not taken
            for _row, record in new:
                record.slug = free_slug(Priority, f"{self.plan.slug} {record.name_fi}")
                record.save()
                self._tick()
        else:
            for start in range(0, len(new), BATCH):
                model._default_manager.bulk_create([record for _row, record in new[start : start + BATCH]])
                self._tick(start)
        for row, record in new:
            self._keep(row, record)
        if model is Goal:
            self.goals |= {record.pk: record for _row, record in new}
        if model is Action:
            _join({record.pk: row.values.get("partners", []) for row, record in new})
        self.done.added += len(new)

    def _change(self, row: Row, record: Any, owner: Any) -> None:
        """Give a record that is there its new values; it waits for `_write`."""
        values = dict(row.values)
        if owner != self.owners[mark_of(record)]:
            values |= {k: v for k, v in _place(row, owner, self.plan).items() if k not in ("plan", "kind")}
        changed = _differing(record, values)
        self._tick()
        if not changed:
            self.done.unchanged += 1
        elif row.revision not in (None, record.revision):
            self._tell(row, _stands_now(record, changed))
            return
        elif self._comes_round(record, {name: values[name] for name in changed}):
            self._tell(row, _("Linkki palaa takaisin tähän itseensä."))
            return
        else:
            self._set(record, {name: values[name] for name in changed})
            self.done.changed += 1
        self._keep(row, record)

    def _comes_round(self, record: Any, values: dict[str, Any]) -> bool:
        """Would the goal stand under itself, or the priority serve itself through others?"""
        if isinstance(record, Goal) and values.get("parent"):
            return _leads_to(record.pk, values["parent"].pk, lambda key: self.goals[key].parent_id)
        if isinstance(record, Priority) and values.get("serves"):
            return _leads_to(record.pk, values["serves"].pk, self.serving.get)
        return False

    def _take_parts_along(self) -> None:
        """The parts of a goal stand under its priority, also those that the file does not hold."""
        moved = []
        for goal in self.goals.values():
            top = goal
            while top.parent_id:
                top = self.goals[top.parent_id]
            if goal.priority_id != top.priority_id:
                goal.priority_id = top.priority_id
                moved.append(goal)
        Goal.objects.bulk_update(moved, ["priority"], batch_size=BATCH)

    def _set(self, record: Any, values: dict[str, Any]) -> None:
        """Give the record its new values, with the event that tells of them; neither is stored yet."""
        plain = {name: value for name, value in values.items() if name != "partners"}
        before = audit.state_of(record, plain)
        for name, value in plain.items():
            setattr(record, name, value)
        after = audit.state_of(record, plain)
        if "partners" in values:
            self.partners[record.pk] = values["partners"]
            before["partners"], after["partners"] = map(audit.keys_of, (record.partners.all(), values["partners"]))
        record.revision += 1
        if isinstance(record, Priority):
            self.serving[record.pk] = record.serves_id
        self.edited.setdefault(frozenset(plain), []).append(record)
        verb, difference = f"{KINDS[type(record)].verb}_edited", audit.difference(before, after)
        self.events.append(audit.event_of(self.by, verb, record, subject=self.plan, changes=difference))

    def _write(self) -> None:
        """Store the records of one model that have new values, each time those whose same fields change.

        The plan is locked, so that each record is still there: the database updates it as the one that has its key.
        """
        for names, records in self.edited.items():
            for start in range(0, len(records), BATCH):
                self._update(records[start : start + BATCH], [*names, "revision"])
                self._tick()
        if self.partners:
            Action.partners.through._default_manager.filter(action__in=self.partners).delete()
            _join(self.partners)
        self.edited, self.partners = {}, {}

    def _update(self, records: list[Any], names: list[str]) -> None:
        """The reader has checked each cell; where a cell does not fit with what is stored, the database refuses all of
        them, and then the row that it is about is sought."""
        model: type[Any] = type(records[0])
        try:
            with transaction.atomic():
                model._default_manager.bulk_create(
                    records, update_conflicts=True, update_fields=names, unique_fields=["pk"]
                )
        except IntegrityError:
            for record in records:
                try:
                    record.validate_constraints()
                except ValidationError as error:
                    line = self.placed[model, record.pk]
                    self.done.problems.append(Problem(line, "", " ".join(error.messages)))
            if not self.done.problems:
                raise

    def _tick(self, more: int = 0) -> None:
        self.step(self.done.added + self.done.changed + self.done.unchanged + more, len(self.rows))

    def _number(self) -> None:
        """Give the rows the order of the file; what the file does not hold comes after, in its old order."""
        for model, owner in ((Priority, "plan"), (Goal, "plan"), (Action, "goal__plan"), (Worry, "plan")):
            self._renumber(model, owner)
        for path in ("goal__plan", "priority__plan", "worry__plan"):
            self._renumber(IndicatorLink, path)

    def _renumber(self, model: type[Model], path: str) -> None:
        records: list[Any] = list(model._default_manager.filter(**{path: self.plan}))
        last = max(self.placed.values(), default=0) + 1
        ordered = sorted(records, key=lambda one: (self.placed.get((model, one.pk), last), one.order, one.pk))
        counts: dict[Any, int] = {}
        moved = []
        for one in ordered:
            among = _among(one)
            counts[among] = counts.get(among, 0) + 1
            if one.order != counts[among]:
                one.order = counts[among]
                moved.append(one)
        if moved:
            model._default_manager.bulk_update(moved, ["order"], batch_size=500)

    def _keep(self, row: Row, record: Any) -> None:
        self.placed[type(record), record.pk] = row.line
        if row.mark:
            self.by_mark[row.mark] = record

    def _tell(self, row: Row, words: str) -> None:
        self.done.problems.append(Problem(row.line, "", words))


def _join(partners: dict[int, list[Any]]) -> None:
    """Keep the partners of actions that have none."""
    through = Action.partners.through
    pairs = {(action, one.pk) for action, found in partners.items() for one in found}
    through._default_manager.bulk_create(
        [through(action_id=action, organisation_id=one) for action, one in sorted(pairs)], batch_size=BATCH
    )


def _stands_now(record: Any, changed: set[str]) -> str:
    """What the plan holds where somebody has changed it after the table was taken out; the file holds the other."""
    kind, said = kind_of(record), []
    for column in COLUMNS:
        if kind.key in column.kinds and field_of(column, kind) in changed:
            now = cell(getattr(record, field_of(column, kind)), column.form)
            said.append(f"{column.heading}: {str(now) or '–'}")
    words = _(
        "Riviä on muutettu sen jälkeen, kun taulukko ladattiin. Suunnitelmassa on nyt: %(now)s. Yhdistä tekstit ja "
        "tyhjennä rivin Versio-solu."
    )
    return words % {"now": "; ".join(said) or "–"}


def _leads_to(key: int, at: int | None, above: Callable[[int], int | None]) -> bool:
    """Does the way up from a record lead to the one of the key?"""
    while at is not None and at != key:
        at = above(at)
    return at == key


def _differing(record: Any, values: dict[str, Any]) -> set[str]:
    """The fields whose values are not what the record holds; its partners have been read with it."""
    plain = {name: value for name, value in values.items() if name != "partners"}
    changed = changed_fields(record, plain)
    if "partners" in values and {one.pk for one in record.partners.all()} != {one.pk for one in values["partners"]}:
        changed.add("partners")
    return changed


def _among(record: Any) -> tuple[Any, ...]:
    """What tells the siblings of a record from others."""
    names = ("plan_id", "goal_id", "priority_id", "parent_id", "worry_id", "kind")
    return tuple(getattr(record, name, None) for name in names)


def _place(row: Row, owner: Any, plan: Plan) -> dict[str, Any]:
    """The fields by which a record stands where it stands."""
    key = row.kind.key
    if key == "action":
        return {"goal": owner}
    if key == "figure":
        return {name: owner if isinstance(owner, model) else None for name, model in _OWNERS.items()}
    if key == "goal":
        above = owner.priority if isinstance(owner, Goal) else owner
        return {"plan": plan, "parent": owner if isinstance(owner, Goal) else None, "priority": above}
    return {"plan": plan, **({"kind": key} if key in ("worry", "joy") else {})}


_OWNERS: dict[str, type[Model]] = {"priority": Priority, "goal": Goal, "worry": Worry}
