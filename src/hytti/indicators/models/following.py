"""Whom to tell by e-mail of new figures."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from typing import Self


class FollowingQuerySet(models.QuerySet["Following"]):
    def due_on(self, day: dt.date) -> Self:
        return self.filter(next_on__lte=day, user__is_active=True)


class Following(models.Model):
    """A signed-in person's wish to hear of changes in the figures of some areas.

    `told_until` is the moment up to which changes have been told; `next_on` is counted from the day the wish was
    made, so a late letter does not move the ones after it.
    """

    class Often(models.TextChoices):
        DAILY = "daily", _("joka päivä, kun lukuja muuttuu")
        WEEKLY = "weekly", _("kerran viikossa")
        MONTHLY = "monthly", _("kerran neljässä viikossa")

    DAYS = {Often.DAILY: 1, Often.WEEKLY: 7, Often.MONTHLY: 28}

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="following")
    areas = models.JSONField(_("alueet"), default=list)
    often = models.CharField(_("kuinka usein"), max_length=10, choices=Often, default=Often.WEEKLY)
    language = models.CharField(_("viestin kieli"), max_length=2, choices=settings.LANGUAGES, default="fi")
    told_until = models.DateTimeField(editable=False)
    next_on = models.DateField(editable=False)

    objects = FollowingQuerySet.as_manager()

    class Meta:
        verbose_name = _("lukujen seuranta")
        verbose_name_plural = _("lukujen seurannat")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def day_after(self, today: dt.date) -> dt.date:
        """The next day of the rhythm after today."""
        step = self.DAYS[self.Often(self.often)]
        passed = max(0, (today - self.next_on).days // step + 1)
        return self.next_on + dt.timedelta(days=step * passed)
