"""Who proposes, who appoints, who presents: the neighbours of a body."""

from __future__ import annotations

from dataclasses import dataclass

from ..models import Body
from ..models.bodies import BodyQuerySet


@dataclass(frozen=True)
class Chosen:
    """A body with its neighbours in the structure."""

    body: Body
    appoints: list[Body]
    under: list[Body]
    networks: list[Body]


def chosen(slug: str | None) -> Chosen | None:
    """The body of the slug with its neighbours; None for no body."""
    if not slug:
        return None
    body = related().filter(slug=slug).first()
    if body is None:
        return None
    children = list(body.children.working())
    return Chosen(
        body=body,
        appoints=list(body.appoints.working()),
        under=[child for child in children if not child.is_network],
        networks=[child for child in children if child.is_network],
    )


def table() -> list[Body]:
    """The working organs, for a table of who sets up whom."""
    return list(related().organs().working())


def related() -> BodyQuerySet:
    return Body.objects.select_related("appointed_by", "proposed_by", "presented_by", "parent", "theme")
