"""The fact store of this installation, as the pages of the coefficient reach it: for the numbers of residents."""

from __future__ import annotations

from django.conf import settings

from hytti.facts import Facts, shared


def facts() -> Facts:
    """The published figures, those of the newest publication. A store that was never published is empty.

    Raises Unreadable where the file is there but cannot be read.
    """
    return shared(settings.FACTS_ENGINE or str(settings.FACTS))
