"""Addresses of the tray: finding."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import pgettext_lazy

from .views import finding, readers, reading

urlpatterns = [
    path("", finding.search, name="search"),
    path(pgettext_lazy("osoite", "ehdotukset/"), finding.typing, name="suggest"),
    path(pgettext_lazy("osoite", "puuttuu/"), readers.missing, name="missing"),
    path(pgettext_lazy("osoite", "tarjonta/<slug:slug>/"), reading.offer, name="offer"),
    path(pgettext_lazy("osoite", "tarjonta/<slug:slug>/kortti/"), reading.print_card, name="card"),
    path(pgettext_lazy("osoite", "tarjonta/<slug:slug>/ajan-tasalla/"), readers.freshness, name="freshness"),
    path(pgettext_lazy("osoite", "tarjoajat/<slug:slug>/"), reading.provider, name="provider"),
]
