"""What figures are called, for the rooms that choose and link figures without knowing how they are defined."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class FigureName:
    """A figure's name and unit in fi, sv and en."""

    names: Mapping[str, str]
    units: Mapping[str, str]


SOURCES: list[Callable[[], Mapping[str, FigureName]]] = []


def add_source(source: Callable[[], Mapping[str, FigureName]]) -> None:
    """A room that defines figures names, from its app's ready(), the call that lists them by key."""
    if source not in SOURCES:
        SOURCES.append(source)


def figure_names() -> dict[str, FigureName]:
    """Every figure that has a page, by key."""
    return {key: name for source in SOURCES for key, name in source().items()}
