"""The plan: a container of priorities and goals, decided by a body for a term."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hytti.core.models import Organisation, Provenance
from hytti.core.models.provenance import PartialDateField, ProvenanceQuerySet

from ..rules.duties import duties_of_parts

if TYPE_CHECKING:
    from typing import Self


def duty_of_a_part(key: str) -> None:
    """Raise ValidationError for a key that is no duty to make a part of a wellbeing plan."""
    if key not in {duty.key for duty in duties_of_parts()}:
        raise ValidationError(_("Tätä lakia ei tunneta."))


class PlanQuerySet(ProvenanceQuerySet):
    def public(self) -> Self:
        """What anybody may read: all but the drafts that are written here, and made-up plans outside demo mode."""
        found = self.filter(~models.Q(state=Plan.State.DRAFT) | models.Q(pack_key__isnull=False))
        return found if settings.DEMO else found.filter(is_made_up=False)


class Plan(Provenance):
    """A wellbeing report or plan of an organisation, a plan that is part of another, or a document that guides them.

    Report and plan are two records where they are two documents. An approved text does not change: an amendment is
    a new record that `replaces` it, with the next `version`. `duty` is the statutory duty
    (rules/duties.yaml) by which a part is made.
    """

    class Kind(models.TextChoices):
        REPORT = "report", _("Hyvinvointikertomus")
        PLAN = "plan", _("Hyvinvointisuunnitelma")
        REPORT_AND_PLAN = "report_and_plan", _("Hyvinvointikertomus ja -suunnitelma")
        SUB_PLAN = "sub_plan", _("Osasuunnitelma")
        GUIDING = "guiding", _("Ohjaava asiakirja")

    class State(models.TextChoices):
        DRAFT = "draft", _("Valmisteilla")
        FOR_COMMENTS = "for_comments", _("Lausunnoilla")
        PROPOSED = "proposed", _("Esitetty hyväksyttäväksi")
        APPROVED = "approved", _("Hyväksytty")
        IN_FORCE = "in_force", _("Voimassa")
        ENDED = "ended", _("Kausi päättynyt")
        UNKNOWN = "unknown", _("Tila ei tiedossa")

    slug = models.SlugField(max_length=160, unique=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="plans", verbose_name=_("organisaatio")
    )
    kind = models.CharField(_("laji"), max_length=20, choices=Kind)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("osa suunnitelmaa"),
    )
    duty = models.SlugField(_("laki, jonka mukainen osa"), max_length=80, blank=True, validators=[duty_of_a_part])
    title_fi = models.CharField(_("nimi"), max_length=300)
    title_sv = models.CharField(_("nimi ruotsiksi"), max_length=300, blank=True)
    title_en = models.CharField(_("nimi englanniksi"), max_length=300, blank=True)
    starts = models.PositiveSmallIntegerField(_("kauden ensimmäinen vuosi"), null=True, blank=True)
    ends = models.PositiveSmallIntegerField(_("kauden viimeinen vuosi"), null=True, blank=True)
    state = models.CharField(_("tila"), max_length=20, choices=State, default=State.UNKNOWN)
    decided_by = models.CharField(_("päättäjä"), max_length=200, blank=True)
    decided_by_body = models.ForeignKey(
        "structures.Body",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("toimielin"),
    )
    decided_on = PartialDateField(_("päätetty"))
    decision_section = models.CharField(_("pykälä"), max_length=40, blank=True)
    case_number = models.CharField(_("asianumero"), max_length=80, blank=True)
    address = models.URLField(_("osoite"), max_length=500, blank=True)
    document = models.ForeignKey(
        "structures.Document",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asiakirja"),
    )
    about_fi = models.TextField(_("kuvaus"), blank=True, max_length=5000)
    about_sv = models.TextField(blank=True, max_length=5000)
    about_en = models.TextField(blank=True, max_length=5000)
    replaces = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("korvaa suunnitelman"),
    )
    version = models.PositiveSmallIntegerField(_("versio"), default=1)
    is_made_up = models.BooleanField(_("esimerkki, keksityt tiedot"), default=False)
    order = models.PositiveSmallIntegerField(default=0)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["order", "title_fi"]
        verbose_name = _("suunnitelma")
        verbose_name_plural = _("suunnitelmat")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts__isnull=True)
                | models.Q(ends__isnull=True)
                | models.Q(ends__gte=models.F("starts")),
                name="plan_ends_after_start",
                violation_error_message=_("Kausi päättyy ennen kuin se alkaa."),
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="plan_not_its_own_part",
                violation_error_message=_("Suunnitelma ei voi olla oma osansa."),
            ),
        ]

    def __str__(self) -> str:
        return self.title_fi

    def get_absolute_url(self) -> str:
        return reverse("plans:plan", args=[self.slug])


class NotFound(Provenance):
    """What was looked for and not found: of a plan, or of an organisation. `as_of` is the day of looking."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="plans_not_found", verbose_name=_("organisaatio")
    )
    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, null=True, blank=True, related_name="not_found", verbose_name=_("suunnitelma")
    )
    text_fi = models.TextField(_("mitä ei löytynyt"), max_length=2000)
    text_sv = models.TextField(blank=True, max_length=2000)
    text_en = models.TextField(blank=True, max_length=2000)

    objects = ProvenanceQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "pk"]
        verbose_name = _("mitä ei löytynyt")
        verbose_name_plural = _("mitä ei löytynyt")

    def __str__(self) -> str:
        return self.text_fi
