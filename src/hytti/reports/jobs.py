"""Making files: at once where it is quick, else in the background with its progress told and with a way to stop it."""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone

from . import rendering
from .frozen import sha256
from .models import ReportJob
from .steps import Cancelled

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

    from .blocks import Document
    from .models import Report
    from .steps import Step

log = logging.getLogger(__name__)

PATIENCE = 1.0  # seconds that a reader waits for a file before the progress is shown
BETWEEN_WORDS = 0.3  # seconds from one word of progress to the next
POOL = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reports")
"""One file at a time: a file takes a core, and the pages need the rest."""

State = ReportJob.State


@dataclass(frozen=True)
class Outcome:
    state: State
    content: bytes | None = None
    fault: str = ""


class Task:
    """A file in the making. Until somebody stops waiting for it, it touches no database."""

    def __init__(self, make: Callable[[Step], bytes]) -> None:
        self.make = make
        self.lock = threading.Lock()
        self.ended = threading.Event()
        self.outcome: Outcome | None = None
        self.job: ReportJob | None = None
        self.told_at = 0.0

    def run(self) -> None:
        try:
            self.end(Outcome(State.DONE, self.make(self.step)))
        except Cancelled:
            self.end(Outcome(State.CANCELLED))
        except Exception as error:
            log.exception("a file of a report was not made")
            self.end(Outcome(State.FAILED, fault=f"{type(error).__name__}: {error}"))

    def step(self, done: int, total: int) -> None:
        """Tell the progress now and then. Raises Cancelled where somebody has stopped the job or asked for another."""
        job = self.job
        if job is None or time.monotonic() - self.told_at < BETWEEN_WORDS:
            return
        self.told_at = time.monotonic()
        if not _mine(job).update(done=done, total=total, seen_at=timezone.now()):
            raise Cancelled

    def end(self, outcome: Outcome) -> None:
        with self.lock:
            self.outcome, job = outcome, self.job
        self.ended.set()
        if job is not None:
            _mine(job).update(state=outcome.state, content=outcome.content, fault=outcome.fault, seen_at=timezone.now())

    def attach(self, job: ReportJob) -> Outcome | None:
        """From now on tell the progress to the job; the outcome where it has come meanwhile."""
        with self.lock:
            if self.outcome is None:
                self.job = job
            return self.outcome


def _in_thread(task: Task) -> None:
    try:
        task.run()
    finally:
        connection.close()


def _mine(job: ReportJob) -> QuerySet[ReportJob]:
    """The job as long as it is still this one and nobody has stopped it."""
    return ReportJob.objects.filter(pk=job.pk, digest=job.digest, state=State.RUNNING)


def file_of(report: Report, document: Document, form: str) -> ReportJob:
    """The file of a document: made already, made now, or on its way, as the job's state tells.

    What was stopped, failed or was interrupted is tried anew. Raises InvalidDocument where a draft breaks a rule.
    """
    digest = sha256(document)
    found = report.jobs.filter(form=form, digest=digest).first()
    if found is not None and found.standing() in (State.DONE, State.RUNNING):
        return found
    task = Task(lambda step: rendering.render(document, form, step=step))
    POOL.submit(_in_thread, task)
    task.ended.wait(PATIENCE)
    return _kept(report, form, digest, task)


def _kept(report: Report, form: str, digest: str, task: Task) -> ReportJob:
    fresh = {"digest": digest, "done": 0, "total": 0, "content": None, "fault": "", "seen_at": timezone.now()}
    if task.outcome is None:
        job, _new = report.jobs.update_or_create(form=form, defaults={**fresh, "state": State.RUNNING})
        if task.attach(job) is None:
            return job
    outcome = task.outcome
    assert outcome is not None
    known = {"state": outcome.state, "content": outcome.content, "fault": outcome.fault}
    return report.jobs.update_or_create(form=form, defaults={**fresh, **known})[0]


def cancel(job: ReportJob) -> bool:
    """Stop a job that is under way; what it has made so far is thrown away."""
    running = ReportJob.objects.filter(pk=job.pk, state=State.RUNNING)
    return bool(running.update(state=State.CANCELLED, content=None))
