"""`hytti tick`: what has come due is done."""

from __future__ import annotations

import django


def tick() -> int:
    """Run every room's jobs; the answer is 1 where one failed."""
    django.setup()

    from django.utils import timezone

    from hytti.core import ticks

    return 1 if ticks.run(timezone.now(), print) else 0
