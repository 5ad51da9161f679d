"""A report, the parts of it that a person has written, and its files on their way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hytti.core.models import Organisation
from hytti.core.models.jobs import Job

if TYPE_CHECKING:
    from typing import Self

LONGEST = 20_000  # letters of a part


class ReportQuerySet(models.QuerySet["Report"]):
    def completed(self) -> Self:
        return self.filter(state=Report.State.COMPLETED)

    def drafts(self) -> Self:
        return self.filter(state=Report.State.DRAFT)

    def listed(self) -> Self:
        """Without the frozen document, which is long."""
        return self.defer("frozen").select_related("organisation", "plan")


class Report(models.Model):
    """A document made of live content; when it is completed, it is frozen with its figures and never changes again.

    What has to be told anew is a new version. `starts` and `ends` are the years that the report tells of.
    """

    class Kind(models.TextChoices):
        YEARLY = "yearly", _("Hyvinvointikertomuksen vuosiraportti")
        TERM = "term", _("Hyvinvointikertomus")
        PLAN = "plan", _("Hyvinvointisuunnitelma")
        COUNCIL = "council", _("Tiivistelmä valtuustolle")

    class State(models.TextChoices):
        DRAFT = "draft", _("Luonnos")
        COMPLETED = "completed", _("Valmis")

    slug = models.SlugField(max_length=240, unique=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="reports", verbose_name=_("organisaatio")
    )
    plan = models.ForeignKey(
        "plans.Plan",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("suunnitelma"),
    )
    kind = models.CharField(_("laji"), max_length=20, choices=Kind)
    starts = models.PositiveSmallIntegerField(_("ensimmäinen vuosi"))
    ends = models.PositiveSmallIntegerField(_("viimeinen vuosi"))
    language = models.CharField(_("kieli"), max_length=2, choices=settings.LANGUAGES, default="fi")
    version = models.PositiveSmallIntegerField(_("versio"), default=1)
    state = models.CharField(_("tila"), max_length=20, choices=State, default=State.DRAFT)
    frozen = models.BinaryField(null=True, editable=False)
    sha256 = models.CharField(_("sisällön tarkiste"), max_length=64, blank=True, editable=False)
    dataset_versions = models.JSONField(_("aineistojen versiot"), default=list, blank=True, editable=False)
    completed_at = models.DateTimeField(_("valmistunut"), null=True, blank=True)
    completed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("aloitettu"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-ends", "kind", "organisation", "language", "-version"]
        verbose_name = _("raportti")
        verbose_name_plural = _("raportit")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gte=models.F("starts")),
                name="report_ends_after_start",
                violation_error_message=_("Kausi päättyy ennen kuin se alkaa."),
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft", frozen__isnull=True, completed_at__isnull=True, sha256="")
                | (
                    models.Q(state="completed", frozen__isnull=False, completed_at__isnull=False) & ~models.Q(sha256="")
                ),
                name="report_completed_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("reports:report", args=[self.slug])

    @property
    def is_completed(self) -> bool:
        return self.state == self.State.COMPLETED

    @property
    def years(self) -> str:
        return str(self.ends) if self.starts == self.ends else f"{self.starts}–{self.ends}"

    @property
    def title(self) -> str:
        """In the language of the page, or of the one that is spoken when a document is made."""
        return f"{self.Kind(self.kind).label} {self.years}"


class Part(models.Model):
    """What a person has done to a part of a report: own words in the place of the live ones, words added, or hidden.

    `based_on` is the live text that the own words were written from, to tell when it has changed since.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="parts")
    key = models.CharField(max_length=80)
    text = models.TextField(_("teksti"), blank=True, max_length=LONGEST)
    added = models.TextField(_("lisättävä teksti"), blank=True, max_length=LONGEST)
    hidden = models.BooleanField(_("ei näytetä raportissa"), default=False)
    based_on = models.TextField(blank=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["report", "key"]
        verbose_name = _("raportin kohta")
        verbose_name_plural = _("raportin kohdat")
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="report_part_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.key}"


class ReportJob(Job):
    """A file of a report, made or being made; one of each form. `digest` tells which content it is a file of."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="jobs")
    form = models.CharField(max_length=4)
    content = models.BinaryField(null=True, editable=False)

    class Meta:
        ordering = ["report", "form"]
        constraints = [
            models.UniqueConstraint(fields=["report", "form"], name="report_file_once"),
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(content__isnull=False), name="report_file_done_is_there"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.form} {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("reports:job", args=[self.pk])
