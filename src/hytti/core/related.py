"""Pages of other rooms about the same thing, so that rooms of one floor lead to each other and none knows another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import Model

    Finder = Callable[[Any], Iterable["RelatedPage"]]


@dataclass(frozen=True, slots=True)
class RelatedPage:
    """A page that anybody may open; the label in the language that is spoken."""

    label: str
    url: str


FINDERS: dict[type[Model], list[Finder]] = {}


def add(kind: type[Model], finder: Finder) -> None:
    """A room names from its app's ready() what finds its pages about a record of the kind."""
    finders = FINDERS.setdefault(kind, [])
    if finder not in finders:
        finders.append(finder)


def pages_about(*records: Model) -> list[RelatedPage]:
    """The other rooms' pages about the records, in the order of these."""
    return [page for record in records for finder in FINDERS.get(type(record), ()) for page in finder(record)]
