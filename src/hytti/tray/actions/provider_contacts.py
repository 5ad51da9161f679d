"""Where an organisation takes contact requests and reminders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hytti.core import changes
from hytti.core.permissions import require

if TYPE_CHECKING:
    from hytti.core.models import User

    from ..models import ProviderContact


def save(record: ProviderContact, values: dict[str, Any], *, by: User, revision: int | None = None) -> ProviderContact:
    """Set the addresses. Raises NotAllowed, ValidationError, EditConflict."""
    require(by, "offers.write", record.organisation)
    return changes.apply(
        record, values, by=by, verb="offers.contact_set", revision=revision, subject=record.organisation
    )
