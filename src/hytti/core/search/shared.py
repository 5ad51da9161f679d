"""The shared models that can be found; the rooms that show them give their addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ..models import Area, Organisation
from .index import Findable, Kind, register

if TYPE_CHECKING:
    from django.db import models


def own(record: models.Model, name: str, language: str) -> str:
    """The text in the language itself, without a fallback."""
    return getattr(record, f"{name}_{language}", "") or ""


def _municipality_text(area: Area, language: str) -> tuple[str, str]:
    title = own(area, "name", language)
    return title, f"{area.get_kind_display()}\n{area.code}" if title else ""


def _organisation_text(organisation: Organisation, language: str) -> tuple[str, str]:
    title, description = own(organisation, "name", language), own(organisation, "description", language)
    return title, f"{description}\n{organisation.get_kind_display()}" if title or description else ""


def register_shared() -> None:
    register(
        Findable(Area, "municipality", _municipality_text, records=Area.objects.municipalities),
        Kind("municipality", _("Kunnat"), 30),
    )
    register(
        Findable(
            Organisation,
            "organisation",
            _organisation_text,
            records=lambda: Organisation.objects.select_related("area"),
        ),
        Kind("organisation", _("Organisaatiot"), 60),
    )
