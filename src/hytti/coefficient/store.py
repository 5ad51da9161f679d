"""The fact store of this installation, as the pages of the coefficient reach it: for the numbers of residents."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from hytti.facts import Facts, open_facts


def facts() -> Facts:
    """The published figures, those of the newest publication. A store that was never published is empty.

    Raises Unreadable where the file is there but cannot be read.
    """
    found = _opened(settings.FACTS_ENGINE or str(settings.FACTS))
    found.refresh()
    return found


@lru_cache(maxsize=4)
def _opened(place: str) -> Facts:
    return open_facts(place)
