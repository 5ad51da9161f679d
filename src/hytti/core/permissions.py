"""Who may. Rooms register their predicates here; nothing else decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rules
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.auth.models import AnonymousUser
    from django.db import models

    from .models import Grant, Organisation, User


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


def holds_for_region(user: User | AnonymousUser, right: str) -> bool:
    """Does the user hold the right through a role of the whole region?"""
    return any(grant.described.scope == "region" for grant in grants_with(user, right))


def own_organisations(user: User | AnonymousUser, right: str) -> models.QuerySet[Organisation]:
    """The organisations for which the user holds the right by a grant of their own; a role of the region has none."""
    from django.contrib.contenttypes.models import ContentType

    from .models import Organisation

    kind = ContentType.objects.get_for_model(Organisation).pk
    grants = [grant for grant in grants_with(user, right) if grant.content_type_id == kind]
    return Organisation.objects.filter(pk__in=[grant.object_id for grant in grants if grant.object_id is not None])


def organisations_within(user: User | AnonymousUser, right: str) -> models.QuerySet[Organisation]:
    """The organisations on whose behalf the user holds the right; all of them through a role of the region."""
    from .models import Organisation

    return Organisation.objects.all() if holds_for_region(user, right) else own_organisations(user, right)


def regional(right: str) -> Any:
    """A predicate: the user holds the right through a role of the whole region."""
    return rules.predicate(lambda user: holds_for_region(user, right), f"{right} for the region")


for _right in ("users.manage", "region.edit", "audit.read"):
    register(_right, regional(_right))
