"""Demo accounts: one for each role, with one published password. They exist and work in demo mode alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from . import audit
from .models import Grant, User
from .queries import accounts as queries
from .roles import ADMINISTRATOR, CONVENER, COORDINATOR, HYTE_UNIT, LINK_WORKER, PARTNER, PROVIDER, REFERRER, Role

if TYPE_CHECKING:
    from collections.abc import Mapping

PASSWORD = "hytti-esimerkki-2026"  # noqa: S105  published on purpose, refused outside demo mode


@dataclass(frozen=True)
class DemoAccount:
    """What a visitor needs for signing in as this role."""

    role: Role
    name: str
    email: str
    password: str = PASSWORD


ACCOUNTS = (
    DemoAccount(CONVENER, "Esimerkki Vetäjä", "vetaja@example.org"),
    DemoAccount(COORDINATOR, "Esimerkki Koordinaattori", "koordinaattori@example.org"),
    DemoAccount(PARTNER, "Esimerkki Kumppani", "kumppani@example.org"),
    DemoAccount(HYTE_UNIT, "Esimerkki Hyte-yksikkö", "hyte@example.org"),
    DemoAccount(PROVIDER, "Esimerkki Tarjoaja", "tarjoaja@example.org"),
    DemoAccount(REFERRER, "Esimerkki Ohjaaja", "ohjaaja@example.org"),
    DemoAccount(LINK_WORKER, "Esimerkki Linkkihenkilö", "linkki@example.org"),
    DemoAccount(ADMINISTRATOR, "Esimerkki Pääkäyttäjä", "paakayttaja@example.org"),
)


@transaction.atomic
def make_demo_accounts(scopes: Mapping[str, models.Model]) -> list[DemoAccount]:
    """Bring the demo accounts into being; a second call changes nothing.

    scopes: by role code, what the role is for (a network, a municipality's organisation); a role that needs a scope
    and has none here gets no account.
    Raises RuntimeError outside demo mode.
    """
    if not settings.DEMO:
        raise RuntimeError("demo accounts are made in demo mode only")
    made = [account for account in ACCOUNTS if account.role.scope == "region" or account.role.code in scopes]
    for account in made:
        _hold_grant(_user(account), account.role, scopes.get(account.role.code))
    return made


def _user(account: DemoAccount) -> User:
    user = User.objects.filter(email__iexact=account.email).first()
    if user is None:
        user = User.objects.create_user(account.email, account.password, name=account.name, is_demo=True)
        audit.record(None, "account.created", user)
    elif not user.is_demo:
        raise RuntimeError(f"{account.email} is a real account")
    return user


def _hold_grant(user: User, role: Role, scope: models.Model | None) -> None:
    today = timezone.localdate()
    if not queries.overlapping_grants(user, role.code, scope, today, today).exists():
        Grant.objects.update_or_create(
            user=user, role=role.code, **_scope_of(scope), valid_from=today, defaults={"valid_to": None}
        )
        changes = {"role": [None, role.code], "scope": [None, audit.label_of(scope)]}
        audit.record(None, "grant.given", user, changes=changes)


def _scope_of(scope: models.Model | None) -> dict[str, Any]:
    from django.contrib.contenttypes.models import ContentType

    if scope is None:
        return {"content_type": None, "object_id": None}
    return {"content_type": ContentType.objects.get_for_model(scope), "object_id": scope.pk}
