"""Trays that are handed on, contact requests to providers and wellbeing referrals, and what is counted of them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hytti.core.models import Area, Organisation

from ..rules.requests import State
from .offers import Offer
from .secret_text import SecretText

if TYPE_CHECKING:
    from typing import Self

LONGEST_WISH = 300  # characters


class SavedTrayQuerySet(models.QuerySet):
    def open_on(self, day: dt.date) -> Self:
        return self.filter(expires_on__gte=day)


class SavedTray(models.Model):
    """A tray that a code opens until a day. It holds no identity: whose it is, is not known.

    `offers`: keys of offers in the order of the tray. Only a keyed hash of the code is kept. `made_by` and
    `organisation` are the professional's who filled the tray with a client; `link_worker` is the organisation that
    the resident may turn to with it (a wellbeing referral).
    """

    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    offers = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField(_("voimassa"))
    opened_on = models.DateField(_("avattu"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    link_worker = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    objects = SavedTrayQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("annettu tarjotin")
        verbose_name_plural = _("annetut tarjottimet")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class ContactRequest(models.Model):
    """A resident's wish to be contacted by providers. Everything of it is deleted on `delete_on` at the latest.

    What tells who it is (`email`, `phone`, `wish`) is kept unreadable. `confirm_hash` is of the link by which the
    resident confirms once, `own_hash` of the one by which the resident follows and withdraws. `asked_by` is the
    professional who sent it with the client's consent.
    """

    class Kind(models.TextChoices):
        CONTACT = "contact", _("Yhteydenottopyyntö")
        WELLBEING = "wellbeing", _("Hyvinvointilähete")

    kind = models.CharField(_("laji"), max_length=10, choices=Kind, default=Kind.CONTACT)
    email = SecretText(_("sähköposti"), blank=True)
    phone = SecretText(_("puhelin"), blank=True)
    wish = SecretText(_("toive"), blank=True)
    language = models.CharField(max_length=2, default="fi")
    municipality = models.ForeignKey(Area, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    tray = models.ForeignKey(SavedTray, on_delete=models.SET_NULL, null=True, blank=True, related_name="requests")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("rekisterinpitäjä")
    )
    consent_version = models.CharField(_("suostumuksen teksti"), max_length=20)
    consented_at = models.DateTimeField(_("suostumus annettu"))
    made_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(_("vahvistettu"), null=True, blank=True)
    confirm_by = models.DateTimeField(_("vahvistettava viimeistään"))
    delete_on = models.DateField(_("poistetaan"), db_index=True)
    confirm_hash = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    own_hash = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("yhteydenottopyyntö")
        verbose_name_plural = _("yhteydenottopyynnöt")
        constraints = [
            models.CheckConstraint(condition=~models.Q(email="", phone=""), name="request_has_a_way_to_answer"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class Recipient(models.Model):
    """One provider of a request, and how far it has come. Only a hash of the link's secret is kept."""

    request = models.ForeignKey(ContactRequest, on_delete=models.CASCADE, related_name="recipients")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="contact_requests")
    offers = models.ManyToManyField(Offer, blank=True, related_name="+")
    state = models.CharField(_("tila"), max_length=12, choices=State.choices, default=State.WAITING)
    state_on = models.DateField(_("tila alkaen"))
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("pyynnön saaja")
        verbose_name_plural = _("pyynnön saajat")
        constraints = [models.UniqueConstraint(fields=["request", "organisation"], name="recipient_once_a_request")]

    def __str__(self) -> str:
        return f"{self.request_id} {self.organisation_id}"


class RecipientStep(models.Model):
    """A step of a request at one provider, with its time. Who took it is not kept here."""

    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="steps")
    before = models.CharField(max_length=12, choices=State.choices)
    after = models.CharField(max_length=12, choices=State.choices)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.recipient_id} {self.before} {self.after}"


class RequestCount(models.Model):
    """Confirmed requests of a month that has no published table yet; the row goes when the table is published.

    theme, municipality: codes, "" where it is not told.
    """

    month = models.DateField()
    theme = models.CharField(max_length=120, blank=True)
    municipality = models.CharField(max_length=3, blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "theme", "municipality"], name="request_count_once"),
        ]

    def __str__(self) -> str:
        return f"{self.month}"


class RequestTable(models.Model):
    """The one table of a month that anybody may see: small counts were hidden once, and it is never made anew.

    `themes` and `municipalities`: codes in order, "" for what is not told; `cells`: rows of counts, None where hidden,
    with a total at the end of each row and column.
    """

    month = models.DateField(unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    threshold = models.PositiveSmallIntegerField()
    themes = models.JSONField()
    municipalities = models.JSONField()
    cells = models.JSONField()

    class Meta:
        ordering = ["-month"]
        verbose_name = _("pyyntöjen taulukko")
        verbose_name_plural = _("pyyntöjen taulukot")

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
