"""Recording what changed, and reading a record's state for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.encoding import force_str
from django.utils.translation import override

from .models import AuditEvent, NamesUntil, Person, User

if TYPE_CHECKING:
    from collections.abc import Iterable

PRIVATE_FIELDS = {(User, "email"), (User, "name"), (Person, "name")}
HIDDEN = "•"


def state_of(record: models.Model, fields: Iterable[str]) -> dict[str, Any]:
    """The named fields as JSON values: keys for links, lists of keys for many-to-many; personal data is masked."""
    encoder = DjangoJSONEncoder()
    state: dict[str, Any] = {}
    for name in fields:
        field = record._meta.get_field(name)
        if field.many_to_many:
            state[name] = keys_of(getattr(record, name).values_list("pk", flat=True)) if record.pk else []
            continue
        value = getattr(record, field.attname)  # type: ignore[union-attr]
        if value and ((type(record), name) in PRIVATE_FIELDS or (isinstance(record, NamesUntil) and name == "people")):
            value = f"{HIDDEN}{hash_of(value)}"
        is_plain = value is None or isinstance(value, (str, int, float, bool, list, dict))
        state[name] = value if is_plain else encoder.default(value)
    return state


def keys_of(records: Iterable[Any]) -> list[Any]:
    """The keys of linked records, in order, from records or from keys."""
    return sorted(getattr(record, "pk", record) for record in records)


def hash_of(value: Any) -> str:
    """A short fingerprint that tells two private values apart without keeping either."""
    from django.utils.crypto import salted_hmac

    return salted_hmac("hytti.audit", force_str(value)).hexdigest()[:8]


def difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """Each changed field with its old and new value. What was not there and is empty has not changed."""
    empty: tuple[Any, ...] = ("", [], None)
    return {
        name: [before.get(name), after[name]]
        for name in after
        if before.get(name) != after[name] and not (name not in before and after[name] in empty)
    }


def event_of(
    by: User | None,
    verb: str,
    target: models.Model | None,
    *,
    subject: models.Model | None = None,
    reason: str = "",
    changes: dict[str, list[Any]] | None = None,
    undoes: AuditEvent | None = None,
) -> AuditEvent:
    """An event that is not stored yet. `subject` is the record whose history shows it, where it is not the target."""
    subject = subject or target
    types = ContentType.objects
    return AuditEvent(
        actor=by,
        verb=verb,
        content_type=types.get_for_model(target) if target is not None else None,
        object_id=target.pk if target is not None else None,
        subject_type=types.get_for_model(subject) if subject is not None else None,
        subject_id=subject.pk if subject is not None else None,
        label=label_of(target),
        reason=reason,
        changes=changes or {},
        undoes=undoes,
    )


def record(by: User | None, verb: str, target: models.Model | None, **more: Any) -> AuditEvent:
    """Add an event; the rest as of `event_of`."""
    event = event_of(by, verb, target, **more)
    event.save(force_insert=True)
    return event


def label_of(target: models.Model | None) -> str:
    """The name of the record, without a person's name in it; in Finnish, since it is kept for every reader."""
    if target is None:
        return ""
    if isinstance(target, (User, Person)):
        with override("fi"):
            return f"{target._meta.verbose_name} {target.pk}"
    return str(target)[:300]
