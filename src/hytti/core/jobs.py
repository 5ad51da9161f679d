"""Work in the background, with its progress told and with a way to stop it: one piece of work at a time."""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils.translation import get_language, override

from .models.jobs import Job
from .steps import Cancelled

if TYPE_CHECKING:
    from collections.abc import Callable

    from .steps import Step

log = logging.getLogger(__name__)

BETWEEN_WORDS = 0.3  # seconds from one word of progress to the next
POOL = ThreadPoolExecutor(max_workers=1, thread_name_prefix="jobs")
"""One at a time: a piece of work takes a core, and the pages need the rest."""

State = Job.State
MARKS = {
    State.RUNNING: "progress",
    State.DONE: "done",
    State.FAILED: "late",
    State.CANCELLED: "ended",
    State.INTERRUPTED: "late",
}
"""The mark of each state on pages."""


@dataclass(frozen=True)
class Outcome:
    """How a work ended: the state of its job, the fields that keep what it made, or the fault."""

    state: Job.State
    values: dict[str, Any] = field(default_factory=dict)
    fault: str = ""


class Task:
    """A work in the making, in the language of the page that began it.

    make: does the work, calling the step that it is given, and answers the fields of the job that keep the result.
    stores: the work writes to the database, all of it with the result of the job or none. A task that stores nothing
    touches no database before it is attached to a job.
    """

    def __init__(self, make: Callable[[Step], dict[str, Any]], *, stores: bool = False) -> None:
        self.make, self.stores = make, stores
        self.language = get_language()
        self.lock = threading.Lock()
        self.ended = threading.Event()
        self.outcome: Outcome | None = None
        self.job: Job | None = None
        self.told_at = 0.0

    def run(self) -> None:
        try:
            with override(self.language), transaction.atomic() if self.stores else nullcontext():
                self.end(Outcome(State.DONE, self.make(self.step)))
        except Cancelled:
            self.give_up(Outcome(State.CANCELLED))
        except Exception as error:
            log.exception("a job was not done")
            self.give_up(Outcome(State.FAILED, fault=f"{type(error).__name__}: {error}"))

    def step(self, done: int, total: int) -> None:
        """Tell the progress now and then. Raises Cancelled where somebody has stopped the job."""
        job = self.job
        if job is None or time.monotonic() - self.told_at < BETWEEN_WORDS:
            return
        self.told_at = time.monotonic()
        if job.is_stopped:
            raise Cancelled
        job.tell(done, total)

    def end(self, outcome: Outcome) -> None:
        """Keep the outcome. Raises Cancelled where somebody has stopped the job or asked for another in its place."""
        with self.lock:
            self.outcome, job = outcome, self.job
        if job is not None and not job.mine().update(state=outcome.state, fault=outcome.fault, **outcome.values):
            raise Cancelled
        self.ended.set()

    def give_up(self, outcome: Outcome) -> None:
        try:
            self.end(outcome)
        except Cancelled:
            self.ended.set()

    def attach(self, job: Job) -> Outcome | None:
        """From now on tell the progress to the job; the outcome where it has come meanwhile."""
        job.tell(0, 0)
        with self.lock:
            if self.outcome is None:
                self.job = job
            return self.outcome


def begin(task: Task) -> None:
    POOL.submit(_in_thread, task)


def _in_thread(task: Task) -> None:
    try:
        task.run()
    finally:
        connection.close()


def cancel(job: Job, **emptied: Any) -> bool:
    """Stop a job that is under way; nothing of what it has done is kept.

    False where it had ended otherwise. The work may notice the stop, and tell that it was cancelled, before this does.
    """
    job.stop()
    if job.mine().update(state=State.CANCELLED, **emptied):
        return True
    return type(job)._default_manager.filter(pk=job.pk, state=State.CANCELLED).exists()
