"""Addresses of areas and of what sets areas or indicators side by side, below the word `luvut/`."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from .views import areas, compare

area_urls = [
    path(pgettext_lazy("osoite", "alueet/"), areas.areas, name="areas"),
    path(pgettext_lazy("osoite", "alueet/<slug:slug>/"), areas.area, name="area"),
    path(pgettext_lazy("osoite", "vertailu/"), compare.compare, name="compare"),
    path(pgettext_lazy("osoite", "hajonta/"), compare.scatter, name="scatter"),
    path(pgettext_lazy("osoite", "erot/<slug:slug>/"), compare.inequality, name="inequality"),
]
