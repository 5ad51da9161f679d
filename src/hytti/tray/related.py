"""The tray's pages about an organisation or a municipality."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core import related
from hytti.core.models import Area, Organisation
from hytti.core.related import RelatedPage

from .models import Offer

if TYPE_CHECKING:
    from collections.abc import Iterable


def register_related() -> None:
    related.add(Organisation, _of_organisation)
    related.add(Area, _of_area)


def _of_organisation(organisation: Organisation) -> Iterable[RelatedPage]:
    """Where it offers something."""
    if Offer.objects.public(timezone.localdate()).filter(provider=organisation).exists():
        yield RelatedPage(_("Tarjottimella"), reverse("tray:provider", args=[organisation.slug]))


def _of_area(area: Area) -> Iterable[RelatedPage]:
    """What there is in a municipality."""
    if area.kind == Area.Kind.MUNICIPALITY and Offer.objects.public(timezone.localdate()).exists():
        label = _("Tarjotin: %(name)s") % {"name": area.name_fi}
        yield RelatedPage(label, f"{reverse('tray:search')}?kunta={area.slug}")
