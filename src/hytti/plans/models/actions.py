"""What is done for a goal and by whom, and the figures that follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hytti.core.models import Area, Organisation, Provenance
from hytti.core.models.provenance import ProvenanceQuerySet

from ..rules.reviewing import first_due
from ..rules.tasks import FaultyDay, tasks_of
from .goals import Goal, Priority, continues

if TYPE_CHECKING:
    import datetime as dt


def readable_tasks(text: str) -> None:
    """Raise ValidationError where a line of the tasks begins with a day that is none."""
    try:
        tasks_of(text)
    except FaultyDay as error:
        words = _("Rivi %(line)s: %(day)s ei ole päivä. Kirjoita se muodossa 31.3.2027.")
        raise ValidationError(words, params={"line": error.line, "day": error.day}) from error


class Action(Provenance):
    """An action of a goal: who answers for it, with whom, when, for whom and by what means.

    Its status follows from its tasks (a line each, see rules.tasks) and days unless somebody has said otherwise, with
    a reason. Its reviews are due every
    `review_every` months counted from the first one, never from the day of the last one.
    """

    class Status(models.TextChoices):
        ON_TIME = "on_time", _("Käynnissä")
        DONE = "done", _("Valmis")
        LATE = "late", _("Myöhässä")
        STOPPED = "stopped", _("Lopetettu")

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="actions", verbose_name=_("tavoite"))
    order = models.PositiveSmallIntegerField(_("järjestys"))
    name_fi = models.CharField(_("nimi"), max_length=300)
    name_sv = models.CharField(max_length=300, blank=True)
    name_en = models.CharField(max_length=300, blank=True)
    description = models.TextField(_("kuvaus"), blank=True, max_length=5000)
    official_wording = models.TextField(_("hyväksytty sanamuoto"), blank=True, max_length=5000)
    responsible_organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("vastuuorganisaatio"),
    )
    responsible_body = models.ForeignKey(
        "structures.Body",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("vastuutoimielin"),
    )
    responsible_post = models.ForeignKey(
        "structures.Post",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("vastuutehtävä"),
    )
    contact = models.CharField(_("yhteystieto"), max_length=200, blank=True)
    bodies = models.ManyToManyField(
        "structures.Body", blank=True, related_name="+", verbose_name=_("toimielimet ja verkostot")
    )
    partners = models.ManyToManyField(
        Organisation, blank=True, related_name="shared_actions", verbose_name=_("kumppanit")
    )
    starts_on = models.DateField(_("alkaa"), null=True, blank=True)
    ends_on = models.DateField(_("päättyy"), null=True, blank=True)
    work = models.CharField(_("työ"), max_length=300, blank=True)
    money = models.CharField(_("raha"), max_length=300, blank=True)
    rooms = models.CharField(_("tilat"), max_length=300, blank=True)
    population_group = models.CharField(_("väestöryhmä"), max_length=200, blank=True)
    areas = models.ManyToManyField(Area, blank=True, related_name="+", verbose_name=_("alueet"))
    theme = models.ForeignKey(
        "structures.Theme", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("teema")
    )
    tasks = models.TextField(_("työvaiheet"), blank=True, max_length=5000, validators=[readable_tasks])
    said_status = models.CharField(_("ilmoitettu tila"), max_length=20, choices=Status, blank=True)
    status_reason = models.CharField(_("tilan peruste"), max_length=500, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged", verbose_name=_("yhdistetty")
    )
    continues = continues(_("jatkaa toimenpidettä"))
    review_from = models.DateField(_("ensimmäinen seuranta"), null=True, blank=True)
    review_every = models.PositiveSmallIntegerField(
        _("seurannan väli kuukausina"), default=12, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )

    objects = ProvenanceQuerySet.as_manager()

    class Meta:
        ordering = ["goal", "order"]
        verbose_name = _("toimenpide")
        verbose_name_plural = _("toimenpiteet")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="action_ends_after_start",
                violation_error_message=_("Toimenpide päättyy ennen kuin se alkaa."),
            ),
            models.CheckConstraint(
                condition=models.Q(said_status="") | ~models.Q(status_reason=""),
                name="action_status_has_a_reason",
                violation_error_message=_("Kerro, mihin tila perustuu."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_fi

    def get_absolute_url(self) -> str:
        return reverse("plans:action", args=[self.pk])

    @property
    def first_review(self) -> dt.date | None:
        """The day from which the reviews are counted; the action's plan must have been read with it."""
        return first_due(self.review_from, self.starts_on, self.goal.plan.starts, self.review_every)


class IndicatorLink(Provenance):
    """A figure that follows a priority, a goal or a worry; `is_official` where the plan itself names it."""

    class Direction(models.TextChoices):
        UP = "up", _("suuremmaksi")
        DOWN = "down", _("pienemmäksi")
        KEEP = "keep", _("ennallaan")

    priority = models.ForeignKey(Priority, on_delete=models.CASCADE, null=True, blank=True, related_name="indicators")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, null=True, blank=True, related_name="indicators")
    worry = models.ForeignKey("plans.Worry", on_delete=models.CASCADE, null=True, blank=True, related_name="indicators")
    indicator_key = models.SlugField(_("indikaattori"), max_length=120)
    name_fi = models.CharField(_("nimi"), max_length=300)
    name_sv = models.CharField(max_length=300, blank=True)
    name_en = models.CharField(max_length=300, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_official = models.BooleanField(_("suunnitelman oma mittari"), default=False)
    direction = models.CharField(_("suunta"), max_length=10, choices=Direction, blank=True)
    baseline = models.FloatField(_("lähtötaso"), null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(_("lähtövuosi"), null=True, blank=True)
    target = models.FloatField(_("tavoitearvo"), null=True, blank=True)
    target_on = models.DateField(_("tavoitepäivä"), null=True, blank=True)
    unit = models.CharField(_("yksikkö"), max_length=60, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = ProvenanceQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name_fi"]
        verbose_name = _("seurattava luku")
        verbose_name_plural = _("seurattavat luvut")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(priority__isnull=False, goal__isnull=True, worry__isnull=True)
                | models.Q(priority__isnull=True, goal__isnull=False, worry__isnull=True)
                | models.Q(priority__isnull=True, goal__isnull=True, worry__isnull=False),
                name="indicator_link_has_one_owner",
            ),
            models.CheckConstraint(
                condition=models.Q(target__isnull=True) | (models.Q(target_on__isnull=False) & ~models.Q(unit="")),
                name="indicator_target_has_unit_and_date",
                violation_error_message=_("Tavoitearvo tarvitsee yksikön ja päivän."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_fi
