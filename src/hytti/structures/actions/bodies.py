"""Founding, editing, closing and confirming bodies."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from hytti.core import changes, permissions
from hytti.core.conflicts import check_revision
from hytti.core.permissions import NotNow

from ..models import NETWORK_KINDS, Body
from .rules import BODY_FIELDS, check_body, check_placing, check_reach, require_known, require_working

if TYPE_CHECKING:
    from hytti.core.models import Provenance, User

    ProvenanceT = TypeVar("ProvenanceT", bound=Provenance)
    NamedT = TypeVar("NamedT", bound=models.Model)


@transaction.atomic
def found_network(*, by: User, values: dict[str, Any]) -> Body:
    """Found a network or group of the interfaces. A municipality's own coordinator founds under its own name.

    Raises NotAllowed, or ValidationError where the theme has the name already or the network would be another's.
    """
    permissions.require(by, "bodies.found")
    require_known(values, BODY_FIELDS)
    if values["kind"] not in NETWORK_KINDS:
        raise ValidationError({"kind": _("Täällä perustetaan verkostoja ja työryhmiä.")})
    today = timezone.localdate().isoformat()
    values = values | {"founded": values.get("founded") or today, "as_of": values.get("as_of") or today}
    values = _with_locked_parent(values)
    check_body(Body(), values)
    check_placing(by, "bodies.found", Body(), values)
    body = add_named(Body, values["name_fi"], values, by=by, verb="body.founded")
    check_reach(by, "bodies.found", body, {"convener": None})
    return body


@transaction.atomic
def edit_body(*, by: User, body: Body, values: dict[str, Any], revision: int | None) -> Body:
    """Change a body's facts. A closed body stays as it was closed.

    Raises NotAllowed, NotNow, EditConflict, ValidationError.
    """
    body = changes.lock(body)
    permissions.require(by, "bodies.edit", body)
    require_known(values, BODY_FIELDS)
    require_working(body)
    check_revision(body, revision)
    if body.is_network != (values.get("kind", body.kind) in NETWORK_KINDS):
        raise ValidationError({"kind": _("Verkosto ei voi muuttua toimielimeksi eikä toimielin verkostoksi.")})
    values = _with_locked_parent(values)
    check_body(body, values)
    check_placing(by, "bodies.edit", body, values)
    body = changes.apply(body, values, by=by, verb="body.edited")
    check_reach(by, "bodies.edit", body, values)
    return body


@transaction.atomic
def close_body(*, by: User, body: Body, on: dt.date, reason: str, revision: int | None) -> Body:
    """Close a body for a reason that stays in its history. Its page and members stay readable.

    Raises NotAllowed, NotNow (already closed, or bodies under it still work), EditConflict, ValidationError.
    """
    body = changes.lock(body)
    permissions.require(by, "bodies.close", body)
    require_working(body)
    under = body.children.working().count()
    if under:
        raise NotNow(_("Alla toimii vielä ryhmiä (%(count)s). Lakkauta tai siirrä ne ensin.") % {"count": under})
    reason = reason.strip()
    faults = {}
    if on > timezone.localdate():
        faults["closed_on"] = _("Lakkautuspäivä voi olla tänään tai aiemmin.")
    elif on.isoformat()[: len(body.founded)] < body.founded:
        faults["closed_on"] = _("Lakkautuspäivä on ennen perustamista.")
    if not reason:
        faults["closed_reason"] = _("Lakkauttamiselle tarvitaan syy.")
    if faults:
        raise ValidationError(faults)
    values = {"closed_on": on, "closed_reason": reason}
    return changes.apply(body, values, by=by, verb="body.closed", revision=revision, reason=reason)


@transaction.atomic
def confirm(*, by: User, record: ProvenanceT, today: dt.date | None = None) -> ProvenanceT:
    """Vouch that what the record says is true today. Raises NotAllowed, or NotNow on a closed body."""
    record = changes.lock(record)
    permissions.require(by, "bodies.confirm", record)
    if isinstance(record, Body):
        require_working(record)
    values = {"confirmed_on": today or timezone.localdate(), "confirmed_by": by}
    return changes.apply(record, values, by=by, verb="record.confirmed")


def _with_locked_parent(values: dict[str, Any]) -> dict[str, Any]:
    """A parent is kept from being closed while a group is placed under it."""
    parent = values.get("parent")
    return values if parent is None else values | {"parent": changes.lock(parent)}


def add_named(model: type[NamedT], name: str, values: dict[str, Any], *, by: User, verb: str) -> NamedT:
    """Create a record with an address made of its name; another one where somebody took it at the same moment."""
    for _attempt in range(8):
        try:
            return changes.apply(model(slug=free_slug(model, name)), values, by=by, verb=verb)
        except ValidationError as error:
            if set(getattr(error, "error_dict", ())) != {"slug"}:
                raise
    raise NotNow(_("Moni tallentaa samaan aikaan. Tallenna hetken päästä uudelleen."))


def free_slug(model: type[models.Model], name: str) -> str:
    """A slug of the name that no other record has, nor a page of its own beside the records."""
    base = slugify(name)[:150].strip("-_") or "nimeton"
    slug, number = base, 1
    while slug in RESERVED or model._default_manager.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


RESERVED = {"perusta", "lisaa", "grunda", "lagg-till", "found", "add", "new"}
