"""How the tray reads its part of a region pack, and the national lists that it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import vocabularies

if TYPE_CHECKING:
    from hytti.core.packs.loading import Context
    from hytti.core.packs.reading import Pack

Rows = dict[str, Any]


def read(pack: Pack) -> Rows:
    """The tray has no file in a pack yet but those of the country."""
    return {}


def write(rows: Rows, context: Context) -> None:
    """Bring the national lists up to date."""
    vocabularies.load()
