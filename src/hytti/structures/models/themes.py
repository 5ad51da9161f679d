"""Themes: the interface priorities and the headings of the network list."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hytti.core.models import Provenance
from hytti.core.models.provenance import ProvenanceQuerySet


class Theme(Provenance):
    """A field of interface work; a sub-heading of the network list has its heading as parent."""

    slug = models.SlugField(max_length=120, unique=True)
    name_fi = models.CharField(_("nimi"), max_length=120, unique=True)
    name_sv = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    also_known_as = models.CharField(_("muu nimi"), max_length=200, blank=True)
    description_fi = models.TextField(_("kuvaus"), blank=True, max_length=5000)
    description_sv = models.TextField(blank=True, max_length=5000)
    description_en = models.TextField(blank=True, max_length=5000)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("yläteema")
    )
    is_priority = models.BooleanField(_("yhdyspintojen painopiste"), default=False)
    order = models.PositiveSmallIntegerField(default=0)

    objects = ProvenanceQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name_fi"]
        verbose_name = _("teema")
        verbose_name_plural = _("teemat")
        constraints = [
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="theme_not_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name_fi
