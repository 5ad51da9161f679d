"""Addresses of the tray's keepers."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from .views import keeping

urlpatterns = [
    path(pgettext_lazy("osoite", "tilanne/"), keeping.state, name="state"),
    path(pgettext_lazy("osoite", "tilanne/kattavuus.csv"), keeping.coverage_csv, name="coverage_csv"),
]
