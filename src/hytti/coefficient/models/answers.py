"""What a municipality answers to the coefficient's yes-or-no items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hytti.core.models import Area

if TYPE_CHECKING:
    from typing import Self


class MunicipalAnswerQuerySet(models.QuerySet["MunicipalAnswer"]):
    def of_year(self, year: int) -> Self:
        return self.filter(funding_year=year)


class MunicipalAnswer(models.Model):
    """One item of one municipality in a funding year, with the document that shows a "yes".

    The municipality's own estimate: THL's data collections decide the points.
    """

    class Answer(models.TextChoices):
        YES = "yes", _("kyllä")
        NO = "no", _("ei")
        UNKNOWN = "unknown", _("ei tiedossa")

    municipality = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="coefficient_answers", verbose_name=_("kunta")
    )
    item = models.SlugField(_("kohta"), max_length=60)
    funding_year = models.PositiveSmallIntegerField(_("rahoitusvuosi"))
    answer = models.CharField(_("vastaus"), max_length=8, choices=Answer)
    document = models.CharField(_("asiakirja"), max_length=300, blank=True)
    address = models.URLField(_("asiakirjan osoite"), max_length=500, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("vastaaja"),
    )
    answered_on = models.DateField(_("vastattu"), default=timezone.localdate)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = MunicipalAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["municipality", "-funding_year", "item"]
        verbose_name = _("kunnan vastaus")
        verbose_name_plural = _("kuntien vastaukset")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "funding_year", "item"], name="municipal_answer_once"),
            models.CheckConstraint(
                condition=~models.Q(answer="yes") | ~models.Q(document=""), name="municipal_yes_has_document"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}, {self.item}, {self.funding_year}"
