"""How a plan came from one state to the next."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hytti.core.models import NamesUntil

from .plans import Plan


class StateChange(NamesUntil):
    """A step of a plan from a state to another: who recorded it, who decided, when and under which number."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="state_changes")
    before = models.CharField(max_length=20, choices=Plan.State)
    after = models.CharField(max_length=20, choices=Plan.State)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("kirjaaja")
    )
    decided_on = models.DateField(_("päätetty"), null=True, blank=True)
    decided_by = models.CharField(_("päättäjä"), max_length=200, blank=True)
    decided_by_body = models.ForeignKey(
        "structures.Body",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("toimielin"),
    )
    decision_section = models.CharField(_("pykälä"), max_length=40, blank=True)
    case_number = models.CharField(_("asianumero"), max_length=80, blank=True)
    address = models.URLField(_("osoite"), max_length=500, blank=True)
    note = models.TextField(_("huomautus"), blank=True, max_length=2000)

    class Meta(NamesUntil.Meta):
        abstract = False
        ordering = ["plan", "pk"]
        verbose_name = _("tilan muutos")
        verbose_name_plural = _("tilan muutokset")

    def __str__(self) -> str:
        return f"{self.plan_id} {self.before} → {self.after}"
