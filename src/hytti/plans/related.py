"""The pages of plans about an organisation or a document of the structures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from hytti.core import related
from hytti.core.models import Organisation
from hytti.core.related import RelatedPage

from .models import Plan
from .queries.duties import actor_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model


def register_related() -> None:
    related.add(Organisation, _of_organisation)
    related.add(Plan._meta.get_field("document").related_model, _of_document)


def _of_organisation(organisation: Organisation) -> Iterable[RelatedPage]:
    """Where it has plans, or duties to plan."""
    if actor_of(organisation) or Plan.objects.public().filter(organisation=organisation).exists():
        yield RelatedPage(_("Suunnitelmat ja velvoitteet"), reverse("plans:organisation", args=[organisation.slug]))


def _of_document(document: Model) -> Iterable[RelatedPage]:
    for plan in Plan.objects.public().filter(document=document):
        yield RelatedPage(_("Suunnitelma tavoitteineen"), plan.get_absolute_url())
