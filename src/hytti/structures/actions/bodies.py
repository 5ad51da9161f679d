"""Founding, editing, closing and confirming bodies."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from hytti.core import changes, permissions
from hytti.core.permissions import NotNow

from ..models import NETWORK_KINDS, Body

if TYPE_CHECKING:
    from hytti.core.models import Provenance, User

    ProvenanceT = TypeVar("ProvenanceT", bound=Provenance)


def found_network(*, by: User, values: dict[str, Any]) -> Body:
    """Found a network or group of the interfaces. A municipality's own coordinator founds under its own name.

    Raises NotAllowed, or ValidationError where the theme has the name already.
    """
    permissions.require(by, "bodies.found", values.get("convener"))
    if values["kind"] not in NETWORK_KINDS:
        raise ValidationError({"kind": _("Täällä perustetaan verkostoja ja työryhmiä.")})
    values = {"founded": timezone.localdate().isoformat(), "as_of": timezone.localdate().isoformat(), **values}
    body = Body(slug=free_slug(Body, values["name_fi"]))
    return changes.apply(body, values, by=by, verb="body.founded")


def edit_body(*, by: User, body: Body, values: dict[str, Any], revision: int | None) -> Body:
    """Change a body's facts. A closed body stays as it was closed.

    Raises NotAllowed, NotNow, EditConflict, ValidationError.
    """
    permissions.require(by, "bodies.edit", body)
    require_working(body)
    forbid_cycle(body, values.get("parent"))
    return changes.apply(body, values, by=by, verb="body.edited", revision=revision)


def close_body(*, by: User, body: Body, on: dt.date, reason: str, revision: int | None) -> Body:
    """Close a body for a reason that stays in its history. Its page and members stay readable.

    Raises NotAllowed, NotNow (already closed, or bodies under it still work), EditConflict, ValidationError.
    """
    permissions.require(by, "bodies.close", body)
    require_working(body)
    under = body.children.working().count()
    if under:
        raise NotNow(_("Alla toimii vielä %(count)s ryhmää. Lakkauta tai siirrä ne ensin.") % {"count": under})
    values = {"closed_on": on, "closed_reason": reason.strip()}
    return changes.apply(body, values, by=by, verb="body.closed", revision=revision, reason=reason.strip())


def confirm(*, by: User, record: ProvenanceT, today: dt.date | None = None) -> ProvenanceT:
    """Vouch that what the record says is true today."""
    permissions.require(by, "bodies.confirm", record)
    values = {"confirmed_on": today or timezone.localdate(), "confirmed_by": by}
    return changes.apply(record, values, by=by, verb="record.confirmed")


def require_working(body: Body) -> None:
    if body.closed_on is not None:
        raise NotNow(_("Verkosto on lakkautettu. Lakkautuksen voi kumota historiasta."))


def forbid_cycle(body: Body, parent: Body | None) -> None:
    """A body's parents never lead back to it."""
    seen = parent
    while seen is not None:
        if seen.pk == body.pk:
            raise ValidationError({"parent": _("Toimielin ei voi kuulua itseensä tai omaan alaryhmäänsä.")})
        seen = seen.parent


def free_slug(model: type[models.Model], name: str) -> str:
    """A slug of the name that no other record has."""
    base = slugify(name)[:150] or "verkosto"
    slug, number = base, 1
    while model._default_manager.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug
