"""Bringing pack rows into the database without overwriting what a person edited.

Each record keeps what the pack last said of it. A field that still equals that follows the pack; a field that differs
was edited by a person and stays, and the difference is reported.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from .. import audit
from .reading import Pack, Place

if TYPE_CHECKING:
    from collections.abc import Iterable

ModelT = TypeVar("ModelT", bound=models.Model)
MISSING = object()
LONGEST_VALUE = 80


@dataclass(frozen=True)
class Difference:
    """A field where the pack and a person's edit disagree; the edit stays."""

    label: str
    field: str
    here: Any
    pack: Any


@dataclass
class Report:
    """What a load did, or would do."""

    created: list[str] = field(default_factory=list)
    updated: list[tuple[str, dict[str, list[Any]]]] = field(default_factory=list)
    unchanged: int = 0
    differences: list[Difference] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    @property
    def changes(self) -> int:
        return len(self.created) + len(self.updated)

    @property
    def in_short(self) -> str:
        """What the load did, for the log of changes."""
        return (
            f"{len(self.created)} uutta, {len(self.updated)} muuttunutta, {self.unchanged} ennallaan, "
            f"{len(self.differences)} täällä muokattua säilyi"
        )

    def lines(self) -> Iterable[str]:
        """The report in words, a line for each change."""
        for label in self.created:
            yield f"+ {label}"
        for label, changes in self.updated:
            for name, (old, new) in changes.items():
                yield f"~ {label}: {name} {short(old)} → {short(new)}"
        for difference in self.differences:
            yield (
                f"! {difference.label}: {difference.field} was edited here and stays "
                f"(here {short(difference.here)}, pack {short(difference.pack)})"
            )
        for label in self.gone:
            yield f"? {label}: no longer in the pack; kept here"
        yield (
            f"{len(self.created)} new, {len(self.updated)} changed, {self.unchanged} as before, "
            f"{len(self.differences)} edited here and kept"
        )


def short(value: Any) -> str:
    """A value as a report shows it."""
    text = repr(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


class Merger:
    """Puts rows into the database one by one and keeps the report."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.report = Report()
        self.fresh: set[tuple[type[models.Model], int]] = set()
        self.seen: dict[type[models.Model], set[str]] = {}
        self.known: dict[type[models.Model], dict[str, models.Model]] = {}

    def put(
        self,
        model: type[ModelT],
        key: str,
        values: dict[str, Any],
        place: Place,
        *,
        links: dict[str, list[models.Model]] | None = None,
    ) -> ModelT | None:
        """Create or update the record of a pack row; `links` are many-to-many fields.

        Returns None, and reports the problem, where the database's rules refuse the row.
        """
        records = self._records(model)
        record = records.get(key)
        try:
            if record is None:
                record = self._create(model, key, values)
                records[key] = record
            else:
                self._update(record, values)
            self._link(record, links or {})
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                self.pack.report(Place(place.file, place.line, "" if name == "__all__" else name), " ".join(messages))
            return None
        return record  # type: ignore[return-value]

    def _records(self, model: type[models.Model]) -> dict[str, models.Model]:
        if model not in self.known:
            name = key_field(model)
            rows = model._default_manager.exclude(**{name: None})
            self.known[model] = {getattr(row, name): row for row in rows}
            self.seen[model] = set()
        return self.known[model]

    def _create(self, model: type[ModelT], key: str, values: dict[str, Any]) -> ModelT:
        record = model(**{key_field(model): key, **values})
        record.full_clean(exclude=["pack_values"])
        record.pack_values = {name: plain(record, name) for name in values}  # type: ignore[attr-defined]
        record.save()
        self.fresh.add((model, record.pk))
        self.seen[model].add(key)
        self.report.created.append(f"{model._meta.verbose_name} {record}")
        return record

    def _update(self, record: models.Model, values: dict[str, Any]) -> None:
        model = type(record)
        key = getattr(record, key_field(model))
        first_time = key not in self.seen[model]
        self.seen[model].add(key)
        changes: dict[str, list[Any]] = {}
        for name, value in values.items():
            here, wanted = plain(record, name), plain_value(value)
            self._decide(
                record, name, here, wanted, changes, lambda name=name, value=value: setattr(record, name, value)
            )
        stale = {name: plain_value(value) for name, value in values.items()}
        if changes:
            record.full_clean(exclude=["pack_values"])
        if changes or {**record.pack_values, **stale} != record.pack_values:  # type: ignore[attr-defined]
            record.pack_values = {**record.pack_values, **stale}  # type: ignore[attr-defined]
            if changes and hasattr(record, "revision"):
                record.revision += 1
            record.save()
        self._count(record, changes, first_time)

    def _link(self, record: models.Model, links: dict[str, list[models.Model]]) -> None:
        changes: dict[str, list[Any]] = {}
        for name, targets in links.items():
            here, wanted = plain(record, name), sorted(target.pk for target in targets)
            self._decide(
                record,
                name,
                here,
                wanted,
                changes,
                lambda name=name, targets=targets: getattr(record, name).set(targets),
            )
            if record.pack_values.get(name, MISSING) != wanted:  # type: ignore[attr-defined]
                record.pack_values[name] = wanted  # type: ignore[attr-defined]
                record.save(update_fields=["pack_values"])
        self._count(record, changes, first_time=False)

    def _decide(
        self, record: models.Model, name: str, here: Any, wanted: Any, changes: dict[str, list[Any]], follow: Any
    ) -> None:
        if here == wanted:
            return
        last = record.pack_values.get(name, MISSING)  # type: ignore[attr-defined]
        if last is MISSING or here == last:
            follow()
            changes[name] = [here, wanted]
        else:
            self.report.differences.append(Difference(f"{record._meta.verbose_name} {record}", name, here, wanted))

    def _count(self, record: models.Model, changes: dict[str, list[Any]], first_time: bool) -> None:
        if (type(record), record.pk) in self.fresh:
            return
        if changes:
            self.report.updated.append((f"{record._meta.verbose_name} {record}", changes))
            audit.record(None, "pack.updated", record, changes=changes)
        elif first_time:
            self.report.unchanged += 1

    def note_gone(self) -> None:
        """Report records that came from the pack before and are not in it any more."""
        for model, records in self.known.items():
            for key in sorted(set(records) - self.seen[model]):
                self.report.gone.append(f"{model._meta.verbose_name} {records[key]}")


def key_field(model: type[models.Model]) -> str:
    return "pack_key" if any(item.name == "pack_key" for item in model._meta.get_fields()) else "key"


def plain(record: models.Model, name: str) -> Any:
    """A field's value as JSON: a key for a link, sorted keys for many."""
    found = record._meta.get_field(name)
    if found.many_to_many:
        return sorted(getattr(record, name).values_list("pk", flat=True))
    return plain_value(getattr(record, getattr(found, "attname", name)))


def plain_value(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    if value is None or isinstance(value, (str, int, float, bool, list, dict)):
        return value
    return DjangoJSONEncoder().default(value)
