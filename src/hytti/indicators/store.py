"""The fact store of this installation, as the pages reach it."""

from __future__ import annotations

from django.conf import settings

from hytti.facts import Facts, Unreadable, shared


def facts() -> Facts:
    """The published figures, those of the newest publication. A store that was never published is empty.

    Raises Unreadable where the file is there but cannot be read.
    """
    return shared(settings.FACTS_ENGINE or str(settings.FACTS))


def version() -> str:
    """Changes whenever the store is republished: the version of what `facts` answers from, so that no page is kept
    under a newer version than its figures."""
    try:
        return facts().version or "0"
    except Unreadable:
        return "unreadable"
