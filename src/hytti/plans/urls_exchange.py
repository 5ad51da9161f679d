"""Addresses of a plan's table as a file."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from .views import exchange

urlpatterns = [
    path(pgettext_lazy("osoite", "asiakirjat/<slug:slug>/tuo/"), exchange.bring, name="bring"),
    path(pgettext_lazy("osoite", "asiakirjat/<slug:slug>/tuo/tilanne/"), exchange.job, name="bring_job"),
    path(pgettext_lazy("osoite", "asiakirjat/<slug:slug>/tuo/peru/"), exchange.cancel, name="cancel_bring"),
    path(pgettext_lazy("osoite", "asiakirjat/<slug:slug>/taulukko.<str:kind>"), exchange.table, name="table"),
]
