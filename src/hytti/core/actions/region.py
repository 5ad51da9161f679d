"""Correcting the region's own facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .. import changes, permissions

if TYPE_CHECKING:
    from ..models import Region, User

REGION_FIELDS = ("residents", "employees", "centre", "other_towns", "challenges")


def edit_region(*, region: Region, values: dict[str, Any], revision: int | None, by: User) -> Region:
    """Change the residents, employees, towns and challenges. Raises NotAllowed, EditConflict, ValidationError."""
    permissions.require(by, "region.edit", region)
    if unknown := values.keys() - set(REGION_FIELDS):
        raise ValueError(f"not facts of a region: {sorted(unknown)}")
    if values.get("centre") and values["centre"] in values.get("other_towns", ()):
        raise ValidationError({"other_towns": _("Keskuskaupunki ei ole samalla muu kaupunki.")})
    return changes.apply(region, values, by=by, verb="region.edited", revision=revision)
