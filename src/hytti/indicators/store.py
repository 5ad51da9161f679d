"""The fact store of this installation, as the pages reach it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from hytti.facts import Facts


def facts() -> Facts:
    """The published figures, those of the newest publication. A store that was never published is empty."""
    found = _opened(settings.FACTS_ENGINE or str(settings.FACTS))
    found.refresh()
    return found


def version() -> str:
    """Changes whenever the store is republished; cheap enough to be asked on every request."""
    if settings.FACTS_ENGINE:
        return facts().version
    try:
        facts_of_file = settings.FACTS.stat()
    except FileNotFoundError:
        return "0"
    return f"{facts_of_file.st_ino}-{facts_of_file.st_mtime_ns}"


@lru_cache(maxsize=4)
def _opened(place: str) -> Facts:
    from hytti.facts import open_facts

    return open_facts(place)
