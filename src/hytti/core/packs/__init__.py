"""Region packs: folders of YAML and CSV that a coordinator can read and correct.

Rooms announce themselves here; the schemas and readers are imported when a pack is loaded.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

ROOMS: list[str] = []
AFTER_LOAD: list[Callable[[], object]] = []


def add_room(module: str) -> None:
    """A room of the house names, from its app's ready(), its module that reads and writes its part of a pack.

    The module has `read(pack) -> rows` and `write(rows, context)`.
    """
    if module not in ROOMS:
        ROOMS.append(module)


def rooms() -> list[ModuleType]:
    return [import_module(module) for module in ROOMS]
