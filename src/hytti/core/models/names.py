"""Names of people that a decision or minutes tell, for as long as the net may tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    import datetime as dt


class NamesUntil(models.Model):
    """Names of people that a decision or minutes tell, and the last day on which the net may tell them.

    611/2021 145 § and 410/2015 140 §: they are taken off the net when the time for appeal ends (`core.appeals` counts
    it). `names_on` is the only way to show them; when the day is over, saving leaves them out and the daily run
    (`core.names`) empties them. The log of changes never holds them.
    """

    people = models.TextField(_("päätöksessä nimetyt henkilöt"), blank=True, max_length=2000)
    people_until = models.DateField(_("nimet näytetään päivään"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(people="") | models.Q(people_until__isnull=False),
                name="%(app_label)s_%(class)s_names_have_a_last_day",
                violation_error_message=_("Henkilöiden nimille tarvitaan päivä, johon asti ne näytetään."),
            )
        ]

    def names_on(self, day: dt.date) -> str:
        return self.people if self.people_until and day <= self.people_until else ""

    def clean(self) -> None:
        super().clean()
        if self.people_until and not self.names_on(timezone.localdate()):
            self.people = ""
