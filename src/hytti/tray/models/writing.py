"""Links by which an organisation writes without an account, and what readers tell of offers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hytti.core.models import Area, Organisation

from .offers import Offer
from .terms import Term


class Invitation(models.Model):
    """A letter with a link that opens, once and until a day, the form of an organisation's new or old offer.

    Only the SHA-256 of the link's secret is kept.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("organisaatio")
    )
    offer = models.ForeignKey(
        Offer, on_delete=models.CASCADE, null=True, blank=True, related_name="invitations", verbose_name=_("tarjonta")
    )
    email = models.EmailField(_("sähköposti"))
    message = models.TextField(_("viesti"), blank=True, max_length=2000)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField(_("voimassa"))
    used_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("kirjoituskutsu")
        verbose_name_plural = _("kirjoituskutsut")

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.pk}"


class StepTaken(models.Model):
    """A step of an offer from a state to another, with who and why."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="steps", verbose_name=_("tarjonta"))
    before = models.CharField(max_length=20, choices=Offer.State)
    after = models.CharField(max_length=20, choices=Offer.State)
    reason = models.CharField(_("peruste"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("tilan muutos")
        verbose_name_plural = _("tilan muutokset")

    def __str__(self) -> str:
        return f"{self.offer_id} {self.before} {self.after}"


class ReviewReminder(models.Model):
    """That a reminder of a review day went out, so that it goes once."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="review_reminders")
    due = models.DateField()
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "due"], name="one_reminder_of_an_offer_and_day")]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.due}"


class Handled(models.TextChoices):
    OPEN = "open", _("Avoin")
    DONE = "done", _("Käsitelty")


class Freshness(models.Model):
    """A reader's word on whether an offer is up to date. No name and no address is asked."""

    class Verdict(models.TextChoices):
        RIGHT = "right", _("Tiedot pitävät paikkansa")
        WRONG = "wrong", _("Jokin on väärin")
        GONE = "gone", _("Tätä ei enää ole")

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="freshness", verbose_name=_("tarjonta"))
    verdict = models.CharField(_("pitääkö tieto paikkansa"), max_length=10, choices=Verdict)
    words = models.CharField(_("mikä on väärin"), max_length=500, blank=True)
    state = models.CharField(_("tila"), max_length=10, choices=Handled, default=Handled.OPEN)
    made_on = models.DateField(auto_now_add=True)

    class Meta:
        ordering = ["-made_on", "-pk"]
        verbose_name = _("ajantasaisuusilmoitus")
        verbose_name_plural = _("ajantasaisuusilmoitukset")

    def __str__(self) -> str:
        return f"{self.offer_id} {self.verdict}"


class Missing(models.Model):
    """What a reader looked for and did not find. No name and no address is asked."""

    words = models.CharField(_("mitä puuttui"), max_length=500)
    municipality = models.ForeignKey(
        Area, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("kunta")
    )
    theme = models.ForeignKey(
        Term, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("teema")
    )
    state = models.CharField(_("tila"), max_length=10, choices=Handled, default=Handled.OPEN)
    made_on = models.DateField(auto_now_add=True)

    class Meta:
        ordering = ["-made_on", "-pk"]
        verbose_name = _("puuttuva toiminta")
        verbose_name_plural = _("puuttuvat toiminnat")

    def __str__(self) -> str:
        return self.words[:80]
