"""Indicators that the region defines for itself, with the same fields as the national ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hytti.core.models import Provenance
from hytti.core.models.provenance import ProvenanceQuerySet

from ..definitions import Break, Definition, Localised, vocabulary

if TYPE_CHECKING:
    from typing import Self

BREAK = re.compile(r"(?P<year>(?:19|20|21)\d\d)\s*[:–-]\s*(?P<text>\S.*)")
LANGUAGES = ("fi", "sv", "en")
NEEDED_TO_PUBLISH = (
    "short_fi",
    "why_fi",
    "how_fi",
    "unit_fi",
    "theme",
    "population_group",
    "authored_by",
    "next_review",
)


def breaks_in(text: str) -> dict[int, str]:
    """The breaks of a series by year, one on each line: "2021: Iitti siirtyi alueelle". Raises ValidationError."""
    found = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        parts = BREAK.fullmatch(line)
        if parts is None:
            raise ValidationError(_("Kirjoita jokaiselle riville vuosi, kaksoispiste ja selitys: 2021: Iitti mukaan."))
        found[int(parts["year"])] = parts["text"]
    return found


def validate_breaks(text: str) -> None:
    breaks_in(text)


def _terms(kind: str) -> list[tuple[str, str]]:
    return [(term.key, term.name.fi) for term in getattr(vocabulary(), kind)]


class OwnIndicatorQuerySet(ProvenanceQuerySet):
    def published(self) -> Self:
        return self.filter(state=OwnIndicator.State.PUBLISHED)

    def usable(self) -> Self:
        """Those for which figures may be loaded."""
        return self.exclude(state=OwnIndicator.State.RETIRED)


class OwnIndicator(Provenance):
    """What the region measures by itself. A published one stands in the catalogue beside the national ones."""

    class State(models.TextChoices):
        DRAFT = "draft", _("luonnos")
        PUBLISHED = "published", _("julkaistu")
        RETIRED = "retired", _("poistettu käytöstä")

    class Kind(models.TextChoices):
        SHARE = "share", _("osuus joukosta")
        RATE = "rate", _("määrä suhteessa väkilukuun")
        COUNT = "count", _("lukumäärä")
        INDEX = "index", _("indeksi")
        RATIO = "ratio", _("suhdeluku")
        MONEY = "money", _("rahamäärä")

    class Interval(models.TextChoices):
        WILSON = "wilson", _("osuuden luottamusväli (Wilson)")
        BYAR = "byar", _("määrän luottamusväli (Byar)")

    class Coefficient(models.TextChoices):
        COUNTY = "county", _("hyvinvointialueen kerroin")
        MUNICIPALITY = "municipality", _("kunnan kerroin")

    # The ways on: a retired indicator can be taken into use again.
    MOVES = {
        State.DRAFT: {State.PUBLISHED},
        State.PUBLISHED: {State.RETIRED},
        State.RETIRED: {State.PUBLISHED},
    }

    key = models.SlugField(_("tunnus"), max_length=100, unique=True)
    state = models.CharField(_("tila"), max_length=10, choices=State, default=State.DRAFT)
    name_fi = models.CharField(_("nimi"), max_length=200)
    name_sv = models.CharField(_("nimi ruotsiksi"), max_length=200, blank=True)
    name_en = models.CharField(_("nimi englanniksi"), max_length=200, blank=True)
    short_fi = models.TextField(_("lyhyt kuvaus"), max_length=500, blank=True)
    short_sv = models.TextField(max_length=500, blank=True)
    short_en = models.TextField(max_length=500, blank=True)
    why_fi = models.TextField(_("miksi tärkeä"), max_length=3000, blank=True)
    why_sv = models.TextField(max_length=3000, blank=True)
    why_en = models.TextField(max_length=3000, blank=True)
    how_fi = models.TextField(_("miten laskettu"), max_length=3000, blank=True)
    how_sv = models.TextField(max_length=3000, blank=True)
    how_en = models.TextField(max_length=3000, blank=True)
    not_said_fi = models.TextField(_("mitä ei kerro"), max_length=3000, blank=True)
    not_said_sv = models.TextField(max_length=3000, blank=True)
    not_said_en = models.TextField(max_length=3000, blank=True)
    unit_fi = models.CharField(_("yksikkö"), max_length=80, blank=True)
    unit_sv = models.CharField(max_length=80, blank=True)
    unit_en = models.CharField(max_length=80, blank=True)
    short_unit_fi = models.CharField(_("yksikkö lyhyesti"), max_length=30, blank=True)
    short_unit_sv = models.CharField(max_length=30, blank=True)
    short_unit_en = models.CharField(max_length=30, blank=True)
    breaks_fi = models.TextField(_("katkokset"), max_length=2000, blank=True, validators=[validate_breaks])
    breaks_sv = models.TextField(max_length=2000, blank=True, validators=[validate_breaks])
    breaks_en = models.TextField(max_length=2000, blank=True, validators=[validate_breaks])
    kind = models.CharField(_("laji"), max_length=10, choices=Kind, default=Kind.SHARE)
    per = models.FloatField(_("kerroin"), null=True, blank=True)
    years = models.PositiveSmallIntegerField(_("monenko vuoden keskiarvo"), default=1)
    decimals = models.PositiveSmallIntegerField(_("desimaaleja"), default=1)
    lower_is_better = models.BooleanField(_("pienempi on parempi"), null=True, blank=True)
    theme = models.CharField(_("aihe"), max_length=100, blank=True)
    population_group = models.CharField(_("väestöryhmä"), max_length=100, blank=True)
    coefficient = models.CharField(_("kuuluu kertoimeen"), max_length=15, choices=Coefficient, blank=True)
    interval = models.CharField(_("luottamusväli"), max_length=10, choices=Interval, blank=True)
    index_median = models.CharField(_("indeksin vertailutaso"), max_length=20, blank=True)
    sensitive = models.BooleanField(_("arkaluonteinen"), default=False)
    authored_by = models.CharField(_("laatija"), max_length=200, blank=True)
    checked_by = models.CharField(_("tarkastaja"), max_length=200, blank=True)
    next_review = models.DateField(_("seuraava tarkistus"), null=True, blank=True)

    objects = OwnIndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["name_fi"]
        verbose_name = _("oma mittari")
        verbose_name_plural = _("omat mittarit")
        constraints = [
            models.CheckConstraint(condition=models.Q(years__gte=1), name="own_indicator_years_positive"),
            models.CheckConstraint(condition=models.Q(decimals__lte=4), name="own_indicator_few_decimals"),
            models.CheckConstraint(
                condition=models.Q(per__isnull=True) | models.Q(per__gt=0), name="own_indicator_per_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "published", "retired"]), name="own_indicator_known_state"
            ),
        ]

    def __str__(self) -> str:
        return self.name_fi

    def get_absolute_url(self) -> str:
        return reverse("indicators:own_indicator", args=[self.key])

    @staticmethod
    def themes() -> list[tuple[str, str]]:
        return _terms("themes")

    @staticmethod
    def groups() -> list[tuple[str, str]]:
        return _terms("groups")

    def missing(self) -> list[str]:
        """The fields that must be filled before the indicator can be published."""
        needed = [*NEEDED_TO_PUBLISH, *(["per"] if self.kind in (self.Kind.SHARE, self.Kind.RATE) else [])]
        return [name for name in needed if not getattr(self, name)]

    def definition(self) -> Definition:
        """The indicator in the form of the national ones; Finnish stands in where a translation is missing."""
        return Definition.model_validate(
            {
                "key": self.key,
                "name": self._localised("name"),
                "short": self._localised("short"),
                "why": self._localised("why"),
                "how": self._localised("how"),
                "not_said": self._localised("not_said") if self.not_said_fi else None,
                "unit": self._localised("unit"),
                "short_unit": self._localised("short_unit" if self.short_unit_fi else "unit"),
                "decimals": self.decimals,
                "lower_is_better": self.lower_is_better,
                "theme": self.theme,
                "population_group": self.population_group,
                "kind": self.kind,
                "sources": {},
                "coefficient": self.coefficient or None,
                "per": self.per,
                "interval": self.interval or None,
                "index_median": self.index_median or None,
                "years": self.years,
                "sensitive": self.sensitive,
                "breaks": self._breaks(),
                "authored_by": self.authored_by,
                "checked_by": self.checked_by,
                "next_review": self.next_review,
                "status": "withdrawn" if self.state == self.State.RETIRED else self.state,
            }
        )

    def _localised(self, name: str) -> Localised:
        finnish = getattr(self, f"{name}_fi")
        return Localised(**{language: getattr(self, f"{name}_{language}") or finnish for language in LANGUAGES})

    def _breaks(self) -> tuple[Break, ...]:
        told = {language: breaks_in(getattr(self, f"breaks_{language}")) for language in LANGUAGES}
        return tuple(
            Break(year=year, text=Localised(**{language: told[language].get(year, text) for language in LANGUAGES}))
            for year, text in sorted(told["fi"].items())
        )
