"""The one way a record changes: locked, checked against the form's revision, validated, saved, recorded, indexed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from . import audit, search
from .conflicts import check_revision
from .permissions import NotNow

if TYPE_CHECKING:
    from .models import AuditEvent, User

ModelT = TypeVar("ModelT", bound=models.Model)
UNCHECKED = {"pack_values"}


def lock(record: ModelT) -> ModelT:
    """The record as it is stored now, kept from others until the transaction ends.

    Raises NotNow where somebody has removed it.
    """
    try:
        return type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
    except ObjectDoesNotExist:
        raise NotNow(_("Tieto on jo poistettu.")) from None


@transaction.atomic
def apply(
    record: ModelT,
    values: dict[str, Any],
    *,
    by: User | None,
    verb: str,
    revision: int | None = None,
    subject: models.Model | None = None,
    reason: str = "",
    undoes: AuditEvent | None = None,
) -> ModelT:
    """Change the record's fields (many-to-many fields take a list of records or keys) and leave an audit event.

    A record without a key is created. Nothing is written, and no event is left, where nothing differs.
    Raises EditConflict on an old revision, NotNow on a removed record and ValidationError where the model's rules
    refuse, also when another person's save breaks them at the same moment.
    """
    created = record.pk is None
    if not created:
        record = lock(record)
        check_revision(record, revision)
    many = {name: values[name] for name in values if record._meta.get_field(name).many_to_many}
    plain = {name: value for name, value in values.items() if name not in many}
    before = {} if created else audit.state_of(record, values)
    for name, value in plain.items():
        setattr(record, name, value)
    after = audit.state_of(record, plain) | {name: audit.keys_of(records) for name, records in many.items()}
    changes = audit.difference(before, after)
    if not changes and not created:
        return record
    _check(record)
    if not created and hasattr(record, "revision"):
        record.revision += 1
    _save(record)
    for name, records in many.items():
        getattr(record, name).set(records)
    audit.record(by, verb, record, subject=subject, reason=reason, changes=changes, undoes=undoes)
    transaction.on_commit(lambda: search.reindex(record))
    return record


def _check(record: models.Model) -> None:
    """The model's own rules, and the longest text that it promises to keep."""
    record.full_clean(exclude=UNCHECKED)
    faults = {}
    for field in record._meta.concrete_fields:
        text = getattr(record, field.attname)
        if not isinstance(text, str):
            continue
        if "\x00" in text:
            faults[field.name] = _("Tekstissä on merkki, jota ei voi tallentaa.")
        elif isinstance(field, models.TextField) and field.max_length and len(text) > field.max_length:
            faults[field.name] = _("Tekstissä on %(length)s merkkiä. Enintään %(limit)s mahtuu.") % {
                "length": len(text),
                "limit": field.max_length,
            }
    if faults:
        raise ValidationError(faults)


def _save(record: models.Model) -> None:
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as error:
        record.full_clean(exclude=UNCHECKED)  # names the rule, now that the other person's row is there to be seen
        raise ValidationError(_("Joku muu tallensi samaan aikaan. Tallenna uudelleen.")) from error
