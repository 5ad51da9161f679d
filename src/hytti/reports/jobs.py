"""Making files: at once where it is quick, else in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hytti.core.jobs import State, Task, begin

from . import rendering
from .frozen import sha256

if TYPE_CHECKING:
    from .blocks import Document
    from .models import Report, ReportJob

PATIENCE = 1.0  # seconds that a reader waits for a file before the progress is shown


def file_of(report: Report, document: Document, form: str) -> ReportJob:
    """The file of a document: made already, made now, or on its way, as the job's state tells.

    What was stopped, failed or was interrupted is tried anew. Raises InvalidDocument where a draft breaks a rule.
    """
    digest = sha256(document)
    found = report.jobs.filter(form=form, digest=digest).first()
    if found is not None and found.standing() in (State.DONE, State.RUNNING):
        return found
    task = Task(lambda step: {"content": rendering.render(document, form, step=step)})
    begin(task)
    task.ended.wait(PATIENCE)
    return _kept(report, form, digest, task)


def _kept(report: Report, form: str, digest: str, task: Task) -> ReportJob:
    fresh = {"digest": digest, "content": None, "fault": ""}
    if task.outcome is None:
        job, _new = report.jobs.update_or_create(form=form, defaults={**fresh, "state": State.RUNNING})
        if task.attach(job) is None:
            return job
    outcome = task.outcome
    assert outcome is not None
    known = {"state": outcome.state, "fault": outcome.fault, **outcome.values}
    return report.jobs.update_or_create(form=form, defaults={**fresh, **known})[0]
