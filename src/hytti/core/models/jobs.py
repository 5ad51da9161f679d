"""A piece of work that may take longer than a page does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.cache import caches
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from typing import Self


class Job(models.Model):
    """How a piece of work ended, or that it is under way; what it makes is kept in the fields of each kind of job.

    `digest` tells one piece of work from the next one in the same row. How far the work has come, and that somebody
    wants it stopped, is told in the cache `jobs` and not here: while a work stores its result, nobody else can write.
    A running job that tells nothing was left by a process that ended: it is interrupted, and asked for anew.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("Valmistuu")
        DONE = "done", _("Valmis")
        FAILED = "failed", _("Ei onnistunut")
        CANCELLED = "cancelled", _("Peruttu")
        INTERRUPTED = "interrupted", _("Keskeytyi")  # never stored: see standing

    SILENT_FOR = 30  # seconds

    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=20, choices=State, default=State.RUNNING)
    fault = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def sign(self) -> str:
        """The name of this piece of work in the cache."""
        return f"{self._meta.label_lower}-{self.pk}-{self.digest}"

    def mine(self) -> models.QuerySet[Self]:
        """This row as long as it is still of this piece of work and under way."""
        rows: models.QuerySet[Self] = type(self)._default_manager.filter(
            pk=self.pk, digest=self.digest, state=self.State.RUNNING
        )
        return rows

    def tell(self, done: int, total: int) -> None:
        caches["jobs"].set(f"{self.sign}-at", (done, total), self.SILENT_FOR)

    @property
    def told(self) -> tuple[int, int] | None:
        """How many steps are done and of how many (0 where that is not known); None where nothing is heard of it."""
        at: tuple[int, int] | None = caches["jobs"].get(f"{self.sign}-at")
        return at

    def stop(self) -> None:
        caches["jobs"].set(f"{self.sign}-stop", True, 3600)

    @property
    def is_stopped(self) -> bool:
        return bool(caches["jobs"].get(f"{self.sign}-stop"))

    def standing(self) -> State:
        """The state as it is now: a running job of which nothing is heard is interrupted."""
        if self.state == self.State.RUNNING and self.told is None:
            return self.State.INTERRUPTED
        return self.State(self.state)
