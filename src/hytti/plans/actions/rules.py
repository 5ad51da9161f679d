"""What may be written now, and what the database cannot see by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from hytti.core import audit
from hytti.core.permissions import NotNow

from ..rules import states

if TYPE_CHECKING:
    from ..models import Plan

PLACES = {"priority", "parent", "goal", "worry", "order"}
CHAIN = 100  # steps after which a chain of records is taken for a circle


def require_writable(plan: Plan) -> None:
    """Raise NotNow, in plain words, where the plan's texts no longer change."""
    if plan.state in states.WRITABLE:
        return
    if plan.state == states.State.PROPOSED:
        raise NotNow(_("Suunnitelma on esitetty hyväksyttäväksi. Palauta se valmisteluun, jos tekstiä pitää muuttaa."))
    if may_complete(plan):
        raise NotNow(_("Suunnitelma on luettu lähteestä. Puuttuvia tietoja voi lisätä, mutta tekstiä ei vaihdeta."))
    raise NotNow(_("Hyväksytty teksti ei muutu. Tee muutoksesta uusi versio."))


def may_complete(plan: Plan) -> bool:
    """Is the plan known from a source alone, decided elsewhere? What the source did not tell may be added to it."""
    return plan.pack_key is not None and plan.state in states.FOLLOWED and not plan.state_changes.exists()


def require_addable(plan: Plan) -> None:
    """Raise NotNow where nothing new may be added either."""
    if not may_complete(plan):
        require_writable(plan)


def require_changeable(plan: Plan, record: Any, changed: set[str]) -> None:
    """Raise NotNow where these fields of the plan, or of a record of it, do not change now."""
    told_by_source = record.pack_key is not None and any(
        name in PLACES or record.pack_values.get(name) not in (None, "", []) for name in changed
    )
    if told_by_source or not may_complete(plan):
        require_writable(plan)


def changed_fields(record: models.Model, values: dict[str, Any]) -> set[str]:
    """The names of the values that differ from what the record holds."""
    changed = set()
    for name, value in values.items():
        field: Any = record._meta.get_field(name)
        if field.many_to_many:
            same = audit.state_of(record, [name])[name] == audit.keys_of(value)
        else:
            same = getattr(record, field.attname) == getattr(value, "pk", value)
        if not same:
            changed.add(name)
    return changed


def refuse_circle(record: models.Model, field: str, target: models.Model | None) -> None:
    """Raise ValidationError where following `field` from the target leads back to the record."""
    stored = type(record)._default_manager
    at = target and target.pk
    for _step in range(CHAIN):
        if at is None:
            return
        if at == record.pk:
            break
        at = stored.filter(pk=at).values_list(field, flat=True).first()
    raise ValidationError({field: _("Linkki palaa takaisin tähän itseensä.")})
