"""Addresses of the pages that belong to the whole service."""

from django.urls import include, path
from django.utils.translation import pgettext_lazy

from .views import pages, searching

urlpatterns = [
    path(pgettext_lazy("osoite", "haku/"), searching.find, name="search"),
    path(pgettext_lazy("osoite", "tietolahteet/"), pages.sources, name="sources"),
    path(pgettext_lazy("osoite", "avoin-data/"), pages.open_data, name="open_data"),
    path(pgettext_lazy("osoite", "saavutettavuusseloste/"), pages.accessibility, name="accessibility"),
    path(pgettext_lazy("osoite", "tietosuoja/"), pages.privacy, name="privacy"),
    path(pgettext_lazy("osoite", "sanasto/"), pages.glossary, name="glossary"),
    path("", include("hytti.core.urls_accounts")),
]
