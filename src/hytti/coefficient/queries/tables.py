"""What the pages of the yearly tables show to those who keep them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from hytti.core.audit_words import verb_label
from hytti.core.models import AuditEvent
from hytti.core.numbers import number

from .. import words
from ..models import CoefficientTable
from .county import known

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from hytti.methods.coefficient import Result

    from .loaded import Loaded


@dataclass(frozen=True)
class Happened:
    """An event of a table in words."""

    event: AuditEvent
    what: str
    who: str


def tables() -> QuerySet[CoefficientTable]:
    return CoefficientTable.objects.select_related("loaded_by")


def history(table: CoefficientTable) -> list[Happened]:
    """What has been done to the table, the newest first."""
    kind = ContentType.objects.get_for_model(CoefficientTable)
    about = Q(content_type=kind, object_id=table.pk)
    events = AuditEvent.objects.filter(about).select_related("actor").order_by("-pk")
    return [Happened(event, verb_label(event.verb), str(event.actor) if event.actor else "") for event in events]


def areas(loaded: Loaded, result: Result) -> list[dict[str, Any]]:
    """Every area by K: what the table would say once it is public."""
    table = result.table
    order = sorted(range(len(table.areas)), key=lambda at: (-(known(result.K[at]) or -1), table.areas[at]))
    return [
        {
            "name": loaded.name_of(table.areas[at]),
            "residents": number(int(table.residents[at]), 0),
            "K": number(known(result.K[at]), 1),
            "k": number(known(result.k[at]), 4),
            "rank": str(int(result.rank[at])) if result.rank[at] else number(None),
            "euros": words.euros(None if result.euros[at].is_nan() else result.euros[at]),
        }
        for at in order
    ]
