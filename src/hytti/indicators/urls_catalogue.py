"""Addresses of the catalogue and of one indicator, below the word `luvut/`."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from .views import catalogue, files, indicator

catalogue_urls = [
    path("", catalogue.catalogue, name="catalogue"),
    path("<slug:slug>/", indicator.indicator, name="indicator"),
    path(pgettext_lazy("osoite", "<slug:slug>/tiedot.csv"), files.csv, name="indicator_csv"),
    path(pgettext_lazy("osoite", "<slug:slug>/tiedot.json"), files.json_stat, name="indicator_json"),
    path(pgettext_lazy("osoite", "<slug:slug>/kuva.svg"), files.svg, name="indicator_svg"),
    path(pgettext_lazy("osoite", "<slug:slug>/kuva.png"), files.png, name="indicator_png"),
]
