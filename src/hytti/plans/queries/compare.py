"""What differs between two versions or terms of a plan: records aligned by what they continue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from hytti.core.numbers import number
from hytti.core.templatetags.hytti import day, translated

from ..models import Action, Goal, IndicatorLink, LeftOutIndicator, Plan, Priority, Worry

NAMES = ("name_fi", "name_sv", "name_en")
FIELDS: dict[type[Model], tuple[str, ...]] = {
    Plan: (
        "kind", "parent", "duty", "title_fi", "title_sv", "title_en", "starts", "ends",
        "about_fi", "about_sv", "about_en",
    ),
    Priority: (*NAMES, "description_fi", "description_sv", "description_en", "official_wording", "serves"),
    Goal: (
        *NAMES, "official_wording", "priority", "parent", "serves", "serves_goal", "merged_into", "population_group",
        "theme",
    ),
    Action: (
        *NAMES, "description", "official_wording", "goal", "responsible_organisation", "responsible_body",
        "responsible_post", "bodies", "partners", "starts_on", "ends_on", "work", "money", "rooms",
        "population_group", "areas", "theme", "merged_into",
    ),
    IndicatorLink: (
        *NAMES, "area", "is_official", "direction", "baseline", "baseline_year", "target", "target_on", "unit",
    ),
    Worry: (*NAMES, "kind", "told_by", "population_group", "verdict", "verdict_reason", "goals"),
    LeftOutIndicator: (*NAMES, "reason"),
}  # fmt: skip
"""The text of a plan: what is compared, in the order in which it is shown."""


CONTINUING = (Priority, Goal, Action, Worry)
"""The records that remember which one they continue."""
Origins = dict[tuple[type[Model], int], tuple[type[Model], int]]


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Change:
    """A record that one side has alone, or that differs; `fields` are (label, before, after) as a person reads them.

    An added record has no old one and a removed record no new one; their fields are those that hold something.
    """

    kind: Kind
    old_record: Any
    new_record: Any
    fields: list[tuple[str, str, str]]

    @property
    def record(self) -> Any:
        return self.new_record or self.old_record


def compare(old: Plan, new: Plan) -> list[Change]:
    """What changed from the old plan to the new one: the plan's own facts, then its records kind by kind.

    `new` is a later version or term of `old`, made by copying: its records continue those of the plan before, also over
    several versions. Figures and left-out figures are aligned by what they measure and where they stand.
    """
    sides = {model: (_records(model, old), _records(model, new)) for model in FIELDS if model is not Plan}
    origins: Origins = {}
    for model in CONTINUING:
        befores, afters = sides[model]
        origins |= _origins(model, {record.pk for record in befores}, afters)
    changes = _changes_of(old, new, origins)
    for befores, afters in sides.values():
        before_key, after_key = (partial(_key, known) for known in ({}, origins))
        changes += _paired(befores, afters, before_key, after_key, origins)
    return changes


def _key(origins: Origins, record: Any) -> Hashable:
    """What a record has in common with its counterpart: its key on the old side, or what it measures and where."""
    if isinstance(record, LeftOutIndicator):
        return record.indicator_key or record.name_fi
    if isinstance(record, IndicatorLink):
        owner = record.priority or record.goal or record.worry
        measured = record.indicator_key or record.name_fi
        return type(owner), _origin(origins, owner), measured, record.area_id
    return _origin(origins, record)


def _origin(origins: Origins, record: Any) -> Hashable:
    """The key of the old record that this one continues; of a record that continues none, itself."""
    return None if record is None else origins.get((type(record), record.pk), (type(record), record.pk))


def _changes_of(old: Any, new: Any, origins: Origins) -> list[Change]:
    fields = _differing(old, new, origins)
    return [Change(Kind.CHANGED, old, new, fields)] if fields else []


def _records(model: Any, plan: Plan) -> list[Any]:
    """The plan's records of a model in its order, with what their fields link to."""
    if model is IndicatorLink:
        owners = ("priority", "goal", "worry")
        found = model.objects.filter(Q(priority__plan=plan) | Q(goal__plan=plan) | Q(worry__plan=plan))
        return list(found.select_related(*owners, "area").order_by("pk"))
    found = model.objects.filter(**{"goal__plan" if model is Action else "plan": plan})
    links = [name for name in FIELDS[model] if model._meta.get_field(name).is_relation]
    many = [name for name in links if model._meta.get_field(name).many_to_many]
    order = ("goal__order", "order", "pk") if model is Action else tuple(_order(model))
    return list(found.select_related(*[f for f in links if f not in many]).prefetch_related(*many).order_by(*order))


def _order(model: Any) -> Iterable[str]:
    return ("order", "pk") if any(field.name == "order" for field in model._meta.fields) else ("name_fi", "pk")


def _origins(model: Any, keys: set[int], afters: list[Any]) -> Origins:
    """For each new record the old one that it continues, through the versions between."""
    at = {record.pk: record.continues_id for record in afters}
    found: Origins = {}
    seen: set[int] = set()
    while at:
        found |= {(model, key): (model, before) for key, before in at.items() if before in keys}
        between = {key: before for key, before in at.items() if before and before not in keys | seen}
        seen |= set(between.values())
        known = dict(model.objects.filter(pk__in=between.values()).values_list("pk", "continues"))
        at = {key: known[before] for key, before in between.items() if known.get(before)}
    return found


def _paired(befores: list[Any], afters: list[Any], old_key: Any, new_key: Any, origins: Origins) -> list[Change]:
    """Pairs by key; of several records with one key the first are paired, the rest are added or removed."""
    waiting: dict[Hashable, list[Any]] = {}
    for record in befores:
        waiting.setdefault(old_key(record), []).append(record)
    changes = []
    for record in afters:
        same = waiting.get(new_key(record))
        if same:
            changes += _changes_of(same.pop(0), record, origins)
        else:
            changes.append(Change(Kind.ADDED, None, record, _differing(None, record, origins)))
    left = {record.pk for records in waiting.values() for record in records}
    return changes + [Change(Kind.REMOVED, r, None, _differing(r, None, origins)) for r in befores if r.pk in left]


def _differing(old: Any, new: Any, origins: Origins) -> list[tuple[str, str, str]]:
    model = type(new if new is not None else old)
    found = []
    for name in FIELDS[model]:
        if old is not None and new is not None and _link_is_same(old, new, name, origins):
            continue
        before, after = (written(record, name) if record is not None else "" for record in (old, new))
        if before != after:
            found.append((label_of(model, name), before, after))
    return found


def _link_is_same(old: Any, new: Any, name: str, origins: Origins) -> bool:
    """Do both link to the same record, or to records of which one continues the other, whatever their names?"""
    field = old._meta.get_field(name)
    if field.many_to_many:
        before = {_origin({}, one) for one in getattr(old, name).all()}
        return before == {_origin(origins, one) for one in getattr(new, name).all()}
    return field.is_relation and _origin({}, getattr(old, name)) == _origin(origins, getattr(new, name))


def label_of(model: type[Model], name: str) -> str:
    """The field's name; a translation is told by its language."""
    stem, _mark, language = name.rpartition("_")
    languages = {"sv": _("ruotsiksi"), "en": _("englanniksi")}
    if language not in languages:
        return str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    own = str(model._meta.get_field(f"{stem}_fi").verbose_name)  # type: ignore[union-attr]
    return f"{own} {languages[language]}"


def written(record: Any, name: str) -> str:
    """A field's value as a person reads it; "" where there is none."""
    field = record._meta.get_field(name)
    if field.many_to_many:
        return ", ".join(sorted(_name(one) for one in getattr(record, name).all()))
    value = getattr(record, name)
    if value is None or value == "":
        return ""
    if isinstance(value, Model):
        return _name(value)
    if isinstance(value, bool):
        return _("kyllä") if value else _("ei")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, dt.date):
        return day(value)
    return number(value) if isinstance(value, float) else str(value)


def _name(record: Model) -> str:
    return translated(record, "title" if hasattr(record, "title_fi") else "name")[0] or str(record)
