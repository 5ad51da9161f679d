"""The latest file that was brought into a plan in the background."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from hytti.core.models.jobs import Job

from .plans import Plan


class ImportJob(Job):
    """A file on its way into a plan, one at a time: who brought it, what it did, or what is wrong in it row by row."""

    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, related_name="import_job")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=255)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.plan_id} {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("plans:bring_job", args=[self.plan.slug])
