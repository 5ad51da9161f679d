"""One model for every organ from the county council to a working group, and what belongs to it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hytti.core.models import Area, Organisation, Provenance
from hytti.core.models.provenance import PartialDateField, ProvenanceQuerySet

from .themes import Theme

if TYPE_CHECKING:
    from typing import Self


class BodyKind(models.TextChoices):
    COUNCIL = "council", _("Valtuusto")
    EXECUTIVE = "executive", _("Hallitus")
    SECTION = "section", _("Jaosto")
    COMMITTEE = "committee", _("Lautakunta")
    NEGOTIATING_COMMITTEE = "negotiating_committee", _("Neuvottelukunta")
    INFLUENCE_BODY = "influence_body", _("Vaikuttamistoimielin")
    ENTERPRISE = "enterprise", _("Liikelaitos")
    SECTOR = "sector", _("Toimiala")
    UNIT = "unit", _("Yksikkö")
    COOPERATION_BODY = "cooperation_body", _("Yhteistyöelin")
    HYTE_NETWORK = "hyte_network", _("Hyte-verkosto")
    NETWORK = "network", _("Verkosto")
    WORKING_GROUP = "working_group", _("Työryhmä")
    EXPERT_GROUP = "expert_group", _("Asiantuntijaryhmä")
    STEERING_GROUP = "steering_group", _("Ohjausryhmä")
    DEVELOPMENT_GROUP = "development_group", _("Kehittämisryhmä")
    OTHER_GROUP = "other_group", _("Muu ryhmä")


NETWORK_KINDS = (
    BodyKind.NETWORK,
    BodyKind.WORKING_GROUP,
    BodyKind.EXPERT_GROUP,
    BodyKind.STEERING_GROUP,
    BodyKind.DEVELOPMENT_GROUP,
    BodyKind.OTHER_GROUP,
)


class BodyQuerySet(ProvenanceQuerySet):
    def networks(self) -> Self:
        """Networks and working groups of the interfaces."""
        return self.filter(kind__in=NETWORK_KINDS)

    def organs(self) -> Self:
        """Everything else: elected bodies, committees, sectors, units."""
        return self.exclude(kind__in=NETWORK_KINDS)

    def working(self) -> Self:
        return self.filter(closed_on__isnull=True)


class Body(Provenance):
    """An organ, network or unit: what it is for, who set it up, where it belongs, how long it lasts."""

    Kind = BodyKind

    class AppointmentVerb(models.TextChoices):
        APPOINTS = "appoints", _("asettaa")
        ELECTS = "elects", _("valitsee")

    kind = models.CharField(_("laji"), max_length=30, choices=BodyKind)
    slug = models.SlugField(max_length=160, unique=True)
    name_fi = models.CharField(_("nimi"), max_length=200)
    name_sv = models.CharField(_("nimi ruotsiksi"), max_length=200, blank=True)
    name_en = models.CharField(_("nimi englanniksi"), max_length=200, blank=True)
    also_known_as = models.CharField(_("muut nimet"), max_length=400, blank=True)
    purpose_fi = models.TextField(_("tarkoitus"), blank=True, max_length=5000)
    purpose_sv = models.TextField(_("tarkoitus ruotsiksi"), blank=True, max_length=5000)
    purpose_en = models.TextField(_("tarkoitus englanniksi"), blank=True, max_length=5000)
    composition_fi = models.TextField(_("kokoonpano"), blank=True, max_length=5000)
    composition_sv = models.TextField(_("kokoonpano ruotsiksi"), blank=True, max_length=5000)
    composition_en = models.TextField(_("kokoonpano englanniksi"), blank=True, max_length=5000)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bodies",
        verbose_name=_("organisaatio"),
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("kuuluu toimielimeen"),
    )
    proposed_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="proposes", verbose_name=_("esittäjä")
    )
    appointed_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="appoints", verbose_name=_("asettaja")
    )
    appointment_verb = models.CharField(max_length=10, choices=AppointmentVerb, default=AppointmentVerb.APPOINTS)
    appointment_basis = models.CharField(_("asettamisen peruste"), max_length=200, blank=True)
    presented_by = models.ForeignKey(
        "structures.Post",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="presents_to",
        verbose_name=_("esittelijä"),
    )
    convener = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="convenes",
        verbose_name=_("vetovastuu"),
    )
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="bodies", verbose_name=_("teema")
    )
    other_themes = models.ManyToManyField(Theme, blank=True, related_name="also_bodies", verbose_name=_("muut teemat"))
    municipalities = models.ManyToManyField(Area, blank=True, related_name="bodies", verbose_name=_("kunnat"))
    founded = PartialDateField(_("perustettu"))
    term_fi = models.CharField(_("kausi"), max_length=200, blank=True)
    term_sv = models.CharField(_("kausi ruotsiksi"), max_length=200, blank=True)
    term_en = models.CharField(_("kausi englanniksi"), max_length=200, blank=True)
    term_start = models.DateField(_("kausi alkaa"), null=True, blank=True)
    term_end = models.DateField(_("kausi päättyy"), null=True, blank=True)
    closed_on = models.DateField(_("lakkautettu"), null=True, blank=True)
    closed_reason = models.TextField(_("lakkautuksen syy"), blank=True, max_length=2000)
    order = models.PositiveSmallIntegerField(default=0)

    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name_fi"]
        verbose_name = _("toimielin")
        verbose_name_plural = _("toimielimet")
        constraints = [
            models.UniqueConstraint(
                Lower("name_fi"),
                "theme",
                condition=models.Q(closed_on__isnull=True, theme__isnull=False),
                name="body_name_once_in_theme",
                violation_error_message=_("Teemassa on jo samanniminen verkosto."),
            ),
            models.CheckConstraint(
                condition=models.Q(term_start__isnull=True)
                | models.Q(term_end__isnull=True)
                | models.Q(term_end__gte=models.F("term_start")),
                name="body_term_ends_after_start",
                violation_error_message=_("Kausi päättyy ennen kuin se alkaa."),
            ),
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True) | ~models.Q(closed_reason=""),
                name="body_closed_with_reason",
                violation_error_message=_("Lakkauttamiselle tarvitaan syy."),
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="body_not_own_parent",
                violation_error_message=_("Toimielin ei voi kuulua itseensä."),
            ),
            models.CheckConstraint(
                condition=models.Q(appointed_by__isnull=True) | ~models.Q(appointed_by=models.F("id")),
                name="body_not_own_appointer",
                violation_error_message=_("Toimielin ei voi asettaa itseään."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_fi

    def get_absolute_url(self) -> str:
        return reverse("structures:network" if self.is_network else "structures:body", args=[self.slug])

    @property
    def is_network(self) -> bool:
        return self.kind in NETWORK_KINDS

    def is_working_on(self, day: dt.date) -> bool:
        return self.closed_on is None or self.closed_on > day


class Mandate(Provenance):
    """A rule that a body's power rests on, or a task that the rule gives it."""

    class Kind(models.TextChoices):
        BASIS = "basis", _("säädösperusta")
        TASK = "task", _("tehtävä")

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="mandates", verbose_name=_("toimielin"))
    kind = models.CharField(_("laji"), max_length=10, choices=Kind)
    statute = models.CharField(_("säädös"), max_length=200, blank=True)
    number = models.CharField(_("säädösnumero"), max_length=12, blank=True)
    section = models.CharField(_("pykälä"), max_length=20, blank=True)
    text_fi = models.TextField(_("mitä siitä seuraa"), max_length=3000)
    text_sv = models.TextField(blank=True, max_length=3000)
    text_en = models.TextField(blank=True, max_length=3000)
    address = models.URLField(_("osoite"), max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = ProvenanceQuerySet.as_manager()

    class Meta:
        ordering = ["body", "kind", "order"]
        verbose_name = _("toimivalta")
        verbose_name_plural = _("toimivallat")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="task") | ~models.Q(statute=""), name="mandate_basis_names_statute"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statute} {self.section}".strip() or self.text_fi[:80]


class BodyEvent(Provenance):
    """Something in a body's history, a point where sources disagree, or a thing that was not found."""

    class Kind(models.TextChoices):
        EVENT = "event", _("tapahtuma")
        DISAGREEMENT = "disagreement", _("lähteet eroavat")
        NOT_FOUND = "not_found", _("ei löytynyt")
        NOTE = "note", _("huomautus")

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="events", verbose_name=_("toimielin"))
    kind = models.CharField(_("laji"), max_length=20, choices=Kind, default=Kind.EVENT)
    date = PartialDateField(_("päivä"))
    title_fi = models.CharField(_("otsikko"), max_length=300)
    title_sv = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    note_fi = models.TextField(_("huomautus"), blank=True, max_length=3000)
    note_sv = models.TextField(blank=True, max_length=3000)
    note_en = models.TextField(blank=True, max_length=3000)

    objects = ProvenanceQuerySet.as_manager()

    class Meta:
        ordering = ["body", "date", "pk"]
        verbose_name = _("merkintä")
        verbose_name_plural = _("merkinnät")

    def __str__(self) -> str:
        return self.title_fi


class Link(Provenance):
    """A web address of a body or an organisation."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, null=True, blank=True, related_name="links")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="links"
    )
    label_fi = models.CharField(_("nimi"), max_length=200)
    label_sv = models.CharField(max_length=200, blank=True)
    label_en = models.CharField(max_length=200, blank=True)
    address = models.URLField(_("osoite"), max_length=500)
    order = models.PositiveSmallIntegerField(default=0)

    objects = ProvenanceQuerySet.as_manager()

    class Meta:
        ordering = ["order", "label_fi"]
        verbose_name = _("linkki")
        verbose_name_plural = _("linkit")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(body__isnull=False, organisation__isnull=True)
                | models.Q(body__isnull=True, organisation__isnull=False),
                name="link_one_owner",
            ),
        ]

    def __str__(self) -> str:
        return self.label_fi
