"""What is kept of use: counts by month, never who."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .offers import Offer


class Use(models.Model):
    """How often an offer was opened and collected in a month (its first day).

    Contact requests are not counted here: a count for each offer would be a way round their published table.
    """

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="uses")
    month = models.DateField()
    opened = models.PositiveIntegerField(_("avattu"), default=0)
    collected = models.PositiveIntegerField(_("lisätty tarjottimelle"), default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "month"], name="use_once_a_month")]
        verbose_name = _("käyttö")
        verbose_name_plural = _("käyttö")

    def __str__(self) -> str:
        return f"{self.offer_id} {self.month}"


class SearchMiss(models.Model):
    """A word of searches that found nothing, by month and municipality (code, or empty): a count of searches.

    Each word alone, and only words of the tray's own and the dictionary's vocabulary that are no names.
    """

    words = models.CharField(_("haku"), max_length=120)
    month = models.DateField()
    municipality = models.CharField(_("kunta"), max_length=3, blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["words", "month", "municipality"], name="miss_once_a_month")]
        verbose_name = _("tulokseton haku")
        verbose_name_plural = _("tuloksettomat haut")

    def __str__(self) -> str:
        return self.words
