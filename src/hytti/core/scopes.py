"""What a role can be granted for. Core knows organisations; rooms register their own kinds of thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db import models
    from django.utils.functional import Promise

    from .roles import Role


@dataclass(frozen=True)
class Scope:
    """A kind of thing that roles are granted for: its name, and the records to choose from."""

    code: str
    label: str | Promise
    records: Callable[[], models.QuerySet]


_scopes: dict[str, Scope] = {}


def register(code: str, label: str | Promise, records: Callable[[], models.QuerySet]) -> None:
    """Let roles with this scope be granted; a room calls this from its app's ready()."""
    _scopes[code] = Scope(code, label, records)


def known() -> list[Scope]:
    return list(_scopes.values())


def find(code: str, key: int) -> models.Model | None:
    scope = _scopes.get(code)
    return scope.records().filter(pk=key).first() if scope else None


def fits(role: Role, record: models.Model | None) -> bool:
    """Is the record the kind of thing the role is granted for? A role of the whole region takes none."""
    if role.scope == "region":
        return record is None
    scope = _scopes.get(role.scope)
    return scope is not None and record is not None and isinstance(record, scope.records().model)


def _organisations() -> models.QuerySet:
    from .models import Organisation

    return Organisation.objects.order_by("name_fi")


register("organisation", _("Organisaatiot"), _organisations)
