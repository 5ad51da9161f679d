"""The one way a record changes: locked, checked against the form's revision, validated, saved, recorded, indexed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models, transaction

from . import audit, search
from .conflicts import check_revision

if TYPE_CHECKING:
    from .models import AuditEvent, User

ModelT = TypeVar("ModelT", bound=models.Model)


@transaction.atomic
def apply(
    record: ModelT,
    values: dict[str, Any],
    *,
    by: User,
    verb: str,
    revision: int | None = None,
    subject: models.Model | None = None,
    reason: str = "",
    undoes: AuditEvent | None = None,
) -> ModelT:
    """Change the record's fields (many-to-many fields take a list of records or keys) and leave an audit event.

    A record without a key is created. Nothing is written, and no event is left, where nothing differs.
    Raises EditConflict on an old revision and ValidationError where the model's rules refuse.
    """
    created = record.pk is None
    if not created:
        record = type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
        check_revision(record, revision)
    before = {} if created else audit.state_of(record, values)
    many = {name for name in values if record._meta.get_field(name).many_to_many}
    for name in values.keys() - many:
        setattr(record, name, values[name])
    record.full_clean(exclude=["pack_values"])
    if created:
        record.save()
    for name in many:
        getattr(record, name).set(values[name])
    changes = audit.difference(before, audit.state_of(record, values))
    if not changes and not created:
        return record
    if not created and hasattr(record, "revision"):
        record.revision += 1
    record.save()
    audit.record(by, verb, record, subject=subject, reason=reason, changes=changes, undoes=undoes)
    transaction.on_commit(lambda: search.reindex(record))
    return record
