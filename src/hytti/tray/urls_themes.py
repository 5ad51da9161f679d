"""Addresses of the rules from service class to theme."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import pgettext_lazy

from .views import themes

urlpatterns = [
    path(pgettext_lazy("osoite", "teemasaannot/"), themes.rules, name="theme_rules"),
    path(pgettext_lazy("osoite", "teemasaannot/uusi/"), themes.add, name="add_theme_rule"),
    path(pgettext_lazy("osoite", "teemasaannot/<int:pk>/korjaa/"), themes.correct, name="correct_theme_rule"),
    path(pgettext_lazy("osoite", "teemasaannot/<int:pk>/paata/"), themes.end, name="end_theme_rule"),
]
