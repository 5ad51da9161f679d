"""The rows by which the search index and other rooms' records point to an indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .. import catalogue

if TYPE_CHECKING:
    from ..definitions import Definition


class Indicator(models.Model):
    """An indicator of the catalogue by its key; what it means stands in its definition."""

    key = models.SlugField(_("tunnus"), max_length=100, unique=True)

    class Meta:
        ordering = ["key"]
        verbose_name = _("tunnusluku")
        verbose_name_plural = _("tunnusluvut")

    def __str__(self) -> str:
        definition = self.definition
        return definition.name.fi if definition else self.key

    def get_absolute_url(self) -> str:
        return reverse("indicators:indicator", args=[self.key])

    @property
    def definition(self) -> Definition | None:
        """None where the definition has been withdrawn."""
        return catalogue.get(self.key)
