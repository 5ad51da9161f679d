"""Addresses of the tray for other systems. They are lasting: calendars and sites keep asking them."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import pgettext_lazy

from .views import exchange

urlpatterns = [
    path(pgettext_lazy("osoite", "kalenteri.ics"), exchange.calendar_of, name="calendar"),
    path(pgettext_lazy("osoite", "tarjonta/<slug:slug>/kalenteri.ics"), exchange.calendar_of_offer, name="offer_ics"),
    path(pgettext_lazy("osoite", "tarjonta.csv"), exchange.table, name="csv"),
    path(pgettext_lazy("osoite", "upotus/"), exchange.embedded, name="embed"),
    path(pgettext_lazy("osoite", "upotus/lista/"), exchange.embedded_part, name="embed_list"),
]
