"""Where and when an offer is, and how its provider is reached."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from hytti.core.models import Area, Organisation

from .offers import Offer
from .terms import Term

# Finland's land and sea areas in degrees, rounded outwards
SOUTH, NORTH, WEST, EAST = 59.0, 70.2, 19.0, 31.7


class Place(models.Model):
    """A place of an offer. Coordinates: WGS 84 degrees, both or neither."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="places", verbose_name=_("tarjonta"))
    name_fi = models.CharField(_("paikan nimi"), max_length=200, blank=True)
    name_sv = models.CharField(_("paikan nimi ruotsiksi"), max_length=200, blank=True)
    name_en = models.CharField(_("paikan nimi englanniksi"), max_length=200, blank=True)
    street = models.CharField(_("katuosoite"), max_length=200, blank=True)
    postal_code = models.CharField(_("postinumero"), max_length=5, blank=True)
    post_office = models.CharField(_("postitoimipaikka"), max_length=100, blank=True)
    municipality = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kunta")
    )
    latitude = models.FloatField(
        _("leveysaste"), null=True, blank=True, validators=[MinValueValidator(SOUTH), MaxValueValidator(NORTH)]
    )
    longitude = models.FloatField(
        _("pituusaste"), null=True, blank=True, validators=[MinValueValidator(WEST), MaxValueValidator(EAST)]
    )
    accessibility = models.ManyToManyField(Term, blank=True, related_name="places", verbose_name=_("esteettömyys"))
    accessibility_note_fi = models.CharField(_("lisätieto esteettömyydestä"), max_length=500, blank=True)
    accessibility_note_sv = models.CharField(max_length=500, blank=True)
    accessibility_note_en = models.CharField(max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["offer", "order", "pk"]
        verbose_name = _("paikka")
        verbose_name_plural = _("paikat")
        indexes = [
            models.Index(fields=["latitude", "longitude", "offer"], name="place_where"),
            models.Index(fields=["postal_code"], name="place_postal_code"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__gte=SOUTH,
                    latitude__lte=NORTH,
                    longitude__gte=WEST,
                    longitude__lte=EAST,
                ),
                name="place_in_finland",
                violation_error_message=_("Koordinaatit eivät ole Suomessa."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_fi or self.street


class Time(models.Model):
    """When an offer takes place or a place is open, in the time of Helsinki.

    A single time has no `rrule`; a repeated one has a rule of RFC 5545 (without DTSTART) and days left out in
    `excluded` (ISO dates). `ends_at` before `starts_at` runs over midnight.
    """

    class Kind(models.TextChoices):
        SESSION = "session", _("kokoontuminen")
        OPENING = "opening", _("aukiolo")

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="times", verbose_name=_("tarjonta"))
    place = models.ForeignKey(Place, on_delete=models.SET_NULL, null=True, blank=True, related_name="times")
    kind = models.CharField(_("laji"), max_length=10, choices=Kind, default=Kind.SESSION)
    starts_on = models.DateField(_("ensimmäinen päivä"))
    starts_at = models.TimeField(_("alkaa klo"), null=True, blank=True)
    ends_at = models.TimeField(_("päättyy klo"), null=True, blank=True)
    ends_on = models.DateField(_("viimeinen päivä"), null=True, blank=True)
    rrule = models.CharField(_("toistuvuus"), max_length=300, blank=True)
    excluded = models.JSONField(_("poisjäävät päivät"), default=list, blank=True)
    note_fi = models.CharField(_("lisätieto ajasta"), max_length=300, blank=True)
    note_sv = models.CharField(max_length=300, blank=True)
    note_en = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["offer", "order", "pk"]
        verbose_name = _("aika")
        verbose_name_plural = _("ajat")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="time_ends_after_start",
                violation_error_message=_("Loppu on ennen alkua."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.starts_on} {self.rrule}".strip()


class Contact(models.Model):
    """How the organisation is reached about an offer; never a private person's number or address."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("puhelin")
        EMAIL = "email", _("sähköposti")
        WEB = "web", _("verkkosivu")

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="contacts", verbose_name=_("tarjonta"))
    kind = models.CharField(_("laji"), max_length=10, choices=Kind)
    value = models.CharField(_("numero tai osoite"), max_length=500)
    label_fi = models.CharField(_("mihin asiaan"), max_length=200, blank=True)
    label_sv = models.CharField(max_length=200, blank=True)
    label_en = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["offer", "order", "pk"]
        verbose_name = _("yhteystieto")
        verbose_name_plural = _("yhteystiedot")

    def __str__(self) -> str:
        return self.value


class ProviderContact(models.Model):
    """Where an organisation takes contact requests and reminders; shown to nobody else."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="tray_contact", verbose_name=_("organisaatio")
    )
    email = models.EmailField(_("sähköposti"), blank=True)
    takes_requests = models.BooleanField(_("ottaa vastaan yhteydenottopyyntöjä"), default=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("tarjoajan yhteystieto")
        verbose_name_plural = _("tarjoajien yhteystiedot")

    def __str__(self) -> str:
        return str(self.organisation)
