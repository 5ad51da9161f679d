"""The room's public pages as records, so that they can be found."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

INDICATOR = "indicator"


class CoefficientPage(models.Model):
    """A page by its name in the addresses; a page of an indicator has the indicator's key too."""

    name = models.CharField(_("sivu"), max_length=40)
    key = models.CharField(_("indikaattori"), max_length=60, blank=True)

    class Meta:
        ordering = ["name", "key"]
        verbose_name = _("kertoimen sivu")
        verbose_name_plural = _("kertoimen sivut")
        constraints = [models.UniqueConstraint(fields=["name", "key"], name="coefficient_page_once")]

    def __str__(self) -> str:
        return self.key or self.name

    def get_absolute_url(self) -> str:
        return reverse(f"coefficient:{self.name}", args=[self.key] if self.key else [])
