"""What is done when its time has come: `hytti tick`, run by cron or systemd as often as is wished.

Rooms register their jobs from ready(). Each job looks itself what is due, so a tick too many changes nothing, and
a missed one is made good by the next.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

Job = Callable[[datetime], str]
JOBS: dict[str, Job] = {}

log = logging.getLogger(__name__)


def register(name: str, job: Job) -> None:
    """`job(now)` does what is due and says in one English sentence what it did, or "" where nothing was."""
    JOBS[name] = job


def run(now: datetime, say: Callable[[str], object]) -> int:
    """Run every job; one that fails does not keep the others from running. Returns the number of failures."""
    failures = 0
    for name, job in JOBS.items():
        try:
            said = job(now)
        except Exception:
            log.exception("The job %r failed.", name)
            failures += 1
            continue
        if said:
            say(said)
    return failures
