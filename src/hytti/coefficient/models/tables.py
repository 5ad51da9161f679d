"""A yearly table of every area's indicators, as THL publishes it and somebody loads it here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hytti.core.models import Provenance

if TYPE_CHECKING:
    from typing import Self

FIRST_YEAR, LAST_YEAR = 2023, 2100


class Level(models.TextChoices):
    COUNTY = "county", _("hyvinvointialueet")
    MUNICIPALITY = "municipality", _("kunnat")


class CoefficientTableQuerySet(models.QuerySet["CoefficientTable"]):
    def published(self) -> Self:
        return self.filter(state=CoefficientTable.State.PUBLISHED)


class CoefficientTable(Provenance):
    """One load: its figures in `data` (as `Table.as_dict` writes them), where they are from and where it stands.

    Of a level and a funding year one table at most is public. The made-up example is never among these.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("luonnos")
        PUBLISHED = "published", _("julkaistu")
        REPLACED = "replaced", _("korvattu uudella")
        WITHDRAWN = "withdrawn", _("poistettu julkisuudesta")

    level = models.CharField(_("keiden taulukko"), max_length=12, choices=Level)
    funding_year = models.PositiveSmallIntegerField(_("rahoitusvuosi"))
    name = models.CharField(_("nimi"), max_length=200)
    source_text = models.CharField(_("mistä luvut ovat"), max_length=300)
    file_name = models.CharField(_("tiedosto"), max_length=200, blank=True)
    data = models.JSONField(_("luvut"), default=dict, editable=False)
    state = models.CharField(_("tila"), max_length=12, choices=State, default=State.DRAFT)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lataaja"),
    )
    loaded_at = models.DateTimeField(_("ladattu"))
    published_at = models.DateTimeField(_("julkaistu"), null=True, blank=True)
    withdrawn_why = models.TextField(_("miksi poistettu julkisuudesta"), max_length=2000, blank=True)

    objects = CoefficientTableQuerySet.as_manager()

    class Meta:
        ordering = ["-funding_year", "level", "-loaded_at"]
        verbose_name = _("kertoimen taulukko")
        verbose_name_plural = _("kertoimen taulukot")
        constraints = [
            models.UniqueConstraint(
                fields=["level", "funding_year"],
                condition=models.Q(state="published"),
                name="coefficient_table_one_public",
            ),
            models.CheckConstraint(
                condition=models.Q(funding_year__gte=FIRST_YEAR, funding_year__lte=LAST_YEAR),
                name="coefficient_table_year",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("coefficient:table", args=[self.pk])
