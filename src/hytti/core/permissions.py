"""Who may. Rooms register their predicates here; nothing else decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rules
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.auth.models import AnonymousUser

    from .models import Grant, User


class NotAllowed(PermissionDenied):
    """This person may not do this, now or later, without a grant. The text is shown to the person."""


class NotNow(Exception):
    """The person may, but the record's state or a rule says no. The text is shown to the person."""


def grants_with(user: User | AnonymousUser, right: str) -> Iterator[Grant]:
    """The user's grants in force whose role holds the right."""
    if user.is_authenticated and user.is_active:
        for grant in user.current_grants():
            if right in grant.described.rights:
                yield grant


def allows(user: User | AnonymousUser, right: str, record: Any = None) -> bool:
    """Does the user have the right over the record? An unknown right raises KeyError."""
    if not rules.perm_exists(right):
        raise KeyError(right)
    return bool(rules.has_perm(right, user, record))


def require(user: User | AnonymousUser, right: str, record: Any = None) -> None:
    """Raise NotAllowed, in plain words, unless the user has the right over the record."""
    if not allows(user, right, record):
        raise NotAllowed(_("Tähän tarvitaan valtuus, jota tällä tunnuksella ei ole."))


def register(right: str, predicate: Any) -> None:
    rules.set_perm(right, predicate)


def regional(right: str) -> Any:
    """A predicate: the user holds the right through a role of the whole region."""

    def holds(user: User | AnonymousUser) -> bool:
        return any(grant.described.scope == "region" for grant in grants_with(user, right))

    return rules.predicate(holds, f"{right} for the region")


for _right in ("users.manage", "region.edit", "audit.read"):
    register(_right, regional(_right))
