"""Every indicator that has a page: the national definitions and the region's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hytti.core.figure_names import FigureName

from . import definitions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .definitions import Definition

OTHERS: list[Callable[[], Iterable[Definition]]] = []


def add_others(source: Callable[[], Iterable[Definition]]) -> None:
    """Whoever keeps indicators elsewhere, such as in the database, names from ready() the call that lists them."""
    if source not in OTHERS:
        OTHERS.append(source)


def by_key() -> dict[str, Definition]:
    """Definitions by key; a national one is never hidden behind another of the same key."""
    found = {one.key: one for source in OTHERS for one in source()}
    return {**found, **definitions.load()}


def all() -> list[Definition]:
    """Every definition, in the order of themes and then of the definition files."""
    order = {theme.key: theme.order for theme in definitions.vocabulary().themes}
    return sorted(by_key().values(), key=lambda one: order.get(one.theme, len(order)))


def get(key: str) -> Definition | None:
    """The definition of a key; others than the national ones are asked for only where none of those has the key."""
    return definitions.load().get(key) or by_key().get(key)


def names() -> dict[str, FigureName]:
    """What the published figures are called and in which unit they are, for rooms that link to them."""
    return {
        key: FigureName(one.name.model_dump(), one.short_unit.model_dump())
        for key, one in by_key().items()
        if one.status == "published"
    }
