"""A large file into a plan in the background: all of its rows or none, with its progress told and a way to stop it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from hytti.core.jobs import State, Task, begin
from hytti.core.permissions import NotNow, require

from ..actions.rules import require_writable
from ..models import ImportJob
from .importing import load
from .reading import Problem

if TYPE_CHECKING:
    from hytti.core.models import User
    from hytti.core.steps import Step

    from ..models import Plan

AT_ONCE = 20_000  # bytes; what is smaller is stored well within a second


def running(plan: Plan) -> ImportJob | None:
    """The file that is on its way into the plan now."""
    found = ImportJob.objects.filter(plan=plan).first()
    return found if found is not None and found.standing() is State.RUNNING else None


def start(plan: Plan, data: bytes, name: str, *, by: User) -> ImportJob:
    """Begin to bring the file in. Raises NotAllowed, and NotNow where another file is on its way."""
    require(by, "plans.edit", plan)
    require_writable(plan)
    if running(plan):
        raise NotNow(_("Edellisen tiedoston tuonti on vielä kesken."))
    fresh: dict[str, Any] = {"digest": uuid.uuid4().hex, "state": State.RUNNING, "fault": "", "by": by, "name": name}
    fresh |= {"added": 0, "changed": 0, "problems": []}
    job, _new = ImportJob.objects.update_or_create(plan=plan, defaults=fresh)
    task = Task(lambda step: _done(plan, data, name, by, step), stores=True)
    task.attach(job)
    begin(task)
    return job


def _done(plan: Plan, data: bytes, name: str, by: User, step: Step) -> dict[str, Any]:
    """What the job keeps of it."""
    try:
        done = load(plan, data, name, by=by, step=step)
    except NotNow as error:
        return {"problems": [[0, "", str(error)]]}
    return {
        "added": done.added,
        "changed": done.changed,
        "problems": [[one.row, one.column, one.words] for one in done.problems],
    }


def problems_of(job: ImportJob) -> list[Problem]:
    return [Problem(*one) for one in job.problems]
