"""Indicators among what can be found."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hytti.core import search
from hytti.core.search import Findable, Kind

from . import catalogue, definitions
from .models import Indicator


def register_indicators() -> None:
    search.register(Findable(Indicator, "indicator", _text), Kind("indicator", _("Luvut"), 15))


def sync() -> int:
    """Give every definition its row, and bring the rows' search entries up to date. Returns how many there are.

    A row whose definition is gone leaves the index and stays, as records may point to it.
    """
    with transaction.atomic():
        known = set(Indicator.objects.values_list("key", flat=True))
        Indicator.objects.bulk_create([Indicator(key=key) for key in catalogue.by_key() if key not in known])
        search.rebuild_model(Indicator)
    return len(catalogue.by_key())


def _text(indicator: Indicator, language: str) -> tuple[str, str]:
    definition = indicator.definition
    if definition is None or definition.status != "published":
        return "", ""
    theme = definitions.vocabulary().theme(definition.theme)
    numbers = [f"{name} {key}" for name, key in definition.sources.items()]
    around = [definition.short, definition.why, theme.name if theme else None]
    texts = [text.in_language(language) for text in around if text is not None]
    return definition.name.in_language(language), "\n".join([*texts, *numbers])
