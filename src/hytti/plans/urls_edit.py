"""Addresses of writing, below the word `kirjoita/`."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import pgettext_lazy

from .models import Action, Goal, IndicatorLink, LeftOutIndicator, Priority, Worry
from .views import edit, edit_plan


def records(word: Any, name: str, model: type[Any], *, ordered: bool = False) -> URLResolver:
    """The addresses of one kind of record, below its word."""
    kind = {"model": model}
    found: list[URLPattern] = [
        path(pgettext_lazy("osoite", "uusi/<slug:slug>/"), edit.add, kind, name=f"add_{name}"),
        path("<int:pk>/", edit.edit, kind, name=f"edit_{name}"),
        path(pgettext_lazy("osoite", "<int:pk>/poista/"), edit.remove, kind, name=f"remove_{name}"),
    ]
    if ordered:
        found.append(path(pgettext_lazy("osoite", "<int:pk>/siirra/"), edit.move, kind, name=f"move_{name}"))
    return path(word, include(found))


urlpatterns = [
    path(pgettext_lazy("osoite", "kirjoita/"), edit_plan.write, name="write"),
    path(pgettext_lazy("osoite", "kirjoita/aloita/"), edit_plan.found, name="found"),
    records(pgettext_lazy("osoite", "kirjoita/karki/"), "priority", Priority, ordered=True),
    records(pgettext_lazy("osoite", "kirjoita/tavoite/"), "goal", Goal, ordered=True),
    records(pgettext_lazy("osoite", "kirjoita/toimenpide/"), "action", Action, ordered=True),
    records(pgettext_lazy("osoite", "kirjoita/luku/"), "figure", IndicatorLink),
    records(pgettext_lazy("osoite", "kirjoita/huoli/"), "worry", Worry, ordered=True),
    records(pgettext_lazy("osoite", "kirjoita/pois-jatetty/"), "left_out", LeftOutIndicator),
    path(pgettext_lazy("osoite", "kirjoita/suunnitelma/<slug:slug>/"), edit.outline, name="outline"),
    path(pgettext_lazy("osoite", "kirjoita/suunnitelma/<slug:slug>/tiedot/"), edit_plan.edit_plan, name="edit_plan"),
    path(pgettext_lazy("osoite", "kirjoita/suunnitelma/<slug:slug>/tila/"), edit_plan.state, name="state"),
    path(pgettext_lazy("osoite", "kirjoita/suunnitelma/<slug:slug>/monta/"), edit_plan.bulk, name="bulk"),
    path(pgettext_lazy("osoite", "kirjoita/suunnitelma/<slug:slug>/uusi-versio/"), edit_plan.amend, name="amend"),
    path(pgettext_lazy("osoite", "kirjoita/suunnitelma/<slug:slug>/kopioi/"), edit_plan.copy, name="copy"),
    path(
        pgettext_lazy("osoite", "kirjoita/suunnitelma/<slug:slug>/poista/"), edit_plan.remove_plan, name="remove_plan"
    ),
]
