"""Addresses of the tray: feeds."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import pgettext_lazy

from .views import feeds

urlpatterns = [
    path(pgettext_lazy("osoite", "syotteet/"), feeds.overview, name="feeds"),
    path(pgettext_lazy("osoite", "syotteet/uusi/"), feeds.add, name="add_feed"),
    path(pgettext_lazy("osoite", "syotteet/malli.xlsx"), feeds.template, name="feed_template"),
    path(pgettext_lazy("osoite", "syotteet/samat/"), feeds.joins, name="joins"),
    path(pgettext_lazy("osoite", "syotteet/samat/<int:pk>/"), feeds.decide, name="decide_join"),
    path(pgettext_lazy("osoite", "syotteet/<slug:key>/"), feeds.feed, name="feed"),
    path(pgettext_lazy("osoite", "syotteet/<slug:key>/muokkaa/"), feeds.edit, name="edit_feed"),
    path(pgettext_lazy("osoite", "syotteet/<slug:key>/hae/"), feeds.fetch, name="fetch_feed"),
    path(pgettext_lazy("osoite", "syotteet/<slug:key>/pysayta/"), feeds.stop, name="stop_feed"),
    path(pgettext_lazy("osoite", "syotteet/<slug:key>/tuo/"), feeds.bring, name="bring_sheet"),
]
