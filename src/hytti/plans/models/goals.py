"""What a plan aims at: priorities and goals, and whose priorities they serve."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hytti.core.models import Provenance
from hytti.core.models.provenance import ProvenanceQuerySet

from .plans import Plan


def continues(words: Any) -> models.ForeignKey[Any, Any]:
    """The record of the version or term before that this one was copied from."""
    return models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="continued_by", verbose_name=words
    )


class Priority(Provenance):
    """A priority of a plan (in Päijät-Häme a kärki). `serves` is a priority of another plan that it follows."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="priorities", verbose_name=_("suunnitelma"))
    slug = models.SlugField(max_length=160, unique=True)
    order = models.PositiveSmallIntegerField(_("järjestys"))
    name_fi = models.CharField(_("nimi"), max_length=300)
    name_sv = models.CharField(max_length=300, blank=True)
    name_en = models.CharField(max_length=300, blank=True)
    description_fi = models.TextField(_("kuvaus"), blank=True, max_length=5000)
    description_sv = models.TextField(blank=True, max_length=5000)
    description_en = models.TextField(blank=True, max_length=5000)
    official_wording = models.TextField(_("hyväksytty sanamuoto"), blank=True, max_length=5000)
    serves = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="served_by",
        verbose_name=_("toteuttaa kärkeä"),
    )
    continues = continues(_("jatkaa kärkeä"))

    objects = ProvenanceQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "order"]
        verbose_name = _("kärki")
        verbose_name_plural = _("kärjet")

    def __str__(self) -> str:
        return self.name_fi

    def get_absolute_url(self) -> str:
        return reverse("plans:priority", args=[self.slug])


class Goal(Provenance):
    """A goal of a plan, under a priority where it belongs to one; a sub-goal has a parent.

    `official_wording` is the text as it was approved, where the name is a shorter working one.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="goals", verbose_name=_("suunnitelma"))
    priority = models.ForeignKey(
        Priority, on_delete=models.CASCADE, null=True, blank=True, related_name="goals", verbose_name=_("kärki")
    )
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="parts", verbose_name=_("osa tavoitetta")
    )
    serves = models.ForeignKey(
        Priority,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="serving_goals",
        verbose_name=_("toteuttaa kärkeä"),
    )
    serves_goal = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="served_by",
        verbose_name=_("toteuttaa toisen organisaation tavoitetta"),
    )
    continues = continues(_("jatkaa tavoitetta"))
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged", verbose_name=_("yhdistetty")
    )
    population_group = models.CharField(_("väestöryhmä"), max_length=200, blank=True)
    theme = models.ForeignKey(
        "structures.Theme", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("teema")
    )
    order = models.PositiveSmallIntegerField(_("järjestys"))
    name_fi = models.CharField(_("nimi"), max_length=300)
    name_sv = models.CharField(max_length=300, blank=True)
    name_en = models.CharField(max_length=300, blank=True)
    official_wording = models.TextField(_("hyväksytty sanamuoto"), blank=True, max_length=5000)

    objects = ProvenanceQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "order"]
        verbose_name = _("tavoite")
        verbose_name_plural = _("tavoitteet")

    def __str__(self) -> str:
        return self.name_fi

    def get_absolute_url(self) -> str:
        return reverse("plans:goal", args=[self.pk])
