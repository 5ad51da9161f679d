"""Storing what was read: all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from hytti.core import audit, search
from hytti.core.models import AuditEvent
from hytti.core.permissions import require
from hytti.core.steps import silent

from ..actions.contents import KINDS, save
from ..actions.plans import free_slug
from ..actions.rules import changed_fields, require_writable
from ..findable import reindex_parts
from ..models import Action, Goal, IndicatorLink, Plan, Priority, Worry
from .columns import BY_KEY, COLUMNS, MARK, kind_of, mark_of
from .export import records_of
from .reading import Problem, Read, read

if TYPE_CHECKING:
    from hytti.core.models import User
    from hytti.core.steps import Step

    from .reading import Row

BATCH = 200
_CELLS = {column.key for column in COLUMNS} - {"serves"} | {"description_fi"}
CHECKED: dict[type[Model], set[str]] = {
    Worry: _CELLS,
    Priority: _CELLS,
    Goal: _CELLS | {"serves"},
    Action: _CELLS | {"goal"},
    IndicatorLink: _CELLS | {"worry", "priority", "goal"},
}
"""The fields of which the reader has checked all; the rest could come round, which an action must look at."""
TOGETHER: tuple[set[str], ...] = (
    {"starts_on", "ends_on"},
    {"said_status", "status_reason"},
    {"target", "target_on", "unit"},
    {"verdict", "verdict_reason"},
)
"""Fields that are checked together: all of them must stand in the row."""


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
        plan = Plan.objects.select_for_update().get(pk=plan.pk)
        require_writable(plan)
        done = _Importing(plan, found, by, step).run()
        if done.problems:
            transaction.set_rollback(True)
            return Done(problems=done.problems)
    return done


class _Importing:
    """The rows of one file into one plan."""

    def __init__(self, plan: Plan, found: Read, by: User, step: Step) -> None:
        self.plan, self.rows, self.by, self.step = plan, found.rows, by, step
        stored = list(records_of(plan))
        self.owners = {mark_of(record): owner for record, owner in stored}
        self.known = {mark_of(record): record for record, _owner in stored}
        self.by_mark: dict[str, Any] = {}
        self.placed: dict[tuple[type[Model], int], int] = {}  # the line of each record
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
            transaction.on_commit(reindex_parts)
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
        if model is Action:
            _join({record.pk: row.values.get("partners", []) for row, record in new})
        self.done.added += len(new)

    def _change(self, row: Row, record: Any, owner: Any) -> None:
        """Change a record that is there. Where the reader has checked all that is new in it, it waits for `_write`."""
        values = dict(row.values)
        if owner != self.owners[mark_of(record)]:
            values |= {k: v for k, v in _place(row, owner, self.plan).items() if k not in ("plan", "kind")}
        changed = _differing(record, values)
        self._tick()
        if not changed:
            self.done.unchanged += 1
        elif changed <= CHECKED[type(record)] and all(
            values.keys() >= together for together in TOGETHER if changed & together
        ):
            self._set(record, {name: values[name] for name in changed})
            self.done.changed += 1
        else:
            try:
                record = save(record, values, by=self.by)
            except ValidationError as error:
                self._tell(row, " ".join(error.messages))
                return
            self.done.changed += 1
        self._keep(row, record)

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
        self.edited.setdefault(frozenset(plain), []).append(record)
        verb, difference = f"{KINDS[type(record)].verb}_edited", audit.difference(before, after)
        self.events.append(audit.event_of(self.by, verb, record, subject=self.plan, changes=difference))

    def _write(self) -> None:
        """Store the records of one model that have new values, each time those whose same fields change.

        The plan is locked, so that each record is still there: the database updates it as the one that has its key.
        """
        for names, records in self.edited.items():
            fields = [*names, "revision"]
            for start in range(0, len(records), BATCH):
                type(records[0])._default_manager.bulk_create(
                    records[start : start + BATCH], update_conflicts=True, update_fields=fields, unique_fields=["pk"]
                )
                self._tick()
        if self.partners:
            Action.partners.through._default_manager.filter(action__in=self.partners).delete()
            _join(self.partners)
        self.edited, self.partners = {}, {}

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
