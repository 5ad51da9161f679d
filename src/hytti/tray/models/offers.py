"""What can be turned to: a service, group, activity, event, volunteering or place that promotes wellbeing."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hytti.core.models import Area, Organisation, Provenance
from hytti.core.models.provenance import ProvenanceQuerySet

from .terms import Term

if TYPE_CHECKING:
    import datetime as dt
    from typing import Self

LONGEST_SUMMARY = 150  # characters; the national catalogue's own limit
LONGEST_DESCRIPTION = 5000


class OfferQuerySet(ProvenanceQuerySet):
    def public(self, today: dt.date) -> Self:
        """What anybody may see: published, in its time, and not made up outside demo mode."""
        kept = self.filter(state__in=Offer.SHOWN)
        kept = kept.filter(models.Q(valid_from__isnull=True) | models.Q(valid_from__lte=today))
        kept = kept.filter(models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=today))
        return kept if settings.DEMO else kept.filter(is_made_up=False)

    def due_for_review(self, today: dt.date) -> Self:
        """Shown offers whose provider should look at them again."""
        return self.filter(state__in=Offer.SHOWN, review_by__lte=today)


class Offer(Provenance):
    """An offer with everything a resident needs to decide and to come.

    `uuid` is its name to the outside. What is not known is empty or None, never "no". Contacts are the provider's,
    never a private person's. `reach`: the municipalities named, the whole county, or the whole country.
    """

    class Kind(models.TextChoices):
        SERVICE = "service", _("Palvelu")
        GROUP = "group", _("Ryhmä")
        ACTIVITY = "activity", _("Harrastus tai toiminta")
        EVENT = "event", _("Tapahtuma")
        VOLUNTEERING = "volunteering", _("Vapaaehtoistoiminta")
        PLACE = "place", pgettext_lazy("tarjonta", "Paikka")

    class State(models.TextChoices):
        DRAFT = "draft", _("Luonnos")
        PROPOSED = "proposed", _("Odottaa tarkistusta")
        PUBLISHED = "published", _("Julkaistu")
        DUE = "due", _("Julkaistu, tarkistettava")
        EXPIRED = "expired", _("Vanhentunut")
        WITHDRAWN = "withdrawn", _("Poistettu tarjottimelta")

    class Reach(models.TextChoices):
        MUNICIPALITIES = "municipalities", _("Nimetyt kunnat")
        COUNTY = "county", _("Koko hyvinvointialue")
        COUNTRY = "country", _("Koko maa")

    class Way(models.TextChoices):
        PLACE = "place", _("Paikan päällä")
        ONLINE = "online", _("Verkossa")
        PHONE = "phone", _("Puhelimitse")
        HOME = "home", _("Kotona")

    class Registration(models.TextChoices):
        UNKNOWN = "", _("Ei kerrottu")
        NONE = "none", _("Ilman ilmoittautumista")
        NEEDED = "needed", _("Ilmoittautuminen")

    SHOWN = (State.PUBLISHED, State.DUE)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=200, unique=True)
    kind = models.CharField(_("mitä"), max_length=20, choices=Kind)
    state = models.CharField(_("tila"), max_length=20, choices=State, default=State.DRAFT, db_index=True)
    provider = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="offers", verbose_name=_("tarjoaja")
    )
    name_fi = models.CharField(_("nimi"), max_length=200)
    name_sv = models.CharField(_("nimi ruotsiksi"), max_length=200, blank=True)
    name_en = models.CharField(_("nimi englanniksi"), max_length=200, blank=True)
    summary_fi = models.CharField(_("tiivistelmä"), max_length=LONGEST_SUMMARY, blank=True)
    summary_sv = models.CharField(_("tiivistelmä ruotsiksi"), max_length=LONGEST_SUMMARY, blank=True)
    summary_en = models.CharField(_("tiivistelmä englanniksi"), max_length=LONGEST_SUMMARY, blank=True)
    description_fi = models.TextField(_("kuvaus"), blank=True, max_length=LONGEST_DESCRIPTION)
    description_sv = models.TextField(_("kuvaus ruotsiksi"), blank=True, max_length=LONGEST_DESCRIPTION)
    description_en = models.TextField(_("kuvaus englanniksi"), blank=True, max_length=LONGEST_DESCRIPTION)
    instruction_fi = models.TextField(_("toimi näin"), blank=True, max_length=2500)
    instruction_sv = models.TextField(_("toimi näin, ruotsiksi"), blank=True, max_length=2500)
    instruction_en = models.TextField(_("toimi näin, englanniksi"), blank=True, max_length=2500)
    terms = models.ManyToManyField(Term, blank=True, related_name="offers", verbose_name=_("sanastojen sanat"))
    has_own_themes = models.BooleanField(_("teemat on valittu itse"), default=False)
    keywords = models.CharField(_("muut hakusanat"), max_length=500, blank=True)
    reach = models.CharField(_("missä"), max_length=20, choices=Reach, default=Reach.MUNICIPALITIES)
    municipalities = models.ManyToManyField(Area, blank=True, related_name="offers", verbose_name=_("kunnat"))
    languages = models.JSONField(_("palvelukielet"), default=list, blank=True)
    ways = models.JSONField(_("miten"), default=list, blank=True)
    minimum_age = models.PositiveSmallIntegerField(_("alaikäraja"), null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(_("yläikäraja"), null=True, blank=True)
    is_free = models.BooleanField(_("maksuton"), null=True, blank=True)
    price_fi = models.CharField(_("hinta"), max_length=500, blank=True)
    price_sv = models.CharField(_("hinta ruotsiksi"), max_length=500, blank=True)
    price_en = models.CharField(_("hinta englanniksi"), max_length=500, blank=True)
    registration = models.CharField(_("ilmoittautuminen"), max_length=10, choices=Registration, blank=True, default="")
    registration_fi = models.CharField(_("miten mukaan"), max_length=500, blank=True)
    registration_sv = models.CharField(_("miten mukaan, ruotsiksi"), max_length=500, blank=True)
    registration_en = models.CharField(_("miten mukaan, englanniksi"), max_length=500, blank=True)
    registration_address = models.URLField(_("ilmoittautumisen osoite"), max_length=500, blank=True)
    address = models.URLField(_("verkkosivu"), max_length=500, blank=True)
    valid_from = models.DateField(_("näytetään alkaen"), null=True, blank=True)
    valid_until = models.DateField(_("näytetään asti"), null=True, blank=True)
    published_at = models.DateTimeField(_("julkaistu"), null=True, blank=True, editable=False)
    reviewed_on = models.DateField(_("tarkistettu"), null=True, blank=True)
    review_by = models.DateField(_("tarkistettava viimeistään"), null=True, blank=True)
    forwarded_to = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="joined", editable=False
    )
    is_made_up = models.BooleanField(_("esimerkki, keksityt tiedot"), default=False)
    changed_at = models.DateTimeField(_("muutettu"), auto_now=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["name_fi", "pk"]
        verbose_name = _("tarjonta")
        verbose_name_plural = _("tarjonta")
        indexes = [models.Index(fields=["state", "review_by"], name="offer_due_for_review")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="offer_ends_after_start",
                violation_error_message=_("Loppu on ennen alkua."),
            ),
            models.CheckConstraint(
                condition=models.Q(minimum_age__isnull=True)
                | models.Q(maximum_age__isnull=True)
                | models.Q(maximum_age__gte=models.F("minimum_age")),
                name="offer_ages_in_order",
                violation_error_message=_("Yläikäraja on alaikärajaa pienempi."),
            ),
            models.CheckConstraint(
                condition=models.Q(forwarded_to__isnull=True) | ~models.Q(forwarded_to=models.F("id")),
                name="offer_not_forwarded_to_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name_fi

    def get_absolute_url(self) -> str:
        return reverse("tray:offer", args=[self.slug])

    def is_shown_on(self, day: dt.date) -> bool:
        """The same rule as `public`, for one offer that is at hand."""
        started = self.valid_from is None or self.valid_from <= day
        going_on = self.valid_until is None or day <= self.valid_until
        return self.state in self.SHOWN and started and going_on and (settings.DEMO or not self.is_made_up)
