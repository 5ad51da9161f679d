"""A what-if that somebody wanted to keep."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .tables import CoefficientTable, Level


class Scenario(models.Model):
    """Inputs changed from those of a table, by area and indicator, and the options that were chosen.

    `table` is empty where the what-if was made on the made-up example. `changes` is {area code: {indicator: value}}.
    """

    table = models.ForeignKey(
        CoefficientTable,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="scenarios",
        verbose_name=_("taulukko"),
    )
    funding_year = models.PositiveSmallIntegerField(_("rahoitusvuosi"))
    area = models.CharField(_("alueen koodi"), max_length=3)
    name = models.CharField(_("nimi"), max_length=120)
    note = models.TextField(_("huomautus"), max_length=2000, blank=True)
    changes = models.JSONField(_("muutetut luvut"), default=dict, blank=True)
    options = models.JSONField(_("laskutavan valinnat"), default=dict, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tekijä"),
    )
    created_at = models.DateTimeField(_("tallennettu"), auto_now_add=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("laskelma")
        verbose_name_plural = _("laskelmat")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("coefficient:scenario", args=[self.pk])

    @property
    def level(self) -> Level:
        """A county's code has two digits, a municipality's three."""
        return Level.COUNTY if len(self.area) == len("09") else Level.MUNICIPALITY

    @property
    def is_example(self) -> bool:
        return self.table_id is None
