"""Feeds from outside: what is fetched, how it went, and which offer came from where."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hytti.core.models import Organisation, Source

from .offers import Offer


class Feed(models.Model):
    """A source of offers that is fetched again and again, or a kind of file that is brought in by hand."""

    class Kind(models.TextChoices):
        PTV11 = "ptv11", _("Suomi.fi-palvelutietovaranto, rajapinta 11")
        PTV12 = "ptv12", _("Suomi.fi-palvelutietovaranto, rajapinta 12")
        LINKED_EVENTS = "linkedevents", _("Linked Events")
        LIPAS = "lipas", _("Lipas")
        ICAL = "ical", _("iCalendar-kalenteri")
        SHEET = "sheet", _("Taulukkotiedosto")

    key = models.SlugField(_("tunnus"), max_length=80, unique=True)
    kind = models.CharField(_("laji"), max_length=20, choices=Kind)
    name = models.CharField(_("nimi"), max_length=200)
    address = models.URLField(_("osoite"), max_length=500, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", verbose_name=_("lähde"))
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tarjoaja, jos tiedosto ei nimeä"),
    )
    is_on = models.BooleanField(_("haetaan säännöllisesti"), default=True)
    every_hours = models.PositiveSmallIntegerField(_("haetaan tunnin välein"), default=24)
    whole_every_days = models.PositiveSmallIntegerField(_("kaikki uudelleen päivän välein"), default=7)
    tried_at = models.DateTimeField(null=True, blank=True, editable=False)
    succeeded_at = models.DateTimeField(null=True, blank=True, editable=False)
    whole_at = models.DateTimeField(null=True, blank=True, editable=False)
    fault = models.JSONField(default=list, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("syöte")
        verbose_name_plural = _("syötteet")

    def __str__(self) -> str:
        return self.name


class FeedRun(models.Model):
    """One fetching of a feed, or one file brought in: counts of offers, and what was refused and why."""

    class State(models.TextChoices):
        RUNNING = "running", _("Kesken")
        DONE = "done", _("Valmis")
        FAILED = "failed", _("Ei onnistunut")
        CANCELLED = "cancelled", _("Peruttu")

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="runs", verbose_name=_("syöte"))
    state = models.CharField(_("tila"), max_length=10, choices=State, default=State.RUNNING)
    is_whole = models.BooleanField(_("koko sisältö"), default=True)
    started_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    read = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["-started_at"]
        verbose_name = _("haku")
        verbose_name_plural = _("haut")

    def __str__(self) -> str:
        return f"{self.feed} {self.started_at:%Y-%m-%d %H:%M}"


class Origin(models.Model):
    """That an offer, or a part of it, came from a feed under the feed's own identifier.

    `said` holds what the feed last said of each field, so that a person's edit can be told from an old word of it.
    """

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="origins", verbose_name=_("tarjonta"))
    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="origins", verbose_name=_("syöte"))
    external_id = models.CharField(_("lähteen tunnus"), max_length=200)
    address = models.URLField(_("osoite"), max_length=500, blank=True)
    fetched_at = models.DateTimeField(_("haettu"))
    digest = models.CharField(max_length=64, editable=False)
    said = models.JSONField(default=dict, blank=True, editable=False)
    is_gone = models.BooleanField(_("poistunut lähteestä"), default=False)

    class Meta:
        ordering = ["feed", "external_id"]
        verbose_name = _("alkuperä")
        verbose_name_plural = _("alkuperät")
        constraints = [models.UniqueConstraint(fields=["feed", "external_id"], name="origin_once_in_feed")]

    def __str__(self) -> str:
        return f"{self.feed_id} {self.external_id}"


class JoinProposal(models.Model):
    """Two offers that may be the same: the provider's business id and the names agree. A person decides."""

    class State(models.TextChoices):
        OPEN = "open", _("Odottaa päätöstä")
        JOINED = "joined", _("Yhdistetty")
        APART = "apart", _("Eri tarjontaa")

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="join_proposals")
    other = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(_("tila"), max_length=10, choices=State, default=State.OPEN)
    made_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "pk"]
        verbose_name = _("yhdistämisehdotus")
        verbose_name_plural = _("yhdistämisehdotukset")
        constraints = [
            models.UniqueConstraint(fields=["offer", "other"], name="join_proposed_once"),
            models.CheckConstraint(condition=~models.Q(offer=models.F("other")), name="join_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.other_id}"
