"""Steering documents, the cooperation model and current topics."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hytti.core.models import NamesUntil, Organisation, Provenance
from hytti.core.models.provenance import PartialDateField, ProvenanceQuerySet

from .bodies import Body
from .themes import Theme


class Document(NamesUntil, Provenance):
    """A report, plan, programme, strategy or rule, with its period, address and state.

    `people` are those whom its decision or minutes name, for as long as they may be told.
    """

    class Kind(models.TextChoices):
        REPORT = "report", _("Kertomus")
        PLAN = "plan", _("Suunnitelma")
        REPORT_AND_PLAN = "report_and_plan", _("Kertomus ja suunnitelma")
        PROGRAMME = "programme", _("Ohjelma")
        STRATEGY = "strategy", _("Strategia")
        RULES = "rules", _("Sääntö")
        OTHER = "other", _("Muu asiakirja")

    class State(models.TextChoices):
        DRAFT = "draft", _("valmisteilla")
        IN_FORCE = "in_force", _("voimassa")
        ENDED = "ended", _("kausi päättynyt")
        UNKNOWN = "unknown", _("ei tiedossa")

    slug = models.SlugField(max_length=160, unique=True)
    kind = models.CharField(_("laji"), max_length=20, choices=Kind)
    title_fi = models.CharField(_("nimi"), max_length=300)
    title_sv = models.CharField(_("nimi ruotsiksi"), max_length=300, blank=True)
    title_en = models.CharField(_("nimi englanniksi"), max_length=300, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="documents", verbose_name=_("organisaatio")
    )
    body = models.ForeignKey(
        Body, on_delete=models.SET_NULL, null=True, blank=True, related_name="documents", verbose_name=_("toimielin")
    )
    theme = models.ForeignKey(
        Theme, on_delete=models.SET_NULL, null=True, blank=True, related_name="documents", verbose_name=_("teema")
    )
    period_start = models.PositiveSmallIntegerField(_("kauden ensimmäinen vuosi"), null=True, blank=True)
    period_end = models.PositiveSmallIntegerField(_("kauden viimeinen vuosi"), null=True, blank=True)
    address = models.URLField(_("osoite"), max_length=500, blank=True)
    state = models.CharField(_("tila"), max_length=20, choices=State, default=State.UNKNOWN)
    approved = models.CharField(_("hyväksytty"), max_length=300, blank=True)
    is_guiding = models.BooleanField(_("ohjaava asiakirja"), default=False)
    order = models.PositiveSmallIntegerField(default=0)

    objects = ProvenanceQuerySet.as_manager()

    class Meta(NamesUntil.Meta):
        abstract = False
        ordering = ["order", "title_fi"]
        verbose_name = _("asiakirja")
        verbose_name_plural = _("asiakirjat")
        constraints = [
            *NamesUntil.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(period_start__isnull=True)
                | models.Q(period_end__isnull=True)
                | models.Q(period_end__gte=models.F("period_start")),
                name="document_period_ends_after_start",
                violation_error_message=_("Kausi päättyy ennen kuin se alkaa."),
            ),
        ]

    def __str__(self) -> str:
        return self.title_fi

    def get_absolute_url(self) -> str:
        return reverse("structures:document", args=[self.slug])


class CooperationTier(Provenance):
    """One level of the cooperation model with associations; whether money is given, and what it holds."""

    number = models.PositiveSmallIntegerField(_("taso"), unique=True)
    title_fi = models.CharField(_("nimi"), max_length=200)
    title_sv = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    gives_money = models.BooleanField(_("rahallinen avustus"))
    purpose_fi = models.TextField(_("tarkoitus"), blank=True)
    purpose_sv = models.TextField(blank=True)
    purpose_en = models.TextField(blank=True)
    items = models.JSONField(_("sisältö"), default=list, blank=True)

    objects = ProvenanceQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("yhteistyön taso")
        verbose_name_plural = _("yhteistyön tasot")
        constraints = [
            models.CheckConstraint(condition=models.Q(number__gte=1), name="tier_number_positive"),
        ]

    def __str__(self) -> str:
        return self.title_fi


class Topic(Provenance):
    """A current topic of hyte work, with its figures (each: label, value, unit, date) where it has them."""

    slug = models.SlugField(max_length=160, unique=True)
    title_fi = models.CharField(_("aihe"), max_length=300)
    title_sv = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    season = PartialDateField(_("ajankohta"))
    figures = models.JSONField(_("luvut"), default=list, blank=True)
    theme = models.ForeignKey(
        Theme, on_delete=models.SET_NULL, null=True, blank=True, related_name="topics", verbose_name=_("teema")
    )
    order = models.PositiveSmallIntegerField(default=0)

    objects = ProvenanceQuerySet.as_manager()

    class Meta:
        ordering = ["order"]
        verbose_name = _("ajankohtainen aihe")
        verbose_name_plural = _("ajankohtaiset aiheet")

    def __str__(self) -> str:
        return self.title_fi
