"""Figures that the region or a municipality has gathered itself: datasets, their versions and rows.

The rows stand here for those who keep them. What the public sees is written into the fact store, after disclosure
control, and only that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hytti.core.models import Organisation, Provenance
from hytti.core.models.provenance import PartialDateField, ProvenanceQuerySet
from hytti.core.permissions import NotNow

from .own_indicators import OwnIndicator

if TYPE_CHECKING:
    from typing import Self

FIRST_YEAR, LAST_YEAR = 1900, 2100


class Sex(models.TextChoices):
    TOTAL = "total", _("yhteensä")
    MALE = "male", _("miehet")
    FEMALE = "female", _("naiset")


class OwnDatasetQuerySet(ProvenanceQuerySet):
    def kept_by(self, organisations: models.QuerySet[Organisation]) -> Self:
        return self.filter(organisation__in=organisations)


class OwnDataset(Provenance):
    """A series of figures of one own indicator, loaded version after version."""

    class Protection(models.TextChoices):
        HIDE = "hide", _("pienet luvut peitetään")
        ROUND = "round", _("luvut pyöristetään viiteen")

    slug = models.SlugField(max_length=160, unique=True)
    indicator = models.ForeignKey(
        OwnIndicator, on_delete=models.PROTECT, related_name="datasets", verbose_name=_("mittari")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("kenen luvut")
    )
    title_fi = models.CharField(_("nimi"), max_length=200)
    title_sv = models.CharField(_("nimi ruotsiksi"), max_length=200, blank=True)
    title_en = models.CharField(_("nimi englanniksi"), max_length=200, blank=True)
    source_text = models.CharField(_("mistä luvut ovat"), max_length=300)
    licence = models.CharField(_("lisenssi"), max_length=120)
    sensitive = models.BooleanField(_("arkaluonteinen"), default=False)
    protection = models.CharField(_("suojaus"), max_length=10, choices=Protection, default=Protection.HIDE)
    needs_approval = models.BooleanField(_("toinen henkilö hyväksyy"), default=True)

    objects = OwnDatasetQuerySet.as_manager()

    class Meta:
        ordering = ["title_fi"]
        verbose_name = _("oma aineisto")
        verbose_name_plural = _("omat aineistot")
        constraints = [models.UniqueConstraint(fields=["indicator", "title_fi"], name="own_dataset_title_once")]

    def __str__(self) -> str:
        return self.title_fi

    def get_absolute_url(self) -> str:
        return reverse("indicators:own_dataset", args=[self.slug])

    @property
    def store_key(self) -> str:
        """The dataset's key in the fact store."""
        return f"oma-{self.slug}"

    @property
    def is_sensitive(self) -> bool:
        return self.sensitive or self.indicator.sensitive


class State(models.TextChoices):
    DRAFT = "draft", _("luonnos")
    CHECKED = "checked", _("tarkistettu")
    PROPOSED = "proposed", _("odottaa hyväksyntää")
    APPROVED = "approved", _("hyväksytty")
    PUBLISHING = "publishing", _("julkaiseminen kesken")
    PUBLISHED = "published", _("julkaistu")
    CORRECTED = "corrected", _("korvattu uudella versiolla")
    WITHDRAWING = "withdrawing", _("poistaminen julkisuudesta kesken")
    WITHDRAWN = "withdrawn", _("poistettu julkisuudesta")


# What may follow what. Publishing and withdrawing are over only when the public store has been written.
MOVES: dict[str, set[str]] = {
    State.DRAFT: {State.CHECKED},
    State.CHECKED: {State.DRAFT, State.PROPOSED, State.PUBLISHING},
    State.PROPOSED: {State.CHECKED, State.APPROVED, State.PUBLISHING},
    State.APPROVED: {State.CHECKED, State.PUBLISHING},
    State.PUBLISHING: {State.CHECKED, State.PUBLISHED},
    State.PUBLISHED: {State.CORRECTED, State.WITHDRAWING},
    State.CORRECTED: set(),
    State.WITHDRAWING: {State.WITHDRAWN},
    State.WITHDRAWN: set(),
}
AT_HAND = (State.DRAFT, State.CHECKED, State.PROPOSED, State.APPROVED, State.PUBLISHING)
SEEN_NOW = (State.PUBLISHING, State.PUBLISHED, State.WITHDRAWING)
PERHAPS_SEEN = (State.PUBLISHING, State.PUBLISHED, State.CORRECTED, State.WITHDRAWING, State.WITHDRAWN)


class OwnVersionQuerySet(models.QuerySet["OwnVersion"]):
    def at_hand(self) -> Self:
        """Those that are being prepared: not yet public."""
        return self.filter(state__in=AT_HAND)

    def perhaps_seen(self) -> Self:
        """Those that somebody may have read in public, now or earlier."""
        return self.filter(state__in=PERHAPS_SEEN)


class OwnVersion(models.Model):
    """One load of a dataset: who loaded it from what, who approved it, and where it stands.

    `table` holds the cells of the file while its columns are being chosen; it is emptied when the rows are stored,
    and the file itself is never kept. `protection` and `sensitive` tell by which rule the rows were protected, and
    `failure` why the public store could not be written at the last try.
    """

    dataset = models.ForeignKey(OwnDataset, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("versio"))
    state = models.CharField(_("tila"), max_length=12, choices=State, default=State.DRAFT)
    failure = models.TextField(_("mikä ei onnistunut"), blank=True)
    file_name = models.CharField(_("tiedosto"), max_length=200)
    sha256 = models.CharField(_("tiedoston tarkiste"), max_length=64)
    as_of = PartialDateField(_("tiedon päivä"), blank=False)
    mapping = models.JSONField(_("sarakkeet"), default=dict, blank=True)
    table = models.JSONField(default=dict, blank=True, editable=False)
    notes = models.JSONField(_("hyväksytyt huomautukset"), default=list, blank=True)
    reason = models.TextField(_("miksi uusi versio"), max_length=2000, blank=True)
    only_errors = models.BooleanField(_("muuttuneet luvut olivat virheitä"), default=False)
    protected_at_source = models.BooleanField(_("luvut on suojattu lähteessä"), default=False)
    protection = models.CharField(
        _("suojaus"), max_length=10, choices=OwnDataset.Protection, default=OwnDataset.Protection.HIDE
    )
    sensitive = models.BooleanField(_("arkaluonteinen"), default=False)
    loader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("lataaja")
    )
    loaded_at = models.DateTimeField(_("ladattu"))
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(_("julkaistu"), null=True, blank=True)
    withdrawn_why = models.TextField(_("miksi poistettu julkisuudesta"), max_length=2000, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = OwnVersionQuerySet.as_manager()

    class Meta:
        ordering = ["dataset", "-number"]
        verbose_name = _("version tiedot")
        verbose_name_plural = _("versiot")
        constraints = [
            models.UniqueConstraint(fields=["dataset", "number"], name="own_version_number_once"),
            models.UniqueConstraint(
                fields=["dataset"], condition=models.Q(state__in=AT_HAND), name="own_version_one_at_hand"
            ),
            models.UniqueConstraint(
                fields=["dataset"],
                condition=models.Q(state__in=[State.PUBLISHED, State.WITHDRAWING]),
                name="own_version_one_public",
            ),
            models.CheckConstraint(condition=models.Q(state__in=list(State.values)), name="own_version_known_state"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="own_version_number_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.dataset}, versio {self.number}"

    def get_absolute_url(self) -> str:
        return self.dataset.get_absolute_url()

    def require_move_to(self, state: str) -> None:
        """Raise NotNow where the table of moves has no such way."""
        if state not in MOVES[self.state]:
            raise NotNow(_("Versio on nyt tilassa “%(state)s”, joten tätä ei voi tehdä.") % {"state": self.standing})

    @property
    def standing(self) -> str:
        """The state in words, a failed try included."""
        if self.failure and self.state == State.PUBLISHING:
            return str(_("julkaiseminen ei onnistunut"))
        if self.failure and self.state == State.WITHDRAWING:
            return str(_("poistaminen julkisuudesta ei onnistunut"))
        return str(State(self.state).label)

    @property
    def is_at_hand(self) -> bool:
        return self.state in AT_HAND

    @property
    def is_public(self) -> bool:
        return self.state in (State.PUBLISHED, State.WITHDRAWING)


class OwnFigure(models.Model):
    """One row as it was loaded, and beside it what the public may see of it."""

    version = models.ForeignKey(OwnVersion, on_delete=models.CASCADE, related_name="figures")
    area = models.CharField(_("alue"), max_length=40)
    year = models.PositiveSmallIntegerField(_("vuosi"))
    sex = models.CharField(_("sukupuoli"), max_length=6, choices=Sex, default=Sex.TOTAL)
    value = models.FloatField(_("arvo"), null=True, blank=True)
    count = models.FloatField(_("lukumäärä"), null=True, blank=True)
    denominator = models.FloatField(_("nimittäjä"), null=True, blank=True)
    flag = models.CharField(_("merkintä"), max_length=12, blank=True)
    hidden = models.BooleanField(_("peitetty"), default=False)
    shown_value = models.FloatField(null=True, blank=True)
    shown_count = models.FloatField(null=True, blank=True)
    shown_denominator = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["version", "year", "area", "sex"]
        verbose_name = _("oma luku")
        verbose_name_plural = _("omat luvut")
        constraints = [
            models.UniqueConstraint(fields=["version", "area", "year", "sex"], name="own_figure_once"),
            models.CheckConstraint(
                condition=models.Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR), name="own_figure_year_real"
            ),
            models.CheckConstraint(
                condition=(models.Q(count__isnull=True) | models.Q(count__gte=0))
                & (models.Q(denominator__isnull=True) | models.Q(denominator__gte=0)),
                name="own_figure_counts_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(hidden=False)
                | models.Q(shown_value__isnull=True, shown_count__isnull=True, shown_denominator__isnull=True),
                name="own_figure_hidden_shows_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.year} {self.sex}"

    @property
    def key(self) -> tuple[str, int, str]:
        return self.area, self.year, self.sex

    def loaded(self) -> dict[str, Any]:
        """The row as it came, without what was decided of it."""
        return {"value": self.value, "count": self.count, "denominator": self.denominator, "flag": self.flag}
