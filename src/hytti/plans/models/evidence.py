"""What shows that a statutory duty was done, and how far it shows it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hytti.core.models import NamesUntil, Organisation, Provenance
from hytti.core.models.provenance import PartialDateField, ProvenanceQuerySet

from .plans import Plan


class DutyEvidence(NamesUntil, Provenance):
    """A decision, meeting or document that counts for a duty of an organisation.

    `duty` is a key of rules/duties.yaml; `period` is a calendar year ("2023") or a council term ("2021–2025"), and
    empty for duties that have no periods. `outcome` says what the source shows, not what we suppose.
    """

    class Outcome(models.TextChoices):
        DONE = "done", _("Osoittaa velvoitteen täytetyksi")
        PARTLY = "partly", _("Osoittaa osan tai valmistelun")
        NOT_DONE = "not_done", _("Kertoo, ettei velvoitetta ole täytetty")

    duty = models.SlugField(_("velvoite"), max_length=80)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="duty_evidence", verbose_name=_("organisaatio")
    )
    period = models.CharField(_("kausi"), max_length=9, blank=True)
    outcome = models.CharField(_("mitä näyttää"), max_length=10, choices=Outcome)
    plan = models.ForeignKey(
        Plan, on_delete=models.SET_NULL, null=True, blank=True, related_name="evidence", verbose_name=_("suunnitelma")
    )
    decided_by = models.CharField(_("päättäjä"), max_length=200, blank=True)
    happened_on = PartialDateField(_("päivä"))
    decision_section = models.CharField(_("pykälä"), max_length=40, blank=True)
    case_number = models.CharField(_("asianumero"), max_length=80, blank=True)
    address = models.URLField(_("osoite"), max_length=500, blank=True)
    note_fi = models.TextField(_("huomautus"), blank=True, max_length=2000)
    note_sv = models.TextField(blank=True, max_length=2000)
    note_en = models.TextField(blank=True, max_length=2000)

    objects = ProvenanceQuerySet.as_manager()

    class Meta(NamesUntil.Meta):
        abstract = False
        ordering = ["-happened_on", "duty", "pk"]
        verbose_name = _("näyttö velvoitteesta")
        verbose_name_plural = _("näytöt velvoitteista")

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.duty} {self.period}".strip()
