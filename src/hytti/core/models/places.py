"""Areas, organisations, people and the region itself."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hytti.sources.business_ids import is_business_id

from .provenance import PartialDateField, Provenance, ProvenanceQuerySet, Source

if TYPE_CHECKING:
    from typing import Self


def validate_business_id(value: str) -> None:
    """Raise ValidationError for what is no Finnish business id."""
    if value and not is_business_id(value):
        raise ValidationError(_("Y-tunnus kirjoitetaan muodossa 0149669-3, ja sen tarkistusnumero täsmää."))


class AreaQuerySet(ProvenanceQuerySet):
    def municipalities(self) -> Self:
        return self.filter(kind=Area.Kind.MUNICIPALITY)

    def of_region(self) -> Self:
        """Today's municipalities of the region that this installation serves, by name; all, before it has one."""
        region = Region.objects.first()
        found = self.municipalities().filter(valid_to=None).order_by("name_fi")
        return found if region is None else found.filter(parent=region.area_id)

    def valid_on(self, day: dt.date) -> Self:
        return self.filter(models.Q(valid_from__isnull=True) | models.Q(valid_from__lte=day)).filter(
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=day)
        )


class Area(Provenance):
    """A county or municipality with its Statistics Finland code and the time it has existed in this form."""

    class Kind(models.TextChoices):
        COUNTY = "county", _("hyvinvointialue")
        MUNICIPALITY = "municipality", _("kunta")

    kind = models.CharField(_("laji"), max_length=20, choices=Kind)
    code = models.CharField(_("koodi"), max_length=3)
    slug = models.SlugField(max_length=120, unique=True)
    name_fi = models.CharField(_("nimi"), max_length=120)
    name_sv = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    valid_from = models.DateField(_("voimassa alkaen"), null=True, blank=True)
    valid_to = models.DateField(_("voimassa asti"), null=True, blank=True)
    population = models.PositiveIntegerField(_("asukkaita"), null=True, blank=True)
    population_as_of = PartialDateField(_("väkiluvun päivä"))
    population_source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name_fi"]
        verbose_name = _("alue")
        verbose_name_plural = _("alueet")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"], condition=models.Q(valid_to__isnull=True), name="area_current_code_once"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="area_ends_after_start",
            ),
            models.CheckConstraint(condition=models.Q(code__regex=r"^\d{2,3}$"), name="area_code_digits"),
        ]

    def __str__(self) -> str:
        return self.name_fi


class Organisation(Provenance):
    """A legal or working unit that takes part: the county, a municipality, an association, an agency …"""

    class Kind(models.TextChoices):
        COUNTY = "county", _("hyvinvointialue")
        MUNICIPALITY = "municipality", _("kunta")
        REGIONAL_COUNCIL = "regional_council", _("maakunnan liitto")
        ASSOCIATION = "association", _("järjestö tai yhdistys")
        STATE_AGENCY = "state_agency", _("valtion viranomainen")
        COMPANY = "company", _("yritys")
        SCHOOL = "school", _("oppilaitos")
        PARISH = "parish", _("seurakunta tai uskonnollinen yhteisö")
        OTHER = "other", _("muu toimija")

    kind = models.CharField(_("laji"), max_length=20, choices=Kind)
    slug = models.SlugField(max_length=160, unique=True)
    name_fi = models.CharField(_("nimi"), max_length=200)
    name_sv = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    description_fi = models.TextField(_("kuvaus"), blank=True, max_length=5000)
    description_sv = models.TextField(blank=True, max_length=5000)
    description_en = models.TextField(blank=True, max_length=5000)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="organisations", verbose_name=_("alue")
    )
    address = models.URLField(_("verkko-osoite"), max_length=500, blank=True)
    business_id = models.CharField(_("Y-tunnus"), max_length=9, blank=True, validators=[validate_business_id])

    objects = ProvenanceQuerySet.as_manager()

    class Meta:
        ordering = ["name_fi"]
        verbose_name = _("organisaatio")
        verbose_name_plural = _("organisaatiot")
        constraints = [
            models.UniqueConstraint(fields=["kind", "name_fi"], name="organisation_name_once"),
            models.UniqueConstraint(
                fields=["business_id"],
                condition=~models.Q(business_id=""),
                name="organisation_business_id_once",
                violation_error_message=_("Toisella organisaatiolla on jo sama Y-tunnus."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_fi


class Person(models.Model):
    """A member of a body. Only what a membership needs: the name as it is shown."""

    name = models.CharField(_("nimi"), max_length=150)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("henkilö")
        verbose_name_plural = _("henkilöt")

    def __str__(self) -> str:
        return self.name


class Region(Provenance):
    """The region this installation serves: one row, from the region pack."""

    key = models.SlugField(max_length=60, unique=True)
    name_fi = models.CharField(_("nimi"), max_length=120)
    name_sv = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    area = models.OneToOneField(Area, on_delete=models.PROTECT, related_name="+")
    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+")
    residents = models.PositiveIntegerField(_("asukkaita noin"), null=True, blank=True)
    employees = models.PositiveIntegerField(_("työntekijöitä noin"), null=True, blank=True)
    centre = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("keskuskaupunki")
    )
    other_towns = models.ManyToManyField(Area, blank=True, related_name="+", verbose_name=_("muut kaupungit"))
    challenges = models.JSONField(_("väestötason haasteet"), default=list, blank=True)
    diagram = models.JSONField(default=dict, blank=True, editable=False)
    boundaries = models.JSONField(default=dict, blank=True, editable=False)
    pack_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = ProvenanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("alueen perustiedot")
        verbose_name_plural = _("alueen perustiedot")

    def __str__(self) -> str:
        return self.name_fi
