"""Addresses of the catalogue and of one indicator, below the word `luvut/`."""

from django.urls import path

from .views import catalogue

catalogue_urls = [
    path("", catalogue.catalogue, name="catalogue"),
]
