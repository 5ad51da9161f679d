"""Rounds in which anybody may comment on a plan, and the comments."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hytti.core.models import Organisation

from .goals import Goal
from .plans import Plan


class CommentRound(models.Model):
    """The days on which comments on a plan are taken, and what is asked. Both days belong to the round."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="rounds", verbose_name=_("suunnitelma"))
    opens_on = models.DateField(_("alkaa"))
    closes_on = models.DateField(_("päättyy"))
    question_fi = models.TextField(_("mitä kysytään"), blank=True, max_length=2000)
    question_sv = models.TextField(blank=True, max_length=2000)
    question_en = models.TextField(blank=True, max_length=2000)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["-opens_on"]
        verbose_name = _("kommenttikierros")
        verbose_name_plural = _("kommenttikierrokset")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")),
                name="round_closes_after_it_opens",
                violation_error_message=_("Kierros päättyy ennen kuin se alkaa."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.opens_on}"


class Comment(models.Model):
    """A comment on a plan or on one goal of it: from anybody in a round, or from a signed-in colleague outside one.

    No name is asked of a resident; who speaks for an organisation names the organisation alone.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Odottaa tarkistusta")
        PUBLISHED = "published", _("Julkaistu")
        HIDDEN = "hidden", _("Ei julkaista")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="comments", verbose_name=_("suunnitelma"))
    round = models.ForeignKey(CommentRound, on_delete=models.CASCADE, null=True, blank=True, related_name="comments")
    goal = models.ForeignKey(
        Goal, on_delete=models.SET_NULL, null=True, blank=True, related_name="comments", verbose_name=_("tavoite")
    )
    text = models.TextField(_("kommentti"), max_length=5000)
    language = models.CharField(max_length=2, default="fi")
    on_behalf_of = models.CharField(_("organisaatio, jonka puolesta"), max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(_("tila"), max_length=10, choices=State, default=State.WAITING)
    state_reason = models.CharField(_("peruste"), max_length=500, blank=True)
    answer = models.TextField(_("vastaus"), blank=True, max_length=5000)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("kommentti")
        verbose_name_plural = _("kommentit")

    def __str__(self) -> str:
        return f"{self.plan_id} {self.pk}"
