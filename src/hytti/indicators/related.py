"""The page of figures about a municipality of the structures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from hytti.core import related
from hytti.core.models import Area
from hytti.core.related import RelatedPage
from hytti.facts import Unreadable

from .queries import places
from .store import facts

if TYPE_CHECKING:
    from collections.abc import Iterable


def register_related() -> None:
    related.add(Area, _of_area)


def _of_area(area: Area) -> Iterable[RelatedPage]:
    """The profile of a municipality whose figures are there; a store that cannot be read leaves other rooms alone."""
    if area.kind != Area.Kind.MUNICIPALITY:
        return
    try:
        found = facts().area(f"{places.MUNICIPALITY}-{area.code}")
    except Unreadable:
        return
    if found is not None:
        yield RelatedPage(_("Kunnan luvut"), places.url_of(found))
