"""How actions are followed: yearly reviews, requests to partners without an account, reminders that were sent."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .actions import Action


class FollowUpRequest(models.Model):
    """A letter to a partner without an account: a link that opens the review of these actions once, until a day.

    Only the SHA-256 of the link's secret is kept.
    """

    actions = models.ManyToManyField(Action, related_name="requests", verbose_name=_("toimenpiteet"))
    year = models.PositiveSmallIntegerField(_("vuosi"))
    email = models.EmailField(_("sähköposti"))
    message = models.TextField(_("viesti"), blank=True, max_length=2000)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField(_("voimassa"))
    used_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("seurantapyyntö")
        verbose_name_plural = _("seurantapyynnöt")

    def __str__(self) -> str:
        return f"{self.year} {self.pk}"


class Review(models.Model):
    """What the responsible party tells of an action for a year; a draft until it is handed in."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="reviews", verbose_name=_("toimenpide"))
    year = models.PositiveSmallIntegerField(_("vuosi"))
    done = models.TextField(_("mitä tehtiin"), blank=True, max_length=5000)
    effects = models.TextField(_("mitä se muutti"), blank=True, max_length=5000)
    next_step = models.TextField(_("mitä seuraavaksi"), blank=True, max_length=5000)
    next_on = models.DateField(_("seuraava askel viimeistään"), null=True, blank=True)
    handed_in_at = models.DateTimeField(_("annettu"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    request = models.ForeignKey(
        FollowUpRequest, on_delete=models.SET_NULL, null=True, blank=True, related_name="reviews"
    )
    changed_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["action", "-year"]
        verbose_name = _("vuosiseuranta")
        verbose_name_plural = _("vuosiseurannat")
        constraints = [
            models.UniqueConstraint(fields=["action", "year"], name="one_review_of_an_action_a_year"),
            models.CheckConstraint(
                condition=models.Q(handed_in_at__isnull=True) | ~models.Q(done=""),
                name="review_handed_in_tells_what_was_done",
                violation_error_message=_("Kerro, mitä tehtiin."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action_id} {self.year}"


class ReminderSent(models.Model):
    """That a reminder of a due day went out, so that it goes once."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="reminders")
    due = models.DateField()
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["action", "due"], name="one_reminder_of_a_due_day")]

    def __str__(self) -> str:
        return f"{self.action_id} {self.due}"
