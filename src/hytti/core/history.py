"""An audit event in words: each changed field with its old and new value as a reader would write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .audit import HIDDEN
from .models import Person, User
from .models.provenance import PartialDateField
from .templatetags.hytti import day, number, plain

if TYPE_CHECKING:
    from .models import AuditEvent

LANGUAGES = {"sv": gettext_lazy("ruotsiksi"), "en": gettext_lazy("englanniksi")}
TRANSLATED = re.compile(r"^(?P<name>\w+)_(?P<language>fi|sv|en)$")
UNTOLD = {"confirmed_by", "pack_values", "pack_key", "pack_digest", "diagram", "boundaries"}
Names = dict[type[models.Model], dict[int, str]]


@dataclass(frozen=True)
class Change:
    """One field, what it was and what it became. Empty means that nothing was there."""

    label: str
    old: str
    new: str
    field: str = ""


def readable(event: AuditEvent) -> list[Change]:
    """The event's changes in words."""
    return readable_all([event])[event.pk]


def readable_all(events: Iterable[AuditEvent]) -> dict[int, list[Change]]:
    """The changes of many events by the event's key, with one query for each kind of linked record."""
    events = list(events)
    names = _names_of_linked(events)
    return {event.pk: _changes(event, names) for event in events}


def _changes(event: AuditEvent, names: Names) -> list[Change]:
    changes = []
    for field, name, old, new in _told(event):
        before, after = (_value(field, value, names) for value in (old, new))
        changes.append(Change(label_of_field(field, name), before, after, name))
    return changes


def _told(event: AuditEvent) -> Iterable[tuple[Any, str, Any, Any]]:
    """Each field that is worth telling, with its old and new value, in the order of the record's own fields."""
    model = _model(event)
    if not isinstance(event.changes, Mapping):
        return
    order = [field.name for field in model._meta.get_fields()] if model else []
    for name in sorted(event.changes, key=lambda name: order.index(name) if name in order else len(order)):
        pair = event.changes[name]
        if name not in UNTOLD and isinstance(pair, list) and len(pair) == 2:
            yield _field(model, name), name, *pair


def _model(event: AuditEvent) -> type[models.Model] | None:
    if event.content_type_id is None:
        return None
    return ContentType.objects.get_for_id(event.content_type_id).model_class()


def _field(model: type[models.Model] | None, name: str) -> Any:
    if model is None:
        return None
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def label_of_field(field: Any, name: str) -> str:
    """The field's name with a capital; a translation that has no name of its own is called by its Finnish field."""
    if field is None:
        return name
    label = str(getattr(field, "verbose_name", name))
    parts = TRANSLATED.match(name)
    if parts and parts["language"] in LANGUAGES and label == name.replace("_", " "):
        finnish = _field(field.model, f"{parts['name']}_fi")
        label = f"{getattr(finnish, 'verbose_name', parts['name'])} {LANGUAGES[parts['language']]}"
    return label[:1].upper() + label[1:]


def _names_of_linked(events: Iterable[AuditEvent]) -> Names:
    """The names of every record that the changes link to."""
    wanted: dict[type[models.Model], set[int]] = {}
    for event in events:
        for field, _name, *sides in _told(event):
            if field is not None and field.is_relation:
                wanted.setdefault(field.related_model, set()).update(key for side in sides for key in _keys(side))
    return {model: _names(model, keys) for model, keys in wanted.items()}


def _names(model: type[models.Model], keys: set[int]) -> dict[int, str]:
    """The names of records; of people and users only their number."""
    if issubclass(model, (Person, User)):
        return {key: f"{model._meta.verbose_name} {key}" for key in keys}
    return {record.pk: _name(record) for record in model._default_manager.filter(pk__in=keys)}


def _name(record: models.Model) -> str:
    for name in ("name", "title", "label"):
        if hasattr(record, f"{name}_fi"):
            return plain(record, name)
    return str(record)


def _keys(value: Any) -> list[int]:
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, int)]


def _value(field: Any, value: Any, names: Names) -> str:
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, str) and value.startswith(HIDDEN):
        return _("nimeä ei näytetä")
    if field is not None and field.is_relation:
        known = names.get(field.related_model, {})
        return ", ".join(sorted(known.get(key, _("poistettu tieto")) for key in _keys(value)))
    if isinstance(value, bool):
        return _("kyllä") if value else _("ei")
    if field is not None and getattr(field, "choices", None):
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, (models.DateField, PartialDateField)):
        return day(str(value)[:10])
    if isinstance(field, models.PositiveSmallIntegerField) or not isinstance(value, (int, float)):
        return _plainly(value)
    return number(value)


def _plainly(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_plainly(item) for item in value)
    if isinstance(value, dict):
        return plain(value, "") or ", ".join(f"{key}: {_plainly(item)}" for key, item in value.items())
    return str(value)
