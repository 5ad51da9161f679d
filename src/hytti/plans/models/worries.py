"""What worries and what gladdens, checked against figures, and the listed figures that were left out."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hytti.core.models import Provenance
from hytti.core.models.provenance import ProvenanceQuerySet

from .goals import Goal
from .plans import Plan


class Worry(Provenance):
    """A worry or a joy that people have told, and what the figures say of it (the first step of THL's process)."""

    class Kind(models.TextChoices):
        WORRY = "worry", _("Huoli")
        JOY = "joy", _("Ilo")

    class Verdict(models.TextChoices):
        UNCHECKED = "unchecked", _("Ei vielä tarkistettu")
        SUPPORTED = "supported", _("Luvut tukevat")
        NOT_SUPPORTED = "not_supported", _("Luvut eivät tue")
        NO_DATA = "no_data", _("Lukuja ei ole")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="worries", verbose_name=_("suunnitelma"))
    kind = models.CharField(_("laji"), max_length=10, choices=Kind, default=Kind.WORRY)
    order = models.PositiveSmallIntegerField(_("järjestys"))
    name_fi = models.CharField(_("huoli tai ilo"), max_length=300)
    name_sv = models.CharField(max_length=300, blank=True)
    name_en = models.CharField(max_length=300, blank=True)
    told_by = models.CharField(_("kuka sen kertoi"), max_length=200, blank=True)
    population_group = models.CharField(_("väestöryhmä"), max_length=200, blank=True)
    verdict = models.CharField(_("mitä luvut sanovat"), max_length=20, choices=Verdict, default=Verdict.UNCHECKED)
    verdict_reason = models.TextField(_("peruste"), blank=True, max_length=2000)
    goals = models.ManyToManyField(
        Goal, blank=True, related_name="worries", verbose_name=_("mihin tavoitteisiin johti")
    )
    continues = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="continued_by", editable=False
    )

    objects = ProvenanceQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "kind", "order"]
        verbose_name = _("huoli tai ilo")
        verbose_name_plural = _("huolet ja ilot")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verdict="unchecked") | ~models.Q(verdict_reason=""),
                name="worry_verdict_has_a_reason",
                violation_error_message=_("Kerro, mihin lukuun arvio perustuu tai mitä lukua ei ole."),
            )
        ]

    def __str__(self) -> str:
        return self.name_fi


class LeftOutIndicator(Provenance):
    """A listed figure that the plan or report does not use, and why."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="left_out", verbose_name=_("suunnitelma"))
    indicator_key = models.SlugField(_("indikaattori"), max_length=120, blank=True)
    name_fi = models.CharField(_("nimi"), max_length=300)
    name_sv = models.CharField(max_length=300, blank=True)
    name_en = models.CharField(max_length=300, blank=True)
    reason = models.TextField(_("miksi jätettiin pois"), max_length=2000)

    objects = ProvenanceQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "name_fi"]
        verbose_name = _("pois jätetty luku")
        verbose_name_plural = _("pois jätetyt luvut")

    def __str__(self) -> str:
        return self.name_fi
