"""The words that offers are sorted by: themes and the national code lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    import datetime as dt
    from typing import Self


class Vocabulary(models.TextChoices):
    THEME = "theme", _("Teema")
    SERVICE_CLASS = "service_class", _("Palveluluokka")
    TARGET_GROUP = "target_group", _("Kohderyhmä")
    LIFE_EVENT = "life_event", _("Elämäntilanne")
    ONTOLOGY = "ontology", _("Asiasana")
    AGE_GROUP = "age_group", _("Ikäryhmä")
    ACCESSIBILITY = "accessibility", _("Esteettömyys")


class Term(models.Model):
    """A word of a vocabulary. `code` is unique in it; `uri` is its address in the source's own list, where it has one.

    `ages` of an age group: the first and the last completed year of age ([65, null] is 65 and older).
    """

    Vocabulary = Vocabulary

    vocabulary = models.CharField(_("sanasto"), max_length=20, choices=Vocabulary)
    code = models.CharField(_("koodi"), max_length=120)
    uri = models.URLField(_("tunniste"), max_length=300, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    name_fi = models.CharField(_("nimi"), max_length=200)
    name_sv = models.CharField(_("nimi ruotsiksi"), max_length=200, blank=True)
    name_en = models.CharField(_("nimi englanniksi"), max_length=200, blank=True)
    note_fi = models.TextField(_("selite"), blank=True, max_length=3000)
    ages = models.JSONField(default=list, blank=True)
    source = models.CharField(_("lähde"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["vocabulary", "order", "code"]
        verbose_name = _("sanaston sana")
        verbose_name_plural = _("sanaston sanat")
        constraints = [models.UniqueConstraint(fields=["vocabulary", "code"], name="term_code_once_in_vocabulary")]

    def __str__(self) -> str:
        return self.name_fi


class ThemeRuleQuerySet(models.QuerySet):
    def valid_on(self, day: dt.date) -> Self:
        return self.filter(since__lte=day).filter(models.Q(until__isnull=True) | models.Q(until__gte=day))


class ThemeRule(models.Model):
    """That offers of a service class belong to a theme, from a day to another (both included).

    The national tray's own table was not found whole: the rules are the region's own.
    """

    service_class = models.ForeignKey(
        Term, on_delete=models.PROTECT, related_name="theme_rules", verbose_name=_("palveluluokka")
    )
    theme = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="class_rules", verbose_name=_("teema"))
    since = models.DateField(_("voimassa alkaen"))
    until = models.DateField(_("voimassa asti"), null=True, blank=True)
    note = models.CharField(_("peruste"), max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = ThemeRuleQuerySet.as_manager()

    class Meta:
        ordering = ["theme", "service_class", "since"]
        verbose_name = _("teeman sääntö")
        verbose_name_plural = _("teemojen säännöt")
        constraints = [
            models.UniqueConstraint(fields=["service_class", "theme", "since"], name="theme_rule_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="theme_rule_ends_after_start",
                violation_error_message=_("Sääntö päättyy ennen kuin se alkaa."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_class.code} → {self.theme.code}"
